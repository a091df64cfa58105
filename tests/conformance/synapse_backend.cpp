// SPDX-License-Identifier: Apache-2.0
#include "conformance/synapse_backend.h"

#include <cstdio>

#include "base/json_writer.h"
#include "transport/curl_client.h"

namespace ix::conformance {
namespace {

std::string one(std::string_view name, std::string_view value) {
  json::Writer out;
  out.begin_object().field(name, value).end_object();
  return out.take();
}

}  // namespace

std::unique_ptr<transport::HttpClient> SynapseBackend::network() {
  transport::HttpConfig config;
  config.proxy = "-";
  auto client = transport::CurlClient::create(config, log_, clock_);
  if (client.ok()) return client.take();
  std::fprintf(stderr, "no HTTP client: %s\n", client.error().message.c_str());
  std::abort();
}

Person SynapseBackend::person(const std::string& name, Account kind) {
  json::Writer out;
  out.begin_object().field("name", name).field("limited", kind != Account::normal).end_object();
  const Reply made = ask(control_, "POST", "/person", {}, out.take());
  return {made.text("server"), made.text("user"), made.text("password"), made.text("id"), name};
}

std::string SynapseBackend::sms(const std::string& number, const Person& to,
                                const std::string& text) {
  json::Writer out;
  out.begin_object().field("number", number).field("to", to.id).field("text", text).end_object();
  return ask(control_, "POST", "/sms", {}, out.take()).text("event_id");
}

std::string SynapseBackend::call(const std::string& number, const Person& to, const Call& call) {
  json::Writer out;
  out.begin_object().field("number", number).field("to", to.id).field("call_id", call.id);
  out.field("direction", call.direction == Direction::in ? "in" : "out");
  out.field("outcome", call_outcome_name(call.outcome)).field("duration_ms", call.duration_ms);
  out.field("started_ms", call.started_ms).end_object();
  return ask(control_, "POST", "/call", {}, out.take()).text("event_id");
}

std::string SynapseBackend::fault(const std::string& name) {
  return ask(control_, "POST", "/fault", {}, one("name", name)).text("server");
}

std::string SynapseBackend::voicemail(const std::string& number, const Person& to,
                                      const std::string& recording) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (const char c : recording) {
    hex += kHex[static_cast<unsigned char>(c) >> 4];
    hex += kHex[static_cast<unsigned char>(c) & 15];
  }
  json::Writer out;
  out.begin_object().field("number", number).field("to", to.id).field("hex", hex).end_object();
  return ask(control_, "POST", "/voicemail", {}, out.take()).text("event_id");
}

bool SynapseBackend::carrier_refuses(const std::string& number) {
  return ask(control_, "POST", "/carrier_refuses", {}, one("number", number)).ok();
}

bool SynapseBackend::gateway_honours_stop(const std::string& number) {
  return ask(control_, "POST", "/gateway_honours_stop", {}, one("number", number)).ok();
}

bool SynapseBackend::no_such_number(const std::string& number) {
  return ask(control_, "POST", "/no_such_number", {}, one("number", number)).ok();
}

}  // namespace ix::conformance
