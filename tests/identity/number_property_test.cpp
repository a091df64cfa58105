// SPDX-License-Identifier: Apache-2.0
// What holds for any number however it is written, and for any bytes whatever they are.
#include <doctest/doctest.h>

#include <random>

#include "identity/north_american.h"
#include "identity/number_text.h"
#include "identity/phone_number.h"

using namespace ix::identity;

namespace {

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  size_t below(size_t limit) { return engine_() % limit; }
  bool one_in(size_t chances) { return below(chances) == 0; }
  template <size_t N>
  std::string_view any(const std::string_view (&choices)[N]) {
    return choices[below(N)];
  }
  char digit() { return static_cast<char>('0' + below(10)); }

 private:
  std::mt19937 engine_;
};

// Ten digits of the right shape, of any area code.
std::string national(Dice& dice) {
  for (;;) {
    std::string digits;
    for (int i = 0; i < 10; ++i) digits += dice.digit();
    if (has_north_american_shape(digits)) return digits;
  }
}

std::string in_script(char digit, size_t script) {
  static constexpr uint32_t kZeros[] = {'0', 0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE};
  const uint32_t c = kZeros[script] + static_cast<uint32_t>(digit - '0');
  std::string out;
  if (c < 0x80) return std::string(1, digit);
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
  if (c < 0x10000) {
    return {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
            static_cast<char>(0x80 | (c & 63))};
  }
  return {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
          static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
}

// The number with everything around it that is no part of it, by chance.
std::string written(Dice& dice, const std::string& digits) {
  static constexpr std::string_view kFront[] = {"",      "",    "",       "1",     "1-",
                                                "1 ",    "+1",  "+1 ",    "(+1) ", "011 1 ",
                                                "00 1 ", "+1.", "tel:+1", "tel:",  "sms:"};
  static constexpr std::string_view kBetween[] = {
      "",   "-", " ", ".", "/", ") ", "\xC2\xA0", "\xE2\x80\x91", "\xE2\x80\x93", "\xE2\x80\xAF",
      " - "};
  static constexpr std::string_view kHidden[] = {"\xE2\x80\x8B", "\xE2\x80\xAA", "\xE2\x80\xAC",
                                                 "\xEF\xBB\xBF", "\xC2\xAD",     "\xE2\x81\xA0"};
  static constexpr std::string_view kLabel[] = {"T\xC3\xA9l. : ", "Tel: ", "Cell ", "Phone # "};
  static constexpr std::string_view kBehind[] = {
      "", "", "", " x12", " poste 12", " ext. 12", ", 12", " (cell)", " ", "\n", ";12"};
  std::string out;
  const std::string_view front = dice.any(kFront);
  const bool is_link = front.size() > 3 && front[3] == ':';
  if (!is_link && dice.one_in(4)) out += dice.any(kLabel);
  out += front;
  const size_t script = dice.below(6);
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i == 3 || i == 6 || (i > 0 && dice.one_in(20))) out += dice.any(kBetween);
    if (dice.one_in(15)) out += dice.any(kHidden);
    out += in_script(digits[i], is_link ? 0 : script);
  }
  return out + std::string(dice.any(kBehind));
}

// What must hold of any answer.
void check_sound(const PhoneNumber& number, const NumberRules& rules) {
  const bool has_e164 = !number.e164.empty();
  if (has_e164) {
    CHECK(number.e164[0] == '+');
    CHECK(number.e164.size() >= 3);
    CHECK(number.e164.size() <= 18);
    CHECK(number.e164.find_first_not_of("0123456789", 1) == std::string::npos);
    CHECK(number.number_class != NumberClass::invalid);
    // Reading it again says the same.
    const PhoneNumber again = parse_phone_number(number.e164, rules);
    CHECK(again.e164 == number.e164);
    CHECK(again.number_class == number.number_class);
    CHECK(again.sendable == number.sendable);
  }
  CHECK(number.sendable == number.reason.empty());
  if (number.sendable) CHECK(has_e164);
  if (!number.sendable) {
    CHECK_FALSE(why_not_sendable(number.number_class, number.reason, number.rule).empty());
  }
}

}  // namespace

TEST_CASE("a number written any way is the same number") {
  Dice dice(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::string digits = national(dice);
    const std::string text = written(dice, digits);
    CAPTURE(text);
    CHECK(parse_phone_number(text).e164 == "+1" + digits);
  }
}

TEST_CASE("digits written as letters of their keys are the same number") {
  static constexpr std::string_view kKeys[] = {"0",   "1",   "abc",  "def", "ghi",
                                               "jkl", "mno", "pqrs", "tuv", "wxyz"};
  Dice dice(2);
  for (int i = 0; i < 5'000; ++i) {
    const std::string digits = national(dice);
    std::string text = digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-";
    int letters = 0;
    for (const char c : digits.substr(6)) {
      const std::string_view keys = kKeys[c - '0'];
      text += keys[dice.below(keys.size())];
      letters += c >= '2' ? 1 : 0;
    }
    if (letters < 3) continue;
    CAPTURE(text);
    CHECK(parse_phone_number(text).e164 == "+1" + digits);
  }
}

TEST_CASE("any bytes give an answer that holds together") {
  Dice dice(3);
  const NumberRules rules = with_input(NumberRules(), {.destinations = "us,international"}).take();
  static constexpr std::string_view kPieces[] = {"6",
                                                 "1",
                                                 "613",
                                                 "555",
                                                 "0123",
                                                 "+",
                                                 "*",
                                                 "#",
                                                 "x",
                                                 "ext",
                                                 "poste",
                                                 ";",
                                                 ",",
                                                 "tel:",
                                                 "-",
                                                 " ",
                                                 "(",
                                                 ")",
                                                 "911",
                                                 "011",
                                                 "44",
                                                 "\xE2\x80\x8B",
                                                 "\xC3\xA9",
                                                 "\xFF",
                                                 "\xF0\x9D\x9F\x98",
                                                 "%2B",
                                                 ";phone-context=",
                                                 "=",
                                                 "abc",
                                                 "A",
                                                 "?",
                                                 "\n",
                                                 "00",
                                                 "\xD9\xA3"};
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    if (i % 2 == 0) {
      const size_t size = dice.below(40);
      while (text.size() < size) text += static_cast<char>(dice.below(256));
    } else {
      for (size_t pieces = dice.below(14); pieces > 0; --pieces) text += dice.any(kPieces);
    }
    CAPTURE(text);
    check_sound(parse_phone_number(text, rules), rules);
  }
}

TEST_CASE("a valid number with one thing changed gives an answer that holds together") {
  Dice dice(4);
  const NumberRules rules;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = written(dice, national(dice));
    const size_t at = dice.below(text.size());
    switch (dice.below(3)) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        text[at] = static_cast<char>(dice.below(256));
        break;
      default:
        text.insert(at, 1, static_cast<char>(dice.below(256)));
        break;
    }
    CAPTURE(text);
    check_sound(parse_phone_number(text, rules), rules);
  }
}

TEST_CASE("every area code is decided without a crash, and what is typed like what is stored") {
  const NumberRules rules;
  for (int code = 0; code < 1000; ++code) {
    std::string area = std::to_string(1000 + code).substr(1);
    check_sound(parse_phone_number(area + "5550123", rules), rules);
    check_sound(parse_phone_number(area, rules), rules);
    CHECK(destination_of("+1" + area + "5550123", rules).allowed ==
          parse_phone_number("+1" + area + "5550123", rules).sendable);
  }
}
