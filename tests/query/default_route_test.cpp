// SPDX-License-Identifier: Apache-2.0
#include "model/default_route.h"

#include <doctest/doctest.h>

#include <vector>

using namespace ix;

namespace {
size_t chosen(const std::vector<RouteUse>& routes) {
  return default_route(routes);
}
}  // namespace

TEST_CASE("the composer begins with the last inbound, else last used, else internal, else first") {
  const RouteUse sms{RouteKind::sms, true, 0, 0};
  const RouteUse internal{RouteKind::internal, true, 0, 0};
  CHECK(chosen({sms, sms}) == 0);
  CHECK(chosen({sms, internal, internal}) == 1);
  CHECK(chosen({internal, {RouteKind::sms, true, 0, 5}}) == 1);
  CHECK(chosen({{RouteKind::sms, true, 3, 0}, {RouteKind::internal, true, 0, 9}}) == 0);
  CHECK(chosen({{RouteKind::sms, true, 3, 9}, {RouteKind::sms, true, 4, 0}}) == 1);
}

TEST_CASE("what the user chose last goes before the rule") {
  const RouteUse busy{RouteKind::internal, true, 99, 99, 0};
  CHECK(chosen({busy, {RouteKind::sms, true, 0, 0, 5}}) == 1);
  CHECK(chosen({{RouteKind::sms, true, 0, 0, 6}, busy, {RouteKind::sms, true, 0, 0, 5}}) == 0);
  CHECK(chosen({{RouteKind::sms, false, 0, 0, 6}, busy}) == 1);
  CHECK(chosen({{RouteKind::phone, true, 0, 0, 6}, busy}) == 1);
}

TEST_CASE("a route that cannot send is taken only when none can") {
  const RouteUse left{RouteKind::internal, false, 9, 9};
  const RouteUse phone{RouteKind::phone, true, 99, 0};
  CHECK(chosen({left, phone, {RouteKind::sms, true, 0, 0}}) == 2);
  CHECK(chosen({left, {RouteKind::internal, false, 10, 0}}) == 1);
}
