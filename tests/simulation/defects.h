// SPDX-License-Identifier: Apache-2.0
// Deliberate defects around the product, to prove that the invariants bite.
#pragma once

#include <span>
#include <string_view>

namespace ix::simulation {

enum class Defect : int {
  none,
  fresh_transaction_ids,
  stripped_key,
  reversed_sync,
  false_acknowledgement,
  lying_disk,
  miscounted_unread,
  rosy_carrier,
  swallowed_events,
  invented_events,
  misread_elsewhere,
  miscounted_elsewhere,
  unheard_calls,
  renamed_calls,
  forgotten_acknowledgement,
  forgotten_markers,
  gapless_prune,
  forced_erase,
  kept_copy,
  remembered_person,
  kept_open_file,
  forgetful_rescue,
  lost_deletions,
  lost_reactions,
  forgotten_edits,
  misheard_gateway,
  keyless_rooms,
  forgotten_creations,
};

struct DefectKind {
  Defect defect;
  const char* name;
  const char* invariant;  // what its violation begins with
};

// All but `none`.
std::span<const DefectKind> defect_kinds();
const char* defect_name(Defect defect);
bool defect_of(std::string_view name, Defect& out);

}  // namespace ix::simulation
