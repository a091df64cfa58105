// SPDX-License-Identifier: Apache-2.0
// Groups of columns that several tables have: a failure (five), a call (six).
#pragma once

#include <optional>

#include "cache/sqlite.h"
#include "model/item.h"

namespace ix::cache {

template <class E>
constexpr int32_t number(E value) {
  return static_cast<int32_t>(value);
}

// Binds parameters first to first + 4; NULL when there is no failure. The failure must stay until
// the statement has been reset.
void bind_failure(Statement& statement, int first, const std::optional<Failure>& failure);
std::optional<Failure> read_failure(const Statement& statement, int first);

// In the order id, direction, outcome, duration_ms, started_ms, number; as bind_failure().
void bind_call(Statement& statement, int first, const std::optional<Call>& call);
std::optional<Call> read_call(const Statement& statement, int first);

}  // namespace ix::cache
