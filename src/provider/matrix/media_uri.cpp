// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/media.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {

std::string media_path(std::string_view uri) {
  constexpr std::string_view kScheme = "mxc://";
  if (!uri.starts_with(kScheme) || uri.size() > kMaxId) return {};
  uri.remove_prefix(kScheme.size());
  const size_t slash = uri.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view server = uri.substr(0, slash);
  const std::string_view id = uri.substr(slash + 1);
  // Of dots alone a path is made shorter on the way.
  const auto usable = [](std::string_view part) {
    return part.find_first_not_of('.') != std::string_view::npos &&
           part.find('/') == std::string_view::npos;
  };
  if (!usable(server) || !usable(id)) return {};
  return "/" + escaped(server) + "/" + escaped(id);
}

Result<std::string> media_uri_in(json::Value reply) {
  const std::string_view uri = reply["content_uri"].string();
  if (media_path(uri).empty()) {
    return Error(ErrorCode::BAD_RESPONSE, "the reply names no place for the file");
  }
  return std::string(uri);
}

}  // namespace ix::provider::matrix
