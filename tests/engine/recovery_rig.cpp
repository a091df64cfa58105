// SPDX-License-Identifier: Apache-2.0
#include "engine/recovery_rig.h"

#include <doctest/doctest.h>
#include <interactions/conversation.h>
#include <interactions/message.h>
#include <interactions/row_block.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace ix::testing {
namespace {

std::filesystem::path base() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

std::string text_of(const query::Page& page, ix_ref ref) {
  return std::string(page.text(ref).value_or(std::string_view()));
}

// Names of IX_NOTICE_*, by number.
std::string notice_name(int32_t notice) {
  const auto kind = static_cast<NoticeKind>(notice);
  switch (kind) {
    case NoticeKind::joined:
      return "joined";
    case NoticeKind::left:
      return "left";
    case NoticeKind::invited:
      return "invited";
    case NoticeKind::removed:
      return "removed";
    case NoticeKind::banned:
      return "banned";
    case NoticeKind::renamed:
      return "renamed";
    case NoticeKind::upgraded:
      return "upgraded";
    default:
      return "notice";
  }
}

std::string line_of(const query::Page& page, const ix_row_item& item) {
  if (item.kind == static_cast<int32_t>(ItemKind::gap)) return "[gap]";
  if (item.kind == static_cast<int32_t>(ItemKind::notice)) {
    return "[" + notice_name(item.notice) + " " + text_of(page, item.text) + "]";
  }
  if ((item.flags & IX_ITEM_DELETED) != 0) return "[deleted]";
  std::string line = text_of(page, item.sender_name);
  if (line.empty()) line = "me";
  line += ": " + text_of(page, item.text);
  if ((item.flags & IX_ITEM_EDITED) != 0) line += " (edited)";
  const bool own = item.direction == static_cast<int32_t>(Direction::out);
  if (own && item.state < static_cast<int32_t>(ItemState::accepted)) line += " (waits)";
  if (item.state == static_cast<int32_t>(ItemState::failed)) line += " (failed)";
  return line;
}

}  // namespace

RecoveryRig::RecoveryRig() : folder_((base() / ("ix-recovery-" + random_.uuid())).string()) {
  act([now = clock.now](sandbox::Homeserver& server) {
    server.run_due(now);
    server.add_user("alice", "secret", "Alice");
    server.add_user("bob", "secret", "Bob");
  });
  open();
}

RecoveryRig::~RecoveryRig() {
  engine_.reset();
  std::filesystem::remove_all(folder_);
}

void RecoveryRig::open() {
  engine::EngineConfig config;
  config.folder = folder_;
  config.credentials = engine::CredentialPolicy::file;
  config.sync_mode = sync_mode;
  auto hand = std::make_unique<ManualWorker>();
  worker = hand.get();
  auto opened = engine::Engine::open(config, {clock, random_, files_, log_, executor_,
                                              std::make_unique<SandboxHttp>(backend_, clock, wire),
                                              vfs, nullptr, std::move(hand)});
  REQUIRE(opened.ok());
  engine_ = opened.take();
}

std::string RecoveryRig::ask(std::function<std::string(sandbox::Homeserver&)> what) {
  clock.now += 1000;
  const auto answer = std::make_shared<std::string>();
  const std::weak_ptr<std::string> wanted = answer;  // not when it is played again
  act([what = std::move(what), wanted, now = clock.now](sandbox::Homeserver& server) {
    server.run_due(now);
    std::string got = what(server);
    if (const auto box = wanted.lock()) *box = std::move(got);
  });
  return *answer;
}

std::string RecoveryRig::channel(const std::string& name) {
  return ask([name](sandbox::Homeserver& server) {
    return server.add_channel(name, {kBob, kAlice});
  });
}

std::string RecoveryRig::say(const std::string& room, const std::string& text) {
  return ask(
      [room, text](sandbox::Homeserver& server) { return server.post_message(room, kBob, text); });
}

void RecoveryRig::set_membership(const std::string& room, const std::string& by,
                                 const std::string& membership) {
  ask([room, by, membership](sandbox::Homeserver& server) {
    server.set_membership(*server.room_to_write(room), by, kAlice, membership);
    return std::string();
  });
}

void RecoveryRig::forget(const std::string& room) {
  ask([room](sandbox::Homeserver& server) {
    server.forget_room(kAlice, room);
    return std::string();
  });
}

void RecoveryRig::restart(const std::function<void(const std::string& folder)>& meanwhile) {
  engine_.reset();
  completed_.clear();
  if (meanwhile) meanwhile(folder_);
  open();
}

void RecoveryRig::drain() {
  auto events = engine_->events().poll(0);
  if (!events.ok()) return;
  for (engine::Event& event : *events) {
    if (event.kind == engine::EventKind::subscription_changed) ++list_events_;
    if (event.kind == engine::EventKind::notifications) ++notification_events_;
    if (event.kind == engine::EventKind::operation_completed) {
      completed_[event.operation] = std::move(event.error);
    }
  }
}

int RecoveryRig::notification_events() {
  drain();
  return notification_events_;
}

int RecoveryRig::list_events() {
  drain();
  return list_events_;
}

std::optional<Error> RecoveryRig::wait(Result<engine::OperationId> operation) {
  if (!operation.ok()) return operation.error();
  constexpr int kMostSteps = 20'000;
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (const auto done = completed_.find(*operation); done != completed_.end()) {
      return done->second;
    }
    engine_->step(1000);
    while (worker->run()) {
    }
    drain();
  }
  return Error(ErrorCode::TIMEOUT, "the operation never completed");
}

