// SPDX-License-Identifier: Apache-2.0
// The sandbox core in this process, with a clock that moves by hand.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "conformance/local_http.h"
#include "conformance/matrix_backend.h"
#include "sandbox/homeserver.h"

namespace ix::conformance {

class SandboxBackend : public MatrixBackend {
 public:
  SandboxBackend();

  const char* name() const override { return "sandbox"; }
  std::string lacks(Can what) const override;
  std::unique_ptr<transport::HttpClient> network() override;
  Clock& clock() override { return clock_; }
  Person person(const std::string& name, Account kind) override;
  std::string wrong_address() override { return "http://elsewhere.test"; }
  bool take_out(const Person& who, const Person& whom, const std::string& route) override;
  bool ban(const Person& who, const Person& whom, const std::string& route) override;
  std::string sms(const std::string& number, const Person& to, const std::string& text) override;
  std::string call(const std::string& number, const Person& to, const Call& call) override;
  std::string voicemail(const std::string& number, const Person& to,
                        const std::string& recording) override;
  bool carrier_refuses(const std::string& number) override;
  bool gateway_honours_stop(const std::string& number) override;
  bool no_such_number(const std::string& number) override;

 private:
  sandbox::Homeserver& server(Account kind);
  std::optional<transport::HttpResponse> answer(const transport::HttpRequest& request,
                                                Millis waited);

  HandClock clock_;
  std::map<std::string, std::unique_ptr<sandbox::Homeserver>> servers_;  // by address
};

}  // namespace ix::conformance
