// SPDX-License-Identifier: Apache-2.0
// The ways people and programs write one number. Sources: RFC 3966 (tel:), RFC 5724 (sms:), ITU-T
// E.123 (printing numbers) and E.161 (letters on keys), the Office québécois de la langue française
// for French ("poste", "Tél. :"), the dialling plan of the CSCN (011, 1), Unicode's general
// categories.
#include "identity/number_text.h"

#include <doctest/doctest.h>

#include "identity/phone_number.h"

using ix::identity::parse_phone_number;
using ix::identity::PhoneNumber;
using ix::identity::read_number_text;

namespace {

// E.164, and what stood behind it.
std::string read(std::string_view text) {
  const PhoneNumber number = parse_phone_number(text);
  return number.e164 + (number.extension.empty() ? "" : " x" + number.extension);
}

}  // namespace

TEST_CASE("one number, as people type it") {
  for (const char* text :
       {"6135550123",        "16135550123",        "+16135550123",     "+1 (613) 555-0123",
        "(613)555.0123",     "613/555/0123",       "1-613-555-0123",   " 613 555 0123 ",
        "(+1) 613 555 0123", "+(1) 613 555 0123",  "1 (613) 555-0123", "613.555.0123",
        "613_555_0123",      "613|555|0123",       "[613] 555 0123",   "<613-555-0123>",
        "\"613-555-0123\"",  "613~555~0123",       "613 555-\n0123",   "+1.613.555.0123",
        "613 - 555 - 0123",  "6 1 3 5 5 5 0 1 2 3"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123");
  }
}

TEST_CASE("as dialled: the 1, and the prefixes of other countries") {
  for (const char* text :
       {"011 1 613 555 0123", "001 613 555 0123", "00 1 613 555 0123", "+011 1 613 555 0123",
        "+00 1 613 555 0123", "011+1 613 555 0123", "00 +1 613 555 0123"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123");
  }
  for (const char* text :
       {"011 44 20 7946 0958", "0044 20 7946 0958", "+44 20 7946 0958", "+44 (0)20 7946 0958",
        "011 44 (0)20 7946 0958", "+011 44 20 7946 0958", "011 +44 20 7946 0958"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+442079460958");
  }
  CHECK(read("+33 (0)1 23 45 67 89") == "+33123456789");
  CHECK(read("011 33 1 23 45 67 89") == "+33123456789");
  CHECK(read("011 52 55 1234 5678") == "+525512345678");
  // A plus sign stands in front.
  for (const char* text :
       {"1+6135550123", "613+5550123", "++16135550123", "+1+6135550123", "011 +44 +20 7946 0958"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("letters on the keys") {
  CHECK(read("1-800-FLOWERS") == "+18003569377");
  CHECK(read("1 800 flowers") == "+18003569377");
  CHECK(read("613-555-CATS") == "+16135552287");
  CHECK(read("1-800-EXT-2467") == "+18003982467");
  CHECK(read("1-800-GOFEDEX") == "+18004633339");
  CHECK(read("1-888-CAFÉ-123") == "+18882233123");
  CHECK(read("1-800-555-CELL") == "+18005552355");
  CHECK(read("+1-800-FLOWERS x12") == "+18003569377 x12");
  // A word longer than the number: exchanges ignore what is dialled beyond.
  CHECK(read("1-800-CONTACTS") == "+18002668228");
  CHECK(read("1-877-KARS4KIDS") == "+18775277454");
  CHECK(read("+1 800 MATTRESS") == "+18006288737");
  // But a word that begins after it is somebody's note, and one or two letters are a slip.
  for (const char* text : {"613-555-0123 Ottawa", "6135550123Bob1", "613-555-01O3",
                           "613-555-0123ab", "FLOWERS", "abc", "800", "1-800-FLOWERS-4-YOU-ALL"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("extensions, in both languages and as telephones store them") {
  for (const char* text : {"613-555-0123 x77",
                           "613-555-0123x77",
                           "613-555-0123 X 77",
                           "613-555-0123 ext 77",
                           "613-555-0123 ext. 77",
                           "613-555-0123 Ext: 77",
                           "613-555-0123 extn 77",
                           "613-555-0123 extension 77",
                           "613-555-0123, extension 77",
                           "613-555-0123 poste 77",
                           "613 555-0123, poste 77",
                           "613 555-0123 (poste 77)",
                           "613 555-0123 p. 77",
                           "613-555-0123 local 77",
                           "613-555-0123 loc. 77",
                           "613-555-0123 #77",
                           "613-555-0123 # 77",
                           "613-555-0123, 77",
                           "613-555-0123,,77#",
                           "613-555-0123;77",
                           "613-555-0123p77",
                           "613-555-0123w77",
                           "613-555-0123 ext #77",
                           "613-555-0123;ext=77",
                           "613-555-0123 \xC3\x97 77",
                           "tel:+1-613-555-0123;ext=77",
                           "tel:+16135550123;isub=1;ext=77",
                           "tel:+16135550123;77",
                           "+1 613 555 0123 ext77",
                           "Tel: 613-555-0123 ext. 77"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123 x77");
  }
  CHECK(read("+44 20 7946 0958 ext. 12") == "+442079460958 x12");
  CHECK(read("+683 7012 ext. 12") == "+6837012 x12");
  CHECK(read("+1-800-4BOX-123") == "+18004269123");
  CHECK(read("1-800-GO4-X123") == "+18004649123");
  CHECK(read("011 44 20 7946 0958 x12") == "+442079460958 x12");
  // No number is left out for it: two of anything are no extension.
  for (const char* text : {"613-555-0123 x77 x88", "613-555-0123 x", "613 555 0123 or 0124",
                           "613-555-0123 / 613-555-0124", "613-555-0123, 613-555-0124",
                           "613-555-0123 ext 1234567890", "x123", "poste 77"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("words that say what a number is") {
  for (const char* text : {"Tel: 613-555-0123",
                           "Tel. 613-555-0123",
                           "T\xC3\xA9l. : 613 555-0123",
                           "T\xC3\x89L\xC3\x89PHONE : 613 555-0123",
                           "T\xC3\xA9l\xC3\xA9phone\xC2\xA0: 613 555-0123",
                           "Phone 613-555-0123",
                           "Phone # 613-555-0123",
                           "# 613-555-0123",
                           "Cell: 613-555-0123",
                           "cellulaire : 613 555-0123",
                           "Mobile 613-555-0123",
                           "n\xC2\xB0 613 555-0123",
                           "Tel (bureau): 613-555-0123",
                           "613-555-0123 (cell)",
                           "613-555-0123 (c)",
                           "613-555-0123 cell.",
                           "613 555-0123 (bureau)",
                           "T: 613-555-0123",
                           "SMS 613-555-0123",
                           "Call 613-555-0123"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123");
  }
  CHECK(read("1 800 555-0123 (sans frais)") == "+18005550123");
  CHECK(read("Toll free: 1-800-555-0123") == "+18005550123");
  CHECK(parse_phone_number("Call 911").number_class == ix::identity::NumberClass::emergency);
  for (const char* text : {"Room 613-555-0123", "Ana 613-555-0123", "Telly 613-555-0123",
                           "tel tel tel tel 613-555-0123", "613-555-0123 Ana"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("links") {
  for (const char* text :
       {"tel:+1-613-555-0123", "TEL:613-555-0123;phone-context=+1",
        "tel:555-0123;phone-context=+1-613", "tel:+16135550123;phone-context=+44",
        "tel:%2B1-613-555-0123", "tel:+1%20613%20555%200123", "tel://613-555-0123",
        "sms:+16135550123", "sms:6135550123?body=Hello%20there", "smsto:613-555-0123",
        "mms:6135550123", "callto:+16135550123", " tel:6135550123"}) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123");
  }
  for (const char* text : {"tel:", "tel:;ext=3", "tel:%", "tel:%FF6135550123", "http:6135550123",
                           "sms:+16135550123,+16135550124", "tel:?613-555-0123"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("characters that come along with what is pasted") {
  for (const char* text : {
           "\xEF\xBC\x96\xEF\xBC\x91\xEF\xBC\x93-555-0123",  // full-width digits
           "\xEF\xBC\x8B"
           "1 613 555 0123",  // full-width plus
           "\xEF\xBC\x88"
           "613\xEF\xBC\x89"
           "555\xEF\xBC\x8D"
           "0123",                                                       // full-width signs
           "\xD9\xA6\xD9\xA1\xD9\xA3 555 0123",                          // Arabic digits
           "\xDB\xB6\xDB\xB1\xDB\xB3 555 0123",                          // Persian
           "\xE0\xA5\xAC\xE0\xA5\xA7\xE0\xA5\xA9 555 0123",              // Devanagari
           "\xE0\xB9\x96\xE0\xB9\x91\xE0\xB9\x93 555 0123",              // Thai
           "\xF0\x9D\x9F\xA8\xF0\x9D\x9F\xA3\xF0\x9D\x9F\xA5 555 0123",  // mathematical, sans bold
           "6\xEF\xB8\x8F\xE2\x83\xA3"
           "1\xEF\xB8\x8F\xE2\x83\xA3"
           "3\xEF\xB8\x8F\xE2\x83\xA3"
           "5550123",
           "\xE2\x80\xAA+1 613 555 0123\xE2\x80\xAC",  // direction marks
           "\xE2\x81\xA6+1 613 555 0123\xE2\x81\xA9",  // isolates
           "\xEF\xBB\xBF"
           "613-555-0123",  // a byte order mark
           "613\xE2\x80\x8B"
           "555\xE2\x81\xA0"
           "0123",  // zero-width space, joiner
           "613\xC2\xAD"
           "555\xC2\xAD"
           "0123",  // soft hyphens
           "613\xC2\xA0"
           "555\xE2\x80\x91"
           "0123",  // no-break space and hyphen
           "613\xE2\x80\xAF"
           "555\xE2\x80\xAF"
           "0123",  // French narrow spaces
           "613\xE2\x80\x93"
           "555\xE2\x80\x94"
           "0123",  // dashes
           "613\xE2\x88\x92"
           "555\xE2\x81\x83"
           "0123",  // minus, hyphen bullet
           "613\xE2\x80\xA2"
           "555\xC2\xB7"
           "0123",  // bullets
           "\xC2\xAB\xC2\xA0"
           "613 555-0123\xC2\xA0\xC2\xBB",  // quoted in French
           "\xE2\x80\x9C"
           "613 555-0123\xE2\x80\x9D",  // and in English
           "613\xE3\x80\x80"
           "555\xE3\x80\x9C"
           "0123",  // ideographic space, wave dash
           "613\xE2\xA0\x80"
           "555\xE3\x85\xA4"
           "0123",  // what only looks empty
       }) {
    CAPTURE(std::string(text));
    CHECK(read(text) == "+16135550123");
  }
  for (const char* text : {"613-555-0123\xFF", "\xF0\x9F\x93\x9E",
                           "613\xF0\x9F\x93\x9E"
                           "5550123",
                           "613 555 012\xE2\x91\xA2", "613-555-0123!", "613$555-0123"}) {
    CAPTURE(std::string(text));
    CHECK(read(text).empty());
  }
}

TEST_CASE("what else is told of the text") {
  CHECK(read_number_text("1-800-FLOWERS").last_word == 7);
  CHECK(read_number_text("1-800-KARS4KIDS").last_word == 9);
  CHECK(read_number_text("1-800-CAR-5678").last_word == 0);
  CHECK(read_number_text("+1 613").global);
  CHECK_FALSE(read_number_text("613").global);
  CHECK(read_number_text("*67").star_code);
  CHECK_FALSE(read_number_text("*67").valid);
  CHECK_FALSE(read_number_text("613-555-0123 #77").star_code);
  CHECK_FALSE(read_number_text(std::string(251, '6')).valid);
}