void RecoveryRig::settle() {
  constexpr int kSteps = 30;
  for (int i = 0; i < kSteps; ++i) {
    while (worker->run()) {
    }
    engine_->step(0);
  }
  drain();
}

std::optional<Error> RecoveryRig::fetch(const std::string& attachment, cache::MediaPart part) {
  return wait(engine_->fetch(attachment, part, 0));
}

std::optional<Error> RecoveryRig::sign_in() {
  provider::SignIn request;
  request.server = "http://pbx.test";
  request.user = "alice";
  request.password = Secret("secret");
  return wait(engine_->sign_in(std::move(request)));
}

std::optional<Error> RecoveryRig::sync() {
  return wait(engine_->sync());
}

std::string RecoveryRig::newest_gap(const std::string& conversation) {
  std::string cursor;
  for (;;) {
    auto page = engine_->reader().thread(*ConversationId::parse(conversation), cursor, 1000);
    REQUIRE(page.ok());
    // Oldest row first.
    for (uint32_t i = page->count(IX_TABLE_ITEM); i > 0; --i) {
      const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i - 1);
      if (row->kind == static_cast<int32_t>(ItemKind::gap)) return text_of(*page, row->id);
    }
    cursor = text_of(*page, page->header().cursor);
    if (cursor.empty()) return {};
  }
}

std::optional<Error> RecoveryRig::fill(const std::string& conversation) {
  for (;;) {
    const std::string gap = newest_gap(conversation);
    if (gap.empty()) return std::nullopt;
    if (auto error = wait(engine_->fill_history(gap))) return error;
  }
}

void RecoveryRig::send(const std::string& conversation, const std::string& text) {
  engine::OutgoingInput message;
  message.text = text;
  auto sent = engine_->send(conversation, message);
  INFO((sent.ok() ? std::string() : sent.error().message));
  REQUIRE(sent.ok());
  CHECK_FALSE(sync().has_value());
}

std::string RecoveryRig::token() {
  auto account = engine_->store().account();
  REQUIRE(account.ok());
  return account->sync_token;
}

std::vector<std::string> RecoveryRig::titles() {
  std::vector<std::string> out;
  std::string cursor;
  for (;;) {
    auto page = engine_->reader().conversations(Filter::preset(Preset::all), cursor, 1000);
    REQUIRE(page.ok());
    for (uint32_t i = 0; i < page->count(IX_TABLE_CONVERSATION); ++i) {
      const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
      out.push_back(text_of(*page, row->title));
    }
    cursor = text_of(*page, page->header().cursor);
    if (cursor.empty()) return out;
  }
}

std::string RecoveryRig::conversation(const std::string& title) {
  std::vector<std::string> found;
  auto page = engine_->reader().conversations(Filter::preset(Preset::all), {}, 1000);
  REQUIRE(page.ok());
  for (uint32_t i = 0; i < page->count(IX_TABLE_CONVERSATION); ++i) {
    const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
    if (text_of(*page, row->title) == title) found.push_back(text_of(*page, row->id));
  }
  CAPTURE(title);
  REQUIRE(found.size() == 1);
  return found.front();
}

std::vector<std::string> RecoveryRig::thread(const std::string& conversation) {
  auto page = engine_->reader().thread(*ConversationId::parse(conversation), {}, 1000);
  REQUIRE(page.ok());
  std::vector<std::string> out;
  for (uint32_t i = 0; i < page->count(IX_TABLE_ITEM); ++i) {
    out.push_back(line_of(*page, *page->row<ix_row_item>(IX_TABLE_ITEM, i)));
  }
  return out;
}

std::string RecoveryRig::reason(const std::string& conversation) {
  auto page = engine_->reader().conversation(*ConversationId::parse(conversation));
  REQUIRE(page.ok());
  const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
  if ((row->flags & IX_CONVERSATION_CAN_SEND) != 0) return {};
  return text_of(*page, page->row<ix_row_route>(IX_TABLE_ROUTE, row->first_route)->reason);
}

int RecoveryRig::unread(const std::string& conversation) {
  auto page = engine_->reader().conversation(*ConversationId::parse(conversation));
  REQUIRE(page.ok());
  return page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0)->unread;
}

bool RecoveryRig::unread_is_lower_bound(const std::string& conversation) {
  auto page = engine_->reader().conversation(*ConversationId::parse(conversation));
  REQUIRE(page.ok());
  const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
  return (row->flags & IX_CONVERSATION_UNREAD_LOWER_BOUND) != 0;
}

Millis RecoveryRig::at_ms(const std::string& conversation) {
  auto page = engine_->reader().thread(*ConversationId::parse(conversation), {}, 1);
  REQUIRE(page.ok());
  return page->row<ix_row_item>(IX_TABLE_ITEM, 0)->at_ms;
}

void forget_token(RecoveryRig& rig, int times) {
  rig.wire.instead = [times](const sandbox::Request& request) mutable -> sandbox::Reply {
    const bool poll = request.path.back() == "sync" && !request.parameter("since").empty();
    if (!poll || times == 0) return std::nullopt;
    --times;
    return sandbox::error_reply(400, "M_UNKNOWN_POS", "Unknown position");
  };
}

Lines tail(Lines lines, size_t count) {
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<long>(count));
  return lines;
}

int64_t times_of(const Lines& lines, const std::string& line) {
  return std::count(lines.begin(), lines.end(), line);
}

}  // namespace ix::testing
