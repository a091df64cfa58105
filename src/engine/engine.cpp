// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <algorithm>
#include <utility>

#include "provider/matrix/matrix_provider.h"

namespace ix::engine {
namespace {

// A sync operation waits for entries that the back-off holds no longer than this.
constexpr Millis kSoon = 5'000;

Error no_network() {
  return Error(ErrorCode::UNREACHABLE, "the host says there is no network");
}

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
  IX_TRY(auto store, store::Store::open({config.folder, environment.vfs, rules},
                                        {environment.clock, environment.random, environment.files,
                                         environment.log}));
  std::unique_ptr<Engine> engine(
      new Engine(std::move(config), std::move(environment), std::move(store), std::move(rules)));
  IX_CHECK(engine->session_.load());
  engine->tell_set_aside();
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
      retention_(env_.log, *store_) {
  const auto report = [this](store::Touched what) { touched(std::move(what)); };
  sync_.on_touched = report;
  gaps_.on_touched = report;
  pump_.on_touched = report;
  settings_.on_failed = [this](const Setting& setting, const Error& error) {
    tell_failed(setting, error);
  };
  retention_.on_touched = report;
  retention_.on_done = [this] { tidy(); };
  sync_.on_round = [this] { after_round(); };
  // A host that syncs when it says so is not surprised by requests of ours.
  if (config_.sync_mode == SyncMode::continuous) {
    subscriptions_.on_gaps_in_view = [this](std::vector<ItemId> gaps) {
      post([this, gaps = std::move(gaps)] { gaps_.fill_in_view(gaps); });
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
  set_active(config_.sync_mode == SyncMode::continuous);
}

Engine::~Engine() {
  close();
  env_.executor.join();
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
  pump_.tick();
  settings_.tick();
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
  for (const auto deadline : {sync_.deadline(), pump_.deadline(), settings_.deadline(), typing}) {
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
  if (what.outbox) post([this] { kick_pumps(); });
}

void Engine::kick_pumps() {
  pump_.kick();
  settings_.kick();
}

void Engine::set_active(bool active) {
  pump_.set_active(active);
  settings_.set_active(active);
}

void Engine::end_backoff() {
  pump_.end_backoff();
  settings_.end_backoff();
}

int64_t Engine::progress() const {
  return pump_.progress() + settings_.progress();
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

// ---------------------------------------------------------------------------------------- sync

Result<OperationId> Engine::sync() {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id] {
    if (!operations_.active(id)) return;
    if (!session_.signed_in()) {
      operations_.complete(id, Error(ErrorCode::SIGNED_OUT, "nobody is signed in: sign in first"));
      return;
    }
    if (counters_.network == transport::NetworkKind::none) {
      operations_.complete(id, no_network());
      return;
    }
    sync_waiters_[id] = {sync_.request(), progress()};
    sync_.end_backoff();
    set_active(true);
    end_backoff();
    operations_.on_cancel(id, [this, id] {
      sync_waiters_.erase(id);
      settle_sync_waiters();
    });
  });
  return id;
}

void Engine::settle_sync_waiters() {
  for (auto it = sync_waiters_.begin(); it != sync_waiters_.end();) {
    auto& [id, waiter] = *it;
    if (sync_.finished() < waiter.round) {
      if (!sync_.expects(waiter.round)) waiter.round = sync_.request();
      ++it;
    } else if (!pump_.quiet(kSoon) || !settings_.quiet(kSoon)) {
      ++it;
    } else if (retention_.active()) {
      ++it;
    } else if (waiter.progress != progress()) {
      // What was sent meanwhile comes back in one more round.
      waiter = {sync_.request(), progress()};
      ++it;
    } else {
      tidy();
      operations_.complete(id, std::nullopt);
      it = sync_waiters_.erase(it);
    }
  }
  if (sync_waiters_.empty() && config_.sync_mode == SyncMode::on_demand) set_active(false);
}

void Engine::fail_sync_waiters(const Error& error) {
  const auto waiters = std::exchange(sync_waiters_, {});
  for (const auto& [id, waiter] : waiters) operations_.complete(id, error);
  if (config_.sync_mode == SyncMode::on_demand) set_active(false);
}

// ------------------------------------------------------------------------------------- session

Result<OperationId> Engine::sign_in(provider::SignIn request) {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, request = std::move(request)]() mutable {
    if (operations_.active(id)) sign_in_on_engine(id, std::move(request));
  });
  return id;
}

void Engine::sign_in_on_engine(OperationId id, provider::SignIn request) {
  auto account = store_->account();
  if (!account.ok()) {
    operations_.complete(id, account.error());
    return;
  }
  request.device_id = account->device_id;
  const provider::CallId call =
      provider_->sign_in(std::move(request), [this, id](Result<provider::Session> session) {
        Status outcome = session.ok() ? session_.adopt(*session) : Status(session.error());
        if (outcome.ok()) {
          sync_.end_backoff();
          kick_pumps();
          auto page = reader_.account();
          operations_.complete(id, std::nullopt,
                               page.ok() ? std::make_shared<query::Page>(page.take()) : nullptr);
        } else {
          operations_.complete(id, outcome.error());
        }
      });
  operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
}

Result<OperationId> Engine::sign_out(uint32_t flags) {
  IX_CHECK(open_for_calls());
  if ((flags & ~(kSignOutWipe | kSignOutForce)) != 0) {
    return Error(ErrorCode::INVALID_ARGUMENT, "unknown flags of sign-out");
  }
  if ((flags & kSignOutWipe) != 0 && (flags & kSignOutForce) == 0) {
    IX_TRY(const int64_t unsent, store_->unsent_count());
    if (unsent > 0) {
      return Error(
          ErrorCode::UNSENT_ITEMS,
          std::to_string(unsent) + " unsent entries would be lost: send or discard them, or force");
    }
  }
  IX_TRY(const Account account, store_->account());
  if (account.session != SessionState::signed_in && (flags & kSignOutWipe) == 0) {
    return Error(ErrorCode::SIGNED_OUT, "nobody is signed in");
  }
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, flags] {
    if (operations_.active(id)) sign_out_on_engine(id, flags);
  });
  return id;
}

