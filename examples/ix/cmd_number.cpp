// SPDX-License-Identifier: Apache-2.0
// number: what a phone number is and whether it may be texted. Needs no account.
#include <fstream>
#include <iterator>

#include "app.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

namespace {

ixn::NumberRules rules_of(const App& app) {
  ixn::NumberRules rules;
  if (!app.destinations.empty()) rules.destinations = app.destinations;
  if (!app.area_codes.empty()) rules.area_codes = app.area_codes;
  return rules;
}

int print_table(const App& app) {
  const auto table = app.area_codes.empty() ? ixn::area_codes() : app.area_codes;
  if (!table) return app.out.fail(table.error());
  if (app.out.json()) {
    app.out.line(Json().text("area_codes", *table).done());
  } else {
    app.out.line(std::string_view(*table).substr(0, table->find_last_not_of('\n') + 1));
  }
  return kDone;
}

std::string in_words(const ixn::Number& number, const std::string& input) {
  std::string text = number.e164().empty() ? plain(input) : std::string(number.e164());
  if (!number.national().empty()) text += "  " + std::string(number.national());
  if (!number.extension().empty()) text += " ext. " + std::string(number.extension());
  if (!number.region().empty()) text += "  " + std::string(number.region());
  text += std::string("  ") + number_class_name(number.number_class());
  text += number.sendable() ? "  can be texted" : "  cannot be texted: " + plain(number.reason());
  if (!number.rule().empty()) text += " (by the rule " + plain(number.rule()) + ")";
  if (number.sendable() && !number.verified()) text += " (area code not known here)";
  return text;
}

}  // namespace

int check_number_rules(App& app, const std::string& area_codes_file) {
  if (!app.destinations.empty()) {
    const auto tried = ixn::Number::parse({}, {.destinations = app.destinations});
    if (!tried) return app.out.usage("--allow: " + std::string(tried.error().message));
  }
  if (area_codes_file.empty()) return kDone;
  std::ifstream in(area_codes_file, std::ios::binary);
  app.area_codes.assign(std::istreambuf_iterator<char>(in), {});
  if (!in || app.area_codes.empty()) {
    return app.out.usage("--area-codes: " + area_codes_file + " is no file with something in it");
  }
  const auto tried = ixn::Number::parse({}, rules_of(app));
  return tried ? int{kDone} : app.out.fail(tried.error());
}

int run_number(App& app, const Words& words) {
  const Args args(words, {{"--table", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.has("--table")) return print_table(app);
  if (args.positional().empty()) return app.out.usage("number needs a NUMBER, or --table");
  std::string input;
  for (const std::string& word : args.positional()) input += (input.empty() ? "" : " ") + word;
  const auto number = ixn::Number::parse(input, rules_of(app));
  if (!number) return app.out.fail(number.error());
  if (app.out.json()) {
    app.out.line(Json()
                     .text("input", input)
                     .text("e164", number->e164())
                     .text("national", number->national())
                     .text("extension", number->extension())
                     .text("region", number->region())
                     .text("class", number_class_name(number->number_class()))
                     .boolean("verified", number->verified())
                     .boolean("sendable", number->sendable())
                     .text("reason", number->reason())
                     .text("rule", number->rule())
                     .done());
  } else {
    app.out.line(in_words(*number, input));
  }
  return kDone;
}

}  // namespace cli
