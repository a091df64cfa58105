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
    // Another device counts one more unread.
    {Defect::miscounted_elsewhere, "miscounted-elsewhere", "converge"},
    // What the host reports of calls is never given to the library.
    {Defect::unheard_calls, "unheard-calls", "one call"},
    // The backend's record of a call comes with an id and a time of its own.
    {Defect::renamed_calls, "renamed-calls", "one call"},
    // The host believes to have acknowledged what it showed.
    {Defect::forgotten_acknowledgement, "forgotten-acknowledgement", "notify"},
    // Read markers go back before the host asks what to notify.
    {Defect::forgotten_markers, "forgotten-markers", "notify"},
    // Pruned history leaves no gap.
    {Defect::gapless_prune, "gapless-prune", "prune"},
    // A host that does not ask about unsent messages.
    {Defect::forced_erase, "forced-erase", "erase"},
    // A copy of the database lies beside it when a person is erased.
    {Defect::kept_copy, "kept-copy", "erase"},
    // Something that was erased is there again.
    {Defect::remembered_person, "remembered-person", "erase"},
    // A connection to the database stays open while the client is suspended.
    {Defect::kept_open_file, "kept-open-file", "suspend"},
    // What was unsent does not come over from a damaged database.
    {Defect::forgetful_rescue, "forgetful-rescue", "no loss"},
    // Some deletions are acknowledged and never done.
    {Defect::lost_deletions, "lost-deletions", "one truth"},
    // Some reactions are acknowledged and never stored.
    {Defect::lost_reactions, "lost-reactions", "one truth"},
    // What a person changed in a message is dropped before it leaves.
    {Defect::forgotten_edits, "forgotten-edits", "no loss"},
    // The gateway's report of an opt-out comes through as any refusal.
    {Defect::misheard_gateway, "misheard-gateway", "consent"},
    // A room is asked for without its key, under an alias of each attempt's own.
    {Defect::keyless_rooms, "keyless-rooms", "no double"},
    // What makes a channel is dropped before it leaves.
    {Defect::forgotten_creations, "forgotten-creations", "no loss"},
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
