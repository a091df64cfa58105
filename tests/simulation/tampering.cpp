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

// A copy in which each timeline's events come newest first.
void copy_reversed(json::Writer& writer, json::Value value, bool in_timeline) {
  if (value.is_object()) {
    writer.begin_object();
    for (auto [key, member] : value.members()) {
      writer.key(key);
      if (in_timeline && key == "events") {
        std::vector<json::Value> events;
        for (json::Value event : member.elements()) events.push_back(event);
        writer.begin_array();
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
          writer.raw(event->dump());
        }
        writer.end_array();
      } else if (member.is_object()) {
        copy_reversed(writer, member, key == "timeline");
      } else {
        writer.raw(member.dump());
      }
    }
    writer.end_object();
  } else {
    writer.raw(value.dump());
  }
}

}  // namespace

void tamper(Defect defect, Random& random, sandbox::Request& request) {
  if (!is_send(request)) return;
  if (defect == Defect::fresh_transaction_ids || defect == Defect::stripped_key) {
    request.path.back() = random.uuid();
  }
  if (defect == Defect::stripped_key) request.body = without_key(request.body);
}

void tamper(Defect defect, const sandbox::Request& request, transport::HttpResponse& response) {
  if (defect != Defect::reversed_sync || request.path.back() != "sync") return;
  auto document = json::Document::parse(response.body);
  if (!document.ok()) return;
  json::Writer writer;
  copy_reversed(writer, document->root(), false);
  response.body = writer.take();
}

std::optional<transport::HttpResponse> false_acknowledgement(Defect defect, Random& random,
                                                             const sandbox::Request& request) {
  if (defect != Defect::false_acknowledgement || !is_send(request) || random.below(10) != 0) {
    return std::nullopt;
  }
  return sandbox::json_reply(200, R"({"event_id":"$)" + random.uuid() + R"("})");
}

}  // namespace ix::simulation
