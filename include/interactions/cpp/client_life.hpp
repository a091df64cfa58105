// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_life.hpp
 * Opening, closing, the account as a whole (client.h): bodies of what client.hpp declares. Include
 * interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_LIFE_HPP
#define INTERACTIONS_CPP_CLIENT_LIFE_HPP

#include <interactions/cpp/client.hpp>

#include <memory>

namespace interactions {

inline Result<Client> Client::open(const Config& config) {
  ix_client_config raw;
  ix_client_config_init(&raw, sizeof raw);
  raw.folder = str(config.folder);
  raw.sync_mode = config.sync_mode;
  raw.region = str(config.region);
  raw.user_agent = str(config.user_agent);
  raw.ca_file = str(config.ca_file);
  raw.ca_pem = str(config.ca_pem);
  raw.pinned_keys = str(config.pinned_keys);
  raw.proxy = str(config.proxy);
  raw.credentials = config.credentials;
  raw.log_level = config.log_level;
  raw.answer_timeout_ms = config.answer_timeout_ms;
  raw.destinations = str(config.destinations);
  raw.area_codes = str(config.area_codes);
  raw.media_limits = str(config.media_limits);
  std::unique_ptr<LogFunction> log;
  if (config.log) {
    log = std::make_unique<LogFunction>(config.log);
    raw.log = [](void* ctx, ix_log_level level, ix_str line) {
      (*static_cast<LogFunction*>(ctx))(level, view(line));
    };
    raw.log_ctx = log.get();
    raw.log_free = detail::Callback<LogFunction>::drop;
  }
  auto client = result<Client, ix_client*>(
      [&](ix_client** out, ix_error** error) { return ix_client_open(&raw, out, error); });
  // A client that was opened owns the function; one that was not leaves it here.
  if (client) static_cast<void>(log.release());
  return client;
}

inline Client Client::share() const {
  return Client(retained());
}

inline void Client::close() const {
  ix_client_close(get());
}

inline Status Client::suspend() const {
  return status([&](ix_error** error) { return ix_client_suspend(get(), error); });
}

inline Status Client::resume() const {
  return status([&](ix_error** error) { return ix_client_resume(get(), error); });
}

inline Result<Operation> Client::sync() const {
  return operation(
      [&](ix_operation* out, ix_error** error) { return ix_client_sync(get(), out, error); });
}

inline void Client::cancel(Operation operation) const {
  ix_operation_cancel(get(), operation);
}

inline Result<Page> Client::account() const {
  return page([&](ix_page** out, ix_error** error) { return ix_account_page(get(), out, error); });
}

inline Status Client::hint_network(ix_network_kind kind) const {
  return status([&](ix_error** error) { return ix_client_hint_network(get(), kind, error); });
}

inline Status Client::hint_foreground(bool foreground) const {
  return status([&](ix_error** error) {
    return ix_client_hint_foreground(get(), foreground ? 1 : 0, error);
  });
}

inline Status Client::hint_low_memory() const {
  return status([&](ix_error** error) { return ix_client_hint_low_memory(get(), error); });
}

inline Result<ix_counters> Client::counters() const {
  auto out = detail::sized<ix_counters>();
  Status done = status([&](ix_error** error) { return ix_client_counters(get(), &out, error); });
  if (!done) return done.error();
  return out;
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_LIFE_HPP
