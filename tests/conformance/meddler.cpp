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
  return meddle(
      std::exchange(meddling_.next, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->send(std::move(remote_id), std::move(message), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::open_direct(provider::OpenDirect request, Done<std::string> done) {
  return meddle(
      std::exchange(meddling_.next_open, SendFault::none),
      [&](Done<std::string> answer) {
        return inner_->open_direct(std::move(request), std::move(answer));
      },
      std::move(done));
}

provider::CallId Meddler::meddle(SendFault fault,
                                 const std::function<provider::CallId(Done<std::string>)>& start,
                                 Done<std::string> done) {
  if (fault == SendFault::none) return start(std::move(done));
  if (fault == SendFault::request_lost) {
    wire_.later([this, done = std::move(done)] {
      ++meddling_.faults;
      done(lost());
    });
    return kOwnCall;
  }
  return start([this, fault, done = std::move(done)](Result<std::string> answer) {
    ++meddling_.faults;
    if (fault == SendFault::answer_lost) return done(lost());
    meddling_.held.push_back([done, answer] { done(answer); });
  });
}

}  // namespace ix::conformance
