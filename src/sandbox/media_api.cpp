// SPDX-License-Identifier: Apache-2.0
// The content repository (Matrix client-server API, "Content repository"), and the files that the
// company itself sends. Unlike Synapse it gives parts of a file (RFC 9110, section 14).
#include <algorithm>
#include <charconv>

#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

constexpr size_t kSmallPicture = 64 << 10;

transport::HttpResponse uri_reply(const std::string& uri) {
  json::Writer writer;
  writer.begin_object().field("content_uri", uri).end_object();
  return json_reply(200, writer.take());
}

// "bytes=5-" or "bytes=5-9"; the first byte, or nullopt for what is no such range.
struct Range {
  size_t first = 0;
  size_t last = SIZE_MAX;
};

std::optional<Range> range_in(std::string_view text) {
  constexpr std::string_view kUnit = "bytes=";
  if (!text.starts_with(kUnit)) return std::nullopt;
  text.remove_prefix(kUnit.size());
  Range range;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-') return std::nullopt;
  if (first.ptr + 1 == end) return range;
  const auto last = std::from_chars(first.ptr + 1, end, range.last);
  if (last.ec != std::errc() || last.ptr != end || range.last < range.first) return std::nullopt;
  return range;
}

// RFC 6266: a name for whoever saves it.
std::string disposition(const Media& media) {
  const bool shown = media.mime.starts_with("image/") || media.mime.starts_with("audio/") ||
                     media.mime.starts_with("video/");
  std::string out = shown ? "inline" : "attachment";
  if (!media.name.empty()) out += "; filename*=utf-8''" + percent_encoded(media.name);
  return out;
}

transport::HttpResponse bytes_reply(const Media& media, std::string_view asked_range) {
  const std::string made = media.recording_ms > 0 ? recording(media.recording_ms) : std::string();
  const std::string& whole = media.recording_ms > 0 ? made : *media.bytes;
  const std::string size = std::to_string(whole.size());
  const auto range = range_in(asked_range);
  if (range && range->first >= whole.size()) {
    auto refusal = error_reply(416, "M_UNKNOWN", "Range not satisfiable");
    refusal.headers.emplace_back("content-range", "bytes */" + size);
    return refusal;
  }
  transport::HttpResponse response;
  response.status = range ? 206 : 200;
  response.headers = {{"content-type", media.mime},
                      {"content-disposition", disposition(media)},
                      {"accept-ranges", "bytes"}};
  if (range) {
    const size_t last = std::min(range->last, whole.size() - 1);
    response.body = whole.substr(range->first, last - range->first + 1);
    response.headers.emplace_back("content-range", "bytes " + std::to_string(range->first) + "-" +
                                                       std::to_string(last) + "/" + size);
  } else {
    response.body = whole;
  }
  response.headers.emplace_back("content-length", std::to_string(response.body.size()));
  return response;
}

}  // namespace

