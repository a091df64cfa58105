// SPDX-License-Identifier: Apache-2.0
// What a page of 50 rows costs through interactions.hpp, every row a value and every text read,
// against the same page by the C calls; on one client, turn by turn. page_bench FOLDER; exit 1:
// over the budget.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <interactions/cpp/sandbox.hpp>
#include <interactions/interactions.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace ixn = interactions;

constexpr double kBudget = 1.1;
constexpr uint32_t kRows = 50;
constexpr int kWarming = 50;
constexpr int kRounds = 600;

// What keeps the compiler from leaving the reading out.
volatile uint64_t sink;

uint64_t touch(std::string_view text) {
  uint64_t sum = text.size();
  for (const char byte : text) sum += static_cast<unsigned char>(byte);
  return sum;
}
uint64_t touch(ix_str text) {
  return touch(std::string_view(text.data, text.size));
}

void expect(uint32_t rows) {
  if (rows != kRows) throw std::runtime_error("the page has " + std::to_string(rows) + " rows");
}

void list_in_c(ix_client* client) {
  ix_page* page = nullptr;
  ix_conversations_page(client, nullptr, {nullptr, 0}, kRows, &page, nullptr);
  uint64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_CONVERSATION);
  for (uint32_t row = 0; row < count; ++row) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    ix_page_conversation(page, row, &view);
    sum += touch(view.id) + touch(view.title) + touch(view.contact) + touch(view.draft) +
           touch(view.draft_reply) + touch(view.preview_text);
    for (uint32_t i = 0; i < view.route_count; ++i) {
      ix_route_view route = IX_VIEW_INIT(ix_route_view);
      ix_page_route(page, view.first_route + i, &route);
      sum += touch(route.id) + touch(route.address) + touch(route.from) + touch(route.reason);
    }
  }
  sink = sum;
  ix_page_release(page);
  expect(count);
}

void list_in_cpp(const ixn::Client& client) {
  const ixn::Page page = client.conversations({}, {}, kRows).or_throw();
  uint64_t sum = 0;
  for (const ixn::Conversation row : page.conversations()) {
    sum += touch(row.id) + touch(row.title) + touch(row.contact) + touch(row.draft) +
           touch(row.draft_reply) + touch(row.preview_text);
    for (const ixn::Route route : page.routes(row)) {
      sum += touch(route.id) + touch(route.address) + touch(route.from) + touch(route.reason);
    }
  }
  sink = sum;
  expect(page.count(IX_TABLE_CONVERSATION));
}

void thread_in_c(ix_client* client, const std::string& conversation) {
  ix_page* page = nullptr;
  ix_thread_page(client, {conversation.data(), conversation.size()}, {nullptr, 0}, kRows, &page,
                 nullptr);
  uint64_t sum = 0;
  const uint32_t count = ix_page_count(page, IX_TABLE_ITEM);
  for (uint32_t row = 0; row < count; ++row) {
    ix_item_view view = IX_VIEW_INIT(ix_item_view);
    ix_page_item(page, row, &view);
    sum += touch(view.id) + touch(view.sender) + touch(view.sender_name) + touch(view.route) +
           touch(view.text) + touch(view.reply_to);
  }
  sink = sum;
  ix_page_release(page);
  expect(count);
}

void thread_in_cpp(const ixn::Client& client, const std::string& conversation) {
  const ixn::Page page = client.thread(conversation, {}, kRows).or_throw();
  uint64_t sum = 0;
  for (const ixn::Item item : page.items()) {
    sum += touch(item.id) + touch(item.sender) + touch(item.sender_name) + touch(item.route) +
           touch(item.text) + touch(item.reply_to);
  }
  sink = sum;
  expect(page.count(IX_TABLE_ITEM));
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

template <class Body>
double microseconds(Body body) {
  const auto started = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - started)
      .count();
}

template <class InC, class InCpp>
bool compare(const char* name, InC in_c, InCpp in_cpp) {
  std::vector<double> c, cpp, ratios;
  for (int round = 0; round < kWarming + kRounds; ++round) {
    const double one = microseconds(in_c);
    const double other = microseconds(in_cpp);
    if (round < kWarming) continue;
    c.push_back(one);
    cpp.push_back(other);
    ratios.push_back(other / one);
  }
  const double ratio = median(ratios);
  const bool passed = ratio <= kBudget;
  std::printf("%s %s of %u rows: C %.1f us, C++ %.1f us, ratio %.2f (budget %.2f)\n",
              passed ? "ok" : "FAIL", name, kRows, median(c), median(cpp), ratio, kBudget);
  return passed;
}

void finish(const ixn::Client& client, ixn::Operation operation) {
  for (;;) {
    const ixn::Events events = client.poll(10'000).or_throw();
    if (events.size() == 0) throw std::runtime_error("an operation does not end");
    for (const ixn::Event& event : events) {
      if (event.kind != IX_EVENT_OPERATION_COMPLETED || event.operation != operation) continue;
      if (event.error) throw ixn::Exception(*event.error);
      return;
    }
  }
}

// 60 conversations, one of them with more than 50 items; gives its id.
std::string fill(const ixn::Client& client, const ixn::Sandbox& sandbox) {
  for (int i = 0; i < 60; ++i) {
    const std::string number = "+14165550" + std::to_string(100 + i);
    const std::string index = std::to_string(i);
    sandbox.sms(number, "Numéro " + index + ": à quelle heure ouvrez-vous?").or_throw();
    sandbox.sms("+16135550142", "Message " + index + ", s'il vous plaît \U0001F950 — merci!")
        .or_throw();
  }
  const auto person = sandbox.sign_in(0);
  if (!person) throw std::runtime_error("nobody can sign in to the sandbox");
  finish(
      client,
      client.sign_in({.server = sandbox.url(), .user = person->user, .password = person->password})
          .or_throw());
  finish(client, client.sync().or_throw());
  const std::string id = client.open_conversation({.number = "+16135550142"}).or_throw();
  for (;;) {
    const ixn::Page page = client.thread(id, {}, kRows).or_throw();
    std::string gap;
    for (const ixn::Item item : page.items()) {
      if (item.kind == IX_ITEM_GAP) gap = std::string(item.id);
    }
    if (gap.empty()) return id;
    finish(client, client.fill(gap).or_throw());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const ixn::Sandbox sandbox = ixn::Sandbox::start().or_throw();
  ixn::Config config;
  config.folder = argv[1];
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.credentials = IX_CREDENTIALS_FILE;
  const ixn::Client client = ixn::Client::open(config).or_throw();
  const std::string thread = fill(client, sandbox);
  const bool list_passed = compare(
      "list", [&] { list_in_c(client.get()); }, [&] { list_in_cpp(client); });
  const bool thread_passed = compare(
      "thread", [&] { thread_in_c(client.get(), thread); }, [&] { thread_in_cpp(client, thread); });
  return list_passed && thread_passed ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
