// SPDX-License-Identifier: Apache-2.0
// sync: once until caught up, or following what happens.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "app.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;
using Clock = std::chrono::steady_clock;

namespace {

constexpr uint32_t kWindow = 200;   // conversations that are followed
constexpr uint32_t kNewItems = 20;  // items of one conversation shown at once
constexpr uint32_t kMaxSeconds = 86400U * 365U;

volatile std::sig_atomic_t g_interrupted = 0;

void on_interrupt(int) {
  g_interrupted = 1;
}

int sync_once(App& app, const ixn::Client& client) {
  const auto done = app.wait(client, client.sync(), "syncing");
  if (!done) return app.out.fail(done.error());
  const auto outbox = client.outbox();
  if (!outbox) return app.out.fail(outbox.error());
  for (const ixn::OutboxEntry entry : outbox->outbox()) {
    app.out.line(app.out.json() ? outbox_json(entry) : "not sent: " + outbox_text(entry));
  }
  const int64_t left = outbox->outbox().size();
  if (app.out.json()) {
    app.out.line(Json().raw("sync", Json().number("outbox", left).done()).done());
  } else {
    app.out.line(left == 0 ? "Up to date." : "Up to date; see the outbox above.");
  }
  return kDone;
}

// Prints what changes in the newest conversations. Keeps, for each, the time up to which its items
// were printed.
class Follower {
 public:
  Follower(const App& app, const ixn::Client& client) : app_(app), client_(client) {}

  ixn::Status start() {
    const auto subscription = client_.subscribe({}, kWindow);
    if (!subscription) return subscription.error();
    subscription_ = *subscription;
    const auto typing = client_.follow(IX_LIVE_TYPING);
    if (!typing) return typing.error();
    typing_ = *typing;
    return {};
  }

  ixn::Status handle(const ixn::Event& event) {
    switch (event.kind) {
      case IX_EVENT_SUBSCRIPTION_CHANGED:
        if (event.subscription == typing_) return take_typing();
        return event.subscription == subscription_ ? take() : ixn::Status();
      case IX_EVENT_CONVERSATION_REPLACED:
        show(Json()
                 .text("kind", "conversation_replaced")
                 .text("from", event.from)
                 .text("to", event.to),
             "conversation " + plain(event.from) + " is now part of " + plain(event.to));
        return {};
      case IX_EVENT_SESSION_CHANGED:
        return session(event);
      default:
        app_.tell(event);
        return {};
    }
  }

 private:
  void show(Json& body, const std::string& text) const {
    app_.out.line(app_.out.json() ? Json().raw("event", body.done()).done() : text);
  }

  ixn::Status session(const ixn::Event& event) const {
    const auto page = client_.account();
    if (!page) return page.error();
    for (const ixn::Account account : page->accounts()) {
      const std::string name = session_name(account.session);
      show(Json().text("kind", "session").text("session", name), "session: " + name);
      if (account.session != IX_SESSION_SIGNED_IN) {
        return event.error
                   ? *event.error
                   : local_error(IX_ERROR_SIGNED_OUT, "the session has ended: run ix login");
      }
    }
    return {};
  }

  ixn::Status take() {
    const auto page = client_.take(subscription_);
    if (!page) return page.error();
    const bool first = !taken_;
    taken_ = true;
    for (const ixn::Change change : page->changes()) {
      if (change.op == IX_CHANGE_REMOVE) {
        show(Json().text("kind", "conversation").text("op", "remove").text("id", change.id),
             "gone from the list: " + plain(change.id));
      }
      if (change.op != IX_CHANGE_INSERT && change.op != IX_CHANGE_UPDATE) continue;
      const ixn::Conversation row = page->conversations()[change.row];
      // The first take is what is stored already, not news.
      if (first) {
        shown_to_[std::string(row.id)] = row.last_activity_ms;
        continue;
      }
      const bool insert = change.op == IX_CHANGE_INSERT;
      show(Json()
               .text("kind", "conversation")
               .text("op", insert ? "insert" : "update")
               .text("id", row.id)
               .raw("conversation", conversation_json(*page, row)),
           conversation_text(row));
      const ixn::Status items = show_items(row);
      if (!items) return items;
    }
    return {};
  }

