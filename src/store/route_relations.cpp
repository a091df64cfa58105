// SPDX-License-Identifier: Apache-2.0
// RouteWriter: what is said of items, by the stream and in answer to what was asked.
#include <algorithm>
#include <utility>
#include <vector>

#include "cache/outbox_table.h"
#include "cache/reaction_table.h"
#include "cache/room_table.h"
#include "cache/version_table.h"
#include "store/consent.h"
#include "store/files.h"
#include "store/overlay.h"
#include "store/route_writer.h"

namespace ix::store {
namespace {

using cache::StoredItem;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;

}  // namespace

// An item (lifted) that something was said about.
Status RouteWriter::change(const StoredItem& item) {
  dirty_ = true;
  if (item.deleted) IX_CHECK(cache::version_table::withdraw_all(connection_, item.id));
  return put(item);
}

Status RouteWriter::put(const StoredItem& item) {
  IX_TRY(const bool settled, store::put(connection_, item));
  outbox_changed_ = outbox_changed_ || settled;
  return {};
}

Status RouteWriter::link(const StoredItem& item) {
  if (!unlinked_) {
    IX_TRY(unlinked_, entries::any_unlinked(connection_, route_.id));
  }
  if (!*unlinked_ || item.remote_id.empty()) return {};
  IX_TRY(const bool linked, entries::link(connection_, route_.id, item.remote_id, item.id));
  if (!linked) return {};
  outbox_changed_ = true;
  return put(item);
}

Status RouteWriter::relate(const RelationChange& relation) {
  // Clients mark whatever came last as read, so also what is no item.
  if (!relation.remote_id.empty() && route_.relation_id != relation.remote_id) {
    route_.relation_id = relation.remote_id;
    route_.relation_ord = route_.head_ord;
    dirty_ = true;
    if (route_.read_parked == relation.remote_id) advance_read(route_.head_ord);
  }
  return relate_at(relation, {route_.head_ord, true});
}

Status RouteWriter::relate_at(const RelationChange& relation, StreamPlace place) {
  if (relation.kind == RelationChange::Kind::consent) return hear_report(relation);
  if (relation.target.empty()) return {};
  if (relation.kind == RelationChange::Kind::reaction) return relate_reaction(relation);
  IX_TRY(const bool own_echo, take_edit_echo(relation));
  IX_TRY(auto target, find_lifted(connection_, route_.id, relation.target));
  if (!target && relation.kind == RelationChange::Kind::redaction) {
    IX_TRY(const bool known, withdraw(relation.target));
    if (known) return {};
  }
  if (!target) return park_relation(connection_, route_.id, relation, place);
  IX_CHECK(keep_version(connection_, *target, target->text, relation, place));
  const bool counted = counts_as_unread(*target);
  const auto said = word_of(route_, *target, {});
  if (!apply_relation(relation, place, *target) && !own_echo) return {};
  IX_CHECK(change(*target));
  if (relation.kind == RelationChange::Kind::delivery) IX_CHECK(deliver(*target, said));
  return offer(*target, counted);
}

Status RouteWriter::hear(const Item& item, std::string_view text) {
  auto word = word_of(route_, item, text);
  if (!word) return {};
  IX_TRY(const bool changed, hear_word(connection_, std::move(*word), route_));
  dirty_ = dirty_ || changed;
  return {};
}

Status RouteWriter::hear_report(const RelationChange& report) {
  // A person's data that was erased stays away.
  if (route_.erased_ms > 0 && report.at_ms <= route_.erased_ms) return {};
  auto word = word_of(route_, report);
  if (!word) return {};
  IX_TRY(const bool changed, hear_word(connection_, std::move(*word), route_));
  dirty_ = dirty_ || changed;
  return {};
}

// `said`: by the item before the report.
Status RouteWriter::deliver(const Item& item, const std::optional<ConsentWord>& said) {
  if (item.direction != Direction::out) return {};
  if (!said || word_of(route_, item, {})) return hear(item, {});
  IX_TRY(const bool changed, unhear_word(connection_, *said, route_));
  dirty_ = dirty_ || changed;
  return {};
}

Result<bool> RouteWriter::take_edit_echo(const RelationChange& relation) {
  if (relation.kind != RelationChange::Kind::edit || relation.key.empty()) return false;
  IX_TRY(const auto entry, entries::edit_by_key(connection_, relation.key));
  if (!entry) return false;
  IX_CHECK(entries::remove(connection_, entry->id));
  outbox_changed_ = true;
  return true;
}

Status RouteWriter::relate_reaction(const RelationChange& relation) {
  IX_TRY(const bool news, add_reaction(connection_, route_.id, relation));
  if (!news) return {};
  dirty_ = true;
  if (!relation.own) return {};
  IX_TRY(const bool settled,
         settle_reactions(connection_, route_.id, relation.target, relation.text));
  outbox_changed_ = outbox_changed_ || settled;
  return {};
}

Result<bool> RouteWriter::withdraw(const std::string& remote_id) {
  IX_TRY(const auto edited, withdraw_edit(connection_, route_.id, remote_id));
  IX_TRY(const bool parked, cache::relation_table::remove_edit(connection_, route_.id, remote_id));
  IX_TRY(const auto said, cache::reaction_table::find(connection_, route_.id, remote_id));
  IX_TRY(const bool reaction, cache::reaction_table::withdraw(connection_, route_.id, remote_id));
  if (said && said->mine) {
    IX_TRY(const bool settled, settle_reactions(connection_, route_.id, said->target, said->key));
    outbox_changed_ = outbox_changed_ || settled;
  }
  if (edited || reaction) dirty_ = true;
  return edited || parked || reaction;
}

Status RouteWriter::accept(StoredItem item, const std::string& remote_id) {
  bool waited = false;
  IX_CHECK(lift(connection_, item));
  IX_CHECK(remove_entry_of(item.id, waited));
  IX_CHECK(aim(item.id, remote_id));
  item.state = ItemState::accepted;
  item.failure.reset();
  IX_TRY(auto echo, items::by_remote(connection_, route_.id, remote_id));
  if (echo && echo->id != item.id) {
    // A backend without client keys: its echo looked like another device's item. The user knows
    // the one that was sent, so that one stays, in the other's place.
    IX_TRY(const int64_t room, cache::room_table::of_item(connection_, echo->id));
    IX_CHECK(cache::room_table::set(connection_, item.id, room));
    IX_CHECK(items::remove(connection_, echo->id));
    item.ord = echo->ord;
    item.at_ms = echo->at_ms;
    item.sort_key = echo->sort_key;
    item.state = advanced(item.state, echo->state);
    item.text = echo->text;
    item.edited = echo->edited;
    item.edit_ord = echo->edit_ord;
    item.deleted = echo->deleted;
    if (item.ord) note_change(*item.ord);
  }
  item.remote_id = remote_id;
  const std::string original = item.text;
  IX_TRY(const auto edits, apply_parked(connection_, item));
  note_own_change();
  IX_CHECK(put(item));
  for (const cache::ParkedRelation& edit : edits) {
    IX_CHECK(keep_version(connection_, item, original, edit, {edit.ord, true}));
  }
  return hear(item, {});
}

Status RouteWriter::accept_edit(StoredItem item, const std::string& text,
                                const std::string& remote_id) {
  RelationChange edit;
  edit.remote_id = remote_id;
  edit.target = item.remote_id;
  edit.sender = item.sender;
  edit.text = text;
  // It is the newest as far as anybody knows; its echo says where it stands.
  const StreamPlace place{std::max(route_.head_ord, item.edit_ord), true, false};
  IX_CHECK(keep_version(connection_, item, item.text, edit, place));
  (void)apply_relation(edit, place, item);
  return change(item);
}

Status RouteWriter::accept_removal(StoredItem item) {
  (void)redact(item);
  return change(item);
}

Status RouteWriter::lay_again(const StoredItem& item) {
  dirty_ = true;
  return put(item);
}

Status RouteWriter::remove_entry_of(ItemId item, bool& existed) {
  IX_TRY(const auto entry, entries::send_of(connection_, item));
  existed = entry.has_value();
  if (!entry) return {};
  outbox_changed_ = true;
  IX_CHECK(settle_files(connection_, item, now_));
  return entries::remove(connection_, entry->id);
}

Status RouteWriter::aim(ItemId item, const std::string& remote_id) {
  IX_TRY(const bool some, entries::aim(connection_, item, remote_id));
  outbox_changed_ = outbox_changed_ || some;
  return {};
}

}  // namespace ix::store
