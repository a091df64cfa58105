// SPDX-License-Identifier: Apache-2.0
#include "engine/files_rig.h"

namespace ix::testing {
namespace {

// Alice has sent a file, and a device that knows nothing of it yet has read the thread.
struct Fetching : FilesScene {
  explicit Fetching(const std::string& bytes = std::string(100'000, 'x') + "end") : sent(bytes) {
    FilesScene::send("", {prepared(bytes, "1.txt")});
    REQUIRE_FALSE(sync());
    forget_bytes();
    REQUIRE(files().size() == 1);
    REQUIRE(files()[0].state == FileState::remote);
    id = files()[0].id;
  }
  // As if the files had never been here.
  void forget_bytes() {
    engine::MediaPolicy none;
    none.cache_bytes = 1;
    clock.now += 3'600'000;
    REQUIRE(engine().set_media_policy(none).ok());
    settle();
    REQUIRE(engine().set_media_policy({}).ok());
    settle();
  }
  std::string sent;
  std::string id;
};

TEST_CASE("a file is fetched, kept, and not fetched again") {
  Fetching scene;
  REQUIRE_FALSE(scene.fetch(scene.id));
  REQUIRE(scene.files()[0].state == FileState::local);
  CHECK(content_of(scene.files()[0].path) == scene.sent);
  const int before = scene.wire.by_label["download"];
  REQUIRE_FALSE(scene.fetch(scene.id));
  CHECK(scene.wire.by_label["download"] == before);
  CHECK(scene.on_disk() == 1);
}

TEST_CASE("many who ask for one file share one transfer") {
  Fetching scene;
  const int before = scene.wire.by_label["download"];
  (void)scene.engine().fetch(scene.id, cache::MediaPart::file, 0);
  REQUIRE_FALSE(scene.fetch(scene.id));
  CHECK(scene.wire.by_label["download"] == before + 1);
}

TEST_CASE("a download that broke off goes on where it was, also in the next process") {
  Fetching scene;
  std::vector<std::string> ranges;
  scene.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find("/media/download/") != std::string::npos) {
      ranges.push_back(request.range);
    }
    return std::nullopt;
  };
  scene.wire.cut_after = 40'000;
  (void)scene.engine().fetch(scene.id, cache::MediaPart::file, 0);
  for (int i = 0; i < 3; ++i) scene.engine().step(0);
  scene.restart();
  scene.wire.cut_after = 0;
  REQUIRE_FALSE(scene.sync());  // tidies: what is half here stays
  scene.settle();
  REQUIRE_FALSE(scene.fetch(scene.id));
  CHECK(content_of(scene.files()[0].path) == scene.sent);
  REQUIRE(ranges.size() >= 2);
  CHECK(ranges.front().empty());
  CHECK(ranges.back().starts_with("bytes="));
}

TEST_CASE("bytes that are not those that were sent are not kept") {
  Fetching scene;
  scene.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find("/media/download/") == std::string::npos) return std::nullopt;
    transport::HttpResponse other;
    other.status = 200;
    other.headers = {{"content-type", "text/plain"}, {"content-length", "5"}};
    other.body = "other";
    return other;
  };
  const auto failed = scene.fetch(scene.id);
  REQUIRE(failed);
  CHECK(failed->code == ErrorCode::MEDIA_DAMAGED);
  CHECK(scene.files()[0].state == FileState::remote);
  scene.settle();
  scene.wire.instead = nullptr;
  REQUIRE_FALSE(scene.fetch(scene.id));
  CHECK(content_of(scene.files()[0].path) == scene.sent);
}

TEST_CASE("what the service does not have is said, at once") {
  Fetching scene;
  scene.refuse("/media/download/", 404, 1'000'000, R"({"errcode":"M_NOT_FOUND"})");
  const int before = scene.wire.by_label["download"];
  const auto failed = scene.fetch(scene.id);
  REQUIRE(failed);
  CHECK(failed->code == ErrorCode::MEDIA_GONE);
  CHECK(scene.wire.by_label["download"] - before <= 2);  // the old address, too
  CHECK(scene.fetch("a9999")->code == ErrorCode::NOT_FOUND);
}

TEST_CASE("what the service has lost is uploaded anew when the same file is sent again") {
  Fetching scene("once");
  const auto send_again = [&scene] {
    scene.send("", {scene.prepared("once", "again.txt")});
    REQUIRE_FALSE(scene.sync());
    return scene.uris().back();
  };
  CHECK(send_again() == scene.uris()[0]);
  scene.forget_bytes();
  scene.refuse("/media/download/", 404, 1'000'000, R"({"errcode":"M_NOT_FOUND"})");
  REQUIRE(scene.fetch(scene.id)->code == ErrorCode::MEDIA_GONE);
  scene.wire.instead = nullptr;
  CHECK(send_again() != scene.uris()[0]);
}

TEST_CASE("a download larger than the policy allows is refused") {
  Fetching scene;
  engine::MediaPolicy policy;
  policy.max_download_bytes = 1000;
  REQUIRE(scene.engine().set_media_policy(policy).ok());
  const auto failed = scene.fetch(scene.id);
  REQUIRE(failed);
  CHECK(failed->code == ErrorCode::RESPONSE_TOO_LARGE);
}

TEST_CASE("the least recently used goes first, never what is pinned or has not left") {
  FilesScene scene;
  for (const char* name : {"1.txt", "2.txt", "3.txt"}) {
    scene.send("", {scene.prepared(std::string(1000, name[0]), name)});
    REQUIRE_FALSE(scene.sync());
    scene.clock.now += 3'600'000;
  }
  REQUIRE(scene.engine().pin(scene.files()[0].id, true).ok());
  scene.refuse("/media/", 503);
  scene.send("", {scene.prepared(std::string(1000, '4'), "4.txt")});
  engine::MediaPolicy policy;
  policy.cache_bytes = 2000;
  REQUIRE(scene.engine().set_media_policy(policy).ok());
  scene.settle();
  const auto files = scene.files();
  REQUIRE(files.size() == 4);
  CHECK(files[0].state == FileState::local);
  CHECK(files[1].state == FileState::remote);
  CHECK(files[2].state == FileState::local);
  CHECK_FALSE(files[3].path.empty());
  CHECK(scene.on_disk() == 3);
}

TEST_CASE("the bytes of a deleted message leave this device") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  REQUIRE_FALSE(scene.sync());
  auto page = scene.engine().reader().thread(scene.here(), {}, 10);
  const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, page->count(IX_TABLE_ITEM) - 1);
  REQUIRE(scene.engine().remove(page->text_or_empty(row->id)).ok());
  REQUIRE_FALSE(scene.sync());
  scene.settle();
  CHECK(scene.on_disk() == 0);
}

TEST_CASE("a wipe takes the files along") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  REQUIRE_FALSE(scene.sync());
  REQUIRE(scene.on_disk() == 1);
  (void)scene.engine().sign_out(engine::kSignOutWipe);
  scene.settle();
  CHECK(scene.on_disk() == 0);
}

TEST_CASE("a file is given out as a copy, and over nothing that is there") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  REQUIRE_FALSE(scene.sync());
  const std::string id = scene.files()[0].id;
  const std::string out = scene.folder() + "-out.txt";
  REQUIRE(scene.engine().export_file(id, out, -1).ok());
  CHECK(content_of(out) == "eins");
  CHECK(scene.engine().export_file(id, out, -1).error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(content_of(out) == "eins");
  std::filesystem::remove(out);
}

}  // namespace
}  // namespace ix::testing
