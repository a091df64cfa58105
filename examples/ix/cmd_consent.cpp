// SPDX-License-Identifier: Apache-2.0
// consent: who wants no more texts, and what was said of it.
#include "app.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kExportPage = 500;

int list_pairs(const App& app, const Args& args) {
  const auto limit = limit_of(app, args);
  if (!limit) return kUsage;
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->consents(0, args.value("--number").value_or(""),
                                     args.value("--after").value_or(""), *limit);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Consent consent : page->consents()) {
    app.out.line(app.out.json() ? consent_json(consent) : consent_text(consent));
  }
  if (page->consents().empty()) app.out.note("Nobody has said anything.");
  page_end(app, *page, "--after");
  return kDone;
}

// Nothing in it needs quotes: numbers, words and a time.
std::string csv_line(const ixn::Consent& consent) {
  return std::string(consent.own) + "," + std::string(consent.peer) + "," +
         consent_state_name(consent.state) + "," + std::to_string(consent.at_ms) + "," +
         consent_source_name(consent.source) + "," + std::string(consent.keyword);
}

// Every word, page by page: however long the ledger is, little of it is in memory.
int export_words(const App& app, const Args& args) {
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (!app.out.json()) app.out.line("own,peer,state,at_ms,source,keyword");
  std::string cursor;
  do {
    const auto page = client->consents(IX_CONSENT_HISTORY, args.value("--number").value_or(""),
                                       cursor, kExportPage);
    if (!page) return app.out.fail(page.error());
    for (const ixn::Consent consent : page->consents()) {
      app.out.line(app.out.json() ? consent_json(consent) : csv_line(consent));
    }
    cursor = page->cursor();
  } while (!cursor.empty());
  return kDone;
}

int set_state(const App& app, const Args& args, const std::string& number,
              const std::string& word) {
  const bool in = word == "opted-in";
  if (!in && word != "opted-out") return app.out.usage("consent set takes opted-in or opted-out");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const ixn::Status done = client->put_consent(
      number, in ? IX_CONSENT_OPTED_IN : IX_CONSENT_OPTED_OUT, args.value("--own").value_or(""));
  if (!done) return app.out.fail(done.error());
  const auto page = client->consents(0, number);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Consent consent : page->consents()) {
    app.out.line(app.out.json() ? consent_json(consent) : consent_text(consent));
  }
  return kDone;
}

}  // namespace

int run_consent(App& app, const Words& words) {
  const Args args(words, {{"--number"}, {"--limit"}, {"--after"}, {"--own"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  const std::string verb = given.empty() ? "list" : given.front();
  if (verb == "set" && given.size() == 3) return set_state(app, args, given[1], given[2]);
  if (verb == "list" && given.size() <= 1) return list_pairs(app, args);
  if (verb == "export" && given.size() == 1) return export_words(app, args);
  return app.out.usage("consent takes list, export, or set NUMBER opted-in|opted-out");
}

}  // namespace cli
