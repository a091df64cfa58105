// SPDX-License-Identifier: Apache-2.0
// What the events of a timeline become.
#include <doctest/doctest.h>

#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;

namespace {

const std::string kPeople =
    member("@ann:pbx.test", "join", "Ann") + "," + member("@bo:pbx.test", "join", "Bo Roy");
const std::string kTwo = ",'summary':{'m.joined_member_count':2,'m.invited_member_count':0}";

RouteChanges read(MatrixRig& rig, const std::string& events, const std::string& more = kTwo,
                  const std::string& timeline = "", const std::string& account = "") {
  const auto set =
      rig.sync_ok(js("'join':{") + join("!r:x", kPeople, events, more, timeline) + "}", account);
  return set.routes.empty() ? RouteChanges() : room_in(set, "!r:x");
}

Item only(const RouteChanges& room) {
  REQUIRE(room.items.size() == 1);
  return room.items[0].item;
}

RelationChange only_relation(const RouteChanges& room) {
  CHECK(room.items.empty());
  REQUIRE(room.relations.size() == 1);
  return room.relations[0];
}

// At most a place in the stream.
bool says_nothing(const RouteChanges& room) {
  return room.items.empty() && room.relations.size() <= 1 &&
         (room.relations.empty() || room.relations[0].target.empty());
}

std::string bo(const std::string& type, const std::string& content, const std::string& more = "") {
  return event("$e", type, "@bo:pbx.test", content, more);
}

}  // namespace

TEST_CASE("a message from someone, and one of our own") {
  MatrixRig rig;
  const auto room = read(
      rig, text_event("$1", "@bo:pbx.test", "hello", 1'699'000'000'123) + "," +
               event("$2", "m.room.message", "@ann:pbx.test",
                     "{'msgtype':'m.text','body':'mine','org.interactions.key':'k1'}",
                     ",'unsigned':{'transaction_id':'t1'}") +
               "," +
               event("$3", "m.room.message", "@ann:pbx.test", "{'msgtype':'m.text','body':'m2'}",
                     ",'unsigned':{'transaction_id':'t2'}") +
               "," +
               event("$4", "m.room.message", "@bo:pbx.test",
                     "{'msgtype':'m.text','body':'not mine','org.interactions.key':'k1'}"));
  REQUIRE(room.items.size() == 4);
  const Item& first = room.items[0].item;
  CHECK(first.kind == ItemKind::message);
  CHECK(first.remote_id == "$1");
  CHECK(first.direction == Direction::in);
  CHECK(first.state == ItemState::received);
  CHECK(first.sender == "@bo:pbx.test");
  CHECK(first.sender_name == "Bo Roy");
  CHECK(first.text == "hello");
  CHECK(first.at_ms == 1'699'000'000'123);
  CHECK(first.key.empty());
  CHECK(room.items[1].item.direction == Direction::out);
  CHECK(room.items[1].item.state == ItemState::accepted);
  CHECK(room.items[1].item.key == "k1");
  CHECK(room.items[2].item.key == "t2");
  CHECK(room.items[3].item.key.empty());  // somebody else cannot claim our send
}

TEST_CASE("kinds of messages") {
  MatrixRig rig;
  const auto room = read(
      rig, bo("m.room.message", "{'msgtype':'m.emote','body':'waves'}") + "," +
               bo("m.room.message", "{'msgtype':'m.notice','body':'auto'}") + "," +
               bo("m.room.message", "{'msgtype':'m.image','body':'cat.png','url':'mxc://a/b'}") +
               "," + bo("m.room.message", "{'msgtype':'m.file','filename':'a.pdf','body':''}") +
               "," + bo("m.room.message", "{'msgtype':'x.new','body':'fallback'}"));
  REQUIRE(room.items.size() == 5);
  const char* texts[] = {"waves", "auto", "", "", "fallback"};
  const char* files[] = {"", "", "cat.png", "a.pdf", ""};
  for (size_t i = 0; i < 5; ++i) {
    const Item& item = room.items[i].item;
    CHECK(item.kind == ItemKind::message);
    CHECK(item.text == texts[i]);
    CHECK(names_of(item.attachments) == files[i]);
  }
}

