// SPDX-License-Identifier: Apache-2.0
// sms-parts: what a text costs as an SMS, and what makes it dear. Needs no account.
#include "app.h"
#include "json.h"
#include "names.h"

namespace cli {

namespace ixn = interactions;

int run_sms_parts(App& app, const Words& words) {
  const Args args(words, {{"--from"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) {
    return app.out.usage("sms-parts takes one TEXT (in quotes), and --from NUMBER");
  }
  const auto page = ixn::sms_parts(args.positional()[0], args.value("--from").value_or(""));
  if (!page) return app.out.fail(page.error());
  const ixn::Sms sms = page->sms()[0];
  const char* encoding = sms.encoding == IX_SMS_GSM7 ? "gsm7" : "ucs2";
  if (app.out.json()) {
    JsonArray flips;
    for (const ixn::SmsFlip flip : page->flips(sms)) {
      Json one;
      one.text("char", flip.character).number("count", flip.count);
      if (flip.replacement) one.text("replacement", *flip.replacement);
      flips.add(one.done());
    }
    app.out.line(Json()
                     .text("encoding", encoding)
                     .number("units", sms.units)
                     .number("parts", sms.parts)
                     .number("remaining", sms.remaining)
                     .raw("flips", flips.done())
                     .done());
    return kDone;
  }
  app.out.line(std::to_string(sms.parts) + (sms.parts == 1 ? " part, " : " parts, ") + encoding +
               ", " + std::to_string(sms.units) + " units, " + std::to_string(sms.remaining) +
               " more fit");
  for (const ixn::SmsFlip flip : page->flips(sms)) {
    std::string text = "  " + plain(flip.character) + "  " + std::to_string(flip.count) + "x  ";
    if (!flip.replacement) {
      text += "no replacement";
    } else if (flip.replacement->empty()) {
      text += "can be left out";
    } else {
      text += "could be " + plain(*flip.replacement);
    }
    app.out.line(text);
  }
  return kDone;
}

}  // namespace cli
