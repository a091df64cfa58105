// SPDX-License-Identifier: Apache-2.0
/**
 * @file rows.hpp
 * The rows of one table of a page, as a range. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROWS_HPP
#define INTERACTIONS_CPP_ROWS_HPP

#include <interactions/page.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>

namespace interactions {

/**
 * Rows of one table of a page, made as they are read: no row and no field is allocated. A view of
 * constant size and random access, as std::ranges calls it: it can be copied, reversed, filtered,
 * searched. The page must outlive it; the texts in its rows live as long as the page.
 */
template <class Row>
class Rows : public std::ranges::view_base {
 public:
  /** Where a row stands; good for as long as the page. */
  class iterator {
   public:
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Row;

    iterator() = default;
    iterator(const ix_page* page, uint32_t row) : page_(page), row_(row) {}
    Row operator*() const { return Row::read(page_, row_).value_or(Row{}); }
    Row operator[](difference_type by) const { return *(*this + by); }
    iterator& operator++() { return *this += 1; }
    iterator& operator--() { return *this -= 1; }
    iterator operator++(int) { return iterator(page_, row_++); }
    iterator operator--(int) { return iterator(page_, row_--); }
    iterator& operator+=(difference_type by) {
      row_ = static_cast<uint32_t>(row_ + by);
      return *this;
    }
    iterator& operator-=(difference_type by) { return *this += -by; }
    friend iterator operator+(iterator at, difference_type by) { return at += by; }
    friend iterator operator+(difference_type by, iterator at) { return at += by; }
    friend iterator operator-(iterator at, difference_type by) { return at -= by; }
    friend difference_type operator-(const iterator& a, const iterator& b) {
      return difference_type{a.row_} - difference_type{b.row_};
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.row_ == b.row_; }
    friend std::strong_ordering operator<=>(const iterator& a, const iterator& b) {
      return a.row_ <=> b.row_;
    }

   private:
    const ix_page* page_ = nullptr;
    uint32_t row_ = 0;
  };

  Rows() = default;
  Rows(const ix_page* page, uint32_t first, uint32_t count)
      : page_(page), first_(first), count_(count) {}
  iterator begin() const { return iterator(page_, first_); }
  iterator end() const { return iterator(page_, first_ + count_); }
  uint32_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  /** Past the end: a row of nothing. */
  Row operator[](uint32_t index) const {
    return index < count_ ? *iterator(page_, first_ + index) : Row{};
  }

 private:
  const ix_page* page_ = nullptr;
  uint32_t first_ = 0;
  uint32_t count_ = 0;
};

}  // namespace interactions

/** @cond not for the reference */
// Iterators hold the page, not the range.
template <class Row>
inline constexpr bool std::ranges::enable_borrowed_range<interactions::Rows<Row>> = true;
/** @endcond */

#endif  // INTERACTIONS_CPP_ROWS_HPP
