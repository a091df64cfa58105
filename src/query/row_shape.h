// SPDX-License-Identifier: Apache-2.0
// What the row block does not say of its rows: where their text and their children stand, and which
// columns make two versions of a row differ.
#pragma once

#include <interactions/row_block.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "query/page.h"

namespace ix::query {

// Columns of rows that name a range of another table's rows.
struct ChildRange {
  size_t first = 0;
  size_t count = 0;
  uint32_t table = 0;
  uint64_t fields = 0;  // IX_FIELD_* that differ when the children do
};

// A column that a live list compares. A text is compared by its bytes, a number under `mask`.
struct ComparedColumn {
  size_t offset = 0;
  size_t size = 0;
  bool is_text = false;
  uint64_t fields = 0;         // IX_FIELD_* of the row's list
  uint32_t mask = UINT32_MAX;  // of a number of 4 bytes
};

struct RowShape {
  size_t size = 0;
  std::span<const size_t> refs;  // offsets of every ix_ref
  std::span<const ChildRange> children;
  // Empty: the table is no live list's. The id is always the first column.
  std::span<const ComparedColumn> compared;
};

// An empty shape for an unknown table.
const RowShape& shape_of(uint32_t table);

}  // namespace ix::query
