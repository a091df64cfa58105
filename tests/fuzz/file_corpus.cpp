// SPDX-License-Identifier: Apache-2.0
// file_corpus FUZZER FOLDER: one file of each kind, and those that hold what is to be cleaned.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "attachments/documents.h"
#include "attachments/pictures.h"
#include "attachments/recordings.h"
#include "attachments/sample_bytes.h"

using namespace ix;
using namespace ix::test;

namespace {

std::vector<std::string> private_files() {
  const std::string exif = std::string("Exif\0\0", 6) + phone_exif(6);
  HeifParts photo;
  photo.exif = phone_exif(6);
  photo.xmp = phone_xmp();
  HeifParts inside = photo;
  inside.in_idat = true;
  inside.turns = 1;
  inside.mirror = 1;
  MovieParts film;
  film.tracks = {{"vide", std::string(100, 'v'), 640, 360, 1, phone_udta(), ""},
                 {"meta", "+48.5042+011.5042/", 0, 0, 0, "", ""},
                 {"soun", std::string(50, 's'), 0, 0, 0, "", ""}};
  film.extra = phone_udta() + apple_meta();
  MovieParts clip = film;
  clip.brand = "qt  ";
  clip.wide = clip.data_first = true;
  clip.behind = box("moof", box("udta", "Ann"));
  return {
      jpeg(16, 16,
           {jpeg_segment(0xE1, exif), jpeg_segment(0xED, "Photoshop"), jpeg_segment(0xFE, "a")},
           jpeg(8, 8)),
      png(8, 8, {png_chunk("eXIf", phone_exif(6)), png_chunk("tEXt", "a")},
          {png_chunk("tIME", "")}),
      gif(1, 1,
          gif_extension(0xFE, {"a"}) +
              gif_extension(0xFF, {"NETSCAPE2.0", std::string("\1\0\0", 3)}) +
              gif_extension(0xF9, {zeros(4)}) + gif_extension(0x01, {zeros(12), "a"})),
      webp_extended(8, 8, 12, riff_chunk("EXIF", phone_exif(6)) + riff_chunk("XMP ", phone_xmp())),
      heif(photo),
      heif(inside),
      movie(film),
      movie(clip),
      id3("TIT2 Ann") + mp3(3) + "TAG" + std::string(125, 'x'),
      flac(std::string("\4\0\0\5hello", 9) + std::string("\x86\0\0\2ab", 6)),
      wav(0, riff_chunk("LIST", "INFOIART") + riff_chunk("bext", "Ann")),
      ogg("opus", little_endian(1, 4) + little_endian(9, 4) + "ENCODER=a"),
  };
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("usage: file_corpus FUZZER FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = words[2];
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  int number = 0;
  const auto write = [&](const std::string& bytes) {
    std::ofstream out(folder / std::to_string(++number), std::ios::binary);
    out << bytes;
    return out.good();
  };
  bool good = true;
  // Long ones teach nothing more, and take long.
  for (const Sample& sample : samples()) good = write(sample.bytes.substr(0, 4000)) && good;
  for (const std::string& bytes : private_files()) good = write(bytes) && good;
  std::printf("%d files\n", number);
  return good ? 0 : 1;
}