TEST_CASE("a reply names its target and drops the quoted lines") {
  MatrixRig rig;
  const auto room = read(
      rig, bo("m.room.message",
              "{'msgtype':'m.text','body':'> <@ann:pbx.test> question\\n> more\\n\\nanswer',"
              "'m.relates_to':{'m.in_reply_to':{'event_id':'$q'}}}") +
               "," +
               bo("m.room.message",
                  "{'msgtype':'m.text','body':'in a thread','m.relates_to':{'rel_type':'m.thread',"
                  "'event_id':'$root','is_falling_back':true,'m.in_reply_to':{'event_id':'$q'}}}"));
  REQUIRE(room.items.size() == 2);
  CHECK(room.items[0].item.reply_to == "$q");
  CHECK(room.items[0].item.text == "answer");
  CHECK(room.items[1].item.reply_to.empty());
}

TEST_CASE("edits and redactions speak of another item") {
  MatrixRig rig;
  SUBCASE("edit") {
    const auto change = only_relation(
        read(rig, bo("m.room.message",
                     "{'msgtype':'m.text','body':'* new','m.new_content':{'msgtype':'m.text',"
                     "'body':'new'},'m.relates_to':{'rel_type':'m.replace','event_id':'$old'}}")));
    CHECK(change.kind == RelationChange::Kind::edit);
    CHECK(change.target == "$old");
    CHECK(change.remote_id == "$e");
    CHECK(change.sender == "@bo:pbx.test");
    CHECK(change.text == "new");
  }
  SUBCASE("redaction, target in the content") {
    const auto change = only_relation(read(rig, bo("m.room.redaction", "{'redacts':'$old'}")));
    CHECK(change.kind == RelationChange::Kind::redaction);
    CHECK(change.target == "$old");
  }
  SUBCASE("redaction of an older room version") {
    const auto change =
        only_relation(read(rig, bo("m.room.redaction", "{'reason':'x'}", ",'redacts':'$old'")));
    CHECK(change.target == "$old");
  }
  SUBCASE("an event read after its redaction") {
    const Item item =
        only(read(rig, bo("m.room.message", "{}",
                          ",'unsigned':{'redacted_because':{'type':'m.room.redaction'}}")));
    CHECK(item.deleted);
    CHECK(item.kind == ItemKind::message);
    CHECK(item.text.empty());
  }
}

