// SPDX-License-Identifier: Apache-2.0
// Files that the person picks, sends, holds and drops, on the phone and on the tablet.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/files.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

namespace fs = std::filesystem;

// A name that no other has, and bytes that no other has but where a file is picked twice.
PickedFile some_file(Life& life, Hand& hand) {
  PickedFile file;
  const bool pdf = life.chance(12);
  char name[48];
  std::snprintf(name, sizeof name, "%sf%llu-%04zu.%s", hand.letter.c_str(),
                static_cast<unsigned long long>(life.options.seed), hand.files.picked.size(),
                pdf ? "pdf" : "txt");
  file.name = name;
  file.epoch = hand.device.epoch();
  if (pdf) {
    // Who wrote it stands in it and cannot be removed: it must be confirmed.
    file.bytes = "%PDF-1.4\n1 0 obj<</Author(Ann)>>endobj\n% " + file.name +
                 "\ntrailer<</Info 1 0 R>>\n%%EOF\n";
    return file;
  }
  if (!hand.files.picked.empty() && life.chance(8)) {
    const PickedFile& before = hand.files.picked[life.below(hand.files.picked.size())];
    if (before.name.ends_with(".txt")) {
      file.bytes = before.bytes;
      return file;
    }
  }
  const uint64_t kind = life.below(100);
  const uint64_t size = kind < 5    ? kMostUpload + 1 + life.below(5000)
                        : kind < 25 ? 2000 + life.below(6000)
                                    : life.below(300);
  file.bytes = file.name + "\n" + std::string(size, static_cast<char>('a' + life.below(26)));
  return file;
}

// The host's own file; when it was written is simulated, too.
void write_original(Life& life, const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  const auto at = std::chrono::seconds(life.world.clock.true_wall_ms() / 1000);
  fs::last_write_time(path, fs::file_time_type(at));
}

// Its place among those that were picked; nullopt: it was refused.
std::optional<size_t> pick(Life& life, Hand& hand, const std::string& conversation) {
  PickedFile file = some_file(life, hand);
  engine::FileInput input;
  input.name = file.name;
  input.conversation = conversation;
  input.keep_metadata = life.chance(20);
  const std::string thumbnail = "a small picture of " + file.name;
  if (life.chance(15)) {
    input.thumbnail = thumbnail;
    input.thumbnail_width = input.thumbnail_height = 8;
  }
  const std::string original = originals_folder(life) + "/" + file.name;
  const uint64_t how = life.below(3);
  if (how == 0) {
    input.bytes = file.bytes;
  } else {
    write_original(life, original, file.bytes);
    input.path = original;
    input.reference = how == 2;
    if (input.reference) file.reference = original;
  }
  const auto id = hand.engine().stage(input);
  // Of a copy nothing is lost with the original.
  if (how == 1) fs::remove(original);
  life.note(hand.letter + ": picks " + file.name + " of " + std::to_string(file.bytes.size()) +
            (input.reference ? ", a reference" : "") +
            (id.ok() ? "" : std::string(": ") + error_name(id.error().code)));
  if (!id.ok() && !may_be_done(Status(id.error()))) return std::nullopt;
  if (id.ok()) file.id = *id;
  life.count("files picked");
  hand.files.picked.push_back(std::move(file));
  return hand.files.picked.size() - 1;
}

std::vector<size_t> sendable(Hand& hand) {
  std::vector<size_t> out;
  for (size_t i = 0; i < hand.files.picked.size(); ++i) {
    const PickedFile& file = hand.files.picked[i];
    if (!file.id.empty() && !file.sent && !file.dropped && !file.erased) out.push_back(i);
  }
  return out;
}

std::string some_conversation(Life& life, Hand& hand) {
  engine::RecipientInput to;
  const uint64_t where = life.below(10);
  if (where < 5) {
    const std::string& room = life.channels[life.below(life.channels.size())];
    std::string conversation;
    (void)each_row(
        hand.engine(), "SELECT conversation FROM route WHERE remote_id = " + quoted(room),
        [&](cache::Statement& row) { conversation = ConversationId{row.integer(0)}.text(); });
    return conversation;
  }
  if (where < 9) {
    to.user = life.one_of(kColleagues);
  } else {
    to.number = kNumbers[life.below(kReachable)];
  }
  const auto opened = hand.engine().open_conversation(to);
  return opened.ok() ? *opened : std::string();
}