Reply Homeserver::media_config(Exchange&) {
  json::Writer writer;
  writer.begin_object().field("m.upload.size", options_.max_upload_bytes).end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::media_create(Exchange& call) {
  Millis first_ends = 0;
  if (media_.pending(call.user->id, now_, first_ends) >= MediaStore::kMostPending) {
    json::Writer writer;
    writer.begin_object().field("errcode", "M_LIMIT_EXCEEDED").field("error", "Too Many Requests");
    writer.field("retry_after_ms", first_ends - now_).end_object();
    return json_reply(429, writer.take());
  }
  const std::string id = next_id('m', 23);
  media_.reserve(id, call.user->id, now_);
  json::Writer writer;
  writer.begin_object().field("content_uri", media_uri(id));
  writer.field("unused_expires_at", now_ + MediaStore::kUnusedFor).end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::upload_problem(const Exchange& call) const {
  const size_t size = call.request.body.size();
  if (static_cast<int64_t>(size) > options_.max_upload_bytes) {
    return error_reply(413, "M_TOO_LARGE", "Upload request body is too large");
  }
  if (!media_.has_room(size)) {
    return error_reply(413, "M_TOO_LARGE", "The sandbox has no memory left for files");
  }
  return std::nullopt;
}

Reply Homeserver::media_upload(Exchange& call) {
  if (Reply problem = upload_problem(call)) return problem;
  const std::string id = next_id('m', 23);
  fill_media(media_.reserve(id, call.user->id, now_), call);
  return uri_reply(media_uri(id));
}

Reply Homeserver::media_put(Exchange& call) {
  Media* media =
      call.arguments[0] == options_.name ? media_.find(call.arguments[1], now_) : nullptr;
  if (media == nullptr) return error_reply(404, "M_NOT_FOUND", "Unknown media ID");
  if (media->owner != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Only the creator of the media ID can upload to it");
  }
  if (media->filled) {
    return error_reply(409, "M_CANNOT_OVERWRITE_MEDIA", "Media ID already has content");
  }
  if (Reply problem = upload_problem(call)) return problem;
  fill_media(*media, call);
  return json_reply(200, "{}");
}

void Homeserver::fill_media(Media& media, const Exchange& call) {
  const std::string& type = call.request.content_type;
  media_.fill(media, call.request.parameter("filename"),
              type.empty() ? "application/octet-stream" : type, call.request.body);
  advance();  // somebody may wait for it
}

Media* Homeserver::media_asked_for(const Exchange& call, Reply& problem) {
  Media* media =
      call.arguments[0] == options_.name ? media_.find(call.arguments[1], now_) : nullptr;
  if (media == nullptr) {
    problem = error_reply(404, "M_NOT_FOUND", "Not found");
    return nullptr;
  }
  if (media->filled) return media;
  const std::string timeout(call.request.parameter("timeout_ms", "20000"));
  if (call.waited_ms >= std::atoll(timeout.c_str())) {
    problem = error_reply(504, "M_NOT_YET_UPLOADED", "Media has not been uploaded yet");
  }
  return nullptr;
}

Reply Homeserver::media_download(Exchange& call) {
  Reply problem;
  const Media* media = media_asked_for(call, problem);
  if (media == nullptr) return problem;
  return bytes_reply(*media, call.request.range);
}

// It has no codecs: a small picture is its own thumbnail, of all else there is none.
Reply Homeserver::media_thumbnail(Exchange& call) {
  Reply problem;
  const Media* media = media_asked_for(call, problem);
  if (media == nullptr) return problem;
  if (!media->mime.starts_with("image/") || media->bytes->size() > kSmallPicture) {
    return error_reply(404, "M_NOT_FOUND", "Cannot find any thumbnails for the requested media");
  }
  return bytes_reply(*media, {});
}

std::string Homeserver::media_uri(const std::string& id) const {
  return "mxc://" + options_.name + "/" + id;
}

std::string Homeserver::store_file(const std::string& owner, std::string_view name,
                                   std::string_view mime, std::string bytes) {
  if (!media_.has_room(bytes.size())) return {};
  const std::string id = next_id('m', 23);
  media_.fill(media_.reserve(id, owner, now_), name, mime, std::move(bytes));
  return media_uri(id);
}

std::string Homeserver::store_recording(const std::string& owner, Millis length) {
  const std::string id = next_id('m', 23);
  Media& media = media_.reserve(id, owner, now_);
  media_.fill(media, "voicemail.wav", "audio/wav", {});
  media.recording_ms = length;
  return media_uri(id);
}

std::string Homeserver::post_file(const std::string& room, const std::string& sender,
                                  const SharedFile& file, std::string_view caption) {
  const std::string uri = store_file(sender, file.name, file.mime, file.bytes);
  if (uri.empty()) return {};
  const std::string kind = file.mime.substr(0, file.mime.find('/'));
  const bool known = kind == "image" || kind == "video" || kind == "audio";
  json::Writer content;
  content.begin_object().field("msgtype", "m." + (known ? kind : std::string("file")));
  content.field("body", caption.empty() ? std::string_view(file.name) : caption);
  content.field("filename", file.name).field("url", uri);
  content.key("info").begin_object().field("mimetype", file.mime);
  content.field("size", static_cast<int64_t>(file.bytes.size()));
  if (file.width > 0 && file.height > 0) content.field("w", file.width).field("h", file.height);
  content.end_object().end_object();
  return post_event(room, sender, "m.room.message", content.take());
}

}  // namespace ix::sandbox
