// SPDX-License-Identifier: Apache-2.0
// Going back: pages of history, gaps, and what comes meanwhile.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

constexpr int kMany = 45;  // more than one batch holds

bool says_all(Chat& chat, const Texts& texts) {
  for (const std::string& text : texts) {
    if (chat.says(text).empty()) return false;
  }
  return true;
}

bool has_gap(const Texts& lines) {
  return std::find(lines.begin(), lines.end(), "[gap]") != lines.end();
}

void short_route_begins(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(says_all(chat, {"one", "two"}));
  IX_EXPECT(chat.begins("three"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"one", "two", "three"}));
}

void long_route_has_a_gap(Stage& stage) {
  Chat chat(stage);
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.begins("end"));
  IX_EXPECT(has_gap(chat.messages()));
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  Texts wanted = texts;
  wanted.emplace_back("end");
  IX_EXPECT_EQ(chat.messages(), chat.from_bob(wanted));
}

void away_for_long(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("before"));
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.sees(texts.back()));
  IX_EXPECT(has_gap(chat.messages()));
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  Texts wanted{"before"};
  wanted.insert(wanted.end(), texts.begin(), texts.end());
  IX_EXPECT_EQ(chat.messages(), chat.from_bob(wanted));
}

void news_while_filling(Stage& stage) {
  Chat chat(stage);
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.begins("middle"));
  IX_EXPECT(!chat.says("after").empty());
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  IX_EXPECT(chat.sees("after"));
  Texts wanted = texts;
  wanted.insert(wanted.end(), {"middle", "after"});
  IX_EXPECT_EQ(chat.messages(), chat.from_bob(wanted));
}

void failed_fill(Stage& stage) {
  Chat chat(stage);
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.begins("end"));
  const Texts before = chat.messages();
  chat.device.disturbance.loses_answers = true;
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::UNREACHABLE);
  IX_EXPECT_EQ(chat.messages(), before);
  chat.device.disturbance.loses_answers = false;
  chat.device.restart();
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  Texts wanted = texts;
  wanted.emplace_back("end");
  IX_EXPECT_EQ(chat.messages(), chat.from_bob(wanted));
}

void edits_in_history(Stage& stage) {
  Chat chat(stage);
  const std::string changed = chat.says("first");
  const std::string gone = chat.says("second");
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.begins("end"));
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, changed, "first again"));
  IX_EXPECT(stage.backend.remove(chat.bob, chat.route, gone));
  IX_EXPECT_EQ(code_of(chat.device.sync()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  const Texts all = chat.messages();
  IX_EXPECT_EQ(all.size(), texts.size() + 3);
  IX_EXPECT_EQ(Texts(all.begin(), all.begin() + 2),
               (Texts{chat.bob.name + ": first again (edited)", "[deleted]"}));
}

// Ann's provider, and a route of many lines.
struct LongTalk : Talk {
  explicit LongTalk(Stage& given) : Talk(given), lines(counted("line", kMany)) {
    for (const std::string& line : lines) {
      if (says(line).empty()) given.fail("the backend refused a message");
    }
  }
  bool has_token() { return begins() && sees(1) && !ann.seen(route).gap_token.empty(); }
  Texts lines;
};

void pages_to_the_start(Stage& stage) {
  LongTalk talk(stage);
  IX_EXPECT(talk.has_token());
  IX_EXPECT(talk.ann.seen(talk.route).limited);
  std::string token = talk.ann.seen(talk.route).gap_token;
  Texts newest_first = talk.texts();
  std::reverse(newest_first.begin(), newest_first.end());
  int pages = 0;
  while (!token.empty() && pages < 50) {
    auto page = talk.ann.history(talk.route, token, 10);
    IX_EXPECT_EQ(code_of(page), ErrorCode::OK);
    IX_EXPECT_EQ(page->from_token, token);
    IX_EXPECT(page->next_token != token);
    for (const RemoteItem& one : page->items) {
      if (one.item.kind == ItemKind::message) newest_first.push_back(one.item.text);
    }
    token = page->next_token;
    ++pages;
  }
  IX_EXPECT(token.empty());
  IX_EXPECT(pages > 1);
  std::reverse(newest_first.begin(), newest_first.end());
  IX_EXPECT_EQ(newest_first, talk.lines);
}

void same_page_again(Stage& stage) {
  LongTalk talk(stage);
  IX_EXPECT(talk.has_token());
  const std::string token = talk.ann.seen(talk.route).gap_token;
  auto first = talk.ann.history(talk.route, token, 10);
  IX_EXPECT_EQ(code_of(first), ErrorCode::OK);
  IX_EXPECT(!talk.says("meanwhile").empty());
  auto second = talk.ann.history(talk.route, token, 10);
  IX_EXPECT_EQ(code_of(second), ErrorCode::OK);
  const auto ids = [](const HistoryPage& page) {
    Texts all;
    for (const RemoteItem& one : page.items) all.push_back(one.item.remote_id);
    return all;
  };
  IX_EXPECT(!ids(*first).empty());
  IX_EXPECT_EQ(ids(*second), ids(*first));
}

void refused_page(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(!talk.says("one").empty());
  IX_EXPECT(talk.begins());
  auto page = talk.ann.history(talk.route, "never-given-out");
  IX_EXPECT_EQ(code_of(page), ErrorCode::INVALID_CURSOR);
}

void page_of_others(Stage& stage) {
  LongTalk talk(stage);
  IX_EXPECT(talk.has_token());
  const std::string other = stage.backend.direct(talk.bob, stage.person("Carl"));
  IX_EXPECT(!stage.backend.say(talk.bob, other, "not for Ann").empty());
  auto page = talk.ann.history(other, talk.ann.seen(talk.route).gap_token);
  IX_EXPECT(!page.ok());
  IX_EXPECT_EQ(page.error().retry, RetryAdvice::never);
}

}  // namespace

std::vector<Case> history_cases() {
  return {
      {"history", "a short route is there from its start", {}, short_route_begins},
      {"history", "a long route has a gap, which is filled", {}, long_route_has_a_gap},
      {"history", "what came while away is filled, in order", {}, away_for_long},
      {"history", "what comes while filling stands behind", {}, news_while_filling},
      {"history", "a fill that failed is repeated by the next process", {}, failed_fill},
      {"history",
       "edits and deletions of what is not read yet",
       {Can::edits, Can::deletions},
       edits_in_history},
      {"history", "pages lead to the start, each line once", {}, pages_to_the_start},
      {"history", "the same token gives the same page", {}, same_page_again},
      {"history", "a token never given out is refused", {}, refused_page},
      {"history", "a route of others is refused", {}, page_of_others},
  };
}

}  // namespace ix::conformance
