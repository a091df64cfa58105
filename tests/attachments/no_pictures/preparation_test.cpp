// SPDX-License-Identifier: Apache-2.0
#include "attachments/preparation.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "attachments/memory_file.h"
#include "attachments/pictures.h"
#include "base/random.h"

using namespace ix;
using namespace ix::test;

TEST_CASE("built without pictures, one is cleaned and sent, and the host supplies the thumbnail") {
  SystemFileSystem files;
  const std::string folder =
      (std::filesystem::temp_directory_path() / ("ix-preparation-" + SystemRandom().uuid()))
          .string();
  REQUIRE(files.make_private_folder(folder).ok());
  const std::string bytes =
      jpeg(40, 30, {jpeg_segment(0xE1, std::string("Exif\0\0", 6) + phone_exif(6))});
  MemoryFile file(bytes);
  PrepareOptions options;
  const auto prepared = prepare(file, options, files, folder + "/prepared");
  REQUIRE(prepared.ok());
  CHECK(prepared->written);
  CHECK_FALSE(prepared->has_private_data);
  CHECK(prepared->attachment.kind == AttachmentKind::image);
  CHECK(prepared->attachment.width == 30);
  CHECK(prepared->attachment.height == 40);
  CHECK(prepared->thumbnail.empty());
  CHECK_FALSE(prepared->is_its_own_thumbnail);
  // Nor can it be made smaller.
  options.max_bytes = 20;
  CHECK(prepare(file, options, files, folder + "/prepared").error().code ==
        ErrorCode::FILE_TOO_LARGE);
  std::filesystem::remove_all(folder);
}