void pick_a_file(Life& life) {
  Hand& hand = life.either();
  (void)pick(life, hand, life.chance(50) ? some_conversation(life, hand) : std::string());
}

// The words that go with them, as a message like any other.
size_t add_caption(Life& life, Hand& hand) {
  char text[48];
  std::snprintf(text, sizeof text, "%s%llu-%04zu", hand.letter.c_str(),
                static_cast<unsigned long long>(life.options.seed), hand.sent.size());
  Sent sent;
  sent.texts = {text};
  sent.timed = true;  // what has files holds back nothing
  hand.sent.push_back(std::move(sent));
  return hand.sent.size() - 1;
}

void send_files(Life& life) {
  Hand& hand = life.either();
  const std::string conversation = some_conversation(life, hand);
  if (conversation.empty()) return;
  FileSend send;
  std::vector<size_t> there = sendable(hand);
  for (uint64_t n = 1 + life.below(3); n > 0; --n) {
    if (!there.empty() && life.chance(50)) {
      const auto at = there.begin() + static_cast<std::ptrdiff_t>(life.below(there.size()));
      send.files.push_back(*at);
      there.erase(at);
    } else if (const auto fresh = pick(life, hand, {}); fresh) {
      if (!hand.files.picked[*fresh].id.empty()) send.files.push_back(*fresh);
    }
  }
  if (send.files.empty()) return;
  if (life.chance(50)) hand.device.run_for(static_cast<Millis>(life.below(400)));
  if (!hand.device.running() || hand.device.died()) return;
  engine::OutgoingInput input;
  for (const size_t at : send.files) input.files.push_back(hand.files.picked[at].id);
  send.captioned = life.chance(50);
  if (send.captioned) {
    send.caption = add_caption(life, hand);
    input.text = hand.sent[send.caption].text();
    if (life.chance(15)) {
      input.send_at_ms = life.world.clock.wall_ms() + static_cast<Millis>(life.below(30)) * 60'000;
      life.world.promises.give(input.text, input.send_at_ms, true);
    }
  }
  const auto item = hand.engine().send(conversation, input);
  life.note(hand.letter + ": sends " + std::to_string(send.files.size()) + " files " + input.text +
            (item.ok() ? "" : std::string(": ") + error_name(item.error().code)));
  if (send.captioned) hand.sent[send.caption].accepted = item.ok();
  if (!item.ok() && !may_be_done(Status(item.error()))) return;
  send.accepted = item.ok();
  send.given_up.resize(send.files.size());
  for (const size_t at : send.files) hand.files.picked[at].sent = true;
  life.count("files sent", static_cast<int64_t>(send.files.size()));
  hand.files.sends.push_back(std::move(send));
}

