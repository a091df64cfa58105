// SPDX-License-Identifier: Apache-2.0
// Files that came: which are here, and which may go.
#include <algorithm>
#include <utility>

#include "cache/attachment_table.h"
#include "cache/item_table.h"
#include "cache/outgoing_file_table.h"
#include "store/impl.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace media = cache::media_table;
using cache::MediaPart;

Status touch_items(Connection& connection, int64_t file, Touched& touched) {
  IX_TRY(const auto items, media::items_of(connection, file));
  for (const ItemId id : items) {
    IX_TRY(const auto item, cache::item_table::find(connection, id));
    if (!item) continue;
    IX_TRY(const auto route, cache::route_table::find(connection, item->route));
    if (route) touched.touch(route->conversation);
  }
  return {};
}

}  // namespace

Result<Store::Wanted> Store::wanted(AttachmentId id, MediaPart part) {
  const auto work = [&](Connection& connection) -> Result<Wanted> {
    IX_TRY(auto found, cache::attachment_table::find(connection, id));
    if (!found) return Error(ErrorCode::NOT_FOUND, "no such attachment: use an id from a thread");
    Wanted out;
    out.item = found->item;
    out.attachment = std::move(found->attachment);
    IX_TRY(const auto outgoing, cache::outgoing_file_table::of_attachment(connection, id));
    if (outgoing) {
      out.outgoing = true;
      out.place = part == MediaPart::file ? outgoing->bytes_at() : outgoing->thumb_place;
      out.is_reference =
          part == MediaPart::file && outgoing->is_reference && outgoing->send_place.empty();
      return out;
    }
    IX_TRY(const auto here, media::of_attachment(connection, id, part));
    if (here) {
      out.media = here->id;
      out.place = here->place;
      out.bytes = here->bytes;
      out.pinned = here->pinned;
    }
    return out;
  };
  return impl_->read(work);
}

Result<Touched> Store::media_arrived(AttachmentId id, MediaPart part, const std::string& uri,
                                     const cache::MediaFile& file, std::string& place) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    cache::MediaFile given = file;
    given.used_ms = impl_->now();
    IX_TRY(const cache::MediaFile kept, media::put(connection, given));
    place = kept.place;
    IX_CHECK(media::link(connection, id, part, kept.id));
    if (!uri.empty()) IX_CHECK(media::link_uri(connection, uri, part, kept.id));
    return touch_items(connection, kept.id, touched);
  });
}

Result<Touched> Store::media_lost(int64_t file) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_CHECK(touch_items(connection, file, touched));
    return media::unlink(connection, file);
  });
}

Status Store::media_used(int64_t file) {
  IX_TRY(const Touched none, impl_->command([&](Connection& connection, Touched&) {
    return media::touch(connection, file, impl_->now());
  }));
  (void)none;
  return {};
}

Status Store::pin_media(int64_t file, bool on) {
  IX_TRY(const Touched none, impl_->command([&](Connection& connection, Touched&) {
    return media::set_pinned(connection, file, on);
  }));
  (void)none;
  return {};
}

Result<std::vector<std::string>> Store::trim_media(const MediaBudget& budget, Touched& touched) {
  constexpr int64_t kAtOnce = 100;
  // What was just shown may be open.
  constexpr Millis kImmunity = 10 * 60 * 1000;
  std::vector<std::string> gone;
  const auto work = [&](Connection& connection, Touched& what) -> Status {
    const Millis now = impl_->now();
    IX_TRY(auto leaving, media::orphans(connection, kAtOnce));
    IX_TRY(media::Total total, media::total(connection));
    IX_TRY(const auto oldest, media::oldest(connection, now - kImmunity, kAtOnce));
    for (const cache::MediaFile& file : leaving) total.bytes -= file.bytes;
    for (const cache::MediaFile& file : oldest) {
      const bool too_old = budget.max_age_ms > 0 && file.used_ms < now - budget.max_age_ms;
      const bool too_much = budget.max_bytes > 0 && total.bytes > budget.max_bytes;
      if (!too_old && !too_much) break;
      const bool listed = std::any_of(leaving.begin(), leaving.end(),
                                      [&](const auto& one) { return one.id == file.id; });
      if (listed) continue;
      total.bytes -= file.bytes;
      leaving.push_back(file);
    }
    for (const cache::MediaFile& file : leaving) {
      IX_CHECK(touch_items(connection, file.id, what));
      IX_CHECK(media::unlink(connection, file.id));
      gone.push_back(file.place);
    }
    return {};
  };
  IX_TRY(Touched changes, impl_->transact(Priority::ingest, Durability::normal, work));
  touched.add(std::move(changes));
  return gone;
}

Result<std::vector<cache::MediaFile>> Store::media_files() {
  return impl_->read([](Connection& connection) { return media::all(connection); });
}

Result<std::vector<std::string>> Store::media_places() {
  return impl_->read([](Connection& connection) { return media::places(connection); });
}

Status Store::forget_uploaded(const std::string& uri) {
  IX_TRY(const Touched none, impl_->command([&](Connection& connection, Touched&) {
    return cache::outgoing_file_table::forget_uploaded(connection, uri);
  }));
  (void)none;
  return {};
}

}  // namespace ix::store
