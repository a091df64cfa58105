// SPDX-License-Identifier: Apache-2.0
// The checks read a device's cache with SQL of their own: what the library says of itself is what
// is in question.
#pragma once

#include <string>

#include "engine/engine.h"

namespace ix::simulation {

// Rows of a query, handed over one by one.
template <class Row>
Status each_row(engine::Engine& engine, const std::string& sql, Row row) {
  IX_TRY(auto lease, engine.store().database().read());
  IX_TRY(const auto statement, lease.connection().prepare_once(sql));
  for (;;) {
    IX_TRY(const bool more, statement->step());
    if (!more) return {};
    row(*statement);
  }
}

// `text` as SQL writes it.
inline std::string quoted(const std::string& text) {
  return "'" + text + "'";  // ids and texts of a simulation hold no quotes
}

}  // namespace ix::simulation
