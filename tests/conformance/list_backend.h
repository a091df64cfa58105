// SPDX-License-Identifier: Apache-2.0
// The ListServer as a backend of the kit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "conformance/backend.h"
#include "conformance/list_server.h"

namespace ix::conformance {

class ListBackend : public Backend {
 public:
  const char* name() const override { return "list"; }
  std::string lacks(Can what) const override;
  provider::Factory factory() override;
  std::unique_ptr<transport::HttpClient> network() override;
  Clock& clock() override { return clock_; }
  Person person(const std::string& name, Account kind) override;
  std::string wrong_address() override { return "http://elsewhere.test"; }

  std::string direct(const Person& from, const Person& to) override;
  std::string invite(const Person&, const Person&) override { return {}; }
  bool withdraw(const Person&, const Person&, const std::string&) override { return false; }
  std::string channel(const std::string& title, const std::vector<Person>& people,
                      bool only_first_writes) override;
  std::string address(const std::string&, const Person&) override { return {}; }
  bool ban(const Person&, const Person&, const std::string&) override { return false; }
  bool rename(const Person& who, const std::string& route, const std::string& title) override;
  bool take_out(const Person& who, const Person& whom, const std::string& route) override;
  std::string say(const Person& who, const std::string& route, const std::string& text) override;
  std::string reply(const Person&, const std::string&, const std::string&,
                    const std::string&) override {
    return {};
  }
  std::string odd(const Person& who, const std::string& route) override;
  bool edit(const Person& who, const std::string& route, const std::string& item,
            const std::string& text) override;
  bool remove(const Person& who, const std::string& route, const std::string& item) override;
  bool react(const Person&, const std::string&, const std::string&) override { return false; }
  bool type(const Person&, const std::string&) override { return false; }
  bool read(const Person& who, const std::string& route, const std::string& item) override;
  std::string sms(const std::string& number, const Person& to, const std::string& text) override;
  std::string call(const std::string& number, const Person& to, const Call& call) override;
  bool carrier_refuses(const std::string&) override { return false; }
  bool gateway_honours_stop(const std::string&) override { return false; }
  std::string voicemail(const std::string&, const Person&, const std::string&) override {
    return {};
  }
  bool no_such_number(const std::string& number) override;
  bool end_sessions(const Person&) override { return false; }
  std::vector<std::string> texts(const Person& who, const std::string& route) override;
  Marks marks(const Person&, const std::string&, const std::string&) override { return {}; }

 private:
  std::string add(const std::string& route, ListServer::Message message);

  HandClock clock_;
  ListServer server_{clock_};
};

}  // namespace ix::conformance
