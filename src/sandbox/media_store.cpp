// SPDX-License-Identifier: Apache-2.0
#include "sandbox/media_store.h"

#include <algorithm>

namespace ix::sandbox {

Media& MediaStore::reserve(const std::string& id, const std::string& owner, Millis now) {
  Media& media = media_[id];
  media.owner = owner;
  media.reserved_ms = now;
  return media;
}

Media* MediaStore::find(std::string_view id, Millis now) {
  const auto found = media_.find(id);
  return found == media_.end() || is_over(found->second, now) ? nullptr : &found->second;
}

size_t MediaStore::pending(const std::string& owner, Millis now, Millis& first_ends) const {
  size_t count = 0;
  first_ends = now + kUnusedFor;
  for (const auto& [id, media] : media_) {
    if (media.filled || media.owner != owner || is_over(media, now)) continue;
    ++count;
    first_ends = std::min(first_ends, media.reserved_ms + kUnusedFor);
  }
  return count;
}

bool MediaStore::has_room(size_t bytes) const {
  return static_cast<int64_t>(bytes) <= max_total_ - total_;
}

void MediaStore::fill(Media& media, std::string_view name, std::string_view mime,
                      std::string bytes) {
  total_ += static_cast<int64_t>(bytes.size());
  media.name = name;
  media.mime = mime;
  media.bytes = std::make_shared<const std::string>(std::move(bytes));
  media.filled = true;
}

void MediaStore::remove(std::string_view id) {
  const auto found = media_.find(id);
  if (found == media_.end()) return;
  if (found->second.bytes) total_ -= static_cast<int64_t>(found->second.bytes->size());
  media_.erase(found);
}

std::string recording(Millis length) {
  const int64_t samples = length * 8;
  std::string out;
  out.reserve(static_cast<size_t>(recording_bytes(length)));
  const auto number = [&out](int64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  };
  out += "RIFF";
  number(36 + samples * 2, 4);
  out += "WAVEfmt ";
  number(16, 4);  // bytes of this part
  number(1, 2);   // PCM
  number(1, 2);   // channel
  number(8000, 4);
  number(16000, 4);
  number(2, 2);
  number(16, 2);
  out += "data";
  number(samples * 2, 4);
  for (int64_t i = 0; i < samples; ++i) {
    // A triangle between -3,000 and 3,000; 20 or 24 samples long.
    const int64_t period = (i / 4000) % 2 == 0 ? 20 : 24;
    const int64_t at = i % period;
    const int64_t half = period / 2;
    number(6000 * (at < half ? at : period - at) / half - 3000, 2);
  }
  return out;
}

bool decode_base64(std::string_view text, std::string& into) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return false;
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  into.clear();
  for (size_t i = 0; i < text.size(); i += 4) {
    uint32_t bits = 0;
    for (size_t k = i; k < i + 4; ++k) {
      const bool filler = k >= text.size() - padding;
      const size_t value = filler ? 0 : kAlphabet.find(text[k]);
      if (value == std::string_view::npos) return false;
      bits = bits << 6 | static_cast<uint32_t>(value);
    }
    for (int shift = 16; shift >= 0; shift -= 8) into += static_cast<char>(bits >> shift & 0xFF);
  }
  into.resize(into.size() - padding);
  return true;
}

}  // namespace ix::sandbox
