// SPDX-License-Identifier: Apache-2.0
// A camera's photo prepared for sending, against its scaled decoding and sha256sum of it.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <jpeglib.h>

#include "attachments/pictures/pictures.h"
#include "attachments/preparation.h"
#include "bench/floor.h"
#include "bench/measure.h"

extern char** environ;

namespace ix::bench {
namespace {

// 12 megapixels with the noise of a small sensor, 4.5 MB, with a position in its Exif.
std::string photo(const Setup& setup) {
  const int32_t part = setup.quick ? 10 : 1;
  test::JpegKind kind;
  kind.orientation = 6;
  kind.quality = 88;
  return test::jpeg_file(test::noisy(test::gradient(4000 / part, 3000 / part), 22), kind);
}

// What djpeg does with -scale 2/8, the smallest that is no smaller than the thumbnail.
void decode_scaled(const std::string& path) {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) give_up("the photo is not there");
  jpeg_stdio_src(&info, file);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  info.scale_num = 2;
  info.scale_denom = 8;
  jpeg_start_decompress(&info);
  std::vector<JSAMPLE> row(size_t{info.output_width} * 3);
  JSAMPROW rows = row.data();
  while (info.output_scanline < info.output_height) jpeg_read_scanlines(&info, &rows, 1);
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  std::fclose(file);
}

void sha256sum(const std::string& path) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  std::string program = "sha256sum", file = path;
  char* arguments[] = {program.data(), file.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, "sha256sum", &actions, nullptr, arguments, environ) != 0) {
    give_up("sha256sum cannot be started");
  }
  int state = 0;
  waitpid(child, &state, 0);
  posix_spawn_file_actions_destroy(&actions);
  if (state != 0) give_up("sha256sum failed");
}

void prepare_photo(const std::string& path, const std::string& output) {
  SystemFileSystem files;
  auto file = files.open_to_read(path);
  if (!file) give_up(file.error().message);
  PrepareOptions options;
  options.name_hint = "photo.jpg";
  const auto prepared = prepare(**file, options, files, output);
  if (!prepared) give_up(prepared.error().message);
  const bool has_picture = !prepared->thumbnail.empty() || prepared->is_its_own_thumbnail;
  if (!prepared->written || !has_picture) give_up("the photo was not prepared");
}

}  // namespace

void measure_pictures(const Setup& setup, Report& report) {
  const std::string path = setup.scratch + "/photo.jpg";
  const std::string output = setup.scratch + "/cleaned.jpg";
  std::ofstream(path, std::ios::binary) << photo(setup);
  report.add(interleaved(
      "a photo of 12 megapixels prepared: thumbnail, metadata removed, hash", setup.quick ? 2 : 40,
      1.3,
      [&](int) {
        decode_scaled(path);
        sha256sum(path);
      },
      [&](int) { prepare_photo(path, output); }));

  Row memory;
  memory.name = "its memory at most (VmHWM)";
  memory.unit = "MB";
  memory.measure = Row::Measure::recorded;
  for (int turn = 0; turn < 3; ++turn) {
    memory.sdk.add(peak_mb([&] { prepare_photo(path, output); }));
  }
  report.add(std::move(memory));
}

}  // namespace ix::bench
