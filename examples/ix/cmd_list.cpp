// SPDX-License-Identifier: Apache-2.0
// list and thread: reading what is stored.
#include "app.h"
#include "filter_words.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr int kMaxFills = 100;  // server pages fetched by one --fill

// The first page is asked for without a cursor.
std::string_view cursor_view(const std::string& cursor) {
  return cursor.empty() ? std::string_view() : std::string_view(cursor);
}

// The newest gap of a page; empty: none.
std::string newest_gap(const ixn::Page& page) {
  std::string gap;
  for (const ixn::Item item : page.items()) {
    if (item.kind == IX_ITEM_GAP) gap = item.id;
  }
  return gap;
}

// Closes the gaps of the page, the newest first, until it is full of items or history begins.
ixn::Status fill(const App& app, const ixn::Client& client, const std::string& conversation,
                 const std::string& cursor, uint32_t limit) {
  for (int i = 0; i < kMaxFills; ++i) {
    const auto page = client.thread(conversation, cursor_view(cursor), limit);
    if (!page) return page.error();
    const std::string gap = newest_gap(*page);
    if (gap.empty()) return {};
    const ixn::Status filled = app.wait(client, client.fill(gap), "fetching older messages");
    if (!filled) return filled;
  }
  return {};
}

}  // namespace

int run_list(App& app, const Words& words) {
  const Args args(words, {{"--filter"}, {"--limit"}, {"--after"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("list takes options only");
  const ParsedFilter filter = parse_filter(args.value("--filter").value_or("all"));
  if (!filter.usage.empty()) return app.out.usage(filter.usage);
  const auto limit = limit_of(app, args);
  if (!limit) return kUsage;
  const std::string after = args.value("--after").value_or("");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->conversations(filter.filter, cursor_view(after), *limit);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Conversation row : page->conversations()) {
    app.out.line(app.out.json() ? conversation_json(*page, row) : conversation_text(row));
  }
  if (page->conversations().empty()) app.out.note("Nothing here.");
  page_end(app, *page, "--after");
  return kDone;
}

int run_thread(App& app, const Words& words) {
  const Args args(words, {{"--limit"},
                          {"--before"},
                          {"--after"},
                          {"--around"},
                          {"--first-unread", OptionSpec::Value::none},
                          {"--fill", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("thread takes one conversation");
  const std::string& conversation = args.positional().front();
  const auto limit = limit_of(app, args);
  if (!limit) return kUsage;
  const auto middle = args.value("--around");
  const bool around = middle.has_value() || args.has("--first-unread");
  const int places = int{args.value("--before").has_value()} +
                     int{args.value("--after").has_value()} + int{middle.has_value()} +
                     int{args.has("--first-unread")};
  if (places > 1) {
    return app.out.usage("give one of --before, --after, --around and --first-unread");
  }
  if (around && args.has("--fill")) {
    return app.out.usage("--fill goes with --before, with --after or with neither");
  }
  if (middle && middle->empty()) return app.out.usage("--around takes the id of an item");
  const std::string cursor = args.value("--before").value_or(args.value("--after").value_or(""));
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  ixn::Status filled;
  if (args.has("--fill")) filled = fill(app, *client, conversation, cursor, *limit);
  uint32_t row = UINT32_MAX;
  const auto page = around ? client->thread_around(conversation, middle.value_or(""), *limit, &row)
                           : client->thread(conversation, cursor_view(cursor), *limit);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Item item : page->items()) {
    app.out.line(app.out.json() ? item_json(*page, item)
                                : item_text(*page, item) + reactions_text(*page, item));
  }
  if (app.out.json()) {
    app.out.line(thread_end_json(*page, row));
  } else {
    page_end(app, *page, "--before");
    if (!page->newer_cursor().empty()) {
      app.out.note("Newer: --after " + std::string(page->newer_cursor()));
    }
  }
  // What is stored was shown; the error says why there is not more.
  return filled ? kDone : app.out.fail(filled.error());
}

}  // namespace cli
