// SPDX-License-Identifier: Apache-2.0
#include "model/item_change.h"

#include <doctest/doctest.h>

#include "model/outbox.h"

using namespace ix;

TEST_CASE("what an attempt's error says of it") {
  Error on_the_way(ErrorCode::REFUSED);
  on_the_way.retry = RetryAdvice::later;
  CHECK(verdict_of(Error(ErrorCode::TIMEOUT)) == Verdict::unknown);
  CHECK(verdict_of(Error(ErrorCode::SERVER_ERROR)) == Verdict::unknown);
  CHECK(verdict_of(on_the_way) == Verdict::unknown);
  CHECK(verdict_of(Error(ErrorCode::RATE_LIMITED)) == Verdict::no_effect);
  CHECK(verdict_of(Error(ErrorCode::SESSION_EXPIRED)) == Verdict::no_effect);
  CHECK(verdict_of(Error(ErrorCode::REFUSED)) == Verdict::refused);
  CHECK(verdict_of(Error(ErrorCode::TEXT_TOO_LARGE)) == Verdict::refused);
}

TEST_CASE("what is unsent: not what was given up or undone") {
  OutboxEntry entry;
  CHECK(is_unsent(entry));
  entry.state = OutboxState::failed;
  CHECK(is_unsent(entry));
  entry.wanted = false;
  CHECK_FALSE(is_unsent(entry));
  entry = {};
  entry.op = OutboxOp::accept_invite;
  CHECK_FALSE(is_unsent(entry));
  entry.op = OutboxOp::react;
  entry.wanted = false;  // taken back
  CHECK(is_unsent(entry));
  entry.state = OutboxState::failed;
  CHECK_FALSE(is_unsent(entry));
}

TEST_CASE("messages wait for ever, what is done to them for a day") {
  CHECK(traits_of(OutboxOp::send).patience == 0);
  CHECK(traits_of(OutboxOp::accept_invite).patience == 0);
  for (const OutboxOp op : {OutboxOp::edit, OutboxOp::remove, OutboxOp::react}) {
    CHECK(traits_of(op).patience == 86'400'000);
  }
  CHECK(traits_of(OutboxOp::send).look == Look::history);
  CHECK(traits_of(OutboxOp::edit).look == Look::history);
}

TEST_CASE("what may be done to an item hangs on the item, the way and the service") {
  Item mine;
  mine.direction = Direction::out;
  mine.remote_id = "$1";
  mine.key = "k";
  Route chat;
  chat.state = RouteState::joined;
  Route sms = chat;
  sms.kind = RouteKind::sms;
  const ItemChanges able;
  const auto code = [](const Status& status) {
    return status.ok() ? ErrorCode::OK : status.error().code;
  };
  CHECK(code(may_edit(mine, true, chat, able)) == ErrorCode::OK);
  CHECK(code(may_edit(mine, true, sms, able)) == ErrorCode::NOT_SUPPORTED);
  CHECK(code(may_edit(mine, false, sms, able)) == ErrorCode::OK);  // it has not left
  CHECK(code(may_delete(mine, true, sms, able)) == ErrorCode::OK);
  CHECK(code(may_react(mine, sms, able)) == ErrorCode::NOT_SUPPORTED);
  Item theirs = mine;
  theirs.direction = Direction::in;
  CHECK(code(may_edit(theirs, true, chat, able)) == ErrorCode::CANNOT_SEND);
  CHECK(code(may_delete(theirs, true, chat, able)) == ErrorCode::OK);
  Item local;
  local.kind = ItemKind::call;
  CHECK(code(may_delete(local, true, chat, able)) == ErrorCode::NOT_SUPPORTED);
  CHECK(code(may_react(local, chat, able)) == ErrorCode::NOT_SUPPORTED);
  Item notice = mine;
  notice.kind = ItemKind::notice;
  notice.notice = NoticeKind::joined;
  CHECK(code(may_delete(notice, true, chat, able)) == ErrorCode::NOT_SUPPORTED);
  notice.notice = NoticeKind::encrypted;
  CHECK(code(may_delete(notice, true, chat, able)) == ErrorCode::OK);
  mine.deleted = true;
  CHECK(code(may_edit(mine, true, chat, able)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a reaction is one emoji or a word") {
  CHECK(check_reaction("\xF0\x9F\x91\x8D").ok());
  CHECK(check_reaction("merci").ok());
  CHECK(check_reaction("").error().code == ErrorCode::TEXT_EMPTY);
  CHECK(check_reaction("  ").error().code == ErrorCode::TEXT_EMPTY);
  CHECK(check_reaction("a\tb").error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(check_reaction("\x80").error().code == ErrorCode::INVALID_UTF8);
  CHECK(check_reaction(std::string(200, 'x')).ok());
  CHECK(check_reaction(std::string(201, 'x')).error().code == ErrorCode::TEXT_TOO_LARGE);
}
