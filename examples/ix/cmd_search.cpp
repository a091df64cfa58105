// SPDX-License-Identifier: Apache-2.0
// search: conversations by name or number, then messages, the newest first.
#include "app.h"
#include "filter_words.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kMostConversations = 10;

void print(const App& app, const ixn::Page& page) {
  for (const ixn::Match match : page.matches()) {
    app.out.line(app.out.json() ? match_json(page, match) : match_text(page, match));
  }
}

}  // namespace

int run_search(App& app, const Words& words) {
  const Args args(words, {{"--in"}, {"--filter"}, {"--limit"}, {"--after"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) return app.out.usage("search takes one text: quote it");
  const std::string& text = args.positional().front();
  ParsedFilter filter;
  if (const auto given = args.value("--filter")) filter = parse_filter(*given);
  if (!filter.usage.empty()) return app.out.usage(filter.usage);
  const auto limit = limit_of(app, args);
  if (!limit) return kUsage;
  const std::string in = args.value("--in").value_or("");
  const std::string after = args.value("--after").value_or("");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  bool found = false;
  // Conversations stand before the first page of messages only.
  if (in.empty() && after.empty()) {
    const auto page = client->search_conversations(text, filter.filter, kMostConversations);
    if (!page) return app.out.fail(page.error());
    print(app, *page);
    found = !page->matches().empty();
  }
  const std::string_view cursor = after.empty() ? std::string_view() : std::string_view(after);
  const auto page = client->search_messages(text, filter.filter, in, cursor, *limit);
  if (!page) return app.out.fail(page.error());
  print(app, *page);
  if (!found && page->matches().empty()) app.out.note("Nothing found.");
  page_end(app, *page, "--after");
  return kDone;
}

}  // namespace cli
