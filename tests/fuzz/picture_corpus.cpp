// SPDX-License-Identifier: Apache-2.0
// picture_corpus FORMAT FOLDER: small pictures of every kind the format has, whole and cut short.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;

namespace {

std::vector<std::string> jpegs(const Image& image) {
  std::vector<std::string> files;
  for (const auto colour : {JpegKind::Colour::rgb, JpegKind::Colour::grey, JpegKind::Colour::cmyk,
                            JpegKind::Colour::ycck}) {
    for (const bool progressive : {false, true}) {
      JpegKind kind;
      kind.colour = colour;
      kind.progressive = progressive;
      kind.orientation = progressive ? 6 : 0;
      files.push_back(jpeg_file(image, kind));
    }
  }
  return files;
}

std::vector<std::string> pngs(const Image& image) {
  std::vector<std::string> files;
  for (const auto colour : {PngKind::Colour::rgb, PngKind::Colour::grey, PngKind::Colour::palette,
                            PngKind::Colour::rgb_opacity, PngKind::Colour::grey_opacity}) {
    for (const bool interlaced : {false, true}) {
      for (const int bits : {1, 8, 16}) {
        if (bits == 1 && colour != PngKind::Colour::grey) continue;
        if (bits == 16 && colour == PngKind::Colour::palette) continue;
        files.push_back(png_file(image, {colour, bits, interlaced, 128}));
      }
    }
  }
  return files;
}

std::vector<std::string> webps(const Image& image) {
  std::vector<std::string> files;
  for (const bool lossless : {false, true}) {
    for (const bool with_opacity : {false, true}) {
      for (const bool animated : {false, true}) {
        files.push_back(webp_file(image, {lossless, with_opacity, 128, animated}));
      }
    }
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: picture_corpus jpeg|png|webp FOLDER\n");
    return 2;
  }
  const std::string format = argv[1];
  const std::filesystem::path folder = argv[2];
  const Image image = noisy(gradient(40, 28), 20);
  const auto files = format == "jpeg" ? jpegs(image) : format == "png" ? pngs(image) : webps(image);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const std::string& file : files) {
    for (const size_t bytes : {file.size(), file.size() * 2 / 3}) {
      std::ofstream(folder / std::to_string(++number), std::ios::binary) << file.substr(0, bytes);
    }
  }
  std::printf("%d files of %s\n", number, format.c_str());
  return number > 0 ? 0 : 1;
}
