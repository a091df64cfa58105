// SPDX-License-Identifier: Apache-2.0
#include "model/finding.h"

#include <algorithm>
#include <utility>

namespace ix {

const char* store_check_name(StoreCheck check) {
  switch (check) {
    case StoreCheck::file:
      return "file";
    case StoreCheck::references:
      return "references";
    case StoreCheck::order:
      return "order";
    case StoreCheck::sort_keys:
      return "sort_keys";
    case StoreCheck::unread:
      return "unread";
    case StoreCheck::route_rows:
      return "route_rows";
    case StoreCheck::grouping:
      return "grouping";
    case StoreCheck::conversations:
      return "conversations";
    case StoreCheck::outbox:
      return "outbox";
    case StoreCheck::search:
      return "search";
    case StoreCheck::counts:
      return "counts";
    case StoreCheck::consent:
      return "consent";
    case StoreCheck::files:
      return "files";
  }
  return "unknown";
}

void note_finding(std::vector<Finding>& findings, StoreCheck check, std::string first,
                  int64_t count) {
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [check](const Finding& one) { return one.check == check; });
  if (found != findings.end()) {
    found->count += count;
  } else {
    findings.push_back({check, count, std::move(first), false});
  }
}

void add_finding(std::vector<Finding>& findings, const Finding& more) {
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [&more](const Finding& one) { return one.check == more.check; });
  if (found == findings.end()) {
    findings.push_back(more);
    return;
  }
  found->count += more.count;
  found->repaired = found->repaired && more.repaired;
}

bool has_finding(const std::vector<Finding>& findings, StoreCheck check) {
  return std::any_of(findings.begin(), findings.end(),
                     [check](const Finding& one) { return one.check == check; });
}

}  // namespace ix
