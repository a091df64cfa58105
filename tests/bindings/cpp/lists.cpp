// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>

#include "print.h"
#include "scenarios.h"

namespace scenario {
namespace {

void print_filter(const ixn::Client& client, std::string_view label, const ixn::Filter& filter) {
  const ix_counts counts = client.counts(filter).or_throw();
  const ixn::Page page = client.conversations(filter).or_throw();
  Line()
      .text("filter", label)
      .number("conversations", counts.conversations)
      .number("unread_conversations", counts.unread_conversations)
      .number("unread_items", counts.unread_items)
      .raw("titles", array(titles(page)))
      .print();
}

}  // namespace

void list(const World& world) {
  const Session session = Session::signed_in(world);
  const ixn::Page whole = session->conversations().or_throw();
  print_conversations(whole);
  print_page(whole.conversations().size(), whole.more());
  std::vector<std::string> paged;
  std::string cursor;
  do {
    const ixn::Page page = session->conversations({}, cursor, 2).or_throw();
    for (std::string& title : titles(page)) paged.push_back(std::move(title));
    cursor = page.cursor();
  } while (!cursor.empty());
  Line().raw("paged", array(paged)).print();
}

void filters(const World& world) {
  using ixn::Filter;
  const Session session = Session::signed_in(world);
  constexpr std::pair<std::string_view, ix_preset> kPresets[] = {
      {"all", IX_PRESET_ALL},           {"direct", IX_PRESET_DIRECT},
      {"channels", IX_PRESET_CHANNELS}, {"external", IX_PRESET_EXTERNAL},
      {"internal", IX_PRESET_INTERNAL}, {"calls", IX_PRESET_CALLS},
      {"unread", IX_PRESET_UNREAD},     {"archived", IX_PRESET_ARCHIVED}};
  for (const auto& [label, preset] : kPresets) {
    print_filter(session.client(), label, Filter::preset(preset).or_throw());
  }
  const Filter all = Filter::preset(IX_PRESET_ALL).or_throw();
  const Filter channel = Filter::kind(IX_CONVERSATION_KIND_CHANNEL).or_throw();
  const Filter unread = Filter::flagged(IX_FILTER_UNREAD).or_throw();
  const Filter sms = Filter::transport(IX_ROUTE_SMS).or_throw();
  const Filter either = Filter::any_of({&channel, &unread}).or_throw();
  const Filter no_sms = Filter::none_of(sms).or_throw();
  print_filter(session.client(), "channels or unread, without sms",
               Filter::all_of({&all, &either, &no_sms}).or_throw());
  print_filter(session.client(), "participant", Filter::participant("+16135550142").or_throw());
  print_filter(session.client(), "long ago",
               Filter::active(std::numeric_limits<int64_t>::min(), 1).or_throw());
  Line().number("badge", session->badge().or_throw()).print();
}

void thread(const World& world) {
  const Session session = Session::signed_in(world);
  const std::string id = with(session.client(), "+16135550142");
  const ixn::Page whole = session->thread(id).or_throw();
  print_items(whole);
  print_page(whole.items().size(), whole.more());

  std::vector<std::string> ids, paged;
  for (const ixn::Item item : whole.items()) ids.emplace_back(item.id);
  std::string cursor;
  do {
    const ixn::Page page = session->thread(id, cursor, 3).or_throw();
    std::vector<std::string> older;
    for (const ixn::Item item : page.items()) older.emplace_back(item.id);
    paged.insert(paged.begin(), older.begin(), older.end());
    cursor = page.cursor();
  } while (!cursor.empty());
  Line().number("paged", static_cast<int64_t>(paged.size())).boolean("same", paged == ids).print();

  uint32_t row = 0;
  const ixn::Page around = session->thread_around(id, {}, 4, &row).or_throw();
  Line().number("around", row).boolean("unread", around.items()[row].unread).print();
  print_groupings(session.client(), id);
}

}  // namespace scenario
