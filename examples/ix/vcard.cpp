// SPDX-License-Identifier: Apache-2.0
#include "vcard.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace cli {
namespace {

struct Line {
  size_t number = 0;  // of its first part in the file
  std::string text;
};

// Content lines: a line that begins with a blank goes on with the one before (folding).
std::vector<Line> unfolded(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Line> lines;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.ends_with('\r')) part.remove_suffix(1);
    if (!lines.empty() && !part.empty() && (part[0] == ' ' || part[0] == '\t')) {
      lines.back().text += part.substr(1);
    } else if (!part.empty()) {
      lines.push_back({number, std::string(part)});
    }
  }
  return lines;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

struct Property {
  std::string name;        // upper case, without a group
  std::string parameters;  // upper case, as they stand
  std::string_view value;
};

// The colon that ends the name and its parameters; a quoted parameter may hold others.
std::optional<Property> property_of(std::string_view line) {
  bool quoted = false;
  size_t colon = 0;
  for (; colon < line.size() && (quoted || line[colon] != ':'); ++colon) {
    if (line[colon] == '"') quoted = !quoted;
  }
  if (colon == line.size()) return std::nullopt;
  std::string_view head = line.substr(0, colon);
  const size_t semicolon = std::min(head.find(';'), head.size());
  std::string_view name = head.substr(0, semicolon);
  if (const size_t dot = name.rfind('.'); dot != std::string_view::npos)
    name.remove_prefix(dot + 1);
  if (name.empty()) return std::nullopt;
  return Property{upper(name), upper(head.substr(semicolon)), line.substr(colon + 1)};
}

// The parts between unescaped semicolons, with \n \, \; \\ undone.
std::vector<std::string> parts_of(std::string_view value) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ';') {
      parts.emplace_back();
    } else if (value[i] == '\\' && i + 1 < value.size()) {
      const char next = value[++i];
      parts.back() += next == 'n' || next == 'N' ? ' ' : next;
    } else {
      parts.back() += value[i];
    }
  }
  return parts;
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string whole(std::string_view value) {
  std::string out;
  for (const std::string& part : parts_of(value)) out += (out.empty() ? "" : ";") + part;
  return trimmed(out);
}

// N: family; given; further; before; after.
std::string name_of_parts(std::string_view value) {
  const auto parts = parts_of(value);
  std::string out;
  for (const size_t i : {size_t{3}, size_t{1}, size_t{2}, size_t{0}, size_t{4}}) {
    if (i >= parts.size() || trimmed(parts[i]).empty()) continue;
    out += (out.empty() ? "" : " ") + trimmed(parts[i]);
  }
  return out;
}

// 64-bit FNV-1a: the same on every machine, as std::hash is not.
std::string fingerprint(const std::string& text) {
  uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(hash >> shift) & 15U];
  return out;
}

// One after the other card; the error is set at the first thing that is wrong.
class Reading {
 public:
  VCardFile run(std::string_view text) {
    for (const Line& line : unfolded(text)) {
      take(line);
      if (!file_.error.empty()) break;
    }
    if (file_.error.empty() && open_)
      fail(card_.line, "the card does not end: END:VCARD is missing");
    if (file_.error.empty() && file_.cards.empty()) fail(1, "there is no vCard in it");
    if (!file_.error.empty()) file_.cards.clear();
    return std::move(file_);
  }

 private:
  void fail(size_t line, const std::string& why) {
    file_.error = "line " + std::to_string(line) + ": " + why;
  }

  void take(const Line& line) {
    const auto property = property_of(line.text);
    if (!property) return fail(line.number, "not a vCard line: expected NAME:VALUE");
    const bool marks_card = upper(trimmed(property->value)) == "VCARD";
    if (property->name == "BEGIN" && marks_card) {
      if (open_) return fail(line.number, "a card begins within another one");
      open_ = true;
      card_ = {};
      card_.line = line.number;
      structured_name_.clear();
      company_.clear();
      version_.clear();
      return;
    }
    if (!open_) return fail(line.number, "outside of a card: expected BEGIN:VCARD");
    if (property->name == "END" && marks_card) return finish();
    take_property(*property, line.number);
  }

  void take_property(const Property& property, size_t line) {
    if (property.name == "VERSION") {
      version_ = trimmed(property.value);
      if (version_ != "3.0" && version_ != "4.0") {
        fail(line, "version " + version_ + " is not read: export it as vCard 3.0 or 4.0");
      }
    } else if (property.parameters.find("QUOTED-PRINTABLE") != std::string::npos) {
      fail(line, "quoted-printable belongs to vCard 2.1: export it as vCard 3.0 or 4.0");
    } else if (property.name == "FN") {
      if (card_.name.empty()) card_.name = whole(property.value);
    } else if (property.name == "N") {
      structured_name_ = name_of_parts(property.value);
    } else if (property.name == "ORG") {
      company_ = trimmed(parts_of(property.value).front());
    } else if (property.name == "UID") {
      card_.id = whole(property.value);
    } else if (property.name == "TEL") {
      take_number(property.value);
    }
  }

  void take_number(std::string_view value) {
    std::string number;
    for (const std::string& part : parts_of(value)) {
      if (number.empty()) {
        number = trimmed(part);
      } else if (upper(part).starts_with("EXT=")) {
        card_.extensions.push_back(trimmed(std::string_view(part).substr(4)));
      }
    }
    if (!number.empty()) card_.numbers.push_back(std::move(number));
  }

  void finish() {
    open_ = false;
    if (version_.empty()) return fail(card_.line, "the card has no VERSION");
    if (card_.name.empty()) card_.name = structured_name_;
    if (card_.name.empty()) card_.name = company_;
    if (card_.name.empty()) return fail(card_.line, "the card has no name: neither FN, N nor ORG");
    std::erase(card_.extensions, std::string());
    if (card_.id.empty()) {
      std::string all = card_.name;
      for (const std::string& number : card_.numbers) all += "\n" + number;
      card_.id = "vcard-" + fingerprint(all);
    }
    const auto [other, is_new] = lines_.emplace(card_.id, card_.line);
    if (!is_new) {
      return fail(card_.line, "the same contact as in line " + std::to_string(other->second));
    }
    file_.cards.push_back(std::move(card_));
  }

  VCardFile file_;
  bool open_ = false;
  VCard card_;
  std::string version_, structured_name_, company_;
  std::map<std::string, size_t> lines_;  // of the cards, by id
};

}  // namespace

VCardFile read_vcards(std::string_view text) {
  return Reading().run(text);
}

}  // namespace cli
