// SPDX-License-Identifier: Apache-2.0
// Words as search sees them: FTS5's unicode61 without marks, and ligatures as two letters.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/sqlite.h"

struct sqlite3;

namespace ix::cache {

// One word of a text: folded ("Œuvré" gives "oeuvre"), and where it stands in bytes.
struct SearchWord {
  std::string folded;
  size_t start = 0;
  size_t end = 0;
};

// The name under which the schema asks for it.
inline constexpr const char* kSearchTokenizer = "ix_words";

// Makes the tokenizer known to a new connection, before it touches the search tables.
Status register_search_tokenizer(sqlite3* handle);

// The words of a text, in order, as the index has them.
Result<std::vector<SearchWord>> search_words(Connection& connection, std::string_view text);

// The same for many texts: to make it costs more than to read a page of texts with it. One thread;
// outlived by the connection.
class SearchTokenizer {
 public:
  static Result<SearchTokenizer> make(Connection& connection);
  Result<std::vector<SearchWord>> words(std::string_view text) const;

 private:
  using Handle = std::unique_ptr<void, void (*)(void*)>;
  explicit SearchTokenizer(Handle handle) : handle_(std::move(handle)) {}
  Handle handle_;
};

}  // namespace ix::cache
