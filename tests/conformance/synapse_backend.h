// SPDX-License-Identifier: Apache-2.0
// A real Synapse, started by tests/synapse/test_conformance.py, over real connections.
#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "conformance/matrix_backend.h"

namespace ix::conformance {

// What is not the client-server API (people, the SMS bridge, the carrier) goes to the control
// address of that program.
class SynapseBackend final : public MatrixBackend {
 public:
  explicit SynapseBackend(std::string control) : control_(std::move(control)) {}

  const char* name() const override { return "synapse"; }
  std::unique_ptr<transport::HttpClient> network() override;
  Clock& clock() override { return clock_; }
  Person person(const std::string& name, Account kind) override;
  std::string wrong_address() override { return control_; }
  std::string sms(const std::string& number, const Person& to, const std::string& text) override;
  std::string call(const std::string& number, const Person& to, const Call& call) override;
  std::string fault(const std::string& name) override;
  std::string voicemail(const std::string& number, const Person& to,
                        const std::string& recording) override;
  bool carrier_refuses(const std::string& number) override;
  bool gateway_honours_stop(const std::string& number) override;
  bool no_such_number(const std::string& number) override;

 private:
  std::string control_;
  SystemClock clock_;
  Logger log_;
};

}  // namespace ix::conformance
