// SPDX-License-Identifier: Apache-2.0
// Files through the whole engine and the sandbox: what is picked, what leaves, what comes.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"
#include "query/page.h"

namespace ix::testing {

using Words = std::vector<std::string>;

inline std::string path_of(const sandbox::Request& request) {
  std::string path;
  for (const std::string& segment : request.path) path += "/" + segment;
  return path;
}

struct FilesScene : RecoveryRig {
  FilesScene() {
    room = channel("General");
    REQUIRE_FALSE(sign_in());
    REQUIRE_FALSE(sync());
    general = conversation("General");
  }

  std::string pick(const std::string& bytes, const std::string& name) {
    engine::FileInput input;
    input.bytes = bytes;
    input.name = name;
    auto file = engine().stage(input);
    REQUIRE(file.ok());
    return file.take();
  }
  std::string prepared(const std::string& bytes, const std::string& name) {
    const std::string file = pick(bytes, name);
    while (worker->run()) {
    }
    return file;
  }
  void send(const std::string& text, const Words& files, Millis from_now = 0) {
    engine::OutgoingInput message;
    message.text = text;
    message.files = files;
    if (from_now > 0) message.send_at_ms = clock.wall_ms() + from_now;
    REQUIRE(engine().send(general, message).ok());
  }
  void write(const std::string& text) { send(text, {}); }

  // Of the server's events of oneself: the file's name or the words, in order.
  Words at_server() {
    Words out;
    for (const auto& event : server().room(room)->events()) {
      if (event.type != "m.room.message" || event.sender != kAlice) continue;
      out.push_back(member(event.content, "filename"));
      if (out.back().empty()) out.back() = member(event.content, "body");
    }
    return out;
  }
  static std::string member(const std::string& content, const std::string& name) {
    const std::string key = "\"" + name + "\":\"";
    const size_t at = content.find(key);
    if (at == std::string::npos) return {};
    return content.substr(at + key.size(), content.find('"', at + key.size()) - at - key.size());
  }
  // Where the server has the files of oneself's messages.
  Words uris() {
    Words out;
    for (const auto& event : server().room(room)->events()) {
      if (event.type == "m.room.message" && event.sender == kAlice) {
        out.push_back(member(event.content, "url"));
      }
    }
    std::erase(out, std::string());
    return out;
  }
  // Attachments of the thread, oldest first.
  struct Row {
    std::string id;
    std::string name;
    FileState state = FileState::remote;
    std::string path;
    ErrorCode failure = ErrorCode::OK;
  };
  std::vector<Row> files() { return rows(engine().reader().thread(here(), {}, 100)); }
  std::vector<Row> picked() { return rows(engine().reader().staged(std::nullopt)); }
  ConversationId here() { return *ConversationId::parse(general); }
  WaitingFor waits_for(size_t entry) {
    auto entries = engine().store().outbox_entries();
    REQUIRE(entries.ok());
    REQUIRE(entry < entries->size());
    return entries->at(entry).waiting_for;
  }
  size_t unsent() { return engine().store().outbox_entries()->size(); }
  // Names of what lies in the media folder.
  size_t on_disk() {
    size_t count = 0;
    if (!std::filesystem::exists(folder() + "/media")) return 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() + "/media")) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }
  // From now on requests of that kind are answered with this status, `times` of them.
  void refuse(const std::string& path_part, int status, int times = 1'000'000,
              const std::string& body = "{}") {
    wire.instead = [path_part, status, body,
                    left = times](const sandbox::Request& request) mutable -> sandbox::Reply {
      if (path_of(request).find(path_part) == std::string::npos || left-- <= 0) return std::nullopt;
      transport::HttpResponse response;
      response.status = status;
      response.body = body;
      return response;
    };
  }
  std::string room;
  std::string general;

 private:
  std::vector<Row> rows(Result<query::Page> page) {
    REQUIRE(page.ok());
    std::vector<Row> out;
    for (uint32_t i = 0; i < page->count(IX_TABLE_ITEM); ++i) {
      const auto* item = page->row<ix_row_item>(IX_TABLE_ITEM, i);
      for (uint32_t k = 0; k < item->attachment_count; ++k) {
        out.push_back(row(*page, item->first_attachment + k));
      }
    }
    // Without items: those that were picked.
    for (uint32_t i = 0; page->count(IX_TABLE_ITEM) == 0 && i < page->count(IX_TABLE_ATTACHMENT);
         ++i) {
      out.push_back(row(*page, i));
    }
    return out;
  }
  static Row row(const query::Page& page, uint32_t at) {
    const auto* row = page.row<ix_row_attachment>(IX_TABLE_ATTACHMENT, at);
    return {std::string(page.text_or_empty(row->id)), std::string(page.text_or_empty(row->name)),
            static_cast<FileState>(row->state), std::string(page.text_or_empty(row->path)),
            static_cast<ErrorCode>(row->failure_code)};
  }
};

inline std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace ix::testing
