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
  const SendFault fault = std::exchange(meddling_.next, SendFault::none);
  if (fault == SendFault::none) {
    return inner_->send(std::move(remote_id), std::move(message), std::move(done));
  }
  if (fault == SendFault::request_lost) {
    wire_.later([this, done = std::move(done)] {
      ++meddling_.faults;
      done(lost());
    });
    return kOwnCall;
  }
  return inner_->send(std::move(remote_id), std::move(message),
                      [this, fault, done = std::move(done)](Result<std::string> answer) {
                        ++meddling_.faults;
                        if (fault == SendFault::answer_lost) return done(lost());
                        meddling_.held.push_back([done, answer] { done(answer); });
                      });
}

}  // namespace ix::conformance
