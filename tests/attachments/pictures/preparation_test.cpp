// SPDX-License-Identifier: Apache-2.0
#include "attachments/preparation.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"
#include "base/random.h"

using namespace ix;
using namespace ix::test;
namespace fs = std::filesystem;

namespace {

// A folder with the picked file and the place for the prepared one.
class Folder {
 public:
  Folder() { REQUIRE(files.make_private_folder(path).ok()); }
  ~Folder() { fs::remove_all(path); }

  Result<Prepared> prepare_bytes(const std::string& bytes, const PrepareOptions& options = {}) {
    MemoryFile file(bytes);
    return prepare(file, options, files, output);
  }
  // The bytes that would leave.
  std::string sent(const Prepared& prepared, const std::string& original) const {
    if (!prepared.written) return original;
    std::ifstream file(output, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool is_empty() const { return fs::is_empty(path); }

  SystemFileSystem files;
  const std::string path =
      (fs::temp_directory_path() / ("ix-preparation-" + SystemRandom().uuid())).string();
  const std::string output = path + "/prepared";
};

std::string hash_of(const std::string& bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish().take();
}

Image shown(const std::string& jpeg) {
  MemoryFile file(jpeg);
  auto image = decode_jpeg(file, 0, {});
  REQUIRE(image.ok());
  return image.take();
}

// Made once.
const std::string& photo(int orientation) {
  static std::string made[9];
  std::string& file = made[orientation];
  if (file.empty()) {
    JpegKind kind;
    kind.orientation = orientation;
    file = jpeg_file(noisy(gradient(1200, 900), 10), kind);
  }
  return file;
}

}  // namespace

TEST_CASE("a photo leaves without its place, with a thumbnail and a hash") {
  Folder folder;
  PrepareOptions options;
  options.name_hint = "IMG_1.jpeg";
  const std::string bytes = photo(6);
  const auto prepared = folder.prepare_bytes(bytes, options);
  REQUIRE(prepared.ok());
  CHECK(prepared->written);
  CHECK_FALSE(prepared->has_private_data);
  CHECK_FALSE(prepared->scaled);
  CHECK_FALSE(prepared->is_its_own_thumbnail);
  const std::string sent = folder.sent(*prepared, bytes);
  const Attachment& attachment = prepared->attachment;
  CHECK(attachment.kind == AttachmentKind::image);
  CHECK(attachment.mime == "image/jpeg");
  CHECK(attachment.name == "IMG_1.jpeg");
  CHECK(attachment.width == 900);
  CHECK(attachment.height == 1200);
  CHECK(attachment.bytes == static_cast<int64_t>(sent.size()));
  CHECK(attachment.sha256 == hash_of(sent));
  CHECK(attachment.uri.empty());
  CHECK(bytes.find("TestCam") != std::string::npos);
  CHECK(sent.find("TestCam") == std::string::npos);
  CHECK(sent.size() < bytes.size());
  CHECK(shown(sent).pixels == shown(bytes).pixels);
  CHECK(attachment.thumb_mime == "image/jpeg");
  CHECK(attachment.thumb_width == 600);
  CHECK(attachment.thumb_height == 800);
  CHECK(attachment.thumb_bytes == static_cast<int64_t>(prepared->thumbnail.size()));
  const Image seen = shown(prepared->thumbnail);
  CHECK(ImageSize{seen.width, seen.height} == ImageSize{600, 800});
  struct stat info {};
  REQUIRE(stat(folder.output.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("who keeps the metadata sends the file itself") {
  Folder folder;
  PrepareOptions options;
  options.keep_metadata = true;
  const std::string bytes = photo(1);
  const auto prepared = folder.prepare_bytes(bytes, options);
  REQUIRE(prepared.ok());
  CHECK_FALSE(prepared->written);
  CHECK_FALSE(prepared->has_private_data);
  CHECK(folder.is_empty());
  CHECK(prepared->attachment.sha256 == hash_of(bytes));
  CHECK(prepared->attachment.bytes == static_cast<int64_t>(bytes.size()));
}

TEST_CASE("a photo without metadata is not copied") {
  Folder folder;
  const std::string bytes = photo(0);
  const auto prepared = folder.prepare_bytes(bytes);
  REQUIRE(prepared.ok());
  CHECK_FALSE(prepared->written);
  CHECK(folder.is_empty());
  CHECK(prepared->attachment.sha256 == hash_of(bytes));
}

TEST_CASE("what cannot be cleaned says so and is sent as it is") {
  Folder folder;
  const std::string bytes = "%PDF-1.7\n1 0 obj\n<</Author(me)>>\nendobj\n%%EOF\n";
  const auto prepared = folder.prepare_bytes(bytes);
  REQUIRE(prepared.ok());
  CHECK(prepared->has_private_data);
  CHECK_FALSE(prepared->written);
  CHECK(prepared->attachment.kind == AttachmentKind::file);
  CHECK(prepared->attachment.mime == "application/pdf");
  CHECK(prepared->attachment.sha256 == hash_of(bytes));
  CHECK(prepared->thumbnail.empty());
  CHECK_FALSE(prepared->is_its_own_thumbnail);
  PrepareOptions keep;
  keep.keep_metadata = true;
  CHECK_FALSE(folder.prepare_bytes(bytes, keep)->has_private_data);
}

TEST_CASE("a picture that is small is its own thumbnail") {
  Folder folder;
  const auto prepared = folder.prepare_bytes(jpeg_file(gradient(200, 100)));
  REQUIRE(prepared.ok());
  CHECK(prepared->is_its_own_thumbnail);
  CHECK(prepared->thumbnail.empty());
  CHECK(prepared->attachment.thumb_mime.empty());
}

TEST_CASE("a picture is scaled to what may leave") {
  Folder folder;
  PrepareOptions options;
  options.name_hint = "chart.png";
  options.max_bytes = 100'000;
  const std::string bytes = png_file(noisy(gradient(1000, 600), 20));
  REQUIRE(bytes.size() > 1'000'000);
  const auto prepared = folder.prepare_bytes(bytes, options);
  REQUIRE(prepared.ok());
  CHECK(prepared->scaled);
  CHECK(prepared->written);
  CHECK_FALSE(prepared->has_private_data);
  const std::string sent = folder.sent(*prepared, bytes);
  CHECK(sent.size() <= 100'000);
  CHECK(prepared->attachment.bytes == static_cast<int64_t>(sent.size()));
  CHECK(prepared->attachment.sha256 == hash_of(sent));
  CHECK(prepared->attachment.mime == "image/jpeg");
  CHECK(prepared->attachment.name == "chart.jpg");
  const Image seen = shown(sent);
  CHECK(ImageSize{seen.width, seen.height} ==
        ImageSize{prepared->attachment.width, prepared->attachment.height});
  // Small as it has become, it is its own thumbnail or has one.
  CHECK(prepared->is_its_own_thumbnail == prepared->thumbnail.empty());

  options.scale_pictures = false;
  CHECK(folder.prepare_bytes(bytes, options).error().code == ErrorCode::FILE_TOO_LARGE);
}

TEST_CASE("the scaled picture is upright, and its thumbnail is of it") {
  Folder folder;
  PrepareOptions options;
  options.max_bytes = 150'000;
  options.thumbnail.edge = 100;
  const auto prepared = folder.prepare_bytes(photo(6), options);
  REQUIRE(prepared.ok());
  CHECK(prepared->scaled);
  CHECK(prepared->attachment.height > prepared->attachment.width);
  CHECK(prepared->attachment.thumb_height == 100);
  CHECK(prepared->attachment.thumb_width == 75);
  const Image seen = shown(prepared->thumbnail);
  CHECK(ImageSize{seen.width, seen.height} == ImageSize{75, 100});
  const Image whole = shown(folder.sent(*prepared, {}));
  CHECK(difference(scaled(seen, {6, 8}), scaled(whole, {6, 8})) < 16);
}

TEST_CASE("a picture that fits once it is cleaned is not scaled") {
  Folder folder;
  const std::string clean = photo(0);
  // What a camera puts behind the picture: a second one, or a moving one.
  const std::string bytes = clean + std::string(300'000, 'v');
  PrepareOptions options;
  options.max_bytes = static_cast<int64_t>(clean.size());
  const auto prepared = folder.prepare_bytes(bytes, options);
  REQUIRE(prepared.ok());
  CHECK_FALSE(prepared->scaled);
  CHECK(folder.sent(*prepared, bytes) == clean);
}

TEST_CASE("what is too large and no picture is refused before it is read") {
  Folder folder;
  PrepareOptions options;
  options.max_bytes = 1'000'000;
  MemoryFile file(std::string(1'000'001, 'x'));
  const auto prepared = prepare(file, options, folder.files, folder.output);
  REQUIRE_FALSE(prepared.ok());
  CHECK(prepared.error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(prepared.error().message.find("1000001") != std::string::npos);
  CHECK(prepared.error().message.find("1000000") != std::string::npos);
  CHECK(file.bytes_read < 200'000);
  CHECK(folder.prepare_bytes(std::string(1'000'000, 'x'), options).ok());
  // A picture that cannot be decoded cannot be scaled either.
  options.max_bytes = 30;
  CHECK(folder.prepare_bytes(png_header(50'000, 50'000), options).error().code ==
        ErrorCode::FILE_TOO_LARGE);
  CHECK(folder.is_empty());
}

TEST_CASE("an empty file is refused") {
  Folder folder;
  const auto prepared = folder.prepare_bytes("");
  REQUIRE_FALSE(prepared.ok());
  CHECK(prepared.error().code == ErrorCode::FILE_EMPTY);
}

TEST_CASE("content decides what a file is, not its name") {
  Folder folder;
  PrepareOptions options;
  options.name_hint = "holiday.jpg";
  const auto prepared = folder.prepare_bytes(png_file(gradient(900, 600)), options);
  REQUIRE(prepared.ok());
  CHECK(prepared->attachment.mime == "image/png");
  CHECK(prepared->attachment.name == "holiday.png");
  CHECK(prepared->attachment.thumb_width == 800);
}

TEST_CASE("a picture that cannot be shown is sent all the same") {
  Folder folder;
  const std::string whole = photo(0);
  const std::string bomb = png_header(50'000, 50'000);
  for (const std::string& bytes : {whole.substr(0, 40), bomb}) {
    const auto prepared = folder.prepare_bytes(bytes);
    REQUIRE(prepared.ok());
    CHECK(prepared->attachment.kind == AttachmentKind::image);
    CHECK(prepared->thumbnail.empty());
    CHECK_FALSE(prepared->is_its_own_thumbnail);
    const std::string sent = folder.sent(*prepared, bytes);
    CHECK(prepared->attachment.sha256 == hash_of(sent));
  }
}

TEST_CASE("a picture cut off anywhere is prepared") {
  Folder folder;
  PngKind interlaced;
  interlaced.interlaced = true;
  const Image image = noisy(gradient(900, 600), 10);
  for (const std::string& whole :
       {jpeg_file(image), png_file(image), png_file(image, interlaced), webp_file(image)}) {
    for (size_t tenths = 1; tenths < 10; ++tenths) {
      const std::string bytes = whole.substr(0, whole.size() * tenths / 10);
      const auto prepared = folder.prepare_bytes(bytes);
      REQUIRE(prepared.ok());
      const std::string sent = folder.sent(*prepared, bytes);
      CHECK(prepared->attachment.sha256 == hash_of(sent));
      if (prepared->thumbnail.empty()) continue;
      CHECK(prepared->attachment.thumb_width == 800);
    }
  }
}

TEST_CASE("preparing ends at any moment and leaves nothing") {
  const std::string bytes = photo(6);
  for (const int64_t max_bytes : {0, 100'000}) {
    Folder folder;
    PrepareOptions options;
    options.max_bytes = max_bytes;
    int asked = 0;
    options.cancelled = [&asked] {
      ++asked;
      return false;
    };
    REQUIRE(folder.prepare_bytes(bytes, options).ok());
    fs::remove(folder.output);
    for (int part = 0; part < 8; ++part) {
      int left = asked * part / 8;
      options.cancelled = [&left] { return left-- <= 0; };
      const auto prepared = folder.prepare_bytes(bytes, options);
      REQUIRE_FALSE(prepared.ok());
      CHECK(prepared.error().code == ErrorCode::CANCELLED);
      CHECK(folder.is_empty());
    }
  }
}

TEST_CASE("a file that changes meanwhile is an error") {
  Folder folder;
  const std::string text(300'000, 'x');
  for (const int64_t said : {200'000, 400'000}) {
    MemoryFile file(text, said);
    CHECK(prepare(file, {}, folder.files, folder.output).error().code == ErrorCode::FILE_CHANGED);
  }
}

TEST_CASE("a file that cannot be read or a disk that is full is an error of its own") {
  Folder folder;
  MemoryFile file(photo(6));
  file.fails = true;
  CHECK(prepare(file, {}, folder.files, folder.output).error().code == ErrorCode::STORE_IO);
  MemoryFile good(photo(6));
  const auto prepared = prepare(good, {}, folder.files, folder.path + "/missing/prepared");
  CHECK(prepared.error().code == ErrorCode::STORE_NOT_WRITABLE);
}

TEST_CASE("a folder and a pipe are refused when they are opened") {
  Folder folder;
  REQUIRE(mkfifo((folder.path + "/pipe").c_str(), 0600) == 0);
  for (const std::string& path : {folder.path, folder.path + "/pipe", folder.path + "/none"}) {
    const auto file = folder.files.open_to_read(path);
    REQUIRE_FALSE(file.ok());
    CHECK(file.error().code == ErrorCode::FILE_UNREADABLE);
  }
}

TEST_CASE("preparing holds little, however large the file") {
#if defined(__SANITIZE_ADDRESS__)
  MESSAGE("the sanitizer's own memory hides it");
  return;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  MESSAGE("the sanitizer's own memory hides it");
  return;
#endif
#endif
  Folder folder;
  const std::string picked = folder.path + "/picked";
  {
    // 64 MB behind the picture, such as a moving one.
    std::ofstream out(picked, std::ios::binary);
    out << photo(6);
    const std::string zeros(1 << 20, 'v');
    for (int i = 0; i < 64; ++i) out << zeros;
  }
  const auto status_kb = [](const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with(name)) return std::atol(line.c_str() + name.size());
    }
    return 0L;
  };
  auto file = folder.files.open_to_read(picked);
  REQUIRE(file.ok());
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew: proc(5)
  const long before = status_kb("VmRSS:");
  REQUIRE(prepare(**file, {}, folder.files, folder.output).ok());
  const long grown = status_kb("VmHWM:") - before;
  CHECK(grown < 8 * 1024);
}
