// SPDX-License-Identifier: Apache-2.0
#include "conformance/device.h"

#include <interactions/conversation.h>
#include <interactions/message.h>
#include <interactions/row_block.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

namespace ix::conformance {
namespace {

constexpr Millis kStep = 50;
constexpr int kMostSteps = 2400;
constexpr int kMostRounds = 150;

std::filesystem::path base() {
  const std::filesystem::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

std::string text_of(const query::Page& page, ix_ref ref) {
  return std::string(page.text_or_empty(ref));
}

std::string line_of(const query::Page& page, const ix_row_item& item) {
  const auto kind = static_cast<ItemKind>(item.kind);
  if (kind == ItemKind::gap) return "[gap]";
  if (kind == ItemKind::notice) {
    return std::string("[") + notice_kind_name(static_cast<NoticeKind>(item.notice)) + "]";
  }
  if ((item.flags & IX_ITEM_DELETED) != 0) return "[deleted]";
  if (kind != ItemKind::message) {
    return std::string("[") + item_kind_name(kind) + " " +
           call_outcome_name(static_cast<CallOutcome>(item.call_outcome)) + "]";
  }
  const bool own = item.direction == static_cast<int32_t>(Direction::out);
  std::string line = own ? "me" : text_of(page, item.sender_name);
  line += ": " + text_of(page, item.text);
  if ((item.flags & IX_ITEM_EDITED) != 0) line += " (edited)";
  const auto state = static_cast<ItemState>(item.state);
  if (own && state != ItemState::accepted) line += std::string(" (") + item_state_name(state) + ")";
  return line;
}

}  // namespace

Device::Device(Stage& stage, Person person, engine::SyncMode mode)
    : stage_(stage),
      person_(std::move(person)),
      mode_(mode),
      folder_((base() / ("ix-conformance-" + random_.uuid())).string()) {
  open();
}

Device::~Device() {
  meddling.held.clear();
  engine_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Device::open() {
  engine::EngineConfig config;
  config.folder = folder_;
  config.credentials = engine::CredentialPolicy::file;
  config.sync_mode = mode_;
  auto wire = std::make_unique<Wire>(stage_.backend.network(), disturbance);
  const auto factory = [this, raw = wire.get()](const provider::Surroundings& given) {
    return std::make_unique<Meddler>(stage_.backend.factory()(given), *raw, meddling);
  };
  auto opened = engine::Engine::open(
      config,
      {stage_.backend.clock(), random_, files_, log_, executor_, std::move(wire), {}, factory});
  if (!opened.ok()) {
    stage_.fail("the account cannot be opened: " + opened.error().message);
    std::abort();  // nothing below can go on
  }
  engine_ = opened.take();
}

void Device::restart() {
  meddling.held.clear();
  engine_.reset();
  completed_.clear();
  open();
}

void Device::drain() {
  auto events = engine_->events().poll(0);
  if (!events.ok()) return;
  for (engine::Event& event : *events) {
    if (event.kind == engine::EventKind::operation_completed) {
      completed_[event.operation] = std::move(event.error);
    }
  }
}

std::optional<Error> Device::wait(Result<engine::OperationId> operation) {
  if (!operation.ok()) return operation.error();
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (const auto done = completed_.find(*operation); done != completed_.end()) {
      return done->second;
    }
    engine_->step(kStep);
    drain();
  }
  return Error(ErrorCode::TIMEOUT, "the operation never completed");
}

std::optional<Error> Device::sign_in() {
  provider::SignIn request;
  request.server = person_.server;
  request.user = person_.user;
  request.password = Secret(person_.password);
  return wait(engine_->sign_in(std::move(request)));
}

std::optional<Error> Device::sign_out() {
  return wait(engine_->sign_out(0));
}

std::optional<Error> Device::sync() {
  return wait(engine_->sync());
}

bool Device::sees(const std::function<bool()>& what) {
  for (int rounds = 0; rounds < kMostRounds; ++rounds) {
    if (auto error = sync()) {
      stage_.fail("a sync failed: " + std::string(error_name(error->code)) + ": " + error->message);
      return false;
    }
    if (what()) return true;
    // What others do later: the clock goes on.
    for (int steps = 0; steps < 4; ++steps) engine_->step(kStep);
  }
  return false;
}

bool Device::runs_until(const std::function<bool()>& what) {
  (void)engine_->sync();
  return idles_until(what);
}

bool Device::idles_until(const std::function<bool()>& what) {
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (what()) return true;
    engine_->step(kStep);
    drain();
  }
  return what();
}

std::optional<Error> Device::fill(const std::string& conversation) {
  for (int rounds = 0; rounds < 200; ++rounds) {
    std::string gap;
    auto page = engine_->reader().thread(*ConversationId::parse(conversation), {}, 1000);
    if (!page.ok()) return page.error();
    for (uint32_t i = 0; i < page->count(IX_TABLE_ITEM) && gap.empty(); ++i) {
      const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i);
      if (row->kind == static_cast<int32_t>(ItemKind::gap)) gap = text_of(*page, row->id);
    }
    if (gap.empty()) return std::nullopt;
    if (auto error = wait(engine_->fill_history(gap))) return error;
  }
  return Error(ErrorCode::TIMEOUT, "the gaps never closed");
}

