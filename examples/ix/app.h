// SPDX-License-Identifier: Apache-2.0
// What every command shares: the global options, opening the account, waiting for an operation.
#pragma once

#include <interactions/interactions.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "args.h"
#include "console.h"

namespace cli {

using Words = std::vector<std::string>;

// One run of the program. Lives in main; used by one thread.
struct App {
  Console out;
  std::string home;
  std::string ca_file;
  int64_t answer_timeout_ms = 0;  // 0: the library's own
  std::string destinations;       // which numbers may be texted; empty: the library's own rules
  std::string area_codes;         // the content of --area-codes; empty: the library's own table
  ix_log_level log_level = IX_LOG_WARN;
  bool log = false;

  // Opens the account in `home`. With `create` it is made when missing. Without, a folder where
  // nobody has signed in is an error, and a mistyped path leaves no folder behind.
  interactions::Result<interactions::Client> open(bool create = false,
                                                  ix_sync_mode mode = IX_SYNC_ON_DEMAND) const;

  // Polls until the operation is complete; tells progress after a second. Of other events only
  // those are told that no state shows: a short run reads what it wants to know.
  interactions::Status wait(const interactions::Client& client,
                            const interactions::Result<interactions::Operation>& operation,
                            std::string_view what) const;
  // The same, and gives the operation up at `until`: CANCELLED. `meanwhile` runs after every event.
  interactions::Status wait(const interactions::Client& client,
                            const interactions::Result<interactions::Operation>& operation,
                            std::string_view what, std::chrono::steady_clock::time_point until,
                            const std::function<void()>& meanwhile = {}) const;

  // On stderr, what only an event says.
  void tell(const interactions::Event& event) const;

  // Whether the account has a session now.
  bool signed_in(const interactions::Client& client) const;
};

// --limit, by default 50; absent after an error, which was reported.
std::optional<uint32_t> limit_of(const App& app, const Args& args);
// The end of a page: its cursor is the value of `option`.
void page_end(const App& app, const interactions::Page& page, const char* option);

// Holds --allow against the library's rules, and reads and checks the file of --area-codes (empty:
// not given). kDone, or the exit code of what was reported.
int check_number_rules(App& app, const std::string& area_codes_file);

// Reads all of stdin. One newline at its end does not count: `echo text | ix send ... -`.
std::string read_stdin();

// --- the commands; each gives the exit code

int run_login(App& app, const Words& words);
int run_logout(App& app, const Words& words);
int run_status(App& app, const Words& words);
int run_sync(App& app, const Words& words);
int run_list(App& app, const Words& words);
int run_thread(App& app, const Words& words);
int run_recipients(App& app, const Words& words);
int run_search(App& app, const Words& words);
int run_send(App& app, const Words& words);
int run_edit(App& app, const Words& words);
int run_delete(App& app, const Words& words);
int run_react(App& app, const Words& words);
int run_outbox(App& app, const Words& words);
int run_attachment(App& app, const Words& words);
int run_channel(App& app, const Words& words);
int run_doctor(App& app, const Words& words);
int run_explain(App& app, const Words& words);
int run_export(App& app, const Words& words);
int run_erase(App& app, const Words& words);
int run_prune(App& app, const Words& words);
int run_sizes(App& app, const Words& words);
int run_notify(App& app, const Words& words);
int run_contacts(App& app, const Words& words);
int run_read(App& app, const Words& words);
int run_unread(App& app, const Words& words);
int run_mute(App& app, const Words& words);
int run_unmute(App& app, const Words& words);
int run_pin(App& app, const Words& words);
int run_unpin(App& app, const Words& words);
int run_archive(App& app, const Words& words);
int run_unarchive(App& app, const Words& words);
int run_draft(App& app, const Words& words);
int run_via(App& app, const Words& words);
int run_call(App& app, const Words& words);
int run_number(App& app, const Words& words);
int run_sms_parts(App& app, const Words& words);
int run_consent(App& app, const Words& words);
int run_permission(App& app, const Words& words);

}  // namespace cli
