// SPDX-License-Identifier: Apache-2.0
#include <interactions/store.h>

#include <optional>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_status ix_store_check(ix_client* client, uint32_t flags, ix_page** out,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(require((flags & ~uint32_t{IX_STORE_REPAIR}) == 0, "unknown flags of the check"));
    return page_out(engine.check_store((flags & IX_STORE_REPAIR) != 0), out);
  });
}

void ix_retention_init(ix_retention* rules, size_t size) noexcept {
  struct_init(rules, size);
}

ix_status ix_store_prune(ix_client* client, const ix_retention* rules, uint32_t flags,
                         int64_t* out_items, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    std::optional<Retention> given;
    if (rules != nullptr) {
      IX_TRY(const ix_retention raw, struct_in(rules, "rules"));
      given =
          Retention{raw.max_age_ms, raw.max_route_items, raw.max_route_bytes, raw.max_total_bytes};
    }
    return id_out(engine.prune(given, flags), out_items);
  });
}

ix_status ix_store_retention(ix_client* client, ix_retention* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const Retention rules, engine.retention());
    ix_retention filled{};
    filled.max_age_ms = rules.max_age_ms;
    filled.max_route_items = rules.max_route_items;
    filled.max_route_bytes = rules.max_route_bytes;
    filled.max_total_bytes = rules.max_total_bytes;
    return view_out(out, filled);
  });
}

ix_status ix_store_sizes(ix_client* client, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return page_out(engine.sizes(), out);
  });
}

ix_status ix_store_export(ix_client* client, ix_str contact, ix_str path, int64_t* out_records,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string whose, text_in(contact, "contact"));
    IX_TRY(const std::string file, required_text_in(path, "path"));
    return id_out(engine.export_to(whose, file), out_records);
  });
}
