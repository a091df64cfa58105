// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "attachments/cleaned.h"
#include "attachments/documents.h"
#include "attachments/pictures.h"
#include "attachments/recordings.h"
#include "attachments/sample_bytes.h"

using namespace ix;
using namespace ix::test;

namespace {

MovieParts film() {
  MovieParts parts;
  parts.tracks = {{"vide", std::string(100, 'v'), 1920, 1080, 1, "", ""},
                  {"soun", std::string(50, 's'), 0, 0, 0, "", ""}};
  return parts;
}

const TrackParts places{"meta", "+48.5042+011.5042/+48.5043+011.5043/", 0, 0, 0, "", ""};

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a movie loses its places, names and times, and nothing moves") {
  for (const bool wide : {false, true}) {
    for (const char* brand : {"isom", "qt  ", "3gp4"}) {
      MovieParts parts = film();
      parts.brand = brand;
      parts.wide = wide;
      parts.extra = phone_udta() + apple_meta();
      parts.tracks[0].extra = phone_udta() + box("uuid", std::string(16, 'u') + phone_xmp());
      parts.behind = box("uuid", std::string(16, 'u') + phone_xmp()) + box("meta", phone_xmp()) +
                     box("free", "left over");
      const std::string before = movie(parts);
      REQUIRE(count(before, big_endian(3800000000, 4)) == 10);
      const Cleaned cleaned = clean_bytes(before);
      CHECK(cleaned.result == Cleaning::cleaned);
      REQUIRE(cleaned.bytes.size() == before.size());
      for (const char* secret :
           {"+48.5042", "GPSLatitude", "com.apple", "Home", "Ann's", "left over"}) {
        CAPTURE(secret);
        CHECK(count(before, secret) > 0);
        CHECK(count(cleaned.bytes, secret) == 0);
      }
      CHECK(count(cleaned.bytes, big_endian(3800000000, 4)) == 0);
      const std::string samples = std::string(100, 'v') + std::string(50, 's');
      CHECK(cleaned.bytes.find(samples) == before.find(samples));
    }
  }
}

TEST_CASE("a movie's free boxes are where the private ones were, and no byte else changes") {
  MovieParts parts = film();
  parts.extra = phone_udta();
  std::string expected = movie(parts);
  const size_t udta = expected.find("udta");
  expected.replace(udta, phone_udta().size() - 4, "free" + zeros(phone_udta().size() - 8));
  for (const std::string& gone : {big_endian(3800000000, 4), std::string("Ann's phone")}) {
    for (size_t at = expected.find(gone); at != std::string::npos; at = expected.find(gone)) {
      expected.replace(at, gone.size(), zeros(gone.size()));
    }
  }
  CHECK(clean_bytes(movie(parts)).bytes == expected);
}

TEST_CASE("tracks that are neither picture nor sound become zeros") {
  MovieParts parts = film();
  parts.tracks.insert(parts.tracks.begin() + 1, places);
  parts.tracks[0].extra =
      box("tref", box("tmcd", big_endian(2, 4)) + box("sync", big_endian(3, 4)));
  for (const char* handler : {"meta", "tmcd", "text", "sbtl", "camm"}) {
    parts.tracks[1].handler = handler;
    for (const bool first : {false, true}) {
      parts.data_first = first;
      const std::string before = movie(parts);
      const Cleaned cleaned = clean_bytes(before);
      CHECK(cleaned.result == Cleaning::cleaned);
      CHECK(cleaned.bytes.size() == before.size());
      CHECK(count(cleaned.bytes, std::string(100, 'v') + zeros(places.samples.size()) +
                                     std::string(50, 's')) == 1);
      CHECK(count(cleaned.bytes, "trak") == 2);
      CHECK(count(cleaned.bytes, handler) == 0);
      CHECK(count(cleaned.bytes, "sync") == 1);
    }
  }
}

