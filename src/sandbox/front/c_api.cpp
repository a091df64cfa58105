// SPDX-License-Identifier: Apache-2.0
// include/interactions/sandbox.h over HttpFront.
#include <interactions/error.h>
#include <interactions/sandbox.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "base/utf8.h"
#include "sandbox/front/http_front.h"

using ix::Error;
using ix::ErrorCode;
using ix::Result;
using ix::Status;
namespace sb = ix::sandbox;

namespace {

std::atomic<int64_t> live_objects{0};

class Object {
 public:
  Object() { live_objects.fetch_add(1); }
  ~Object() { live_objects.fetch_sub(1); }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  void retain() { references_.fetch_add(1); }
  bool drop() { return references_.fetch_sub(1) == 1; }

 private:
  std::atomic<int32_t> references_{1};
};

}  // namespace

struct ix_sandbox_text : Object {
  explicit ix_sandbox_text(std::string v) : value(std::move(v)) {}
  std::string value;
};

struct ix_sandbox : Object {
  ix::SystemClock clock;
  std::unique_ptr<sb::HttpFront> front;
  std::string url;
  std::atomic<bool> stopped{false};
};

namespace {

ix_str to_str(const std::string& text) {
  return {text.c_str(), text.size()};
}

ix_status fail(ix_sandbox_text** out_problem, const Error& error) {
  if (out_problem != nullptr) *out_problem = new ix_sandbox_text(error.message);
  return static_cast<ix_status>(error.code);
}

// Nothing leaves as an exception.
template <class Body>
ix_status guard(ix_sandbox_text** out_problem, Body&& body) noexcept {
  try {
    const Status status = body();
    return status.ok() ? IX_OK : fail(out_problem, status.error());
  } catch (const std::bad_alloc&) {
    return IX_ERROR_OUT_OF_MEMORY;
  } catch (...) {
    return IX_ERROR_INTERNAL;
  }
}

Result<std::optional<std::string>> text_in(ix_str text, const char* name) {
  if (text.data == nullptr) return std::optional<std::string>();
  const size_t size = text.size == SIZE_MAX ? std::strlen(text.data) : text.size;
  std::string copy(text.data, size);
  if (!ix::utf8::valid(copy)) {
    return Error(ErrorCode::INVALID_UTF8, std::string(name) + " is not valid UTF-8");
  }
  return std::optional<std::string>(std::move(copy));
}

Result<std::string> required(ix_str text, const char* name) {
  IX_TRY(auto value, text_in(text, name));
  if (!value || value->empty()) {
    return Error(ErrorCode::INVALID_ARGUMENT, std::string(name) + " is absent or empty");
  }
  return std::move(*value);
}

// body(sb::Company&) on a sandbox that runs.
template <class Body>
ix_status with_company(ix_sandbox* sandbox, ix_sandbox_text** out_problem, Body&& body) noexcept {
  return guard(out_problem, [&]() -> Status {
    if (sandbox == nullptr) return Error(ErrorCode::INVALID_HANDLE, "the sandbox is NULL");
    if (sandbox->stopped) return Error(ErrorCode::CLOSED, "the sandbox was stopped");
    return sandbox->front->with_company(body);
  });
}

Status only_status(const Result<std::string>& result) {
  return result.ok() ? Status() : Status(result.error());
}

// An input struct as this library knows it.
template <class T>
Status read_struct(const T* given, T& into, const char* name) {
  if (given == nullptr || given->struct_size < sizeof(uint32_t) * 2 ||
      given->struct_size > sizeof(T)) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 std::string(name) + ": set struct_size with its INIT macro");
  }
  std::memcpy(&into, given, given->struct_size);
  return {};
}

Result<std::string> file_text(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return Error(ErrorCode::STORE_IO, "the company file " + path + " cannot be opened: " +
                                          std::generic_category().message(errno));
  }
  std::string text;
  char buffer[65536];
  size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, file)) > 0) text.append(buffer, got);
  const bool failed = std::ferror(file) != 0;
  std::fclose(file);
  if (failed) return Error(ErrorCode::STORE_IO, "the company file " + path + " cannot be read");
  return text;
}

Result<sb::CompanyFile> company_of(const ix_sandbox_config& config) {
  IX_TRY(const auto path, text_in(config.company_file, "company_file"));
  IX_TRY(auto text, text_in(config.company, "company"));
  if (path && text) {
    return Error(ErrorCode::INVALID_ARGUMENT, "give company_file or company, not both");
  }
  if (path) {
    IX_TRY(text, file_text(*path));
  }
  return sb::CompanyFile::read(text ? std::string_view(*text) : sb::builtin_company());
}

