// SPDX-License-Identifier: Apache-2.0
// STOP and START from end to end: a customer texts, the gateway refuses, and what the user can do.
#include <doctest/doctest.h>
#include <interactions/page.h>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr const char* kNumber = "+16135550147";

template <class T>
T take(Result<T> result) {
  REQUIRE(result.ok());
  return result.take();
}

class Customer {
 public:
  Customer() {
    REQUIRE_FALSE(rig.sign_in());
    rig.act([](sandbox::Homeserver& server) {
      server.sms().set_behaviour(kNumber, sandbox::CarrierBehaviour::honours_stop);
    });
    texts("hi");
    conversation = rig.conversation(kNumber);
  }

  // The customer does, and the device hears of it.
  void texts(const std::string& words) {
    rig.act([words](sandbox::Homeserver& server) { server.post_sms(kNumber, kAlice, words); });
    settle();
  }
  void settle() {
    for (int i = 0; i < 3; ++i) {
      rig.clock.now += 1000;
      REQUIRE_FALSE(rig.sync());
    }
  }
  // The error of a send; OK when it was queued.
  ErrorCode send(const std::string& words) {
    engine::OutgoingInput message;
    message.text = words;
    const auto sent = rig.engine().send(conversation, message);
    return sent.ok() ? ErrorCode::OK : sent.error().code;
  }
  std::string last() {
    const auto lines = rig.thread(conversation);
    return lines.empty() ? std::string() : lines.back();
  }
  // What a preflight says: state and reason.
  std::string preflight() {
    engine::DraftInput draft;
    draft.text = "hello";
    draft.conversation = conversation;
    const auto page = rig.engine().preflight(draft);
    REQUIRE(page.ok());
    const auto* row = page->row<ix_row_sms>(IX_TABLE_SMS, 0);
    return std::string(consent_state_name(static_cast<ConsentState>(row->consent))) + " " +
           std::string(page->text_or_empty(row->reason));
  }
  // State and failure of the newest outbox entry; empty: there is none.
  std::string outbox() {
    const auto page = rig.engine().reader().outbox();
    REQUIRE(page.ok());
    const uint32_t count = page->count(IX_TABLE_OUTBOX);
    if (count == 0) return {};
    const auto* row = page->row<ix_row_outbox>(IX_TABLE_OUTBOX, count - 1);
    return std::string(outbox_state_name(static_cast<OutboxState>(row->state))) + " " +
           std::to_string(row->failure_code);
  }
  std::string entry() {
    const auto page = rig.engine().reader().outbox();
    REQUIRE(page.ok());
    return std::string(page->text_or_empty(page->row<ix_row_outbox>(IX_TABLE_OUTBOX, 0)->id));
  }
  int64_t carried() { return rig.server().sms().texts_carried(); }

  RecoveryRig rig;
  std::string conversation;
};

TEST_CASE("STOP warns, 21610 refuses, START lets texts leave again") {
  Customer c;
  CHECK(c.preflight() == "unknown ");
  c.texts("Arrêt");
  CHECK(c.preflight() == "opted_out ");
  // The user sends all the same, and the gateway says no.
  CHECK(c.send("are you sure?") == ErrorCode::OK);
  c.settle();
  CHECK(c.preflight() == "refused opted_out");
  CHECK(c.rig.reason(c.conversation) == "opted_out");
  CHECK(c.send("hello?") == ErrorCode::OPTED_OUT);
  CHECK(c.outbox().empty());
  c.texts("stop");
  CHECK(c.send("hello?") == ErrorCode::OPTED_OUT);
  c.texts("START");
  CHECK(c.preflight() == "opted_in ");
  CHECK(c.rig.reason(c.conversation).empty());
  const int64_t before = c.carried();
  CHECK(c.send("welcome back") == ErrorCode::OK);
  c.settle();
  CHECK(c.carried() == before + 1);
  CHECK(c.outbox().empty());
}

TEST_CASE("what waits in the outbox when the report comes does not leave before START") {
  Customer c;
  REQUIRE(c.rig.engine().hint_network(transport::NetworkKind::none).ok());
  CHECK(c.send("too late") == ErrorCode::OK);
  RouteChanges told;
  told.remote_id = take(c.rig.engine().store().route(*RouteId::parse(c.conversation))).remote_id;
  RelationChange& report = told.relations.emplace_back();
  report.kind = RelationChange::Kind::consent;
  report.remote_id = "$gateway";
  report.consent = ConsentState::opted_out;
  report.at_ms = c.rig.clock.wall_ms();
  ChangeSet changes;
  changes.routes.push_back(told);
  REQUIRE(c.rig.engine().store().ingest_part(changes, {}).ok());
  const int64_t carried = c.carried();

  REQUIRE(c.rig.engine().hint_network(transport::NetworkKind::unmetered).ok());
  c.settle();
  CHECK(c.outbox() == "blocked 102");
  CHECK(c.carried() == carried);
  // Tried again it is refused again, until the way back was taken.
  REQUIRE(c.rig.engine().retry(c.entry()).ok());
  c.settle();
  CHECK(c.outbox() == "blocked 102");
  c.texts("START");
  REQUIRE(c.rig.engine().retry(c.entry()).ok());
  c.settle();
  CHECK(c.outbox().empty());
  CHECK(c.carried() == carried + 1);
}

TEST_CASE("the host's word lifts a report; the gateway may report again") {
  Customer c;
  c.texts("STOP");
  CHECK(c.send("hello") == ErrorCode::OK);
  c.settle();
  REQUIRE(c.preflight() == "refused opted_out");
  REQUIRE(c.rig.engine().put_consent("", "613 555-0147", ConsentState::opted_in).ok());
  CHECK(c.preflight() == "opted_in ");
  c.rig.clock.now += 60'000;
  CHECK(c.send("you said so on the phone") == ErrorCode::OK);
  c.settle();
  CHECK(c.preflight() == "refused opted_out");
}

TEST_CASE("numbers and states that are none") {
  Customer c;
  const auto put = [&c](const std::string& own, const std::string& peer, ConsentState state) {
    const Status done = c.rig.engine().put_consent(own, peer, state);
    return done.ok() ? ErrorCode::OK : done.error().code;
  };
  CHECK(put("", "12", ConsentState::opted_in) == ErrorCode::NUMBER_INVALID);
  CHECK(put("x", kNumber, ConsentState::opted_in) == ErrorCode::NUMBER_INVALID);
  CHECK(put("", kNumber, ConsentState::refused) == ErrorCode::INVALID_ARGUMENT);
  CHECK(put("", kNumber, static_cast<ConsentState>(99)) == ErrorCode::INVALID_ARGUMENT);
  engine::DraftInput draft;
  const auto code = [&] {
    const auto page = c.rig.engine().preflight(draft);
    return page.ok() ? ErrorCode::OK : page.error().code;
  };
  CHECK(code() == ErrorCode::INVALID_ARGUMENT);
  draft.to = "nobody";
  CHECK(code() == ErrorCode::NUMBER_INVALID);
  draft.to = "900 555 0147";
  CHECK(code() == ErrorCode::OK);
  draft.conversation = c.conversation;
  CHECK(code() == ErrorCode::INVALID_ARGUMENT);
  draft.to.clear();
  draft.conversation = "x";
  CHECK(code() == ErrorCode::NOT_FOUND);
  const auto page = c.rig.engine().consents(false, "nobody", {}, 5);
  CHECK_FALSE(page.ok());
}

}  // namespace
}  // namespace ix::testing
