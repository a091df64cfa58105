// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <utility>

#include "provider/matrix/matrix_provider.h"

namespace ix::engine {
namespace {

// "@user:server" -> "server".
std::string_view server_of(std::string_view user) {
  const size_t colon = user.find(':');
  return colon == std::string_view::npos ? std::string_view() : user.substr(colon + 1);
}

// A table that is older than the library's own is left aside: a host keeps the file it once
// fetched, and an update of the library must not keep its accounts from opening.
Result<std::shared_ptr<identity::CurrentRules>> rules_of(const EngineConfig& config,
                                                         const Logger& log) {
  NumberRulesInput input;
  input.region = config.region;
  input.destinations = config.destinations;
  input.area_codes = config.area_codes;
  input.media_limits = config.media_limits;
  input.older = OlderTable::leave_aside;
  IX_TRY(auto rules, identity::with_input({}, input));
  if (!config.area_codes.empty() && rules.areas == identity::AreaCodes::own()) {
    log.write(LogLevel::info, "numbers", "older area codes left aside",
              {{"own", Public{rules.areas->date()}}});
  }
  return std::make_shared<identity::CurrentRules>(std::move(rules));
}

std::unique_ptr<provider::Provider> make_provider(Environment& env, provider::Memory& memory) {
  if (env.provider) return env.provider({*env.http, memory, env.clock, env.log});
  return std::make_unique<provider::matrix::MatrixProvider>(*env.http, memory, env.clock, env.log);
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(EngineConfig config, Environment environment) {
  IX_TRY(auto rules, rules_of(config, environment.log));
  IX_TRY(auto store,
         store::Store::open(
             {config.folder, environment.vfs, config.media_folder, rules},
             {environment.clock, environment.random, environment.files, environment.log}));
  std::unique_ptr<Engine> engine(
      new Engine(std::move(config), std::move(environment), std::move(store), std::move(rules)));
  IX_CHECK(engine->session_.load());
  engine->tell_set_aside();
  IX_CHECK(engine->resume_requests());
  engine->env_.executor.start(
      [raw = engine.get()](Millis max_wait) { return raw->step(max_wait); });
  return engine;
}

Engine::Engine(EngineConfig config, Environment environment, std::unique_ptr<store::Store> store,
               std::shared_ptr<identity::CurrentRules> rules)
    : config_(std::move(config)),
      env_(std::move(environment)),
      rules_(std::move(rules)),
      store_(std::move(store)),
      reader_(store_->database(), rules_),
      operations_(events_),
      typing_(env_.clock),
      subscriptions_(reader_, events_, typing_),
      memory_(*store_),
      provider_(make_provider(env_, memory_)),
      session_(config_, env_.files, env_.log, *provider_, *store_, events_),
      sync_(config_, env_.clock, env_.random, env_.log, *provider_, *store_, session_),
      gaps_(env_.log, *provider_, *store_, session_),
      pump_(env_.clock, env_.random, env_.log, *provider_, *store_, session_, sync_, gaps_),
      settings_(env_.clock, env_.random, env_.log, *provider_, *store_, session_),
      retention_(env_.log, *store_),
      worker_(env_.worker ? std::move(env_.worker) : std::make_unique<ThreadWorker>()),
      transfers_(env_.clock, events_),
      keeper_(env_.random, env_.log, env_.files, *worker_, *store_),
      uploads_(env_.clock, env_.random, env_.log, env_.files, *provider_, *store_, session_,
               keeper_, transfers_, policy_),
      downloads_(env_.clock, env_.random, env_.log, env_.files, *worker_, *provider_, *store_,
                 session_, keeper_.folder(), transfers_, policy_,
                 [this](std::function<void()> task) { post(std::move(task)); }) {
  const auto report = [this](store::Touched what) { touched(std::move(what)); };
  sync_.on_touched = report;
  gaps_.on_touched = report;
  pump_.on_touched = report;
  settings_.on_failed = [this](const Setting& setting, const Error& error) {
    tell_failed(setting, error);
  };
  retention_.on_touched = report;
  keeper_.on_touched = report;
  keeper_.parts_in_use = [this] { return downloads_.parts_in_use(); };
  uploads_.on_touched = report;
  downloads_.on_touched = report;
  retention_.on_done = [this] { tidy(); };
  sync_.on_round = [this] { after_round(); };
  // A host that syncs when it says so is not surprised by requests of ours.
  if (config_.sync_mode == SyncMode::continuous) {
    subscriptions_.on_gaps_in_view = [this](std::vector<ItemId> gaps) {
      post([this, gaps = std::move(gaps)] { gaps_.fill_in_view(gaps); });
    };
    subscriptions_.on_files_in_view = [this](std::vector<Subscriptions::FileInView> files) {
      post([this, files = std::move(files)] { fetch_in_view(files); });
    };
  }
  sync_.on_typing = [this](const std::vector<RouteTyping>& routes) {
    subscriptions_.notify_typing(typing_.told(routes));
  };
  sync_.on_failed = [this](const Error& error, bool retrying) {
    // Nobody tells any more who stopped.
    subscriptions_.notify_typing(typing_.clear());
    if (!retrying) fail_sync_waiters(error);
    kick_pumps();
  };
  session_.on_change = [this] {
    kick_pumps();
    const bool lost = !session_.signed_in();
    if (lost) subscriptions_.notify_typing(typing_.clear());
    gaps_.session_settled(lost ? Status(Error(ErrorCode::SIGNED_OUT)) : Status());
    if (lost) fail_sync_waiters(Error(ErrorCode::SIGNED_OUT));
  };
  session_.on_renewal_failed = [this](const Error& error) {
    kick_pumps();
    gaps_.session_settled(error);
    fail_sync_waiters(error);
  };
  keeper_.resume();
  set_active(config_.sync_mode == SyncMode::continuous);
}

Engine::~Engine() {
  close();
  env_.executor.join();
  keeper_.suspend();  // what the worker is at ends soon
  worker_->stop();
}

void Engine::tell_set_aside() {
  const auto& aside = store_->set_aside();
  if (!aside) return;
  Event event;
  event.kind = EventKind::store_set_aside;
  event.from = aside->file;
  event.count = aside->unsent;
  if (aside->lost > 0) {
    event.error = Error(
        ErrorCode::STORE_CORRUPT,
        std::to_string(aside->lost) + " unsent messages could not be read in the damaged file");
  }
  events_.push(std::move(event));
}

void Engine::tell_failed(const Setting& setting, const Error& error) {
  auto route = store_->route(setting.route);
  if (!route.ok()) return;
  Event event;
  event.kind = EventKind::setting_failed;
  event.from = route->conversation.text();
  event.to = setting_name(setting.kind);
  event.error = error;
  events_.push(std::move(event));
}

void Engine::close() {
  if (closing_.exchange(true)) return;
  env_.http->wake();
}

Status Engine::check_not_closed() const {
  if (closing_) return Error(ErrorCode::CLOSED);
  return {};
}

Status Engine::open_for_calls() const {
  IX_CHECK(check_not_closed());
  if (suspended_) {
    return Error(ErrorCode::SUSPENDED, "the client is suspended: resume it first");
  }
  return {};
}

bool Engine::step(Millis max_wait) {
  const Turn::Held turn = turn_.step();
  if (closed_) return false;
  if (closing_) {
    finish_close();
    return false;
  }
  if (suspended_) {
    env_.http->run(max_wait);  // nothing is under way: until somebody wakes it
    return true;
  }
  run_inbox();
  session_.tick();
  subscriptions_.notify_typing(typing_.expire());
  uploads_.tick();
  pump_.tick();
  settings_.tick();
  downloads_.tick();
  retention_.step();
  settle_sync_waiters();
  sync_.tick();  // after those that may ask for a round
  publish_counters();
  env_.http->run(wait_time(max_wait));
  return true;
}

Millis Engine::wait_time(Millis max_wait) const {
  const Millis now = env_.clock.steady_ms();
  if (retention_.active()) return 0;
  Millis wait = max_wait;
  const auto typing = subscriptions_.follow_typing() ? typing_.deadline() : std::nullopt;
  for (const auto deadline : {sync_.deadline(), pump_.deadline(), settings_.deadline(),
                              uploads_.deadline(), downloads_.deadline(), typing}) {
    if (deadline) wait = std::min(wait, std::max<Millis>(0, *deadline - now));
  }
  return wait;
}

void Engine::finish_close() {
  closed_ = true;
  run_inbox();
  sync_.stop();
  pump_.stop();
  settings_.stop();
  gaps_.stop();
  retention_.stop();
  uploads_.stop();
  downloads_.stop(Error(ErrorCode::CLOSED));
  session_.cancel();
  sync_waiters_.clear();
  operations_.complete_all(Error(ErrorCode::CLOSED));
  events_.close();
}

void Engine::post(std::function<void()> task) {
  {
    std::lock_guard lock(inbox_mutex_);
    inbox_.push_back(std::move(task));
  }
  env_.http->wake();
}

void Engine::run_inbox() {
  for (;;) {
    std::function<void()> task;
    {
      std::lock_guard lock(inbox_mutex_);
      if (inbox_.empty()) return;
      task = std::move(inbox_.front());
      inbox_.pop_front();
    }
    task();
  }
}

void Engine::touched(store::Touched what) {
  if (what.begun) post([this, id = what.begun] { pump_.begun(id); });
  for (const auto& [from, to] : what.replaced) {
    Event event;
    event.kind = EventKind::conversation_replaced;
    event.from = from.text();
    event.to = to.text();
    events_.push(std::move(event));
  }
  subscriptions_.notify(what);
  if (what.notifications) {
    Event event;
    event.kind = EventKind::notifications;
    events_.push(std::move(event));
  }
  if (what.files) {
    Event event;
    event.kind = EventKind::files;
    events_.push(std::move(event));
  }
  if (what.outbox || what.files) post([this] { kick_pumps(); });
}

void Engine::kick_pumps() {
  pump_.kick();
  settings_.kick();
  uploads_.kick();
}

void Engine::set_active(bool active) {
  pump_.set_active(active);
  settings_.set_active(active);
  uploads_.set_active(active);
}

void Engine::end_backoff() {
  pump_.end_backoff();
  settings_.end_backoff();
  uploads_.end_backoff();
  downloads_.end_backoff();
}

int64_t Engine::progress() const {
  return pump_.progress() + settings_.progress() + uploads_.progress();
}

void Engine::after_round() {
  answer_invites();
  kick_pumps();
  gaps_.after_round();
  retention_.begin_if_due([this] { return followed_threads(); });
  if (sync_waiters_.empty()) tidy();  // else before they are told
}

std::vector<ConversationId> Engine::followed_threads() {
  std::vector<ConversationId> now;
  for (const ConversationId id : subscriptions_.followed_threads()) {
    const auto current = store_->resolve_conversation(id);
    if (current.ok()) now.push_back(*current);
  }
  return now;
}

void Engine::tidy() {
  const Status done = store_->forget_deleted();
  if (!done.ok()) {
    env_.log.write(LogLevel::warn, "store", "deleted texts are still in the files",
                   {{"error", done.error()}});
  }
  keeper_.tidy(policy_);
}

void Engine::answer_invites() {
  auto invites = store_->unanswered_invites();
  if (!invites.ok()) return;
  for (const Route& route : *invites) {
    // Colleagues may add us; a stranger's server may not.
    if (server_of(route.inviter) != server_of(session_.user_id())) continue;
    auto queued = store_->accept_invite(route.id);
    if (queued.ok()) touched(queued.take());
  }
}

Status Engine::hint_foreground(bool foreground) {
  IX_CHECK(check_not_closed());
  if (foreground) {
    post([this] {
      sync_.end_backoff();
      end_backoff();
    });
  }
  return {};
}

Status Engine::hint_low_memory() {
  IX_CHECK(check_not_closed());
  post([this] {
    store_->database().release_memory();
    env_.http->reset_connections();
  });
  return {};
}

Result<Counters> Engine::counters() {
  IX_CHECK(check_not_closed());
  std::lock_guard lock(counters_mutex_);
  return counters_;
}

void Engine::publish_counters() {
  std::lock_guard lock(counters_mutex_);
  counters_.http = env_.http->counters();
  ++counters_.wakeups;
  counters_.syncs = sync_.rounds();
}

}  // namespace ix::engine
