// SPDX-License-Identifier: Apache-2.0
#include "support/test_ca.h"

#include <stdexcept>
#include <vector>

#include "support/process.h"

namespace ix::test {
namespace {

void must_run(const std::vector<std::string>& arguments) {
  const CommandResult result = run_command(arguments);
  if (result.exit_code != 0) throw std::runtime_error("openssl: " + result.output);
}

std::vector<std::string> request(const std::string& openssl, const Certificate& into,
                                 const std::string& name) {
  return {openssl,
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "2",
          "-subj",
          "/CN=" + name,
          "-keyout",
          into.key_file,
          "-out",
          into.file};
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

bool TestCa::available() {
  return !find_program("openssl").empty();
}

TestCa::TestCa(std::string folder)
    : folder_(std::move(folder)),
      openssl_(find_program("openssl")),
      authority_{folder_ + "/ca.pem", folder_ + "/ca.key"} {
  auto command = request(openssl_, authority_, "Interactions test authority");
  append(command, {"-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                   "keyUsage=critical,keyCertSign,cRLSign"});
  must_run(command);
}

Certificate TestCa::issue(const std::string& label, const std::string& names) const {
  const Certificate certificate{folder_ + "/" + label + ".pem", folder_ + "/" + label + ".key"};
  auto command = request(openssl_, certificate, label);
  append(command, {"-CA", authority_.file, "-CAkey", authority_.key_file, "-addext",
                   "basicConstraints=critical,CA:FALSE", "-addext", "subjectAltName=" + names});
  must_run(command);
  return certificate;
}

Certificate TestCa::self_signed(const std::string& label, const std::string& names) const {
  const Certificate certificate{folder_ + "/" + label + ".pem", folder_ + "/" + label + ".key"};
  auto command = request(openssl_, certificate, label);
  append(command, {"-addext", "subjectAltName=" + names});
  must_run(command);
  return certificate;
}

std::string TestCa::pin(const Certificate& certificate) const {
  const std::string base = certificate.file + ".spki";
  must_run({openssl_, "x509", "-in", certificate.file, "-pubkey", "-noout", "-out", base});
  must_run({openssl_, "pkey", "-pubin", "-in", base, "-outform", "der", "-out", base + ".der"});
  must_run({openssl_, "dgst", "-sha256", "-binary", "-out", base + ".sum", base + ".der"});
  const CommandResult result = run_command({openssl_, "base64", "-A", "-in", base + ".sum"});
  if (result.exit_code != 0) throw std::runtime_error("openssl: " + result.output);
  return "sha256//" + result.output.substr(0, 44);
}

}  // namespace ix::test
