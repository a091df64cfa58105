// SPDX-License-Identifier: Apache-2.0
/**
 * @file sandbox.hpp
 * The bundled backend of sandbox.h for C++: a company to develop and test against. Links
 * `interactions_sandbox`, and is not part of interactions.hpp.
 */
#ifndef INTERACTIONS_CPP_SANDBOX_HPP
#define INTERACTIONS_CPP_SANDBOX_HPP

#include <interactions/sandbox.h>
#include <interactions/cpp/call.hpp>
#include <interactions/cpp/handle.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** How to start a sandbox; see sandbox.h. */
struct SandboxConfig {
  uint32_t port = 0; /**< 0: a free one */
  std::string_view company_file = {}, company = {};
  int64_t history = 0;
};

/** Someone who can sign in; the texts live as long as the sandbox. */
struct SandboxSignIn {
  std::string_view user, password, name;
};

/** A call that has ended; see sandbox.h. */
struct SandboxCall {
  std::string_view number;
  std::string_view user = {}; /**< absent: the first person */
  ix_sandbox_outcome outcome = IX_SANDBOX_ANSWERED;
  bool outgoing = false;
  int64_t duration_ms = 0;
  std::string_view transcript = {};
};

/** A running company. Thread-safe; the last one stops it. */
class Sandbox : public Handle<ix_sandbox, ix_sandbox_retain, ix_sandbox_release> {
 public:
  using Handle::Handle;

  static Result<Sandbox> start(const SandboxConfig& config = {}) {
    ix_sandbox_config raw;
    ix_sandbox_config_init(&raw, sizeof raw);
    raw.port = config.port;
    raw.company_file = str(config.company_file);
    raw.company = str(config.company);
    raw.history = config.history;
    ix_sandbox* out = nullptr;
    Status done =
        tell([&](ix_sandbox_text** problem) { return ix_sandbox_start(&raw, &out, problem); });
    if (!done) return done.error();
    return Sandbox(out);
  }

  Sandbox share() const { return Sandbox(retained()); }
  void stop() const { ix_sandbox_stop(get()); }
  /** The base URL, to sign in with. */
  std::string_view url() const { return view(ix_sandbox_url(get())); }
  uint32_t port() const { return ix_sandbox_port(get()); }
  uint32_t sign_in_count() const { return ix_sandbox_sign_in_count(get()); }
  /** Nothing past the end. */
  std::optional<SandboxSignIn> sign_in(uint32_t index) const {
    auto raw = detail::sized<ix_sandbox_sign_in>();
    if (ix_sandbox_sign_in_at(get(), index, &raw) != IX_OK) return std::nullopt;
    return SandboxSignIn{view(raw.user), view(raw.password), view(raw.name)};
  }

  /** A colleague writes to a user or in a channel. */
  Status say(std::string_view from, std::string_view to, std::string_view text) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_say(get(), str(from), str(to), str(text), problem);
    });
  }
  Status typing(std::string_view from, std::string_view to, bool on) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_typing(get(), str(from), str(to), on ? 1 : 0, problem);
    });
  }
  /** A text from outside; `to` absent: to the first person. */
  Status sms(std::string_view number, std::string_view text, std::string_view to = {}) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_sms(get(), str(number), str(to), str(text), problem);
    });
  }
  Status call(const SandboxCall& call) const {
    ix_sandbox_call_record raw;
    ix_sandbox_call_record_init(&raw, sizeof raw);
    raw.outcome = call.outcome;
    raw.number = str(call.number);
    raw.user = str(call.user);
    raw.outgoing = call.outgoing ? 1 : 0;
    raw.duration_ms = call.duration_ms;
    raw.transcript = str(call.transcript);
    return tell([&](ix_sandbox_text** problem) { return ix_sandbox_call(get(), &raw, problem); });
  }
  /** `answer` absent: as before; empty: none. */
  Status carrier(std::string_view number, ix_sandbox_carrier_behaviour behaviour,
                 std::string_view answer = {}) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_carrier(get(), str(number), behaviour, str(answer), problem);
    });
  }
  Status consent(std::string_view number, bool opted_out, std::string_view to = {}) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_consent(get(), str(number), str(to), opted_out ? 1 : 0, problem);
    });
  }
  /** The sandbox's clock goes ahead. */
  Status advance(int64_t ms) const {
    return tell([&](ix_sandbox_text** problem) { return ix_sandbox_advance(get(), ms, problem); });
  }
  Status end_sessions(std::string_view user, bool soft = false) const {
    return tell([&](ix_sandbox_text** problem) {
      return ix_sandbox_end_sessions(get(), str(user), soft ? 1 : 0, problem);
    });
  }

  /** "MAJOR.MINOR.PATCH" of the library. */
  static std::string_view version() { return ix_sandbox_version(); }
  /** Objects of this library that are alive in the process, for leak tests. */
  static int64_t live_objects() { return ix_sandbox_debug_live_objects(); }

 private:
  using Text = Handle<ix_sandbox_text, ix_sandbox_text_retain, ix_sandbox_text_release>;

  // Calls a function whose last parameter is what was wrong, in words.
  template <class Call>
  static Status tell(Call&& call) {
    ix_sandbox_text* raw = nullptr;
    const ix_status status = call(&raw);
    const Text problem(raw);
    if (status == IX_OK) return {};
    Error error;
    error.code = status;
    error.message = view(ix_sandbox_text_str(problem.get()));
    return error;
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_SANDBOX_HPP
