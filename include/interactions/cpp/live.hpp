// SPDX-License-Identifier: Apache-2.0
/**
 * @file live.hpp
 * Keeping a list up to date by what a subscription gives. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_LIVE_HPP
#define INTERACTIONS_CPP_LIVE_HPP

#include <interactions/cpp/page.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace interactions {

/**
 * Applies what Client::take gave to a list of the caller's own: any sequence with size(),
 * operator[], begin(), insert() and erase(), such as std::vector. `make(row)` gives the element for
 * a row of the table that was subscribed:
 *
 *     apply_changes(*changes, titles, [&](uint32_t row) {
 *       return std::string(changes->conversations()[row].title);
 *     });
 *
 * Afterwards the list is what the same page call would give. False: a step does not fit the list,
 * which is then not one that these changes belong to; steps before it were applied.
 */
template <class List, class Make>
bool apply_changes(const Page& page, List& list, Make&& make) {
  const auto place = [&](size_t index) {
    return list.begin() + static_cast<std::ptrdiff_t>(index);
  };
  for (const Change change : page.changes()) {
    switch (change.op) {
      case IX_CHANGE_INSERT:
        if (change.to > list.size()) return false;
        list.insert(place(change.to), make(change.row));
        break;
      case IX_CHANGE_REMOVE:
        if (change.from >= list.size()) return false;
        list.erase(place(change.from));
        break;
      case IX_CHANGE_MOVE: {
        if (change.from >= list.size() || change.to >= list.size()) return false;
        auto moved = std::move(list[change.from]);
        list.erase(place(change.from));
        list.insert(place(change.to), std::move(moved));
        break;
      }
      case IX_CHANGE_UPDATE:
        if (change.from >= list.size()) return false;
        list[change.from] = make(change.row);
        break;
      default:
        return false;
    }
  }
  return true;
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_LIVE_HPP
