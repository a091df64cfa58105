// SPDX-License-Identifier: Apache-2.0
// doctor: whether what is stored holds together, and --repair.
#include "app.h"
#include "json.h"

namespace cli {

namespace ixn = interactions;

namespace {

std::string text_of(const ixn::Finding& finding) {
  std::string text = std::string(finding.name) + ": " + std::to_string(finding.count) + " wrong";
  if (!finding.first.empty()) text += ", such as " + std::string(finding.first);
  return text + (finding.repaired ? " (repaired)" : "");
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
  for (const ixn::Finding finding : page->findings()) {
    app.out.line(app.out.json() ? json_of(finding) : text_of(finding));
    if (!finding.repaired) ++left;
  }
  if (app.out.json()) {
    app.out.line(Json()
                     .raw("doctor", Json()
                                        .number("findings", page->findings().size())
                                        .boolean("healthy", left == 0)
                                        .done())
                     .done());
  } else if (left == 0) {
    app.out.line("All is well.");
  } else {
    app.out.note(args.has("--repair") ? "Some of it could not be repaired."
                                      : "ix doctor --repair derives it again.");
  }
  return left == 0 ? kDone : kLocalData;
}

}  // namespace cli
