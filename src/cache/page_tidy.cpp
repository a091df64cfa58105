// SPDX-License-Identifier: Apache-2.0
#include "cache/page_tidy.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <forward_list>
#include <mutex>

namespace ix::cache {
namespace {

constexpr size_t kFileHeader = 100;  // on page 1
constexpr uint64_t kPendingByte = 0x40000000;

// 1.7: pages that map pointers stand before as many pages as they have entries of 5 bytes; the one
// that would be where locks are taken stands behind it.
bool is_pointer_map(uint64_t number, size_t size) {
  const uint64_t stride = size / 5 + 1;
  const uint64_t locks = kPendingByte / size + 1;
  const auto stands_at = [stride](uint64_t one) { return one >= 2 && (one - 2) % stride == 0; };
  return stands_at(number) || (number == locks + 1 && stands_at(locks));
}

bool is_zero(const unsigned char* bytes, size_t count) {
  return std::all_of(bytes, bytes + count, [](unsigned char byte) { return byte == 0; });
}

// The methods of one kind of file, all but one as they were. SQLite reaches a file only through
// its methods, which are public; each file keeps its own data.
struct Methods {
  sqlite3_io_methods tidy;  // first: the files point to it
  const sqlite3_io_methods* real;
};

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  const auto* real = reinterpret_cast<const Methods*>(file->pMethods)->real;
  const auto* page = static_cast<const unsigned char*>(bytes);
  const auto size = static_cast<size_t>(count);
  const bool whole = size >= 512 && (size & (size - 1)) == 0 && at % count == 0;
  if (!whole) return real->xWrite(file, bytes, count, at);
  const Unused unused = unused_space(page, size, static_cast<uint64_t>(at / count) + 1);
  if (is_zero(page + unused.begin, unused.end - unused.begin)) {
    return real->xWrite(file, bytes, count, at);
  }
  std::vector<unsigned char> tidy(page, page + size);
  std::memset(tidy.data() + unused.begin, 0, unused.end - unused.begin);
  return real->xWrite(file, tidy.data(), count, at);
}

const sqlite3_io_methods* methods_instead_of(const sqlite3_io_methods* real) {
  // As many as there are VFSes; files may be open until the process ends.
  static std::mutex mutex;
  static std::forward_list<Methods>* const all = new std::forward_list<Methods>;
  std::lock_guard lock(mutex);
  for (const Methods& one : *all) {
    if (one.real == real || &one.tidy == real) return &one.tidy;
  }
  Methods& made = all->emplace_front(Methods{*real, real});
  made.tidy.xWrite = write;
  return &made.tidy;
}

}  // namespace

Unused unused_space(const unsigned char* page, size_t size, uint64_t number) {
  if (is_pointer_map(number, size)) return {};
  // 1.6: the header of a b-tree page.
  const size_t header = number == 1 ? kFileHeader : 0;
  const auto two = [page](size_t at) { return static_cast<size_t>(page[at] << 8 | page[at + 1]); };
  size_t begin = header;
  switch (page[header]) {
    case 2:  // interior, index
    case 5:  // interior, table
      begin += 12;
      break;
    case 10:  // leaf, index
    case 13:  // leaf, table
      begin += 8;
      break;
    default:
      return {};
  }
  begin += 2 * two(header + 3);
  const size_t content = two(header + 5);
  const size_t end = content == 0 ? 65'536 : content;
  if (begin > end || end > size) return {};
  return {begin, end};
}

void tidy_pages_of(sqlite3* connection) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr) return;  // in memory
  file->pMethods = methods_instead_of(file->pMethods);
}

}  // namespace ix::cache