Result<ix::Call> call_of(const ix_sandbox_call_record& record) {
  static constexpr ix::CallOutcome kOutcomes[] = {
      ix::CallOutcome::answered, ix::CallOutcome::missed, ix::CallOutcome::declined,
      ix::CallOutcome::voicemail, ix::CallOutcome::failed};
  if (record.outcome < IX_SANDBOX_ANSWERED || record.outcome > IX_SANDBOX_FAILED) {
    return Error(ErrorCode::INVALID_ARGUMENT, "outcome is none of IX_SANDBOX_ANSWERED...FAILED");
  }
  if (record.duration_ms < 0) return Error(ErrorCode::INVALID_ARGUMENT, "duration_ms is negative");
  ix::Call call;
  call.outcome = kOutcomes[record.outcome];
  call.direction = record.outgoing != 0 ? ix::Direction::out : ix::Direction::in;
  call.duration_ms = record.duration_ms;
  IX_TRY(call.number, required(record.number, "number"));
  return call;
}

}  // namespace

const char* ix_sandbox_version(void) noexcept {
  return IX_SANDBOX_VERSION_TEXT;
}

ix_str ix_sandbox_text_str(const ix_sandbox_text* text) noexcept {
  return text ? to_str(text->value) : ix_str{nullptr, 0};
}
ix_sandbox_text* ix_sandbox_text_retain(ix_sandbox_text* text) noexcept {
  if (text) text->retain();
  return text;
}
void ix_sandbox_text_release(ix_sandbox_text* text) noexcept {
  if (text && text->drop()) delete text;
}

void ix_sandbox_config_init(ix_sandbox_config* config, size_t size) noexcept {
  if (config == nullptr || size < sizeof(uint32_t)) return;
  std::memset(config, 0, size);
  config->struct_size = static_cast<uint32_t>(size);
}
void ix_sandbox_call_record_init(ix_sandbox_call_record* call, size_t size) noexcept {
  if (call == nullptr || size < sizeof(uint32_t)) return;
  std::memset(call, 0, size);
  call->struct_size = static_cast<uint32_t>(size);
}

ix_status ix_sandbox_start(const ix_sandbox_config* config, ix_sandbox** out,
                           ix_sandbox_text** out_problem) noexcept {
  return guard(out_problem, [&]() -> Status {
    if (out == nullptr) return Error(ErrorCode::INVALID_ARGUMENT, "out is NULL");
    ix_sandbox_config known{};
    if (config != nullptr) IX_CHECK(read_struct(config, known, "config"));
    if (known.port > 65535) return Error(ErrorCode::INVALID_ARGUMENT, "port is above 65535");
    if (known.history < 0 || known.history > sb::kMaxHistory) {
      return Error(ErrorCode::INVALID_ARGUMENT, "history is not from 0 to 10000000");
    }
    IX_TRY(auto file, company_of(known));
    auto sandbox = std::make_unique<ix_sandbox>();
    auto company = sb::Company::open(std::move(file), sandbox->clock.wall_ms(), known.history);
    IX_TRY(sandbox->front, sb::HttpFront::start(std::move(company),
                                                static_cast<uint16_t>(known.port), sandbox->clock));
    sandbox->url = "http://127.0.0.1:" + std::to_string(sandbox->front->port());
    *out = sandbox.release();
    return {};
  });
}

void ix_sandbox_stop(ix_sandbox* sandbox) noexcept {
  if (sandbox == nullptr) return;
  sandbox->stopped = true;
  sandbox->front->stop();
}
ix_sandbox* ix_sandbox_retain(ix_sandbox* sandbox) noexcept {
  if (sandbox) sandbox->retain();
  return sandbox;
}
void ix_sandbox_release(ix_sandbox* sandbox) noexcept {
  if (sandbox && sandbox->drop()) delete sandbox;
}

ix_str ix_sandbox_url(const ix_sandbox* sandbox) noexcept {
  return sandbox ? to_str(sandbox->url) : ix_str{nullptr, 0};
}
uint32_t ix_sandbox_port(const ix_sandbox* sandbox) noexcept {
  return sandbox ? sandbox->front->port() : 0;
}
uint32_t ix_sandbox_sign_in_count(const ix_sandbox* sandbox) noexcept {
  return sandbox ? static_cast<uint32_t>(sandbox->front->file().people.size()) : 0;
}
ix_status ix_sandbox_sign_in_at(const ix_sandbox* sandbox, uint32_t index,
                                ix_sandbox_sign_in* out) noexcept {
  if (sandbox == nullptr) return IX_ERROR_INVALID_HANDLE;
  const auto& people = sandbox->front->file().people;
  if (out == nullptr || out->struct_size < sizeof(ix_sandbox_sign_in) || index >= people.size()) {
    return IX_ERROR_INVALID_ARGUMENT;
  }
  out->user = to_str(people[index].user);
  out->password = to_str(people[index].password);
  out->name = to_str(people[index].name);
  return IX_OK;
}

