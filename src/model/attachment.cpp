// SPDX-License-Identifier: Apache-2.0
#include "model/attachment.h"

namespace ix {

const char* attachment_kind_name(AttachmentKind kind) {
  switch (kind) {
    case AttachmentKind::image:
      return "image";
    case AttachmentKind::video:
      return "video";
    case AttachmentKind::audio:
      return "audio";
    case AttachmentKind::file:
      break;
  }
  return "file";
}

std::string names_of(const std::vector<Attachment>& attachments) {
  std::string names;
  for (const Attachment& one : attachments) {
    if (!names.empty()) names += '\n';
    names += one.name;
  }
  return names;
}

}  // namespace ix
