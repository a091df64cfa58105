// SPDX-License-Identifier: Apache-2.0
// A database of which a page is destroyed while no process runs. It is set aside, and what was
// unsent goes on; the end of the run shows that nothing of it is lost but what the host was told
// of, and nothing doubled.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kPage = 4096;

// The page that said of a room that it was erased cannot say so any more; where it was another page
// that names the room, or the log holds it, too, the new database still knows.
void forget_erased(Hand& hand, const std::string& page) {
  std::set<std::string> known;
  (void)each_row(hand.engine(), "SELECT remote_id FROM route WHERE erased_ms > 0",
                 [&known](cache::Statement& row) { known.insert(row.string(0)); });
  const auto gone = [&](const auto& room) {
    return page.find(room.first) != std::string::npos && !known.contains(room.first);
  };
  if (std::erase_if(hand.erased.rooms, gone) > 0) hand.erased.events.clear();
}

struct Destroyed {
  uint64_t page = 0;
  std::string bytes;  // what was on it
};

// The page that says where the tables begin, or any.
Destroyed destroy_a_page(Life& life, const std::string& database) {
  const uint64_t pages = fs::file_size(database) / kPage;
  const uint64_t page = life.chance(50) ? 0 : life.below(pages);
  std::string bytes(kPage, '\0');
  for (char& byte : bytes) byte = static_cast<char>(life.below(256));
  life.note("! page " + std::to_string(page) + " is destroyed");
  const int file = ::open(database.c_str(), O_RDWR | O_CLOEXEC);
  std::string before(kPage, '\0');
  const bool read = file >= 0 && ::pread(file, before.data(), before.size(),
                                         static_cast<off_t>(page * kPage)) == kPage;
  const bool done =
      read && ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(page * kPage)) == kPage;
  if (file >= 0) ::close(file);
  if (!done) life.violated("set-up: the page cannot be written");
  return {page, before};
}

bool is_damaged(engine::Engine& engine) {
  const auto findings = engine.store().check();
  if (!findings.ok()) return true;
  return has_finding(*findings, StoreCheck::file);
}

// The host looks at its files, and opens them again where that says so.
void look_and_open_again(Life& life) {
  Device& device = life.phone.device;
  if (!is_damaged(device.engine())) return;
  device.close_process();
  life.start();
  if (life.lost || !is_damaged(device.engine())) return;
  life.violated("damage: the file was opened again and is damaged still");
}

void damage(Life& life) {
  Device& device = life.phone.device;
  const std::string database = device.folder() + "/cache.db";
  device.close_process();  // its log is part of the database then
  life.world.faults.count(Fault::damaged_file);
  const size_t before = device.set_asides().size();
  const Destroyed destroyed = destroy_a_page(life, database);
  life.start();
  if (!life.lost) look_and_open_again(life);
  if (life.lost || device.set_asides().size() == before) return;  // a page that nothing is on
  forget_erased(life.phone, destroyed.bytes);
  const SetAsideTold& told = device.set_asides().back();
  // Nothing of a person's is on the first page.
  if (destroyed.page == 0 && told.lost > 0) {
    life.violated("damage: messages are lost, and only the first page was destroyed");
  }
  life.phone.files.rows_destroyed |= destroyed.page != 0;
  life.count("databases set aside");
  life.count("unsent messages rescued", told.unsent);
  life.count("unsent messages told as lost", told.lost);
  const std::string aside = device.folder() + "/" + told.file;
  if (!fs::exists(aside)) life.violated("damage: the damaged file is not kept");
  // Nobody needs it, and it holds what may be erased later.
  for (const char* side : {"", "-wal", "-shm"}) fs::remove(aside + side);
  if (life.options.defect == Defect::forgetful_rescue) {
    spoil(device,
          "DELETE FROM item WHERE id IN (SELECT item FROM outbox WHERE op = 0);"
          "DELETE FROM outbox WHERE op = 0");
  }
}

constexpr Action kActions[] = {{"file is damaged", 1, damage}};

}  // namespace

std::span<const Action> damages() {
  return kActions;
}

}  // namespace ix::simulation
