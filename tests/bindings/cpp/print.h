// SPDX-License-Identifier: Apache-2.0
// The lines that more than one scenario prints; their keys: README.md beside scenarios.txt.
#pragma once

#include "line.h"
#include "world.h"

namespace scenario {

void print_account(const ixn::Client& client);
void print_conversations(const ixn::Page& page);
void print_page(uint32_t rows, int32_t more);
void print_items(const ixn::Page& page);
void print_own(const ixn::Client& client, std::string_view item);
void print_outbox(const ixn::Page& page);
// Sorted: which route stands first is the server's affair.
void print_groupings(const ixn::Client& client, std::string_view conversation);
void print_error(const ixn::Error& error, std::string_view what);

// The titles of a page of conversations.
std::vector<std::string> titles(const ixn::Page& page);
// The id of the conversation with this address.
std::string with(const ixn::Client& client, std::string_view address);

// What a call failed with; it has to fail.
template <class T>
void print_failure(const ixn::Result<T>& result, std::string_view what) {
  if (result) stop(std::string(what) + ": expected an error");
  print_error(result.error(), what);
}

}  // namespace scenario
