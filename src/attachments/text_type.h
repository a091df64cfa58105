// SPDX-License-Identifier: Apache-2.0
// Whether a file is text, and which.
#pragma once

#include "attachments/byte_window.h"
#include "attachments/file_type.h"

namespace ix {

// Looks at the beginning, the middle and the end: a text header may stand before anything.
FileFormat text_type(ByteWindow& window);

}  // namespace ix
