// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix_rig.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace ix::test {

std::string MapMemory::route(std::string_view remote_id) {
  const auto found = routes.find(remote_id);
  return found == routes.end() ? std::string() : found->second;
}

std::string MapMemory::account(std::string_view key) {
  const auto found = accounts.find(key);
  return found == accounts.end() ? std::string() : found->second;
}

std::string MapMemory::newest_item(std::string_view remote_id) {
  const auto found = newest.find(remote_id);
  return found == newest.end() ? std::string() : found->second;
}

void MapMemory::take(const ChangeSet& changes) {
  for (const RouteChanges& route : changes.routes) {
    if (!route.memory.empty()) routes[route.remote_id] = route.memory;
    if (!route.items.empty()) newest[route.remote_id] = route.items.back().item.remote_id;
  }
  for (const auto& [key, value] : changes.memory) accounts[key] = value;
}

MatrixRig::MatrixRig(provider::matrix::MatrixConfig config)
    : provider(http, memory, clock, log, std::move(config)) {
  provider::Session session;
  session.server = "http://hs.test";
  session.user_id = "@ann:pbx.test";
  session.device_id = "DEV";
  session.credentials.access_token = Secret("tok");
  session.credentials.refresh_token = Secret("ref");
  provider.set_session(session);
  protocols =
      js("{'sms':{'user_fields':['phone'],'location_fields':[],'icon':'','field_types':{},"
         "'instances':[{'desc':'SMS','network_id':'x','fields':{},"
         "'bot_user_id':'@smsbot:pbx.test'}]}}");
}

MatrixRig::~MatrixRig() {
  http.check_finished();
}

Result<ChangeSet> MatrixRig::sync(const std::string& reply) {
  if (!asked_protocols) {
    http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, protocols);
  }
  asked_protocols = true;
  http.expect("GET", "/_matrix/client/v3/sync?", 200, reply);
  std::optional<Result<ChangeSet>> out;
  provider.changes(since, 30'000, no_part,
                   [&out](Result<ChangeSet> changes) { out = std::move(changes); });
  CHECK_FALSE(out.has_value());  // only from run()
  http.run(0);
  REQUIRE(out.has_value());
  return std::move(*out);
}

ChangeSet MatrixRig::sync_ok(const std::string& rooms, const std::string& account) {
  auto changes = sync(js("{'next_batch':'s1','account_data':{'events':[") + account +
                      js("]},'rooms':{") + rooms + "}}");
  REQUIRE(changes.ok());
  memory.take(*changes);
  since = changes->next_token;
  return changes.take();
}

const RouteChanges& room_in(const ChangeSet& changes, std::string_view id) {
  for (const RouteChanges& route : changes.routes) {
    if (route.remote_id == id) return route;
  }
  FAIL("no changes for the room");
  static const RouteChanges none;
  return none;
}

const PersonChange* person_in(const ChangeSet& changes, std::string_view id) {
  for (const PersonChange& person : changes.people) {
    if (person.user_id == id) return &person;
  }
  return nullptr;
}

Status no_part(const ChangeSet&) {
  FAIL("a small reply came in parts");
  return {};
}

std::string js(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

std::string member(const std::string& user, const std::string& membership, const std::string& name,
                   const std::string& sender) {
  std::string content = "{'membership':'" + membership + "'";
  if (!name.empty()) content += ",'displayname':'" + name + "'";
  return state("m.room.member", content + "}", user, sender.empty() ? user : sender);
}

std::string state(const std::string& type, const std::string& content, const std::string& key,
                  const std::string& sender) {
  static int count = 0;
  return js("{'type':'" + type + "','state_key':'" + key + "','sender':'" + sender +
            "','event_id':'$state" + std::to_string(++count) +
            "','origin_server_ts':1690000000000,'content':" + content + "}");
}

std::string text_event(const std::string& id, const std::string& sender, const std::string& body,
                       Millis at) {
  return js("{'type':'m.room.message','event_id':'" + id + "','sender':'" + sender +
            "','origin_server_ts':" + std::to_string(at) +
            ",'content':{'msgtype':'m.text','body':'" + body + "'}}");
}

std::string event(const std::string& id, const std::string& type, const std::string& sender,
                  const std::string& content, const std::string& more) {
  return js("{'type':'" + type + "','event_id':'" + id + "','sender':'" + sender +
            "','origin_server_ts':1699000000000,'content':" + content + more + "}");
}

std::string join(const std::string& id, const std::string& state_events,
                 const std::string& timeline_events, const std::string& more,
                 const std::string& timeline_more) {
  return js("'" + id + "':{'state':{'events':[") + state_events + js("]},'timeline':{'events':[") +
         timeline_events + "]" + js(timeline_more) + "}" + js(more) + "}";
}

std::string direct(const std::string& content) {
  return js("{'type':'m.direct','content':" + content + "}");
}

}  // namespace ix::test
