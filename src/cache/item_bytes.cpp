// SPDX-License-Identifier: Apache-2.0
#include "cache/item_bytes.h"

#include <functional>
#include <map>

namespace ix::cache::item_bytes {
namespace {

// Casts: length() of a text counts characters. i: item, v: item_version, a: attachment,
// r: reaction.
#define IX_BYTES(column) "ifnull(length(CAST(" column " AS BLOB)), 0)"
#define IX_ITEM_TEXT IX_BYTES("i.text")
#define IX_ITEM_METADATA \
  "(" IX_BYTES("i.sender") " + " IX_BYTES("i.sender_name") " + " IX_BYTES("i.reply_to")      \
  " + " IX_BYTES("i.remote_id") " + " IX_BYTES("i.key") " + " IX_BYTES("i.call_id")          \
  " + " IX_BYTES("i.call_number") " + " IX_BYTES("i.failure_message")                        \
  " + " IX_BYTES("i.file_names") ")"
#define IX_VERSION_TEXT IX_BYTES("v.text")
#define IX_VERSION_METADATA IX_BYTES("v.remote_id")
#define IX_ATTACHMENT_METADATA \
  "(" IX_BYTES("a.name") " + " IX_BYTES("a.mime") " + " IX_BYTES("a.uri") ")"
#define IX_REACTION_METADATA                                                                  \
  "(" IX_BYTES("r.target") " + " IX_BYTES("r.key") " + " IX_BYTES("r.sender") " + " IX_BYTES( \
      "r.remote_id") ")"

// Item by item, and then what belongs to them, of which there is less: asking each of a million
// items for it would take as long again.
constexpr const char* kPieces =
    "SELECT i.route, i.sort_key, 1, " IX_ITEM_TEXT ", " IX_ITEM_METADATA
    " FROM item AS i WHERE i.kind <> 4"
    " UNION ALL SELECT i.route, i.sort_key, 0, " IX_VERSION_TEXT ", " IX_VERSION_METADATA
    " FROM item_version AS v CROSS JOIN item AS i ON i.id = v.item"
    " UNION ALL SELECT i.route, i.sort_key, 0, 0, " IX_ATTACHMENT_METADATA
    " FROM attachment AS a CROSS JOIN item AS i ON i.id = a.item"
    " UNION ALL SELECT i.route, i.sort_key, 0, 0, " IX_REACTION_METADATA
    " FROM reaction AS r CROSS JOIN item AS i ON i.route = r.route AND i.remote_id = r.target";

constexpr const char* kNewestFirst =
    "SELECT i.ord, " IX_ITEM_TEXT " + " IX_ITEM_METADATA " + (SELECT ifnull(sum(" IX_VERSION_TEXT
    " + " IX_VERSION_METADATA
    "), 0) FROM item_version AS v WHERE v.item = i.id)"
    " + (SELECT ifnull(sum(" IX_ATTACHMENT_METADATA
    "), 0) FROM attachment AS a WHERE a.item = i.id)"
    " + (SELECT ifnull(sum(" IX_REACTION_METADATA
    "), 0) FROM reaction AS r WHERE r.route = i.route AND r.target = i.remote_id)"
    " FROM item AS i WHERE i.route = ?1 AND i.ord IS NOT NULL AND i.kind <> 4"
    " ORDER BY i.ord DESC";

constexpr Millis kHour = 3'600'000;

struct Piece {
  RouteId route;
  Millis sort_key = 0;
  int64_t items = 0;
  int64_t text = 0;
  int64_t metadata = 0;
};

// Added up here: to group in SQL would sort the texts.
template <class Add>
Status each_piece(Connection& connection, Add add) {
  IX_TRY(auto row, connection.prepare(kPieces));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return {};
    add(Piece{RouteId{row->integer(0)}, row->integer(1), row->integer(2), row->integer(3),
              row->integer(4)});
  }
}

}  // namespace

Result<std::vector<ItemSizes>> of_routes(Connection& connection) {
  std::map<RouteId, ItemSizes> sums;
  IX_CHECK(each_piece(connection, [&sums](const Piece& piece) {
    ItemSizes& sum = sums[piece.route];
    sum.items += piece.items;
    sum.text_bytes += piece.text;
    sum.metadata_bytes += piece.metadata;
  }));
  std::vector<ItemSizes> all;
  all.reserve(sums.size());
  IX_TRY(auto row, connection.prepare("SELECT conversation FROM route WHERE id = ?1"));
  for (auto& [route, sum] : sums) {
    row->bind(1, route.value);
    IX_TRY(const bool found, row->step());
    sum.route = route;
    if (found) sum.conversation = ConversationId{row->integer(0)};
    row->reset();
    all.push_back(sum);
  }
  return all;
}

Result<std::optional<int64_t>> first_beyond(Connection& connection, RouteId route, int64_t bytes) {
  IX_TRY(auto row, connection.prepare(kNewestFirst));
  row->bind(1, route.value);
  int64_t sum = 0;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return std::optional<int64_t>();
    sum += row->integer(1);
    if (sum > bytes) return std::optional(row->integer(0));
  }
}

Result<Millis> key_within(Connection& connection, int64_t bytes) {
  std::map<int64_t, int64_t, std::greater<>> hours;  // the newest first
  IX_CHECK(each_piece(connection, [&hours](const Piece& piece) {
    hours[piece.sort_key / kHour] += piece.text + piece.metadata;
  }));
  int64_t sum = 0;
  for (const auto& [hour, taken] : hours) {
    sum += taken;
    if (sum > bytes) return (hour + 1) * kHour;
  }
  return Millis{0};
}

}  // namespace ix::cache::item_bytes
