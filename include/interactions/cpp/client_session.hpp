// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_session.hpp
 * Signing in and out (session.h): bodies of what client.hpp declares. Include interactions.hpp, not
 * this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_SESSION_HPP
#define INTERACTIONS_CPP_CLIENT_SESSION_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace interactions {

inline Result<Operation> Client::sign_in(const SignIn& input) const {
  ix_sign_in raw;
  ix_sign_in_init(&raw, sizeof raw);
  raw.server = str(input.server);
  raw.user = str(input.user);
  raw.password = str(input.password);
  raw.token = str(input.token);
  raw.device_name = str(input.device_name);
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_session_sign_in(get(), &raw, out, error);
  });
}

inline Result<Operation> Client::sign_out(uint32_t flags) const {
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_session_sign_out(get(), flags, out, error);
  });
}

inline Result<std::string> Client::credentials() const {
  return detail::text_of(
      [&](ix_text** out, ix_error** error) { return ix_session_credentials(get(), out, error); });
}

inline Status Client::credentials_kept() const {
  return status([&](ix_error** error) { return ix_session_credentials_kept(get(), error); });
}

inline Status Client::restore(std::string_view credentials) const {
  return status(
      [&](ix_error** error) { return ix_session_restore(get(), str(credentials), error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_SESSION_HPP
