// SPDX-License-Identifier: Apache-2.0
#include "app.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "files.h"
#include "json.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;
using Clock = std::chrono::steady_clock;

namespace {

constexpr uint32_t kDefaultLimit = 50;
constexpr uint32_t kMaxLimit = 1000;

ixn::Error nobody_here() {
  return local_error(IX_ERROR_SIGNED_OUT, "nobody has signed in to this folder: run ix login");
}

// A new client has queued nothing else that a short run needs.
void tell_set_aside(const Console& out, const ixn::Client& client) {
  const auto events = client.poll(0);
  if (!events) return;
  for (size_t i = 0; i < events->size(); ++i) {
    const ixn::Event event = (*events)[i];
    if (event.kind != IX_EVENT_STORE_SET_ASIDE) continue;
    Json body;
    body.text("kind", "store_set_aside").text("file", event.from).number("unsent", event.count);
    std::string text = "the stored data was damaged and lies in " + std::string(event.from) +
                       " now; " + std::to_string(event.count) +
                       " unsent messages were kept, the rest comes again with the next sync";
    if (event.error) {
      body.text("lost", event.error->message);
      text += "; " + std::string(event.error->message);
    }
    out.notice(body.done(), text);
  }
}

// It says no more than the host set itself.
void tell_failed(const Console& out, const ixn::Event& event) {
  const std::string why = event.error ? std::string(event.error->message) : std::string();
  Json body;
  body.text("kind", "setting_failed").text("conversation", event.from);
  body.text("setting", event.to).text("message", why);
  out.notice(body.done(), std::string(event.to) + " of " + std::string(event.from) +
                              " holds on this device only: " + why);
}

}  // namespace

ixn::Result<ixn::Client> App::open(bool create, ix_sync_mode mode) const {
  std::error_code ignored;
  // A wiped account leaves an empty folder.
  if (!create &&
      (!std::filesystem::exists(home, ignored) || std::filesystem::is_empty(home, ignored))) {
    return nobody_here();
  }
  if (create) {
    // The account folder itself is the library's to make, with its file mode.
    const auto parent = std::filesystem::path(home).parent_path();
    if (!parent.empty()) std::filesystem::create_directories(parent, ignored);
  }
  ixn::Config config{.folder = home, .sync_mode = mode};
  config.credentials = IX_CREDENTIALS_FILE;
  if (!ca_file.empty()) config.ca_file = ca_file;
  config.log_level = log_level;
  config.answer_timeout_ms = answer_timeout_ms;
  config.destinations = destinations;
  config.area_codes = area_codes;
  if (log) {
    config.log = [](ix_log_level, std::string_view line) {
      std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
    };
  }
  auto client = ixn::Client::open(config);
  if (!client) return client;
  tell_set_aside(out, *client);
  if (create) return client;
  const auto page = client->account();
  if (!page) return page.error();
  for (const ixn::Account account : page->accounts()) {
    if (!account.user_id.empty()) return client;
  }
  return nobody_here();
}

ixn::Status App::wait(const ixn::Client& client, const ixn::Result<ixn::Operation>& operation,
                      std::string_view what) const {
  return wait(client, operation, what, Clock::time_point::max());
}

ixn::Status App::wait(const ixn::Client& client, const ixn::Result<ixn::Operation>& operation,
                      std::string_view what, Clock::time_point until,
                      const std::function<void()>& meanwhile) const {
  if (!operation) return operation.error();
  const auto start = Clock::now();
  bool progress = false;
  bool cancelled = false;
  for (;;) {
    const auto now = Clock::now();
    if (!cancelled && now >= until) {
      cancelled = true;
      client.cancel(*operation);  // it completes all the same, as cancelled
    }
    constexpr std::chrono::milliseconds kPause{500};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        cancelled ? Clock::duration(kPause) : std::min<Clock::duration>(kPause, until - now));
    const auto events = client.poll(static_cast<int32_t>(left.count()));
    if (!events) {
      if (progress) out.progress_end();
      return events.error();
    }
    for (size_t i = 0; i < events->size(); ++i) {
      const ixn::Event event = (*events)[i];
      tell(event);
      if (event.kind != IX_EVENT_OPERATION_COMPLETED || event.operation != *operation) continue;
      if (progress) out.progress_end();
      if (event.error) return *event.error;
      return {};
    }
    if (meanwhile) meanwhile();
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start).count();
    if (seconds >= 1) {
      progress = true;
      const std::string moved = transfer_text(client);
      out.progress(std::string(what) + " ... " +
                   (moved.empty() ? std::to_string(seconds) + " s" : moved));
    }
  }
}

void App::tell(const ixn::Event& event) const {
  if (event.kind == IX_EVENT_SETTING_FAILED) tell_failed(out, event);
}

bool App::signed_in(const ixn::Client& client) const {
  const auto page = client.account();
  if (!page) return false;
  for (const ixn::Account account : page->accounts()) {
    return account.session == IX_SESSION_SIGNED_IN;
  }
  return false;
}

std::optional<uint32_t> limit_of(const App& app, const Args& args) {
  const auto text = args.value("--limit");
  if (!text) return kDefaultLimit;
  const auto limit = parse_count(*text, 1, kMaxLimit);
  if (!limit) app.out.usage("--limit takes a number from 1 to 1000");
  return limit;
}

void page_end(const App& app, const ixn::Page& page, const char* option) {
  const std::string_view next = page.cursor();
  if (app.out.json()) {
    app.out.line(page_end_json(next, page.more()));
  } else if (!next.empty()) {
    app.out.note("More: " + std::string(option) + " " + std::string(next));
  }
}

std::string read_stdin() {
  std::string text;
  char buffer[4096];
  size_t size = 0;
  while ((size = std::fread(buffer, 1, sizeof buffer, stdin)) > 0) text.append(buffer, size);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

}  // namespace cli
