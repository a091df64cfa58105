// SPDX-License-Identifier: Apache-2.0
#include "model/filter.h"

#include <doctest/doctest.h>

#include <set>

namespace ix {
namespace {

Filter ok(Result<Filter> filter) {
  REQUIRE(filter.ok());
  return filter.take();
}

TEST_CASE("a filter is at most 16 deep") {
  Filter filter;
  for (int depth = 2; depth <= Filter::kMostDepth; ++depth) filter = ok(Filter::none_of(filter));
  CHECK(filter.root().depth == 16);
  const auto deeper = Filter::none_of(filter);
  REQUIRE_FALSE(deeper.ok());
  CHECK(deeper.error().code == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE("a filter has at most 64 parts") {
  const std::vector<Filter> parts(63);
  const Filter full = ok(Filter::any_of(parts));
  CHECK(full.root().size == 64);
  CHECK_FALSE(Filter::none_of(full).ok());
  CHECK_FALSE(Filter::any_of(std::vector<Filter>(64)).ok());
  CHECK_FALSE(Filter::all_of({full, full}).ok());
}

TEST_CASE("a participant has a name, a time a length") {
  CHECK_FALSE(Filter::participant("").ok());
  CHECK(Filter::participant(std::string(255, 'x')).ok());
  CHECK_FALSE(Filter::participant(std::string(256, 'x')).ok());
  CHECK(Filter::active(1, 2).ok());
  CHECK_FALSE(Filter::active(2, 2).ok());
}

TEST_CASE("filters that differ have fingerprints that differ") {
  const Filter unread = Filter::flag(FilterFlag::unread);
  const Filter pinned = Filter::flag(FilterFlag::pinned);
  const Filter all[] = {
      Filter(),
      Filter::preset(Preset::unread),
      unread,
      pinned,
      Filter::kind(ConversationKind::number),
      Filter::transport(RouteKind::sms),
      ok(Filter::participant("a")),
      ok(Filter::participant("a1:b")),
      ok(Filter::active(1, 2)),
      ok(Filter::active(1, 22)),
      ok(Filter::all_of({unread, pinned})),
      ok(Filter::all_of({pinned, unread})),
      ok(Filter::any_of({unread, pinned})),
      ok(Filter::all_of({ok(Filter::all_of({unread})), pinned})),
      ok(Filter::all_of({ok(Filter::all_of({unread, pinned}))})),
      ok(Filter::none_of(unread)),
      ok(Filter::all_of({})),
      ok(Filter::any_of({})),
  };
  std::set<std::string> seen;
  for (const Filter& filter : all) seen.insert(filter.fingerprint());
  CHECK(seen.size() == std::size(all));
  CHECK(ok(Filter::none_of(unread)).fingerprint() == ok(Filter::none_of(unread)).fingerprint());
}

}  // namespace
}  // namespace ix