ix_status ix_sandbox_say(ix_sandbox* sandbox, ix_str from, ix_str to, ix_str text,
                         ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    IX_TRY(const std::string sender, required(from, "from"));
    IX_TRY(const std::string receiver, required(to, "to"));
    IX_TRY(const std::string body, required(text, "text"));
    return only_status(company.say(sender, receiver, body));
  });
}

ix_status ix_sandbox_typing(ix_sandbox* sandbox, ix_str from, ix_str to, int32_t typing,
                            ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    IX_TRY(const std::string sender, required(from, "from"));
    IX_TRY(const std::string receiver, required(to, "to"));
    return company.typing(sender, receiver, typing != 0);
  });
}

ix_status ix_sandbox_sms(ix_sandbox* sandbox, ix_str number, ix_str to, ix_str text,
                         ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    IX_TRY(const std::string sender, required(number, "number"));
    IX_TRY(const auto receiver, text_in(to, "to"));
    IX_TRY(const std::string body, required(text, "text"));
    return only_status(company.sms(sender, receiver.value_or(""), body));
  });
}

ix_status ix_sandbox_call(ix_sandbox* sandbox, const ix_sandbox_call_record* call,
                          ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    ix_sandbox_call_record known{};
    IX_CHECK(read_struct(call, known, "call"));
    IX_TRY(ix::Call record, call_of(known));
    IX_TRY(const auto user, text_in(known.user, "user"));
    IX_TRY(const auto transcript, text_in(known.transcript, "transcript"));
    return only_status(company.call(user.value_or(""), std::move(record), transcript.value_or("")));
  });
}

ix_status ix_sandbox_carrier(ix_sandbox* sandbox, ix_str number,
                             ix_sandbox_carrier_behaviour behaviour, ix_str answer,
                             ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    static constexpr const char* kNames[] = {"delivers", "refuses",      "fails_for_now", "silent",
                                             "unknown",  "honours_stop", "opted_out"};
    if (behaviour < IX_SANDBOX_DELIVERS || behaviour > IX_SANDBOX_OPTED_OUT) {
      return Error(ErrorCode::INVALID_ARGUMENT,
                   "behaviour is none of ix_sandbox_carrier_behaviour");
    }
    IX_TRY(const std::string e164, required(number, "number"));
    IX_TRY(auto reply, text_in(answer, "answer"));
    return company.carrier(e164, kNames[behaviour], std::move(reply));
  });
}

ix_status ix_sandbox_consent(ix_sandbox* sandbox, ix_str number, ix_str to, int32_t opted_out,
                             ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    IX_TRY(const std::string e164, required(number, "number"));
    IX_TRY(const auto receiver, text_in(to, "to"));
    return only_status(
        company.consent(e164, receiver.value_or(""), opted_out != 0 ? "opted_out" : "opted_in"));
  });
}

ix_status ix_sandbox_advance(ix_sandbox* sandbox, int64_t ms,
                             ix_sandbox_text** out_problem) noexcept {
  return guard(out_problem, [&]() -> Status {
    if (sandbox == nullptr) return Error(ErrorCode::INVALID_HANDLE, "the sandbox is NULL");
    if (sandbox->stopped) return Error(ErrorCode::CLOSED, "the sandbox was stopped");
    if (ms < 0 || ms > sb::kMaxAdvance) {
      return Error(ErrorCode::INVALID_ARGUMENT, "ms is not from 0 to ten years");
    }
    sandbox->front->advance(ms);
    return {};
  });
}

ix_status ix_sandbox_end_sessions(ix_sandbox* sandbox, ix_str user, int32_t soft,
                                  ix_sandbox_text** out_problem) noexcept {
  return with_company(sandbox, out_problem, [&](sb::Company& company) -> Status {
    IX_TRY(const std::string name, required(user, "user"));
    return company.end_sessions(name, soft != 0);
  });
}

int64_t ix_sandbox_debug_live_objects(void) noexcept {
  return live_objects.load();
}
