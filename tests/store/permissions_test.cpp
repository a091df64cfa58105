// SPDX-License-Identifier: Apache-2.0
// Permissions in the cache, and the backend's limit of a file.
#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

using Input = PermissionInput;

}  // namespace

TEST_CASE_FIXTURE(StoreFixture, "permissions: each change is kept, and says whether it is news") {
  CHECK(take(store().permissions()).empty());
  const auto say = [this](Source source, Input input) {
    return take(store().change_permissions({{source, input, true}})).front();
  };
  // What changes nothing leaves no row.
  CHECK_FALSE(say(Source::files, Input::not_granted).news);
  CHECK(take(store().permissions()).empty());

  auto change = say(Source::camera, Input::want);
  CHECK(change.news);
  CHECK(change.now.since_ms == kNow);
  CHECK(say(Source::camera, Input::want).news);
  CHECK(say(Source::camera, Input::go_on).news);
  CHECK_FALSE(say(Source::camera, Input::not_granted).news);
  // Told again to another process; the request is as old as it is.
  change = say(Source::camera, Input::restarted);
  CHECK(change.news);
  CHECK(change.now.since_ms == kNow);
  CHECK(say(Source::camera, Input::granted).news);
  change = say(Source::camera, Input::restarted);
  CHECK_FALSE(change.news);
  CHECK(change.now.since_ms == 0);
  const auto rows = take(store().permissions());
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].now.state == PermissionState::granted);
}

TEST_CASE_FIXTURE(StoreFixture, "permissions: several in one go, in their order") {
  const auto changes = take(store().change_permissions({{Source::gallery, Input::limited, true},
                                                        {Source::camera, Input::blocked, true},
                                                        {Source::camera, Input::want, true}}));
  REQUIRE(changes.size() == 3);
  CHECK(changes[2].now.now.step == PermissionStep::settings);
  const auto rows = take(store().permissions());
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].source == Source::camera);
  CHECK(rows[1].now.state == PermissionState::limited);
}

TEST_CASE_FIXTURE(StoreFixture, "the backend's limit of a file outlives a new sign-in") {
  CHECK(take(store().account()).max_file_bytes == 0);
  done(store().set_max_file_bytes(50'000'000));
  Account account = take(store().account());
  CHECK(account.max_file_bytes == 50'000'000);
  take(store().signed_in(account));
  CHECK(take(store().account()).max_file_bytes == 50'000'000);
}
