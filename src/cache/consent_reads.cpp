// SPDX-License-Identifier: Apache-2.0
#include "cache/consent_reads.h"

namespace ix::cache {
namespace {

constexpr const char* kPairs =
    "SELECT DISTINCT peer, own FROM consent WHERE (peer, own) > (?1, ?2) ORDER BY peer, own";
constexpr const char* kPairsOfPeer =
    "SELECT DISTINCT peer, own FROM consent WHERE peer = ?1 AND own > ?2 ORDER BY own";
constexpr const char* kPairsOfPeerFirst =
    "SELECT DISTINCT peer, own FROM consent WHERE peer = ?1 ORDER BY own";
constexpr const char* kWords =
    "SELECT id, peer, own, at_ms, state, source, keyword FROM consent"
    " WHERE (peer, own, at_ms, id) > (?1, ?2, ?3, ?4) ORDER BY peer, own, at_ms, id";
constexpr const char* kWordsOfPeer =
    "SELECT id, peer, own, at_ms, state, source, keyword FROM consent"
    " WHERE peer = ?1 AND (own, at_ms, id) > (?2, ?3, ?4) ORDER BY own, at_ms, id";
constexpr const char* kConversation =
    "SELECT conversation FROM route WHERE peer_number = ?1 AND kind = 1 AND merged_into IS NULL"
    " ORDER BY hidden, id LIMIT 1";

ConsentPairRow decode_pair(Statement& row) {
  return {row.text(0), row.text(1)};
}

ConsentWordRow decode_word(Statement& row) {
  return {row.integer(0),   row.text(1),      row.text(2), row.integer(3),
          row.integer32(4), row.integer32(5), row.text(6)};
}

}  // namespace

Result<Rows<ConsentPairRow>> consent_pairs_after(Connection& connection, std::string_view only,
                                                 const ConsentPlace& after) {
  if (!only.empty() && after.peer.empty()) {
    IX_TRY(auto row, connection.prepare(kPairsOfPeerFirst));
    row->bind(1, only);
    return Rows<ConsentPairRow>(std::move(row), decode_pair);
  }
  IX_TRY(auto row, connection.prepare(only.empty() ? kPairs : kPairsOfPeer));
  row->bind_all(only.empty() ? after.peer : only, after.own);
  return Rows<ConsentPairRow>(std::move(row), decode_pair);
}

Result<Rows<ConsentWordRow>> consent_words_after(Connection& connection, std::string_view only,
                                                 const ConsentPlace& after) {
  IX_TRY(auto row, connection.prepare(only.empty() ? kWords : kWordsOfPeer));
  row->bind_all(only.empty() ? after.peer : only, after.own, after.at_ms, after.id);
  return Rows<ConsentWordRow>(std::move(row), decode_word);
}

Result<int64_t> conversation_of_number(Connection& connection, std::string_view peer) {
  IX_TRY(auto row, connection.prepare(kConversation));
  row->bind(1, peer);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : int64_t{0};
}

}  // namespace ix::cache
