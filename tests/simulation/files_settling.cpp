// SPDX-License-Identifier: Apache-2.0
// What a person does in the end about files that wait, and that only what needs them waited.
#include <string>
#include <vector>

#include "attachments/sha256.h"
#include "simulation/cache_query.h"
#include "simulation/files.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

constexpr int kFetchedInTheEnd = 8;

// An upload that can never come to its end is given up; any other is tried again.
void settle_failed(Life& life, Hand& hand, const OutboxEntry& entry) {
  std::string name;
  (void)each_row(hand.engine(),
                 "SELECT hint FROM outgoing_file WHERE item = " + std::to_string(entry.item.value),
                 [&name](cache::Statement& row) { name = row.string(0); });
  const PickedFile* file = picked_by_name(hand, name);
  if (file == nullptr || (!file->too_large() && !file->spoilt)) {
    life.count("uploads tried again");
    (void)hand.engine().retry(entry.id.text());
    return;
  }
  if (!hand.engine().discard(entry.id.text()).ok()) return;
  life.note(hand.letter + ": gives up " + name);
  life.count("uploads given up");
  for (FileSend& send : hand.files.sends) {
    for (size_t i = 0; i < send.files.size(); ++i) {
      if (hand.files.picked[send.files[i]].name != name) continue;
      send.given_up[i] = true;
      if (i == 0 && send.captioned) hand.sent[send.caption].given_up = true;
    }
  }
}

}  // namespace

bool attend_to_files(Life& life, Hand& hand) {
  (void)hand.engine().set_media_policy({});
  bool some = false;
  const auto files = hand.engine().store().outgoing_files();
  if (files.ok()) {
    for (const OutgoingFile& file : *files) {
      if (!file.item) continue;
      if (file.state == FileState::unconfirmed) {
        some |= hand.engine().confirm_file(file.id.text()).ok();
      }
      if (file.paused) {
        some |= hand.engine().pause_upload(file.attachment.text(), false).ok();
      }
    }
  }
  const auto entries = hand.engine().store().outbox_entries();
  if (!entries.ok()) return some;
  for (const OutboxEntry& entry : *entries) {
    const bool failed = entry.state == OutboxState::blocked || entry.state == OutboxState::failed;
    const bool unknown = entry.failure && entry.failure->code == ErrorCode::UNKNOWN_OUTCOME;
    if (!failed || !entry.files_pending || !entry.wanted || unknown) continue;
    settle_failed(life, hand, entry);
    some = true;
  }
  return some;
}

void check_held(Life& life, Hand& hand) {
  (void)each_row(
      hand.engine(),
      "SELECT i.text FROM outbox AS o JOIN item AS i ON i.id = o.item WHERE o.op = 0 AND o.wanted"
      " AND o.state IN (0, 1) AND i.file_names = '' AND o.send_at_ms = 0 AND NOT EXISTS (SELECT 1"
      " FROM outbox AS head WHERE head.route = o.route AND head.id < o.id AND head.lane = o.lane"
      " AND head.state IN (2, 3))",
      [&](cache::Statement& row) {
        life.violated("files: " + row.string(0) + " waits although only uploads are held");
      });
}

void fetch_everything(Life& life, Hand& hand) {
  struct Asked {
    std::string id, name, uri, sha256;
    engine::OperationId operation;
  };
  std::vector<Asked> all;
  (void)each_row(hand.engine(),
                 "SELECT a.id, a.name, a.uri, a.sha256 FROM attachment AS a JOIN item AS i ON i.id"
                 " = a.item WHERE i.remote_id <> '' AND NOT EXISTS (SELECT 1 FROM outgoing_file"
                 " WHERE item = i.id) ORDER BY a.id DESC LIMIT " +
                     std::to_string(kFetchedInTheEnd),
                 [&all](cache::Statement& row) {
                   all.push_back({AttachmentId{row.integer(0)}.text(), row.string(1), row.string(2),
                                  row.string(3), 0});
                 });
  for (Asked& one : all) {
    const auto asked = hand.engine().fetch(one.id, cache::MediaPart::file, 0);
    if (asked.ok()) one.operation = *asked;
  }
  for (const Asked& one : all) {
    const auto error = hand.device.run_until(one.operation, 20 * kMinute);
    const std::string* there = bytes_at_server(life, one.uri);
    life.count(error ? "files that did not come in the end" : "files that came in the end");
    if (!error) continue;  // what came is looked at with all that is here
    const bool gone = there == nullptr && error->code == ErrorCode::MEDIA_GONE;
    bool other = false;
    if (there != nullptr && !one.sha256.empty()) {
      Sha256 hash;
      hash.update(*there);
      const auto is = hash.finish();
      other = is.ok() && *is != one.sha256 && error->code == ErrorCode::MEDIA_DAMAGED;
    }
    if (!gone && !other) {
      life.violated("files: " + hand.letter + " " + one.name +
                    " does not come: " + error_name(error->code));
    }
  }
}

}  // namespace ix::simulation