TEST_CASE("a track whose samples lie elsewhere cannot be cleaned") {
  MovieParts parts = film();
  parts.tracks.push_back(places);
  const std::string whole = movie(parts);
  const size_t table = whole.rfind("stco") + 4 + 8;
  const auto moved = [&](size_t at, const std::string& number) {
    std::string bytes = whole;
    bytes.replace(at, number.size(), number);
    return clean_bytes(bytes).result;
  };
  CHECK(moved(table, whole.substr(table, 4)) == Cleaning::cleaned);
  CHECK(moved(table, big_endian(8, 4)) == Cleaning::cannot_be_cleaned);
  CHECK(moved(table, big_endian(0xFFFFFFF0, 4)) == Cleaning::cannot_be_cleaned);
  CHECK(moved(table - 4, big_endian(0xFFFFFFF0, 4)) == Cleaning::cannot_be_cleaned);  // their count
  const size_t runs = whole.rfind("stsc") + 4 + 8;
  CHECK(moved(runs + 4, big_endian(3, 4)) == Cleaning::cannot_be_cleaned);  // samples in a chunk
  CHECK(moved(runs + 4, big_endian(0xFFFFFFFF, 4)) == Cleaning::cannot_be_cleaned);
  const size_t sizes = whole.rfind("stsz") + 4 + 4;
  CHECK(moved(sizes, big_endian(18, 4)) == Cleaning::cleaned);  // all of one size: 2 of 18
  CHECK(moved(sizes, big_endian(0xFFFFFFFF, 4)) == Cleaning::cannot_be_cleaned);
  CHECK(moved(sizes + 8, big_endian(0x7FFFFFFF, 4)) == Cleaning::cannot_be_cleaned);
  // In fragments they are not followed; without such tracks there is no need to.
  parts.behind = box("moof", full_box("mfhd", 0, 0, big_endian(1, 4)) + box("udta", "Ann"));
  CHECK(clean_bytes(movie(parts)).result == Cleaning::cannot_be_cleaned);
  parts.tracks.pop_back();
  CHECK(count(clean_bytes(movie(parts)).bytes, "Ann") == 0);
}

