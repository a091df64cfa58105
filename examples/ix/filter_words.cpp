// SPDX-License-Identifier: Apache-2.0
#include "filter_words.h"

#include <optional>
#include <utility>

#include "names.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr int kDeepest = 32;  // of what is read; the library's own limit is lower

// Recursive descent over the words of one text. A failed step leaves its message in usage_.
class Parser {
 public:
  explicit Parser(std::string_view text) : left_(text) { next(); }

  ParsedFilter parse() {
    auto filter = any();
    if (filter && !word_.empty()) filter = fail("'" + std::string(word_) + "' is one too many");
    if (filter) return {std::move(*filter), {}};
    return {{}, "--filter: " + usage_};
  }

 private:
  using Maybe = std::optional<ixn::Filter>;

  Maybe fail(std::string usage) {
    if (usage_.empty()) usage_ = std::move(usage);
    return std::nullopt;
  }

  Maybe take(ixn::Result<ixn::Filter> made) {
    if (!made) return fail(made.error().message);
    return std::move(*made);
  }

  // The next word, or one parenthesis; empty at the end.
  void next() {
    const size_t begin = left_.find_first_not_of(" \t");
    left_.remove_prefix(begin == std::string_view::npos ? left_.size() : begin);
    size_t size = left_.find_first_of(" \t()");
    if (size == std::string_view::npos) size = left_.size();
    if (size == 0 && !left_.empty()) size = 1;
    word_ = left_.substr(0, size);
    left_.remove_prefix(size);
  }

  Maybe any() {
    Maybe filter = all();
    while (filter && word_ == "or") {
      next();
      const Maybe other = all();
      if (!other) return std::nullopt;
      filter = take(ixn::Filter::any_of({&*filter, &*other}));
    }
    return filter;
  }

  Maybe all() {
    Maybe filter = one();
    while (filter && word_ == "and") {
      next();
      const Maybe other = one();
      if (!other) return std::nullopt;
      filter = take(ixn::Filter::all_of({&*filter, &*other}));
    }
    return filter;
  }

  Maybe one() {
    if (++depth_ > kDeepest) return fail("nested too deep");
    Maybe filter;
    if (word_ == "not") {
      next();
      filter = one();
      if (filter) filter = take(ixn::Filter::none_of(*filter));
    } else if (word_ == "(") {
      next();
      filter = any();
      if (filter && word_ != ")") return fail("a ')' is missing");
      if (filter) next();
    } else {
      filter = word(word_);
      if (filter) next();
    }
    --depth_;
    return filter;
  }

  Maybe word(std::string_view text) {
    if (const auto preset = preset_of(text)) return take(ixn::Filter::preset(*preset));
    const size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (name == "with" && !value.empty()) return take(ixn::Filter::participant(value));
    if (name == "kind") {
      if (const auto kind = conversation_kind_of(value)) return take(ixn::Filter::kind(*kind));
    }
    if (name == "transport") {
      if (const auto kind = route_kind_of(value)) return take(ixn::Filter::transport(*kind));
    }
    if (name == "is") {
      if (const auto flag = filter_flag_of(value)) return take(ixn::Filter::flagged(*flag));
    }
    return fail(text.empty()
                    ? std::string("something is missing at its end")
                    : "'" + std::string(text) +
                          "' is none of all, direct, channels, "
                          "external, internal, calls, unread, archived, kind:, transport:, "
                          "is:, with: (ix help list)");
  }

  std::string_view left_;
  std::string_view word_;
  std::string usage_;
  int depth_ = 0;
};

}  // namespace

ParsedFilter parse_filter(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace cli