TEST_CASE("call records") {
  MatrixRig rig;
  SUBCASE("missed") {
    const Item item =
        only(read(rig, bo("org.interactions.call",
                          "{'call_id':'c1','direction':'in','outcome':'missed','duration_ms':0,"
                          "'number':'+16135550123','started_ms':1698000000000}")));
    CHECK(item.kind == ItemKind::call);
    REQUIRE(item.call.has_value());
    CHECK(item.call->id == "c1");
    CHECK(item.call->outcome == CallOutcome::missed);
    CHECK(item.call->number == "+16135550123");
    CHECK(item.call->started_ms == 1'698'000'000'000);
    CHECK(counts_as_unread(item));
  }
  SUBCASE("answered, ours, posted by the bridge") {
    const Item item = only(read(rig, bo("org.interactions.call",
                                        "{'call_id':'c2','direction':'out','outcome':'answered',"
                                        "'duration_ms':61000,'number':'hidden'}")));
    CHECK(item.direction == Direction::out);
    CHECK(item.state == ItemState::accepted);
    CHECK(item.call->duration_ms == 61'000);
    CHECK(item.call->number.empty());
    CHECK(item.call->started_ms == 1'699'000'000'000);
  }
  SUBCASE("voicemail") {
    const Item item = only(
        read(rig, bo("org.interactions.call",
                     "{'call_id':'c3','direction':'in','outcome':'missed','number':'+16135550123',"
                     "'voicemail':{'duration_ms':9000,'transcript':'please call'}}")));
    CHECK(item.kind == ItemKind::voicemail);
    CHECK(item.call->outcome == CallOutcome::voicemail);
    CHECK(item.call->duration_ms == 9000);
    CHECK(item.text == "please call");
  }
  SUBCASE("voicemail with its recording") {
    const Item item =
        only(read(rig, bo("org.interactions.call",
                          "{'call_id':'c3','direction':'in','outcome':'voicemail','voicemail':"
                          "{'url':'mxc://pbx.test/v1','name':'voicemail.wav','mime':'audio/wav',"
                          "'size':16044,'duration_ms':1000,'transcript':'please call'}}")));
    REQUIRE(item.attachments.size() == 1);
    CHECK(item.attachments[0] == Attachment{AttachmentKind::audio, "voicemail.wav", "audio/wav",
                                            "mxc://pbx.test/v1", 16'044, 0, 0, 1000});
  }
  SUBCASE("a recording that comes later") {
    const auto change = only_relation(
        read(rig, bo("org.interactions.call",
                     "{'m.relates_to':{'rel_type':'m.replace','event_id':'$c'},'m.new_content':"
                     "{'direction':'in','voicemail':{'mime':'audio/ogg','duration_ms':2000}}}")));
    REQUIRE(change.attachments.size() == 1);
    CHECK(change.attachments[0].mime == "audio/ogg");
    CHECK(change.attachments[0].duration_ms == 2000);
  }
  SUBCASE("updated") {
    const auto change = only_relation(
        read(rig, bo("org.interactions.call",
                     "{'m.relates_to':{'rel_type':'m.replace','event_id':'$c'},'m.new_content':"
                     "{'call_id':'c1','direction':'in','outcome':'answered','duration_ms':5}}")));
    CHECK(change.target == "$c");
    REQUIRE(change.call.has_value());
    CHECK(change.call->outcome == CallOutcome::answered);
  }
  SUBCASE("of a shape we do not know") {
    CHECK(only(read(rig, bo("org.interactions.call", "{'outcome':'beamed'}"))).notice ==
          NoticeKind::unsupported);
  }
}

TEST_CASE("files are what their events say, as far as that can be") {
  MatrixRig rig;
  const auto file = [&rig](const std::string& content) {
    return only(read(rig, bo("m.room.message", content)));
  };
  SUBCASE("a picture with a caption") {
    const Item item = file(
        "{'msgtype':'m.image','body':'La vitrine','filename':'IMG_1.jpg','url':'mxc://pbx.test/a',"
        "'info':{'mimetype':'Image/JPEG; q=1','size':1200000,'w':4032,'h':3024}}");
    CHECK(item.kind == ItemKind::message);
    CHECK(item.text == "La vitrine");
    REQUIRE(item.attachments.size() == 1);
    CHECK(item.attachments[0] == Attachment{AttachmentKind::image, "IMG_1.jpg", "image/jpeg",
                                            "mxc://pbx.test/a", 1'200'000, 4032, 3024, 0});
  }
  SUBCASE("the body is the name where there is no other") {
    for (const char* more : {"", ",'filename':'a.pdf'"}) {
      const Item item = file(js("{'msgtype':'m.file','body':'a.pdf'") + js(more) + "}");
      CHECK(item.text.empty());
      REQUIRE(item.attachments.size() == 1);
      CHECK(item.attachments[0].name == "a.pdf");
      CHECK(item.attachments[0].kind == AttachmentKind::file);
    }
  }
  SUBCASE("kinds with a duration") {
    CHECK(file("{'msgtype':'m.video','body':'v','info':{'duration':4000}}")
              .attachments[0]
              .duration_ms == 4000);
    CHECK(file("{'msgtype':'m.audio','body':'a'}").attachments[0].kind == AttachmentKind::audio);
  }
  SUBCASE("a name is no path, and no number is believed") {
    const Item item = file(
        "{'msgtype':'m.image','body':'../../etc/pass\\u0007wd\\\\x','url':'https://evil.test/x',"
        "'info':{'mimetype':'text/html\\u0000','size':-5,'w':1e300,'h':99999999,'duration':'x'}}");
    REQUIRE(item.attachments.size() == 1);
    CHECK(item.attachments[0] ==
          Attachment{AttachmentKind::image, ".._.._etc_pass_wd_x", "", "", 0, 0, 0, 0});
  }
  SUBCASE("the edit of a caption is no edit of the file") {
    const auto change = only_relation(
        read(rig, bo("m.room.message",
                     "{'msgtype':'m.image','body':'* new','m.relates_to':{'rel_type':'m.replace',"
                     "'event_id':'$p'},'m.new_content':{'msgtype':'m.image','body':'new',"
                     "'filename':'IMG_1.jpg'}}")));
    CHECK(change.text == "new");
    CHECK(change.attachments.empty());
  }
}

TEST_CASE("call signalling folds into one call") {
  MatrixRig rig;
  const auto signal = [](const char* id, const char* type, const char* sender, Millis at) {
    return js(std::string("{'type':'") + type + "','event_id':'" + id + "','sender':'" + sender +
              "','origin_server_ts':" + std::to_string(at) + ",'content':{'call_id':'q'}}");
  };
  const std::string invite = signal("$i", "m.call.invite", "@bo:pbx.test", 1000);
  const std::string answer = signal("$a", "m.call.answer", "@ann:pbx.test", 4000);
  const std::string hangup = signal("$h", "m.call.hangup", "@bo:pbx.test", 9000);
  SUBCASE("in one batch") {
    const Item item = only(read(rig, invite + "," + answer + "," + hangup));
    CHECK(item.kind == ItemKind::call);
    CHECK(item.call->outcome == CallOutcome::answered);
    CHECK(item.call->duration_ms == 5000);
    CHECK(item.direction == Direction::in);
  }
  SUBCASE("across batches, ended by the one who was called") {
    CHECK(only(read(rig, invite)).call->outcome == CallOutcome::ongoing);
    const auto change =
        only_relation(read(rig, signal("$h", "m.call.reject", "@ann:pbx.test", 3000)));
    CHECK(change.target == "$i");
    CHECK(change.sender == "@bo:pbx.test");
    CHECK(change.call->outcome == CallOutcome::declined);
  }
  SUBCASE("not taken") {
    CHECK(only(read(rig, invite + "," + hangup)).call->outcome == CallOutcome::missed);
  }
}

TEST_CASE("membership notices") {
  MatrixRig rig;
  const auto change = [](const char* user, const char* sender, const char* now,
                         const char* before) {
    return js(std::string("{'type':'m.room.member','event_id':'$m','state_key':'") + user +
              "','sender':'" + sender + "','origin_server_ts':1,'content':{'membership':'" + now +
              "','displayname':'Cy'},'unsigned':{'prev_content':{'membership':'" + before + "'}}}");
  };
  struct Row {
    const char* sender;
    const char* now;
    const char* before;
    NoticeKind expected;
  };
  const char* cy = "@cy:pbx.test";
  const Row rows[] = {
      {cy, "join", "invite", NoticeKind::joined},
      {cy, "join", "join", NoticeKind::none},
      {cy, "leave", "join", NoticeKind::left},
      {"@bo:pbx.test", "invite", "leave", NoticeKind::invited},
      {"@bo:pbx.test", "leave", "join", NoticeKind::removed},
      {"@bo:pbx.test", "ban", "join", NoticeKind::banned},
      {"@bo:pbx.test", "leave", "ban", NoticeKind::none},
      {cy, "knock", "leave", NoticeKind::none},
  };
  for (const Row& row : rows) {
    CAPTURE(row.now);
    CAPTURE(row.before);
    const auto room = read(rig, change(cy, row.sender, row.now, row.before));
    if (row.expected == NoticeKind::none) {
      CHECK(room.items.empty());
      continue;
    }
    const Item item = only(room);
    CHECK(item.kind == ItemKind::notice);
    CHECK(item.notice == row.expected);
    CHECK(item.text == "Cy");
    CHECK(item.sender == row.sender);
  }
}

TEST_CASE("how a direct room came to be is no news") {
  MatrixRig rig;
  const std::string made = state("m.room.create", "{'room_version':'11'}") + "," +
                           member("@ann:pbx.test", "join", "Ann") + "," +
                           state("org.interactions.create", "{'key':'k'}") + "," +
                           member("@bo:pbx.test", "invite", "Bo", "@ann:pbx.test") + "," +
                           member("@bo:pbx.test", "join", "Bo") + "," +
                           member("@smsbot:pbx.test", "join", "Bot");
  rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, rig.protocols);
  rig.asked_protocols = true;
  rig.http.expect("GET", "/_matrix/client/v3/sync?", 200,
                  js("{'next_batch':'s1','rooms':{'join':{") + join("!r:x", "", made) + "}}}");
  std::optional<Result<ChangeSet>> out;
  rig.provider.changes("", 0, no_part, [&out](Result<ChangeSet> done) { out = std::move(done); });
  rig.http.run(0);
  REQUIRE(out->ok());
  const auto& room = room_in(**out, "!r:x");
  CHECK(room.items.empty());
  CHECK(room.from_start);
  CHECK(room.route->kind == RouteKind::internal);
}

TEST_CASE("other notices, and what stays silent") {
  MatrixRig rig;
  const auto room = read(
      rig, state("m.room.name", "{'name':'Sales'}", "", "@bo:pbx.test") + "," +
               state("m.room.topic", "{'topic':'News'}", "", "@bo:pbx.test") + "," +
               bo("m.room.encrypted", "{'algorithm':'m.megolm.v1.aes-sha2','ciphertext':'x'}") +
               "," + bo("org.example.poll", "{'question':'?'}") + "," + bo("m.reaction", "{}") +
               "," + bo("m.call.candidates", "{'call_id':'q'}") + "," +
               state("org.example.layout", "{}", "", "@bo:pbx.test") + "," +
               bo("m.room.encrypted",
                  "{'m.relates_to':{'rel_type':'m.replace','event_id':'$o'},'ciphertext':'x'}") +
               "," + bo("m.room.message", "{'msgtype':'m.text','body':7}"));
  REQUIRE(room.items.size() == 5);
  CHECK(room.items[0].item.notice == NoticeKind::renamed);
  CHECK(room.items[0].item.text == "Sales");
  CHECK(room.items[1].item.notice == NoticeKind::topic);
  CHECK(room.items[2].item.notice == NoticeKind::encrypted);
  CHECK(room.items[3].item.notice == NoticeKind::unsupported);
  CHECK(room.items[3].item.text == "org.example.poll");
  CHECK(room.items[4].item.notice == NoticeKind::unsupported);
  CHECK(room.relations.empty());
}

TEST_CASE("delivery reports, from the bridge only") {
  MatrixRig rig;
  const std::string ghost = "@sms_16135550123:pbx.test";
  const auto report = [&](const std::string& content, const std::string& sender) {
    return event("$st", "com.beeper.message_send_status", sender,
                 "{'m.relates_to':{'rel_type':'m.reference','event_id':'$mine'}," + content + "}");
  };
  struct Row {
    const char* content;
    ItemState state;
    ErrorCode code;
  };
  const Row rows[] = {
      {"'status':'SUCCESS'", ItemState::delivered, ErrorCode::OK},
      {"'status':'SUCCESS','delivered_to_users':['@x:y']", ItemState::delivered, ErrorCode::OK},
      {"'status':'SUCCESS','delivered_to_users':[]", ItemState::accepted, ErrorCode::OK},
      {"'status':'PENDING'", ItemState::accepted, ErrorCode::OK},
      {"'status':'FAIL_PERMANENT','reason':'com.beeper.unsupported_event'", ItemState::failed,
       ErrorCode::CARRIER_REFUSED},
      {"'status':'FAIL_RETRIABLE','reason':'m.event_not_handled'", ItemState::failed,
       ErrorCode::CARRIER_UNREACHABLE},
      {"'status':'FAIL_PERMANENT','reason':'org.interactions.opted_out'", ItemState::failed,
       ErrorCode::OPTED_OUT},
      // The codes of the gateways themselves.
      {"'status':'FAIL_PERMANENT','reason':'com.beeper.undeliverable','error':'21610'",
       ItemState::failed, ErrorCode::OPTED_OUT},
      {"'status':'FAIL_PERMANENT','error':'4775'", ItemState::failed, ErrorCode::OPTED_OUT},
      {"'status':'FAIL_RETRIABLE','error':'SMS-CAR-413'", ItemState::failed, ErrorCode::OPTED_OUT},
      {"'status':'FAIL_PERMANENT','error':'SMS-CAR-433'", ItemState::failed,
       ErrorCode::CARRIER_REFUSED},
      {"'status':'FAIL_PERMANENT','error':'216100'", ItemState::failed, ErrorCode::CARRIER_REFUSED},
  };
  for (const Row& row : rows) {
    CAPTURE(row.content);
    const auto change = only_relation(read(rig, report(row.content, ghost)));
    CHECK(change.kind == RelationChange::Kind::delivery);
    CHECK(change.target == "$mine");
    CHECK(change.state == row.state);
    CHECK(change.failure.has_value() == (row.code != ErrorCode::OK));
    if (change.failure) CHECK(change.failure->code == row.code);
    if (change.failure) CHECK(change.failure->origin == ErrorOrigin::carrier);
  }
  CHECK(says_nothing(read(rig, report("'status':'FAIL_PERMANENT'", "@bo:pbx.test"))));
  CHECK(says_nothing(read(rig, report("'status':'FAIL_PERMANENT'", "@ann:pbx.test"))));
  CHECK(read(rig, report("'status':'FAIL_PERMANENT'", "@smsbot:pbx.test")).relations.size() == 1);
  CHECK(says_nothing(read(rig, report("'status':'WHO_KNOWS'", ghost))));
}

TEST_CASE("the gateway's own word on consent, from the bridge only") {
  MatrixRig rig;
  const auto said = [&rig](const std::string& state, const std::string& sender) {
    return read(rig, event("$g", "org.interactions.consent", sender, "{'state':'" + state + "'}"));
  };
  const auto out = only_relation(said("opted_out", "@sms_16135550123:pbx.test"));
  CHECK(out.kind == RelationChange::Kind::consent);
  CHECK(out.remote_id == "$g");
  CHECK(out.target.empty());
  CHECK(out.consent == ConsentState::opted_out);
  CHECK(out.at_ms > 0);
  CHECK(only_relation(said("opted_in", "@smsbot:pbx.test")).consent == ConsentState::opted_in);
  CHECK(says_nothing(said("opted_out", "@bo:pbx.test")));
  CHECK(says_nothing(said("opted_out", "@ann:pbx.test")));
  CHECK(says_nothing(said("refused", "@smsbot:pbx.test")));
}

TEST_CASE("reactions, and what only looks like one") {
  MatrixRig rig;
  const auto reaction = [](const std::string& relates, const std::string& who = "@bo:pbx.test") {
    return event("$e", "m.reaction", who, "{'m.relates_to':{" + relates + "}}");
  };
  const std::string good = "'rel_type':'m.annotation','event_id':'$1','key':'+1'";
  const auto bo_says = only_relation(read(rig, reaction(good)));
  CHECK(bo_says.kind == RelationChange::Kind::reaction);
  CHECK(bo_says.remote_id == "$e");
  CHECK(bo_says.target == "$1");
  CHECK(bo_says.text == "+1");
  CHECK(bo_says.sender == "@bo:pbx.test");
  CHECK_FALSE(bo_says.own);
  CHECK(only_relation(read(rig, reaction(good, "@ann:pbx.test"))).own);
  for (const char* bad : {"'rel_type':'m.annotation','event_id':'$1'",
                          "'rel_type':'m.annotation','event_id':'$1','key':''",
                          "'rel_type':'m.annotation','key':'+1'",
                          "'rel_type':'m.reference','event_id':'$1','key':'+1'",
                          "'rel_type':'m.annotation','event_id':'$1','key':7"}) {
    CAPTURE(bad);
    CHECK(says_nothing(read(rig, reaction(bad))));
  }
  const std::string book(201, 'x');
  CHECK(says_nothing(
      read(rig, reaction("'rel_type':'m.annotation','event_id':'$1','key':'" + book + "'"))));
}

TEST_CASE("who is writing: others, by name; the word that nobody is is a word, too") {
  MatrixRig rig;
  const auto typing = [&rig](const std::string& users) {
    return rig
        .sync_ok(js("'join':{") +
                 join("!r:x", kPeople, "",
                      kTwo + ",'ephemeral':{'events':[{'type':'m.typing','content':{'user_ids':" +
                          users + "}}]}") +
                 "}")
        .typing;
  };
  const auto some = typing("['@ann:pbx.test','@bo:pbx.test','no user',7]");
  REQUIRE(some.size() == 1);
  CHECK(some[0].remote_route == "!r:x");
  REQUIRE(some[0].typists.size() == 1);
  CHECK(some[0].typists[0].user == "@bo:pbx.test");
  CHECK(some[0].typists[0].name == "Bo Roy");
  const auto nobody = typing("[]");
  REQUIRE(nobody.size() == 1);
  CHECK(nobody[0].typists.empty());
  CHECK(typing("'everybody'").empty());
}

TEST_CASE("read markers") {
  MatrixRig rig;
  const std::string list = direct("{'@bo:pbx.test':['!r:x']}");
  const auto receipts = [](const std::string& content) {
    return kTwo + ",'ephemeral':{'events':[{'type':'m.receipt','content':" + content + "}]}";
  };
  SUBCASE("own: the latest, public or private") {
    const auto room =
        read(rig, "",
             receipts("{'$1':{'m.read':{'@ann:pbx.test':{'ts':10}}},"
                      "'$2':{'m.read.private':{'@ann:pbx.test':{'ts':20}}},"
                      "'$3':{'m.read':{'@ann:pbx.test':{'ts':30,'thread_id':'$t'}}}}"));
    CHECK(room.own_read == "$2");
    CHECK(room.peer_read.empty());
  }
  SUBCASE("own: fully read, when there is no receipt") {
    const auto room = read(
        rig, "",
        kTwo + ",'account_data':{'events':[{'type':'m.fully_read','content':{'event_id':'$5'}}]}");
    CHECK(room.own_read == "$5");
  }
  SUBCASE("the peer's, in a direct room") {
    const auto room =
        read(rig, "", receipts("{'$1':{'m.read':{'@bo:pbx.test':{'ts':10}}}}"), "", list);
    CHECK(room.peer_read == std::vector<std::string>{"$1"});
    CHECK(room.own_read.empty());
  }
  SUBCASE("nobody's in a channel") {
    const auto room = read(rig, "", receipts("{'$1':{'m.read':{'@bo:pbx.test':{'ts':10}}}}"));
    CHECK(room.peer_read.empty());
  }
}

// Other clients mark what came last, and that may have been a reaction of long ago.
TEST_CASE("a marker on an event that shows nowhere reads the item before it, also much later") {
  MatrixRig rig;
  const auto reaction = [](const std::string& id) {
    return event(id, "m.reaction", "@bo:pbx.test",
                 "{'m.relates_to':{'rel_type':'m.annotation','event_id':'$1','key':'+1'}}");
  };
  const auto marker = [](const std::string& id) {
    return kTwo + ",'account_data':{'events':[{'type':'m.fully_read','content':{'event_id':'" + id +
           "'}}]}";
  };
  (void)read(rig, text_event("$1", "@bo:pbx.test", "x") + "," + reaction("$r1"));
  (void)read(rig, reaction("$r2"));  // follows an item of an earlier batch
  (void)read(rig, text_event("$2", "@bo:pbx.test", "y") + "," + reaction("$r3"));
  CHECK(read(rig, "", marker("$r1")).own_read == "$1");
  CHECK(read(rig, "", marker("$r2")).own_read == "$1");
  CHECK(read(rig, "", marker("$r3")).own_read == "$2");
  CHECK(read(rig, "", marker("$unheard")).own_read == "$unheard");
}

TEST_CASE("a limited batch leaves a gap, unless it holds the room's beginning") {
  MatrixRig rig;
  const std::string limited = ",'limited':true,'prev_batch':'t1-2'";
  auto room = read(rig, text_event("$1", "@bo:pbx.test", "x"), kTwo, limited);
  CHECK(room.limited);
  CHECK(room.gap_token == "t1-2");
  CHECK_FALSE(room.from_start);
  room = read(rig, state("m.room.create", "{}") + "," + text_event("$1", "@bo:pbx.test", "x"), kTwo,
              limited);
  CHECK_FALSE(room.limited);
  CHECK(room.from_start);
  room = read(rig, text_event("$2", "@bo:pbx.test", "x"), kTwo, ",'prev_batch':'t1-3'");
  CHECK_FALSE(room.limited);
}

TEST_CASE("a name is the one the sender had then") {
  MatrixRig rig;
  const auto room = read(rig, text_event("$1", "@bo:pbx.test", "x") + "," +
                                  member("@bo:pbx.test", "join", "Robert") + "," +
                                  text_event("$2", "@bo:pbx.test", "y") + "," +
                                  text_event("$3", "@stranger:far.test", "z"));
  REQUIRE(room.items.size() == 3);
  CHECK(room.items[0].item.sender_name == "Bo Roy");
  CHECK(room.items[1].item.sender_name == "Robert");
  CHECK(room.items[2].item.sender_name == "stranger");
}

TEST_CASE("what a server sends is bounded, and wrong shapes are passed over") {
  MatrixRig rig;
  SUBCASE("sizes") {
    std::string text(70'000, 'a');
    text.replace(65'535, 2, "\xC3\xA9");  // a character on the border is not cut in two
    const auto room = read(rig, text_event("$1", "@bo:pbx.test", text) + "," +
                                    member("@bo:pbx.test", "join", std::string(5000, 'n')) + "," +
                                    text_event("$2", "@bo:pbx.test", "x"));
    REQUIRE(room.items.size() == 2);
    CHECK(room.items[0].item.text.size() == 65'535);
    CHECK(room.items[1].item.sender_name.size() == 1024);
  }
  SUBCASE("shapes") {
    const auto room = read(
        rig,
        js("7,null,'x',[],{},{'type':'m.room.message'},"
           "{'type':7,'event_id':'$a','sender':'@bo:pbx.test'},"
           "{'type':'m.room.message','event_id':'','sender':'@bo:pbx.test','content':{}},"
           "{'type':'m.room.message','event_id':'$b','sender':'bo','content':{}},"
           "{'type':'m.room.member','event_id':'$c','sender':'@bo:pbx.test','state_key':7,"
           "'content':[]},"
           "{'type':'m.room.redaction','event_id':'$d','sender':'@bo:pbx.test','content':null},"
           "{'type':'m.room.power_levels','event_id':'$f','sender':'@bo:pbx.test',"
           "'state_key':'','content':{'users':7,'events':[],'events_default':'x'}},") +
            text_event("$ok", "@bo:pbx.test", "still here", -5));
    REQUIRE(room.items.size() == 1);
    CHECK(room.items[0].item.remote_id == "$ok");
    CHECK(room.items[0].item.at_ms == 0);
    CHECK(room.route->can_send);
  }
}

TEST_CASE("a reply that is no sync reply changes nothing") {
  MatrixRig rig;
  rig.sync_ok(js("'join':{") + join("!r:x", kPeople, "", kTwo) + "}");
  const std::string moved = direct("{'@bo:pbx.test':['!r:x']}");
  for (const std::string& reply :
       {std::string("[]"), std::string("<html>"), std::string("7"), std::string("{\"next_b"),
        js("{'account_data':{'events':[") + moved + "]}}",
        js("{'next_batch':7,'account_data':{'events':[") + moved + "]}}"}) {
    const auto out = rig.sync(reply);
    REQUIRE_FALSE(out.ok());
    CHECK(out.error().code == ErrorCode::BAD_RESPONSE);
  }
  const auto set = rig.sync_ok("", moved);
  CHECK(room_in(set, "!r:x").route->kind == RouteKind::internal);
  // Rooms of no shape at all.
  const auto odd =
      rig.sync(js("{'next_batch':'s9','rooms':{'join':{'!r:x':7,'r':{},'!q:x':{}},"
                  "'invite':[],'leave':7},'account_data':7}"));
  REQUIRE(odd.ok());
  CHECK(odd->routes.size() == 1);
}
