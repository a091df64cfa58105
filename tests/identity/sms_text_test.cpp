// SPDX-License-Identifier: Apache-2.0
#include "identity/sms_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace ix::identity;

namespace {

std::string times(int count, const std::string& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

SmsText measured(const std::string& text) {
  return measure_sms(text, {});
}

// "ê>e ❤" : what each character could be; alone where there is nothing.
std::string flips(const std::string& text) {
  std::string out;
  for (const SmsFlip& flip : measured(text).flips) {
    out += (out.empty() ? "" : " ") + flip.character;
    if (flip.replaceable) out += ">" + flip.replacement;
  }
  return out;
}

}  // namespace

TEST_CASE("parts at every border") {
  struct Row {
    const char* what;
    std::string text;
    SmsEncoding encoding;
    int32_t units;
    int32_t parts;
    int32_t remaining;
  };
  const std::string smile = "\xF0\x9F\x99\x82";
  const Row rows[] = {
      {"nothing", "", SmsEncoding::gsm7, 0, 0, 160},
      {"one", "a", SmsEncoding::gsm7, 1, 1, 159},
      {"a full one", times(160, "a"), SmsEncoding::gsm7, 160, 1, 0},
      {"one more", times(161, "a"), SmsEncoding::gsm7, 161, 2, 145},
      {"two full", times(306, "a"), SmsEncoding::gsm7, 306, 2, 0},
      {"three", times(307, "a"), SmsEncoding::gsm7, 307, 3, 152},
      {"the alphabet's accents", "é à Ç ñ", SmsEncoding::gsm7, 7, 1, 153},
      {"extended", times(80, "€"), SmsEncoding::gsm7, 160, 1, 0},
      // 152 and an escape: the pair goes to the next part.
      {"never cut from its escape", times(152, "a") + times(5, "€"), SmsEncoding::gsm7, 162, 2,
       143},
      {"unicode", times(70, "ê"), SmsEncoding::ucs2, 70, 1, 0},
      {"one more unicode", times(71, "ê"), SmsEncoding::ucs2, 71, 2, 63},
      {"beyond the first plane", times(35, smile), SmsEncoding::ucs2, 70, 1, 0},
      // 66 units and a pair: 67 hold no half of it.
      {"never cut in two", times(36, smile), SmsEncoding::ucs2, 72, 2, 61},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const SmsText sms = measured(row.text);
    CHECK(sms.encoding == row.encoding);
    CHECK(sms.units == row.units);
    CHECK(sms.parts == row.parts);
    CHECK(sms.remaining == row.remaining);
  }
}

TEST_CASE("a toll-free number has shorter parts") {
  const SmsLimits limits = sms_limits_from("+18005550123");
  CHECK(measure_sms(times(160, "a"), limits).parts == 1);
  CHECK(measure_sms(times(304, "a"), limits).parts == 2);
  CHECK(measure_sms(times(305, "a"), limits).parts == 3);
  CHECK(measure_sms(times(132, "ê"), limits).parts == 2);
  CHECK(measure_sms(times(133, "ê"), limits).parts == 3);
  CHECK(sms_limits_from("+16135550123").gsm7_part == 153);
  CHECK(sms_limits_from("+33612345678").gsm7_part == 153);
  CHECK(sms_limits_from("").gsm7_part == 153);
}

// 3GPP TS 23.038 6.2.1, the table as it is printed there.
TEST_CASE("every character of the alphabet, and nothing else of Latin-1 and Greek") {
  const std::string basic =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  CHECK(measured(basic).encoding == SmsEncoding::gsm7);
  CHECK(measured(basic).units == 127);
  CHECK(measured("\f^{}\\[~]|€").units == 20);
  for (const char* other : {"`", "á", "ç", "ë", "ê", "î", "ï", "ô", "û", "œ", "Œ", "È", "Α", "´"}) {
    CAPTURE(other);
    CHECK(measured(other).encoding == SmsEncoding::ucs2);
  }
}

TEST_CASE("what makes a text dear, and what would say the same") {
  CHECK(flips("garçon, forêt, cœur, Noël, À bientôt") == "ç>c ê>e œ>oe ë>e À>A ô>o");
  CHECK(flips("« C’est l’été » — “oui”…") == "«>\" ’>' »>\" —>- “>\" ”>\" …>...");
  CHECK(flips("10\u00A0h\u202F30") == "\u00A0>  \u202F> ");
  CHECK(flips("e\u0301te\u0301") == "e\u0301>é");  // decomposed, as a Mac writes it
  CHECK(flips("x\u200By") == "\u200B>");
  CHECK(flips("½ m² ™ ﬁn") == "½>1/2 ²>2 ™>TM ﬁ>fi");
  CHECK(flips("Привет") == "П р и в е т");
  CHECK(flips("20 °C") == "°");
}

TEST_CASE("a character is what a person sees as one") {
  // A technician: woman, joiner, laptop. A flag: two letters.
  const std::string technician = "\U0001F469\u200D\U0001F4BB";
  const std::string flag = "\U0001F1E8\U0001F1E6";
  CHECK(flips(technician + flag + technician) == technician + " " + flag);
  CHECK(measured(technician + flag + technician).flips[0].count == 2);
  CHECK(flips("❤\uFE0F") == "❤\uFE0F");
}

TEST_CASE("with the replacements made a text is cheap") {
  const std::string text = "Ça va être génial, cœur ! « À demain » — l’équipe…";
  std::string plain = text;
  for (const SmsFlip& flip : measured(text).flips) {
    REQUIRE(flip.replaceable);
    for (size_t at = 0; (at = plain.find(flip.character, at)) != std::string::npos;) {
      plain.replace(at, flip.character.size(), flip.replacement);
      at += flip.replacement.size();
    }
  }
  CHECK(plain == "Ça va etre génial, coeur ! \" A demain \" - l'équipe...");
  CHECK(measured(plain).encoding == SmsEncoding::gsm7);
}

TEST_CASE("a text of many different characters is measured in time") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    const int c = 0x4E00 + i;
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
  CHECK(measured(text).flips.size() == 20'000);
}
