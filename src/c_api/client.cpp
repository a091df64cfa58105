// SPDX-License-Identifier: Apache-2.0
#include <interactions/client.h>

#include "c_api/guard.h"
#include "engine/network.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Logger::Sink sink_of(const ix_client_config& config) {
  if (config.log == nullptr) return nullptr;
  return [fn = config.log, ctx = config.log_ctx](LogLevel level, std::string_view line) {
    fn(ctx, static_cast<ix_log_level>(level), to_str(line));
  };
}

Result<transport::HttpConfig> http_config(const ix_client_config& config) {
  transport::HttpConfig http;
  IX_TRY(http.user_agent, text_in(config.user_agent, "user_agent"));
  if (http.user_agent.empty()) http.user_agent = std::string("interactions-sdk/") + ix_version();
  IX_TRY(http.ca_file, text_in(config.ca_file, "ca_file"));
  IX_TRY(http.ca_pem, text_in(config.ca_pem, "ca_pem"));
  IX_TRY(http.pinned_keys, text_in(config.pinned_keys, "pinned_keys"));
  IX_TRY(http.proxy, text_in(config.proxy, "proxy"));
  IX_CHECK(require(config.answer_timeout_ms >= 0 && config.answer_timeout_ms <= kDay,
                   "answer_timeout_ms is below 0 or above a day"));
  if (config.answer_timeout_ms != 0) http.answer_timeout_ms = config.answer_timeout_ms;
  return http;
}

Result<engine::EngineConfig> engine_config(const ix_client_config& config) {
  engine::EngineConfig engine;
  IX_TRY(engine.folder, required_text_in(config.folder, "folder"));
  IX_TRY(std::string region, text_in(config.region, "region"));
  if (!region.empty()) engine.region = std::move(region);
  IX_TRY(engine.destinations, text_in(config.destinations, "destinations"));
  IX_TRY(engine.area_codes, text_in(config.area_codes, "area_codes"));
  IX_TRY(engine.media_limits, text_in(config.media_limits, "media_limits"));
  IX_CHECK(require(config.sync_mode >= IX_SYNC_CONTINUOUS && config.sync_mode <= IX_SYNC_ON_DEMAND,
                   "unknown sync_mode"));
  IX_CHECK(require(
      config.credentials >= IX_CREDENTIALS_HOST && config.credentials <= IX_CREDENTIALS_FILE,
      "unknown credentials policy"));
  engine.sync_mode = static_cast<engine::SyncMode>(config.sync_mode);
  engine.credentials = static_cast<engine::CredentialPolicy>(config.credentials);
  return engine;
}

Status open(const ix_client_config* input, ix_client** out) {
  IX_TRY(const ix_client_config config, struct_in(input, "config"));
  IX_TRY(transport::HttpConfig http, http_config(config));
  IX_TRY(engine::EngineConfig engine, engine_config(config));
  // The log context is the library's from success on only: a failed open gives nothing back.
  auto client = std::make_unique<ix_client>(static_cast<LogLevel>(config.log_level),
                                            sink_of(config), nullptr, config.log_ctx);
  IX_TRY(auto network, engine::open_network(http, client->log, client->clock));
  IX_TRY(client->engine, engine::Engine::open(std::move(engine), {client->clock,
                                                                  client->random,
                                                                  client->files,
                                                                  client->log,
                                                                  client->executor,
                                                                  std::move(network),
                                                                  {}}));
  client->log_free_fn = config.log_free;
  register_client(client.get());
  *out = client.release();
  return {};
}

}  // namespace

void ix_client_config_init(ix_client_config* config, size_t size) noexcept {
  struct_init(config, size);
  if (config && size >= sizeof(ix_client_config)) config->log_level = IX_LOG_WARN;
}

ix_status ix_client_open(const ix_client_config* config, ix_client** out,
                         ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    return open(config, out);
  });
}

void ix_client_close(ix_client* client) noexcept {
  with_engine(client, nullptr, [](engine::Engine& engine) -> Status {
    engine.close();
    return {};
  });
}

ix_status ix_client_suspend(ix_client* client, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [](engine::Engine& engine) { return engine.suspend(); });
}

ix_status ix_client_resume(ix_client* client, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [](engine::Engine& engine) { return engine.resume(); });
}

ix_client* ix_client_retain(ix_client* client) noexcept {
  guard(nullptr, [&]() -> Status {
    IX_TRY(const ClientUse use, ClientUse::of(client));
    client->retain();
    return {};
  });
  return client;
}

void ix_client_release(ix_client* client) noexcept {
  if (client) release_client(client);
}

ix_status ix_client_sync(ix_client* client, ix_operation* out, ix_error** out_error) noexcept {
  return with_engine(client, out_error,
                     [&](engine::Engine& engine) { return id_out(engine.sync(), out); });
}

void ix_operation_cancel(ix_client* client, ix_operation operation) noexcept {
  with_engine(client, nullptr, [&](engine::Engine& engine) -> Status {
    engine.cancel(operation);
    return {};
  });
}

ix_status ix_account_page(ix_client* client, ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    return page_out(engine.reader().account(), out);
  });
}

ix_status ix_client_hint_network(ix_client* client, ix_network_kind kind,
                                 ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(kind >= IX_NETWORK_UNKNOWN && kind <= IX_NETWORK_METERED,
                     "unknown kind of network"));
    return engine.hint_network(static_cast<transport::NetworkKind>(kind));
  });
}

ix_status ix_client_hint_foreground(ix_client* client, int32_t foreground,
                                    ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) {
    return engine.hint_foreground(foreground != 0);
  });
}

ix_status ix_client_hint_low_memory(ix_client* client, ix_error** out_error) noexcept {
  return with_engine(client, out_error,
                     [](engine::Engine& engine) { return engine.hint_low_memory(); });
}

ix_status ix_client_counters(ix_client* client, ix_counters* counters,
                             ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const engine::Counters now, engine.counters());
    ix_counters view{};
    view.network = static_cast<ix_network_kind>(now.network);
    view.requests = now.http.requests;
    view.request_failures = now.http.failures;
    view.bytes_sent = now.http.bytes_sent;
    view.bytes_received = now.http.bytes_received;
    view.connections = now.http.connections;
    view.wakeups = now.wakeups;
    view.syncs = now.syncs;
    return view_out(counters, view);
  });
}
