// SPDX-License-Identifier: Apache-2.0
#include "simulation/sim_network.h"

#include <utility>

#include "simulation/tampering.h"
#include "support/hand_over.h"

namespace ix::simulation {
namespace {

transport::HttpResponse web_page(int status) {
  transport::HttpResponse response;
  response.status = status;
  response.headers.emplace_back("content-type", "text/html");
  response.body = "<html><body>Bad gateway</body></html>";
  return response;
}

transport::HttpResponse too_many() {
  return sandbox::json_reply(
      429, R"({"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","retry_after_ms":700})");
}

// Of lists and settings an empty reply is true where there are none.
bool may_be_nothing(const transport::HttpRequest& request) {
  const std::string_view label = request.label;
  return request.method == "GET" && label != "sync" && label != "history";
}

std::string code_of(const Result<transport::HttpResponse>& outcome) {
  return outcome.ok() ? std::to_string(outcome->status) : error_name(outcome.error().code);
}

constexpr size_t kPiece = 700;

}  // namespace

SimNetwork::SimNetwork(World& world, const testing::FaultVfs& vfs, OnDeparture on_departure,
                       OnArrival on_arrival)
    : world_(world),
      vfs_(vfs),
      on_departure_(std::move(on_departure)),
      on_arrival_(std::move(on_arrival)) {}

SimNetwork::~SimNetwork() {
  for (auto& [id, flight] : post_->flights) abandon(*flight);
}

transport::RequestId SimNetwork::start(transport::HttpRequest request, Completion done) {
  const transport::RequestId id = next_++;
  ++counters_.requests;
  const bool dead = vfs_.frozen();
  on_departure_(request);  // may kill the process: this request is then the last that left
  auto flight = std::make_shared<Flight>();
  if (request.source) {
    flight->unread = request;
    flight->unread->sink = nullptr;
    request.source = nullptr;
  }
  flight->request = sandbox::request_of(request);
  flight->name = request.method + " " + request.label;
  flight->done = std::move(done);
  flight->on_head = std::move(request.on_head);
  flight->sink = std::move(request.sink);
  post_->flights[id] = flight;
  if (dead) {
    // A dead process sends nothing.
    flight->arrived = true;
    return id;
  }
  world_.promises.check(flight->request.body, world_.clock.wall_ms());
  tamper(world_.faults.defect, world_.random, flight->request);
  flight->fault = world_.faults.draw(world_.random, request.method != "POST");
  // Files come through more hands.
  constexpr uint64_t kStrangePercent = 20;
  if (flight->fault == Fault::none && request.label == std::string_view("download") &&
      world_.faults.enabled && world_.random.below(100) < kStrangePercent) {
    flight->fault = Fault::odd_answer;
    world_.faults.count(Fault::odd_answer);
  }
  if (always_) flight->fault = Fault::odd_answer;
  if (flight->fault == Fault::odd_answer) {
    flight->odd = always_ ? always_ : &draw_odd_answer(world_.random, may_be_nothing(request));
  }
  const std::string_view label = request.label;
  const bool stores = label == "upload" || label == "media-create";
  if (stores && (flight->odd || (label == "upload" && request.method == "POST"))) {
    ++world_.uploads_in_doubt;
  }
  std::string line = "> " + std::to_string(id) + " " + flight->name;
  if (flight->fault != Fault::none) {
    line += std::string(" [") + (flight->odd ? flight->odd->name : fault_name(flight->fault)) + "]";
  }
  world_.note(line);
  const Millis arrival = world_.clock.steady_ms() + FaultPlan::latency(world_.random);
  World* world = &world_;
  world_.at(arrival, [world, post = std::weak_ptr(post_), id, flight] {
    if (!flight->arrived) arrive(*world, post, id, flight);
  });
  return id;
}

void SimNetwork::arrive(World& world, const std::weak_ptr<Post>& post, transport::RequestId id,
                        const std::shared_ptr<Flight>& flight) {
  if (flight->unread) {
    // Its device has not been at work since.
    World* later = &world;
    return world.at(world.clock.steady_ms() + 50, [later, post, id, flight] {
      if (!flight->arrived) arrive(*later, post, id, flight);
    });
  }
  flight->arrived = true;
  const Millis patience = 200 + static_cast<Millis>(world.random.below(5000));
  switch (flight->fault) {
    case Fault::lost_request:
      return land(world, post, id, flight,
                  Error(ErrorCode::UNREACHABLE, "the simulated network lost the request"),
                  patience);
    case Fault::rate_limited:
      return land(world, post, id, flight, too_many(), 5);
    default:
      break;
  }
  if (auto faked = false_acknowledgement(world.faults.defect, world.random, flight->request)) {
    return land(world, post, id, flight, std::move(*faked), 10);
  }
  if (flight->fault == Fault::duplicated) {
    World* again = &world;
    world.at(world.clock.steady_ms() + patience, [again, request = flight->request] {
      again->serve(request, std::make_shared<bool>(true), [](transport::HttpResponse) {});
    });
  }
  if (flight->fault == Fault::lost_reply || flight->fault == Fault::gateway_error) {
    // Handled now, whatever it answers; a long poll would answer nobody.
    world.serve(flight->request, std::make_shared<bool>(true), [](transport::HttpResponse) {});
    Outcome outcome =
        flight->fault == Fault::gateway_error
            ? Outcome(web_page(502))
            : Outcome(Error(ErrorCode::UNREACHABLE, "the simulated network lost the reply"));
    return land(world, post, id, flight, std::move(outcome), patience);
  }
  if (flight->odd) return answer_oddly(world, post, id, flight);
  world.serve(flight->request, flight->wanted,
              [&world, post, id, flight](transport::HttpResponse response) {
                tamper(world.faults.defect, flight->request, response);
                Millis delay = FaultPlan::latency(world.random);
                if (flight->fault == Fault::slow_reply) {
                  delay += static_cast<Millis>(world.random.below(4000));
                }
                if (flight->fault == Fault::cut_reply && response.status / 100 == 2) {
                  response.body.resize(world.random.below(response.body.size() + 1));
                  flight->cut = std::move(response);
                  return land(world, post, id, flight,
                              Error(ErrorCode::UNREACHABLE, "the connection ended in the answer"),
                              delay);
                }
                land(world, post, id, flight, std::move(response), delay);
              });
}

void SimNetwork::answer_oddly(World& world, const std::weak_ptr<Post>& post,
                              transport::RequestId id, const std::shared_ptr<Flight>& flight) {
  const OddAnswer& odd = *flight->odd;
  const Millis delay = odd.delay + FaultPlan::latency(world.random);
  if (!odd.handled) return land(world, post, id, flight, odd.make(world.random, {}), delay);
  world.serve(flight->request, flight->wanted,
              [&world, post, id, flight, &odd, delay](transport::HttpResponse response) {
                if (odd.partly && response.status / 100 == 2) flight->cut = response;
                land(world, post, id, flight, odd.make(world.random, std::move(response)), delay);
              });
}

void SimNetwork::land(World& world, const std::weak_ptr<Post>& post, transport::RequestId id,
                      const std::shared_ptr<Flight>& flight, Outcome outcome, Millis delay) {
  auto shared = std::make_shared<Outcome>(std::move(outcome));
  World* noting = &world;
  world.at(world.clock.steady_ms() + delay, [noting, post, id, flight, shared] {
    const auto box = post.lock();
    if (!box || !*flight->wanted) return;
    noting->note("< " + std::to_string(id) + " " + flight->name + " " + code_of(*shared));
    box->arrived.emplace_back(id, std::move(*shared));
  });
}

void SimNetwork::abandon(Flight& flight) {
  *flight.wanted = false;
  if (flight.arrived) return;
  flight.arrived = true;
  if (flight.unread) return;
  const bool reaches = flight.fault != Fault::lost_request && flight.fault != Fault::rate_limited &&
                       (!flight.odd || flight.odd->handled);
  const bool goes_on = reaches && world_.random.below(2) == 0;
  // A long poll that nobody waits for changes nothing at the server.
  if (!goes_on || flight.request.path.back() == "sync") return;
  // The server may be busy with it while the next process looks what has arrived.
  constexpr uint64_t kBusyMs = 3000;
  const Millis delay =
      world_.random.below(2) == 0 ? 0 : static_cast<Millis>(world_.random.below(kBusyMs));
  world_.at(world_.clock.steady_ms() + delay,
            [world = &world_, request = flight.request, name = flight.name] {
              world->note("~ " + name + " arrives without its sender");
              world->serve(request, std::make_shared<bool>(true), [](transport::HttpResponse) {});
            });
}

void SimNetwork::cancel(transport::RequestId id) {
  const auto found = post_->flights.find(id);
  if (found == post_->flights.end()) return;
  const auto flight = found->second;
  post_->flights.erase(found);
  abandon(*flight);
}

void SimNetwork::read_uploads() {
  if (vfs_.frozen()) return;
  const auto flights = post_->flights;  // a source may start and cancel requests
  for (const auto& [id, flight] : flights) {
    if (!flight->unread || flight->arrived) continue;
    transport::HttpRequest upload = *std::move(flight->unread);
    Status loaded = test::load_body(upload);
    flight->unread.reset();
    if (loaded.ok()) {
      flight->request.body = std::move(upload.body);
      continue;
    }
    flight->arrived = true;
    post_->arrived.emplace_back(id, std::move(loaded.error()));
  }
}

bool SimNetwork::deliver() {
  bool any = false;
  while (!post_->arrived.empty()) {
    auto [id, outcome] = std::move(post_->arrived.front());
    post_->arrived.pop_front();
    const auto found = post_->flights.find(id);
    if (found == post_->flights.end()) continue;
    const auto flight = found->second;
    any = true;
    if (on_arrival_) on_arrival_(flight->name);
    if (!outcome.ok()) ++counters_.failures;
    if (outcome.ok()) counters_.bytes_received += static_cast<int64_t>(outcome->body.size());
    // What came before the cut has been handed over, as any transport does.
    transport::HttpResponse* come = outcome.ok()  ? &*outcome
                                    : flight->cut ? &*flight->cut
                                                  : nullptr;
    if (come) {
      Status taken =
          test::hand_over(flight->on_head, flight->sink, *come, kPiece, flight->wanted.get());
      if (!taken.ok()) outcome = std::move(taken.error());
    }
    // Its own head or sink may have cancelled it.
    if (post_->flights.erase(id) > 0) flight->done(std::move(outcome));
  }
  return any;
}

void SimNetwork::run(Millis max_wait) {
  const Millis deadline = world_.clock.steady_ms() + std::max<Millis>(0, max_wait);
  for (;;) {
    read_uploads();
    if (deliver()) return;
    if (std::exchange(woken_, false)) return;
    if (!world_.run_next(deadline)) return;
  }
}

}  // namespace ix::simulation
