// SPDX-License-Identifier: Apache-2.0
// What is in a container that several kinds of file share: ISO media, Matroska, Ogg, ZIP, OLE.
#pragma once

#include <string_view>

#include "attachments/byte_window.h"
#include "attachments/file_type.h"

namespace ix {

// `head` is the beginning of the file, at least 64 bytes where there are as many.
FileFormat container_type(ByteWindow& window, std::string_view head);
FileFormat iso_media_type(ByteWindow& window, std::string_view head);
FileFormat office_type(ByteWindow& window, std::string_view head);  // ZIP and OLE

}  // namespace ix
