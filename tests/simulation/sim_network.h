// SPDX-License-Identifier: Apache-2.0
// The device's way to the server, with everything that can go wrong on it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "simulation/odd_answers.h"
#include "simulation/world.h"
#include "support/fault_vfs.h"
#include "transport/http.h"

namespace ix::simulation {

// Owned by the engine like any HttpClient; the world and the VFS outlive it. What has left the
// device goes on without it: at the death of the process each request on its way arrives at once or
// never.
class SimNetwork final : public transport::HttpClient {
 public:
  // `vfs` is the device's: frozen, its process is dead and sends nothing. `on_departure` sees every
  // request just before it leaves (its method and label).
  using OnDeparture = std::function<void(const transport::HttpRequest&)>;
  // `on_arrival` sees every answer just before the engine does; may be empty.
  using OnArrival = std::function<void(const std::string& name)>;
  SimNetwork(World& world, const testing::FaultVfs& vfs, OnDeparture on_departure,
             OnArrival on_arrival = {});
  ~SimNetwork() override;

  // Every request from now on gets this answer; null: as drawn.
  void always(const OddAnswer* odd) { always_ = odd; }

  transport::RequestId start(transport::HttpRequest request, Completion done) override;
  void cancel(transport::RequestId id) override;
  void run(Millis max_wait) override;
  void wake() override { woken_ = true; }
  void reset_connections() override {}
  transport::HttpCounters counters() const override { return counters_; }

 private:
  struct Flight {
    sandbox::Request request;
    std::string name;
    Completion done;
    // Of an upload, until it was read; what has not been read has not left.
    std::optional<transport::HttpRequest> unread;
    std::function<Status(const transport::HttpResponse&)> on_head;
    std::function<Status(std::string_view)> sink;
    std::shared_ptr<bool> wanted = std::make_shared<bool>(true);
    bool arrived = false;
    Fault fault = Fault::none;
    const OddAnswer* odd = nullptr;
    std::optional<transport::HttpResponse> cut;  // as much of the reply as comes
  };
  using Outcome = Result<transport::HttpResponse>;
  // Shared with what is planned in the world, which may be there longer.
  struct Post {
    std::map<transport::RequestId, std::shared_ptr<Flight>> flights;
    std::deque<std::pair<transport::RequestId, Outcome>> arrived;
  };

  static void arrive(World& world, const std::weak_ptr<Post>& post, transport::RequestId id,
                     const std::shared_ptr<Flight>& flight);
  static void answer_oddly(World& world, const std::weak_ptr<Post>& post, transport::RequestId id,
                           const std::shared_ptr<Flight>& flight);
  static void land(World& world, const std::weak_ptr<Post>& post, transport::RequestId id,
                   const std::shared_ptr<Flight>& flight, Outcome outcome, Millis delay);
  // The request's fate is sealed although nobody waits for it any more.
  void abandon(Flight& flight);
  void read_uploads();
  bool deliver();

  World& world_;
  const testing::FaultVfs& vfs_;
  OnDeparture on_departure_;
  OnArrival on_arrival_;
  std::shared_ptr<Post> post_ = std::make_shared<Post>();
  const OddAnswer* always_ = nullptr;
  transport::RequestId next_ = 1;
  bool woken_ = false;
  transport::HttpCounters counters_;
};

}  // namespace ix::simulation
