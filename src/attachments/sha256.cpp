// SPDX-License-Identifier: Apache-2.0
#include "attachments/sha256.h"

#include <openssl/evp.h>

#include <cstdint>
#include <vector>

namespace ix {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  bool good = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  state_->good = state_->good && EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1;
}

Result<std::string> Sha256::finish() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (!state_->good || EVP_DigestFinal_ex(state_->context, digest, &size) != 1) {
    return Error(ErrorCode::INTERNAL, "libcrypto has no SHA-256: its default provider is needed");
  }
  state_->good = false;
  std::string hex;
  hex.reserve(size_t{size} * 2);
  for (unsigned int i = 0; i < size; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

Result<std::string> sha256_of(FileReader& file, const Cancelled& cancelled) {
  Sha256 hash;
  // Large enough that reading costs nothing beside hashing.
  std::vector<char> block(size_t{128} * 1024);
  int64_t done = 0;
  for (;;) {
    if (cancelled && cancelled()) return Error(ErrorCode::CANCELLED);
    IX_TRY(const size_t got, file.read_at(done, block.data(), block.size()));
    hash.update({block.data(), got});
    done += static_cast<int64_t>(got);
    // More than it had: whoever still writes it could keep this busy for ever.
    if (done > file.size() || (got < block.size() && done != file.size())) {
      return Error(ErrorCode::FILE_CHANGED);
    }
    if (got < block.size()) return hash.finish();
  }
}

}  // namespace ix