void drop(Life& life) {
  Hand& hand = life.either();
  const auto there = sendable(hand);
  if (there.empty()) return;
  PickedFile& file = hand.files.picked[there[life.below(there.size())]];
  const Status done = hand.engine().drop_file(file.id);
  life.note(hand.letter + ": drops " + file.name +
            (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
  if (!done.ok() && !may_be_done(done)) return;
  file.dropped = true;
  // Gone it is only as long as the drop is on the disk.
  file.epoch = done.ok() ? hand.device.epoch() : -1;
  if (&hand != &life.phone || life.chance(60)) return;
  // While it is tidied up.
  hand.device.run_for(static_cast<Millis>(life.below(200)));
  if (!hand.device.running()) return;
  life.world.faults.count(Fault::power_loss);
  life.die(true);
}

// The host's own file goes or changes before it has left.
void original_vanishes(Life& life) {
  Hand& hand = life.either();
  std::vector<PickedFile*> references;
  for (PickedFile& file : hand.files.picked) {
    if (!file.reference.empty() && !file.spoilt) references.push_back(&file);
  }
  if (references.empty()) return;
  PickedFile& file = *references[life.below(references.size())];
  file.spoilt = true;
  const bool goes = life.chance(50);
  life.note(hand.letter + ": the original of " + file.name + (goes ? " goes" : " changes"));
  if (goes) {
    fs::remove(file.reference);
  } else {
    write_original(life, file.reference, file.bytes + "!");
  }
}

void confirm(Life& life) {
  Hand& hand = life.either();
  const auto files = hand.engine().store().outgoing_files();
  if (!files.ok()) return;
  for (const OutgoingFile& file : *files) {
    if (file.state != FileState::unconfirmed) continue;
    life.note(hand.letter + ": confirms " + file.hint);
    (void)hand.engine().confirm_file(file.id.text());
    return;
  }
}

std::vector<OutgoingFile> uploads_of(Hand& hand) {
  auto files = hand.engine().store().outgoing_files();
  if (!files.ok()) return {};
  std::erase_if(*files, [](const OutgoingFile& file) { return !file.item; });
  return files.take();
}

void hold_or_go_on(Life& life) {
  Hand& hand = life.either();
  const auto files = uploads_of(hand);
  if (files.empty()) return;
  const OutgoingFile& file = files[life.below(files.size())];
  const bool on = !file.paused;
  const Status done = hand.engine().pause_upload(file.attachment.text(), on);
  life.note(hand.letter + (on ? ": holds " : ": goes on with ") + file.hint +
            (done.ok() ? "" : ", refused"));
  if (on && done.ok()) life.count("uploads held");
}

// Nobody can answer what nobody has yet; what is held by an upload is nothing but its message.
void reply_to_upload(Life& life) {
  Hand& hand = life.either();
  const auto files = uploads_of(hand);
  if (files.empty()) return;
  const OutgoingFile& file = files[life.below(files.size())];
  std::string conversation, remote;
  (void)each_row(hand.engine(),
                 "SELECT r.conversation, ifnull(i.remote_id, '') FROM item AS i JOIN route AS r ON"
                 " r.id = i.route WHERE i.id = " +
                     std::to_string(file.item.value),
                 [&](cache::Statement& row) {
                   conversation = ConversationId{row.integer(0)}.text();
                   remote = row.string(1);
                 });
  if (conversation.empty()) return;
  engine::OutgoingInput input;
  Sent sent;
  sent.texts = {"reply" + std::to_string(hand.sent.size()) + hand.letter + file.hint};
  input.text = sent.text();
  input.reply_to = file.item.text();
  const auto item = hand.engine().send(conversation, input);
  sent.accepted = item.ok();
  life.note(hand.letter + ": answers " + file.hint +
            (item.ok() ? "" : std::string(": ") + error_name(item.error().code)));
  if (item.ok() && remote.empty()) {
    life.violated("files: " + file.hint + " is answered before anybody has it");
  }
  if (item.ok() || may_be_done(Status(item.error()))) hand.sent.push_back(std::move(sent));
}

void network_costs(Life& life) {
  Hand& hand = life.either();
  const bool metered = life.chance(60);
  engine::MediaPolicy policy;
  if (metered) policy.metered_upload_bytes = 1000;
  life.note(hand.letter + (metered ? ": a network that costs" : ": a network that costs nothing"));
  (void)hand.engine().set_media_policy(policy);
  (void)hand.engine().hint_network(metered ? transport::NetworkKind::metered
                                           : transport::NetworkKind::unmetered);
}

bool has_files(Life& life) {
  return !life.phone.files.picked.empty() || (life.tablet && !life.tablet->files.picked.empty());
}

constexpr Action kActions[] = {
    {"picks a file", 5, pick_a_file},
    {"sends files", 14, send_files},
    {"drops a file", 4, drop, has_files},
    {"an original vanishes", 2, original_vanishes, has_files},
    {"confirms a file", 2, confirm, has_files},
    {"holds an upload", 5, hold_or_go_on, has_files},
    {"answers an upload", 2, reply_to_upload, has_files},
    {"another network", 3, network_costs},
};

}  // namespace

std::string originals_folder(const Life& life) {
  return life.options.folder + "-originals";
}

const std::string* bytes_at_server(Life& life, const std::string& uri) {
  const auto& all = life.world.server.media().all();
  const auto found = all.find(uri.substr(uri.rfind('/') + 1));
  return found == all.end() || !found->second.filled ? nullptr : found->second.bytes.get();
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool may_be_done(const Status& done) {
  if (done.ok()) return true;
  const ErrorCode code = done.error().code;
  return code == ErrorCode::STORE_IO || code == ErrorCode::STORE_FULL ||
         code == ErrorCode::STORE_CORRUPT;
}

PickedFile* picked_by_name(Hand& hand, const std::string& name) {
  for (PickedFile& file : hand.files.picked) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

std::span<const Action> files_sent() {
  return kActions;
}

}  // namespace ix::simulation
