// SPDX-License-Identifier: Apache-2.0
#include "cache/search_reads.h"

#include <memory>

#include "cache/filter_sql.h"

namespace ix::cache {
namespace {

constexpr size_t kMostText = 1'000;
constexpr size_t kMostWords = 32;
constexpr size_t kFewestDigits = 3;
constexpr size_t kFewestPrefix = 2;  // bytes: one letter alone would find nearly everything

// A piece of the text: a phrase in quotation marks, or one word.
struct Piece {
  std::string_view text;
  bool quoted = false;
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const char first = text.front();
    if (first == ' ' || first == '\t' || first == '\n' || first == '\r') {
      text.remove_prefix(1);
      continue;
    }
    const bool quoted = first == '"';
    if (quoted) text.remove_prefix(1);
    const size_t end = text.find_first_of(quoted ? "\"" : " \t\n\r\"");
    pieces.push_back({text.substr(0, end), quoted});
    if (end == std::string_view::npos) break;
    text.remove_prefix(quoted ? end + 1 : end);
  }
  return pieces;
}

// Digits of "(613) 555-01"; empty when there is anything that no number has.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view("+()-./ ").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits.size() >= kFewestDigits ? digits : std::string();
}

// {column} : "a b" * AND ...  The words are folded and hold no quotation mark.
std::string expression(const SearchQuery& query, const char* column) {
  std::string out = std::string("{") + column + "} : (";
  for (size_t i = 0; i < query.phrases.size(); ++i) {
    if (i > 0) out += " AND ";
    out += '"';
    for (size_t word = 0; word < query.phrases[i].words.size(); ++word) {
      if (word > 0) out += ' ';
      out += query.phrases[i].words[word];
    }
    out += query.phrases[i].prefix ? "\" *" : "\"";
  }
  return out + ")";
}

FoundItemRow decode_item(Statement& row) {
  constexpr int kNext = kItemRowColumnCount;
  return {decode_item_row(row), row.integer(kNext), row.integer(kNext + 1), row.text(kNext + 2)};
}

FoundConversationRow decode_conversation(Statement& row) {
  return {row.integer(0), row.text(1), row.text(2)};
}

// What a running statement has bound.
struct Bound {
  std::string match;
  std::string digits;
  std::unique_ptr<FilterSql> where;
};

// The index is walked from its newest end and each hit is looked up: CROSS JOIN keeps that order.
// All that a page shows of a hit comes with it: a second look-up of each would cost as much again.
std::string items_found_sql(const std::string& condition) {
  return std::string("SELECT ") + kItemRowColumns +
         ", s.rowid, r.conversation, c.title FROM item_search AS s"
         " CROSS JOIN item AS i ON i.id = s.rowid & 1073741823"
         " CROSS JOIN route AS r ON r.id = i.route"
         " CROSS JOIN conversation AS c ON c.id = r.conversation" +
         " WHERE item_search MATCH ?1 AND s.rowid < ?2 AND " + condition +
         " ORDER BY s.rowid DESC LIMIT ?3";
}

// " AND {route} : ("r1" OR "r2")": the routes are words of the index, so that what other
// conversations say is never looked at.
Result<std::string> only_of(Connection& connection, ConversationId id) {
  std::string routes;
  IX_TRY(auto statement, connection.prepare("SELECT id FROM route WHERE conversation = ?1"));
  statement->bind(1, id.value);
  for (;;) {
    IX_TRY(const bool found, statement->step());
    if (!found) break;
    routes += (routes.empty() ? "\"" : " OR \"") + RouteId{statement->integer(0)}.text() + "\"";
  }
  if (routes.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return " AND {route} : (" + routes + ")";
}

}  // namespace

Result<SearchQuery> parse_search(const SearchTokenizer& tokenizer, std::string_view text) {
  const Error too_long(ErrorCode::INVALID_ARGUMENT,
                       "the text to search for is too long: at most 1,000 bytes and 32 words");
  if (text.size() > kMostText) return too_long;
  SearchQuery query;
  query.digits = digits_of(text);
  const std::vector<Piece> pieces = pieces_of(text);
  const bool typing = !text.empty() && text.back() != ' ' && text.back() != '"';
  size_t count = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    IX_TRY(const std::vector<SearchWord> words, tokenizer.words(pieces[i].text));
    if (words.empty()) continue;
    count += words.size();
    SearchQuery::Phrase phrase;
    for (const SearchWord& word : words) phrase.words.push_back(word.folded);
    phrase.prefix = typing && !pieces[i].quoted && i + 1 == pieces.size() &&
                    words.back().folded.size() >= kFewestPrefix &&
                    words.back().end == pieces[i].text.size();
    query.phrases.push_back(std::move(phrase));
  }
  if (count > kMostWords) return too_long;
  return query;
}

Result<Rows<FoundItemRow>> items_found(Connection& connection, const SearchQuery& query,
                                       const Filter& filter, std::optional<ConversationId> in,
                                       SearchPlace before, int64_t limit) {
  auto bound = std::make_shared<Bound>();
  bound->match = expression(query, "body");
  bound->where = std::make_unique<FilterSql>(filter, 4, FilterScope::each);
  if (in) {
    IX_TRY(const std::string only, only_of(connection, *in));
    bound->match += only;
  }
  const Filter::Node& root = filter.root();
  if (root.op == FilterOp::preset && root.value == static_cast<int32_t>(Preset::all)) {
    // Asked at each letter that a person types: prepared once.
    static const std::string of_all = items_found_sql(bound->where->condition());
    IX_TRY(StatementUse statement, connection.prepare(of_all.c_str()));
    statement->bind(1, std::string_view(bound->match)).bind(2, before.value).bind(3, limit);
    return Rows<FoundItemRow>(std::move(statement), std::move(bound), decode_item);
  }
  IX_TRY(auto statement, connection.prepare_once(items_found_sql(bound->where->condition())));
  statement->bind(1, std::string_view(bound->match)).bind(2, before.value).bind(3, limit);
  bound->where->bind(*statement);
  return Rows<FoundItemRow>(std::move(statement), std::move(bound), decode_item);
}

Result<Rows<FoundConversationRow>> conversations_found(Connection& connection,
                                                       const SearchQuery& query,
                                                       const Filter& filter, int64_t limit) {
  auto bound = std::make_shared<Bound>();
  bound->match = expression(query, "title");
  bound->digits = "%" + query.digits + "%";
  bound->where = std::make_unique<FilterSql>(filter, 4, FilterScope::each);
  constexpr const char* kByTitle =
      "SELECT rowid AS id, NULL AS number FROM conversation_search"
      " WHERE conversation_search MATCH ?1";
  constexpr const char* kByNumber =
      " UNION ALL SELECT conversation, peer_number FROM route"
      " WHERE merged_into IS NULL AND peer_number LIKE ?2";
  const std::string sql = "SELECT c.id, c.title, min(f.number) FROM (" + std::string(kByTitle) +
                          (query.digits.empty() ? "" : kByNumber) +
                          ") AS f JOIN conversation AS c ON c.id = f.id WHERE " +
                          bound->where->condition() +
                          " GROUP BY c.id ORDER BY c.activity_ms DESC, c.id DESC LIMIT ?3";
  IX_TRY(auto statement, connection.prepare_once(sql));
  statement->bind(1, std::string_view(bound->match));
  if (!query.digits.empty()) statement->bind(2, std::string_view(bound->digits));
  statement->bind(3, limit);
  bound->where->bind(*statement);
  return Rows<FoundConversationRow>(std::move(statement), std::move(bound), decode_conversation);
}

}  // namespace ix::cache
