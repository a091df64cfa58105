// SPDX-License-Identifier: Apache-2.0
#include "simulation/tampering.h"

#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "sandbox/homeserver.h"

namespace ix::simulation {
namespace {

constexpr std::string_view kKey = "org.interactions.key";

bool is_send(const sandbox::Request& request) {
  return request.method == "PUT" && request.path.size() > 3 &&
         request.path[request.path.size() - 3] == "send";
}

// A redaction or a reaction, where the defect is about such.
bool is_lost_change(Defect defect, const sandbox::Request& request) {
  if (defect == Defect::lost_reactions) {
    return is_send(request) && request.path[request.path.size() - 2] == "m.reaction";
  }
  return defect == Defect::lost_deletions && request.method == "PUT" && request.path.size() > 3 &&
         request.path[request.path.size() - 3] == "redact";
}

std::string without_key(const std::string& body) {
  auto document = json::Document::parse(body);
  if (!document.ok()) return body;
  json::Writer writer;
  writer.begin_object();
  for (auto [key, value] : document->root().members()) {
    if (key != kKey) writer.key(key).raw(value.dump());
  }
  writer.end_object();
  return writer.take();
}

// A fifth of the messages of others: the same ones in every run of a seed.
bool is_chosen(json::Value event) {
  return event["type"].string() == "m.room.message" &&
         event["content"]["body"].string().starts_with('m') &&
         event["content"]["body"].string().ends_with('7');
}

void copy_events(json::Writer& writer, const std::vector<json::Value>& events, Defect defect) {
  if (defect == Defect::reversed_sync) {
    for (auto event = events.rbegin(); event != events.rend(); ++event) writer.raw(event->dump());
    return;
  }
  for (const json::Value& event : events) {
    if (defect == Defect::swallowed_events && is_chosen(event)) continue;
    writer.raw(event.dump());
    if (defect != Defect::invented_events || !is_chosen(event)) continue;
    std::string twin = event.dump();
    const std::string id(event["event_id"].string());
    const size_t at = twin.find(id);
    if (at != std::string::npos) writer.raw(twin.replace(at, id.size(), id + "x"));
  }
}

// A copy whose timelines have the defect.
void copy_sync(json::Writer& writer, json::Value value, bool in_timeline, Defect defect) {
  if (value.is_object()) {
    writer.begin_object();
    for (auto [key, member] : value.members()) {
      writer.key(key);
      if (in_timeline && key == "events") {
        std::vector<json::Value> events;
        for (json::Value event : member.elements()) events.push_back(event);
        writer.begin_array();
        copy_events(writer, events, defect);
        writer.end_array();
      } else if (member.is_object()) {
        copy_sync(writer, member, key == "timeline", defect);
      } else {
        writer.raw(member.dump());
      }
    }
    writer.end_object();
  } else {
    writer.raw(value.dump());
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

void tamper(Defect defect, Random& random, sandbox::Request& request) {
  if (defect == Defect::keyless_rooms && request.path.back() == "createRoom") {
    replace_all(request.body, R"("room_alias_name":"ix.)",
                R"("room_alias_name":")" + random.uuid() + ".");
    replace_all(request.body, "org.interactions.key", "org.interactions.no_key");
  }
  if (!is_send(request)) return;
  if (defect == Defect::fresh_transaction_ids || defect == Defect::stripped_key) {
    request.path.back() = random.uuid();
  }
  if (defect == Defect::stripped_key) request.body = without_key(request.body);
}

void tamper(Defect defect, const sandbox::Request& request, transport::HttpResponse& response) {
  if (request.path.back() == "sync" && defect == Defect::rosy_carrier) {
    replace_all(response.body, "FAIL_PERMANENT", "SUCCESS");
  }
  if (defect == Defect::misheard_gateway) {
    replace_all(response.body, "org.interactions.opted_out", "com.beeper.undeliverable");
    replace_all(response.body, "21610", "30003");
  }
  if (defect == Defect::renamed_calls) {
    replace_all(response.body, R"("call_id":")", R"("call_id":"x)");
    replace_all(response.body, R"("started_ms":175)", R"("started_ms":174)");
  }
  const bool in_sync = defect == Defect::reversed_sync || defect == Defect::swallowed_events ||
                       defect == Defect::invented_events;
  if (!in_sync || request.path.back() != "sync") return;
  auto document = json::Document::parse(response.body);
  if (!document.ok()) return;
  json::Writer writer;
  copy_sync(writer, document->root(), false, defect);
  response.body = writer.take();
}

std::optional<transport::HttpResponse> false_acknowledgement(Defect defect, Random& random,
                                                             const sandbox::Request& request) {
  const bool chosen = is_lost_change(defect, request) ||
                      (defect == Defect::false_acknowledgement && is_send(request));
  if (!chosen || random.below(10) >= (defect == Defect::false_acknowledgement ? 1 : 5)) {
    return std::nullopt;
  }
  return sandbox::json_reply(200, R"({"event_id":"$)" + random.uuid() + R"("})");
}

}  // namespace ix::simulation
