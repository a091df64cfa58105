// SPDX-License-Identifier: Apache-2.0
// Every error code that a Matrix server may answer (Client-Server API 1.11, "Common error codes",
// "Other error codes" and those of each request), for everything that the outbox sends: it says so
// visibly, nothing is lost, and once the server answers as it should it happens, and once.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

struct Refusal {
  int status;
  const char* code;
};

constexpr Refusal kRefusals[] = {
    {400, "M_BAD_JSON"},
    {400, "M_NOT_JSON"},
    {400, "M_UNKNOWN"},
    {400, "M_UNRECOGNIZED"},
    {400, "M_INVALID_PARAM"},
    {400, "M_MISSING_PARAM"},
    {400, "M_BAD_STATE"},
    {400, "M_BAD_ALIAS"},
    {400, "M_INVALID_USERNAME"},
    {400, "M_INVALID_ROOM_STATE"},
    {400, "M_DUPLICATE_ANNOTATION"},
    {400, "M_UNSUPPORTED_ROOM_VERSION"},
    {400, "M_INCOMPATIBLE_ROOM_VERSION"},
    {400, "M_EXCLUSIVE"},
    {401, "M_UNKNOWN_TOKEN"},
    {401, "M_MISSING_TOKEN"},
    {401, "M_UNAUTHORIZED"},
    {401, "M_USER_LOCKED"},
    {403, "M_FORBIDDEN"},
    {403, "M_CONSENT_NOT_GIVEN"},
    {403, "M_GUEST_ACCESS_FORBIDDEN"},
    {403, "M_USER_DEACTIVATED"},
    {403, "M_USER_SUSPENDED"},
    {403, "M_RESOURCE_LIMIT_EXCEEDED"},
    {403, "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM"},
    {403, "M_UNABLE_TO_AUTHORISE_JOIN"},
    {403, "ORG.EXAMPLE_OWN"},
    {404, "M_NOT_FOUND"},
    {404, "M_UNRECOGNIZED"},
    {405, "M_UNRECOGNIZED"},
    {409, "M_CONFLICT"},
    {413, "M_TOO_LARGE"},
    {429, "M_LIMIT_EXCEEDED"},
    {500, "M_UNKNOWN"},
    {502, "M_CONNECTION_FAILED"},
    {503, "M_UNABLE_TO_GRANT_JOIN"},
    {504, "M_CONNECTION_TIMEOUT"},
};

struct Scene : RecoveryRig {
  Scene() {
    room = channel("General");
    act([](sandbox::Homeserver& server) { server.add_user("cy", "secret", "Cy"); });
    lobby = ask([](sandbox::Homeserver& server) {
      const std::string id = server.add_channel("Lobby", {kBob});
      server.add_alias("lobby", id);
      return id;
    });
    REQUIRE_FALSE(sign_in());
    REQUIRE_FALSE(sync());
    general = conversation("General");
    RecoveryRig::send(general, "my words");
  }
  std::string item(const std::string& words) {
    auto page = engine().reader().thread(*ConversationId::parse(general), {}, 100);
    REQUIRE(page.ok());
    for (uint32_t i = 0; i < page->count(IX_TABLE_ITEM); ++i) {
      const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i);
      if (page->text_or_empty(row->text) == words) return std::string(page->text_or_empty(row->id));
    }
    return {};
  }
  // Events of that type in a room whose content holds the text.
  int64_t at_server(const std::string& room_id, const std::string& type, const std::string& text) {
    const auto& events = server().room(room_id)->events();
    int64_t count = 0;
    for (size_t i = 0; i < events.size(); ++i) {
      count += events[i].type == type && events[i].content.find(text) != std::string::npos ? 1 : 0;
    }
    return count;
  }
  std::string membership(const std::string& room_id, const std::string& user) {
    const auto& members = server().room(room_id)->members();
    const auto found = members.find(user);
    return found == members.end() ? std::string() : found->second.value;
  }
  int64_t made(const std::string& name) {
    int64_t count = 0;
    for (const auto& [id, one] : server().rooms()) {
      count += at_server(id, "m.room.name", "\"" + name + "\"") > 0 ? 1 : 0;
    }
    return count;
  }
  std::vector<OutboxEntry> outbox() { return *engine().store().outbox_entries(); }

  std::string room, lobby, general;
};

// Something that the outbox does.
struct Deed {
  const char* name;
  const char* path;  // a part of the request's path
  std::function<Status(Scene&)> ask;
  std::function<int64_t(Scene&)> effects;  // 1 once it has happened
};

