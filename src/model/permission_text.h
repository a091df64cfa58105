// SPDX-License-Identifier: Apache-2.0
// What a host that has no words of its own says to the user: in English, and in French as it is
// written in Canada.
#pragma once

#include <string>
#include <string_view>

#include "model/permission.h"

namespace ix {

enum class TextLanguage : int32_t { english = 0, french = 1 };

// Of a tag as in BCP 47 (RFC 5646): "fr", "fr-CA", "FR_ca". English for all others.
TextLanguage text_language(std::string_view tag);

// The choice of a source: "Take a photo or video".
std::string_view source_label(Source source, TextLanguage language);

// A screen of the app's own. Empty texts: there is none.
struct PermissionText {
  std::string key;  // "permission.camera.explain"; each text's is this, "." and its name here
  std::string title;
  std::string_view body;
  std::string_view confirm;  // the button that goes on
  std::string_view dismiss;  // the one that does not; may be empty
};
// Of the steps explain, settings and refuse.
PermissionText permission_text(Source source, PermissionStep step, TextLanguage language);

}  // namespace ix
