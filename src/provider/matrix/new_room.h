// SPDX-License-Identifier: Apache-2.0
// Making rooms so that doing it twice makes one.
//
// createRoom itself is not idempotent: what is repeated because its answer was lost, or was late,
// makes a second room. An alias is unique at its server, so the room is asked for with one made of
// the request's key; the second request is refused (measured with Synapse: M_ROOM_IN_USE, or 409
// while the first is still being answered, and no room is left over), and the alias leads to the
// first one's. It stays as it is: a request that arrives late must find it taken.
#pragma once

#include <string>

#include "base/json_writer.h"

namespace ix::provider::matrix {

// The local part of the alias of a key.
std::string guard_alias(const std::string& key);

// An element of initial_state: the alias is nobody's to read, so it must not name the room.
void write_no_name(json::Writer& out, const std::string& alias);

}  // namespace ix::provider::matrix
