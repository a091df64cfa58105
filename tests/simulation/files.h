// SPDX-License-Identifier: Apache-2.0
// Files of messages: what the person picks and sends, what others send, and what must have come of
// it in the end, here and at the server.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace ix::simulation {

class Life;
struct Hand;

// The server takes no more of one file.
constexpr int64_t kMostUpload = 40'000;

// A file that a person picked, by a name that is unique in the run.
struct PickedFile {
  std::string id;  // empty: the call failed; it may have been kept all the same
  std::string name;
  std::string bytes;      // what was picked
  std::string reference;  // the host's own file, which has to be there until it has left
  bool spoilt = false;    // that one went or changed before it had left for sure
  bool sent = false;      // or may be
  bool dropped = false;   // or may be, or went with a person
  bool erased = false;
  bool another_time = false;  // than those that were sent with it
  int64_t epoch = 0;          // of the device when it was picked
  bool too_large() const { return static_cast<int64_t>(bytes.size()) > kMostUpload; }
};

// Files that were sent together: a message each, the first with the caption.
struct FileSend {
  std::vector<size_t> files;  // places in Hand::files.picked
  size_t caption = 0;         // place in Hand::sent, if `captioned`
  bool captioned = false;
  bool accepted = false;
  std::vector<bool> given_up;  // of each: the person discarded it
};

struct Files {
  std::vector<PickedFile> picked;
  std::vector<FileSend> sends;
  bool rows_destroyed = false;  // a page that may have held some was
};

// Where the originals lie that are picked by path, and what is exported.
std::string originals_folder(const Life& life);
// What the server has there; null: nothing.
const std::string* bytes_at_server(Life& life, const std::string& uri);
std::string read_whole(const std::string& path);
// Whether a command that failed may have been done: the process died in it, or the disk was full.
bool may_be_done(const Status& done);
// One that the device picked, by the name it was given; null: none.
PickedFile* picked_by_name(Hand& hand, const std::string& name);

// --- at the end (files_settling.cpp): what a person does about files that wait for them. True:
// there was something.
bool attend_to_files(Life& life, Hand& hand);
// What is held by an upload is its own message alone.
void check_held(Life& life, Hand& hand);
// All attachments are asked for once more: what comes is what the server has.
void fetch_everything(Life& life, Hand& hand);
// (files_check.cpp)
void check_files(Life& life, Hand& hand);
void check_copies(Life& life);

}  // namespace ix::simulation
