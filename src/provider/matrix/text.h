// SPDX-License-Identifier: Apache-2.0
// Strings at the border to Matrix: escaping for URLs, ids, and bounds on what a server sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ix::provider::matrix {

constexpr size_t kMaxText = 64 * 1024;
constexpr size_t kMaxName = 1024;
constexpr size_t kMaxTopic = 4096;
// User, room and event ids (specification, "Common Identifier Format").
constexpr size_t kMaxId = 255;

// Everything but the unreserved characters of RFC 3986 as %XX.
std::string escaped(std::string_view text);

// Cut at a character's border.
std::string bounded(std::string_view text, size_t max_bytes);

// "@local:server". Historical ids have odd local parts, so only the frame is looked at.
bool is_user_id(std::string_view id);
std::string_view localpart(std::string_view user_id);
std::string_view server_of(std::string_view user_id);  // never ask this of a room id
// '!' and at most 255 bytes; room ids of version 12 have no server part.
bool is_room_id(std::string_view id);

// '+', a digit from 1 to 9, then 6 to 14 digits.
bool is_e164(std::string_view number);

// type "/" subtype without parameters (RFC 6838 4.2), in lower case; empty for what is none.
std::string mime_type(std::string_view text);

// A base URL as a person types it: https when no scheme is given, scheme and host in lower case, no
// trailing slash. nullopt for what cannot be one.
std::optional<std::string> base_url(std::string_view typed);

}  // namespace ix::provider::matrix
