// SPDX-License-Identifier: Apache-2.0
// permission: where files come from, and the steps to a permission. A terminal has no screens: this
// is for looking at what an app would have to do, and for scripts that play the user and the
// system.
#include <array>

#include "app.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

namespace {

std::string source_json(const ixn::Source& source) {
  Json row;
  row.text("source", source.name)
      .text("label", source.label)
      .boolean("available", source.available)
      .boolean("needs_permission", source.needs_permission)
      .text("state", permission_state_name(source.state))
      .text("step", permission_step_name(source.step));
  if (ixn::present(source.reason)) row.text("reason", source.reason);
  if (ixn::present(source.key)) {
    row.text("key", source.key).text("title", source.title).text("body", source.body);
    row.text("confirm", source.confirm);
    if (ixn::present(source.dismiss)) row.text("dismiss", source.dismiss);
  }
  if (source.since_ms != 0) row.number("since_ms", source.since_ms);
  return row.done();
}

std::string source_text(const ixn::Source& source) {
  std::string text(source.name);
  text.resize(12, ' ');
  text += permission_state_name(source.state);
  if (source.step != IX_STEP_NONE) text += std::string(", ") + permission_step_name(source.step);
  if (!source.available) text += ", not here";
  if (ixn::present(source.reason)) text += ", " + std::string(source.reason);
  if (ixn::present(source.key)) {
    text += "\n  " + std::string(source.title) + "\n  " + std::string(source.body) + "\n  [" +
            std::string(source.confirm) + "]";
    if (ixn::present(source.dismiss)) text += " [" + std::string(source.dismiss) + "]";
  }
  return text;
}

// As if on a phone whose every source needs a permission. Nothing is looked up: what was answered
// stays.
ixn::Status pretend(const ixn::Client& client) {
  std::array<ixn::SourceInput, 6> all{};
  for (size_t i = 0; i < all.size(); ++i) all[i] = {static_cast<ix_source>(i), true};
  return client.set_sources(all);
}

int list(const App& app, const Args& args) {
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (const ixn::Status told = pretend(*client); !told) return app.out.fail(told.error());
  const auto page =
      client->sources(args.value("--in").value_or(""), args.value("--language").value_or(""));
  if (!page) return app.out.fail(page.error());
  for (const ixn::Source source : page->sources()) {
    app.out.line(app.out.json() ? source_json(source) : source_text(source));
  }
  return kDone;
}

// Does something to one source and prints its row.
template <class Change>
int change(const App& app, const Args& args, const std::string& name, Change&& act) {
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  if (const ixn::Status told = pretend(*client); !told) return app.out.fail(told.error());
  const auto page_of = [&] { return client->sources({}, args.value("--language").value_or("")); };
  const auto before = page_of();
  if (!before) return app.out.fail(before.error());
  for (const ixn::Source source : before->sources()) {
    if (source.name != name) continue;
    const auto step = act(*client, source.source);
    if (!step) return app.out.fail(step.error());
    const auto after = page_of();
    if (!after) return app.out.fail(after.error());
    for (const ixn::Source now : after->sources()) {
      if (now.name != name) continue;
      app.out.line(app.out.json() ? source_json(now) : source_text(now));
    }
    return kDone;
  }
  return app.out.usage("there is no source " + name +
                       ": camera, microphone, gallery, files, clipboard or drop");
}

}  // namespace

int run_permission(App& app, const Words& words) {
  const Args args(words, {{"--in"}, {"--language"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  const auto& given = args.positional();
  const std::string verb = given.empty() ? "list" : given.front();
  if (verb == "list" && given.size() <= 1) return list(app, args);
  if (verb == "request" && given.size() == 2) {
    return change(app, args, given[1], [](const ixn::Client& client, ix_source source) {
      return client.request_source(source);
    });
  }
  if (verb == "answer" && given.size() == 3) {
    const auto answer = permission_answer_of(given[2]);
    if (!answer) {
      return app.out.usage(
          "permission answer takes continue, not-now, done, not-asked,"
          " not-granted, granted, limited, denied, blocked or restricted");
    }
    return change(app, args, given[1], [&](const ixn::Client& client, ix_source source) {
      return client.answer_permission(source, *answer);
    });
  }
  return app.out.usage("permission takes list, request SOURCE, or answer SOURCE ANSWER");
}

}  // namespace cli
