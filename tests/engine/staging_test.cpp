// SPDX-License-Identifier: Apache-2.0
// What a user may pick, and what becomes of it before it is sent.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/files_rig.h"

namespace ix::testing {
namespace {

ErrorCode refused(FilesScene& scene, const engine::FileInput& input) {
  const auto file = scene.engine().stage(input);
  return file.ok() ? ErrorCode::OK : file.error().code;
}

engine::FileInput at(const std::string& path) {
  engine::FileInput input;
  input.path = path;
  return input;
}

TEST_CASE("what is picked is copied: it stays when the original goes") {
  FilesScene scene;
  const std::string path = scene.folder() + "-picked.txt";
  std::ofstream(path) << "bonjour";
  REQUIRE(refused(scene, at(path)) == ErrorCode::OK);
  std::filesystem::remove(path);
  scene.restart();
  scene.settle();
  REQUIRE(scene.picked().size() == 1);
  CHECK(scene.picked()[0].state == FileState::ready);
  CHECK(content_of(scene.picked()[0].path) == "bonjour");
}

TEST_CASE("a descriptor, memory and a stream are picked alike") {
  FilesScene scene;
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  REQUIRE(::write(pipe[1], "pipe", 4) == 4);
  ::close(pipe[1]);
  engine::FileInput descriptor;
  descriptor.fd = pipe[0];
  REQUIRE(refused(scene, descriptor) == ErrorCode::OK);
  ::close(pipe[0]);
  engine::FileInput stream;
  std::string left = "stream";
  stream.source = [&left](char* into, size_t) -> Result<size_t> {
    if (left.empty()) return size_t{0};
    into[0] = left[0];
    left.erase(0, 1);
    return size_t{1};
  };
  REQUIRE(refused(scene, stream) == ErrorCode::OK);
  REQUIRE(scene.picked().size() == 2);
  CHECK(content_of(scene.picked()[0].path) == "pipe");
  CHECK(content_of(scene.picked()[1].path) == "stream");
}

TEST_CASE("what cannot be sent is refused, and leaves nothing behind") {
  FilesScene scene;
  const std::string folder = scene.folder() + "-dir";
  std::filesystem::create_directory(folder);
  CHECK(refused(scene, at(folder)) == ErrorCode::FILE_UNREADABLE);
  CHECK(refused(scene, at(folder + "/nothing")) == ErrorCode::FILE_UNREADABLE);
  const std::string fifo = folder + "/fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(refused(scene, at(fifo)) == ErrorCode::FILE_UNREADABLE);
  std::ofstream(folder + "/empty");
  CHECK(refused(scene, at(folder + "/empty")) == ErrorCode::FILE_EMPTY);
  engine::FileInput closed;
  closed.fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  CHECK(refused(scene, closed) == ErrorCode::FILE_UNREADABLE);
  ::close(closed.fd);
  engine::FileInput broken;
  int calls = 0;
  broken.source = [&calls](char*, size_t) -> Result<size_t> {
    if (calls++ == 0) return size_t{3};
    return Error(ErrorCode::FILE_UNREADABLE);
  };
  CHECK(refused(scene, broken) == ErrorCode::FILE_UNREADABLE);
  CHECK(refused(scene, engine::FileInput()) == ErrorCode::INVALID_ARGUMENT);
  engine::FileInput both = at(fifo);
  both.bytes = "x";
  CHECK(refused(scene, both) == ErrorCode::INVALID_ARGUMENT);
  engine::FileInput elsewhere;
  elsewhere.bytes = "x";
  elsewhere.conversation = "r9999";
  CHECK(refused(scene, elsewhere) == ErrorCode::NOT_FOUND);
  CHECK(scene.picked().empty());
  CHECK(scene.on_disk() == 0);
  std::filesystem::remove_all(folder);
}

TEST_CASE("a file belongs to a conversation's draft until it is sent or dropped") {
  FilesScene scene;
  engine::FileInput input;
  input.bytes = "eins";
  input.conversation = scene.general;
  const auto file = scene.engine().stage(input);
  REQUIRE(file.ok());
  CHECK(scene.engine().staged(scene.general)->count(IX_TABLE_ATTACHMENT) == 1);
  (void)scene.pick("zwei", "other.txt");
  CHECK(scene.engine().staged(scene.general)->count(IX_TABLE_ATTACHMENT) == 1);
  REQUIRE(scene.engine().drop_file(*file).ok());
  CHECK(scene.engine().staged(scene.general)->count(IX_TABLE_ATTACHMENT) == 0);
  scene.settle();
  CHECK(scene.on_disk() == 1);
}

TEST_CASE("a file is sent once, and not twice in one message") {
  FilesScene scene;
  const std::string file = scene.prepared("eins", "1.txt");
  engine::OutgoingInput twice;
  twice.files = {file, file};
  CHECK(scene.engine().send(scene.general, twice).error().code == ErrorCode::INVALID_ARGUMENT);
  scene.send("", {file});
  engine::OutgoingInput again;
  again.files = {file};
  CHECK(scene.engine().send(scene.general, again).error().code == ErrorCode::NOT_FOUND);
  CHECK(scene.engine().drop_file(file).error().code == ErrorCode::CANNOT_SEND);
  engine::OutgoingInput nothing;
  CHECK(scene.engine().send(scene.general, nothing).error().code == ErrorCode::TEXT_EMPTY);
}

TEST_CASE("a file that may hold private data waits for the user's word") {
  FilesScene scene;
  const std::string pdf =
      "%PDF-1.4\n1 0 obj<</Author(Ann)>>endobj\ntrailer<</Info 1 0 R>>\n%%EOF\n";
  const std::string file = scene.prepared(pdf, "menu.pdf");
  REQUIRE(scene.picked().size() == 1);
  CHECK(scene.picked()[0].state == FileState::unconfirmed);
  engine::OutgoingInput message;
  message.files = {file};
  CHECK(scene.engine().send(scene.general, message).error().code == ErrorCode::NOT_CLEANED);
  REQUIRE(scene.engine().confirm_file(file).ok());
  scene.send("", {file});
  // Sent before that was known: the message waits.
  const std::string later = scene.pick(pdf + "x", "other.pdf");
  scene.send("", {later});
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"menu.pdf"});
  CHECK(scene.waits_for(0) == WaitingFor::confirmation);
  REQUIRE(scene.engine().confirm_file(later).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.at_server() == Words{"menu.pdf", "other.pdf"});
}

}  // namespace
}  // namespace ix::testing
