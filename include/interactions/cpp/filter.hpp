// SPDX-License-Identifier: Apache-2.0
/**
 * @file filter.hpp
 * Which conversations a list, a count or a search is about. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_FILTER_HPP
#define INTERACTIONS_CPP_FILTER_HPP

#include <interactions/filter.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace interactions {

/** Which conversations a list is about; an empty Filter means all. */
class Filter : public Handle<ix_filter, ix_filter_retain, ix_filter_release> {
 public:
  using Handle::Handle;

  static Result<Filter> preset(ix_preset preset) {
    return make([&](auto** out, auto** error) { return ix_filter_preset(preset, out, error); });
  }
  static Result<Filter> kind(ix_conversation_kind kind) {
    return make([&](auto** out, auto** error) { return ix_filter_kind(kind, out, error); });
  }
  static Result<Filter> transport(ix_route_kind kind) {
    return make([&](auto** out, auto** error) { return ix_filter_transport(kind, out, error); });
  }
  /** `flag`: IX_FILTER_*. */
  static Result<Filter> flagged(ix_filter_flag flag) {
    return make([&](auto** out, auto** error) { return ix_filter_flagged(flag, out, error); });
  }
  /** A user id, a number in E.164, or a contact's id. */
  static Result<Filter> participant(std::string_view who) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_participant(str(who), out, error); });
  }
  static Result<Filter> active(int64_t from_ms, int64_t before_ms) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_active(from_ms, before_ms, out, error); });
  }
  static Result<Filter> all_of(std::initializer_list<const Filter*> parts) {
    return join(parts, ix_filter_all_of);
  }
  static Result<Filter> any_of(std::initializer_list<const Filter*> parts) {
    return join(parts, ix_filter_any_of);
  }
  static Result<Filter> none_of(const Filter& part) {
    return make(
        [&](auto** out, auto** error) { return ix_filter_none_of(part.get(), out, error); });
  }
  Filter share() const { return Filter(retained()); }

 private:
  template <class Call>
  static Result<Filter> make(Call&& call) {
    return detail::result_of<Filter, ix_filter*>(
        [&](ix_filter** out, ix_error** error) { return call(out, error); });
  }
  template <class Join>
  static Result<Filter> join(std::initializer_list<const Filter*> parts, Join join_parts) {
    std::vector<const ix_filter*> raw;
    for (const Filter* part : parts) raw.push_back(part->get());
    return make(
        [&](auto** out, auto** error) { return join_parts(raw.data(), raw.size(), out, error); });
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_FILTER_HPP
