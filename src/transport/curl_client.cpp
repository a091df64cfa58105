// SPDX-License-Identifier: Apache-2.0
#include "transport/curl_client.h"

#include <curl/curl.h>
#include <sys/select.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "transport/connection_pool.h"
#include "transport/curl_options.h"
#include "transport/curl_transfer.h"
#include "transport/pipe_signal_guard.h"

namespace ix::transport {
namespace {

// libcurl counts a process's initialisations and is never torn down: the host may use it too.
bool curl_is_ready() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code == CURLE_OK;
}

struct FreeShare {
  void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};

// The sockets of a pool that is not the one being polled, so that they can be waited for as well.
// Nothing to wait for, or a number too large for fd_set: asks for a short wait instead.
int watch(const ConnectionPool& pool, std::vector<curl_waitfd>& sockets) {
  constexpr int kShortWait = 100;
  fd_set reading;
  fd_set writing;
  fd_set failing;
  FD_ZERO(&reading);
  FD_ZERO(&writing);
  FD_ZERO(&failing);
  int highest = -1;
  if (curl_multi_fdset(pool.multi(), &reading, &writing, &failing, &highest) != CURLM_OK ||
      highest < 0) {
    return kShortWait;
  }
  for (int socket = 0; socket <= highest; ++socket) {
    const bool read = FD_ISSET(socket, &reading);
    const bool write = FD_ISSET(socket, &writing);
    if (!read && !write) continue;
    curl_waitfd entry{};
    entry.fd = socket;
    entry.events =
        static_cast<short>((read ? CURL_WAIT_POLLIN : 0) | (write ? CURL_WAIT_POLLOUT : 0));
    sockets.push_back(entry);
  }
  long timeout = -1;
  curl_multi_timeout(pool.multi(), &timeout);
  constexpr long kLongest = std::numeric_limits<int>::max();
  return timeout < 0 ? std::numeric_limits<int>::max()
                     : static_cast<int>(std::min(timeout, kLongest));
}

}  // namespace

struct CurlClient::Impl {
  struct Finished {
    RequestId id;
    Completion done;
    Result<HttpResponse> result;
  };

  Impl(const HttpConfig& http_config, const Logger& log, Clock& steady)
      : config(http_config),
        logger(log),
        clock(steady),
        share(curl_share_init()),
        pool(std::make_shared<ConnectionPool>()) {
    // TLS sessions are resumed across connections. One thread, so no lock functions.
    if (share) curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  }
  ~Impl() {
    const PipeSignalGuard guard;
    transfers.clear();
    retired.clear();
    pool.reset();
  }

  void begin_waiting();
  void begin(CurlTransfer& transfer);
  void perform();
  void perform(ConnectionPool& in);
  void hop_done(CurlTransfer& transfer, CURLcode code);
  void expire_stalled();
  void remove_cancelled();
  void wait(Millis max_wait);
  void finish(CurlTransfer& transfer, Result<HttpResponse> result);
  void deliver();
  void retire_pool();
  void close_unused_pools();

  const HttpConfig config;
  const Logger& logger;
  Clock& clock;
  const std::unique_ptr<CURLSH, FreeShare> share;

  std::mutex pool_mutex;                 // the engine's thread changes `pool`, wake() reads it
  std::shared_ptr<ConnectionPool> pool;  // for every new hop
  std::vector<std::shared_ptr<ConnectionPool>> retired;  // until their requests have ended

  RequestId last_id = 0;
  std::unordered_map<RequestId, std::unique_ptr<CurlTransfer>> transfers;
  std::vector<RequestId> waiting;  // for begin(), which is no callback's business
  std::deque<Finished> finished;
  bool performing = false;  // inside libcurl, where no handle may be removed
  HttpCounters counters;
};

void CurlClient::Impl::begin_waiting() {
  for (const RequestId id : std::exchange(waiting, {})) {
    const auto found = transfers.find(id);
    if (found != transfers.end()) begin(*found->second);
  }
}

