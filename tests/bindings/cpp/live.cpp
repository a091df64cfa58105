// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "print.h"
#include "scenarios.h"
#include "words.h"

namespace scenario {
namespace {

struct Row {
  std::string title, text;
  bool operator==(const Row&) const = default;
};

Row row_of(const ixn::Conversation& row) {
  return {std::string(row.title), std::string(row.preview_text)};
}
Row row_of(const ixn::Item& item) {
  return {std::string(word(kItem, item.kind)), std::string(item.text)};
}

// A subscription, and the list as the changes taken so far make it.
class Live {
 public:
  Live(const ixn::Client& client, ixn::Subscription subscription)
      : client_(client), subscription_(subscription) {}

  const std::vector<Row>& rows() const { return rows_; }
  int64_t badge() const { return badge_; }

  // Takes what there is; without changes it is an empty page.
  void take() {
    const ixn::Page page = client_.take(subscription_).or_throw();
    const bool fits = ixn::apply_changes(page, rows_, [&](uint32_t row) {
      if (!page.presets().empty()) {
        const ixn::PresetCounts counts = page.presets()[row];
        if (counts.preset == IX_PRESET_BADGE) badge_ = counts.unread_items;
        return Row{std::string(counts.id), {}};
      }
      return page.items().empty() ? row_of(page.conversations()[row]) : row_of(page.items()[row]);
    });
    if (!fits) stop("a change does not fit the list");
  }

 private:
  const ixn::Client& client_;
  ixn::Subscription subscription_;
  std::vector<Row> rows_;
  int64_t badge_ = -1;
};

void print_first(const Live& live) {
  Line().text("live", live.rows()[0].title).text("preview", live.rows()[0].text).print();
}

}  // namespace

void live_changes(const World& world) {
  Session session = Session::signed_in(world, continuous());
  const std::string lucie = with(session.client(), "+16135550142");
  Live list(session.client(), session->subscribe({}, 10).or_throw());
  Live thread(session.client(), session->follow(IX_LIVE_THREAD, lucie, 50).or_throw());
  Live counts(session.client(), session->follow(IX_LIVE_COUNTS).or_throw());
  const auto until = [&](const char* what, auto condition) {
    session.until(what, [&] {
      list.take();
      thread.take();
      counts.take();
      return condition();
    });
  };
  const auto first_says = [&](std::string_view text) {
    return !list.rows().empty() && list.rows()[0].text == text;
  };
  until("the list", [&] { return list.rows().size() == 5; });
  print_first(list);

  constexpr std::string_view kOpen = "Allo! Êtes-vous ouvert?";
  world.sandbox.sms("+16135550142", kOpen).or_throw();
  until("the text", [&] {
    return first_says(kOpen) && !thread.rows().empty() && thread.rows().back().text == kOpen;
  });
  print_first(list);
  Line().number("items", static_cast<int64_t>(thread.rows().size())).print();

  world.sandbox.say("marie", "alex", "Alex?").or_throw();
  until("a colleague", [&] { return first_says("Alex?"); });
  print_first(list);

  world.sandbox.call({.number = "+16135550142", .outcome = IX_SANDBOX_MISSED}).or_throw();
  until("the call", [&] { return thread.rows().back().title == "call"; });
  Line().number("items", static_cast<int64_t>(thread.rows().size())).print();
  until("the badge", [&] { return counts.badge() == 16; });
  Line().number("badge", counts.badge()).print();

  const ixn::Page all = session->conversations().or_throw();
  for (const ixn::Conversation row : all.conversations()) {
    if (row.title != "General") continue;
    session->set_flag(row.id, IX_CONVERSATION_FLAG_PINNED, true).or_throw();
  }
  until("the pinned channel", [&] { return list.rows()[0].title == "General"; });
  Line().text("pinned", list.rows()[0].title).print();

  const auto same = [](const auto& rows, const std::vector<Row>& live) {
    return std::equal(rows.begin(), rows.end(), live.begin(), live.end(),
                      [](const auto& row, const Row& other) { return row_of(row) == other; });
  };
  const ixn::Page page = session->conversations({}, {}, 10).or_throw();
  if (same(page.conversations(), list.rows())) Line().text("same_as_page", "list").print();
  const ixn::Page items = session->thread(lucie, {}, 50).or_throw();
  if (same(items.items(), thread.rows())) Line().text("same_as_page", "thread").print();
}

}  // namespace scenario
