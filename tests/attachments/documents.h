// SPDX-License-Identifier: Apache-2.0
// Documents, archives and texts made by hand; and one sample of each kind of file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attachments/file_type.h"

namespace ix::test {

// Not compressed. Each file: name and content.
std::string zip(const std::vector<std::pair<std::string, std::string>>& files,
                const std::string& comment = {});
// A compound file whose only stream stands in the second sector of its directory.
std::string ole(const std::string& stream);
std::string utf16(const std::string& ascii, bool big);

struct Sample {
  std::string name;  // as a file
  FileFormat format;
  std::string bytes;
};
std::vector<Sample> samples();

}  // namespace ix::test
