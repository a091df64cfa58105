// SPDX-License-Identifier: Apache-2.0
// prune, sizes: how much of the history is kept on this device.
#include <algorithm>
#include <vector>

#include "app.h"
#include "json.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr int64_t kDayMs = 86'400'000;

std::string rules_json(const ixn::Retention& rules) {
  return Json()
      .number("max_age_ms", rules.max_age_ms)
      .number("max_route_items", rules.max_route_items)
      .number("max_route_bytes", rules.max_route_bytes)
      .number("max_total_bytes", rules.max_total_bytes)
      .done();
}

std::string rules_text(const ixn::Retention& rules) {
  std::string text;
  const auto add = [&text](int64_t value, const std::string& words) {
    if (value > 0) text += (text.empty() ? "" : ", ") + words;
  };
  add(rules.max_age_ms, std::to_string(rules.max_age_ms / kDayMs) + " days");
  add(rules.max_route_items, std::to_string(rules.max_route_items) + " items a route");
  add(rules.max_route_bytes, std::to_string(rules.max_route_bytes) + " bytes a route");
  add(rules.max_total_bytes, std::to_string(rules.max_total_bytes) + " bytes in all");
  return text.empty() ? "everything" : text;
}

// A limit of the command line; false: it is not one.
bool read_limit(const Args& args, const char* option, int64_t unit, int64_t& limit, bool& given) {
  const auto text = args.value(option);
  if (!text) return true;
  const auto value = parse_count(*text, 1, 2'000'000'000);
  if (!value) return false;
  limit = int64_t{*value} * unit;
  given = true;
  return true;
}

std::string size_json(const ixn::RouteSize& size) {
  Json body;
  if (!size.route.empty()) body.text("conversation", size.conversation).text("route", size.route);
  return body.number("items", size.items)
      .number("text_bytes", size.text_bytes)
      .number("metadata_bytes", size.metadata_bytes)
      .done();
}

std::string size_text(const ixn::RouteSize& size) {
  std::string text = size.route.empty() ? "all" : std::string(size.conversation);
  text.resize(std::max<size_t>(text.size(), 10), ' ');
  return text + std::to_string(size.items) + " items, " + std::to_string(size.text_bytes) +
         " bytes of text, " + std::to_string(size.metadata_bytes) + " of what belongs to it";
}

}  // namespace

int run_prune(App& app, const Words& words) {
  const Args args(words, {{"--days"},
                          {"--items"},
                          {"--bytes"},
                          {"--total-bytes"},
                          {"--set", OptionSpec::Value::none},
                          {"--off", OptionSpec::Value::none},
                          {"--show", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("prune takes options only");
  ixn::Retention rules;
  bool given = false;
  const bool read = read_limit(args, "--days", kDayMs, rules.max_age_ms, given) &&
                    read_limit(args, "--items", 1, rules.max_route_items, given) &&
                    read_limit(args, "--bytes", 1, rules.max_route_bytes, given) &&
                    read_limit(args, "--total-bytes", 1, rules.max_total_bytes, given);
  if (!read) return app.out.usage("a limit is a number from 1 to 2000000000");
  const bool off = args.has("--off");
  const bool show = args.has("--show");
  if ((off || show) && (given || args.has("--set") || (off && show))) {
    return app.out.usage("--off and --show stand alone");
  }
  if (args.has("--set") && !given) return app.out.usage("--set needs a limit, or use --off");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  int64_t gone = 0;
  if (!show) {
    const uint32_t flags = off                 ? uint32_t{IX_PRUNE_SET}
                           : args.has("--set") ? uint32_t{IX_PRUNE_NOW | IX_PRUNE_SET}
                                               : uint32_t{IX_PRUNE_NOW};
    const auto done = given || off ? client->prune(rules, flags) : client->prune({}, flags);
    if (!done) return app.out.fail(done.error());
    gone = *done;
  }
  const auto kept = client->retention();
  if (!kept) return app.out.fail(kept.error());
  if (app.out.json()) {
    app.out.line(
        Json()
            .raw("prune", Json().number("items", gone).raw("rules", rules_json(*kept)).done())
            .done());
    return kDone;
  }
  if (!show && !off) app.out.line(std::to_string(gone) + " items went; the server has them.");
  app.out.line("kept by itself: " + rules_text(*kept));
  return kDone;
}

int run_sizes(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("sizes takes no arguments");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto page = client->sizes();
  if (!page) return app.out.fail(page.error());
  std::vector<ixn::RouteSize> sizes;
  for (const ixn::RouteSize size : page->route_sizes()) sizes.push_back(size);
  const auto bytes = [](const ixn::RouteSize& one) { return one.text_bytes + one.metadata_bytes; };
  std::sort(sizes.begin() + 1, sizes.end(),
            [&](const auto& a, const auto& b) { return bytes(a) > bytes(b); });
  std::rotate(sizes.begin(), sizes.begin() + 1, sizes.end());  // the sum stands last
  for (const ixn::RouteSize& size : sizes) {
    const char* name = size.route.empty() ? "sizes" : "size";
    app.out.line(app.out.json() ? Json().raw(name, size_json(size)).done() : size_text(size));
  }
  return kDone;
}

}  // namespace cli
