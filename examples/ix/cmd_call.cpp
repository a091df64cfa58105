// SPDX-License-Identifier: Apache-2.0
// call report: a call that the host's own call stack saw.
#include <charconv>
#include <chrono>
#include <span>

#include "app.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace {

namespace ixn = interactions;

std::optional<int64_t> whole(std::string_view text) {
  int64_t value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// The place of a word in a list whose order is that of the C enumeration.
std::optional<int32_t> place_of(std::string_view word, std::span<const char* const> words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (word == words[i]) return static_cast<int32_t>(i);
  }
  return std::nullopt;
}

}  // namespace

int run_call(App& app, const Words& words) {
  const Args args(words, {{"--id"},
                          {"--number"},
                          {"--user"},
                          {"--own"},
                          {"--direction"},
                          {"--phase"},
                          {"--outcome"},
                          {"--at"},
                          {"--duration"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional() != Words{"report"}) return app.out.usage("call takes report");
  const auto word = [&args](const char* name) { return args.value(name).value_or(""); };
  const std::string id = word("--id");
  const std::string number = word("--number");
  const std::string user = word("--user");
  const std::string own = word("--own");
  constexpr const char* kDirections[] = {"in", "out"};
  constexpr const char* kPhases[] = {"started", "answered", "ended"};
  constexpr const char* kOutcomes[] = {"answered", "missed", "declined", "voicemail", "failed"};
  const auto direction = place_of(args.value("--direction").value_or("in"), kDirections);
  const auto phase = place_of(word("--phase"), kPhases);
  const auto outcome = place_of(args.value("--outcome").value_or("answered"), kOutcomes);
  const auto at = args.has("--at") ? whole(word("--at")) : now_ms();
  const auto duration = whole(args.value("--duration").value_or("0"));
  if (id.empty()) return app.out.usage("give --id, the same for every report of one call");
  if (number.empty() == user.empty()) return app.out.usage("give --number or --user");
  if (!direction) return app.out.usage("--direction takes in or out");
  if (!phase) return app.out.usage("--phase takes started, answered or ended");
  if (!outcome) {
    return app.out.usage("--outcome takes answered, missed, declined, voicemail or failed");
  }
  if (*phase == IX_CALL_PHASE_ENDED && !args.has("--outcome")) {
    return app.out.usage("a call that ended needs --outcome");
  }
  if (!at || !duration) return app.out.usage("--at and --duration take milliseconds");

  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto item = client->report_call({.call_id = id,
                                         .number = number,
                                         .user = user,
                                         .own_number = own,
                                         .direction = *direction,
                                         .phase = *phase,
                                         .outcome = *outcome,
                                         .at_ms = *at,
                                         .duration_ms = *duration});
  if (!item) return app.out.fail(item.error());
  const auto page = client->item(*item);
  if (!page) return app.out.fail(page.error());
  for (const ixn::Item one : page->items()) {
    app.out.line(app.out.json() ? item_json(*page, one) : item_text(*page, one));
  }
  return kDone;
}

}  // namespace cli
