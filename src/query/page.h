// SPDX-License-Identifier: Apache-2.0
// A page: one immutable row block (include/interactions/row_block.h) and how it is built.
#pragma once

#include <interactions/row_block.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ix::query {

// An immutable row block. 8-byte aligned. Movable.
class Page {
 public:
  Page() = default;
  explicit Page(std::vector<uint64_t> words, size_t size) : words_(std::move(words)), size_(size) {}

  const void* data() const { return words_.data(); }
  size_t size() const { return size_; }
  const ix_block_header& header() const {
    return *reinterpret_cast<const ix_block_header*>(words_.data());
  }
  // Row `index` of a table; null past its end. T is one of the ix_row_* structs.
  template <class T>
  const T* row(uint32_t table, uint32_t index) const {
    return reinterpret_cast<const T*>(bytes(table, index));
  }
  // The same for any table.
  const unsigned char* bytes(uint32_t table, uint32_t index) const {
    const ix_block_table* found = find(table);
    if (found == nullptr || index >= found->count) return nullptr;
    const auto* start = reinterpret_cast<const unsigned char*>(words_.data());
    return start + found->offset + size_t{found->stride} * index;
  }
  uint32_t count(uint32_t table) const {
    const ix_block_table* found = find(table);
    return found ? found->count : 0;
  }
  // nullopt when the ref is absent. NUL-terminated.
  std::optional<std::string_view> text(ix_ref ref) const;
  std::string_view text_or_empty(ix_ref ref) const {
    return text(ref).value_or(std::string_view());
  }

 private:
  const ix_block_table* find(uint32_t table) const;

  std::vector<uint64_t> words_;
  size_t size_ = 0;
};

// Tables are numbered from 1 up to here.
inline constexpr uint32_t kHighestTable = IX_TABLE_TRANSFER;
// A text of a row is cut here (at a character), so that a block can hold any single row.
inline constexpr size_t kMaxText = size_t{1} << 20;
// Lists end before this: what is left to IX_BLOCK_MAX_BYTES holds the steps that diff.h adds.
inline constexpr size_t kPageBudget = IX_BLOCK_MAX_BYTES - (size_t{512} << 10);

// Collects rows and text, then lays them out. One use, one thread.
//
// Until build() a ref is an offset into the heap; the heap starts with an unused byte, so that 0
// means absent from the start. build() adds the heap's place to every ref, by a list of each
// table's ref columns.
class PageBuilder {
 public:
  PageBuilder();

  // Text into the heap, cut to kMaxText. The same text twice is stored twice.
  ix_ref add(std::string_view text);
  ix_ref add_or_absent(std::string_view text) { return text.empty() ? ix_ref{0, 0} : add(text); }

  // Index of the new row in its table.
  uint32_t append(const ix_row_conversation& row) { return append(IX_TABLE_CONVERSATION, row); }
  uint32_t append(const ix_row_route& row) { return append(IX_TABLE_ROUTE, row); }
  uint32_t append(const ix_row_item& row) { return append(IX_TABLE_ITEM, row); }
  uint32_t append(const ix_row_contact& row) { return append(IX_TABLE_CONTACT, row); }
  uint32_t append(const ix_row_address& row) { return append(IX_TABLE_ADDRESS, row); }
  uint32_t append(const ix_row_outbox& row) { return append(IX_TABLE_OUTBOX, row); }
  uint32_t append(const ix_row_account& row) { return append(IX_TABLE_ACCOUNT, row); }
  uint32_t append(const ix_row_change& row) { return append(IX_TABLE_CHANGE, row); }
  uint32_t append(const ix_row_match& row) { return append(IX_TABLE_MATCH, row); }
  uint32_t append(const ix_row_range& row) { return append(IX_TABLE_RANGE, row); }
  uint32_t append(const ix_row_reaction& row) { return append(IX_TABLE_REACTION, row); }
  uint32_t append(const ix_row_preset& row) { return append(IX_TABLE_PRESET, row); }
  uint32_t append(const ix_row_typist& row) { return append(IX_TABLE_TYPIST, row); }
  // A row of another page that this library made, with its text and its children. It must exist.
  uint32_t append_copy(const Page& from, uint32_t table, uint32_t index);
  uint32_t append(const ix_row_finding& row) { return append(IX_TABLE_FINDING, row); }
  uint32_t append(const ix_row_route_size& row) { return append(IX_TABLE_ROUTE_SIZE, row); }
  uint32_t append(const ix_row_grouping& row) { return append(IX_TABLE_GROUPING, row); }
  uint32_t append(const ix_row_claim& row) { return append(IX_TABLE_CLAIM, row); }
  uint32_t append(const ix_row_sms& row) { return append(IX_TABLE_SMS, row); }
  uint32_t append(const ix_row_sms_flip& row) { return append(IX_TABLE_SMS_FLIP, row); }
  uint32_t append(const ix_row_consent& row) { return append(IX_TABLE_CONSENT, row); }
  uint32_t append(const ix_row_recipient& row) { return append(IX_TABLE_RECIPIENT, row); }
  uint32_t append(const ix_row_member& row) { return append(IX_TABLE_MEMBER, row); }
  uint32_t append(const ix_row_transfer& row) { return append(IX_TABLE_TRANSFER, row); }
  uint32_t append(const ix_row_source& row) { return append(IX_TABLE_SOURCE, row); }
  uint32_t append(const ix_row_file_plan& row) { return append(IX_TABLE_FILE_PLAN, row); }
  uint32_t append(const ix_row_attachment& row) { return append(IX_TABLE_ATTACHMENT, row); }
  uint32_t append(const ix_row_notification& row) { return append(IX_TABLE_NOTIFICATION, row); }

  // An empty cursor: absent. It is never cut.
  void set_end(int32_t more, std::string_view cursor);
  // Of the newer end of a thread.
  void set_newer(std::string_view cursor);
  // Rows of a table so far.
  uint32_t count(uint32_t kind) const;
  // Bytes the block would have now.
  size_t size() const;
  // A page of rows that may be one too many: rollback() forgets what came after the mark.
  struct Mark {
    std::array<uint32_t, kHighestTable> counts{};  // of the tables there are, in their order
    size_t tables = 0;
    size_t heap = 0;
  };
  Mark mark() const;
  void rollback(const Mark& mark);
  // Turns the order of a table's rows around; child ranges into it must not exist.
  void reverse(uint32_t kind);
  Page build();

 private:
  struct Table {
    uint32_t kind = 0;
    uint32_t stride = 0;
    uint32_t count = 0;
    std::vector<unsigned char> rows;
  };
  template <class T>
  uint32_t append(uint32_t kind, const T& row) {
    return append_bytes(kind, &row, sizeof row);
  }
  ix_ref add_whole(std::string_view text);
  uint32_t append_bytes(uint32_t kind, const void* row, size_t size);

  std::vector<Table> tables_;
  std::string heap_;
  int32_t more_ = IX_MORE_START;
  ix_ref cursor_ = {0, 0};
  ix_ref newer_cursor_ = {0, 0};
};

}  // namespace ix::query
