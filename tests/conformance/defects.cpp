// SPDX-License-Identifier: Apache-2.0
#include "conformance/defects.h"

#include <algorithm>
#include <utility>

#include "conformance/meddler.h"
#include "provider/matrix/matrix_provider.h"

namespace ix::conformance {
namespace {

using provider::CallId;

class Defective final : public Meddler {
 public:
  Defective(std::unique_ptr<provider::Provider> inner, Wire& wire, Defect defect)
      : Meddler(std::move(inner), wire, none_), defect_(defect) {}

  CallId sign_in(provider::SignIn request, Done<provider::Session> done) override {
    if (defect_ == Defect::too_early) done(Error(ErrorCode::BUSY));
    return Meddler::sign_in(std::move(request), faulty(std::move(done)));
  }
  CallId changes(std::string token, Millis wait_ms, Part part, Done<ChangeSet> done) override {
    return Meddler::changes(std::move(token), wait_ms, std::move(part),
                            faulty<ChangeSet>([this, done](Result<ChangeSet> changes) {
                              if (changes.ok()) spoil(*changes);
                              done(std::move(changes));
                            }));
  }
  CallId history(std::string remote_id, provider::HistoryFrom from, int limit,
                 Done<HistoryPage> done) override {
    return Meddler::history(
        std::move(remote_id), from, limit,
        faulty<HistoryPage>([this, token = from.token, done](Result<HistoryPage> page) {
          if (!page.ok() && defect_ == Defect::history_ends) {
            HistoryPage nothing;
            nothing.from_token = token;
            page = std::move(nothing);
          }
          if (page.ok() && defect_ == Defect::same_page) {
            page->next_token = token;
          }
          if (page.ok() && defect_ == Defect::backwards) {
            std::reverse(page->items.begin(), page->items.end());
          }
          done(std::move(page));
        }));
  }
  CallId send(std::string remote_id, provider::Outgoing message, Done<std::string> done) override {
    if (defect_ == Defect::new_key) message.key += "-" + std::to_string(++keys_);
    return Meddler::send(std::move(remote_id), std::move(message), faulty(std::move(done)));
  }
  void cancel(CallId call) override {
    if (defect_ != Defect::deaf_to_cancel) Meddler::cancel(call);
  }

 private:
  template <class T>
  Done<T> faulty(Done<T> done) const {
    return [this, done = std::move(done)](Result<T> result) {
      if (!result.ok() && defect_ == Defect::all_is_internal) result = Error(ErrorCode::INTERNAL);
      if (defect_ == Defect::two_completions) done(result);
      done(std::move(result));
    };
  }
  void spoil(ChangeSet& changes) const {
    for (RouteChanges& route : changes.routes) {
      if (defect_ == Defect::loses_newest && !route.items.empty()) route.items.pop_back();
      for (RemoteItem& one : route.items) {
        if (defect_ == Defect::no_own) one.item.direction = Direction::in;
      }
    }
  }

  Defect defect_;
  Meddling none_;
  int keys_ = 0;
};

}  // namespace

const char* name_of(Defect defect) {
  switch (defect) {
    case Defect::loses_newest:
      return "loses the newest item";
    case Defect::new_key:
      return "a new key for each attempt";
    case Defect::two_completions:
      return "completes twice";
    case Defect::too_early:
      return "completes too early";
    case Defect::deaf_to_cancel:
      return "completes what was cancelled";
    case Defect::all_is_internal:
      return "one error for everything";
    case Defect::history_ends:
      return "a failed page ends the history";
    case Defect::same_page:
      return "a page leads to itself";
    case Defect::backwards:
      return "history the wrong way round";
    case Defect::no_own:
      return "own messages as others'";
  }
  return "";
}

provider::Factory DefectiveBackend::factory() {
  return [this](const provider::Surroundings& given) -> std::unique_ptr<provider::Provider> {
    // Whoever makes a provider here gives it a Wire: callers and devices.
    return std::make_unique<Defective>(SandboxBackend::factory()(given),
                                       static_cast<Wire&>(given.http), defect_);
  };
}

}  // namespace ix::conformance
