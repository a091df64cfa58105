// SPDX-License-Identifier: Apache-2.0
#include "conformance/meddler.h"

namespace ix::conformance {
namespace {

// Apart from the inner provider's ids, which count from 1; such a call is not cancelled in the kit.
constexpr provider::CallId kOwnCall = provider::CallId{1} << 40;

Error lost() {
  return Error(ErrorCode::UNREACHABLE, "the connection broke");
}

}  // namespace

provider::CallId Meddler::send(std::string remote_id, provider::Outgoing message,
                               Done<std::string> done) {
  return meddle<std::string>(
      std::exchange(meddling_.next, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->send(std::move(remote_id), std::move(message), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::open_direct(provider::OpenDirect request, Done<std::string> done) {
  return meddle<std::string>(
      std::exchange(meddling_.next_open, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->open_direct(std::move(request), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::create_room(provider::CreateRoom request, Done<std::string> done) {
  return meddle<std::string>(
      std::exchange(meddling_.next_open, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->create_room(std::move(request), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::edit(std::string remote_id, provider::Edit edit, Done<std::string> done) {
  return meddle<std::string>(
      std::exchange(meddling_.next_change, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->edit(std::move(remote_id), std::move(edit), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::remove(std::string remote_id, provider::Removal removal,
                                 Done<void> done) {
  return meddle<void>(
      std::exchange(meddling_.next_change, SendFault::none),
      [&](Done<void> answer) {
        return inner_->remove(std::move(remote_id), std::move(removal), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::react(std::string remote_id, provider::Reaction reaction,
                                Done<std::string> done) {
  return meddle<std::string>(
      std::exchange(meddling_.next_change, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->react(std::move(remote_id), std::move(reaction), std::move(answer));
      },
      std::move(done));
}

template <class T>
provider::CallId Meddler::meddle(SendFault fault,
                                 const std::function<provider::CallId(Done<T>)>& start,
                                 Done<T> done) {
  if (fault == SendFault::none) return start(std::move(done));
  if (fault == SendFault::request_lost) {
    wire_.later([this, done = std::move(done)] {
      ++meddling_.faults;
      done(lost());
    });
    return kOwnCall;
  }
  return start([this, fault, done = std::move(done)](Result<T> answer) {
    ++meddling_.faults;
    if (fault == SendFault::answer_lost) return done(lost());
    meddling_.held.push_back([done, answer] { done(answer); });
  });
}

}  // namespace ix::conformance
