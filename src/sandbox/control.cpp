// SPDX-License-Identifier: Apache-2.0
#include "sandbox/control.h"

namespace ix::sandbox {
namespace {

transport::HttpResponse refused(std::string_view why) {
  json::Writer writer;
  writer.begin_object().field("error", why).end_object();
  return json_reply(400, writer.take());
}

transport::HttpResponse answer(const Result<std::string>& event) {
  if (!event.ok()) return refused(event.error().message);
  json::Writer writer;
  writer.begin_object().field("event_id", event.value()).end_object();
  return json_reply(200, writer.take());
}

transport::HttpResponse answer(const Status& status) {
  return status.ok() ? json_reply(200, "{}") : refused(status.error().message);
}

transport::HttpResponse call(Company& company, json::Value body) {
  Call call;
  const std::string_view direction = body["direction"].string("in");
  const auto outcome = call_outcome_from_name(body["outcome"].string("missed"));
  if ((direction != "in" && direction != "out") || !outcome) {
    return refused(
        "expected direction in or out, and outcome answered, missed, declined, voicemail "
        "or failed");
  }
  call.direction = direction == "in" ? Direction::in : Direction::out;
  call.outcome = *outcome;
  call.duration_ms = body["duration_ms"].integer_or(0);
  call.number = body["number"].string();
  const std::string to(body["to"].string());
  return answer(company.call(to, std::move(call), body["transcript"].string()));
}

transport::HttpResponse carrier(Company& company, json::Value body) {
  std::optional<std::string> reply;
  if (body["answer"].is_string()) reply = std::string(body["answer"].string());
  return answer(company.carrier(std::string(body["number"].string()),
                                body["behaviour"].string("delivers"), std::move(reply)));
}

}  // namespace

bool is_control(const Request& request) {
  return !request.path.empty() && request.path[0] == "_sandbox";
}

transport::HttpResponse control(Company& company, const Request& request, Millis& advance_ms) {
  const std::string name = request.path.size() == 2 ? request.path[1] : std::string();
  if (request.method != "POST") return refused("expected POST");
  auto document = json::Document::parse(request.body.empty() ? "{}" : request.body);
  if (!document.ok() || !document->root().is_object()) return refused("expected a JSON object");
  const json::Value body = document->root();
  const auto text = [&](const char* key) { return std::string(body[key].string()); };
  if (name == "sms") return answer(company.sms(text("number"), text("to"), text("text")));
  if (name == "say") return answer(company.say(text("user"), text("to"), text("text")));
  if (name == "file") {
    const auto file = shared_file(body);
    if (!file.ok()) return refused(file.error().message);
    const std::string from = text(body["number"].exists() ? "number" : "user");
    return answer(company.send_file(from, text("to"), *file, text("text")));
  }
  if (name == "media") {
    const int64_t most = body["max_bytes"].integer_or(-1);
    if (most < 0) return refused("expected max_bytes, 0 or more");
    company.server().set_max_upload(most);
    return json_reply(200, "{}");
  }
  if (name == "typing") {
    return answer(company.typing(text("user"), text("to"), body["typing"].boolean(true)));
  }
  if (name == "call") return call(company, body);
  if (name == "carrier") return carrier(company, body);
  if (name == "consent") {
    return answer(company.consent(text("number"), text("to"), text("state")));
  }
  if (name == "end_sessions") {
    return answer(company.end_sessions(text("user"), body["soft"].boolean()));
  }
  if (name == "advance") {
    const int64_t ms = body["ms"].integer_or(-1);
    if (ms < 0 || ms > kMaxAdvance) return refused("expected ms, 0 or more, up to ten years");
    advance_ms = ms;
    return json_reply(200, "{}");
  }
  return refused(
      "expected /_sandbox/ and sms, say, file, typing, call, carrier, consent, end_sessions, media "
      "or "
      "advance");
}

}  // namespace ix::sandbox
