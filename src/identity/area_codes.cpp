// SPDX-License-Identifier: Apache-2.0
#include "identity/area_codes.h"

#include <utility>

#include "base/ascii.h"
#include "identity/shown_text.h"

namespace ix::identity {

namespace {

constexpr size_t kLargestTable = 64 * 1024;

struct KindName {
  AreaKind kind;
  std::string_view name;
};
constexpr KindName kKinds[] = {
    {AreaKind::canadian, "canadian"},   {AreaKind::us, "us"},
    {AreaKind::caribbean, "caribbean"}, {AreaKind::toll_free, "toll_free"},
    {AreaKind::premium, "premium"},     {AreaKind::non_geographic, "non_geographic"}};

// Decided before any table: what no update may make sendable, or take the name "toll-free" from.
constexpr int16_t kTollFree[] = {800, 833, 844, 855, 866, 877, 888};
constexpr int16_t kPremium[] = {900};
constexpr int16_t kNonGeographic[] = {500, 521, 522, 523, 524, 525, 526, 527, 528,
                                      529, 532, 533, 544, 566, 577, 588, 700, 710};
constexpr int16_t kCanadianNonGeographic[] = {600, 622, 633, 644, 655, 677, 688};

using ascii::is_digit;
using ascii::is_upper;

// The next word of a line, which loses it; empty: there is none.
std::string_view take_word(std::string_view& line) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && blank(line.front())) line.remove_prefix(1);
  size_t size = 0;
  while (size < line.size() && !blank(line[size])) ++size;
  const std::string_view word = line.substr(0, size);
  line.remove_prefix(size);
  return word;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (at != 4 && at != 7 && !is_digit(text[at])) return false;
  }
  const auto number = [text](size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  const int century = number(0);
  const int month = number(5);
  const int day = number(8);
  return century >= 20 && century <= 21 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

}  // namespace

// Reads one text from its first line to its last; the table is whole when finish() says so.
class AreaCodesParser {
 public:
  Result<std::shared_ptr<const AreaCodes>> run(std::string_view text) {
    if (text.size() > kLargestTable) return refused("the table is longer than 64 KiB");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      ++line_;
      const size_t end = text.find('\n');
      IX_CHECK(read_line(text.substr(0, end)));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
    if (!ended_) return at_line("the table ends without \"end NUMBER\": it is not whole");
    return std::shared_ptr<const AreaCodes>(std::move(table_));
  }

 private:
  static Error refused(const std::string& why) {
    return Error(ErrorCode::INVALID_ARGUMENT, "area_codes: " + why);
  }
  Error at_line(const std::string& why) const {
    return refused("line " + std::to_string(line_) + ": " + why);
  }

  Status read_line(std::string_view line) {
    const std::string_view first = take_word(line);
    if (first.empty() || first.front() == '#') return {};
    if (ended_) return at_line("nothing but comments may follow \"end\"");
    if (!has_format_) {
      const std::string_view version = take_word(line);
      if (first != "interactions-area-codes" || version != "1" || !take_word(line).empty()) {
        return at_line("\"interactions-area-codes 1\" is expected first");
      }
      has_format_ = true;
      return {};
    }
    if (table_->date_.empty()) {
      const std::string_view date = take_word(line);
      if (first != "date" || !is_date(date) || !take_word(line).empty()) {
        return at_line("\"date YEAR-MONTH-DAY\" is expected here");
      }
      table_->date_ = date;
      return {};
    }
    if (first == "end") return read_end(line);
    return read_codes(first, line);
  }

  Status read_end(std::string_view line) {
    const std::string_view number = take_word(line);
    if (number != std::to_string(count_) || !take_word(line).empty()) {
      return at_line("\"end " + std::to_string(count_) + "\" is expected, for so many codes stand" +
                     " above: the table is not whole, or was miscounted");
    }
    ended_ = true;
    return {};
  }

