// SPDX-License-Identifier: Apache-2.0
// read, unread, mute, pin, archive and their opposites, draft, via: what one sets for a
// conversation.
#include "app.h"

namespace cli {

namespace ixn = interactions;

namespace {

// One word of the command line and what it sets.
int run_flag(App& app, const Words& words, ix_conversation_flag flag, bool on) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("give one conversation's id");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->set_flag(args.positional().front(), flag, on);
  if (!done) return app.out.fail(done.error());
  app.out.note("Done here; other devices see it after the next sync: ix sync --once");
  return kDone;
}

}  // namespace

int run_mute(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_MUTED, true);
}
int run_unmute(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_MUTED, false);
}
int run_pin(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_PINNED, true);
}
int run_unpin(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_PINNED, false);
}
int run_archive(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_ARCHIVED, true);
}
int run_unarchive(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_ARCHIVED, false);
}
int run_unread(App& app, const Words& words) {
  return run_flag(app, words, IX_CONVERSATION_FLAG_MARKED_UNREAD, true);
}

int run_read(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("give one conversation's id");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->mark_read(args.positional().front());
  if (!done) return app.out.fail(done.error());
  app.out.note("Done here; other devices see it after the next sync: ix sync --once");
  return kDone;
}

int run_draft(App& app, const Words& words) {
  const Args args(words, {{"--reply-to"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  if (given.empty() || given.size() > 2) {
    return app.out.usage(
        "draft takes a conversation's id and the text; without text it is removed");
  }
  const std::string reply_to = args.value("--reply-to").value_or("");
  if (given.size() < 2 && !reply_to.empty()) return app.out.usage("--reply-to needs a text");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const std::string text = given.size() > 1 ? given[1] : std::string();
  const ixn::Status done = client->set_draft(given[0], text, reply_to);
  if (!done) return app.out.fail(done.error());
  app.out.note(text.empty() ? "Removed." : "Kept on this device.");
  return kDone;
}

int run_via(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  if (given.size() != 2) {
    return app.out.usage("via takes a conversation's id and a route's id, or auto");
  }
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const bool automatic = given[1] == "auto";
  const ixn::Status done =
      client->set_default_route(given[0], automatic ? std::string() : given[1]);
  if (!done) return app.out.fail(done.error());
  app.out.note(automatic ? "What is sent goes by the way that was used last."
                         : "What is sent goes by " + given[1] + " unless --via says otherwise.");
  return kDone;
}

}  // namespace cli
