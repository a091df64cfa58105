// SPDX-License-Identifier: Apache-2.0
// What must have come of files, here and at the server.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "attachments/sha256.h"
#include "base/json_reader.h"
#include "simulation/cache_query.h"
#include "simulation/files.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

namespace fs = std::filesystem;

std::string sha256_of_bytes(const std::string& bytes) {
  Sha256 hash;
  hash.update(bytes);
  auto done = hash.finish();
  return done.ok() ? done.take() : std::string();
}

struct AtServer {
  std::string room;
  size_t place = 0;
  std::string uri;
  std::string sha256;
  bool erased = false;  // told before the person was
};

struct InThread {
  std::string remote_id;
  std::string state;  // of the message
};

// A file on its way, as the device has it.
struct Row {
  std::string name;  // as it was picked
  bool in_message = false;
  bool reference = false;
  FileState state = FileState::preparing;
  std::string place;  // of the bytes that leave
  std::string thumb;
};

class FileCheck {
 public:
  FileCheck(Life& life, Hand& hand) : life_(life), hand_(hand) {}

  void run() {
    read_server();
    read_cache();
    for (const SetAsideTold& told : hand_.device.set_asides()) losses_told_ += told.lost;
    for (const FileSend& send : hand_.files.sends) look_at(send);
    for (const PickedFile& file : hand_.files.picked) drafts(file);
    rows();
    media();
    leftovers();
  }

 private:
  void violated(const std::string& what) { life_.violated("files: " + hand_.letter + " " + what); }
  std::string path_of(const std::string& place) const {
    return hand_.device.media_folder() + "/" + place;
  }

  void read_server() {
    for (const auto& [id, room] : life_.world.server.rooms()) {
      const auto erased = hand_.erased.rooms.find(id);
      for (size_t i = 0; i < room->events().size(); ++i) {
        const sandbox::Event& event = room->events()[i];
        if (event.type != "m.room.message" || event.sender != kMe) continue;
        auto content = json::Document::parse(event.content);
        if (!content.ok()) continue;
        const json::Value root = content->root();
        const std::string name(root["filename"].string());
        if (name.empty() || root["m.relates_to"]["rel_type"].string() == "m.replace") continue;
        const bool gone = erased != hand_.erased.rooms.end() && event.at_ms <= erased->second;
        there_[name].push_back({id, i, std::string(root["url"].string()),
                                std::string(root["org.interactions.sha256"].string()), gone});
      }
    }
  }

  void read_cache() {
    (void)each_row(hand_.engine(),
                   "SELECT a.name, ifnull(i.remote_id, ''), i.state, i.deleted FROM attachment AS a"
                   " JOIN item AS i ON i.id = a.item WHERE i.direction = 1",
                   [&](cache::Statement& row) {
                     const auto state = static_cast<ItemState>(row.integer(2));
                     here_[row.string(0)].push_back({row.string(1), item_state_name(state)});
                   });
    (void)each_row(
        hand_.engine(),
        "SELECT hint, item IS NOT NULL, is_reference AND send_place = '', state,"
        " iif(send_place = '', place, send_place), thumb_place FROM outgoing_file",
        [&](cache::Statement& row) {
          rows_.push_back({row.string(0), row.boolean(1), row.boolean(2),
                           static_cast<FileState>(row.integer(3)), row.string(4), row.string(5)});
        });
  }

  // Once, whole, in order, in one room.
  void look_at(const FileSend& send) {
    const AtServer* before = nullptr;
    bool together = true;
    for (const size_t at : send.files) together &= !hand_.files.picked[at].another_time;
    for (size_t i = 0; i < send.files.size(); ++i) {
      const PickedFile& file = hand_.files.picked[send.files[i]];
      const auto& there = there_[file.name];
      const size_t here = here_[file.name].size();
      if (there.size() > 1) {
        violated(file.name + " is " + std::to_string(there.size()) + " times at the server");
      }
      if (here > 1) violated(file.name + " is " + std::to_string(here) + " times in the thread");
      if (there.empty()) {
        if (send.accepted) unsent(send, i, here > 0);
        continue;
      }
      life_.count("files at the server");
      const AtServer& arrived = there.front();
      const std::string* bytes = bytes_at_server(life_, arrived.uri);
      if (bytes == nullptr) {
        violated(file.name + " is a message without its file");
      } else if (*bytes != file.bytes) {
        violated(file.name + " has other bytes at the server than were picked");
      } else if (arrived.sha256 != sha256_of_bytes(file.bytes)) {
        violated(file.name + " is said to have another hash");
      }
      if (together && before != nullptr && before->room == arrived.room &&
          before->place > arrived.place) {
        violated(file.name + " stands before what was sent before it");
      }
      before = &arrived;
    }
  }

  // A message of this device that the server does not have.
  void unsent(const FileSend& send, size_t at, bool here) {
    const PickedFile& file = hand_.files.picked[send.files[at]];
    if (send.given_up[at] || file.erased) return;
    if (at == 0 && send.captioned) {
      const Sent& caption = hand_.sent[send.caption];
      if (caption.deleted || caption.given_up || caption.may_be_given_up || caption.erased) return;
    }
    if (!here && losses_told_-- > 0) return;
    if (held_.empty()) {
      // Behind a text that a person has to do something about.
      (void)each_row(
          hand_.engine(),
          "SELECT a.name FROM outbox AS o JOIN attachment AS a ON a.item = o.item WHERE"
          " EXISTS (SELECT 1 FROM outbox AS head WHERE head.route = o.route AND head.lane ="
          " o.lane AND head.id < o.id AND head.state IN (2, 3))",
          [&](cache::Statement& row) { held_.insert(row.string(0)); });
      held_.insert("");
    }
    if (held_.contains(file.name)) return;
    if (here && here_[file.name].front().state == "failed" && file.spoilt) return;
    violated(file.name + " was accepted, is " + (here ? "shown" : "not shown") +
             " and not at the server");
  }

