// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4): by what a file is known, here and at the other side.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"

namespace ix {

// The hash of bytes that come piece by piece. Computed by libcrypto: sha256.cpp is the one file
// that knows it. One thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  // 64 hexadecimal digits, lower case. Once; INTERNAL where the platform has no SHA-256.
  Result<std::string> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Asked between two pieces of a long task; true ends it with CANCELLED.
using Cancelled = std::function<bool()>;

// Of the whole file, read in pieces. FILE_CHANGED when it has become shorter or longer than it was
// when it was opened.
Result<std::string> sha256_of(FileReader& file, const Cancelled& cancelled);

}  // namespace ix