void CurlClient::Impl::begin(CurlTransfer& transfer) {
  Status begun = transfer.begin(config, share.get(), pool);
  if (!begun.ok()) finish(transfer, std::move(begun.error()));
}

void CurlClient::Impl::perform() {
  perform(*pool);
  // By index: a callback may retire another pool.
  for (size_t i = 0; i < retired.size(); ++i) perform(*retired[i]);
  remove_cancelled();
  close_unused_pools();
}

void CurlClient::Impl::perform(ConnectionPool& in) {
  int running = 0;
  performing = true;
  curl_multi_perform(in.multi(), &running);
  performing = false;
  // A message is void once its handle is removed, so one at a time.
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(in.multi(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    if (transfer) hop_done(*transfer, code);
  }
}

void CurlClient::Impl::hop_done(CurlTransfer& transfer, CURLcode code) {
  if (transfer.cancelled()) return;  // remove_cancelled() has the rest
  Result<bool> again = transfer.conclude(code, counters);
  if (!again.ok()) return finish(transfer, std::move(again.error()));
  if (*again) return begin(transfer);
  finish(transfer, transfer.take_response());
}

void CurlClient::Impl::expire_stalled() {
  const Millis now = clock.steady_ms();
  std::vector<RequestId> stalled;
  for (const auto& [id, transfer] : transfers) {
    if (transfer->stalls_at() <= now) stalled.push_back(id);
  }
  if (stalled.empty()) return;
  // A connection that went silent may be dead without a sign; nothing new is put on it.
  retire_pool();
  for (const RequestId id : stalled) {
    CurlTransfer& transfer = *transfers.at(id);
    transfer.detach(&counters);
    finish(transfer, transfer.stall_error());
  }
}

void CurlClient::Impl::remove_cancelled() {
  // They die when the map is at rest: what their functions own may call us.
  std::vector<std::unique_ptr<CurlTransfer>> removed;
  for (auto& [id, transfer] : transfers) {
    if (!transfer->cancelled()) continue;
    transfer->detach(&counters);
    removed.push_back(std::move(transfer));
  }
  for (const auto& transfer : removed) transfers.erase(transfer->id());
}

void CurlClient::Impl::wait(Millis max_wait) {
  const Millis now = clock.steady_ms();
  for (const auto& [id, transfer] : transfers) {
    max_wait = std::min(max_wait, transfer->stalls_at() - now);
  }
  std::vector<curl_waitfd> sockets;
  for (const auto& old : retired) max_wait = std::min<Millis>(max_wait, watch(*old, sockets));
  constexpr Millis kLongest = std::numeric_limits<int>::max();
  const int wait_ms = static_cast<int>(std::clamp<Millis>(max_wait, 0, kLongest));
  int ready = 0;
  curl_multi_poll(pool->multi(), sockets.data(), static_cast<unsigned>(sockets.size()), wait_ms,
                  &ready);
}

void CurlClient::Impl::finish(CurlTransfer& transfer, Result<HttpResponse> result) {
  const Millis took = clock.steady_ms() - transfer.started_ms();
  const char* label = transfer.request().label;
  if (result.ok()) {
    logger.write(LogLevel::debug, "http", "done",
                 {{"request", Public{label}}, {"status", result->status}, {"ms", took}});
  } else {
    ++counters.failures;
    logger.write(LogLevel::warn, "http", "failed",
                 {{"request", Public{label}}, {"error", result.error()}, {"ms", took}});
  }
  finished.push_back({transfer.id(), transfer.take_completion(), std::move(result)});
  const auto dying = transfers.extract(transfer.id());
}

void CurlClient::Impl::deliver() {
  // Only what is there now: a completion whose new request fails at once must not hold us here.
  for (size_t left = finished.size(); left > 0 && !finished.empty(); --left) {
    Finished next = std::move(finished.front());
    finished.pop_front();
    if (next.done) next.done(std::move(next.result));
  }
}

void CurlClient::Impl::retire_pool() {
  auto fresh = std::make_shared<ConnectionPool>();
  if (!fresh->multi()) return;  // out of memory: the old connections are better than none
  const std::lock_guard lock(pool_mutex);
  retired.push_back(std::exchange(pool, std::move(fresh)));
  // A wake-up that the old pool has taken is not lost.
  curl_multi_wakeup(pool->multi());
}

void CurlClient::Impl::close_unused_pools() {
  std::erase_if(retired, [](const auto& old) { return old.use_count() == 1; });
}

CurlClient::CurlClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlClient::~CurlClient() = default;

Result<std::unique_ptr<CurlClient>> CurlClient::create(const HttpConfig& config,
                                                       const Logger& logger, Clock& clock) {
  if (!curl_is_ready()) return Error(ErrorCode::INTERNAL, "the network library did not start");
  if (!(curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_SSL)) {
    return Error(ErrorCode::NOT_SUPPORTED, "this libcurl has no TLS");
  }
  IX_CHECK(check_config(config));
  auto impl = std::make_unique<Impl>(config, logger, clock);
  CURL* trial = curl_easy_init();
  if (!trial || !impl->share || !impl->pool->multi()) {
    curl_easy_cleanup(trial);
    return Error(ErrorCode::OUT_OF_MEMORY);
  }
  const bool usable = apply_config(trial, impl->config);
  curl_easy_cleanup(trial);
  if (!usable) {
    return Error(ErrorCode::NOT_SUPPORTED, "this libcurl cannot do what the settings ask for");
  }
  return std::unique_ptr<CurlClient>(new CurlClient(std::move(impl)));
}

RequestId CurlClient::start(HttpRequest request, Completion done) {
  Impl& impl = *impl_;
  const RequestId id = ++impl.last_id;
  ++impl.counters.requests;
  auto owned = std::make_unique<CurlTransfer>(id, std::move(request), std::move(done), impl.clock,
                                              impl.config.answer_timeout_ms);
  CurlTransfer& transfer = *owned;
  impl.transfers.emplace(id, std::move(owned));
  Status checked = transfer.check();
  if (checked.ok()) {
    impl.waiting.push_back(id);
  } else {
    impl.finish(transfer, std::move(checked.error()));
  }
  return id;
}

void CurlClient::cancel(RequestId id) {
  Impl& impl = *impl_;
  const auto found = impl.transfers.find(id);
  if (found != impl.transfers.end()) {
    if (impl.performing) return found->second->mark_cancelled();
    const PipeSignalGuard guard;
    // Out of the map first: what the request's functions own may call us when it dies.
    const std::unique_ptr<CurlTransfer> transfer = std::move(found->second);
    impl.transfers.erase(found);
    transfer->detach(&impl.counters);
    return;
  }
  const auto same = [id](const Impl::Finished& entry) { return entry.id == id; };
  const auto ready = std::find_if(impl.finished.begin(), impl.finished.end(), same);
  if (ready == impl.finished.end()) return;
  const Impl::Finished dropped = std::move(*ready);
  impl.finished.erase(ready);
}

void CurlClient::run(Millis max_wait) {
  Impl& impl = *impl_;
  {
    const PipeSignalGuard guard;
    impl.begin_waiting();
    impl.perform();
    if (impl.finished.empty() && max_wait > 0) {
      impl.wait(max_wait);
      impl.perform();
    }
    impl.expire_stalled();
  }
  impl.deliver();
}

void CurlClient::wake() {
  const std::lock_guard lock(impl_->pool_mutex);
  curl_multi_wakeup(impl_->pool->multi());
}

void CurlClient::reset_connections() {
  const PipeSignalGuard guard;
  impl_->retire_pool();
  if (!impl_->performing) impl_->close_unused_pools();
}

HttpCounters CurlClient::counters() const {
  return impl_->counters;
}

}  // namespace ix::transport