  // Who began to write; and, by the id of a row, who stopped.
  ixn::Status take_typing() {
    const auto page = client_.take(typing_);
    if (!page) return page.error();
    for (const ixn::Change change : page->changes()) {
      if (change.op == IX_CHANGE_REMOVE) {
        const auto known = writing_.find(std::string(change.id));
        if (known == writing_.end()) continue;
        show_typing("remove", known->second);
        writing_.erase(known);
      } else if (change.op == IX_CHANGE_INSERT) {
        const ixn::Typist row = page->typists()[change.row];
        Writing writing{std::string(row.conversation), std::string(row.user),
                        std::string(row.name)};
        show_typing("insert", writing);
        writing_.insert_or_assign(std::string(change.id), std::move(writing));
      }
    }
    return {};
  }

  struct Writing {
    std::string conversation, user, name;
  };
  void show_typing(const char* op, const Writing& who) const {
    const bool begins = std::string_view(op) == "insert";
    show(Json()
             .text("kind", "typing")
             .text("op", op)
             .text("conversation", who.conversation)
             .raw("user", Json().text("id", who.user).text("name", who.name).done()),
         plain(who.name) + (begins ? " is writing in " : " stopped writing in ") +
             plain(who.conversation));
  }

  ixn::Status show_items(const ixn::Conversation& row) {
    int64_t& shown_to = shown_to_[std::string(row.id)];
    if (row.last_activity_ms <= shown_to) return {};
    const auto page = client_.thread(row.id, {}, kNewItems);
    if (!page) return page.error();
    for (const ixn::Item item : page->items()) {
      if (item.kind == IX_ITEM_GAP || item.at_ms <= shown_to) continue;
      show(Json()
               .text("kind", "item")
               .text("conversation", row.id)
               .raw("item", item_json(*page, item, row.id)),
           "  " + item_text(*page, item));
    }
    shown_to = row.last_activity_ms;
    return {};
  }

  const App& app_;
  const ixn::Client& client_;
  ixn::Subscription subscription_ = 0;
  ixn::Subscription typing_ = 0;
  std::map<std::string, Writing> writing_;
  bool taken_ = false;
  std::map<std::string, int64_t> shown_to_;
};

int follow(App& app, const ixn::Client& client, std::optional<uint32_t> seconds) {
  if (!app.signed_in(client)) {
    return app.out.fail(local_error(IX_ERROR_SIGNED_OUT, "nobody is signed in: run ix login"));
  }
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  Follower follower(app, client);
  const ixn::Status started = follower.start();
  if (!started) return app.out.fail(started.error());
  const auto end = Clock::now() + std::chrono::seconds(seconds.value_or(kMaxSeconds));
  while (g_interrupted == 0 && Clock::now() < end) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count() + 1;
    const auto events = client.poll(static_cast<int32_t>(std::min<int64_t>(left, 1000)));
    if (!events) return app.out.fail(events.error());
    for (size_t i = 0; i < events->size(); ++i) {
      const ixn::Status handled = follower.handle((*events)[i]);
      if (!handled) return app.out.fail(handled.error());
    }
  }
  return kDone;
}

}  // namespace

int run_sync(App& app, const Words& words) {
  const Args args(
      words,
      {{"--once", OptionSpec::Value::none}, {"--follow", OptionSpec::Value::none}, {"--for"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("sync takes options only");
  const bool following = args.has("--follow");
  if (following && args.has("--once")) return app.out.usage("give one of --once and --follow");
  std::optional<uint32_t> seconds;
  if (const auto text = args.value("--for")) {
    seconds = parse_count(*text, 1, kMaxSeconds);
    if (!seconds) return app.out.usage("--for takes a number of seconds");
    if (!following) return app.out.usage("--for needs --follow");
  }
  const auto client = app.open(false, following ? IX_SYNC_CONTINUOUS : IX_SYNC_ON_DEMAND);
  if (!client) return app.out.fail(client.error());
  return following ? follow(app, *client, seconds) : sync_once(app, *client);
}

}  // namespace cli