  // What was picked stays until it is sent or dropped.
  void drafts(const PickedFile& file) {
    bool row = false;
    for (const Row& one : rows_) row |= one.name == file.name && !one.in_message;
    if (file.dropped) {
      if (row && file.epoch == hand_.device.epoch()) violated(file.name + " was dropped");
      return;
    }
    if (file.id.empty() || file.sent || file.erased || row) return;
    if (hand_.files.rows_destroyed) return;
    violated(file.name + " was picked and is gone");
  }

  // Whatever is on its way has its bytes.
  void rows() {
    for (const Row& one : rows_) {
      const PickedFile* file = picked_by_name(hand_, one.name);
      if (one.reference || file == nullptr) continue;
      life_.count("files on their way in the end");
      if (one.state == FileState::preparing) violated(one.name + " is being prepared still");
      if (one.state == FileState::failed && !file->spoilt && !file->too_large() &&
          !one.in_message) {
        life_.count("drafts that failed");
      }
      if (!fs::exists(path_of(one.place))) {
        violated(one.name + " is " + (one.in_message ? "unsent" : "picked") +
                 " and has lost its bytes");
      } else if (read_whole(path_of(one.place)) != file->bytes) {
        violated(one.name + " has other bytes than were picked");
      }
      if (!one.thumb.empty() && !fs::exists(path_of(one.thumb))) {
        violated(one.name + " has lost its small picture");
      }
    }
  }

  // What is shown as here is here, and what the server has.
  void media() {
    (void)each_row(hand_.engine(), "SELECT content, place, bytes FROM media",
                   [&](cache::Statement& row) {
                     const std::string place = row.string(1);
                     if (!fs::exists(path_of(place))) return violated(place + " is not there");
                     const std::string bytes = read_whole(path_of(place));
                     const bool made_here = row.text(0).starts_with("thumb:");
                     if (static_cast<int64_t>(bytes.size()) != row.integer(2) ||
                         (!made_here && row.string(0) != sha256_of_bytes(bytes))) {
                       violated(place + " has other bytes than it was noted with");
                     }
                   });
    (void)each_row(
        hand_.engine(),
        "SELECT a.name, a.uri, a.sha256, m.place FROM attachment AS a JOIN media AS m ON m.id ="
        " a.media WHERE a.uri <> ''",
        [&](cache::Statement& row) {
          const std::string* there = bytes_at_server(life_, row.string(1));
          const std::string bytes = read_whole(path_of(row.string(3)));
          life_.count("files here in the end");
          if (there != nullptr && *there != bytes) {
            violated(row.string(0) + " is shown and is not what the server has");
          }
          if (!row.text(2).empty() && row.string(2) != sha256_of_bytes(bytes)) {
            violated(row.string(0) + " is shown and is not what was sent");
          }
        });
  }

  // No file that nobody has.
  void leftovers() {
    std::set<std::string> known;
    (void)each_row(hand_.engine(),
                   "SELECT place FROM media UNION SELECT place FROM outgoing_file UNION"
                   " SELECT send_place FROM outgoing_file UNION SELECT thumb_place FROM"
                   " outgoing_file UNION SELECT 'part/' || 'a' || id FROM attachment WHERE media ="
                   " 0 UNION SELECT 'part/' || 'a' || id || '-thumbnail' FROM attachment WHERE"
                   " thumb_media = 0",
                   [&known](cache::Statement& row) { known.insert(row.string(0)); });
    for (const char* folder : {"out", "files", "part"}) {
      const std::string path = path_of(folder);
      if (!fs::exists(path)) continue;
      for (const auto& one : fs::directory_iterator(path)) {
        const std::string place = std::string(folder) + "/" + one.path().filename().string();
        if (!known.contains(place)) violated(place + " is nobody's and still there");
      }
    }
    const auto page = hand_.engine().transfers();
    if (page.ok() && page->count(IX_TABLE_TRANSFER) != 0) violated("a transfer never ends");
  }

  Life& life_;
  Hand& hand_;
  std::map<std::string, std::vector<AtServer>> there_;
  std::map<std::string, std::vector<InThread>> here_;
  std::vector<Row> rows_;
  std::set<std::string> held_;
  int64_t losses_told_ = 0;
};

}  // namespace

void check_files(Life& life, Hand& hand) {
  FileCheck(life, hand).run();
}

void check_copies(Life& life) {
  // Names that are given up for others after so long, and times that are not true.
  constexpr Millis kNamesLast = 20 * 60 * kMinute;
  if (life.world.uploads_in_doubt > 0 || life.world.clock.was_wrong() ||
      life.world.clock.steady_ms() > kNamesLast) {
    return;
  }
  std::map<std::string, int> picked;
  for (const Hand* hand : {&life.phone, life.tablet ? &*life.tablet : nullptr}) {
    if (hand == nullptr) continue;
    if (!hand->device.set_asides().empty()) return;
    for (const PickedFile& file : hand->files.picked) ++picked[file.bytes];
  }
  life.count("runs whose copies were counted");
  std::map<std::string, int> copies;
  for (const auto& [id, media] : life.world.server.media().all()) {
    if (media.filled && media.owner == kMe) ++copies[*media.bytes];
  }
  for (const auto& [bytes, count] : copies) {
    const bool small_picture = bytes.starts_with("a small picture of");
    if (count > std::max(picked[bytes], small_picture ? 1 : 0)) {
      life.violated("no double: a file is " + std::to_string(count) +
                    " times at the server: " + bytes.substr(0, bytes.find('\n')));
    }
  }
}

}  // namespace ix::simulation
