// SPDX-License-Identifier: Apache-2.0
// Files on their way out, as the store keeps them: through damage, times and changes of mind.
#include "rescue_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";

class Scene : public StoreFixture {
 public:
  Scene() {
    ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
    room = route_of("!r");
  }
  // Picked and prepared.
  FileId pick(const std::string& name, RouteId draft = {}) {
    OutgoingFile file;
    file.route = draft;
    file.place = "out/" + name;
    file.hint = name;
    file.picked_bytes = 5;
    file.file.name = name;
    file.file.bytes = 5;
    store::Touched touched;
    file.id = take(store().stage(file, touched));
    file.state = FileState::ready;
    file.file.sha256 = std::string(64, 'a');
    take(store().file_prepared(file));
    return file.id;
  }
  ItemId send(const std::vector<FileId>& files, const std::string& words = {}, Millis at = 0) {
    store::NewMessage message = text(words);
    message.files = files;
    message.send_at_ms = at;
    store::Touched touched;
    return take(store().send(room, message, touched));
  }
  std::string database() const { return folder() + "/cache.db"; }
  void lose_the_header() {
    close();
    std::string content = read_file(database());
    content.replace(0, 100, 100, '\0');
    write_file(database(), content);
    open();
    REQUIRE(store().set_aside());
  }
  void well() { CHECK(take(store().check()).empty()); }

  RouteId room;
};

TEST_CASE("messages with files, and files in drafts, come through a damaged database") {
  Scene f;
  const FileId draft = f.pick("draft.txt", f.room);
  const FileId one = f.pick("1.txt");
  f.send({one, f.pick("2.txt")}, "two files");
  take(f->file_reserved(one, false, "mxc://example.org/1"));
  const auto files = [&f] {
    return f.rows(
        "SELECT id, ifnull(item, 0), attachment, state, hint, place, uri FROM"
        " outgoing_file ORDER BY id",
        7);
  };
  const auto entries = [&f] {
    return f.rows(
        "SELECT o.id, o.item, o.lane, o.files_pending, i.text, i.file_names, a.name"
        " FROM outbox AS o JOIN item AS i ON i.id = o.item JOIN attachment AS a ON"
        " a.item = i.id ORDER BY o.id",
        7);
  };
  const auto files_before = files();
  const auto entries_before = entries();
  REQUIRE(files_before.size() == 3);
  REQUIRE(entries_before.size() == 2);
  f.lose_the_header();
  CHECK(f->set_aside()->unsent == 2);
  CHECK(f->set_aside()->lost == 0);
  CHECK(files() == files_before);
  CHECK(entries() == entries_before);
  f.well();
  CHECK(f.pick("later.txt").value > one.value);
  store::Touched touched;
  take(f->drop_file(draft));
}

TEST_CASE("a message that waits for its upload comes through a damaged database") {
  Scene f;
  const ItemId item = f.send({f.pick("1.txt")});
  take(f->set_upload_waiting(item, WaitingFor::unmetered));
  f.lose_the_header();
  CHECK(f->set_aside()->unsent == 1);
  const auto entries = take(f->outbox_entries());
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].state == OutboxState::queued);
  CHECK(entries[0].files_pending);
}

TEST_CASE("a message of whose file nothing can be read stands, and does not leave without it") {
  Scene f;
  f.send({f.pick("1.txt")}, "with a file");
  // As if the page had been destroyed: the row is not there.
  f.write("DELETE FROM outgoing_file");
  f.lose_the_header();
  CHECK(f->set_aside()->unsent == 1);
  CHECK(f->set_aside()->lost == 0);
  const auto entries = take(f->outbox_entries());
  REQUIRE(entries.size() == 1);
  CHECK(entries.front().files_pending);
  CHECK(entries.front().state == OutboxState::blocked);
  const auto files = take(f->outgoing_files());
  REQUIRE(files.size() == 1);
  CHECK(files.front().state == FileState::failed);
  CHECK(files.front().file.name == "1.txt");
  f.well();
}

TEST_CASE("what was taken back waits for no upload") {
  Scene f;
  const ItemId item = f.send({f.pick("1.txt")});
  // As after a rescue: nobody knows whether it has left.
  f.write("UPDATE outbox SET attempts = 1, unsettled = 1");
  take(f->discard(take(f->outbox_entries()).front().id));
  REQUIRE(take(f->outbox_entries()).front().waiting_for == WaitingFor::sync);
  take(f->set_upload_waiting(item, WaitingFor::uploading));
  CHECK(take(f->outbox_entries()).front().waiting_for == WaitingFor::sync);
}

TEST_CASE("another time tries the files again that failed") {
  Scene f;
  const FileId file = f.pick("1.txt");
  f.send({file}, "later", kNow + 60'000);
  take(f->file_failed(file, Error(ErrorCode::FILE_TOO_LARGE)));
  REQUIRE(take(f->outgoing_file(file)).state == FileState::failed);
  take(f->reschedule(take(f->outbox_entries()).front().id, 0));
  CHECK(take(f->outgoing_file(file)).state == FileState::ready);
  CHECK(take(f->outbox_entries()).front().state == OutboxState::queued);
}

TEST_CASE("other words are no answer to a file that cannot go") {
  Scene f;
  const FileId file = f.pick("1.txt");
  const ItemId item = f.send({file}, "before");
  take(f->file_failed(file, Error(ErrorCode::FILE_TOO_LARGE)));
  const store::ChangeLimits limits;
  take(f->edit_item(item, "after", limits));
  const OutboxEntry entry = take(f->outbox_entries()).front();
  CHECK(entry.state == OutboxState::blocked);
  REQUIRE(entry.failure);
  CHECK(entry.failure->code == ErrorCode::FILE_TOO_LARGE);
  take(f->retry(entry.id));
  CHECK(take(f->outgoing_file(file)).state == FileState::ready);
}

TEST_CASE("files that were picked for a person go with the person") {
  Scene f;
  Contact contact;
  contact.source = "host";
  contact.source_id = "1";
  contact.name = "Ann";
  contact.users = {kAnn};
  store::Touched touched;
  const ContactId ann = take(f->put_contact(contact, touched));
  f.pick("for-ann.txt", f.room);
  const FileId other = f.pick("for-nobody-yet.txt");
  take(f->erase_contact(ann, false));
  const auto left = take(f->outgoing_files());
  REQUIRE(left.size() == 1);
  CHECK(left[0].id == other);
}

}  // namespace
}  // namespace ix::testing
