// SPDX-License-Identifier: Apache-2.0
// Files: where the bytes of attachments go and come from.
#include <utility>

#include "provider/matrix/matrix_provider.h"

namespace ix::provider::matrix {

CallId MatrixProvider::media_limits(Done<MediaLimits>) {
  return 0;
}
CallId MatrixProvider::reserve_media(Done<std::string>) {
  return 0;
}
CallId MatrixProvider::upload(Upload, Done<std::string>) {
  return 0;
}
CallId MatrixProvider::download(Download, Done<void>) {
  return 0;
}

}  // namespace ix::provider::matrix
