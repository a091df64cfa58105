// SPDX-License-Identifier: Apache-2.0
// send: commits locally; with --wait it also sees the message leave.
#include <algorithm>
#include <chrono>

#include "app.h"
#include "files.h"
#include "json.h"
#include "recipient.h"
#include "rows.h"
#include "when.h"

namespace cli {

namespace ixn = interactions;
using Clock = std::chrono::steady_clock;

namespace {

constexpr uint32_t kDefaultWait = 30;
constexpr uint32_t kMaxWait = 86400;
constexpr int32_t kFirstPauseMs = 200;
constexpr int32_t kLongestPauseMs = 2000;

struct Request {
  std::vector<std::string> to;
  std::string conversation;
  std::string text;
  std::string via;
  std::string reply_to;
  int64_t send_at_ms = 0;
  std::vector<std::string> paths;  // of files to attach
  PickOptions pick;
  std::optional<uint32_t> wait_seconds;
  bool until_delivered = false;
};

bool reached(const Request& request, ix_item_state state) {
  if (state == IX_STATE_DELIVERED || state == IX_STATE_READ) return true;
  return state == IX_STATE_ACCEPTED && !request.until_delivered;
}

// Why the message is not out.
struct Holdup {
  bool for_good = false;  // it does not end by itself
  std::optional<ixn::Error> cause;
};

Holdup holdup_of(const ixn::Client& client, const ixn::Item& item) {
  Holdup holdup;
  holdup.for_good = item.state == IX_STATE_FAILED;
  std::optional<ixn::Failure> failure = item.failure;
  const auto outbox = client.outbox();
  if (outbox && !holdup.for_good) {
    for (const ixn::OutboxEntry entry : outbox->outbox()) {
      if (entry.item != item.id) continue;
      holdup.for_good = entry.state == IX_OUTBOX_BLOCKED || entry.state == IX_OUTBOX_FAILED;
      if (entry.failure) failure = entry.failure;
    }
  }
  if (holdup.for_good) {
    holdup.cause = local_error(IX_ERROR_CANNOT_SEND, "the message was refused");
  }
  if (failure) {
    if (!holdup.cause) holdup.cause.emplace();
    holdup.cause->code = failure->code;
    holdup.cause->message = failure->message;
    holdup.cause->origin = failure->origin;
    holdup.cause->retry = failure->retry;
    holdup.cause->fixer = failure->fixer;
  }
  return holdup;
}

// The time is up: the newest failure says more than that.
ixn::Error not_in_time(const Request& request, const ixn::Item& item,
                       const std::optional<ixn::Error>& cause,
                       const std::optional<ixn::Error>& trouble) {
  const bool out = item.state == IX_STATE_ACCEPTED;
  ixn::Error error = local_error(IX_ERROR_BUSY, "");
  error.retry = IX_RETRY_LATER;
  if (trouble) error = *trouble;
  if (cause) error = *cause;
  const std::string why = error.message.empty() ? "" : ": " + error.message;
  error.message = request.until_delivered && out ? "not delivered yet: ix thread shows its state"
                                                 : "not sent yet, it stays in the outbox" + why;
  return error;
}

// Syncs until the item is where the user wants it, is refused, or the time is up.
ixn::Status wait_for(const App& app, const ixn::Client& client, const std::string& item_id,
                     const Request& request) {
  const auto end = Clock::now() + std::chrono::seconds(*request.wait_seconds);
  int32_t pause_ms = kFirstPauseMs;
  std::optional<ixn::Error> trouble;  // of the newest sync that was not given up
  // Of the newest attempt that ended. The entry of one under way tells none, and one may well be
  // when the time is up; so every change of the outbox is looked at.
  std::optional<ixn::Error> cause;
  const auto following = client.follow(IX_LIVE_OUTBOX, {}, 1);
  if (!following) return following.error();
  const auto look = [&] {
    const auto page = client.item(item_id);
    if (!page) return;
    const Holdup now = holdup_of(client, page->items()[0]);
    if (now.cause) cause = now.cause;
  };
  for (;;) {
    const ixn::Status synced = app.wait(client, client.sync(), "sending", end, look);
    if (synced) {
      trouble.reset();
    } else if (synced.error().code != IX_ERROR_CANCELLED) {
      trouble = synced.error();
    }
    const auto page = client.item(item_id);
    if (!page) return page.error();
    const ixn::Item item = page->items()[0];
    if (reached(request, item.state)) return {};
    const Holdup holdup = holdup_of(client, item);
    if (holdup.for_good) return *holdup.cause;
    if (holdup.cause) cause = holdup.cause;
    if (Clock::now() >= end) return not_in_time(request, item, cause, trouble);
    // A server may come back before the time is up; a sign-in does not.
    if (trouble && trouble->retry != IX_RETRY_LATER) return *trouble;
    // Any event, such as the next reply of the server, may be read while pausing.
    const auto ignored = client.poll(pause_ms);
    if (!ignored) return ignored.error();
    pause_ms = std::min(pause_ms * 2, kLongestPauseMs);
  }
}

int show_item(const App& app, const ixn::Client& client, const std::string& item_id,
              const std::string& conversation) {
  const auto page = client.item(item_id);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Item item : page->items()) {
    app.out.line(app.out.json() ? item_json(*page, item, conversation) : item_text(*page, item));
  }
  return kDone;
}

// Reads the command line; absent after an error, which was reported.
std::optional<Request> read_request(const App& app, const Args& args) {
  const auto refuse = [&](std::string_view message) -> std::optional<Request> {
    app.out.usage(message);
    return std::nullopt;
  };
  Request request;
  request.paths = args.values("--attach");
  request.pick = {args.has("--keep-metadata"), args.has("--as-is")};
  if (const auto at = args.value("--at")) {
    const auto at_ms = parse_when(*at, now_ms());
    if (!at_ms) return refuse(kWhenForms);
    request.send_at_ms = *at_ms;
    if (args.has("--wait") || args.has("--until")) return refuse("--at does not go with --wait");
  }
  const auto to = args.values("--to");
  const auto in = args.value("--in");
  if (to.empty() == !in.has_value()) return refuse("give --to or --in");
  if (in) request.conversation = *in;
  request.to = to;
  request.via = args.value("--via").value_or("");
  request.reply_to = args.value("--reply-to").value_or("");
  const auto until = args.value("--until");
  if (until && *until != "delivered" && *until != "accepted") {
    return refuse("--until takes accepted or delivered");
  }
  request.until_delivered = until == "delivered";
  if (args.has("--wait") || until) {
    const auto seconds = args.value("--wait");
    request.wait_seconds = seconds ? parse_count(*seconds, 1, kMaxWait) : kDefaultWait;
    if (!request.wait_seconds) return refuse("--wait takes a number of seconds");
  }
  const size_t texts = args.positional().size();
  if (texts > 1 || (texts == 0 && request.paths.empty())) {
    return refuse("send takes one TEXT (in quotes), or - for the standard input, or --attach FILE");
  }
  if (texts == 1) request.text = args.positional().front();
  if (request.text == "-") request.text = read_stdin();
  return request;
}

// A person may have meant something else by "Stop": the message leaves all the same.
void warn_of_opt_out(const App& app, const ixn::Client& client, const Request& request) {
  const auto page = client.sms_preflight(
      {.text = request.text, .conversation = request.conversation, .via = request.via});
  if (!page || page->sms()[0].consent != IX_CONSENT_OPTED_OUT) return;
  for (const ixn::Consent word : page->consents()) {
    const std::string said = word.keyword.empty() ? std::string("noted") : plain(word.keyword);
    app.out.notice(Json().raw("opted_out", consent_json(word)).done(),
                   "this number seems to want no more texts (" + said + ", " +
                       time_text(word.at_ms) + "); the message is sent all the same");
  }
}

std::string_view given(const std::string& text) {
  return text.empty() ? std::string_view() : std::string_view(text);
}

}  // namespace

