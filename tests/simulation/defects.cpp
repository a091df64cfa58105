// SPDX-License-Identifier: Apache-2.0
#include "simulation/defects.h"

namespace ix::simulation {
namespace {

constexpr DefectKind kKinds[] = {
    // Every attempt of a send gets a transaction id of its own.
    {Defect::fresh_transaction_ids, "fresh-transaction-ids", "no double"},
    // The same, and the key inside the content is lost.
    {Defect::stripped_key, "stripped-key", "no double"},
    // A sync's events come newest first.
    {Defect::reversed_sync, "reversed-sync", "one order"},
    // Some sends are acknowledged and never stored.
    {Defect::false_acknowledgement, "false-acknowledgement", "no loss"},
    // Synced bytes do not survive a power loss.
    {Defect::lying_disk, "lying-disk", "no loss"},
    // A counter in the cache is off by one.
    {Defect::miscounted_unread, "miscounted-unread", "no phantom"},
    // A carrier's refusal comes through as a delivery.
    {Defect::rosy_carrier, "rosy-carrier", "true status"},
    // A sync leaves out some messages.
    {Defect::swallowed_events, "swallowed-events", "no loss"},
    // A sync tells some messages twice, under two ids.
    {Defect::invented_events, "invented-events", "one order"},
    // Another device stores another text.
    {Defect::misread_elsewhere, "misread-elsewhere", "converge"},
};

}  // namespace

std::span<const DefectKind> defect_kinds() {
  return kKinds;
}

const char* defect_name(Defect defect) {
  for (const DefectKind& kind : kKinds) {
    if (kind.defect == defect) return kind.name;
  }
  return "none";
}

bool defect_of(std::string_view name, Defect& out) {
  for (const DefectKind& kind : kKinds) {
    if (name != kind.name) continue;
    out = kind.defect;
    return true;
  }
  return false;
}

}  // namespace ix::simulation
