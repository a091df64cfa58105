// SPDX-License-Identifier: Apache-2.0
#include <interactions/filter.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Status filter_out(Result<Filter> filter, ix_filter** out) {
  if (!filter.ok()) return std::move(filter.error());
  *out = new ix_filter(filter.take());
  return {};
}

// A number of an enumeration that this version knows; its values begin with 0.
Status known(int32_t value, int32_t count, const char* message) {
  return require(value >= 0 && value < count, message);
}

Result<std::vector<Filter>> parts_in(const ix_filter* const* parts, size_t count) {
  // Filter's own limit is lower; this one bounds what is copied before it is known.
  IX_CHECK(require(count <= Filter::kMostNodes, "the filter is too large: at most 64 parts"));
  IX_CHECK(require(count == 0 || parts != nullptr, "parts is NULL"));
  std::vector<Filter> values;
  for (size_t i = 0; i < count; ++i) {
    IX_CHECK(require(parts[i] != nullptr, "a part is NULL"));
    values.push_back(parts[i]->value);
  }
  return values;
}

template <class Make>
ix_status make_filter(ix_filter** out, ix_error** out_error, Make&& make) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return filter_out(make(), out);
  });
}

}  // namespace

ix_status ix_filter_preset(ix_preset preset, ix_filter** out, ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_CHECK(known(preset, kPresetCount, "unknown preset"));
    return Filter::preset(static_cast<Preset>(preset));
  });
}

ix_status ix_filter_kind(ix_conversation_kind kind, ix_filter** out,
                         ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_CHECK(known(kind, kConversationKindCount, "unknown kind of conversation"));
    return Filter::kind(static_cast<ConversationKind>(kind));
  });
}

ix_status ix_filter_transport(ix_route_kind kind, ix_filter** out, ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_CHECK(known(kind, kRouteKindCount, "unknown kind of route"));
    return Filter::transport(static_cast<RouteKind>(kind));
  });
}

ix_status ix_filter_flagged(ix_filter_flag flag, ix_filter** out, ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_CHECK(known(flag, kFilterFlagCount, "unknown flag of a filter"));
    return Filter::flag(static_cast<FilterFlag>(flag));
  });
}

ix_status ix_filter_participant(ix_str who, ix_filter** out, ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_TRY(const std::string text, required_text_in(who, "participant"));
    return Filter::participant(text);
  });
}

ix_status ix_filter_active(int64_t from_ms, int64_t before_ms, ix_filter** out,
                           ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&] { return Filter::active(from_ms, before_ms); });
}

ix_status ix_filter_all_of(const ix_filter* const* parts, size_t count, ix_filter** out,
                           ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_TRY(const std::vector<Filter> values, parts_in(parts, count));
    return Filter::all_of(values);
  });
}

ix_status ix_filter_any_of(const ix_filter* const* parts, size_t count, ix_filter** out,
                           ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_TRY(const std::vector<Filter> values, parts_in(parts, count));
    return Filter::any_of(values);
  });
}

ix_status ix_filter_none_of(const ix_filter* part, ix_filter** out, ix_error** out_error) noexcept {
  return make_filter(out, out_error, [&]() -> Result<Filter> {
    IX_CHECK(require(part != nullptr, "the filter is NULL"));
    return Filter::none_of(part->value);
  });
}

ix_filter* ix_filter_retain(ix_filter* filter) noexcept {
  return retain(filter);
}
void ix_filter_release(ix_filter* filter) noexcept {
  release(filter);
}
