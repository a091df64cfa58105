// SPDX-License-Identifier: Apache-2.0
// What reaches the sandbox: a parsed request, whoever carried it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "transport/http.h"

namespace ix::sandbox {

struct Request {
  std::string method;
  std::vector<std::string> path;             // percent-decoded segments
  std::map<std::string, std::string> query;  // percent-decoded; the last of a repeated name
  std::string bearer;
  std::string body;
  std::string content_type;
  std::string range;

  std::string_view parameter(std::string_view name, std::string_view fallback = {}) const;
};

// `target` is a path with an optional query, or an absolute URL, whose host is not looked at.
Request make_request(std::string_view method, std::string_view target, std::string_view bearer = {},
                     std::string_view body = {});
// Of a streamed body whoever carries it has made `body` before.
Request request_of(const transport::HttpRequest& request);

std::string percent_decoded(std::string_view text, bool plus_is_blank);
std::string percent_encoded(std::string_view text);

}  // namespace ix::sandbox
