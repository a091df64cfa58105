// SPDX-License-Identifier: Apache-2.0
// What a phone number is, for the layers above the engine: the same words as identity/.
#pragma once

#include "identity/phone_number.h"

namespace ix::engine {

using identity::NumberClass;
using identity::parse_phone_number;
using identity::PhoneNumber;

}  // namespace ix::engine
