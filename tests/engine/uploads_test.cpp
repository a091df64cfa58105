// SPDX-License-Identifier: Apache-2.0
#include "engine/files_rig.h"

namespace ix::testing {
namespace {

TEST_CASE("a file leaves with its message, and is on this device still") {
  FilesScene scene;
  const std::string file = scene.prepared("bonjour", "note.txt");
  scene.send("voici", {file});
  REQUIRE(scene.files().size() == 1);
  CHECK(content_of(scene.files()[0].path) == "bonjour");  // shown at once
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"note.txt"});
  CHECK(scene.unsent() == 0);
  REQUIRE(scene.files().size() == 1);
  CHECK(scene.files()[0].state == FileState::local);
  CHECK(content_of(scene.files()[0].path) == "bonjour");
  CHECK(scene.picked().empty());
}

TEST_CASE("what is sent before it is prepared leaves when it is") {
  FilesScene scene;
  const std::string file = scene.pick("bonjour", "note.txt");
  scene.send({}, {file});
  scene.engine().step(0);
  CHECK(scene.files()[0].state == FileState::preparing);
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"note.txt"});
}

TEST_CASE(
    "an upload holds no other message, and those that were picked together keep their order") {
  FilesScene scene;
  scene.refuse("/media/", 503);
  const std::string one = scene.prepared("eins", "1.txt");
  const std::string two = scene.prepared("zwei", "2.txt");
  scene.send("", {one, two});
  scene.write("words");
  (void)scene.sync();
  CHECK(scene.at_server() == Words{"words"});
  CHECK(scene.waits_for(0) != WaitingFor::nothing);
  scene.wire.instead = nullptr;
  scene.clock.now += 3'600'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"words", "1.txt", "2.txt"});
}

TEST_CASE(
    "one of two files whose upload fails for good holds the other, until the user discards it") {
  FilesScene scene;
  scene.refuse("/media/v3/upload", 413, 1, R"({"errcode":"M_TOO_LARGE"})");
  scene.send("", {scene.prepared("eins", "1.txt"), scene.prepared("zwei", "2.txt")});
  (void)scene.sync();
  CHECK(scene.at_server().empty());
  REQUIRE(scene.files().size() == 2);
  CHECK(scene.files()[0].state == FileState::failed);
  CHECK(scene.files()[0].failure == ErrorCode::FILE_TOO_LARGE);
  auto entries = scene.engine().store().outbox_entries();
  REQUIRE(entries->size() == 2);
  CHECK(entries->front().state == OutboxState::blocked);
  REQUIRE(scene.engine().discard(entries->front().id.text()).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"2.txt"});
}

TEST_CASE("a blocked upload goes on when the user tries it again") {
  FilesScene scene;
  scene.refuse("/media/v3/upload", 413, 1, R"({"errcode":"M_TOO_LARGE"})");
  scene.send("", {scene.prepared("eins", "1.txt")});
  (void)scene.sync();
  auto entries = scene.engine().store().outbox_entries();
  REQUIRE(entries->size() == 1);
  REQUIRE(scene.engine().retry(entries->front().id.text()).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("an upload whose answer was lost is repeated under the same name: one copy") {
  FilesScene scene;
  Words names;
  bool lost = false;
  scene.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find("/media/v3/upload/") == std::string::npos) return std::nullopt;
    names.push_back(path_of(request));
    if (std::exchange(lost, true)) return std::nullopt;
    // The server has it; the answer never comes.
    (void)scene.server().handle(request, scene.clock.now);
    transport::HttpResponse broken;
    broken.status = 502;
    return broken;
  };
  scene.send("", {scene.prepared("eins", "1.txt")});
  (void)scene.sync();
  scene.clock.now += 3'600'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
  REQUIRE(names.size() == 2);
  CHECK(names[0] == names[1]);
}