  Status read_codes(std::string_view class_name, std::string_view line) {
    AreaKind kind = AreaKind::unknown;
    for (const KindName& one : kKinds) {
      if (one.name == class_name) kind = one.kind;
    }
    if (kind == AreaKind::unknown) {
      return at_line(shown_text(class_name) +
                     " is no class: canadian, us, caribbean, toll_free, premium, non_geographic" +
                     " or end is expected");
    }
    AreaCode code{kind, {}};
    const std::string_view region = take_word(line);
    if (region.size() == 2 && is_upper(region[0]) && is_upper(region[1])) {
      code.letters = {region[0], region[1]};
    } else if (region != "-") {
      return at_line(shown_text(region) +
                     " is no region: two capital letters or \"-\" are expected");
    }
    const bool is_country =
        kind == AreaKind::canadian || kind == AreaKind::us || kind == AreaKind::caribbean;
    if (is_country && region == "-") return at_line("codes of a country name their region");
    if ((kind == AreaKind::canadian) != (region == "CA") && kind != AreaKind::non_geographic) {
      return at_line("CA is the region of canadian codes, and of no others of a country");
    }
    const int before = count_;
    for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
      IX_CHECK(read_code(word, code));
    }
    if (count_ == before) return at_line("the line holds no area code");
    return {};
  }

  Status read_code(std::string_view word, AreaCode code) {
    const bool digits = word.size() == 3 && is_digit(word[0]) && is_digit(word[1]) &&
                        is_digit(word[2]) && word[0] >= '2';
    if (!digits) {
      return at_line(shown_text(word) +
                     " is no area code: three digits from 200 to 999 are expected");
    }
    if (word.substr(1) == "11") return at_line(std::string(word) + " is a service, no area code");
    const int number = (word[0] - '0') * 100 + (word[1] - '0') * 10 + (word[2] - '0');
    const auto index = static_cast<size_t>(number - AreaCodes::kFirst);
    if (lines_[index] != 0) {
      return at_line(std::string(word) + " stands in line " + std::to_string(lines_[index]) +
                     " already");
    }
    const AreaCode fixed = table_->codes_[index];
    if (fixed.kind != AreaKind::unknown && fixed.kind != code.kind) {
      return at_line(std::string(word) + " is another service, whatever a table says");
    }
    lines_[index] = line_;
    table_->codes_[index] = code;
    ++count_;
    return {};
  }

  // What make_shared cannot reach.
  std::shared_ptr<AreaCodes> table_{new AreaCodes()};
  std::array<int, AreaCodes::kCount> lines_ = {};  // where each code stands; 0: nowhere yet
  int line_ = 0;
  int count_ = 0;
  bool has_format_ = false;
  bool ended_ = false;
};

AreaCodes::AreaCodes() {
  const auto set = [this](const auto& codes, AreaCode what) {
    for (const int16_t code : codes) codes_[static_cast<size_t>(code - kFirst)] = what;
  };
  set(kTollFree, {AreaKind::toll_free, {}});
  set(kPremium, {AreaKind::premium, {}});
  set(kNonGeographic, {AreaKind::non_geographic, {}});
  set(kCanadianNonGeographic, {AreaKind::non_geographic, {'C', 'A'}});
}

const std::shared_ptr<const AreaCodes>& AreaCodes::own() {
  static const std::shared_ptr<const AreaCodes> table = [] {
    auto parsed = parse(own_area_codes());
    // A test reads it; the services above are what is left of a broken one.
    return parsed.ok() ? parsed.take() : std::shared_ptr<const AreaCodes>(new AreaCodes());
  }();
  return table;
}

Result<std::shared_ptr<const AreaCodes>> AreaCodes::parse(std::string_view text) {
  return AreaCodesParser().run(text);
}

AreaCode AreaCodes::find(int code) const {
  if (code < kFirst || code >= kFirst + kCount) return {};
  return codes_[static_cast<size_t>(code - kFirst)];
}

std::string AreaCodes::text() const {
  std::string out = "interactions-area-codes 1\ndate " + date_ + "\n";
  int count = 0;
  std::array<bool, kCount> written = {};
  for (const KindName& kind : kKinds) {
    for (size_t i = 0; i < kCount; ++i) {
      if (codes_[i].kind != kind.kind || written[i]) continue;
      // The first of its region takes the others along.
      const std::string_view region = codes_[i].region();
      out.append(kind.name).append(" ").append(region.empty() ? "-" : region);
      for (size_t j = i; j < kCount; ++j) {
        if (codes_[j].kind != kind.kind || codes_[j].letters != codes_[i].letters) continue;
        out += " " + std::to_string(kFirst + static_cast<int>(j));
        written[j] = true;
        ++count;
      }
      out += "\n";
    }
  }
  return out + "end " + std::to_string(count) + "\n";
}

}  // namespace ix::identity