TEST_CASE("a movie that is cut off or compressed cannot be cleaned; a trailer goes") {
  MovieParts parts = film();
  parts.extra = phone_udta();
  const std::string whole = movie(parts);
  for (size_t size = 32; size < whole.size(); ++size) {
    CHECK(clean_once(whole.substr(0, size), FileFormat::mp4).result == Cleaning::cannot_be_cleaned);
  }
  const Cleaned cleaned = clean_bytes(whole + "SEFT of a phone");
  CHECK(cleaned.result == Cleaning::cleaned);
  CHECK(cleaned.bytes.size() == whole.size());
  parts.extra = box("cmov", zeros(20));
  CHECK(clean_bytes(movie(parts)).result == Cleaning::cannot_be_cleaned);
  parts = film();
  parts.extra = zeros(4);  // QuickTime ends lists so
  CHECK(clean_bytes(movie(parts)).result == Cleaning::cleaned);
  parts.extra = "\1\1\1";
  CHECK(clean_bytes(movie(parts)).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("tags around sound go") {
  std::string ape = "APETAGEX" + little_endian(2000, 4) + little_endian(32 + 10, 4) + zeros(4) +
                    little_endian(0x80000000U, 4) + zeros(8);
  ape = ape + std::string(10, 'a') + ape;
  const std::string old = "TAG" + std::string(125, 'x');
  const std::string tags = id3("TIT2 Ann") + id3("APIC");
  CHECK(clean_bytes(tags + mp3(5) + ape + old).bytes == mp3(5));
  CHECK(clean_bytes(tags + adts(5) + old).bytes == adts(5));
  CHECK(clean_bytes(mp3(5)).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(tags + mp3(1) + zeros(400)).result == Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(id3(std::string(100, 'x'))).result == Cleaning::cannot_be_cleaned);
  // A frame's header that ends in the tag is none without it.
  CHECK(clean_bytes(tags + mp3(2) + "\xFF\xFB" + ape).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("FLAC and WAV lose their notes in place") {
  const auto block = [](int type, const std::string& content) {
    return big_endian(static_cast<uint64_t>(type), 1) + big_endian(content.size(), 3) + content;
  };
  const std::string seek = block(3, zeros(18));
  CHECK(clean_bytes(id3("TIT2 Ann") +
                    flac(block(4, "GEO=48,11") + seek + block(6, "cover") + block(0x80 | 2, "app")))
            .bytes ==
        flac(block(1, zeros(9)) + seek + block(1, zeros(5)) + block(0x80 | 1, zeros(3))));
  CHECK(clean_bytes(flac()).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes("fLaC" + block(0, "short") + block(0x80 | 4, "GEO")).result ==
        Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(flac(block(4, "never last"))).result == Cleaning::cannot_be_cleaned);

  const std::string notes = riff_chunk("LIST", "INFOIART") + riff_chunk("bext", "Ann");
  CHECK(clean_bytes(wav(1, notes) + riff_chunk("id3 ", "TIT2") + "rest").bytes ==
        wav(1, riff_chunk("JUNK", zeros(8)) + riff_chunk("JUNK", zeros(3))) +
            riff_chunk("JUNK", zeros(4)));
  CHECK(clean_bytes(wav(1)).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(wav(1, riff_chunk("LIST", "wavl"))).result == Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes("RF64" + wav(1).substr(4)).result == Cleaning::cannot_be_cleaned);
  // Cut off in the middle of the data.
  CHECK(clean_bytes(wav(1, notes).substr(0, 4000)).result == Cleaning::cleaned);
}

TEST_CASE("Ogg: without comments there is nothing to clean, with them it cannot be") {
  const auto comment = [](const std::string& text) { return little_endian(text.size(), 4) + text; };
  CHECK(clean_bytes(ogg("opus", little_endian(0, 4))).result == Cleaning::nothing_to_clean);
  CHECK(clean_bytes(ogg("opus", little_endian(1, 4) + comment("ENCODER=a phone"))).result ==
        Cleaning::nothing_to_clean);
  CHECK(clean_bytes(ogg("opus", little_endian(2, 4) + comment("ENCODER=a") + comment("ARTIST=Ann")))
            .result == Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(ogg("opus", little_endian(1, 4))).result == Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(ogg("opus", little_endian(0xFFFFFFFF, 4))).result ==
        Cleaning::cannot_be_cleaned);
  CHECK(clean_bytes(ogg("opus", "")).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("each format has an answer: what is not cleaned says so") {
  using F = FileFormat;
  const std::set<F> plain{F::bmp,        F::amr,   F::amr_wb,   F::text,
                          F::text_utf16, F::vcard, F::icalendar};
  const std::set<F> cleaned{F::jpeg,     F::png,       F::gif, F::webp,     F::heic,
                            F::avif,     F::mp4,       F::mov, F::three_gp, F::three_gp_audio,
                            F::three_g2, F::mp4_audio, F::mp3, F::aac,      F::flac,
                            F::wav};
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Cleaning result = clean_once(sample.bytes, sample.format).result;
    if (plain.count(sample.format) != 0) {
      CHECK(result == Cleaning::nothing_to_clean);
    } else {
      CHECK((result != Cleaning::cannot_be_cleaned) == (cleaned.count(sample.format) != 0));
    }
  }
  CHECK(clean_once("anything", F::unknown).result == Cleaning::cannot_be_cleaned);
  CHECK(clean_once("", F::jpeg).result == Cleaning::cannot_be_cleaned);
  CHECK(clean_once(png(8, 8), F::jpeg).result == Cleaning::cannot_be_cleaned);
}

TEST_CASE("cleaning ends with the error of reading, of writing, and when nobody wants it") {
  const std::string photo = jpeg(4000, 3000, {jpeg_segment(0xFE, "Ann")});
  MemoryNewFile out;
  MemoryFile broken(photo);
  broken.fails = true;
  CHECK(clean(broken, FileFormat::jpeg, out, {}).error().code == ErrorCode::STORE_IO);
  MemoryFile shrunk(photo, static_cast<int64_t>(photo.size()) + 10);
  CHECK(clean(shrunk, FileFormat::jpeg, out, {}).error().code == ErrorCode::FILE_CHANGED);
  CHECK(out.bytes.empty());
  MemoryFile file(photo);
  out.room = 1000;
  CHECK(clean(file, FileFormat::jpeg, out, {}).error().code == ErrorCode::STORE_FULL);
  // At each place where it asks.
  int questions = 0;
  MemoryNewFile whole;
  const Cancelled counting = [&] { return ++questions < 0; };
  REQUIRE(clean(file, FileFormat::jpeg, whole, counting).ok());
  CHECK(questions > 4);
  for (int last = 1; last <= questions; ++last) {
    int asked = 0;
    MemoryNewFile some;
    const Cancelled enough = [&] { return ++asked == last; };
    CHECK(clean(file, FileFormat::jpeg, some, enough).error().code == ErrorCode::CANCELLED);
  }
  CHECK(file.largest <= 128 * 1024);
}

TEST_CASE("tables that send the cleaner around in circles end") {
  // Every chunk is looked for among very many boxes.
  MovieParts parts = film();
  parts.tracks.push_back(places);
  std::string boxes;
  for (int i = 0; i < 20000; ++i) boxes += box("free", "");
  parts.data_first = false;
  std::string chunks = movie(parts);
  const size_t table = chunks.rfind("stco") + 8;
  std::string many = chunks.substr(0, table) + big_endian(20000, 4);
  for (int i = 0; i < 20000; ++i) many += big_endian(0x7000, 4);
  many += boxes;
  MemoryFile file(many);
  MemoryNewFile out;
  CHECK(clean(file, FileFormat::mp4, out, {}).ok());
  // More changes than are kept in memory.
  std::string comments = "GIF89a" + std::string("\1\0\1\0\0\0\0", 7);
  for (int i = 0; i < 40000; ++i) {
    comments += gif_extension(0xFE, {"a"}) + gif_extension(0xF9, {zeros(4)});
  }
  CHECK(clean_once(comments + ";", FileFormat::gif).result == Cleaning::cannot_be_cleaned);
}
