// SPDX-License-Identifier: Apache-2.0
// doctor: whether what is stored holds together, and --repair.
#include "app.h"
#include "json.h"

namespace cli {

namespace ixn = interactions;

namespace {

// What was looked at, for people.
const char* meaning_of(ix_store_check_kind check) {
  switch (check) {
    case IX_STORE_CHECK_FILE:
      return "the database file itself";
    case IX_STORE_CHECK_REFERENCES:
      return "rows that name others";
    case IX_STORE_CHECK_ORDER:
      return "places in a route";
    case IX_STORE_CHECK_SORT_KEYS:
      return "places among other routes";
    case IX_STORE_CHECK_UNREAD:
      return "what is unread";
    case IX_STORE_CHECK_ROUTE_ROWS:
      return "what a route says of its items";
    case IX_STORE_CHECK_GROUPING:
      return "which routes stand together";
    case IX_STORE_CHECK_CONVERSATIONS:
      return "the list";
    case IX_STORE_CHECK_OUTBOX:
      return "what waits to be sent";
    case IX_STORE_CHECK_SEARCH:
      return "the words that search finds";
    case IX_STORE_CHECK_COUNTS:
      return "what presets and badge count";
    case IX_STORE_CHECK_CONSENT:
      return "who may be texted";
    case IX_STORE_CHECK_FILES:
      return "files that came or are to leave";
    default:
      return "a check that this ix does not know";
  }
}

std::string text_of(const ixn::Finding& finding) {
  std::string text = std::string(finding.name) + " (" + meaning_of(finding.check) +
                     "): " + std::to_string(finding.count) + " wrong";
  if (!finding.first.empty()) text += ", such as " + std::string(finding.first);
  return text + (finding.repaired ? " - repaired" : "");
}

// What a person does next.
const char* advice(bool repaired, bool file) {
  if (!repaired) return "ix doctor --repair derives it again; no message is lost by that.";
  if (!file) return "Some of it could not be repaired: please report this.";
  return "The file itself is damaged. The next ix command sets it aside under a new name, keeps"
         " what is unsent, and goes on with a new file; ix sync --once fetches the rest.";
}

std::string json_of(const ixn::Finding& finding) {
  Json body;
  body.text("check", finding.name).number("count", finding.count);
  if (!finding.first.empty()) body.text("first", finding.first);
  return Json().raw("finding", body.boolean("repaired", finding.repaired).done()).done();
}

}  // namespace

int run_doctor(App& app, const Words& words) {
  const Args args(words, {{"--repair", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("doctor takes options only");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->check_store(args.has("--repair"));
  if (!page) return app.out.fail(page.error());
  int64_t left = 0;
  bool file = false;
  for (const ixn::Finding finding : page->findings()) {
    app.out.line(app.out.json() ? json_of(finding) : text_of(finding));
    if (finding.repaired) continue;
    ++left;
    file = file || finding.check == IX_STORE_CHECK_FILE;
  }
  if (app.out.json()) {
    app.out.line(Json()
                     .raw("doctor", Json()
                                        .number("findings", page->findings().size())
                                        .boolean("healthy", left == 0)
                                        .done())
                     .done());
  } else if (left == 0) {
    app.out.line(page->findings().size() == 0 ? "All is well." : "All is well again.");
  } else {
    app.out.note(advice(args.has("--repair"), file));
  }
  return left == 0 ? kDone : kLocalData;
}

}  // namespace cli
