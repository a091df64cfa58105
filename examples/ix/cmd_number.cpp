// SPDX-License-Identifier: Apache-2.0
// number: what a phone number is and whether it may be texted. Needs no account.
#include "app.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

int run_number(App& app, const Words& words) {
  const Args args(words, {});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().empty()) return app.out.usage("number needs a NUMBER");
  std::string input;
  for (const std::string& word : args.positional()) input += (input.empty() ? "" : " ") + word;
  const auto number = ixn::Number::parse(input);
  if (!number) return app.out.fail(number.error());
  const char* number_class = number_class_name(number->number_class());
  if (app.out.json()) {
    app.out.line(Json()
                     .text("input", input)
                     .text("e164", number->e164())
                     .text("national", number->national())
                     .text("region", number->region())
                     .text("class", number_class)
                     .boolean("verified", number->verified())
                     .boolean("sendable", number->sendable())
                     .text("reason", number->reason())
                     .done());
    return kDone;
  }
  std::string text = number->e164().empty() ? plain(input) : std::string(number->e164());
  if (!number->national().empty()) text += "  " + std::string(number->national());
  if (!number->region().empty()) text += "  " + std::string(number->region());
  text += std::string("  ") + number_class;
  text += number->sendable() ? "  can be texted" : "  cannot be texted: " + plain(number->reason());
  if (number->sendable() && !number->verified()) text += " (area code not known here)";
  app.out.line(text);
  return kDone;
}

}  // namespace cli
