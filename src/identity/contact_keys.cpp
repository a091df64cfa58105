// SPDX-License-Identifier: Apache-2.0
#include "identity/contact_keys.h"

#include <algorithm>

#include "base/ascii.h"
#include "identity/number_text.h"
#include "identity/search_key.h"

namespace ix::identity {
namespace {

constexpr size_t kMostWords = 32;
constexpr size_t kMostProbes = 4;
constexpr size_t kLongestKey = 24;

using ascii::is_digit;

bool in_word(char c) {
  return is_digit(c) || ascii::is_lower(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::string cut(std::string_view text) {
  return std::string(text.substr(0, kLongestKey));
}

// Runs of letters and digits; "o'brien" is o, brien and obrien, as people type all three.
std::vector<std::string> words_of(std::string_view folded, bool joined) {
  std::vector<std::string> words;
  for (size_t at = 0; at < folded.size() && words.size() < kMostWords;) {
    std::string whole;
    size_t parts = 0;
    while (at < folded.size() && folded[at] != ' ' && words.size() < kMostWords) {
      const size_t start = at;
      while (at < folded.size() && in_word(folded[at])) ++at;
      if (at > start) {
        words.push_back(cut(folded.substr(start, at - start)));
        if (whole.size() < kLongestKey) whole += words.back();
        ++parts;
      } else {
        ++at;
      }
    }
    if (joined && parts > 1) words.push_back(cut(whole));
    if (at < folded.size()) ++at;
  }
  return words;
}

// Empty when a letter is on no key.
std::string spelled(std::string_view word) {
  std::string keys;
  for (const char c : word) {
    if (is_digit(c)) {
      keys += c;
    } else if (ascii::is_lower(c)) {
      keys += key_digit(c);
    } else {
      return {};
    }
  }
  return keys;
}

void add_word(const std::string& word, std::vector<std::string>& keys) {
  keys.push_back("w" + word);
  const std::string on_phone = spelled(word);
  if (!on_phone.empty()) keys.push_back("t" + on_phone);
}

std::string digits_in(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  if (digits.size() > kLongestKey) digits.resize(kLongestKey);
  return digits;
}

void add_number(const std::string& e164, std::vector<std::string>& keys) {
  std::string digits = digits_in(e164);
  if (digits.empty()) return;
  keys.push_back("d" + digits);
  // North America: also without the country code, and without the area code.
  if (digits.size() == 11 && digits[0] == '1') {
    keys.push_back("d" + digits.substr(1));
    keys.push_back("d" + digits.substr(4));
  }
  std::reverse(digits.begin(), digits.end());
  keys.push_back("r" + digits);
}

// Whether one of the keys of the number (add_number) begins so, without making them.
bool has_digits(std::string_view e164, std::string_view begin) {
  if (e164.starts_with('+')) e164.remove_prefix(1);
  if (e164.empty()) return false;
  const std::string_view wanted = begin.substr(1);
  if (begin.front() == 'r') {
    return wanted.size() <= e164.size() && std::equal(wanted.begin(), wanted.end(), e164.rbegin());
  }
  if (e164.starts_with(wanted)) return true;
  const bool north_american = e164.size() == 11 && e164.front() == '1';
  return north_american &&
         (e164.substr(1).starts_with(wanted) || e164.substr(4).starts_with(wanted));
}

// Of "@anna.roy:example.org" what stands before the colon.
std::string local_part(std::string_view user) {
  if (user.starts_with('@')) user.remove_prefix(1);
  return search_key(user.substr(0, user.find(':')));
}

void add_digits(std::string digits, std::vector<std::string>& probes) {
  if (digits.empty()) return;
  if (digits.size() > kLongestKey) digits.resize(kLongestKey);
  probes.push_back("d" + digits);
  std::reverse(digits.begin(), digits.end());
  if (digits.size() > 1) probes.push_back("r" + digits);
}

bool only_digits_and_marks(std::string_view key) {
  return std::all_of(key.begin(), key.end(), [](char c) {
    return is_digit(c) || std::string_view("+()-./ ").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::vector<std::string> contact_keys(std::string_view name_key,
                                      const std::vector<std::string>& numbers,
                                      const std::vector<std::string>& users,
                                      const std::vector<std::string>& extensions) {
  std::vector<std::string> keys;
  for (const std::string& word : words_of(name_key, true)) add_word(word, keys);
  for (const std::string& user : users) {
    for (const std::string& word : words_of(local_part(user), true)) add_word(word, keys);
  }
  for (const std::string& number : numbers) add_number(number, keys);
  for (const std::string& extension : extensions) {
    const std::string digits = digits_in(extension);
    if (!digits.empty()) keys.push_back("d" + digits);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

ContactProbe contact_probe(std::string_view text) {
  ContactProbe probe;
  const bool is_user = text.starts_with('@');
  const std::string key = is_user ? local_part(text) : search_key(text);
  if (only_digits_and_marks(key)) {
    const std::string digits = digits_in(key);
    add_digits(digits, probe.numbers);
    // Dialled abroad from North America.
    if (digits.starts_with("011")) add_digits(digits.substr(3), probe.numbers);
    if (digits.size() > 1) probe.spelled = "t" + digits;
    // A name may hold digits, too ("Room 5").
    if (!digits.empty()) probe.words = words_of(key, false);
  } else {
    probe.words = words_of(key, false);
    // 1-800-FLOWERS; not a street's "1234 Main".
    const NumberText vanity = read_number_text(text);
    if (vanity.valid && vanity.digits.size() >= 7) add_digits(vanity.digits, probe.numbers);
  }
  if (probe.words.size() > kMostProbes) probe.words.resize(kMostProbes);
  for (std::string& word : probe.words) word.insert(0, 1, 'w');
  return probe;
}

std::optional<int> place_of(const ContactProbe& probe, std::string_view name_key,
                            std::string_view number) {
  const auto numbered = [number](const std::string& begin) { return has_digits(number, begin); };
  if (std::any_of(probe.numbers.begin(), probe.numbers.end(), numbered)) return 0;
  const std::vector<std::string> words = words_of(name_key, true);
  const auto named = [&words](const std::string& begin) {
    return std::any_of(words.begin(), words.end(), [&begin](const std::string& word) {
      return std::string_view(word).starts_with(std::string_view(begin).substr(1));
    });
  };
  if (!probe.words.empty() && std::all_of(probe.words.begin(), probe.words.end(), named)) return 0;
  if (probe.spelled.empty()) return std::nullopt;
  const bool spells = std::any_of(words.begin(), words.end(), [&probe](const std::string& word) {
    return spelled(word).starts_with(std::string_view(probe.spelled).substr(1));
  });
  return spells ? std::optional(1) : std::nullopt;
}

}  // namespace ix::identity
