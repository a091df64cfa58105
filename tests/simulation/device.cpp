// SPDX-License-Identifier: Apache-2.0
#include "simulation/device.h"

#include <cstdio>
#include <filesystem>
#include <utility>

namespace ix::simulation {
namespace {

// An engine that neither waits nor gets anything done for so many steps never will.
constexpr int64_t kMostStepsWithoutTime = 5'000;

Error dead() {
  return Error(ErrorCode::STORE_IO, "the simulated process has died");
}

}  // namespace

Status SimFileSystem::make_private_folder(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.make_private_folder(path);
}
Result<std::unique_ptr<FileLock>> SimFileSystem::lock(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.lock(path);
}
Status SimFileSystem::write_private(const std::string& path, const Secret& content) {
  // A death before the file is written, and (as the next operation) one after it.
  if (!vfs_.admit()) return dead();
  return real_.write_private(path, content);
}
Result<std::optional<Secret>> SimFileSystem::read_private(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.read_private(path);
}
Status SimFileSystem::remove(const std::string& path) {
  if (!vfs_.admit()) return dead();
  return real_.remove(path);
}

Device::Device(World& world, uint64_t seed, std::string folder, bool verbose)
    : world_(world),
      seed_(seed),
      folder_(std::move(folder)),
      files_(world.vfs),
      log_(verbose ? LogLevel::debug : LogLevel::error,
           [&world, verbose](LogLevel, std::string_view line) {
             if (verbose) world.note("log " + std::string(line));
           }) {
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
      world_,
      [this](const transport::HttpRequest& request) {
        at_wire(request.method + " " + std::string(request.label) + " leaves");
        if (die_at_.empty() || die_at_ != request.label) return;
        world_.note("! dies as " + die_at_ + " leaves");
        die_at_.clear();
        world_.vfs.freeze();
      },
      [this](const std::string& name) { at_wire(name + " is answered"); });
  engine::Environment environment{world_.clock, *random_,           files_,           log_,
                                  executor_,    std::move(network), world_.vfs.name()};
  engine::EngineConfig config;
  config.folder = folder_;
  config.credentials = engine::CredentialPolicy::file;
  auto opened = engine::Engine::open(config, std::move(environment));
  if (!opened.ok()) {
    world_.note(std::string("process failed to start: ") + error_name(opened.error().code));
    end_process(false);
    return false;
  }
  engine_ = opened.take();
  world_.note("process " + std::to_string(lives_) + " started");
  return true;
}

void Device::at_wire(const std::string& what) {
  if (wire_effects_left_ == 0 || --wire_effects_left_ != 0) return;
  world_.note("! dies as " + what);
  world_.vfs.freeze();
}

void Device::end_process(bool power_loss) {
  world_.vfs.freeze();
  engine_.reset();
  if (power_loss) {
    world_.note("! power loss");
    world_.vfs.lose_power(&world_.random);
  }
  world_.vfs.thaw();
}

void Device::close_process() {
  if (!engine_) return;
  engine_->close();
  step(0);
  world_.note("process closed");
  engine_.reset();
  if (world_.vfs.frozen()) end_process(false);
}

void Device::step(Millis max_wait) {
  const Millis before = world_.clock.steady_ms();
  ++steps_;
  engine_->step(max_wait);
  steps_without_time_ = world_.clock.steady_ms() > before ? 0 : steps_without_time_ + 1;
  if (steps_without_time_ > kMostStepsWithoutTime) spinning_ = true;
  auto events = engine_->events().poll(0);
  if (!events.ok()) return;
  for (engine::Event& event : *events) {
    if (event.kind == engine::EventKind::operation_completed) {
      completed_[event.operation] = std::move(event.error);
    }
  }
}

void Device::run_for(Millis span) {
  const Millis end = world_.clock.steady_ms() + span;
  while (world_.clock.steady_ms() < end && !spinning_) {
    if (!running() || world_.vfs.frozen()) return;
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
    if (world_.vfs.frozen()) return Error(ErrorCode::CLOSED);
    step(1000);
  }
  return Error(ErrorCode::TIMEOUT, "the operation did not complete in simulated time");
}

std::optional<Error> Device::sign_in() {
  provider::SignIn request;
  request.server = "http://pbx.test";
  request.user = "alice";
  request.password = Secret("secret");
  return run_until(engine_->sign_in(std::move(request)), 120'000);
}

}  // namespace ix::simulation
