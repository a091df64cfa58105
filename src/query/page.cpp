// SPDX-License-Identifier: Apache-2.0
#include "query/page.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "base/utf8.h"
#include "query/row_shape.h"

namespace ix::query {
namespace {

// Blocks are little-endian and written in the machine's own order.
static_assert(std::endian::native == std::endian::little);
static_assert(sizeof(ix_block_header) % 8 == 0 && sizeof(ix_block_table) % 8 == 0);

void shift(ix_ref& ref, uint32_t by) {
  if (ref.offset != 0) ref.offset += by;
}

}  // namespace

std::optional<std::string_view> Page::text(ix_ref ref) const {
  if (ref.offset == 0) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(words_.data()) + ref.offset, ref.size);
}

const ix_block_table* Page::find(uint32_t table) const {
  if (size_ == 0) return nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(words_.data());
  const auto* tables = reinterpret_cast<const ix_block_table*>(bytes + header().header_size);
  for (uint32_t i = 0; i < header().table_count; ++i) {
    if (tables[i].kind == table) return &tables[i];
  }
  return nullptr;
}

PageBuilder::PageBuilder() : heap_(1, '\0') {}

ix_ref PageBuilder::add(std::string_view text) {
  return add_whole(utf8::prefix(text, kMaxText));
}

ix_ref PageBuilder::add_whole(std::string_view text) {
  const ix_ref ref{static_cast<uint32_t>(heap_.size()), static_cast<uint32_t>(text.size())};
  heap_.append(text);
  heap_.push_back('\0');
  return ref;
}

uint32_t PageBuilder::append_bytes(uint32_t kind, const void* row, size_t size) {
  auto table = std::find_if(tables_.begin(), tables_.end(),
                            [kind](const Table& other) { return other.kind == kind; });
  if (table == tables_.end()) {
    tables_.push_back({kind, static_cast<uint32_t>(size), 0, {}});
    table = tables_.end() - 1;
  }
  const auto* bytes = static_cast<const unsigned char*>(row);
  table->rows.insert(table->rows.end(), bytes, bytes + size);
  return table->count++;
}

void PageBuilder::set_end(int32_t more, std::string_view cursor) {
  more_ = more;
  cursor_ = cursor.empty() ? ix_ref{0, 0} : add_whole(cursor);
}

void PageBuilder::set_newer(std::string_view cursor) {
  newer_cursor_ = cursor.empty() ? ix_ref{0, 0} : add_whole(cursor);
}

uint32_t PageBuilder::append_copy(const Page& from, uint32_t table, uint32_t index) {
  const RowShape& shape = shape_of(table);
  const unsigned char* row = from.bytes(table, index);
  std::vector<unsigned char> copy(row, row + shape.size);
  for (const size_t column : shape.refs) {
    ix_ref ref;
    std::memcpy(&ref, copy.data() + column, sizeof ref);
    const auto text = from.text(ref);
    ref = text ? add_whole(*text) : ix_ref{0, 0};
    std::memcpy(copy.data() + column, &ref, sizeof ref);
  }
  for (const ChildRange& child : shape.children) {
    uint32_t first = 0;
    uint32_t count = 0;
    std::memcpy(&first, row + child.first, sizeof first);
    std::memcpy(&count, row + child.count, sizeof count);
    uint32_t new_first = 0;
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t at = append_copy(from, child.table, first + i);
      if (i == 0) new_first = at;
    }
    std::memcpy(copy.data() + child.first, &new_first, sizeof new_first);
  }
  return append_bytes(table, copy.data(), copy.size());
}

uint32_t PageBuilder::count(uint32_t kind) const {
  for (const Table& table : tables_) {
    if (table.kind == kind) return table.count;
  }
  return 0;
}

size_t PageBuilder::size() const {
  size_t total = sizeof(ix_block_header) + sizeof(ix_block_table) * tables_.size() + heap_.size();
  for (const Table& table : tables_) total += table.rows.size();
  return (total + 7) / 8 * 8;
}

PageBuilder::Mark PageBuilder::mark() const {
  Mark mark;
  mark.heap = heap_.size();
  mark.tables = tables_.size();
  for (size_t i = 0; i < tables_.size(); ++i) mark.counts[i] = tables_[i].count;
  return mark;
}

void PageBuilder::rollback(const Mark& mark) {
  heap_.resize(mark.heap);
  tables_.resize(mark.tables);
  for (size_t i = 0; i < tables_.size(); ++i) {
    tables_[i].count = mark.counts[i];
    tables_[i].rows.resize(size_t{tables_[i].stride} * tables_[i].count);
  }
}

void PageBuilder::reverse(uint32_t kind) {
  for (Table& table : tables_) {
    if (table.kind != kind) continue;
    std::vector<unsigned char> turned;
    turned.reserve(table.rows.size());
    for (uint32_t i = table.count; i-- > 0;) {
      const auto row = table.rows.begin() + static_cast<std::ptrdiff_t>(size_t{table.stride} * i);
      turned.insert(turned.end(), row, row + table.stride);
    }
    table.rows = std::move(turned);
  }
}

Page PageBuilder::build() {
  const size_t total = size();
  std::vector<uint64_t> words(total / 8);
  auto* bytes = reinterpret_cast<unsigned char*>(words.data());

  size_t at = sizeof(ix_block_header) + sizeof(ix_block_table) * tables_.size();
  size_t rows_end = at;
  for (const Table& table : tables_) rows_end += table.rows.size();
  const auto heap_at = static_cast<uint32_t>(rows_end);

  for (size_t i = 0; i < tables_.size(); ++i) {
    Table& table = tables_[i];
    for (uint32_t row = 0; row < table.count; ++row) {
      for (const size_t column : shape_of(table.kind).refs) {
        unsigned char* place = table.rows.data() + size_t{table.stride} * row + column;
        ix_ref ref;
        std::memcpy(&ref, place, sizeof ref);
        shift(ref, heap_at);
        std::memcpy(place, &ref, sizeof ref);
      }
    }
    const ix_block_table entry{table.kind, table.count, table.stride, static_cast<uint32_t>(at)};
    std::memcpy(bytes + sizeof(ix_block_header) + sizeof entry * i, &entry, sizeof entry);
    if (!table.rows.empty()) std::memcpy(bytes + at, table.rows.data(), table.rows.size());
    at += table.rows.size();
  }
  std::memcpy(bytes + heap_at, heap_.data(), heap_.size());

  ix_block_header header{};
  header.magic = IX_BLOCK_MAGIC;
  header.version = IX_BLOCK_VERSION;
  header.header_size = sizeof(ix_block_header);
  header.total_size = static_cast<uint32_t>(total);
  header.table_count = static_cast<uint32_t>(tables_.size());
  header.more = more_;
  header.cursor = cursor_;
  header.newer_cursor = newer_cursor_;
  shift(header.cursor, heap_at);
  shift(header.newer_cursor, heap_at);
  std::memcpy(bytes, &header, sizeof header);
  return Page(std::move(words), total);
}

}  // namespace ix::query
