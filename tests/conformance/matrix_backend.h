// SPDX-License-Identifier: Apache-2.0
// The far side of a Matrix homeserver, through its client-server API: the same hands for the
// sandbox and for a real server, so that each holds the other to account.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json_reader.h"
#include "conformance/backend.h"

namespace ix::conformance {

// Acts for people by sessions of its own, not those under test.
class MatrixBackend : public Backend {
 public:
  std::string lacks(Can what) const override;
  provider::Factory factory() override;

  std::string direct(const Person& from, const Person& to) override;
  std::string invite(const Person& from, const Person& to) override;
  bool withdraw(const Person& from, const Person& to, const std::string& route) override;
  std::string channel(const std::string& title, const std::vector<Person>& people,
                      bool only_first_writes) override;
  std::string address(const std::string& alias, const Person& of) override;
  bool ban(const Person& who, const Person& whom, const std::string& route) override;
  bool rename(const Person& who, const std::string& route, const std::string& title) override;
  bool take_out(const Person& who, const Person& whom, const std::string& route) override;
  std::string say(const Person& who, const std::string& route, const std::string& text) override;
  std::string reply(const Person& who, const std::string& route, const std::string& item,
                    const std::string& text) override;
  std::string odd(const Person& who, const std::string& route) override;
  bool edit(const Person& who, const std::string& route, const std::string& item,
            const std::string& text) override;
  bool remove(const Person& who, const std::string& route, const std::string& item) override;
  bool react(const Person& who, const std::string& route, const std::string& item) override;
  bool type(const Person& who, const std::string& route) override;
  bool read(const Person& who, const std::string& route, const std::string& item) override;
  bool end_sessions(const Person& whom) override;
  std::vector<std::string> texts(const Person& who, const std::string& route) override;
  Marks marks(const Person& who, const std::string& route, const std::string& item) override;

 protected:
  struct Reply {
    int status = 0;
    json::Document document;
    bool ok() const { return status >= 200 && status <= 299; }
    std::string text(std::string_view key) const {
      return std::string(document.root()[key].string());
    }
  };
  // Waits for the answer; status 0: there was none.
  Reply ask(const std::string& server, const std::string& method, const std::string& path,
            const std::string& token, const std::string& body);
  Reply ask_as(const Person& who, const std::string& method, const std::string& path,
               const std::string& body = "{}");
  std::string post(const Person& who, const std::string& route, const std::string& type,
                   const std::string& content);
  // Someone whose password is known now has a number of their own, as a client reads it.
  bool set_numbers(const Person& who, const std::string& e164);

 private:
  const std::string& token_of(const Person& who);
  bool note_direct(const Person& who, const Person& peer, const std::string& route);
  std::string invited_room(const Person& from, const Person& to);

  std::map<std::string, std::string> tokens_;  // by user id
  std::unique_ptr<transport::HttpClient> http_;
  int transactions_ = 0;
};

}  // namespace ix::conformance
