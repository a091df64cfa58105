// SPDX-License-Identifier: Apache-2.0
#include "attachments/recordings.h"

#include "attachments/sample_bytes.h"

namespace ix::test {
namespace {

constexpr uint64_t some_day = 3800000000;  // 2024, in seconds since 1904

std::string times(bool wide, const std::string& between, uint64_t duration) {
  const int size = wide ? 8 : 4;
  return big_endian(some_day, size) + big_endian(some_day, size) + between +
         big_endian(duration, size);
}

std::string matrix(int turns) {
  const auto fixed = [](int value) { return big_endian(static_cast<uint32_t>(value) << 16, 4); };
  static constexpr int cosine[] = {1, 0, -1, 0};
  const int c = cosine[turns & 3];
  const int s = cosine[(turns + 3) & 3];
  return fixed(c) + fixed(s) + zeros(4) + fixed(-s) + fixed(c) + zeros(12) +
         big_endian(0x40000000, 4);
}

std::string track(const TrackParts& parts, int number, size_t at, const MovieParts& movie) {
  const bool video = parts.handler == "vide";
  const std::string entry =
      video ? box("avc1", zeros(6) + big_endian(1, 2) + zeros(16) +
                              big_endian(static_cast<uint64_t>(parts.width), 2) +
                              big_endian(static_cast<uint64_t>(parts.height), 2) + zeros(50))
            : box(parts.handler == "soun"   ? "mp4a"
                  : parts.handler == "tmcd" ? "tmcd"
                                            : "mebx",
                  zeros(6) + big_endian(1, 2) + zeros(20));
  // Two samples, the first of one byte.
  const std::string sizes =
      zeros(4) + big_endian(2, 4) + big_endian(1, 4) + big_endian(parts.samples.size() - 1, 4);
  const std::string table =
      full_box("stsd", 0, 0, big_endian(1, 4) + entry) +
      full_box("stts", 0, 0, big_endian(1, 4) + big_endian(2, 4) + big_endian(500, 4)) +
      full_box("stsc", 0, 0,
               big_endian(1, 4) + big_endian(1, 4) + big_endian(2, 4) + big_endian(1, 4)) +
      full_box("stsz", 0, 0, sizes) + full_box("stco", 0, 0, big_endian(1, 4) + big_endian(at, 4));
  const std::string header = full_box(
      "tkhd", movie.wide ? 1 : 0, 7,
      times(movie.wide, big_endian(static_cast<uint64_t>(number), 4) + zeros(4), movie.duration) +
          zeros(16) + matrix(parts.turns) +
          big_endian(static_cast<uint64_t>(parts.width) << 16, 4) +
          big_endian(static_cast<uint64_t>(parts.height) << 16, 4));
  return box(
      "trak",
      header +
          box("mdia",
              full_box("mdhd", movie.wide ? 1 : 0, 0,
                       times(movie.wide, big_endian(movie.scale, 4), movie.duration) + zeros(4)) +
                  full_box(
                      "hdlr", 0, 0,
                      zeros(4) + parts.handler + zeros(12) + std::string("Ann's phone\0", 12)) +
                  box("minf", box("dinf", full_box("dref", 0, 0,
                                                   big_endian(1, 4) + full_box("url ", 0, 1, ""))) +
                                  box("stbl", table)) +
                  parts.media_extra) +
          parts.extra);
}

std::string element(uint32_t id, const std::string& content) {
  std::string out;
  for (int i = 3; i >= 0; --i) {
    if (id >> (8 * i) != 0) out += static_cast<char>(id >> (8 * i));
  }
  // Short where it can be, as writers do it.
  return out +
         (content.size() < 127 ? big_endian(0x80 | content.size(), 1)
                               : big_endian(0x10000000 | content.size(), 4)) +
         content;
}

std::string ogg_page(int flags, uint64_t place, int number, const std::string& packet) {
  std::string out = std::string("OggS\0", 5) + big_endian(static_cast<uint64_t>(flags), 1) +
                    little_endian(place, 8) + little_endian(77, 4) +
                    little_endian(static_cast<uint64_t>(number), 4) + zeros(4) +
                    big_endian(packet.size() / 255 + 1, 1) +
                    std::string(packet.size() / 255, '\xFF') + big_endian(packet.size() % 255, 1) +
                    packet;
  uint32_t crc = 0;  // RFC 3533, 6: polynomial 0x04C11DB7, not reflected
  for (const char byte : out) {
    crc ^= static_cast<uint32_t>(static_cast<uint8_t>(byte)) << 24;
    for (int i = 0; i < 8; ++i) crc = crc << 1 ^ (0x04C11DB7 & (0U - (crc >> 31)));
  }
  return out.replace(22, 4, little_endian(crc, 4));
}

}  // namespace

std::string movie(const MovieParts& parts) {
  const std::string start =
      parts.brand.empty() ? "" : box("ftyp", parts.brand + big_endian(512, 4) + parts.brand);
  std::string samples;
  for (const TrackParts& one : parts.tracks) samples += one.samples;
  std::string moov;
  for (int pass = 0; pass < 2; ++pass) {
    size_t at = start.size() + 8 + (parts.data_first ? 0 : moov.size());
    std::string content = full_box("mvhd", parts.wide ? 1 : 0, 0,
                                   times(parts.wide, big_endian(parts.scale, 4), parts.duration) +
                                       big_endian(0x10000, 4) + big_endian(0x100, 2) + zeros(10) +
                                       matrix(0) + zeros(24) + big_endian(9, 4));
    int number = 0;
    for (const TrackParts& one : parts.tracks) {
      content += track(one, ++number, at, parts);
      at += one.samples.size();
    }
    moov = box("moov", content + parts.extra);
  }
  const std::string data = box("mdat", samples);
  return start + (parts.data_first ? data + moov : moov + data) + parts.behind;
}

std::string phone_udta() {
  const std::string place = "+48.5042+011.5042/";
  return box("udta", box("\xA9xyz", big_endian(place.size(), 2) + big_endian(0x15C7, 2) + place) +
                         full_box("loci", 0, 0,
                                  big_endian(0x15C7, 2) + std::string("Home\0\0", 6) +
                                      big_endian(11 << 16, 4) + big_endian(48 << 16, 4) + zeros(4) +
                                      std::string("earth\0\0", 7)));
}

std::string apple_meta() {
  const std::string key = "com.apple.quicktime.location.ISO6709";
  const std::string place = "+48.5042+011.5042+520.000/";
  return box("meta", full_box("hdlr", 0, 0, zeros(4) + "mdta" + zeros(13)) +
                         full_box("keys", 0, 0,
                                  big_endian(1, 4) + big_endian(8 + key.size(), 4) + "mdta" + key) +
                         box("ilst", big_endian(8 + 16 + place.size(), 4) + big_endian(1, 4) +
                                         box("data", big_endian(1, 4) + zeros(4) + place)));
}

std::string matroska(const std::string& doc_type, bool picture) {
  const std::string video =
      element(0xE0, element(0xB0, big_endian(640, 2)) + element(0xBA, big_endian(360, 2)));
  const std::string tracks = element(0xAE, element(0x83, "\2")) +
                             (picture ? element(0xAE, element(0x83, "\1") + video) : "");
  // 2500.0 units of a millisecond.
  const std::string info =
      element(0x2AD7B1, big_endian(1000000, 3)) + element(0x4489, big_endian(0x451C4000, 4));
  return element(0x1A45DFA3, element(0x4286, "\1") + element(0x42F7, "\1") + element(0x42F2, "\4") +
                                 element(0x42F3, "\x08") + element(0x4282, doc_type) +
                                 element(0x4287, "\4") + element(0x4285, "\2")) +
         element(0x18538067, element(0xEC, zeros(30)) + element(0x1549A966, info) +
                                 element(0x1654AE6B, tracks));
}

std::string wav(int seconds, const std::string& chunks) {
  return riff(
      "WAVE",
      riff_chunk("fmt ", little_endian(1, 2) + little_endian(1, 2) + little_endian(8000, 4) +
                             little_endian(8000, 4) + little_endian(1, 2) + little_endian(8, 2)) +
          chunks + riff_chunk("data", std::string(static_cast<size_t>(seconds) * 8000, '\x80')));
}

std::string avi() {
  const std::string header = little_endian(40000, 4) + zeros(12) + little_endian(250, 4) +
                             zeros(12) + little_endian(320, 4) + little_endian(240, 4) + zeros(16);
  return riff("AVI ",
              riff_chunk("LIST", "hdrl" + riff_chunk("avih", header)) + riff_chunk("LIST", "movi"));
}

std::string mp3(int frames) {
  std::string out;  // MPEG-1, 128 kbit/s, 44.1 kHz: 417 bytes
  for (int i = 0; i < frames; ++i) out += "\xFF\xFB\x90\x64" + zeros(413);
  return out;
}

std::string mp3_counted(uint32_t frames) {
  std::string first =
      "\xFF\xFB\x90\x64" + zeros(32) + "Xing" + big_endian(1, 4) + big_endian(frames, 4);
  return first + zeros(417 - first.size()) + mp3(3);
}

std::string adts(int frames) {
  std::string out;  // LC, 44.1 kHz, 100 bytes
  for (int i = 0; i < frames; ++i)
    out += std::string("\xFF\xF1\x50\x80\x0C\x9F\xFC", 7) + zeros(93);
  return out;
}

std::string id3(const std::string& frames) {
  return std::string("ID3\4\0\0", 6) +
         big_endian((frames.size() >> 7 << 8) | (frames.size() & 0x7F), 4) + frames;
}

std::string flac(const std::string& blocks) {
  const uint64_t packed = uint64_t{44100} << 44 | uint64_t{1} << 41 | uint64_t{15} << 36 | 441000;
  const std::string info =
      big_endian(4096, 2) + big_endian(4096, 2) + zeros(6) + big_endian(packed, 8) + zeros(16);
  return "fLaC" + big_endian(blocks.empty() ? 0x80 : 0, 1) + big_endian(info.size(), 3) + info +
         blocks + std::string("\xFF\xF8\xC9\x18\0", 5) + zeros(40);
}

std::string ogg(const std::string& codec, const std::string& comments) {
  std::string head = "OpusHead\1\2" + little_endian(312, 2) + little_endian(48000, 4) + zeros(3);
  uint64_t end = 48000 * 3 + 312;
  if (codec == "vorbis") {
    head = "\1vorbis" + zeros(4) + "\2" + little_endian(44100, 4) + zeros(12) + "\xB8\1";
    end = 44100 * 3;
  } else if (codec == "theora") {
    head = std::string("\x80theora\3\2\1", 10) + zeros(32);
  }
  return ogg_page(2, 0, 0, head) +
         ogg_page(0, 0, 1,
                  codec == "opus" ? "OpusTags" + little_endian(4, 4) + "test" + comments : "") +
         ogg_page(4, end, 2, std::string(300, '\x11'));
}

std::string amr(int frames) {
  std::string out = "#!AMR\n";
  for (int i = 0; i < frames; ++i) out += "\x3C" + zeros(31);  // 12.2 kbit/s
  return out;
}

std::string amr_wb(int frames) {
  std::string out = "#!AMR-WB\n";
  for (int i = 0; i < frames; ++i) out += "\x04" + zeros(17);
  return out;
}

}  // namespace ix::test
