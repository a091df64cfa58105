// SPDX-License-Identifier: Apache-2.0
// Filters: which conversations a list, a count or a search is about. Predicates as data, built by
// functions; the cache turns them into SQL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/route.h"

namespace ix {

// The numbers cross the C ABI: never renumber.
enum class FilterFlag : int32_t {
  unread = 0,  // unread items, or marked unread
  pinned = 1,
  archived = 2,
  muted = 3,
  draft = 4,
  failed = 5,       // a message that could not be sent or delivered
  missed_call = 6,  // an incoming call that was missed
};
constexpr int kFilterFlagCount = 7;

enum class FilterOp { preset, kind, transport, flag, participant, active, all_of, any_of, none_of };

// An immutable value; copies share what they are made of. Thread-safe to read.
class Filter {
 public:
  struct Node {
    FilterOp op = FilterOp::preset;
    int32_t value = 0;  // of preset, kind, transport and flag
    std::string text;   // of participant
    Millis from = 0;    // of active: from <= activity < before
    Millis before = 0;
    std::vector<std::shared_ptr<const Node>> parts;  // of all_of, any_of; one of none_of
    int depth = 1;
    int size = 1;
  };
  static constexpr int kMostDepth = 16;
  static constexpr int kMostNodes = 64;
  static constexpr size_t kMostText = 255;

  // Everything but what is archived.
  Filter();

  static Filter preset(Preset preset);
  static Filter kind(ConversationKind kind);
  // Holds a route of this kind.
  static Filter transport(RouteKind kind);
  static Filter flag(FilterFlag flag);
  // With this person: a user id, a number in E.164, or a contact's id. INVALID_ARGUMENT: empty, or
  // longer than kMostText bytes.
  static Result<Filter> participant(std::string_view who);
  // Newest activity in [from, before). INVALID_ARGUMENT: nothing can lie there.
  static Result<Filter> active(Millis from, Millis before);
  // Of no filters at all: everything, nothing. INVALID_ARGUMENT beyond kMostDepth or kMostNodes.
  static Result<Filter> all_of(const std::vector<Filter>& parts);
  static Result<Filter> any_of(const std::vector<Filter>& parts);
  static Result<Filter> none_of(const Filter& part);

  const Node& root() const { return *root_; }
  // Names the filter inside cursors, so that a cursor of another list is refused. Filters built in
  // the same way have the same.
  std::string fingerprint() const;

 private:
  explicit Filter(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  static Filter leaf(FilterOp op, int32_t value);
  static Result<Filter> join(FilterOp op, const std::vector<Filter>& parts);

  std::shared_ptr<const Node> root_;
};

// What listing a filter to its end would give.
struct ListCounts {
  int64_t conversations = 0;
  int64_t unread_conversations = 0;  // with unread items, or marked unread
  int64_t unread_items = 0;
  bool lower_bound = false;  // a gap may hide more unread items
};

}  // namespace ix
