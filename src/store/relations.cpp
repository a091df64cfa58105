// SPDX-License-Identifier: Apache-2.0
#include "store/relations.h"

#include "cache/reaction_table.h"
#include "cache/version_table.h"
#include "store/overlay.h"

namespace ix::store {
namespace {

using cache::ParkedRelation;
using cache::StoredItem;
using Kind = RelationChange::Kind;
namespace versions = cache::version_table;

bool outranks(StreamPlace place, int64_t shown) {
  return place.live ? place.ord >= shown : place.ord > shown;
}

bool edit(const RelationChange& relation, StreamPlace place, StoredItem& target) {
  if (target.deleted || relation.sender != target.sender) return false;
  if (!outranks(place, target.edit_ord)) return false;
  const bool text_changes = !relation.text.empty() && relation.text != target.text;
  if (!text_changes && !relation.call && target.edited && target.edit_ord == place.ord) {
    return false;
  }
  if (!relation.text.empty()) target.text = relation.text;
  if (relation.call) target.call = relation.call;
  if (!relation.attachments.empty()) target.attachments = relation.attachments;
  // A call record that is brought up to date was not edited by anybody.
  if (!relation.call) target.edited = true;
  target.edit_ord = place.ord;
  return true;
}

bool deliver(const RelationChange& relation, StoredItem& target) {
  if (target.direction != Direction::out) return false;
  const ItemState state = advanced(target.state, relation.state);
  if (state == target.state) return false;
  target.state = state;
  target.failure = state == ItemState::failed ? relation.failure : std::nullopt;
  return true;
}

}  // namespace

bool redact(StoredItem& target) {
  if (target.deleted) return false;
  target.deleted = true;
  target.text.clear();
  target.attachments.clear();
  target.file_names.clear();
  return true;
}

bool apply_relation(const RelationChange& relation, StreamPlace place, StoredItem& target) {
  switch (relation.kind) {
    case Kind::edit:
      return edit(relation, place, target);
    case Kind::redaction:
      return redact(target);
    case Kind::delivery:
      return deliver(relation, target);
    case Kind::reaction:
    case Kind::consent:
      break;  // never a change of the item itself
  }
  return false;
}

Result<bool> add_reaction(cache::Connection& connection, RouteId route,
                          const RelationChange& reaction) {
  if (reaction.text.empty() || reaction.remote_id.empty()) return false;
  // It may have been taken back before it was seen.
  IX_TRY(const auto parked,
         cache::relation_table::of_target(connection, route, reaction.remote_id));
  bool withdrawn = false;
  for (const ParkedRelation& one : parked) withdrawn = withdrawn || one.kind == Kind::redaction;
  if (withdrawn) {
    IX_CHECK(cache::relation_table::remove(connection, route, reaction.remote_id));
  }
  return cache::reaction_table::add(connection, route, reaction, withdrawn);
}

Status park_relation(cache::Connection& connection, RouteId route, const RelationChange& relation,
                     StreamPlace place) {
  ParkedRelation parked;
  static_cast<RelationChange&>(parked) = relation;
  parked.ord = place.ord;
  if (relation.kind == Kind::edit) {
    // Only the edit that will be shown is kept, one for each sender: whose item it is, is unknown.
    IX_TRY(const auto others, cache::relation_table::of_target(connection, route, relation.target));
    for (const ParkedRelation& other : others) {
      if (other.kind != Kind::edit || other.sender != relation.sender) continue;
      if (!outranks(place, other.ord)) return {};
      IX_CHECK(cache::relation_table::remove_one(connection, route, other.target, other.remote_id));
    }
  }
  return cache::relation_table::park(connection, route, parked);
}

Result<std::vector<ParkedRelation>> apply_parked(cache::Connection& connection, StoredItem& item) {
  std::vector<ParkedRelation> edits;
  if (item.remote_id.empty()) return edits;
  IX_TRY(const auto parked,
         cache::relation_table::of_target(connection, item.route, item.remote_id));
  if (parked.empty()) return edits;
  for (const ParkedRelation& one : parked) {
    (void)apply_relation(one, {one.ord, true}, item);
    if (one.kind == Kind::edit) edits.push_back(one);
  }
  IX_CHECK(cache::relation_table::remove(connection, item.route, item.remote_id));
  return edits;
}

Status keep_version(cache::Connection& connection, const StoredItem& item,
                    std::string_view original, const RelationChange& edit, StreamPlace place) {
  constexpr int64_t kMost = 50;
  const bool counts = edit.kind == Kind::edit && !edit.text.empty() && !edit.call &&
                      !item.deleted && edit.sender == item.sender;
  if (!counts) return {};
  IX_TRY(int64_t known, versions::count_others(connection, item.id, edit.remote_id));
  if (known >= kMost) return {};
  if (known == 0) {
    IX_CHECK(versions::add(connection, item.id, item.remote_id, cache::kBelowAll, 0, original));
    ++known;
  }
  // At one place the later one of a live stream is shown, and the first one of history.
  const int64_t in_stream = place.live ? known : -known;
  const int64_t seq = place.told ? in_stream : versions::kUntold;
  return versions::add(connection, item.id, edit.remote_id, place.ord, seq, edit.text);
}

Result<std::optional<StoredItem>> withdraw_edit(cache::Connection& connection, RouteId route,
                                                std::string_view remote_id) {
  IX_TRY(const auto id, versions::item_of_edit(connection, route, remote_id));
  if (!id) return std::optional<StoredItem>();
  IX_CHECK(versions::withdraw(connection, *id, remote_id));
  IX_TRY(auto item, find_lifted(connection, *id));
  IX_TRY(const auto shown, versions::shown(connection, *id));
  if (!item || item->deleted || !shown) return item;
  item->text = shown->text;
  item->edited = !shown->original;
  item->edit_ord = shown->ord;
  IX_TRY(const bool settled, put(connection, *item));
  (void)settled;  // only where the item itself was deleted
  return item;
}

}  // namespace ix::store
