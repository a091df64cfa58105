// SPDX-License-Identifier: Apache-2.0
// channel: team channels, and who is in them. Commits locally; the next sync takes it to the
// backend, and `ix outbox` shows what was refused.
#include <vector>

#include "app.h"
#include "json.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

int show(const App& app, const ixn::Client& client, const std::string& conversation) {
  const auto page = client.conversation(conversation);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Conversation row : page->conversations()) {
    app.out.line(app.out.json() ? conversation_json(*page, row) : conversation_text(row));
  }
  app.out.note("In the outbox; it leaves with the next sync: ix sync --once");
  return kDone;
}

int create(const App& app, const ixn::Client& client, const Args& args, const std::string& name) {
  const std::vector<std::string> invited = args.values("--invite");
  const std::vector<std::string_view> users(invited.begin(), invited.end());
  const std::string topic = args.value("--topic").value_or("");
  const std::string alias = args.value("--public").value_or("");
  const auto made =
      client.create_channel({.name = name, .topic = topic, .alias = alias, .users = users});
  if (!made) return app.out.fail(made.error());
  return show(app, client, *made);
}

// What the backend says now; without a connection what it said last.
int members(const App& app, const ixn::Client& client, const std::string& conversation) {
  ixn::Status asked;
  if (app.signed_in(client)) {
    asked = app.wait(client, client.fetch_members(conversation), "asking who is in it");
  }
  ix_member_list list;
  const auto page = client.members(conversation, &list);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Member member : page->members()) {
    app.out.line(app.out.json() ? member_json(member) : member_text(member));
  }
  if (app.out.json()) {
    Json end;
    end.number("total", list.total).number("shown", static_cast<int64_t>(page->members().size()));
    if (list.fetched_ms != 0) end.number("fetched_ms", list.fetched_ms);
    app.out.line(Json().raw("page", end.done()).done());
  } else if (list.total > static_cast<int64_t>(page->members().size())) {
    app.out.note("of " + std::to_string(list.total));
  }
  return asked ? kDone : app.out.fail(asked.error());
}

}  // namespace

int run_channel(App& app, const Words& words) {
  const Args args(words,
                  {{"--topic"}, {"--public"}, {"--invite", OptionSpec::Value::required, true}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  const std::string verb = given.empty() ? "" : given.front();
  const bool invites = verb == "invite" && given.size() == 3;
  const bool one = (verb == "create" || verb == "join" || verb == "leave" || verb == "members") &&
                   given.size() == 2;
  if (!invites && !one) {
    return app.out.usage(
        "channel takes create NAME, join ADDRESS, leave CONVERSATION,"
        " invite CONVERSATION @USER, or members CONVERSATION");
  }
  for (const char* option : {"--topic", "--public", "--invite"}) {
    if (verb != "create" && args.has(option)) {
      return app.out.usage(std::string(option) + " goes with channel create");
    }
  }
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (verb == "create") return create(app, *client, args, given[1]);
  if (verb == "members") return members(app, *client, given[1]);
  if (verb == "join") {
    const auto joined = client->join_channel(given[1]);
    return joined ? show(app, *client, *joined) : app.out.fail(joined.error());
  }
  const ixn::Status done =
      invites ? client->invite(given[1], given[2]) : client->leave_channel(given[1]);
  if (!done) return app.out.fail(done.error());
  app.out.note("In the outbox; it leaves with the next sync: ix sync --once");
  return kDone;
}

}  // namespace cli
