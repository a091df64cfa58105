// SPDX-License-Identifier: Apache-2.0
#include "model/media_limits.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace ix {
namespace {

// 2026-11-26. No table of Canada's carriers is public, so this is what gateways document for the
// United States and Canada, on the careful side; a host that knows its gateway says so.
// Local numbers: gateways name 1 MB (Telnyx for AT&T, Customer.io), 1.2 MB (SignalWire), 1.5 MB
// and 10 files (RingCentral); 600 kB is what reaches most handsets without being shrunk on its way
// (AWS). Toll-free numbers and short codes: 750 kB, 500 kB advised (SignalWire), 600 kB (Telnyx
// for AT&T); RingCentral sends none by toll-free numbers, which an account says of its own number.
// Names: 20 characters (Twilio). Types: those that gateways list in common; others are dropped on
// the way, or come as a link.
#define IX_COMMON                                                                              \
  " files=10 name=20 types=image/jpeg,image/png,image/gif,image/webp,video/mp4,video/3gpp,"    \
  "audio/mpeg,audio/mp4,audio/amr,audio/3gpp,audio/wav,application/pdf,text/plain,text/vcard," \
  "text/x-vcard,text/calendar\n"
constexpr std::string_view kOwn = "mms/local soft=600000 hard=1000000 image=1000000" IX_COMMON
                                  "mms/toll_free soft=500000 hard=750000 image=750000" IX_COMMON
                                  "mms/short_code soft=500000 hard=600000 image=600000" IX_COMMON;
#undef IX_COMMON

// Of each part of a message: its headers and names (OMA-TS-MMS_ENC, WAP-230-WSP).
constexpr int64_t kPartBytes = 512;
// Less than this shows nothing: an image is refused before it is scaled below.
constexpr int64_t kLeastImage = 20'000;
constexpr int64_t kMostBytes = 1'000'000'000'000;
constexpr size_t kMostText = 64 * 1024;

constexpr std::string_view kWays[kMediaWayCount] = {"internal", "mms/local", "mms/toll_free",
                                                    "mms/short_code"};

struct Key {
  std::string_view name;
  int64_t MediaLimit::*value;
};
constexpr Key kKeys[] = {{"soft", &MediaLimit::soft_bytes},   {"hard", &MediaLimit::hard_bytes},
                         {"image", &MediaLimit::image_bytes}, {"file", &MediaLimit::file_bytes},
                         {"files", &MediaLimit::files},       {"name", &MediaLimit::name_bytes}};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// The next word of a line, which is shortened by it; empty: there is none.
std::string_view next_word(std::string_view& line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  size_t size = 0;
  while (size < line.size() && !is_blank(line[size])) ++size;
  const std::string_view word = line.substr(0, size);
  line.remove_prefix(size);
  return word;
}

Error refused(std::string_view what, const char* expected) {
  // Of the host's own text: short, and no data of people.
  return Error(ErrorCode::INVALID_ARGUMENT,
               "media limits: " + std::string(what.substr(0, 40)) + ": " + expected);
}

std::optional<int64_t> number_of(std::string_view text) {
  if (text.empty() || text.size() > 13) return std::nullopt;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number <= kMostBytes ? std::optional(number) : std::nullopt;
}

bool is_type(std::string_view type) {
  const size_t slash = type.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == type.size()) return false;
  return std::all_of(type.begin(), type.end(), [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) ||
           std::string_view("/*.+-").find(c) != std::string_view::npos;
  });
}

Result<std::vector<std::string>> types_of(std::string_view text) {
  std::vector<std::string> types;
  if (text == "any") return types;
  for (std::string_view rest = text;;) {
    const size_t comma = rest.find(',');
    const std::string_view type = rest.substr(0, comma);
    if (!is_type(type)) {
      return refused(type, "is no type: image/jpeg, audio/*, with commas between them, or any");
    }
    types.emplace_back(type);
    if (comma == std::string_view::npos) return types;
    rest.remove_prefix(comma + 1);
  }
}

