// SPDX-License-Identifier: Apache-2.0
// Small movies and sounds made by hand, with what phones put into them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ix::test {

struct TrackParts {
  std::string handler = "vide";  // or "soun", "meta", "tmcd"
  std::string samples;           // what its only chunk holds
  int width = 0;
  int height = 0;
  int turns = 0;            // quarters
  std::string extra;        // more boxes in the track
  std::string media_extra;  // in its `mdia`
};

struct MovieParts {
  std::string brand = "isom";
  std::vector<TrackParts> tracks;
  uint64_t duration = 12500;
  uint32_t scale = 1000;
  bool wide = false;  // version 1: times of 64 bits
  bool data_first = false;
  std::string extra;   // more boxes in `moov`
  std::string behind;  // more boxes at the end
};
std::string movie(const MovieParts& parts);
// What Android and iOS say of the place: (c)xyz, loci, and Apple's keys.
std::string phone_udta();
std::string apple_meta();

std::string matroska(const std::string& doc_type, bool picture);
std::string wav(int seconds, const std::string& chunks = {});
std::string avi();
std::string mp3(int frames);
std::string mp3_counted(uint32_t frames);
std::string adts(int frames);
std::string id3(const std::string& frames);
std::string flac(const std::string& blocks = {});
std::string ogg(const std::string& codec, const std::string& comments = {});
std::string amr(int frames);
std::string amr_wb(int frames);

}  // namespace ix::test
