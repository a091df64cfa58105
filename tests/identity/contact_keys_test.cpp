// SPDX-License-Identifier: Apache-2.0
#include "identity/contact_keys.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "identity/search_key.h"

using namespace ix::identity;

namespace {

using Keys = std::vector<std::string>;

bool begins_one(const Keys& keys, const std::string& probe) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return key.starts_with(probe); });
}

// 0: not found; 1: by words or numbers; 2: as keys of a telephone.
int found(const std::string& text, const Keys& keys) {
  const ContactProbe probe = contact_probe(text);
  const auto one = [&](const std::string& key) { return begins_one(keys, key); };
  if (!probe.words.empty() && std::all_of(probe.words.begin(), probe.words.end(), one)) return 1;
  if (std::any_of(probe.numbers.begin(), probe.numbers.end(), one)) return 1;
  return !probe.spelled.empty() && one(probe.spelled) ? 2 : 0;
}

Keys named(const std::string& name) {
  return contact_keys(search_key(name), {}, {}, {});
}

}  // namespace

TEST_CASE("a word of a name is found from its beginning, in any order") {
  const Keys keys = named("Marie-Claire Lef\u00e8vre O'Brien");
  for (const char* text :
       {"m", "MARIE", "claire", "marieclaire", "marie-cl", "lefe", "LEF\u00c8VRE", "brien",
        "obrien", "o'br", "O\u2019Brien", "brien marie", "lef mar cl"}) {
    CAPTURE(text);
    CHECK(found(text, keys) == 1);
  }
  for (const char* text : {"arie", "efe", "marie x", "x marie", "mariebrien"}) {
    CAPTURE(text);
    CHECK(found(text, keys) == 0);
  }
}

TEST_CASE("a number is found from the front and from the back, however it is grouped") {
  const Keys keys = contact_keys("", {"+16135550123", "+442079460958"}, {}, {"214"});
  for (const char* text : {"+1 613", "613-555", "(613) 555-0123", "1613555", "555-01", "0123", "23",
                           "214", "+44 20", "011 44 20", "7946 0958", "\uff16\uff11\uff13"}) {
    CAPTURE(text);
    CHECK(found(text, keys) == 1);
  }
  for (const char* text : {"514", "135550", "3555", "011 33", "+", "()", "2140"}) {
    CAPTURE(text);
    CHECK(found(text, keys) == 0);
  }
}

TEST_CASE("a number written in letters is found by its digits") {
  const Keys flowers = contact_keys("", {"+18003569377"}, {}, {});
  CHECK(found("1-800-FLOWERS", flowers) == 1);
  CHECK(found("1800flowers", flowers) == 1);
  CHECK(found("flowers", flowers) == 0);
}

TEST_CASE("digits spell a name in second place, from two on") {
  const Keys keys = named("Dupont 7");
  CHECK(found("38", keys) == 2);
  CHECK(found("387668", keys) == 2);
  CHECK(found("3", keys) == 0);
  CHECK(found("3876682", keys) == 0);
  CHECK(found("7", keys) == 1);  // the digit stands in the name
  CHECK(found("38", named("\u0394\u03c5")) == 0);
}

TEST_CASE("a user id is found by the words before its colon") {
  const Keys keys = contact_keys("", {}, {"@anna.tremblay:pbx.example.org"}, {});
  for (const char* text :
       {"anna", "tremb", "@anna", "@anna.tr", "@ANNA.tremblay:pbx", "annatremblay"}) {
    CAPTURE(text);
    CHECK(found(text, keys) == 1);
  }
  CHECK(found("pbx", keys) == 0);
  CHECK(found("@tremblay.anna", keys) == 1);
}

TEST_CASE("keys are in order, each once, and bounded for absurd input") {
  Keys keys =
      contact_keys(search_key("ana ANA \u00e0na"), {"+16135550123", "+16135550123"}, {}, {});
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
  CHECK(std::count(keys.begin(), keys.end(), "wana") == 1);

  std::string many;
  for (int i = 0; i < 5000; ++i) many += "w" + std::to_string(i) + " ";
  CHECK(named(many).size() <= 2 * 33);
  for (const std::string& key : named(std::string(1 << 20, 'x'))) CHECK(key.size() <= 25);
  CHECK(named(std::string(1 << 20, '-')).empty());
  const ContactProbe probe = contact_probe(many);
  CHECK(probe.words.size() == 4);
  CHECK(contact_probe(std::string(1 << 20, '7')).numbers.size() <= 4);
  CHECK(found("\u202e", keys) == 0);
  CHECK(found("\" OR * AND -", keys) == 0);
}
