// SPDX-License-Identifier: Apache-2.0
// Files on a disk that is full or loses power, and answers that are no files.
#include "engine/files_rig.h"
#include "support/fault_vfs.h"

namespace ix::testing {
namespace {

struct OnFaultyDisk : FilesScene {
  OnFaultyDisk() {
    vfs = disk.name();
    restart();
  }
  ~OnFaultyDisk() { restart_on_default(); }
  // The disk goes before what its files are open in.
  void restart_on_default() {
    disk.set_disk_full(false);
    vfs.clear();
    restart();
  }
  // At once: nothing of the process is closed in good order.
  void lose_power() {
    disk.freeze();
    restart([this](const std::string&) {
      disk.lose_power(nullptr);
      disk.thaw();
    });
  }
  FaultVfs disk{"ix-files-faults"};
};

TEST_CASE("a file goes only when the loss of its row is on the disk") {
  OnFaultyDisk scene;
  const std::string file = scene.prepared("bonjour", "note.txt");
  REQUIRE(scene.engine().drop_file(file).ok());
  scene.settle();
  scene.lose_power();
  // Both are there or both are gone.
  const auto left = scene.picked();
  CHECK(scene.on_disk() == left.size());
  for (const auto& row : left) CHECK(content_of(row.path) == "bonjour");
}

TEST_CASE("what a full disk cannot note is not asked for again without end") {
  const char* path = "";
  const char* label = "";
  SUBCASE("an upload") {
    path = "/media/v3/upload";
    label = "upload";
  }
  SUBCASE("a name for one") {
    path = "/media/v1/create";
    label = "media-create";
  }
  OnFaultyDisk scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  scene.wire.instead = [&scene, path](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find(path) != std::string::npos) scene.disk.set_disk_full(true);
    return std::nullopt;
  };
  (void)scene.engine().sync();
  for (int i = 0; i < 300; ++i) scene.engine().step(0);
  CHECK(scene.wire.by_label[label] == 1);
  scene.wire.instead = nullptr;
  scene.disk.set_disk_full(false);
  scene.clock.now += 3'600'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("a file for whose preparation there was no room is prepared when there is") {
  OnFaultyDisk scene;
  const std::string file = scene.pick("bonjour", "note.txt");
  scene.disk.set_disk_full(true);
  while (scene.worker->run()) {
  }
  CHECK(scene.picked().front().state == FileState::preparing);
  scene.disk.set_disk_full(false);
  REQUIRE_FALSE(scene.sync());
  scene.settle();
  CHECK(scene.picked().front().state == FileState::ready);
}

TEST_CASE("what came was not the file: nothing goes on from there") {
  FilesScene scene;
  const std::string bytes = std::string(5000, 'x') + "end";
  scene.ask([&scene, &bytes](sandbox::Homeserver& server) {
    return server.post_file(scene.room, kBob, {"theirs.txt", "text/plain", bytes}, {});
  });
  REQUIRE_FALSE(scene.sync());
  REQUIRE(scene.files().size() == 1);
  int left = 1;
  // A proxy's page under the head of the file.
  scene.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    const bool download = path_of(request).find("/media/download/") != std::string::npos;
    if (!download || left-- <= 0) return std::nullopt;
    transport::HttpResponse page;
    page.status = 200;
    page.headers = {{"content-type", "text/plain"}, {"content-length", "5003"}};
    page.body = "<html><body>Welcome</body></html>";
    return page;
  };
  const auto failed = scene.fetch(scene.files()[0].id);
  if (failed) REQUIRE_FALSE(scene.fetch(scene.files()[0].id));
  CHECK(content_of(scene.files()[0].path) == bytes);
}

// Two files for a time, of which the second is at the service before the first.
struct LateFirst : FilesScene {
  LateFirst() {
    refuse("/media/", 503);
    send("", {prepared("eins", "1.txt"), prepared("zwei", "2.txt")}, 3'600'000);
    (void)sync();
  }
  void refuse_the_first() {
    wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
      if (request.parameter("filename") != "1.txt") return std::nullopt;
      transport::HttpResponse response;
      response.status = 503;
      return response;
    };
  }
};

TEST_CASE("files that were sent together for a time keep their order when they are late") {
  LateFirst scene;
  scene.clock.now += 3'600'000;
  scene.refuse_the_first();
  (void)scene.sync();
  CHECK(scene.at_server().empty());
  scene.wire.instead = nullptr;
  scene.clock.now += 300'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt", "2.txt"});
}

TEST_CASE("files that were sent together and missed their time keep their order, too") {
  LateFirst scene;
  scene.clock.now += 7'200'000;
  (void)scene.sync();
  const auto entries = scene.engine().store().outbox_entries();
  REQUIRE(entries->size() == 2);
  for (const OutboxEntry& entry : *entries) {
    REQUIRE(entry.failure);
    REQUIRE(entry.failure->code == ErrorCode::SCHEDULE_MISSED);
    REQUIRE(scene.engine().retry(entry.id.text()).ok());
  }
  scene.refuse_the_first();
  (void)scene.sync();
  CHECK(scene.at_server().empty());
  scene.wire.instead = nullptr;
  scene.clock.now += 300'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt", "2.txt"});
}

}  // namespace
}  // namespace ix::testing