std::string Device::send(const std::string& conversation, const std::string& text) {
  engine::OutgoingInput message;
  message.text = text;
  auto sent = engine_->send(conversation, message);
  if (sent.ok()) return sent.take();
  stage_.fail("a send was refused: " + sent.error().message);
  return {};
}

std::string Device::item(const std::string& conversation, const std::string& line) {
  const auto id = ConversationId::parse(conversation);
  if (!id) return {};
  auto page = engine_->reader().thread(*id, {}, 1000);
  for (uint32_t i = 0; page.ok() && i < page->count(IX_TABLE_ITEM); ++i) {
    const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i);
    if (line_of(*page, *row) == line) return text_of(*page, row->id);
  }
  return {};
}

std::vector<std::string> Device::reactions(const std::string& item) {
  std::vector<std::string> out;
  const auto id = ItemId::parse(item);
  if (!id) return out;
  auto page = engine_->reader().item(*id);
  for (uint32_t i = 0; page.ok() && i < page->count(IX_TABLE_REACTION); ++i) {
    const auto* row = page->row<ix_row_reaction>(IX_TABLE_REACTION, i);
    out.push_back(text_of(*page, row->key) + " " + std::to_string(row->count) +
                  (row->mine != 0 ? "*" : ""));
  }
  return out;
}

std::string Device::open(const std::string& number, const std::string& user) {
  auto opened = engine_->open_conversation({number, user, {}});
  if (opened.ok()) return opened.take();
  stage_.fail("a conversation cannot be opened: " + opened.error().message);
  return {};
}

void Device::retry() {
  auto page = engine_->reader().outbox();
  if (!page.ok()) return stage_.fail("the outbox cannot be read");
  for (uint32_t i = 0; i < page->count(IX_TABLE_OUTBOX); ++i) {
    const Status retried =
        engine_->retry(text_of(*page, page->row<ix_row_outbox>(IX_TABLE_OUTBOX, i)->id));
    if (!retried.ok()) stage_.fail("a retry was refused: " + retried.error().message);
  }
}

std::vector<std::string> Device::titles() {
  std::vector<std::string> out;
  auto page = engine_->reader().conversations(Filter::preset(Preset::all), {}, 1000);
  if (!page.ok()) return out;
  for (uint32_t i = 0; i < page->count(IX_TABLE_CONVERSATION); ++i) {
    out.push_back(text_of(*page, page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, i)->title));
  }
  return out;
}

std::string Device::conversation(const std::string& title) {
  std::string found;
  auto page = engine_->reader().conversations(Filter::preset(Preset::all), {}, 1000);
  for (uint32_t i = 0; page.ok() && i < page->count(IX_TABLE_CONVERSATION); ++i) {
    const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
    if (text_of(*page, row->title) != title) continue;
    if (!found.empty()) return {};
    found = text_of(*page, row->id);
  }
  return found;
}

std::vector<std::string> Device::thread(const std::string& conversation) {
  const auto id = ConversationId::parse(conversation);
  if (!id) return {};
  auto page = engine_->reader().thread(*id, {}, 1000);
  std::vector<std::string> out;
  for (uint32_t i = 0; page.ok() && i < page->count(IX_TABLE_ITEM); ++i) {
    out.push_back(line_of(*page, *page->row<ix_row_item>(IX_TABLE_ITEM, i)));
  }
  return out;
}

std::vector<std::string> Device::messages(const std::string& conversation) {
  std::vector<std::string> out;
  for (std::string& line : thread(conversation)) {
    if (line[0] != '[' || line == "[gap]" || line == "[deleted]") out.push_back(std::move(line));
  }
  return out;
}

int Device::unread(const std::string& conversation) {
  const auto id = ConversationId::parse(conversation);
  if (!id) return -1;
  auto page = engine_->reader().conversation(*id);
  if (!page.ok()) return -1;
  return page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0)->unread;
}

std::vector<std::string> Device::outbox() {
  std::vector<std::string> out;
  auto entries = engine_->store().outbox_entries();
  if (!entries.ok()) return {"the outbox cannot be read"};
  for (const OutboxEntry& entry : *entries) {
    std::string line = outbox_state_name(entry.state);
    if (entry.failure) line += std::string(" ") + error_name(entry.failure->code);
    out.push_back(line);
  }
  return out;
}

int64_t Device::rounds() {
  auto counters = engine_->counters();
  return counters.ok() ? counters->syncs : -1;
}

SessionState Device::session() {
  auto account = engine_->store().account();
  return account.ok() ? account->session : SessionState::signed_out;
}

}  // namespace ix::conformance