void Engine::sign_out_on_engine(OperationId id, uint32_t flags) {
  sync_.stop();
  pump_.stop();
  settings_.stop();
  gaps_.stop();
  retention_.stop();
  if (!session_.signed_in()) return finish_sign_out(id, flags, {});
  const provider::CallId call = provider_->sign_out(
      [this, id, flags](Status outcome) { finish_sign_out(id, flags, outcome); });
  operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
}

void Engine::finish_sign_out(OperationId id, uint32_t flags, const Status& outcome) {
  Error none;
  none.code = ErrorCode::OK;
  Status forgotten = session_.forget(SessionState::signed_out, none);
  Status wiped;
  const bool wipe = (flags & kSignOutWipe) != 0;
  if (wipe) wiped = wipe_files();
  std::optional<Error> error;
  // A session that the server had ended already is a session that has ended.
  if (!outcome.ok() && outcome.error().code != ErrorCode::SIGNED_OUT) error = outcome.error();
  if (!forgotten.ok()) error = forgotten.error();
  if (!wiped.ok()) error = wiped.error();
  operations_.complete(id, std::move(error));
  if (wipe) close();
}

Status Engine::wipe_files() {
  // The open database goes on in files that have no name any more, until the client is released.
  std::vector<std::string> names = {"cache.db", "cache.db-wal", "cache.db-shm", "credentials"};
  auto all = env_.files.list(config_.folder);
  Status result = all.ok() ? Status() : Status(all.error());
  if (all.ok()) {
    // Damaged databases that were set aside hold a person's messages, too.
    for (std::string& name : *all) {
      if (name.starts_with("cache.db.")) names.push_back(std::move(name));
    }
  }
  for (const std::string& name : names) {
    if (Status removed = env_.files.remove(config_.folder + "/" + name); !removed.ok()) {
      result = removed;
    }
  }
  return result;
}

Result<std::string> Engine::credentials() {
  IX_CHECK(open_for_calls());
  if (config_.credentials != CredentialPolicy::host) {
    return Error(ErrorCode::NOT_SUPPORTED, "this client keeps its credentials in its own file");
  }
  return session_.blob();
}

Status Engine::credentials_kept() {
  IX_CHECK(open_for_calls());
  post([this] { session_.kept(); });
  return {};
}

Status Engine::restore(std::string blob) {
  IX_CHECK(open_for_calls());
  if (config_.credentials != CredentialPolicy::host) {
    return Error(ErrorCode::NOT_SUPPORTED, "this client keeps its credentials in its own file");
  }
  IX_CHECK(session_.check(blob));
  post([this, blob = Secret(std::move(blob))] { (void)session_.restore(blob.reveal()); });
  return {};
}

// ----------------------------------------------------------------------- other operations

Result<OperationId> Engine::fill_history(std::string_view gap) {
  IX_CHECK(open_for_calls());
  const auto item = ItemId::parse(gap);
  if (!item) return Error(ErrorCode::NOT_FOUND, "not the id of a gap");
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, item = *item] {
    if (!operations_.active(id)) return;
    gaps_.fill(item, [this, id](const Status& outcome) {
      operations_.complete(id, outcome.ok() ? std::nullopt : std::optional(outcome.error()));
    });
  });
  return id;
}

Result<OperationId> Engine::search_directory(std::string text) {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, text = std::move(text)] {
    if (!operations_.active(id)) return;
    if (!session_.usable()) {
      operations_.complete(id, Error(ErrorCode::SIGNED_OUT));
      return;
    }
    const provider::CallId call =
        provider_->search_people(text, 50, [this, id](Result<std::vector<PersonChange>> people) {
          std::optional<Error> error;
          if (!people.ok()) {
            error = people.error();
            session_.call_failed(people.error());
          } else if (auto stored = store_->ingest_people(*people); !stored.ok()) {
            error = stored.error();
          } else {
            touched(stored.take());
          }
          operations_.complete(id, std::move(error));
        });
    operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
  });
  return id;
}

void Engine::cancel(OperationId id) {
  if (closing_) return;
  post([this, id] { operations_.cancel(id); });
}

// ------------------------------------------------------------------------- hints and counters

Status Engine::hint_network(transport::NetworkKind kind) {
  IX_CHECK(check_not_closed());
  post([this, kind] {
    if (counters_.network == kind) return;
    {
      std::lock_guard lock(counters_mutex_);
      counters_.network = kind;
    }
    env_.http->reset_connections();
    sync_.set_network(kind);
    if (kind == transport::NetworkKind::none) subscriptions_.notify_typing(typing_.clear());
    pump_.set_network(kind);
    settings_.set_network(kind);
    if (kind == transport::NetworkKind::none) {
      fail_sync_waiters(no_network());
    }
  });
  return {};
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
