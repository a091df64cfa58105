// SPDX-License-Identifier: Apache-2.0
#include "transport/http.h"

namespace ix::transport {

std::string_view HttpResponse::header(std::string_view lower_case_name) const {
  for (const Header& header : headers) {
    if (header.first == lower_case_name) return header.second;
  }
  return {};
}

}  // namespace ix::transport
