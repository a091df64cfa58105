// SPDX-License-Identifier: Apache-2.0
// Phone numbers, with a client and without.
#ifndef INTERACTIONS_JNI_NUMBERS_H
#define INTERACTIONS_JNI_NUMBERS_H

#include <interactions/number.h>

#include "support.h"

namespace ixj {

// The rules that Kotlin described; the texts live as long as `in`.
ix_number_rules number_rules(Arguments& in);
// All that is known of a number, in the form of Output. Takes the number.
jbyteArray give_number(JNIEnv* env, ix_number* number);
// `client` null: by the library's own rules. `rules` null: none.
jbyteArray parse_number_with(JNIEnv* env, ix_client* client, jbyteArray text, jbyteArray rules);

}  // namespace ixj

#endif  // INTERACTIONS_JNI_NUMBERS_H
