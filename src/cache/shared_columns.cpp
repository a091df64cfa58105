// SPDX-License-Identifier: Apache-2.0
#include "cache/shared_columns.h"

namespace ix::cache {

void bind_failure(Statement& statement, int first, const std::optional<Failure>& failure) {
  if (!failure) {
    for (int i = 0; i < 5; ++i) statement.bind_null(first + i);
    return;
  }
  statement.bind(first, number(failure->code));
  statement.bind(first + 1, number(failure->origin));
  statement.bind(first + 2, number(failure->retry));
  statement.bind(first + 3, number(failure->fixer));
  statement.bind(first + 4, std::string_view(failure->message));
}

std::optional<Failure> read_failure(const Statement& statement, int first) {
  if (statement.is_null(first)) return std::nullopt;
  return Failure{static_cast<ErrorCode>(statement.integer32(first)),
                 static_cast<ErrorOrigin>(statement.integer32(first + 1)),
                 static_cast<RetryAdvice>(statement.integer32(first + 2)),
                 static_cast<Fixer>(statement.integer32(first + 3)), statement.string(first + 4)};
}

void bind_call(Statement& statement, int first, const std::optional<Call>& call) {
  if (!call) {
    for (int i = 0; i < 6; ++i) statement.bind_null(first + i);
    return;
  }
  statement.bind(first, std::string_view(call->id));
  statement.bind(first + 1, number(call->direction));
  statement.bind(first + 2, number(call->outcome));
  statement.bind(first + 3, call->duration_ms);
  statement.bind(first + 4, call->started_ms);
  statement.bind(first + 5, std::string_view(call->number));
}

std::optional<Call> read_call(const Statement& statement, int first) {
  if (statement.is_null(first + 2)) return std::nullopt;
  Call call;
  call.id = statement.string(first);
  call.direction = static_cast<Direction>(statement.integer32(first + 1));
  call.outcome = static_cast<CallOutcome>(statement.integer32(first + 2));
  call.duration_ms = statement.integer(first + 3);
  call.started_ms = statement.integer(first + 4);
  call.number = statement.string(first + 5);
  return call;
}

}  // namespace ix::cache
