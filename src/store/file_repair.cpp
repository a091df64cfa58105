// SPDX-License-Identifier: Apache-2.0
#include "store/file_repair.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/attachment_table.h"
#include "cache/file_check.h"
#include "cache/outbox_table.h"
#include "cache/outgoing_file_table.h"
#include "store/files.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/overlay.h"

namespace ix::store {
namespace {

namespace attachments = cache::attachment_table;
namespace entries = cache::outbox_table;
namespace files = cache::outgoing_file_table;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// The first of `from` with that name is taken out of it.
template <class T, class NameOf>
std::optional<T> take_named(std::vector<T>& from, const std::string& name, NameOf name_of) {
  const auto found =
      std::find_if(from.begin(), from.end(), [&](const T& one) { return name_of(one) == name; });
  if (found == from.end()) return std::nullopt;
  std::optional<T> out = std::move(*found);
  from.erase(found);
  return out;
}

// What is left of a file that was lost: it cannot leave, and says so.
OutgoingFile lost_file(const cache::StoredItem& item, const Attachment& said, Millis now) {
  OutgoingFile file;
  file.state = FileState::failed;
  file.route = item.route;
  file.file = said;
  file.failure = failure_of(Error(ErrorCode::FILE_UNREADABLE));
  file.created_ms = now;
  return file;
}

// Each line of names gets its attachment, and each that is not at the backend its file.
Status fit_files(Connection& connection, const cache::StoredItem& item, Millis now) {
  const std::vector<std::string> names = lines_of(item.file_names);
  IX_TRY(auto stored, attachments::all_of(connection, item.id));
  IX_TRY(auto known, files::of_item(connection, item.id));
  std::vector<Attachment> said;
  std::vector<std::optional<OutgoingFile>> behind;
  for (const std::string& name : names) {
    auto file = take_named(known, name, [](const OutgoingFile& one) { return one.file.name; });
    auto before = take_named(stored, name, [](const Attachment& one) { return one.name; });
    if (file) {
      said.push_back(descriptions({*file}).front());
    } else {
      said.push_back(before.value_or(Attachment()));
      said.back().name = name;
      if (said.back().uri.empty()) file = lost_file(item, said.back(), now);
    }
    behind.push_back(std::move(file));
  }
  IX_CHECK(attachments::replace(connection, item.id, said));
  IX_TRY(const auto ids, attachments::ids_of(connection, item.id));
  for (size_t i = 0; i < std::min(ids.size(), behind.size()); ++i) {
    if (!behind[i]) continue;
    OutgoingFile& file = *behind[i];
    file.item = item.id;
    file.attachment = ids[i];
    if (file.id) {
      IX_CHECK(files::update(connection, file));
    } else {
      IX_TRY(const FileId made, files::insert(connection, file));
      (void)made;
    }
  }
  for (const OutgoingFile& file : known) IX_CHECK(files::remove(connection, file.id));
  return {};
}

// What its entry says of them.
Status show_files(Connection& connection, OutboxEntry entry) {
  IX_TRY(const bool pending, files::any_pending(connection, entry.item));
  IX_TRY(const auto all, files::of_item(connection, entry.item));
  entry.files_pending = pending;
  if (pending && entry.lane.empty()) entry.lane = files_lane(entry.key);
  const auto failed = std::find_if(all.begin(), all.end(), [](const OutgoingFile& one) {
    return one.state == FileState::failed && !one.all_uploaded();
  });
  if (failed != all.end() && entry.state == OutboxState::queued) {
    entry.state = OutboxState::blocked;
    entry.failure = failed->failure;
    entry.answered = !entry.may_have_left();
    entry.waiting_for = WaitingFor::nothing;
  }
  IX_CHECK(entries::update(connection, entry));
  Touched unused;  // the repair touches everything
  return show_send(connection, entry, unused);
}

}  // namespace

Status mend_files(Connection& connection, Millis now) {
  IX_CHECK(cache::unlink_unknown_media(connection));
  IX_CHECK(cache::mend_outgoing_states(connection));
  IX_TRY(const auto outgoing, files::all(connection));
  for (const OutgoingFile& file : outgoing) {
    if (!file.item) continue;
    IX_TRY(const auto entry, entries::send_of(connection, file.item));
    // The backend has its message.
    if (!entry) IX_CHECK(settle_files(connection, file.item, now));
  }
  IX_TRY(const auto all, entries::all(connection));
  for (const OutboxEntry& entry : all) {
    if (entry.op != OutboxOp::send || !entry.wanted) continue;
    IX_TRY(const auto item, find_lifted(connection, entry.item));
    if (!item || item->deleted) continue;
    IX_CHECK(fit_files(connection, *item, now));
    IX_CHECK(show_files(connection, entry));
  }
  return {};
}

}  // namespace ix::store
