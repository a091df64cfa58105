// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "model/ids.h"
#include "model/item.h"
#include "model/route.h"

using namespace ix;

TEST_CASE("ids: text and back, and nothing else is taken") {
  CHECK(RouteId{12}.text() == "r12");
  CHECK(RouteId::parse("r12") == RouteId{12});
  for (const char* bad :
       {"", "r", "r0", "r01", "r-1", "i12", "r12 ", "r9999999999999999999", "R12"}) {
    CAPTURE(bad);
    CHECK_FALSE(RouteId::parse(bad).has_value());
  }
}

TEST_CASE("delivery only goes forward") {
  using enum ItemState;
  CHECK(advanced(queued, sending) == sending);
  CHECK(advanced(delivered, accepted) == delivered);
  CHECK(advanced(accepted, failed) == failed);
  CHECK(advanced(delivered, failed) == delivered);
  CHECK(advanced(failed, accepted) == failed);
  CHECK(advanced(failed, delivered) == delivered);
  CHECK(advanced(received, read) == received);
}

TEST_CASE("others' messages, voicemails and missed calls count as unread") {
  Item item;
  CHECK(counts_as_unread(item));
  item.direction = Direction::out;
  CHECK_FALSE(counts_as_unread(item));
  item.direction = Direction::in;
  item.deleted = true;
  CHECK_FALSE(counts_as_unread(item));
  item.deleted = false;
  item.kind = ItemKind::call;
  item.call = Call{};
  CHECK_FALSE(counts_as_unread(item));
  item.call->outcome = CallOutcome::missed;
  CHECK(counts_as_unread(item));
  item.kind = ItemKind::voicemail;
  CHECK(counts_as_unread(item));
  item.kind = ItemKind::notice;
  CHECK_FALSE(counts_as_unread(item));
}

namespace {
bool in(uint32_t presets, Preset preset) {
  return presets & (1u << static_cast<int>(preset));
}
}  // namespace

TEST_CASE("presets: a person with an extension and a mobile number") {
  const uint32_t presets = presets_of(
      {.kind = ConversationKind::contact, .has_internal = true, .has_sms = true, .has_call = true});
  CHECK(in(presets, Preset::all));
  CHECK(in(presets, Preset::direct));
  CHECK(in(presets, Preset::external));
  CHECK(in(presets, Preset::internal));
  CHECK(in(presets, Preset::calls));
  CHECK_FALSE(in(presets, Preset::channels));
  CHECK_FALSE(in(presets, Preset::unread));
}

TEST_CASE("presets: channels and groups are Channels, never Direct") {
  for (const auto kind : {ConversationKind::channel, ConversationKind::group}) {
    const uint32_t presets = presets_of({.kind = kind});
    CHECK(in(presets, Preset::channels));
    CHECK(in(presets, Preset::all));
    CHECK_FALSE(in(presets, Preset::direct));
  }
}

TEST_CASE("presets: calls alone are in All and Calls only; archived ones in Archived only") {
  const uint32_t calls = presets_of({.kind = ConversationKind::number, .has_call = true});
  CHECK(in(calls, Preset::all));
  CHECK(in(calls, Preset::calls));
  CHECK_FALSE(in(calls, Preset::direct));
  CHECK_FALSE(in(calls, Preset::external));
  CHECK(presets_of({.has_internal = true, .has_unread = true, .archived = true}) ==
        1u << static_cast<int>(Preset::archived));
}

TEST_CASE("presets: names and back") {
  for (int i = 0; i < kPresetCount; ++i) {
    const auto preset = static_cast<Preset>(i);
    CHECK(preset_from_name(preset_name(preset)) == preset);
  }
  CHECK_FALSE(preset_from_name("everything").has_value());
}
