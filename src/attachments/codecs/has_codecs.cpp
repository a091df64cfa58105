// SPDX-License-Identifier: Apache-2.0
#include "attachments/codecs.h"

namespace ix {

bool has_codecs() {
  return true;
}

}  // namespace ix
