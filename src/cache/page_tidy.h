// SPDX-License-Identifier: Apache-2.0
// No deleted text stays in the database file.
//
// With `secure_delete` SQLite overwrites what is deleted where it stands. But a page that was split
// or filled up again keeps, between its list of cells and the cells, bytes of cells that have
// moved: copies that nobody knows of any more when the row itself is deleted. Here that space is
// zero in each page that is written to the file (SQLite, "Database File Format", 1.6: it is not
// used).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

struct sqlite3;

namespace ix::cache {

// From now on what this connection writes to its database file has no such copies.
void tidy_pages_of(sqlite3* connection);

// The unused space of a page of that size, `number` counted from 1; empty: none, or no page with
// cells (a map of pointers, a part of a long value, a free one).
struct Unused {
  size_t begin = 0;
  size_t end = 0;
};
Unused unused_space(const unsigned char* page, size_t size, uint64_t number);

}  // namespace ix::cache
