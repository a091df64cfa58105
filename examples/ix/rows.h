// SPDX-License-Identifier: Apache-2.0
// Rows of the library as JSON objects and as lines for people.
#pragma once

#include <interactions/interactions.hpp>

#include <string>
#include <string_view>

namespace cli {

std::string conversation_json(const interactions::Page& page,
                              const interactions::Conversation& conversation);
std::string conversation_text(const interactions::Conversation& conversation);

// `conversation`: written into the object when present.
std::string item_json(const interactions::Page& page, const interactions::Item& item,
                      std::string_view conversation = {});
std::string item_text(const interactions::Page& page, const interactions::Item& item);
// " 👍 2", or nothing; oneself among them is marked.
std::string reactions_text(const interactions::Page& page, const interactions::Item& item);

// A result of a search: what was found, and what to show of it. In text, *stars* mark the places.
std::string match_json(const interactions::Page& page, const interactions::Match& match);
std::string match_text(const interactions::Page& page, const interactions::Match& match);

std::string reachable_json(const interactions::Rows<interactions::Address>& addresses);
std::string contact_json(const interactions::Page& page, const interactions::Contact& contact);
std::string contact_text(const interactions::Page& page, const interactions::Contact& contact);

std::string consent_json(const interactions::Consent& consent);
std::string consent_text(const interactions::Consent& consent);

std::string member_json(const interactions::Member& member);
std::string member_text(const interactions::Member& member);
std::string outbox_json(const interactions::OutboxEntry& entry);
std::string outbox_text(const interactions::OutboxEntry& entry);

std::string account_json(const interactions::Page& page, const interactions::Account& account);
std::string account_text(const interactions::Page& page, const interactions::Account& account);

// The last line of a page.
std::string page_end_json(std::string_view next, int32_t more);
// Of a thread: also the cursor for --after, and the row of the item it was made around, if any.
std::string thread_end_json(const interactions::Page& page, uint32_t row);

}  // namespace cli
