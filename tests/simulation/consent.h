// SPDX-License-Identifier: Apache-2.0
// STOP and START: the ledger of a device against what the backend's history says.
#pragma once

namespace ix::simulation {

class Life;
struct Hand;

// Whoever has written by SMS wants texts again.
void everybody_texts_start(Life& life);
// What a person does about messages that the opt-out held back, once it is lifted. True: there were
// some.
bool retry_opted_out(Life& life, Hand& hand);
// The ledger is what the keywords and the carrier's reports of all rooms come to, but for what was
// erased; and since everybody has texted START, nobody is opted out.
void check_consent(Life& life, Hand& hand);

}  // namespace ix::simulation