Status set(MediaLimit& limit, std::string_view term) {
  const size_t equals = term.find('=');
  const std::string_view name = term.substr(0, equals);
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : term.substr(equals + 1);
  if (name == "types") {
    IX_TRY(limit.types, types_of(value));
    return {};
  }
  for (const Key& key : kKeys) {
    if (key.name != name) continue;
    const auto number = number_of(value);
    if (!number) return refused(term, "a number follows the =, 0 for no limit");
    limit.*key.value = *number;
    return {};
  }
  return refused(term, "is none of soft=, hard=, image=, file=, files=, name= and types=");
}

int64_t least(int64_t a, int64_t limit) {
  return limit == 0 ? a : std::min(a, limit);
}

// What each of the images may have at most, so that together they have `budget`: the small ones
// stay as they are, the large ones share what these leave.
int64_t share_of(std::vector<int64_t> sizes, int64_t budget) {
  std::sort(sizes.begin(), sizes.end());
  for (size_t i = 0; i < sizes.size(); ++i) {
    const int64_t share = budget / static_cast<int64_t>(sizes.size() - i);
    if (sizes[i] > share) return share;
    budget -= sizes[i];
  }
  return sizes.empty() ? 0 : sizes.back();
}

// "image/JPEG; q=1" without its parameters, in lower case.
std::string plain_type(std::string_view mime) {
  std::string plain(mime.substr(0, mime.find_first_of("; ")));
  for (char& c : plain) c = ascii::lower(c);
  return plain;
}

class Planner {
 public:
  Planner(const MediaLimit& limit, int64_t server, int64_t text_bytes,
          const std::vector<MediaFile>& files)
      : limit_(limit),
        server_(std::max<int64_t>(server, 0)),
        files_(files),
        spent_(std::clamp<int64_t>(text_bytes, 0, kMostBytes)) {
    // Sums of so many stay far from the end of the type.
    for (MediaFile& file : files_) file.bytes = std::clamp<int64_t>(file.bytes, 0, kMostBytes);
    for (const MediaFile& file : files_) plan_.files.push_back({MediaVerdict::as_is, file.bytes});
  }

  MediaPlan run() {
    sort_out();
    keep_what_cannot_shrink();
    scale();
    plan_.bytes = spent_;
    for (const MediaPlan::File& file : plan_.files) {
      plan_.verdict = std::max(plan_.verdict, file.verdict);
    }
    return std::move(plan_);
  }

 private:
  void refuse(size_t i, MediaVerdict why) { plan_.files[i] = {why, files_[i].bytes}; }
  // The most that a single file may have; 0: no limit.
  int64_t most_of(const MediaFile& file) const {
    int64_t most = limit_.file_bytes;
    if (file.kind == AttachmentKind::image && limit_.image_bytes > 0) {
      most = least(limit_.image_bytes, most);
    }
    return most;
  }

  void sort_out() {
    int64_t count = 0;
    for (size_t i = 0; i < files_.size(); ++i) {
      const MediaFile& file = files_[i];
      if (!limit_.allows(file.mime)) {
        refuse(i, MediaVerdict::type);
      } else if (limit_.files > 0 && count == limit_.files) {
        refuse(i, MediaVerdict::too_many);
      } else {
        ++count;
        spent_ += kPartBytes;
        if (!file.scalable && server_ > 0 && file.bytes > server_) {
          refuse(i, MediaVerdict::too_large_server);
        } else if (!file.scalable && most_of(file) > 0 && file.bytes > most_of(file)) {
          refuse(i, MediaVerdict::too_large_message);
        }
      }
    }
  }

  void keep_what_cannot_shrink() {
    for (size_t i = 0; i < files_.size(); ++i) {
      if (is_refused(plan_.files[i].verdict) || files_[i].scalable) continue;
      if (limit_.hard_bytes > 0 && spent_ + files_[i].bytes > limit_.hard_bytes) {
        refuse(i, MediaVerdict::too_large_message);
      } else {
        spent_ += files_[i].bytes;
      }
    }
  }

