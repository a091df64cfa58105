// SPDX-License-Identifier: Apache-2.0
// What the user does to an item: edits, deletes, reacts. Committed here and shown at once, then on
// its way through the outbox.
#include <algorithm>
#include <utility>
#include <vector>

#include "cache/forgetting.h"
#include "cache/outbox_table.h"
#include "cache/reaction_table.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/outgoing_text.h"
#include "store/overlay.h"
#include "store/route_writer.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;

// An item, and what is on its way about it.
struct Subject {
  StoredItem shown;
  StoredRoute route;
  std::optional<OutboxEntry> send;   // it has not been accepted itself
  std::vector<OutboxEntry> changes;  // oldest first

  // The backend has it, or may.
  bool left() const {
    if (!send) return true;
    return send->may_have_left() && route.state != RouteState::pending;
  }
};

Result<Subject> subject_of(Connection& connection, ItemId id) {
  IX_TRY(auto item, items::find(connection, id));
  if (!item) return Error(ErrorCode::NOT_FOUND, "no such item: use an id from a thread");
  Subject subject;
  subject.shown = std::move(*item);
  IX_TRY(subject.route, need_route(connection, subject.shown.route));
  IX_TRY(auto about, entries::of_item(connection, id));
  for (OutboxEntry& entry : about) {
    if (entry.op == OutboxOp::send) {
      subject.send = std::move(entry);
    } else {
      subject.changes.push_back(std::move(entry));
    }
  }
  return subject;
}

// One command over an item.
class Change {
 public:
  Change(Connection& connection, Random& random, Millis now, Millis backend_now, Touched& touched)
      : connection_(connection),
        random_(random),
        now_(now),
        backend_now_(backend_now),
        touched_(touched) {}

  // What was said before and has not left is what it was not.
  Status rewrite(Subject& subject, const std::string& text) {
    subject.shown.text = text;
    IX_CHECK(items::update(connection_, subject.shown));
    IX_CHECK(cache::forgetting::ask(connection_));
    OutboxEntry& send = *subject.send;
    // Other words are no answer to when they are to leave, nor to a file that does not.
    const bool missed = send.failure && send.failure->code == ErrorCode::SCHEDULE_MISSED;
    const bool asks = missed || send.files_pending;
    const bool held = send.state == OutboxState::failed || send.state == OutboxState::blocked;
    if (held && !asks) {
      // It was refused as it was.
      send.state = OutboxState::queued;
      send.next_try_ms = 0;
      send.failure.reset();
      IX_CHECK(entries::update(connection_, send));
    }
    IX_CHECK(show_send(connection_, send, touched_));
    return lay_again(subject);
  }

  Status edit(Subject& subject, const std::string& text) {
    IX_CHECK(drop_failed(subject, OutboxOp::edit, {}));
    IX_TRY(const auto truth, find_lifted(connection_, subject.shown.id));
    OutboxEntry* last = nullptr;
    bool only_one = true;
    for (OutboxEntry& one : subject.changes) {
      if (one.op != OutboxOp::edit) continue;
      only_one = last == nullptr;
      last = &one;
    }
    const bool waits = last != nullptr && !last->may_have_left();
    if (waits) IX_CHECK(cache::forgetting::ask(connection_));
    if (waits && only_one && truth->text == text) {
      // As it was: there is nothing to say.
      IX_CHECK(entries::remove(connection_, last->id));
    } else if (waits) {
      last->text = text;
      IX_CHECK(entries::update(connection_, *last));
    } else {
      OutboxEntry entry = entry_about(subject.shown, OutboxOp::edit, now_);
      entry.key = random_.uuid();
      entry.text = text;
      IX_CHECK(add(entry));
    }
    return lay_again(subject);
  }

  Status remove(Subject& subject) {
    for (OutboxEntry& one : subject.changes) {
      // One edit that may have left is looked for: what it said is to go, too.
      const bool stays = one.op == OutboxOp::edit && one.may_have_left();
      if (stays) {
        one.wanted = false;
        IX_CHECK(entries::update(connection_, one));
      } else {
        IX_CHECK(entries::remove(connection_, one.id));
      }
    }
    if (subject.send) {
      IX_CHECK(give_up(connection_, *subject.send, subject.route, backend_now_, touched_));
      if (!subject.left()) return {};
    }
    OutboxEntry entry = entry_about(subject.shown, OutboxOp::remove, now_);
    entry.key = random_.uuid();
    IX_CHECK(add(entry));
    return lay_again(subject);
  }

