// SPDX-License-Identifier: Apache-2.0
// Contacts by what somebody types, ranked by recent use.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cache/contact_reads.h"

namespace ix::cache {

// What a contact's search keys are to begin with: each of `words`, or one of `numbers`, or, in
// second place, `spelled`. All empty finds nobody.
struct ContactMatch {
  std::span<const std::string> words;
  std::span<const std::string> numbers;
  std::string_view spelled;
};

struct FoundContactRow {
  ContactRow contact;
  int32_t place = 0;    // 0: by words or numbers, 1: by `spelled`
  int64_t used_ms = 0;  // the last activity of its conversation; 0: it has none
};

// Just before those that come next: by place, the last used first, then by name. The default is the
// beginning.
struct FoundPosition {
  int32_t place = -1;
  int64_t used_ms = 0;
  ContactPosition contact;
};

// Who was found, in order. Outlived by the connection; one at a time on it.
class FoundContacts {
 public:
  struct Hit {
    int64_t id = 0;
    int32_t place = 0;
    int64_t used_ms = 0;
  };
  FoundContacts(Connection& connection, std::vector<Hit> hits)
      : connection_(connection), hits_(std::move(hits)) {}

  // False: the end. The row's texts stay until the next call.
  Result<bool> next(FoundContactRow& row);

 private:
  Connection& connection_;
  std::vector<Hit> hits_;
  size_t at_ = 0;
  std::optional<Rows<ContactRow>> shown_;
};

Result<FoundContacts> contacts_matching(Connection& connection, const ContactMatch& match,
                                        const FoundPosition& after, int64_t limit);

}  // namespace ix::cache
