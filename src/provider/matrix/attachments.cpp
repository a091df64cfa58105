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
// Of the file's bytes: the specification has a hash for encrypted files only.
constexpr char kSha256[] = "org.interactions.sha256";

// Names come from other people and become names of files: no path, no control characters.
std::string file_name(std::string_view name, AttachmentKind kind) {
  std::string out = name.empty() ? attachment_kind_name(kind) : bounded(name, kMaxName);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '/' || c == '\\' || byte < 0x20 || byte == 0x7F) c = '_';
  }
  return out;
}

std::string media_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "mxc://";
  const bool usable = uri.starts_with(kScheme) && uri.size() <= kMaxId &&
                      uri.find('/', kScheme.size()) != std::string_view::npos;
  return usable ? std::string(uri) : std::string();
}

// As `sha256sum` prints it.
std::string digest(std::string_view hex) {
  const bool usable =
      hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return usable ? std::string(hex) : std::string();
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
  out.sha256 = digest(content[kSha256].string());
  out.thumb_uri = media_uri(info["thumbnail_url"].string());
  if (!out.thumb_uri.empty()) {
    const json::Value thumb = info["thumbnail_info"];
    out.thumb_mime = mime_type(thumb["mimetype"].string());
    out.thumb_bytes = within(thumb["size"], kMostBytes);
    out.thumb_width = static_cast<int32_t>(within(thumb["w"], kMostPixels));
    out.thumb_height = static_cast<int32_t>(within(thumb["h"], kMostPixels));
  }
  return {std::move(out)};
}

void write_attachment(json::Writer& out, const Attachment& file, std::string_view caption) {
  static constexpr const char* kTypes[] = {"m.image", "m.video", "m.audio", "m.file"};
  const auto given = [&out](const char* name, int64_t value) {
    if (value > 0) out.field(name, value);
  };
  const auto said = [&out](const char* name, const std::string& value) {
    if (!value.empty()) out.field(name, value);
  };
  out.field("msgtype", kTypes[static_cast<int>(file.kind)]);
  out.field("body", caption.empty() ? std::string_view(file.name) : caption);
  out.field("filename", file.name).field("url", file.uri);
  out.key("info").begin_object();
  said("mimetype", file.mime);
  given("size", file.bytes);
  given("w", file.width);
  given("h", file.height);
  given("duration", file.duration_ms);
  if (!file.thumb_uri.empty()) {
    out.field("thumbnail_url", file.thumb_uri).key("thumbnail_info").begin_object();
    said("mimetype", file.thumb_mime);
    given("size", file.thumb_bytes);
    given("w", file.thumb_width);
    given("h", file.thumb_height);
    out.end_object();
  }
  out.end_object();
  said(kSha256, file.sha256);
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
