// SPDX-License-Identifier: Apache-2.0
// URIs of media, and what replies about them mean (specification, "Matrix Content (mxc://) URIs").
#pragma once

#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"

namespace ix::provider::matrix {

// "/{server}/{media id}", escaped for a path; empty for what is no such URI.
std::string media_path(std::string_view uri);
// The URI that a reply gives; BAD_RESPONSE.
Result<std::string> media_uri_in(json::Value reply);

// The server has no such API, because it is older (or newer) than that.
bool is_unknown_endpoint(const Error& error);

}  // namespace ix::provider::matrix
