// SPDX-License-Identifier: Apache-2.0
#include <interactions/consent.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

void ix_consent_input_init(ix_consent_input* input, size_t size) noexcept {
  struct_init(input, size);
}

ix_status ix_consent_put(ix_client* client, const ix_consent_input* input,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const ix_consent_input raw, struct_in(input, "input"));
    IX_TRY(const std::string peer, required_text_in(raw.peer, "peer"));
    IX_TRY(const std::string own, text_in(raw.own, "own"));
    return engine.put_consent(own, peer, static_cast<ConsentState>(raw.state));
  });
}

ix_status ix_consent_page(ix_client* client, uint32_t flags, ix_str number, ix_str cursor,
                          uint32_t limit, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(require((flags & ~uint32_t{IX_CONSENT_HISTORY}) == 0, "unknown flags of the ledger"));
    IX_TRY(const std::string peer, text_in(number, "number"));
    IX_TRY(const std::string from, text_in(cursor, "cursor"));
    const bool history = (flags & IX_CONSENT_HISTORY) != 0;
    return page_out(engine.consents(history, peer, from, limit), out);
  });
}
