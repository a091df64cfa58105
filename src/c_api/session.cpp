// SPDX-License-Identifier: Apache-2.0
#include <interactions/session.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

void ix_sign_in_init(ix_sign_in* sign_in, size_t size) noexcept {
  struct_init(sign_in, size);
}

ix_status ix_session_sign_in(ix_client* client, const ix_sign_in* sign_in, ix_operation* out,
                             ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const ix_sign_in input, struct_in(sign_in, "sign_in"));
    provider::SignIn request;
    IX_TRY(request.server, required_text_in(input.server, "server"));
    IX_TRY(request.user, text_in(input.user, "user"));
    IX_TRY(std::string password, text_in(input.password, "password"));
    IX_TRY(std::string token, text_in(input.token, "token"));
    IX_TRY(std::string device_name, text_in(input.device_name, "device_name"));
    IX_CHECK(require(password.empty() != token.empty(), "give a password or a token, not both"));
    IX_CHECK(require(!request.user.empty() || !token.empty(), "user is missing"));
    request.password = Secret(std::move(password));
    request.token = Secret(std::move(token));
    if (!device_name.empty()) request.device_name = std::move(device_name);
    return id_out(engine.sign_in(std::move(request)), out);
  });
}

ix_status ix_session_sign_out(ix_client* client, uint32_t flags, ix_operation* out,
                              ix_error** out_error) noexcept {
  static_assert(int{IX_SIGN_OUT_WIPE} == int{engine::kSignOutWipe});
  static_assert(int{IX_SIGN_OUT_FORCE} == int{engine::kSignOutForce});
  return with_engine(client, out_error,
                     [&](engine::Engine& engine) { return id_out(engine.sign_out(flags), out); });
}

ix_status ix_session_credentials(ix_client* client, ix_text** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return text_out(engine.credentials(), out);
  });
}

ix_status ix_session_credentials_kept(ix_client* client, ix_error** out_error) noexcept {
  return with_engine(client, out_error,
                     [](engine::Engine& engine) { return engine.credentials_kept(); });
}

ix_status ix_session_restore(ix_client* client, ix_str credentials, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(std::string blob, required_text_in(credentials, "credentials"));
    return engine.restore(std::move(blob));
  });
}
