// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "attachments/image_decoder.h"
#include "attachments/memory_file.h"

using namespace ix;
using namespace ix::test;

TEST_CASE("built without pictures, each says so") {
  MemoryFile file("\xFF\xD8\xFF");
  CHECK_FALSE(has_codecs());
  for (const FileFormat format : {FileFormat::jpeg, FileFormat::png, FileFormat::webp}) {
    CHECK_FALSE(can_decode(format));
    const auto back = decode_image(file, format, 800, 1, {});
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::NOT_SUPPORTED);
    CHECK(back.error().message.find("IX_WITH_IMAGES") != std::string::npos);
  }
  CHECK(encode_jpeg({1, 1, {1, 2, 3}, false}, 75).error().code == ErrorCode::NOT_SUPPORTED);
  CHECK(file.reads == 0);
}