  Status react(Subject& subject, const std::string& key, bool on) {
    IX_TRY(const auto own, cache::reaction_table::mine(connection_, subject.route.id,
                                                       subject.shown.remote_id, key));
    IX_CHECK(drop_failed(subject, OutboxOp::react, key));
    bool there = !own.empty();
    const OutboxEntry* last = nullptr;
    for (const OutboxEntry& one : subject.changes) {
      if (one.op != OutboxOp::react || one.text != key) continue;
      there = one.wanted;
      last = &one;
    }
    if (there == on) return {};
    if (last != nullptr && !last->may_have_left()) {
      // There and back again.
      IX_CHECK(entries::remove(connection_, last->id));
    } else {
      OutboxEntry entry = entry_about(subject.shown, OutboxOp::react, now_);
      entry.key = random_.uuid();
      entry.text = key;
      entry.wanted = on;
      IX_CHECK(add(entry));
    }
    touched_.outbox = true;
    touched_.touch(subject.route.conversation);
    return {};
  }

 private:
  // What the user says now stands in place of what could not be done.
  Status drop_failed(Subject& subject, OutboxOp op, const std::string& key) {
    for (const OutboxEntry& one : subject.changes) {
      if (!is_failed(one, op, key)) continue;
      IX_CHECK(entries::remove(connection_, one.id));
      touched_.outbox = true;
      if (op == OutboxOp::edit) IX_CHECK(cache::forgetting::ask(connection_));
    }
    std::erase_if(subject.changes, [&](const OutboxEntry& one) { return is_failed(one, op, key); });
    return {};
  }

  static bool is_failed(const OutboxEntry& entry, OutboxOp op, const std::string& key) {
    return entry.op == op && entry.state == OutboxState::failed &&
           (op != OutboxOp::react || entry.text == key);
  }

  Status add(const OutboxEntry& entry) {
    IX_TRY(const OutboxId id, entries::insert(connection_, entry));
    (void)id;
    return {};
  }

  // Its row shows what is wanted now.
  Status lay_again(const Subject& subject) {
    touched_.outbox = true;
    return store::lay_again(connection_, subject.shown.id, backend_now_, touched_);
  }

  Connection& connection_;
  Random& random_;
  const Millis now_;
  const Millis backend_now_;
  Touched& touched_;
};

}  // namespace

Result<Touched> Store::edit_item(ItemId id, const std::string& text, const ChangeLimits& limits) {
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Subject subject, subject_of(connection, id));
    const bool left = subject.left();
    IX_CHECK(may_edit(subject.shown, left, subject.route, limits.able));
    Change change(connection, impl_->environment.random, impl_->now(), impl_->backend_now(),
                  touched);
    IX_CHECK(check_text(text, left ? limits.able.max_edit_bytes : limits.max_content_bytes));
    if (subject.shown.text == text) return {};
    if (!left) return change.rewrite(subject, text);
    IX_CHECK(check_route(subject.route));
    return change.edit(subject, text);
  };
  // The words of a user, as those of a message.
  return impl_->transact(Priority::command, Durability::full, work);
}

Result<Touched> Store::delete_item(ItemId id, const ChangeLimits& limits) {
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Subject subject, subject_of(connection, id));
    if (subject.shown.deleted) return {};
    IX_CHECK(may_delete(subject.shown, subject.left(), subject.route, limits.able));
    Change change(connection, impl_->environment.random, impl_->now(), impl_->backend_now(),
                  touched);
    return change.remove(subject);
  };
  return impl_->transact(Priority::command, Durability::full, work);
}

Result<Touched> Store::react_to_item(ItemId id, const std::string& key, bool on,
                                     const ChangeLimits& limits) {
  IX_CHECK(check_reaction(key));
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(Subject subject, subject_of(connection, id));
    IX_CHECK(may_react(subject.shown, subject.route, limits.able));
    IX_CHECK(check_route(subject.route));
    Change change(connection, impl_->environment.random, impl_->now(), impl_->backend_now(),
                  touched);
    return change.react(subject, key, on);
  });
}

}  // namespace ix::store
