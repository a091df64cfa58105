// SPDX-License-Identifier: Apache-2.0
#include <interactions/base.h>

#include "c_api/object.h"

#define IX_TEXT_OF_(x) #x
#define IX_TEXT_OF(x) IX_TEXT_OF_(x)

using namespace ix::c_api;

ix_str ix_text_str(const ix_text* text) noexcept {
  return text ? to_str(text->value) : ix_str{nullptr, 0};
}

ix_text* ix_text_retain(ix_text* text) noexcept {
  return retain(text);
}
void ix_text_release(ix_text* text) noexcept {
  release(text);
}

const char* ix_version(void) noexcept {
  return IX_TEXT_OF(IX_VERSION_MAJOR) "." IX_TEXT_OF(IX_VERSION_MINOR) "." IX_TEXT_OF(
      IX_VERSION_PATCH);
}

uint32_t ix_version_number(void) noexcept {
  return IX_VERSION_MAJOR * 1000000u + IX_VERSION_MINOR * 1000u + IX_VERSION_PATCH;
}

int64_t ix_debug_live_objects(void) noexcept {
  return Object::live_objects().load();
}
