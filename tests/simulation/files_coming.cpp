// SPDX-License-Identifier: Apache-2.0
// Files that others send, honest and not, and what the person does with them.
#include <filesystem>
#include <vector>

#include "attachments/sha256.h"
#include "base/json_writer.h"
#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/files.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// What may be wrong with a file of somebody else.
enum class Lie : uint64_t { none, unsaid, size, other_bytes, page, lost };

std::string sha256_of_bytes(const std::string& bytes) {
  Sha256 hash;
  hash.update(bytes);
  auto done = hash.finish();
  return done.ok() ? done.take() : std::string();
}

void others_send_a_file(Life& life) {
  const auto rooms = life.my_rooms();
  const std::string& room = rooms[life.below(rooms.size())];
  const std::string peer = life.peer_in(room);
  if (peer.empty()) return;
  // Few say a hash.
  const auto lie = life.chance(60) ? (life.chance(40) ? Lie::none : Lie::unsaid)
                                   : static_cast<Lie>(life.below(6));
  const std::string name = life.next_text() + ".txt";
  const std::string bytes = "of others " + name + std::string(life.below(5000), 'o');
  life.note("a file of " + std::to_string(bytes.size()) + " from others, with lie " +
            std::to_string(static_cast<uint64_t>(lie)));
  life.world.act([&](sandbox::Homeserver& server) {
    const std::string uri = lie == Lie::page
                                ? server.store_file(peer, name, "text/html", "<html>" + bytes)
                                : server.store_file(peer, name, "text/plain", bytes);
    json::Writer content;
    content.begin_object().field("msgtype", "m.file").field("body", name);
    content.field("filename", name).field("url", uri);
    content.key("info").begin_object().field("mimetype", "text/plain");
    const auto size = static_cast<int64_t>(bytes.size());
    if (lie != Lie::unsaid) content.field("size", lie == Lie::size ? size / 2 + 7 : size);
    content.end_object();
    if (lie != Lie::unsaid && lie != Lie::size) {
      content.field("org.interactions.sha256",
                    sha256_of_bytes(lie == Lie::other_bytes ? bytes + "?" : bytes));
    }
    content.end_object();
    life.posted.push_back(
        {room, peer, server.post_event(room, peer, "m.room.message", content.take())});
    if (lie == Lie::lost) server.lose_file(uri);
    life.files_of_others.push_back(uri);
  });
}

void server_loses_a_file(Life& life) {
  const std::string& uri = life.files_of_others[life.below(life.files_of_others.size())];
  life.note("! the server loses " + uri);
  life.world.act([&uri](sandbox::Homeserver& server) { server.lose_file(uri); });
}

// One of the newest attachments that a device shows; empty: there is none.
AttachmentId any_attachment(Life& life, Hand& hand) {
  std::vector<AttachmentId> all;
  (void)each_row(hand.engine(), "SELECT id FROM attachment ORDER BY id DESC LIMIT 12",
                 [&all](cache::Statement& row) { all.push_back({row.integer(0)}); });
  return all.empty() ? AttachmentId() : all[life.below(all.size())];
}

void fetch(Life& life) {
  Hand& hand = life.either();
  const AttachmentId id = any_attachment(life, hand);
  if (!id) return;
  const auto part = life.chance(15) ? cache::MediaPart::thumbnail : cache::MediaPart::file;
  life.note(hand.letter + ": fetches " + id.text());
  std::vector<engine::OperationId> askers;
  for (uint64_t times = 1 + life.below(3); times > 0; --times) {
    const auto asked = hand.engine().fetch(id.text(), part, static_cast<int32_t>(life.below(3)));
    if (asked.ok()) askers.push_back(*asked);
  }
  if (askers.empty()) return;
  life.count("files asked for");
  if (life.chance(20)) hand.engine().cancel(askers.front());
  if (life.chance(60)) return;
  const auto error = hand.device.run_until(askers.back(), 30'000);
  life.note(hand.letter + ": fetched: " + (error ? error_name(error->code) : "done"));
  if (!error) life.count("files fetched");
}

// What is given out is the file, whole.
void export_a_file(Life& life) {
  Hand& hand = life.either();
  const AttachmentId id = any_attachment(life, hand);
  if (!id) return;
  const std::string path = originals_folder(life) + "/export";
  const Status done = hand.engine().export_file(id.text(), path, -1);
  life.note(hand.letter + ": exports " + id.text() +
            (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
  if (!done.ok()) {
    if (std::filesystem::exists(path) && !hand.device.died()) {
      life.violated("files: a failed export left something behind");
    }
    std::filesystem::remove(path);
    std::filesystem::remove(path + ".new");
    return;
  }
  life.count("files exported");
  const std::string bytes = read_whole(path);
  std::filesystem::remove(path);
  std::string name, uri;
  (void)each_row(hand.engine(),
                 "SELECT name, uri FROM attachment WHERE id = " + std::to_string(id.value),
                 [&](cache::Statement& row) {
                   name = row.string(0);
                   uri = row.string(1);
                 });
  const PickedFile* own = picked_by_name(hand, name);
  const std::string* right = own != nullptr ? &own->bytes : bytes_at_server(life, uri);
  if (own != nullptr && own->spoilt) return;
  if (right != nullptr && *right != bytes) life.violated("files: " + name + " is exported wrong");
}

// The person gives files less room, or more.
void other_policy(Life& life) {
  Hand& hand = life.either();
  engine::MediaPolicy policy;
  static constexpr int64_t kRooms[] = {1, 4000, 400 << 20};
  policy.cache_bytes = life.one_of(kRooms);
  if (life.chance(30)) policy.cache_age_ms = 60'000;
  life.note(hand.letter + ": " + std::to_string(policy.cache_bytes) + " bytes for files");
  (void)hand.engine().set_media_policy(policy);
}

// A disk without room while files are picked and fetched.
void disk_full(Life& life) {
  Device& device = life.phone.device;
  life.world.faults.count(Fault::disk_full);
  life.note("! the disk is full, at files");
  const AttachmentId id = any_attachment(life, life.phone);
  if (id) (void)life.phone.engine().fetch(id.text(), cache::MediaPart::file, 0);
  device.run_for(static_cast<Millis>(life.below(300)));
  if (!device.running() || device.died()) return;
  device.vfs().set_disk_full(true);
  engine::FileInput input;
  input.bytes = "no room for this";
  input.name = "noroom.txt";
  if (life.phone.engine().stage(input).ok()) {
    life.violated("files: one was picked on a full disk");
  }
  device.run_for(static_cast<Millis>(life.below(4000)));
  device.vfs().set_disk_full(false);
  life.note("the disk has room again");
}

constexpr Action kActions[] = {
    {"others send a file", 8, others_send_a_file},
    {"the server loses a file", 2, server_loses_a_file,
     [](Life& life) { return !life.files_of_others.empty(); }},
    {"fetches a file", 9, fetch},
    {"exports a file", 4, export_a_file},
    {"another policy of files", 3, other_policy},
    {"disk full at files", 2, disk_full},
};

}  // namespace

std::span<const Action> files_come() {
  return kActions;
}

}  // namespace ix::simulation
