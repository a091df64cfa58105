// SPDX-License-Identifier: Apache-2.0
// A provider whose sends go wrong on the way, whatever the backend: for faults that only a network
// makes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/wire.h"
#include "provider/provider.h"

namespace ix::conformance {

enum class SendFault {
  none,
  request_lost,  // it never reaches the backend
  answer_lost,   // the backend has it, and nobody is told
  answer_held,   // the backend has it; the answer comes at release()
};

// What a case sets and sees; outlives the provider.
struct Meddling {
  SendFault next = SendFault::none;         // of the next send, then none
  SendFault next_open = SendFault::none;    // of the next making of a route
  SendFault next_change = SendFault::none;  // of the next edit, removal or reaction
  int faults = 0;                           // that happened
  std::vector<std::function<void()>> held;
  void release() {
    for (auto& answer : std::exchange(held, {})) answer();
  }
};

// Every other call goes through as it is. Outlived by the wire.
class Meddler : public provider::Provider {
 public:
  Meddler(std::unique_ptr<provider::Provider> inner, Wire& wire, Meddling& meddling)
      : inner_(std::move(inner)), wire_(wire), meddling_(meddling) {}

  provider::Capabilities capabilities() const override { return inner_->capabilities(); }
  provider::CallId sign_in(provider::SignIn request, Done<provider::Session> done) override {
    return inner_->sign_in(std::move(request), std::move(done));
  }
  void set_session(const provider::Session& session) override { inner_->set_session(session); }
  provider::CallId refresh(Done<Credentials> done) override {
    return inner_->refresh(std::move(done));
  }
  provider::CallId sign_out(Done<void> done) override { return inner_->sign_out(std::move(done)); }
  provider::CallId changes(std::string token, Millis wait_ms, Part part,
                           Done<ChangeSet> done) override {
    return inner_->changes(std::move(token), wait_ms, std::move(part), std::move(done));
  }
  provider::CallId history(std::string remote_id, provider::HistoryFrom from, int limit,
                           Done<HistoryPage> done) override {
    return inner_->history(std::move(remote_id), std::move(from), limit, std::move(done));
  }
  provider::CallId send(std::string remote_id, provider::Outgoing message,
                        Done<std::string> done) override;
  provider::CallId edit(std::string remote_id, provider::Edit edit,
                        Done<std::string> done) override;
  provider::CallId remove(std::string remote_id, provider::Removal removal,
                          Done<void> done) override;
  provider::CallId react(std::string remote_id, provider::Reaction reaction,
                         Done<std::string> done) override;
  provider::CallId resolve_number(std::string e164, Done<std::string> done) override {
    return inner_->resolve_number(std::move(e164), std::move(done));
  }
  provider::CallId open_direct(provider::OpenDirect request, Done<std::string> done) override;
  provider::CallId accept_invite(std::string remote_id, bool direct, std::string inviter,
                                 Done<void> done) override {
    return inner_->accept_invite(std::move(remote_id), direct, std::move(inviter), std::move(done));
  }
  provider::CallId create_room(provider::CreateRoom request, Done<std::string> done) override;
  provider::CallId join(std::string address, Done<std::string> done) override {
    return inner_->join(std::move(address), std::move(done));
  }
  provider::CallId leave(std::string remote_id, Done<void> done) override {
    return inner_->leave(std::move(remote_id), std::move(done));
  }
  provider::CallId invite(std::string remote_id, std::string user, Done<void> done) override {
    return inner_->invite(std::move(remote_id), std::move(user), std::move(done));
  }
  provider::CallId members(std::string remote_id, int limit, Done<MemberList> done) override {
    return inner_->members(std::move(remote_id), limit, std::move(done));
  }
  provider::CallId mark_read(std::string remote_id, std::string item, Done<void> done) override {
    return inner_->mark_read(std::move(remote_id), std::move(item), std::move(done));
  }
  provider::CallId set_flag(std::string remote_id, RouteFlag flag, bool on,
                            Done<void> done) override {
    return inner_->set_flag(std::move(remote_id), flag, on, std::move(done));
  }
  provider::CallId search_people(std::string text, int limit,
                                 Done<std::vector<PersonChange>> done) override {
    return inner_->search_people(std::move(text), limit, std::move(done));
  }
  provider::CallId media_limits(Done<provider::MediaLimits> done) override {
    return inner_->media_limits(std::move(done));
  }
  provider::CallId reserve_media(Done<std::string> done) override {
    return inner_->reserve_media(std::move(done));
  }
  provider::CallId upload(provider::Upload upload, Done<std::string> done) override {
    return inner_->upload(std::move(upload), std::move(done));
  }
  provider::CallId download(provider::Download download, Done<void> done) override {
    return inner_->download(std::move(download), std::move(done));
  }
  void cancel(provider::CallId call) override { inner_->cancel(call); }

 private:
  // Makes the call by `start`, or what the fault makes of it.
  template <class T>
  provider::CallId meddle(SendFault fault, const std::function<provider::CallId(Done<T>)>& start,
                          Done<T> done);

  std::unique_ptr<provider::Provider> inner_;
  Wire& wire_;
  Meddling& meddling_;
};

}  // namespace ix::conformance
