// SPDX-License-Identifier: Apache-2.0
// Large files up and down, against the curl program and the same server.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "bench/backend.h"
#include "bench/measure.h"
#include "bench/sdk.h"

namespace ix::bench {
namespace {

void shell(const std::string& command) {
  if (std::system(command.c_str()) != 0) give_up("failed: " + command);
}

void make_file(const std::string& path, int64_t bytes) {
  std::ofstream file(path, std::ios::binary);
  std::string block(1 << 20, '\0');
  uint32_t state = 1;
  for (; bytes > 0; bytes -= static_cast<int64_t>(block.size())) {
    for (char& one : block) {
      state = state * 1664525 + 1013904223;
      one = static_cast<char>(state >> 24);
    }
    file << block.substr(
        0, static_cast<size_t>(std::min<int64_t>(bytes, static_cast<int64_t>(block.size()))));
  }
}

std::string taken(ix_text* text) {
  const ix_str view = ix_text_str(text);
  std::string out(view.data, view.size);
  ix_text_release(text);
  return out;
}

// A person who sends and fetches files, one after the other.
class Person {
 public:
  Person(const std::string& folder, Backend& backend)
      : sdk_(folder, IX_SYNC_CONTINUOUS), backend_(backend) {
    sdk_.sign_in(backend.url(), "alex", Backend::kPassword);
    // A poll that is held may be that of the person before.
    while (!has_conversation()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    conversation_ = only_conversation(client());
    ix_error* error = nullptr;
    expect(ix_subscribe(client(), IX_LIVE_THREAD, str(conversation_), 10, &thread_, &error), error);
    expect(ix_subscribe(client(), IX_LIVE_OUTBOX, {nullptr, 0}, 10, &outbox_, &error), error);
  }

  // Until it can leave.
  void pick(const std::string& path) {
    ix_file_input input = IX_FILE_INPUT_INIT;
    input.path = str(path);
    input.flags = IX_FILE_KEEP_METADATA;
    ix_text* id = nullptr;
    ix_error* error = nullptr;
    drain(client());
    expect(ix_file_stage(client(), &input, &id, &error), error);
    file_ = taken(id);
    while (state_of_file() == IX_FILE_PREPARING) await_event(client(), IX_EVENT_FILES);
  }
  // How long its bytes took to the server.
  double send() {
    backend_.expect_upload();
    const ix_str files[] = {str(file_)};
    ix_outgoing message = IX_OUTGOING_INIT;
    message.files = files;
    message.file_count = 1;
    ix_text* item = nullptr;
    ix_error* error = nullptr;
    const auto start = Timer::now();
    expect(ix_message_send(client(), str(conversation_), &message, &item, &error), error);
    ix_text_release(item);
    const double took = ms_between(start, backend_.await_upload());
    while (waits()) await_event(client(), IX_EVENT_SUBSCRIPTION_CHANGED);
    return took;
  }
  // The newest of the thread is a file that is not here: how long until it is.
  double fetch(const std::string& attachment) {
    ix_operation operation = 0;
    ix_error* error = nullptr;
    drain(client());
    const auto start = Timer::now();
    expect(ix_attachment_fetch(client(), str(attachment), IX_PART_FILE, 0, &operation, &error),
           error);
    await_event(client(), IX_EVENT_OPERATION_COMPLETED);
    return ms_since(start);
  }
  std::string await_file(int64_t bytes) {
    backend_.show_file(bytes);
    for (;;) {
      std::string id = newest_remote();
      if (!id.empty()) return id;
      await_event(client(), IX_EVENT_SUBSCRIPTION_CHANGED);
    }
  }

 private:
  ix_client* client() const { return sdk_.get(); }
  bool has_conversation() {
    ix_page* page = nullptr;
    ix_error* error = nullptr;
    expect(ix_conversations_page(client(), nullptr, {nullptr, 0}, 1, &page, &error), error);
    const bool there = ix_page_count(page, IX_TABLE_CONVERSATION) > 0;
    ix_page_release(page);
    return there;
  }
  int32_t state_of_file() {
    ix_page* page = nullptr;
    ix_error* error = nullptr;
    expect(ix_files_page(client(), {nullptr, 0}, &page, &error), error);
    ix_attachment_view view = IX_VIEW_INIT(ix_attachment_view);
    if (ix_page_attachment(page, 0, &view) != IX_OK) give_up("the picked file is not there");
    const int32_t state = view.state;
    ix_page_release(page);
    if (state == IX_FILE_FAILED) give_up("the file cannot be prepared");
    return state;
  }
  void take_changes() {
    for (const ix_subscription one : {thread_, outbox_}) {
      ix_page* page = nullptr;
      ix_error* error = nullptr;
      expect(ix_subscription_take(client(), one, &page, &error), error);
      ix_page_release(page);
    }
  }
  bool waits() {
    take_changes();
    ix_page* page = nullptr;
    ix_error* error = nullptr;
    expect(ix_outbox_page(client(), &page, &error), error);
    const uint32_t left = ix_page_count(page, IX_TABLE_OUTBOX);
    ix_page_release(page);
    return left > 0;
  }
  std::string newest_remote() {
    take_changes();
    ix_page* page = nullptr;
    ix_error* error = nullptr;
    expect(ix_thread_page(client(), str(conversation_), {nullptr, 0}, 1, &page, &error), error);
    ix_attachment_view view = IX_VIEW_INIT(ix_attachment_view);
    const bool there = ix_page_attachment(page, 0, &view) == IX_OK;
    std::string id;
    if (there && view.state == IX_FILE_REMOTE) id.assign(view.id.data, view.id.size);
    ix_page_release(page);
    return id;
  }

  Sdk sdk_;
  Backend& backend_;
  std::string conversation_;
  std::string file_;
  ix_subscription thread_ = 0, outbox_ = 0;
};

Row rate_row(const std::string& name) {
  Row row;
  row.name = name;
  row.unit = "MB/s";
  row.measure = Row::Measure::rate_ratio;
  row.budget = 0.95;
  return row;
}

}  // namespace

void measure_transfers(const Setup& setup, Report& report) {
  if (std::system("command -v curl > /dev/null") != 0) {
    std::fprintf(stderr, "transfers: the curl program is not installed\n");
    return;
  }
  const int64_t bytes = setup.quick ? 2'000'000 : 200'000'000;
  const std::string folder = setup.scratch + "/transfers";
  const std::string file = folder + "/film.bin", copy = folder + "/copy.bin";
  std::filesystem::create_directories(folder);
  make_file(file, bytes);
  Backend backend;
  Row picked = rate_row("a file of 200 MB picked: copied, hashed, its type known");
  Row up = rate_row("a file of 200 MB up");
  Row down = rate_row("a file of 200 MB down: hashed, on the disk");
  Row memory;
  memory.name = "memory at most while it goes up, and comes";
  memory.unit = "MB";
  memory.measure = Row::Measure::median;
  memory.budget = 8;
  const auto rate = [bytes](double ms) { return static_cast<double>(bytes) / 1000 / ms; };
  const auto timed = [](const std::string& command) {
    const auto start = Timer::now();
    shell(command);
    return ms_since(start);
  };
  for (int turn = 0; turn <= (setup.quick ? 1 : 7); ++turn) {
    // Another account each time: one that has sent a file does not upload it again.
    std::filesystem::remove_all(folder + "/account");
    Person person(folder + "/account", backend);
    std::filesystem::remove(copy);
    const double copying = timed("cp " + file + " " + copy + " && sync " + copy + " && sha256sum " +
                                 copy + " > /dev/null");
    auto start = Timer::now();
    person.pick(file);
    const double picking = ms_since(start);

    const double curl_up = timed("curl -sf -o /dev/null -H Expect: -T " + file + " " +
                                 backend.url() + Backend::kUploadPath);
    double sent = 0, fetched = 0;
    double peak = peak_mb([&] { sent = person.send(); });

    std::filesystem::remove(copy);
    const double curl_down = timed("curl -sf " + backend.url() + Backend::file_path(bytes, -turn) +
                                   " | tee " + copy + " | sha256sum > /dev/null && sync " + copy);
    const std::string attachment = person.await_file(bytes);
    peak = std::max(peak, peak_mb([&] { fetched = person.fetch(attachment); }));
    if (turn == 0) continue;  // what is first is slow everywhere
    picked.floor.add(rate(copying));
    picked.sdk.add(rate(picking));
    up.floor.add(rate(curl_up));
    up.sdk.add(rate(sent));
    down.floor.add(rate(curl_down));
    down.sdk.add(rate(fetched));
    memory.sdk.add(peak);
  }
  std::filesystem::remove_all(folder);
  for (Row* row : {&picked, &up, &down, &memory}) report.add(std::move(*row));
}

}  // namespace ix::bench
