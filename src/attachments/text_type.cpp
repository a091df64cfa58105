// SPDX-License-Identifier: Apache-2.0
#include "attachments/text_type.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace ix {
namespace {

// What does not occur in text: C0 controls but those of layout and of terminals, and DEL.
bool is_control(char32_t c) {
  if (c >= 0x20) return c == 0x7F;
  return !(c >= '\b' && c <= '\r') && c != 0x1B;
}

// `sample` may begin and end within a character where the file goes on there.
bool is_utf8_text(std::string_view sample, bool begins, bool ends) {
  if (!begins) {
    for (int i = 0; i < 3 && !sample.empty() && (sample[0] & 0xC0) == 0x80; ++i)
      sample.remove_prefix(1);
  }
  if (!ends && !sample.empty()) {
    // A last character that is cut: at most 3 bytes of it are here.
    for (size_t back = 1; back <= std::min<size_t>(3, sample.size()); ++back) {
      const auto lead = static_cast<unsigned char>(sample[sample.size() - back]);
      if ((lead & 0xC0) == 0x80) continue;
      const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
      if (length > back) sample.remove_suffix(back);
      break;
    }
  }
  if (!utf8::valid(sample)) return false;
  return std::none_of(sample.begin(), sample.end(),
                      [](char c) { return is_control(static_cast<unsigned char>(c)); });
}

bool is_utf16_text(std::string_view sample, bool big_endian, bool begins, bool ends) {
  char32_t before = 0;
  bool first = true;
  for (size_t at = 0; at + 2 <= sample.size(); at += 2) {
    const char32_t unit = big_endian ? big(sample, at, 2) : little(sample, at, 2);
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    const bool after_high = before >= 0xD800 && before < 0xDC00;
    if (low != after_high && (begins || !first)) return false;
    if (is_control(unit) || unit == 0xFFFE || unit == 0xFFFF) return false;
    before = unit;
    first = false;
  }
  return !ends || (sample.size() % 2 == 0 && !(before >= 0xD800 && before < 0xDC00));
}

bool everywhere(ByteWindow& window, bool utf16, bool big_endian) {
  constexpr int64_t sample = ByteWindow::block;
  const int64_t size = window.size();
  const int64_t last = std::max<int64_t>(size - sample, 0);
  for (int64_t at : {int64_t{0}, last / 2, last}) {
    if (utf16) at += at % 2;
    const std::string_view seen = window.look(at, static_cast<size_t>(sample));
    const bool ends = at + static_cast<int64_t>(seen.size()) >= size;
    if (seen.empty()) return false;
    if (utf16 ? !is_utf16_text(seen, big_endian, at == 0, ends)
              : !is_utf8_text(seen, at == 0, ends)) {
      return false;
    }
  }
  return true;
}

bool begins_with(std::string_view text, std::string_view upper) {
  if (text.size() < upper.size()) return false;
  for (size_t i = 0; i < upper.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) != upper[i]) return false;
  }
  return true;
}

// Whether a tag of that name begins here.
bool is_tag(std::string_view text, std::string_view upper) {
  if (!begins_with(text, upper)) return false;
  const char after = text.size() > upper.size() ? text[upper.size()] : '>';
  return after == '>' || after == '/' || after <= ' ';
}

void skip_to(std::string_view& text, std::string_view mark) {
  const size_t found = text.find(mark);
  text.remove_prefix(found == std::string_view::npos ? text.size() : found + mark.size());
}

// What the first element is: XML 1.0, 2.8 (prolog), and the tags by which browsers know HTML.
FileFormat markup(std::string_view text) {
  FileFormat found = FileFormat::text;
  for (;;) {
    const size_t start = text.find_first_not_of(" \t\r\n\f");
    if (start == std::string_view::npos) return found;
    text.remove_prefix(start);
    if (begins_with(text, "<?XML")) {
      found = FileFormat::xml;
      skip_to(text, "?>");
    } else if (text.starts_with("<!--")) {
      skip_to(text, "-->");
    } else if (is_tag(text, "<!DOCTYPE")) {
      if (begins_with(text, "<!DOCTYPE HTML")) return FileFormat::html;
      // Its own declarations may stand in brackets.
      const size_t bracket = text.find('[');
      if (bracket < text.find('>')) skip_to(text, "]");
      skip_to(text, ">");
    } else {
      break;
    }
  }
  if (is_tag(text, "<SVG") || is_tag(text, "<SVG:SVG")) return FileFormat::svg;
  for (const char* tag : {"<HTML", "<HEAD", "<BODY", "<SCRIPT", "<TITLE", "<IFRAME"}) {
    if (is_tag(text, tag)) return FileFormat::html;
  }
  return found;
}

}  // namespace

FileFormat text_type(ByteWindow& window) {
  const std::string_view start = window.look(0, 4);
  const bool big_endian = start.starts_with("\xFE\xFF");
  if (big_endian || start.starts_with("\xFF\xFE")) {
    return everywhere(window, true, big_endian) ? FileFormat::text_utf16 : FileFormat::unknown;
  }
  if (!everywhere(window, false, false)) return FileFormat::unknown;
  std::string_view text = window.look(0, ByteWindow::block);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (begins_with(text, "BEGIN:VCARD")) return FileFormat::vcard;
  if (begins_with(text, "BEGIN:VCALENDAR")) return FileFormat::icalendar;
  return markup(text);
}

}  // namespace ix
