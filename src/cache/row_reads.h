// SPDX-License-Identifier: Apache-2.0
// What the read-only SQL files share: the result of a statement as a stream of plain rows.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "cache/sqlite.h"

namespace ix::cache {

// Rows of a running statement, decoded one by one; no allocation per row. Text in a row is valid
// until the next call of next() or the end of Rows. One Rows a statement at a time: a second one
// of the same function and connection begins after the first has ended. Outlived by the connection.
template <class Row>
class Rows {
 public:
  using Decode = Row (*)(Statement&);
  Rows(StatementUse statement, Decode decode) : statement_(std::move(statement)), decode_(decode) {}
  // The same, and what was bound to it.
  Rows(StatementUse statement, std::shared_ptr<const void> bound, Decode decode)
      : bound_(std::move(bound)), statement_(std::move(statement)), decode_(decode) {}
  // A statement made for this once, and what was bound to it.
  Rows(std::unique_ptr<Statement> statement, std::shared_ptr<const void> bound, Decode decode)
      : bound_(std::move(bound)),
        owned_(std::move(statement)),
        statement_(StatementUse(*owned_)),
        decode_(decode) {}

  // False: the end; `row` is untouched.
  Result<bool> next(Row& row) {
    IX_TRY(const bool found, statement_->step());
    if (found) row = decode_(*statement_);
    return found;
  }

 private:
  std::shared_ptr<const void> bound_;
  std::unique_ptr<Statement> owned_;
  StatementUse statement_;
  Decode decode_;
};

// Why an item or an outbox entry failed; `code` 0: it did not.
struct FailureRow {
  int32_t code = 0;
  int32_t origin = 0;
  int32_t retry = 0;
  int32_t fixer = 0;
  std::string_view message;
};

// The five failure columns from `first` on.
inline FailureRow failure_from(Statement& row, int first) {
  return {row.integer32(first), row.integer32(first + 1), row.integer32(first + 2),
          row.integer32(first + 3), row.text(first + 4)};
}

}  // namespace ix::cache
