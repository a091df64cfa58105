// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "bench/floor.h"
#include "bench/measure.h"
#include "bench/sdk.h"

namespace ix::bench {
namespace {

constexpr int64_t kLast = INT64_MAX;

struct FilterHandle {
  ix_filter* filter = nullptr;
  explicit FilterHandle(ix_preset preset) {
    ix_error* error = nullptr;
    expect(ix_filter_preset(preset, &filter, &error), error);
  }
  FilterHandle(const FilterHandle&) = delete;
  FilterHandle& operator=(const FilterHandle&) = delete;
  ~FilterHandle() { ix_filter_release(filter); }
};

// Both sides must find the same, or the figures mean nothing.
void same(const std::string& what, int64_t floor, int64_t sdk) {
  if (floor == sdk && floor > 0) return;
  give_up(what + ": the floor found " + std::to_string(floor) + " rows, the SDK " +
          std::to_string(sdk));
}

std::string conversation_text(int64_t id) {
  return "r" + std::to_string(id);
}

// Conversations with more than two pages, by a fixed walk; a third of them among the 30 busiest.
std::vector<int64_t> some_routes(Floor& floor, const Setup& setup, size_t count) {
  const Generator generator(setup.scale);
  size_t long_ones = 0;
  for (const Plan& plan : generator.plans()) long_ones += plan.count > 100 ? 1 : 0;
  if (long_ones == 0) long_ones = 1;
  std::vector<int64_t> routes;
  for (size_t i = 0; i < count; ++i) {
    const size_t step = i * 7'919;
    const size_t rank = step % (i % 3 == 0 ? std::min<size_t>(30, long_ones) : long_ones);
    routes.push_back(floor.number("SELECT id FROM route WHERE remote_id = '" +
                                  generator.plans()[rank].remote_id() + "'"));
  }
  return routes;
}

// A word of few items that the account does hold.
std::string rare_word(const Setup& setup) {
  const Generator generator(setup.scale);
  for (int64_t index = 0;; ++index) {
    const std::string text = generator.plans()[0].item(index).item.text;
    const size_t at = text.find("ref");
    if (at != std::string::npos) return text.substr(at, text.find('.', at) - at);
    if (index == generator.plans()[0].count - 1) give_up("no rare word in the account");
  }
}

}  // namespace

void measure_lists(const Setup& setup, Report& report) {
  struct {
    const char* name;
    ix_preset preset;
  } const presets[] = {{"All", IX_PRESET_ALL},
                       {"Direct", IX_PRESET_DIRECT},
                       {"Channels", IX_PRESET_CHANNELS},
                       {"External", IX_PRESET_EXTERNAL},
                       {"Unread", IX_PRESET_UNREAD}};
  Sdk sdk(setup.data);
  Sdk small(setup.small);
  Floor connection(setup.database());
  FloorReads floor(connection);
  for (const auto& [name, preset] : presets) {
    const FilterHandle filter(preset);
    same(name, floor.list(preset), sdk.list(filter.filter));
    report.add(interleaved(
        std::string("list of 50: ") + name, setup.turns, 2, [&](int) { floor.list(preset); },
        [&](int) { sdk.list(filter.filter); }));
    Row row = interleaved(
        std::string("list of 50: ") + name + ", large account / small one", setup.turns, 1.5,
        [&](int) { small.list(filter.filter); }, [&](int) { sdk.list(filter.filter); });
    report.add(std::move(row));
  }
}

void measure_threads(const Setup& setup, Report& report) {
  Sdk sdk(setup.data);
  Floor connection(setup.database());
  FloorReads floor(connection);
  const auto routes = some_routes(connection, setup, 97);
  const auto at = [&routes](int turn) { return routes[static_cast<size_t>(turn) % routes.size()]; };
  const auto conversation = [&connection](int64_t route) {
    return conversation_text(
        connection.number("SELECT conversation FROM route WHERE id = " + std::to_string(route)));
  };
  std::vector<std::string> conversations, cursors;
  std::vector<std::string> items;  // the oldest of the newest 50
  struct From {
    int64_t sort_key;
    int64_t ord;
  };
  std::vector<From> from;
  for (const int64_t route : routes) {
    conversations.push_back(conversation(route));
    cursors.push_back(sdk.cursor_after_newest(conversations.back()));
    const auto oldest = connection.prepare(
        "SELECT sort_key, ord, id FROM item WHERE route = ?1 AND ord IS NOT NULL"
        " ORDER BY sort_key DESC, ord DESC LIMIT 1 OFFSET 49");
    const bool found = oldest->bind(1, route).step();
    if (!found) give_up("a conversation has less than a page");
    from.push_back({oldest->integer(0), oldest->integer(1)});
    items.push_back("i" + std::to_string(oldest->integer(2)));
  }
  const auto index = [&routes](int turn) { return static_cast<size_t>(turn) % routes.size(); };
  report.add(interleaved(
      "thread: newest 50", setup.turns, 2,
      [&](int turn) { floor.thread({at(turn)}, kLast, kLast); },
      [&](int turn) { sdk.thread(conversations[index(turn)], {}); }));
  report.add(interleaved(
      "thread: older 50", setup.turns, 2,
      [&](int turn) {
        floor.thread({at(turn)}, from[index(turn)].sort_key, from[index(turn)].ord);
      },
      [&](int turn) {
        if (!cursors[index(turn)].empty())
          sdk.thread(conversations[index(turn)], cursors[index(turn)]);
      }));
  // In a short conversation the SDK gives more of the newer side; the floor does not.
  if (!setup.quick)
    same("around an item", floor.around(at(0), from[0].sort_key, from[0].ord),
         sdk.around(conversations[0], items[0]));
  report.add(interleaved(
      "thread: 50 around an item", setup.turns, 2,
      [&](int turn) { floor.around(at(turn), from[index(turn)].sort_key, from[index(turn)].ord); },
      [&](int turn) { sdk.around(conversations[index(turn)], items[index(turn)]); }));

  const std::string owner = "(SELECT id FROM contact WHERE source = 'host' AND source_id = '" +
                            std::string(Generator::kFourRoutes) + "')";
  std::vector<int64_t> four;
  const auto of_person = connection.prepare("SELECT id FROM route WHERE contact = " + owner);
  while (of_person->step()) four.push_back(of_person->integer(0));
  of_person->reset();
  if (four.size() != 4) give_up("the person has " + std::to_string(four.size()) + " routes, not 4");
  const std::string person = conversation(four[0]);
  report.add(interleaved(
      "thread of a person with 4 routes: newest 50", setup.turns, 2,
      [&](int) { floor.thread(four, kLast, kLast); }, [&](int) { sdk.thread(person, {}); }));
}

// Each key press of the screen for a new message.
void measure_recipients(const Setup& setup, Sdk& sdk, Report& report) {
  for (const auto& [name, text] :
       {std::pair("without a text", ""), std::pair("by name", "tremb"),
        std::pair("by two letters", "tr"), std::pair("by one letter", "t"),
        std::pair("by two words that many have", "karine t"),
        std::pair("by the digits that many have", "514"), std::pair("by T9", "87362"),
        std::pair("by a typed number", "514 555 0199")}) {
    Row row = interleaved(
        std::string("recipients ") + name, setup.turns / 4 + 1, 4, [](int) {},
        [&, words = std::string(text)](int) { sdk.recipients(words); });
    row.floor = {};
    row.measure = Row::Measure::p95;
    report.add(std::move(row));
  }
}

void measure_searches(const Setup& setup, Report& report) {
  Sdk sdk(setup.data);
  Floor connection(setup.database());
  FloorReads floor(connection);
  const auto row = [&](const char* name, const std::string& match, const std::string& text,
                       const std::string& in) {
    same(name, floor.search(match), sdk.search(text, in));
    report.add(interleaved(
        std::string("search, newest 50: ") + name, setup.turns, 2,
        [&](int) { floor.search(match); }, [&](int) { sdk.search(text, in); }));
  };
  const std::string rare = rare_word(setup);
  row("rare word", "{body} : \"" + rare + "\"", rare + " ", {});
  row("common word", "{body} : \"merci\"", "merci ", {});
  row("two-letter prefix", "{body} : \"ve\" *", "ve", {});
  Plan busy;
  busy.rank = setup.scale.conversations / 200;
  const int64_t route =
      connection.number("SELECT id FROM route WHERE remote_id = '" + busy.remote_id() + "'");
  const int64_t conversation =
      connection.number("SELECT conversation FROM route WHERE id = " + std::to_string(route));
  row("in one conversation", "{body} : \"merci\" AND {route} : \"r" + std::to_string(route) + "\"",
      "merci ", conversation_text(conversation));

  for (const auto& [name, text] :
       {std::pair("by name", "tremb"), std::pair("by number", "613 555"),
        std::pair("by two letters", "tr"),
        std::pair("by a first name at the end of the alphabet", "zoé"),
        std::pair("by two words that many have", "karine t"), std::pair("by T9", "87362"),
        std::pair("by T9 of two keys", "87"), std::pair("by a name that nobody has", "zzyzx")}) {
    Row contacts = interleaved(
        std::string("contact search ") + name, setup.turns / 4 + 1, 2, [](int) {},
        [&, words = std::string(text)](int) { sdk.contacts(words); });
    contacts.floor = {};
    contacts.measure = Row::Measure::p95;
    report.add(std::move(contacts));
  }
  measure_recipients(setup, sdk, report);
}

void measure_filters(const Setup& setup, Report& report) {
  Sdk sdk(setup.data);
  ix_error* error = nullptr;
  ix_filter *sms = nullptr, *missed = nullptr, *muted = nullptr, *loud = nullptr, *all = nullptr;
  expect(ix_filter_transport(IX_ROUTE_SMS, &sms, &error), error);
  expect(ix_filter_flagged(IX_FILTER_MISSED_CALL, &missed, &error), error);
  expect(ix_filter_flagged(IX_FILTER_MUTED, &muted, &error), error);
  expect(ix_filter_none_of(muted, &loud, &error), error);
  const ix_filter* const parts[] = {sms, missed, loud};
  expect(ix_filter_all_of(parts, 3, &all, &error), error);
  const auto add = [&](const char* name, const std::function<void(int)>& work) {
    Row row = interleaved(
        name, setup.turns / 4 + 1, 20, [](int) {}, work);
    row.floor = {};
    row.measure = Row::Measure::median;
    report.add(std::move(row));
  };
  add("free predicate: list of 50 of SMS, missed call, not muted", [&](int) { sdk.list(all); });
  add("free predicate: count of the same", [&](int) {
    ix_counts counts = IX_VIEW_INIT(ix_counts);
    expect(ix_conversations_count(sdk.get(), all, &counts, &error), error);
  });
  add("badge", [&](int) {
    int64_t badge = 0;
    expect(ix_client_badge(sdk.get(), &badge, &error), error);
  });
  ix_page* page = nullptr;
  expect(ix_conversations_page(sdk.get(), sms, {nullptr, 0}, 1, &page, &error), error);
  ix_conversation_view first = IX_VIEW_INIT(ix_conversation_view);
  if (ix_page_conversation(page, 0, &first) != IX_OK) give_up("no conversation by SMS");
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  draft.conversation = first.id;
  const std::string text = "Bonjour, votre commande est prête; merci de passer avant 17 h.";
  const auto preflight = [&](const char* name, std::string_view words) {
    draft.text = {words.data(), words.size()};
    Row row = interleaved(
        name, setup.turns, 0.1, [](int) {},
        [&](int) {
          ix_page* told = nullptr;
          expect(ix_sms_preflight(sdk.get(), &draft, &told, &error), error);
          ix_sms_view view = IX_VIEW_INIT(ix_sms_view);
          expect(ix_page_sms(told, 0, &view), nullptr);
          ix_page_release(told);
        });
    row.floor = {};
    row.measure = Row::Measure::median;
    report.add(std::move(row));
  };
  preflight("preflight of a text without accents, at a key press", "Hello, your order is ready.");
  preflight("preflight of a text with a character that UCS-2 needs", text);
  ix_page_release(page);
  for (ix_filter* filter : {all, loud, muted, missed, sms}) ix_filter_release(filter);
}

}  // namespace ix::bench
