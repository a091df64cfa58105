// SPDX-License-Identifier: Apache-2.0
// The bytes of a file for a decoder written in C, and why it was stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "attachments/codecs.h"

namespace ix::codecs {

// The decoders leave by longjmp when something is wrong, and that skips destructors. So: what is in
// their callbacks and between setjmp() and their functions is plain data, and all that owns
// anything (this, the rows, the result) is outside of it, in the caller of the functions with
// setjmp(). The members here return before anybody jumps. Lives as long as one decoding; one
// thread.
class Source {
 public:
  Source(FileReader& file, const Cancelled& cancelled) : file_(file), cancelled_(cancelled) {}

  // Fewer than `size` at the end of the file; 0 after stopped(), too.
  size_t read(unsigned char* into, size_t size);
  void skip(int64_t bytes) { offset_ += bytes; }
  int64_t offset() const { return offset_; }
  int64_t size() const { return file_.size(); }
  // True: to be given up, because the file cannot be read or nobody wants it any more.
  bool stopped();

  // Why there is no picture: what stopped it, else the file.
  Error why(const char* format);

 private:
  FileReader& file_;
  const Cancelled& cancelled_;
  int64_t offset_ = 0;
  std::optional<Error> error_;
};

// Of the file's header.
Status check_size(int64_t width, int64_t height);
// Of what is needed at once.
Status check_memory(int64_t bytes);

}  // namespace ix::codecs