const std::vector<Deed>& deeds() {
  static const std::vector<Deed> all = {
      {"send", "m.room.message",
       [](Scene& scene) -> Status {
         engine::OutgoingInput input;
         input.text = "hello";
         IX_TRY(const auto item, scene.engine().send(scene.general, input));
         (void)item;
         return {};
       },
       [](Scene& scene) { return scene.at_server(scene.room, "m.room.message", "\"hello\""); }},
      {"edit", "m.room.message",
       [](Scene& scene) { return scene.engine().edit(scene.item("my words"), "better words"); },
       [](Scene& scene) { return scene.at_server(scene.room, "m.room.message", "m.new_content"); }},
      {"delete", "redact",
       [](Scene& scene) { return scene.engine().remove(scene.item("my words")); },
       [](Scene& scene) { return scene.at_server(scene.room, "m.room.redaction", ""); }},
      {"react", "m.reaction",
       [](Scene& scene) { return scene.engine().react(scene.item("my words"), "+1", true); },
       [](Scene& scene) { return scene.at_server(scene.room, "m.reaction", "+1"); }},
      {"create", "createRoom",
       [](Scene& scene) -> Status {
         engine::RoomInput input;
         input.room.name = "Sales";
         IX_TRY(const auto made, scene.engine().create_room(std::move(input)));
         (void)made;
         return {};
       },
       [](Scene& scene) { return scene.made("Sales"); }},
      {"join", "join",
       [](Scene& scene) -> Status {
         IX_TRY(const auto joined, scene.engine().join_room("#lobby:pbx.test"));
         (void)joined;
         return {};
       },
       [](Scene& scene) { return scene.membership(scene.lobby, kAlice) == "join" ? 1 : 0; }},
      {"leave", "leave", [](Scene& scene) { return scene.engine().leave_room(scene.general); },
       [](Scene& scene) { return scene.membership(scene.room, kAlice) == "leave" ? 1 : 0; }},
      {"invite", "invite",
       [](Scene& scene) { return scene.engine().invite(scene.general, "@cy:pbx.test"); },
       [](Scene& scene) { return scene.membership(scene.room, "@cy:pbx.test").empty() ? 0 : 1; }},
  };
  return all;
}

// Every such request is answered so, and has no effect.
auto refuses(const Deed& deed, const Refusal& refusal) {
  return [path = std::string(deed.path),
          refusal](const sandbox::Request& request) -> sandbox::Reply {
    const bool it = std::find(request.path.begin(), request.path.end(), path) != request.path.end();
    if (!it) return std::nullopt;
    return sandbox::error_reply(refusal.status, refusal.code, "no, because of hello");
  };
}

// Visible, with its reason; and nothing that the server says of it in words is shown or kept.
void shows_why(Scene& scene) {
  const auto entries = scene.outbox();
  REQUIRE(entries.size() == 1);
  REQUIRE(entries.front().failure.has_value());
  CHECK_FALSE(entries.front().failure->message.empty());
  CHECK(entries.front().failure->message.find("hello") == std::string::npos);
}

// What a person does about it: signs in again, has it tried again.
void make_good(Scene& scene) {
  scene.wire.instead = nullptr;
  scene.clock.now += 3'600'000;
  if (scene.engine().store().account()->session != SessionState::signed_in) {
    REQUIRE_FALSE(scene.sign_in());
  }
  for (const OutboxEntry& entry : scene.outbox()) {
    const bool waits = entry.state == OutboxState::blocked || entry.state == OutboxState::failed;
    if (waits) CHECK(scene.engine().retry(entry.id.text()).ok());
  }
  REQUIRE_FALSE(scene.sync());
}

TEST_CASE("whatever code refuses what the outbox does, it shows, is not lost, and happens once") {
  std::string done_already;
  for (const Deed& deed : deeds()) {
    for (const Refusal& refusal : kRefusals) {
      CAPTURE(std::string(deed.name));
      CAPTURE(refusal.status);
      CAPTURE(std::string(refusal.code));
      Scene scene;
      scene.wire.instead = refuses(deed, refusal);
      REQUIRE(deed.ask(scene).ok());
      (void)scene.sync();
      if (scene.outbox().empty()) {
        done_already += std::string(deed.name) + " " + refusal.code + "\n";
        continue;
      }
      shows_why(scene);
      make_good(scene);
      CHECK(scene.outbox().empty());
      CHECK(deed.effects(scene) == 1);
    }
  }
  // What these codes say is that there is nothing left to do.
  CHECK(done_already ==
        "delete M_NOT_FOUND\n"  // what is not there has been deleted
        "leave M_FORBIDDEN\n"   // who is not in it has left it
        "leave M_NOT_FOUND\n");
}

}  // namespace
}  // namespace ix::testing
