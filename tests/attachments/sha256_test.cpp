// SPDX-License-Identifier: Apache-2.0
#include "attachments/sha256.h"

#include <doctest/doctest.h>

#include <string>

#include "attachments/memory_file.h"

using namespace ix;

namespace {
std::string hash_of(std::string_view text, size_t piece) {
  Sha256 hash;
  for (size_t at = 0; at < text.size(); at += piece) hash.update(text.substr(at, piece));
  return hash.finish().take();
}
const Cancelled never;
}  // namespace

// The examples of FIPS 180-4 (NIST, "SHA256.pdf" of the cryptographic toolkit) and the empty text.
TEST_CASE("SHA-256: the vectors of NIST, in pieces of any size") {
  const std::string million(1000000, 'a');
  for (const size_t piece : {size_t{1}, size_t{55}, size_t{64}, size_t{1000001}}) {
    CAPTURE(piece);
    CHECK(hash_of("", piece) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash_of("abc", piece) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", piece) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    if (piece > 1) {
      CHECK(hash_of(million, piece) ==
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
  }
}

TEST_CASE("SHA-256: a hash is given out once") {
  Sha256 hash;
  CHECK(hash.finish().ok());
  CHECK(hash.finish().error().code == ErrorCode::INTERNAL);
}

TEST_CASE("SHA-256: a file is hashed in pieces") {
  test::MemoryFile file(std::string(1000000, 'a'));
  CHECK(sha256_of(file, never).take() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(file.largest <= 256 * 1024);
  // A piece that ends with the file.
  test::MemoryFile even(std::string(256 * 1024, 'a'));
  CHECK(sha256_of(even, never).take() == hash_of(std::string(256 * 1024, 'a'), 4096));
  test::MemoryFile empty("");
  CHECK(sha256_of(empty, never).take() ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("SHA-256: a file that changed, that cannot be read, that nobody wants any more") {
  test::MemoryFile shrunk(std::string(1000, 'a'), 2000);
  CHECK(sha256_of(shrunk, never).error().code == ErrorCode::FILE_CHANGED);
  test::MemoryFile grown(std::string(2000, 'a'), 1000);
  CHECK(sha256_of(grown, never).error().code == ErrorCode::FILE_CHANGED);
  test::MemoryFile broken("abc");
  broken.fails = true;
  CHECK(sha256_of(broken, never).error().code == ErrorCode::STORE_IO);
  test::MemoryFile large(std::string(1000000, 'a'));
  int asked = 0;
  CHECK(sha256_of(large, [&] { return ++asked == 3; }).error().code == ErrorCode::CANCELLED);
  CHECK(large.reads == 2);
}
