// SPDX-License-Identifier: Apache-2.0
// What contacts are found by (identity/contact_keys.h), kept with each contact.
#pragma once

#include <string>
#include <vector>

#include "cache/check_reads.h"
#include "cache/sqlite.h"
#include "model/route.h"

namespace ix::store {

std::vector<std::string> search_keys_of(const Contact& contact);

// Makes the keys of every contact again.
Status rebuild_contact_keys(cache::Connection& connection);
// Contacts whose keys are missing, too many or others.
Result<cache::Wrong> contact_key_differences(cache::Connection& connection);

}  // namespace ix::store