  void scale() {
    std::vector<size_t> images;
    std::vector<int64_t> sizes;
    for (size_t i = 0; i < files_.size(); ++i) {
      if (is_refused(plan_.files[i].verdict) || !files_[i].scalable) continue;
      images.push_back(i);
      sizes.push_back(least(least(files_[i].bytes, most_of(files_[i])), server_));
    }
    if (images.empty()) return;
    int64_t share = *std::max_element(sizes.begin(), sizes.end());
    if (limit_.soft_bytes > 0) {
      share = share_of(sizes, std::max<int64_t>(limit_.soft_bytes - spent_, 0));
    }
    if (share < kLeastImage && limit_.hard_bytes > 0) {
      share = share_of(sizes, std::max<int64_t>(limit_.hard_bytes - spent_, 0));
    }
    for (size_t n = 0; n < images.size(); ++n) {
      const size_t i = images[n];
      const int64_t bytes = std::min(sizes[n], share);
      if (bytes == files_[i].bytes) {
        spent_ += bytes;
      } else if (bytes >= kLeastImage) {
        plan_.files[i] = {MediaVerdict::scaled, bytes};
        spent_ += bytes;
      } else {
        refuse(i, server_ > 0 && server_ < kLeastImage ? MediaVerdict::too_large_server
                                                       : MediaVerdict::too_large_message);
      }
    }
  }

  const MediaLimit& limit_;
  const int64_t server_;
  std::vector<MediaFile> files_;
  int64_t spent_;
  MediaPlan plan_;
};

}  // namespace

bool MediaLimit::allows(std::string_view mime) const {
  if (types.empty()) return true;
  const std::string plain = plain_type(mime);
  for (const std::string& type : types) {
    if (type == plain) return true;
    if (!type.ends_with("/*")) continue;
    if (plain.starts_with(std::string_view(type).substr(0, type.size() - 1))) return true;
  }
  return false;
}

bool is_scalable(std::string_view mime) {
  const std::string type = plain_type(mime);
  return type == "image/jpeg" || type == "image/png" || type == "image/webp";
}

MediaLimits::MediaLimits() {
  for (std::string_view rest = kOwn; !rest.empty();) {
    const size_t end = rest.find('\n');
    (void)add_line(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
}

const std::shared_ptr<const MediaLimits>& MediaLimits::own() {
  static const std::shared_ptr<const MediaLimits> limits = std::make_shared<const MediaLimits>();
  return limits;
}

Result<MediaLimits> MediaLimits::parse(std::string_view text) {
  if (text.size() > kMostText) return refused("the text", "is longer than 64 KiB");
  MediaLimits limits;
  int number = 1;
  for (std::string_view rest = text; !rest.empty(); ++number) {
    const size_t end = rest.find('\n');
    if (Status added = limits.add_line(rest.substr(0, end)); !added.ok()) {
      Error error = std::move(added.error());
      error.message = "line " + std::to_string(number) + ": " + error.message;
      return error;
    }
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return limits;
}

Status MediaLimits::add_line(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const std::string_view way = next_word(line);
  if (way.empty()) return {};
  std::vector<MediaLimit*> meant;
  for (size_t i = 0; i < limits_.size(); ++i) {
    const bool any_number = way == "mms" && kWays[i].starts_with("mms/");
    if (way == kWays[i] || any_number) meant.push_back(&limits_[i]);
  }
  if (meant.empty()) {
    return refused(way, "is no way: internal, mms, mms/local, mms/toll_free or mms/short_code");
  }
  for (std::string_view term = next_word(line); !term.empty(); term = next_word(line)) {
    for (MediaLimit* limit : meant) IX_CHECK(set(*limit, term));
  }
  for (const MediaLimit* limit : meant) {
    if (limit->hard_bytes > 0 && limit->soft_bytes > limit->hard_bytes) {
      return refused(way, "soft is more than hard");
    }
  }
  return {};
}

std::string MediaLimits::text() const {
  std::string out;
  for (size_t i = 0; i < limits_.size(); ++i) {
    out += kWays[i];
    for (const Key& key : kKeys) {
      out += " " + std::string(key.name) + "=" + std::to_string(limits_[i].*key.value);
    }
    out += " types=";
    for (const std::string& type : limits_[i].types) {
      out += (out.ends_with('=') ? "" : ",") + type;
    }
    out += limits_[i].types.empty() ? "any\n" : "\n";
  }
  return out;
}

MediaPlan plan_media(const MediaLimit& limit, int64_t max_file_bytes, int64_t text_bytes,
                     const std::vector<MediaFile>& files) {
  return Planner(limit, max_file_bytes, text_bytes, files).run();
}

}  // namespace ix