int run_send(App& app, const Words& words) {
  const Args args(words, {{"--to", OptionSpec::Value::required, true},
                          {"--in"},
                          {"--via"},
                          {"--reply-to"},
                          {"--attach", OptionSpec::Value::required, true},
                          {"--keep-metadata", OptionSpec::Value::none},
                          {"--as-is", OptionSpec::Value::none},
                          {"--at"},
                          {"--wait", OptionSpec::Value::optional},
                          {"--until"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  auto request = read_request(app, args);
  if (!request) return kUsage;

  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (request->conversation.empty()) {
    // Checked before the recipient is opened, which may make a conversation.
    if (request->paths.empty() && request->text.find_first_not_of(" \t\r\n") == std::string::npos) {
      return app.out.fail(local_error(IX_ERROR_TEXT_EMPTY, "there is no text to send"));
    }
    const Found found = request->to.size() == 1 ? find_recipient(app, *client, request->to.front())
                                                : find_group(app, *client, request->to);
    if (found.exit != kDone) return found.exit;
    request->conversation = found.conversation;
  }
  warn_of_opt_out(app, *client, *request);
  const Picked picked = pick_files(app, *client, request->paths, request->pick);
  if (picked.exit != kDone) return picked.exit;
  const std::vector<std::string_view> files(picked.files.begin(), picked.files.end());
  const auto item = client->send(request->conversation, {.text = request->text,
                                                         .via = given(request->via),
                                                         .reply_to = given(request->reply_to),
                                                         .send_at_ms = request->send_at_ms,
                                                         .files = files});
  if (!item) return app.out.fail(item.error());
  ixn::Status sent;
  if (request->wait_seconds) sent = wait_for(app, *client, *item, *request);
  const int shown = show_item(app, *client, *item, request->conversation);
  if (shown != kDone) return shown;
  if (!sent) return app.out.fail(sent.error());
  if (request->send_at_ms > 0) {
    app.out.note("It leaves at " + time_text(request->send_at_ms) +
                 " while ix sync --follow runs; later it asks: ix outbox list");
  } else if (!request->wait_seconds) {
    app.out.note("In the outbox; it leaves with the next sync: ix sync --once");
  }
  return kDone;
}

}  // namespace cli
