// SPDX-License-Identifier: Apache-2.0
// Certificates for tests, made by the openssl command line.
#pragma once

#include <string>

namespace ix::test {

struct Certificate {
  std::string file;
  std::string key_file;
};

// An authority that nobody trusts unless told to; keys are P-256, all is valid for two days. Its
// files live in the folder it is given. Throws std::runtime_error with openssl's words.
class TestCa {
 public:
  explicit TestCa(std::string folder);

  static bool available();

  const std::string& file() const { return authority_.file; }
  // `names` as in openssl's subjectAltName: "DNS:localhost,IP:127.0.0.1".
  Certificate issue(const std::string& label, const std::string& names) const;
  // Signed by itself only.
  Certificate self_signed(const std::string& label, const std::string& names) const;
  // As libcurl wants it: sha256//BASE64 of the public key.
  std::string pin(const Certificate& certificate) const;

 private:
  std::string folder_;
  std::string openssl_;
  Certificate authority_;
};

}  // namespace ix::test
