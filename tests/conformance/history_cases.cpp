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

void edits_of_old(Stage& stage) {
  Chat chat(stage);
  const std::string changed = chat.says("first");
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, changed, "changed"));
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, changed, "changed again"));
  IX_EXPECT(says_all(chat, counted("line", kMany)));
  IX_EXPECT(chat.begins("end"));
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  const Texts all = chat.messages();
  IX_EXPECT_EQ(all.front(), chat.bob.name + ": changed again (edited)");
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

void back_from_an_item(Stage& stage) {
  LongTalk talk(stage);
  IX_EXPECT(talk.has_token());
  IX_EXPECT(!talk.says("meanwhile").empty());
  // The oldest line that was seen: what comes is exactly what lies before it.
  std::string item;
  for (const Item& one : talk.ann.seen(talk.route).items) {
    if (one.kind == ItemKind::message && item.empty()) item = one.remote_id;
  }
  IX_EXPECT(!item.empty());
  const Texts seen = talk.texts();
  Texts before(talk.lines.begin(), std::find(talk.lines.begin(), talk.lines.end(), seen.front()));
  auto page = talk.ann.history_before(talk.route, item, 10);
  Texts newest_first;
  for (int pages = 0; page.ok() && pages < 50; ++pages) {
    if (pages == 0) IX_EXPECT_EQ(page->from_token, "");
    for (const RemoteItem& one : page->items) {
      const bool itself = one.item.remote_id == item;
      IX_EXPECT(!itself || newest_first.empty());
      if (one.item.kind == ItemKind::message && !itself) newest_first.push_back(one.item.text);
    }
    if (page->next_token.empty()) break;
    page = talk.ann.history(talk.route, std::string(page->next_token), 10);
  }
  IX_EXPECT_EQ(code_of(page), ErrorCode::OK);
  std::reverse(newest_first.begin(), newest_first.end());
  IX_EXPECT_EQ(newest_first, before);
}

void back_from_no_item(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(!talk.says("one").empty());
  IX_EXPECT(talk.begins());
  auto page = talk.ann.history_before(talk.route, "$never-sent");
  IX_EXPECT_EQ(code_of(page), ErrorCode::NOT_FOUND);
}

// Changed, deleted and said again on a device that keeps five lines of each route.
void pruned_and_back(Stage& stage) {
  Chat chat(stage);
  const std::string changed = chat.says("first");
  const std::string gone = chat.says("second");
  const Texts texts = counted("line", kMany);
  IX_EXPECT(says_all(chat, texts));
  IX_EXPECT(chat.begins("end"));
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  const auto prune = [&chat] {
    engine::Engine& engine = chat.device.engine();
    if (!engine.mark_read(chat.conversation(), "").ok()) return int64_t{-1};
    Retention rules;
    rules.max_route_items = 5;
    auto items = engine.prune(rules, engine::kPruneNow);
    return items.ok() ? *items : int64_t{-1};
  };
  IX_EXPECT(prune() > kMany / 2);
  IX_EXPECT(has_gap(chat.messages()));
  IX_EXPECT_EQ(prune(), int64_t{0});
  // Said of what is not stored.
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, changed, "changed"));
  IX_EXPECT(stage.backend.remove(chat.bob, chat.route, gone));
  IX_EXPECT(chat.says("after") != "");
  IX_EXPECT(chat.sees("after"));
  const int unread = chat.device.unread(chat.conversation());
  IX_EXPECT_EQ(code_of(chat.device.fill(chat.conversation())), ErrorCode::OK);
  Texts wanted{"changed (edited)"};
  wanted.insert(wanted.end(), texts.begin(), texts.end());
  wanted.insert(wanted.end(), {"end", "after"});
  wanted = chat.from_bob(wanted);
  wanted.insert(wanted.begin() + 1, "[deleted]");
  IX_EXPECT_EQ(chat.messages(), wanted);
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), unread);
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
      {"history", "of two edits in history the later one shows", {}, edits_of_old},
      {"history", "pages lead to the start, each line once", {}, pages_to_the_start},
      {"history", "the same token gives the same page", {}, same_page_again},
      {"history", "an item leads to what lies before it", {}, back_from_an_item},
      {"history", "an item that never was is not found", {}, back_from_no_item},
      {"history", "what was pruned comes back as it is now", {}, pruned_and_back},
      {"history", "a token never given out is refused", {}, refused_page},
      {"history", "a route of others is refused", {}, page_of_others},
  };
}

}  // namespace ix::conformance
