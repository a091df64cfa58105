// SPDX-License-Identifier: Apache-2.0
#include "cache/search_tokenizer.h"

#include <sqlite3.h>

#include <memory>
#include <utility>

namespace ix::cache {
namespace {

// unicode61 lowers case and takes marks off (SQLite documentation, FTS5, 4.3.1), but a ligature is
// a letter to it. Kept in step with identity::search_key, so that names fold as messages do.
constexpr std::pair<std::string_view, std::string_view> kLigatures[] = {
    {"\xC5\x93", "oe"}, {"\xC3\xA6", "ae"}, {"\xC3\x9F", "ss"}};

std::string without_ligatures(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (size_t i = 0; i < word.size();) {
    const std::string_view rest = word.substr(i);
    size_t taken = 0;
    for (const auto& [letter, letters] : kLigatures) {
      if (!rest.starts_with(letter)) continue;
      out += letters;
      taken = letter.size();
    }
    if (taken == 0) out += word[i];
    i += taken == 0 ? 1 : taken;
  }
  return out;
}

bool has_ligature(std::string_view word) {
  for (const auto& [letter, letters] : kLigatures) {
    if (word.find(letter) != std::string_view::npos) return true;
  }
  return false;
}

using TokenCallback = int (*)(void*, int, const char*, int, int, int);

// The interface of FTS5's tokenizers, in front of unicode61. One a table and connection.
class Tokenizer {
 public:
  static int create(void* api_pointer, const char**, int, Fts5Tokenizer** out) {
    auto* api = static_cast<fts5_api*>(api_pointer);
    auto made = std::make_unique<Tokenizer>();
    void* context = nullptr;
    int code = api->xFindTokenizer(api, "unicode61", &context, &made->inner_);
    const char* arguments[] = {"remove_diacritics", "2"};
    if (code == SQLITE_OK) code = made->inner_.xCreate(context, arguments, 2, &made->handle_);
    if (code == SQLITE_OK) *out = reinterpret_cast<Fts5Tokenizer*>(made.release());
    return code;
  }
  static void destroy(Fts5Tokenizer* self) {
    auto* tokenizer = reinterpret_cast<Tokenizer*>(self);
    tokenizer->inner_.xDelete(tokenizer->handle_);
    delete tokenizer;
  }
  static int tokenize(Fts5Tokenizer* self, void* context, int flags, const char* text, int size,
                      TokenCallback callback) {
    auto* tokenizer = reinterpret_cast<Tokenizer*>(self);
    Sink sink{context, callback};
    return tokenizer->inner_.xTokenize(tokenizer->handle_, &sink, flags, text, size, pass);
  }

 private:
  struct Sink {
    void* context;
    TokenCallback callback;
  };
  static int pass(void* context, int flags, const char* word, int size, int start, int end) {
    const auto* sink = static_cast<Sink*>(context);
    const std::string_view view(word, static_cast<size_t>(size));
    if (!has_ligature(view)) return sink->callback(sink->context, flags, word, size, start, end);
    const std::string folded = without_ligatures(view);
    return sink->callback(sink->context, flags, folded.data(), static_cast<int>(folded.size()),
                          start, end);
  }

  fts5_tokenizer inner_{};
  Fts5Tokenizer* handle_ = nullptr;
};

// SQLite hands out its FTS5 functions through a statement (documentation, FTS5, 7).
fts5_api* api_of(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

int collect(void* context, int, const char* word, int size, int start, int end) {
  auto* words = static_cast<std::vector<SearchWord>*>(context);
  words->push_back({std::string(word, static_cast<size_t>(size)), static_cast<size_t>(start),
                    static_cast<size_t>(end)});
  return SQLITE_OK;
}

}  // namespace

Status register_search_tokenizer(sqlite3* handle) {
  fts5_api* api = api_of(handle);
  if (api == nullptr) return Error(ErrorCode::NOT_SUPPORTED, "SQLite was built without FTS5");
  fts5_tokenizer methods{Tokenizer::create, Tokenizer::destroy, Tokenizer::tokenize};
  const int code = api->xCreateTokenizer(api, kSearchTokenizer, api, &methods, nullptr);
  if (code != SQLITE_OK) return error_of_sqlite(code, "preparing the search");
  return {};
}

Result<SearchTokenizer> SearchTokenizer::make(Connection& connection) {
  fts5_api* api = api_of(connection.handle());
  Fts5Tokenizer* made = nullptr;
  if (api == nullptr || Tokenizer::create(api, nullptr, 0, &made) != SQLITE_OK) {
    return Error(ErrorCode::NOT_SUPPORTED, "SQLite was built without FTS5");
  }
  return SearchTokenizer(
      Handle(made, [](void* self) { Tokenizer::destroy(static_cast<Fts5Tokenizer*>(self)); }));
}

Result<std::vector<SearchWord>> SearchTokenizer::words(std::string_view text) const {
  std::vector<SearchWord> words;
  const int code = Tokenizer::tokenize(static_cast<Fts5Tokenizer*>(handle_.get()), &words,
                                       FTS5_TOKENIZE_DOCUMENT, text.data(),
                                       static_cast<int>(text.size()), collect);
  if (code != SQLITE_OK) return error_of_sqlite(code, "reading the words of a text");
  return words;
}

Result<std::vector<SearchWord>> search_words(Connection& connection, std::string_view text) {
  IX_TRY(const SearchTokenizer tokenizer, SearchTokenizer::make(connection));
  return tokenizer.words(text);
}

}  // namespace ix::cache
