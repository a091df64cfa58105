// SPDX-License-Identifier: Apache-2.0
// A person's data in a file of the host's.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "query/export.h"
#include "store/store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kNumber = "+15145550101";
constexpr const char* kAnn = "@ann:example.org";

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() / ("ix-export-" + SystemRandom().uuid())) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const char* name) const { return (path_ / name).string(); }
  size_t files() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::map<std::string, int> types_of(const std::vector<std::string>& lines) {
  std::map<std::string, int> types;
  for (const std::string& line : lines) {
    const size_t from = line.find("\"type\":\"") + 8;
    ++types[line.substr(from, line.find('"', from) - from)];
  }
  return types;
}

bool any_has(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&text](const auto& line) { return line.find(text) != std::string::npos; });
}

ContactId fill(StoreFixture& f) {
  Contact ann;
  ann.source = "host";
  ann.source_id = "1";
  ann.name = "Ann \"Zoé\"";
  ann.numbers = {kNumber};
  ann.users = {kAnn};
  store::Touched touched;
  const ContactId id = take(f->put_contact(ann, touched));
  RouteChanges batch = changes("!a", {message("$1", kAnn, kNow - 9, "first"), message("$2", kSelf)},
                               internal_route(kAnn));
  batch.relations = {relation(RelationChange::Kind::edit, "$e", "$1", kAnn, "second"),
                     relation(RelationChange::Kind::reaction, "$r", "$2", kAnn, "+1")};
  f.ingest(batch);
  f.ingest(limited("!a", {message("$3", kAnn, kNow, "above a gap")}, "t"));
  f.ingest(changes("!c", {message("$c", kAnn, kNow, "in the channel"), message("$d", "@bob:x")},
                   channel_route("General")));
  CallReport report;
  report.call_id = "call1";
  report.number = kNumber;
  report.phase = CallPhase::ended;
  report.outcome = CallOutcome::missed;
  report.at_ms = kNow;
  take(f->report_call(report, touched));
  take(f->set_draft(f.route_of("!a"), "half a thought", 100));
  take(f->send(f.route_of("!a"), text("waiting"), touched));
  take(f->set_flag(f.route_of("!a"), RouteFlag::pinned, true));
  take(f->put_consent("+16135550100", kNumber, ConsentState::opted_out));
  take(f->put_consent("+16135550100", "+14165550199", ConsentState::opted_out));
  return id;
}

TEST_CASE("a contact's file has all of hers and nothing of others") {
  StoreFixture f;
  const ContactId id = fill(f);
  const Folder folder;
  SystemFileSystem files;
  const std::string path = folder.file("ann.ndjson");
  const int64_t count = take(query::export_to(f->database(), files, id, path));
  const auto lines = lines_of(path);
  CHECK(count == static_cast<int64_t>(lines.size()));
  CHECK(types_of(lines) == std::map<std::string, int>{{"address", 2},
                                                      {"call_report", 1},
                                                      {"consent", 1},
                                                      {"contact", 1},
                                                      {"item", 6},
                                                      {"outbox", 1},
                                                      {"reaction", 1},
                                                      {"route", 2},
                                                      {"setting", 2},
                                                      {"version", 2}});
  for (const char* words :
       {"\"first\"", "\"second\"", "in the channel", "half a thought", "waiting", "call1",
        "\"outcome\":\"missed\"", "Ann \\\"Zoé\\\"", "\"kind\":\"internal\"", "\"edited\":1",
        "\"state\":\"opted_out\",\"source\":\"host\""}) {
    CAPTURE(words);
    CHECK(any_has(lines, words));
  }
  CHECK_FALSE(any_has(lines, "\"remote_id\":\"$d\""));
  CHECK_FALSE(any_has(lines, "General"));
  for (const std::string& line : lines) {
    CHECK(line.front() == '{');
    CHECK(line.back() == '}');
  }
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(folder.files() == 1);
}

TEST_CASE("the account's file has every row there is") {
  StoreFixture f;
  fill(f);
  const Folder folder;
  SystemFileSystem files;
  take(query::export_to(f->database(), files, std::nullopt, folder.file("all")));
  const auto types = types_of(lines_of(folder.file("all")));
  const auto rows = [&f](const char* sql) { return static_cast<int>(f.number(sql)); };
  CHECK(types.at("account") == 1);
  CHECK(types.at("item") == rows("SELECT count(*) FROM item WHERE kind <> 4"));
  CHECK(types.at("route") == rows("SELECT count(*) FROM route"));
  CHECK(types.at("contact") == rows("SELECT count(*) FROM contact"));
  CHECK(types.at("outbox") == rows("SELECT count(*) FROM outbox"));
  CHECK(types.at("consent") == 2);
}

TEST_CASE("what cannot be written leaves what was there") {
  StoreFixture f;
  const ContactId id = fill(f);
  const Folder folder;
  SystemFileSystem files;
  const std::string path = folder.file("old");
  std::ofstream(path) << "old";
  CHECK(code_of(query::export_to(f->database(), files, ContactId{999}, path)) ==
        ErrorCode::NOT_FOUND);
  CHECK(lines_of(path) == std::vector<std::string>{"old"});
  CHECK(code_of(query::export_to(f->database(), files, id, folder.file("no/such/folder"))) ==
        ErrorCode::STORE_NOT_WRITABLE);
  std::filesystem::create_directory(folder.file("folder"));
  CHECK(code_of(query::export_to(f->database(), files, id, folder.file("folder"))) ==
        ErrorCode::STORE_NOT_WRITABLE);
  CHECK(folder.files() == 2);
  take(query::export_to(f->database(), files, id, path));
  CHECK(lines_of(path).size() > 10);
}

}  // namespace
}  // namespace ix::testing