TEST_CASE("a process that dies between the name and the bytes goes on with that name") {
  FilesScene scene;
  Words names;
  scene.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find("/media/v3/upload/") == std::string::npos) return std::nullopt;
    names.push_back(path_of(request));
    transport::HttpResponse broken;
    broken.status = 503;
    return broken;
  };
  scene.send("", {scene.prepared("eins", "1.txt")});
  (void)scene.sync();
  scene.restart();
  scene.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (path_of(request).find("/media/v3/upload/") != std::string::npos)
      names.push_back(path_of(request));
    return std::nullopt;
  };
  scene.clock.now += 60'000;
  REQUIRE_FALSE(scene.sync());
  REQUIRE(names.size() >= 2);
  CHECK(std::count(names.begin(), names.end(), names[0]) == static_cast<long>(names.size()));
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("a name that has expired is given up for another one") {
  FilesScene scene;
  scene.refuse("/media/v3/upload", 503);
  scene.send("", {scene.prepared("eins", "1.txt")});
  (void)scene.sync();
  scene.wire.instead = nullptr;
  scene.clock.now += 30LL * 3'600'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("the same file is uploaded once") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  REQUIRE_FALSE(scene.sync());
  scene.send("", {scene.prepared("eins", "again.txt")});
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt", "again.txt"});
  REQUIRE(scene.uris().size() == 2);
  CHECK(scene.uris()[0] == scene.uris()[1]);
}

TEST_CASE("an upload that the user holds waits, also in the next process, and goes on") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")});
  const std::string id = scene.files()[0].id;
  REQUIRE(scene.engine().pause_upload(id, true).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server().empty());
  CHECK(scene.waits_for(0) == WaitingFor::paused);
  CHECK(scene.files()[0].state == FileState::paused);
  scene.restart();
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server().empty());
  REQUIRE(scene.engine().pause_upload(id, false).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("a large upload waits for a network that costs nothing") {
  FilesScene scene;
  engine::MediaPolicy policy;
  policy.metered_upload_bytes = 3;
  REQUIRE(scene.engine().set_media_policy(policy).ok());
  (void)scene.engine().hint_network(transport::NetworkKind::metered);
  scene.send("", {scene.prepared("vier", "4.txt")});
  scene.send("", {scene.prepared("ja", "2.txt")});
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"2.txt"});
  CHECK(scene.waits_for(0) == WaitingFor::unmetered);
  (void)scene.engine().hint_network(transport::NetworkKind::unmetered);
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"2.txt", "4.txt"});
}

TEST_CASE("files of a message that has a time are uploaded ahead, and it leaves at its time") {
  FilesScene scene;
  scene.send("", {scene.prepared("eins", "1.txt")}, 3'600'000);
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server().empty());
  CHECK(scene.waits_for(0) == WaitingFor::scheduled);
  scene.clock.now += 3'600'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"1.txt"});
}

TEST_CASE("a reference that changed before it left is not sent") {
  FilesScene scene;
  const std::string path = scene.folder() + "-picked.txt";
  std::ofstream(path) << "before";
  engine::FileInput input;
  input.path = path;
  input.reference = true;
  auto file = scene.engine().stage(input);
  REQUIRE(file.ok());
  while (scene.worker->run()) {
  }
  std::ofstream(path) << "afterwards";
  scene.send("", {*file});
  (void)scene.sync();
  CHECK(scene.at_server().empty());
  CHECK(scene.files()[0].failure == ErrorCode::FILE_CHANGED);
  std::filesystem::remove(path);
}

TEST_CASE("a discarded message takes its files along, what was picked stays") {
  FilesScene scene;
  scene.refuse("/media/", 503);
  scene.send("", {scene.prepared("eins", "1.txt")});
  (void)scene.prepared("zwei", "2.txt");
  (void)scene.sync();
  auto entries = scene.engine().store().outbox_entries();
  REQUIRE(entries->size() == 1);
  REQUIRE(scene.engine().discard(entries->front().id.text()).ok());
  scene.wire.instead = nullptr;
  REQUIRE_FALSE(scene.sync());
  scene.settle();
  CHECK(scene.files().empty());
  REQUIRE(scene.picked().size() == 1);
  CHECK(content_of(scene.picked()[0].path) == "zwei");
  CHECK(scene.on_disk() == 1);
}

}  // namespace
}  // namespace ix::testing
