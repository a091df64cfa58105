// SPDX-License-Identifier: Apache-2.0
#include "cache/filter_sql.h"

#include "model/ids.h"
#include "model/item.h"

namespace ix::cache {
namespace {

// A pending route that became another one has nothing of its own any more.
constexpr const char* kRoutesOf =
    "EXISTS (SELECT 1 FROM route AS r WHERE r.conversation = c.id AND r.merged_into IS NULL AND ";

// Enumerations are checked numbers and times are ours: they stand in the text, where the planner
// sees them. What a person wrote is always bound.
template <class Number>
std::string digits(Number value) {
  return std::to_string(static_cast<int64_t>(value));
}

}  // namespace

FilterSql::FilterSql(const Filter& filter, int first_parameter, FilterScope scope)
    : first_(first_parameter), scope_(scope) {
  add(filter.root());
}

void FilterSql::bind(Statement& statement) const {
  for (size_t i = 0; i < texts_.size(); ++i) {
    statement.bind(first_ + static_cast<int>(i), std::string_view(texts_[i]));
  }
}

void FilterSql::add(const Filter::Node& node) {
  switch (node.op) {
    case FilterOp::preset:
      // Word for word as in the partial index of the preset.
      condition_ += "c.presets & " + digits(1 << node.value);
      return;
    case FilterOp::kind:
      condition_ += "c.kind = " + digits(node.value);
      return;
    case FilterOp::transport:
      condition_ += kRoutesOf + ("r.kind = " + digits(node.value) + ")");
      return;
    case FilterOp::flag:
      return add_flag(static_cast<FilterFlag>(node.value));
    case FilterOp::participant:
      return add_participant(node.text);
    case FilterOp::active:
      condition_ += "(c.activity_ms >= " + digits(node.from) + " AND c.activity_ms < " +
                    digits(node.before) + ")";
      return;
    case FilterOp::all_of:
      return add_parts(node, " AND ", "1");
    case FilterOp::any_of:
      return add_parts(node, " OR ", "0");
    case FilterOp::none_of:
      condition_ += "NOT ";
      return add_parts(node, " OR ", "0");
  }
}

void FilterSql::add_parts(const Filter::Node& node, const char* between, const char* of_none) {
  condition_ += '(';
  if (node.parts.empty()) condition_ += of_none;
  for (size_t i = 0; i < node.parts.size(); ++i) {
    if (i > 0) condition_ += between;
    add(*node.parts[i]);
  }
  condition_ += ')';
}

void FilterSql::add_flag(FilterFlag flag) {
  switch (flag) {
    case FilterFlag::unread:
      condition_ += "(c.unread > 0 OR c.marked_unread)";
      return;
    case FilterFlag::pinned:
      condition_ += "c.pinned";
      return;
    case FilterFlag::archived:
      condition_ += "c.archived";
      return;
    case FilterFlag::muted:
      condition_ += "c.muted";
      return;
    case FilterFlag::draft:
      condition_ += "c.draft <> ''";
      return;
    case FilterFlag::failed:
      // Word for word as in the index item_failed, and item_missed below.
      return add_items("i.state = 6");
    case FilterFlag::missed_call:
      return add_items("i.call_outcome = 1 AND i.call_direction = 0");
  }
}

void FilterSql::add_items(const char* condition) {
  if (scope_ == FilterScope::all) {
    condition_ += std::string(
                      "c.id IN (SELECT r.conversation FROM route AS r"
                      " WHERE r.merged_into IS NULL AND r.id IN"
                      " (SELECT i.route FROM item AS i WHERE ") +
                  condition + "))";
  } else {
    condition_ += std::string(
                      "EXISTS (SELECT 1 FROM route AS r JOIN item AS i ON i.route = r.id"
                      " WHERE r.conversation = c.id AND r.merged_into IS NULL AND ") +
                  condition + ")";
  }
}

void FilterSql::add_participant(const std::string& who) {
  if (const auto contact = ContactId::parse(who)) {
    condition_ += "c.contact IS " + digits(contact->value);
    return;
  }
  texts_.push_back(who);
  const std::string parameter = "?" + std::to_string(first_ + static_cast<int>(texts_.size()) - 1);
  condition_ += "c.id IN (SELECT r.conversation FROM route AS r WHERE r.merged_into IS NULL AND ";
  condition_ += who.front() == '+' ? "r.peer_number = " : "r.peer_user = ";
  condition_ += parameter + ")";
}

static_assert(static_cast<int>(ItemState::failed) == 6, "the index item_failed says 6");
static_assert(static_cast<int>(CallOutcome::missed) == 1, "the index item_missed says 1");

}  // namespace ix::cache
