// SPDX-License-Identifier: Apache-2.0
#include "identity/area_codes.h"

#include <doctest/doctest.h>

using ix::identity::AreaCodes;
using ix::identity::AreaKind;

namespace {

constexpr const char* kHead = "interactions-area-codes 1\ndate 2027-01-02\n";

std::shared_ptr<const AreaCodes> read(const std::string& text) {
  auto table = AreaCodes::parse(text);
  REQUIRE_MESSAGE(table.ok(), table.error().message);
  return table.take();
}

std::string refusal(const std::string& text) {
  const auto table = AreaCodes::parse(text);
  if (table.ok()) return "taken";
  CHECK(table.error().code == ix::ErrorCode::INVALID_ARGUMENT);
  return table.error().message;
}

}  // namespace

TEST_CASE("the library's own table is whole") {
  REQUIRE(AreaCodes::parse(ix::identity::own_area_codes()).ok());
  const AreaCodes& own = *AreaCodes::own();
  CHECK(own.date() >= "2026-11-26");
  int canadian = 0;
  int us = 0;
  for (int code = 0; code < 1100; ++code) {
    const AreaKind kind = own.find(code).kind;
    if (kind == AreaKind::unknown) continue;
    canadian += kind == AreaKind::canadian ? 1 : 0;
    us += kind == AreaKind::us ? 1 : 0;
    CHECK((code >= 200 && code < 1000));
    CHECK(code / 10 % 10 != 9);  // N9X is kept for a longer numbering plan
    CHECK(code % 100 != 11);     // N11 are services
    if (kind == AreaKind::canadian) CHECK(own.find(code).region() == "CA");
  }
  CHECK(canadian == 56);
  CHECK(us > 340);
}

TEST_CASE("a table can be written, and read again") {
  const std::string text = AreaCodes::own()->text();
  const auto again = read(text);
  CHECK(again->text() == text);
  CHECK(again->date() == AreaCodes::own()->date());
  for (int code = 200; code < 1000; ++code) {
    CAPTURE(code);
    CHECK(again->find(code).kind == AreaCodes::own()->find(code).kind);
    CHECK(again->find(code).region() == AreaCodes::own()->find(code).region());
  }
}

TEST_CASE("a table of the host's: order, comments, line ends and blanks are free") {
  const auto table = read(
      "\xEF\xBB\xBF# ours\r\n\r\ninteractions-area-codes 1\r\n  date 2027-01-02 \r\n"
      "caribbean\tJM 658 876\r\ncanadian CA 613\r\n# more\r\ncanadian CA 299\r\nend 4\r\n# bye");
  CHECK(table->date() == "2027-01-02");
  CHECK(table->find(613).kind == AreaKind::canadian);
  CHECK(table->find(299).region() == "CA");
  CHECK(table->find(876).region() == "JM");
  // Nothing of the own table is left.
  CHECK(table->find(514).kind == AreaKind::unknown);
}

TEST_CASE("no table makes a service something else, and none needs to name it") {
  const auto table = read(std::string(kHead) + "canadian CA 613\nend 1\n");
  CHECK(table->find(900).kind == AreaKind::premium);
  CHECK(table->find(600).kind == AreaKind::non_geographic);
  CHECK(table->find(622).region() == "CA");
  CHECK(table->find(521).kind == AreaKind::non_geographic);
  CHECK(table->find(833).kind == AreaKind::toll_free);
  CHECK(refusal(std::string(kHead) + "canadian CA 900\nend 1\n") ==
        "area_codes: line 3: 900 is another service, whatever a table says");
  CHECK(refusal(std::string(kHead) + "us US 800\nend 1\n") ==
        "area_codes: line 3: 800 is another service, whatever a table says");
  // More of them may come.
  CHECK(read(std::string(kHead) + "toll_free - 822\nend 1\n")->find(822).kind ==
        AreaKind::toll_free);
}

TEST_CASE("a wrong table is refused with its line, and what is expected there") {
  const std::string head = kHead;
  const std::pair<std::string, std::string> cases[] = {
      {"", "line 0: the table ends without \"end NUMBER\": it is not whole"},
      {"hello", "line 1: \"interactions-area-codes 1\" is expected first"},
      {"interactions-area-codes 2\n", "line 1: \"interactions-area-codes 1\" is expected first"},
      {"interactions-area-codes 1\ncanadian CA 613",
       "line 2: \"date YEAR-MONTH-DAY\" is expected here"},
      {"interactions-area-codes 1\ndate 2027-13-01",
       "line 2: \"date YEAR-MONTH-DAY\" is expected here"},
      {"interactions-area-codes 1\ndate 3027-01-01",
       "line 2: \"date YEAR-MONTH-DAY\" is expected here"},
      {head + "canadian CA 613\n",
       "line 3: the table ends without \"end NUMBER\": it is not whole"},
      // A download that broke off within a number.
      {head + "canadian CA 613 5",
       "line 3: \"5\" is no area code: three digits from 200 to 999 are "
       "expected"},
      {head + "canadian CA 613\nend 2",
       "line 4: \"end 1\" is expected, for so many codes stand above"
       ": the table is not whole, or was miscounted"},
      {head + "canadian CA 613\nend 1\ncanadian CA 514",
       "line 5: nothing but comments may follow \"end\""},
      {head + "\n\ncanada CA 613\nend 1",
       "line 5: \"canada\" is no class: canadian, us, caribbean, toll_free, premium, "
       "non_geographic or end is expected"},
      {head + "us usa 212\nend 1",
       "line 3: \"usa\" is no region: two capital letters or \"-\" are expected"},
      {head + "us - 212\nend 1", "line 3: codes of a country name their region"},
      {head + "canadian US 613\nend 1",
       "line 3: CA is the region of canadian codes, and of no others of a country"},
      {head + "us CA 613\nend 1",
       "line 3: CA is the region of canadian codes, and of no others of a country"},
      {head + "canadian CA 113\nend 1",
       "line 3: \"113\" is no area code: three digits from 200 to 999 are expected"},
      {head + "canadian CA 411\nend 1", "line 3: 411 is a service, no area code"},
      {head + "canadian CA 613\nus US 212 613\nend 3", "line 4: 613 stands in line 3 already"},
      {head + "canadian CA\nend 0", "line 3: the line holds no area code"},
      {head + "\x1b[31mred\n",
       "line 3: \"?[31mred\" is no class: canadian, us, caribbean, "
       "toll_free, premium, non_geographic or end is expected"},
  };
  for (const auto& [text, why] : cases) {
    CAPTURE(text);
    CHECK(refusal(text) == "area_codes: " + why);
  }
  CHECK(refusal(head + std::string(70'000, '#')) == "area_codes: the table is longer than 64 KiB");
}

TEST_CASE("the newer of two tables is the one with the later date") {
  const auto older = read("interactions-area-codes 1\ndate 2026-09-30\nend 0");
  const auto newer = read("interactions-area-codes 1\ndate 2026-10-01\nend 0");
  CHECK(older->older_than(*newer));
  CHECK_FALSE(newer->older_than(*older));
  CHECK_FALSE(newer->older_than(*newer));
}
