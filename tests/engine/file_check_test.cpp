// SPDX-License-Identifier: Apache-2.0
// The doctor and the disk: what is gone, what is of other bytes, what belongs to nothing.
#include "engine/files_rig.h"

namespace ix::testing {
namespace {

namespace fs = std::filesystem;

struct CheckScene : FilesScene {
  // Files found wrong; -1: something else was, too.
  int64_t wrong() { return count(false); }
  // The same, which is then right.
  int64_t mended() {
    const int64_t found = count(true);
    while (worker->run()) {
    }
    CHECK(wrong() == 0);
    return found;
  }
  // The bytes of what is picked or sent, at its place in the media folder.
  std::string only_file_in(const std::string& part) {
    std::string out;
    for (const auto& entry : fs::directory_iterator(folder() + "/media/" + part)) {
      CHECK(out.empty());
      out = entry.path();
    }
    return out;
  }
  OutboxEntry entry() {
    auto all = engine().store().outbox_entries();
    REQUIRE(all.ok());
    REQUIRE(all->size() == 1);
    return all->front();
  }

 private:
  int64_t count(bool repair) {
    auto page = engine().check_store(repair);
    REQUIRE(page.ok());
    if (page->count(IX_TABLE_FINDING) == 0) return 0;
    const auto* row = page->row<ix_row_finding>(IX_TABLE_FINDING, 0);
    if (page->count(IX_TABLE_FINDING) > 1 || row->check != static_cast<int32_t>(StoreCheck::files))
      return -1;
    CHECK((row->repaired != 0) == repair);
    return row->count;
  }
};

void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_CASE("the doctor finds nothing in files that were picked, sent and read") {
  CheckScene scene;
  CHECK(scene.wrong() == 0);
  (void)scene.pick("un", "1.txt");
  CHECK(scene.wrong() == 0);
  scene.send("deux", {scene.prepared("deux", "2.txt")});
  CHECK(scene.wrong() == 0);
  REQUIRE_FALSE(scene.sync());
  scene.settle();
  CHECK(scene.wrong() == 0);
  scene.restart();
  CHECK(scene.wrong() == 0);
}

TEST_CASE("a file that is to leave and is gone fails with its message, and never in silence") {
  for (const bool gone : {true, false}) {
    CAPTURE(gone);
    CheckScene scene;
    scene.refuse("/media/", 503);
    scene.send("voici", {scene.prepared("bonjour", "note.txt")});
    const std::string path = scene.only_file_in("out");
    if (gone) {
      fs::remove(path);
    } else {
      write(path, "bonj");
    }
    CHECK(scene.wrong() == 1);
    CHECK(scene.entry().state == OutboxState::queued);  // looking changes nothing
    CHECK(scene.mended() == 1);
    CHECK(scene.entry().state == OutboxState::blocked);
    REQUIRE(scene.entry().failure);
    CHECK(scene.entry().failure->code == ErrorCode::FILE_UNREADABLE);
    REQUIRE(scene.files().size() == 1);
    CHECK(scene.files()[0].state == FileState::failed);
    scene.wire.instead = nullptr;
    scene.clock.now += 3'600'000;
    (void)scene.sync();
    CHECK(scene.at_server().empty());
    // Also when the user insists.
    REQUIRE(scene.engine().retry(scene.entry().id.text()).ok());
    (void)scene.sync();
    CHECK(scene.at_server().empty());
    CHECK(scene.entry().state == OutboxState::blocked);
  }
}

TEST_CASE("a file of a draft that is gone has failed, and can be dropped") {
  CheckScene scene;
  const std::string file = scene.prepared("bonjour", "note.txt");
  fs::remove(scene.only_file_in("out"));
  CHECK(scene.mended() == 1);
  REQUIRE(scene.picked().size() == 1);
  CHECK(scene.picked()[0].failure == ErrorCode::FILE_UNREADABLE);
  REQUIRE(scene.engine().drop_file(file).ok());
  CHECK(scene.wrong() == 0);
}

TEST_CASE("what was made of a picked file is made again as long as that is here") {
  CheckScene scene;
  // Its comment is private: what leaves is another file.
  using std::string_literals::operator""s;
  const std::string gif =
      "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xfe\x06secret\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"s;
  (void)scene.prepared(gif, "point.gif");
  const auto files = scene.engine().store().outgoing_files();
  REQUIRE(files.ok());
  REQUIRE(files->size() == 1);
  REQUIRE_FALSE(files->front().send_place.empty());
  fs::remove(scene.folder() + "/media/" + files->front().send_place);
  CHECK(scene.mended() == 1);
  REQUIRE(scene.picked().size() == 1);
  CHECK(scene.picked()[0].state == FileState::ready);
  CHECK(content_of(scene.picked()[0].path).find("secret") == std::string::npos);
  CHECK(content_of(scene.picked()[0].path).substr(0, 6) == "GIF89a");
}

TEST_CASE("a file that came and is gone, or is another one, is fetched again") {
  struct Harm {
    const char* name;
    void (*harm)(const std::string& path);
  };
  const Harm harms[] = {
      {"gone", [](const std::string& path) { fs::remove(path); }},
      {"shorter", [](const std::string& path) { write(path, "bonj"); }},
      {"of other bytes", [](const std::string& path) { write(path, "b0njour"); }}};
  for (const Harm& one : harms) {
    CAPTURE(one.name);
    CheckScene scene;
    scene.send("voici", {scene.prepared("bonjour", "note.txt")});
    REQUIRE_FALSE(scene.sync());
    scene.settle();
    REQUIRE(scene.files()[0].state == FileState::local);
    const std::string path = scene.files()[0].path;
    one.harm(path);
    CHECK(scene.wrong() == 1);
    CHECK(scene.files()[0].path == path);
    CHECK(scene.mended() == 1);
    CHECK(scene.files()[0].state == FileState::remote);
    REQUIRE_FALSE(scene.fetch(scene.files()[0].id));
    CHECK(scene.files()[0].state == FileState::local);
    CHECK(content_of(scene.files()[0].path) == "bonjour");
    CHECK(scene.wrong() == 0);
  }
}

TEST_CASE("what no row names goes") {
  CheckScene scene;
  (void)scene.prepared("bonjour", "note.txt");
  write(scene.folder() + "/media/out/stray", "x");
  write(scene.folder() + "/media/files/stray.jpg", "x");
  write(scene.folder() + "/media/part/a999", "x");
  CHECK(scene.wrong() == 3);
  CHECK(scene.on_disk() == 4);
  CHECK(scene.mended() == 3);
  CHECK(scene.on_disk() == 1);
}

TEST_CASE("a download that ended half-way is no stray: the next one goes on from there") {
  CheckScene scene;
  scene.send("voici", {scene.prepared("bonjour", "note.txt")});
  REQUIRE_FALSE(scene.sync());
  scene.settle();
  fs::remove(scene.files()[0].path);
  CHECK(scene.mended() == 1);
  write(scene.folder() + "/media/part/" + scene.files()[0].id, "bon");
  CHECK(scene.wrong() == 0);
  CHECK(scene.mended() == 0);
}

}  // namespace
}  // namespace ix::testing
