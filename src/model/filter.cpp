// SPDX-License-Identifier: Apache-2.0
#include "model/filter.h"

#include <algorithm>
#include <utility>

namespace ix {
namespace {

void print(const Filter::Node& node, std::string& out) {
  out += static_cast<char>('a' + static_cast<int>(node.op));
  switch (node.op) {
    case FilterOp::preset:
    case FilterOp::kind:
    case FilterOp::transport:
    case FilterOp::flag:
      out += std::to_string(node.value);
      break;
    case FilterOp::participant:
      // With its length: no text can look like the rest of a filter.
      out += std::to_string(node.text.size()) + ":" + node.text;
      break;
    case FilterOp::active:
      out += std::to_string(node.from) + "~" + std::to_string(node.before);
      break;
    case FilterOp::all_of:
    case FilterOp::any_of:
    case FilterOp::none_of:
      out += '(';
      for (const auto& part : node.parts) print(*part, out);
      out += ')';
      break;
  }
}

}  // namespace

Filter::Filter() : Filter(preset(Preset::all)) {}

Filter Filter::leaf(FilterOp op, int32_t value) {
  Node node;
  node.op = op;
  node.value = value;
  return Filter(std::make_shared<const Node>(std::move(node)));
}

Filter Filter::preset(Preset preset) {
  return leaf(FilterOp::preset, static_cast<int32_t>(preset));
}

Filter Filter::kind(ConversationKind kind) {
  return leaf(FilterOp::kind, static_cast<int32_t>(kind));
}

Filter Filter::transport(RouteKind kind) {
  return leaf(FilterOp::transport, static_cast<int32_t>(kind));
}

Filter Filter::flag(FilterFlag flag) {
  return leaf(FilterOp::flag, static_cast<int32_t>(flag));
}

Result<Filter> Filter::participant(std::string_view who) {
  if (who.empty() || who.size() > kMostText) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 "a participant is a user id, a number in E.164 or a contact's id, 1 to 255 bytes");
  }
  Node node;
  node.op = FilterOp::participant;
  node.text = who;
  return Filter(std::make_shared<const Node>(std::move(node)));
}

Result<Filter> Filter::active(Millis from, Millis before) {
  if (from >= before) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the beginning of the time lies behind its end");
  }
  Node node;
  node.op = FilterOp::active;
  node.from = from;
  node.before = before;
  return Filter(std::make_shared<const Node>(std::move(node)));
}

Result<Filter> Filter::join(FilterOp op, const std::vector<Filter>& parts) {
  Node node;
  node.op = op;
  for (const Filter& part : parts) {
    node.depth = std::max(node.depth, part.root_->depth + 1);
    node.size += part.root_->size;  // each part has at most kMostNodes, so this cannot overflow
    if (node.depth > kMostDepth || node.size > kMostNodes) {
      return Error(ErrorCode::INVALID_ARGUMENT,
                   "the filter is too large: at most 64 parts, nested 16 deep");
    }
    node.parts.push_back(part.root_);
  }
  return Filter(std::make_shared<const Node>(std::move(node)));
}

Result<Filter> Filter::all_of(const std::vector<Filter>& parts) {
  return join(FilterOp::all_of, parts);
}

Result<Filter> Filter::any_of(const std::vector<Filter>& parts) {
  return join(FilterOp::any_of, parts);
}

Result<Filter> Filter::none_of(const Filter& part) {
  return join(FilterOp::none_of, {part});
}

std::string Filter::fingerprint() const {
  std::string out;
  print(*root_, out);
  return out;
}

}  // namespace ix
