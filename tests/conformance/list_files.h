// SPDX-License-Identifier: Apache-2.0
// The list service's words about files and errors, as its provider reads and writes them.
#pragma once

#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "model/attachment.h"

namespace ix::conformance {

// It answers every question with status 200; what went wrong stands inside.
Error list_error(json::Value reply, bool signing_in);

// The member "files" of a message; nothing for none.
void write_files(json::Writer& out, const std::vector<Attachment>& files);
std::vector<Attachment> read_files(json::Value files);

}  // namespace ix::conformance
