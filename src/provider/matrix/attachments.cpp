// SPDX-License-Identifier: Apache-2.0
// Files as events describe them (specification, "m.room.message msgtypes"). Nothing of it is
// trusted: what has another shape or is out of range counts as not said.
#include <algorithm>

#include "provider/matrix/events.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr Millis kLongest = 7LL * 24 * 3600 * 1000;
constexpr int64_t kMostBytes = int64_t{1} << 50;
constexpr int64_t kMostPixels = 1'000'000;

// Names come from other people and become names of files: no path, no control characters.
std::string file_name(std::string_view name, AttachmentKind kind) {
  std::string out = name.empty() ? attachment_kind_name(kind) : bounded(name, kMaxName);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '/' || c == '\\' || byte < 0x20 || byte == 0x7F) c = '_';
  }
  return out;
}

// type "/" subtype without parameters (RFC 6838 4.2), in lower case.
std::string mime_type(std::string_view text) {
  text = text.substr(0, text.find(';'));
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() > 127 || std::count(text.begin(), text.end(), '/') != 1) return {};
  std::string out;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       std::string_view("/!#$&-^_.+").find(c) != std::string_view::npos;
    if (!upper && !usual) return {};
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string media_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "mxc://";
  const bool usable = uri.starts_with(kScheme) && uri.size() <= kMaxId &&
                      uri.find('/', kScheme.size()) != std::string_view::npos;
  return usable ? std::string(uri) : std::string();
}

int64_t within(json::Value value, int64_t most) {
  const int64_t said = value.integer_or(0);
  return said < 0 || said > most ? 0 : said;
}

}  // namespace

std::optional<AttachmentKind> attachment_kind(std::string_view msgtype) {
  if (msgtype == "m.image") return AttachmentKind::image;
  if (msgtype == "m.video") return AttachmentKind::video;
  if (msgtype == "m.audio") return AttachmentKind::audio;
  if (msgtype == "m.file") return AttachmentKind::file;
  return std::nullopt;
}

std::vector<Attachment> message_attachments(json::Value content) {
  const auto kind = attachment_kind(content["msgtype"].string());
  if (!kind) return {};
  const json::Value info = content["info"];
  Attachment out;
  out.kind = *kind;
  const std::string_view name = content["filename"].string();
  out.name = file_name(name.empty() ? content["body"].string() : name, out.kind);
  out.mime = mime_type(info["mimetype"].string());
  out.uri = media_uri(content["url"].string());
  out.bytes = within(info["size"], kMostBytes);
  out.width = static_cast<int32_t>(within(info["w"], kMostPixels));
  out.height = static_cast<int32_t>(within(info["h"], kMostPixels));
  out.duration_ms = within(info["duration"], kLongest);
  return {std::move(out)};
}

std::vector<Attachment> voicemail_audio(json::Value voicemail, Millis duration_ms) {
  Attachment out;
  out.kind = AttachmentKind::audio;
  out.name = file_name(voicemail["name"].string(), out.kind);
  out.mime = mime_type(voicemail["mime"].string());
  out.uri = media_uri(voicemail["url"].string());
  out.bytes = within(voicemail["size"], kMostBytes);
  out.duration_ms = duration_ms;
  // A voicemail of which only the words are known has no recording.
  if (out.uri.empty() && out.bytes == 0 && out.mime.empty()) return {};
  return {std::move(out)};
}

}  // namespace ix::provider::matrix
