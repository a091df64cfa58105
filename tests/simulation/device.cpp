// SPDX-License-Identifier: Apache-2.0
#include "simulation/device.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "simulation/cache_query.h"
#include "simulation/sim_worker.h"

namespace ix::simulation {
namespace {

// An engine that neither waits nor gets anything done for so many steps never will.
constexpr int64_t kMostStepsWithoutTime = 5'000;
// How long a device runs before the one beside it does.
constexpr Millis kTurn = 20;

}  // namespace

Device::Device(World& world, const std::string& name, uint64_t seed, std::string folder,
               bool verbose)
    : world_(world),
      vfs_("ix-simulation-" + name),
      seed_(seed),
      name_(name),
      folder_(std::move(folder)),
      files_(vfs_),
      log_(verbose ? LogLevel::debug : LogLevel::error,
           [&world, verbose](LogLevel, std::string_view line) {
             if (verbose) world.note("log " + std::string(line));
           }) {
  vfs_.set_lying_sync(world.faults.defect == Defect::lying_disk);
  std::filesystem::remove_all(folder_);
}

Device::~Device() {
  end_process(false);
  std::filesystem::remove_all(folder_);
}

bool Device::start_process() {
  ++lives_;
  random_ = std::make_unique<SeededRandom>(seed_ * 1'000'003 + lives_);
  completed_.clear();
  die_at_.clear();
  wire_effects_left_ = 0;
  auto network = std::make_unique<SimNetwork>(
      world_, vfs_,
      [this](const transport::HttpRequest& request) {
        at_wire(request.method + " " + std::string(request.label) + " leaves");
        if (die_at_.empty() || die_at_ != request.label) return;
        world_.note("! " + name_ + " dies as " + die_at_ + " leaves");
        die_at_.clear();
        vfs_.freeze();
      },
      [this](const std::string& name) { at_wire(name + " is answered"); });
  engine::Environment environment{world_.clock, *random_,           files_,     log_,
                                  executor_,    std::move(network), vfs_.name()};
  environment.worker = std::make_unique<SimWorker>(world_, vfs_);
  engine::EngineConfig config;
  config.folder = folder_;
  config.credentials = engine::CredentialPolicy::file;
  auto opened = engine::Engine::open(config, std::move(environment));
  if (!opened.ok()) {
    world_.note(name_ + ": process failed to start: " + error_name(opened.error().code));
    end_process(false);
    return false;
  }
  engine_ = opened.take();
  news_ = true;
  hear_events();
  world_.note(name_ + ": process " + std::to_string(lives_) + " started");
  return true;
}

void Device::at_wire(const std::string& what) {
  if (wire_effects_left_ == 0 || --wire_effects_left_ != 0) return;
  world_.note("! " + name_ + " dies as " + what);
  vfs_.freeze();
}

void Device::end_process(bool power_loss) {
  vfs_.freeze();
  engine_.reset();
  if (power_loss) {
    world_.note("! " + name_ + " loses power");
    vfs_.lose_power(&world_.random);
    files_.lose_power(world_.random);
    ++power_losses_;
  }
  vfs_.thaw();
}

void Device::close_process() {
  if (!engine_) return;
  engine_->close();
  step(0);
  world_.note(name_ + ": process closed");
  engine_.reset();
  if (vfs_.frozen()) end_process(false);
}

// One of two devices may wait a while for the other, as a busy phone does.
void Device::step(Millis max_wait) {
  if (other_ == nullptr || !other_->running() || other_->died()) return step_alone(max_wait);
  step_alone(std::min(max_wait, std::max<Millis>(kTurn, max_wait / 64)));
  other_->step_alone(0);
}

void Device::step_alone(Millis max_wait) {
  ++steps_;
  engine_->step(max_wait);
  const Millis now = world_.clock.steady_ms();
  steps_without_time_ = now > stepped_at_ ? 0 : steps_without_time_ + 1;
  stepped_at_ = now;
  if (steps_without_time_ > kMostStepsWithoutTime) spinning_ = true;
  hear_events();
}

void Device::hear_events() {
  auto events = engine_->events().poll(0);
  if (!events.ok()) return;
  for (engine::Event& event : *events) {
    switch (event.kind) {
      case engine::EventKind::operation_completed:
        completed_[event.operation] = std::move(event.error);
        break;
      case engine::EventKind::notifications:
        news_ = true;
        break;
      case engine::EventKind::setting_failed:
        (void)each_row(
            *engine_,
            "SELECT remote_id FROM route WHERE remote_id <> '' AND 'r' || conversation = " +
                simulation::quoted(event.from),
            [this](cache::Statement& row) { held_here_only_.insert(row.string(0)); });
        break;
      case engine::EventKind::store_set_aside:
        set_asides_.push_back(
            {event.from, event.count, event.error ? std::atoll(event.error->message.c_str()) : 0});
        world_.note(name_ + ": a damaged database was set aside, " + std::to_string(event.count) +
                    " unsent and " + std::to_string(set_asides_.back().lost) + " lost");
        break;
      default:
        break;
    }
  }
}

void Device::run_for(Millis span) {
  const Millis end = world_.clock.steady_ms() + span;
  while (world_.clock.steady_ms() < end && !spinning_) {
    if (!running() || vfs_.frozen()) return;
    step(end - world_.clock.steady_ms());
  }
}

std::optional<Error> Device::run_until(Result<engine::OperationId> operation, Millis limit) {
  if (!operation.ok()) return operation.error();
  const Millis end = world_.clock.steady_ms() + limit;
  while (world_.clock.steady_ms() < end && !spinning_) {
    if (const auto done = completed_.find(*operation); done != completed_.end()) {
      return done->second;
    }
    if (vfs_.frozen()) return Error(ErrorCode::CLOSED);
    step(1000);
  }
  return Error(ErrorCode::TIMEOUT, "the operation did not complete in simulated time");
}

const std::optional<Error>* Device::outcome(engine::OperationId operation) const {
  const auto done = completed_.find(operation);
  return done == completed_.end() ? nullptr : &done->second;
}

std::optional<Error> Device::sign_in() {
  provider::SignIn request;
  request.server = "http://pbx.test";
  request.user = "alice";
  request.password = Secret("secret");
  return run_until(engine_->sign_in(std::move(request)), 120'000);
}

}  // namespace ix::simulation
