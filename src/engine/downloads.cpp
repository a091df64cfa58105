// SPDX-License-Identifier: Apache-2.0
#include "engine/downloads.h"

#include <algorithm>
#include <utility>

namespace ix::engine {
namespace {

using cache::MediaPart;

constexpr size_t kMostAtOnce = 3;
constexpr int kMostAttempts = 5;
// Of a small picture that the backend makes; and what such a one may weigh.
constexpr int32_t kThumbnailEdge = 800;
constexpr int64_t kMostThumbnailBytes = int64_t{8} << 20;

}  // namespace

Downloads::Downloads(Clock& clock, Random& random, const Logger& log, FileSystem& files,
                     Worker& worker, provider::Provider& provider, store::Store& store,
                     SessionKeeper& session, MediaFolder& folder, Transfers& transfers,
                     const MediaPolicy& policy, Post post)
    : clock_(clock),
      random_(random),
      log_(log),
      files_(files),
      worker_(worker),
      provider_(provider),
      store_(store),
      session_(session),
      folder_(folder),
      transfers_(transfers),
      policy_(policy),
      post_(std::move(post)),
      backoff_(random) {}

std::string Downloads::part_of(const Key& key) const {
  return "part/" + key.first.text() + (key.second == MediaPart::file ? "" : "-thumbnail");
}

std::vector<std::string> Downloads::parts_in_use() {
  std::lock_guard lock(mutex_);
  return {parts_.begin(), parts_.end()};
}

void Downloads::fetch(AttachmentId attachment, MediaPart part, int32_t priority, uint64_t waiter,
                      Done done) {
  const auto wanted = store_.wanted(attachment, part);
  if (!wanted.ok()) return done(wanted.error());
  if (!wanted->place.empty()) {
    const std::string path = wanted->is_reference ? wanted->place : folder_.path_of(wanted->place);
    const auto size = files_.size(path);
    if (size.ok() && *size) {
      if (wanted->media != 0) (void)store_.media_used(wanted->media);
      return done({});
    }
    if (wanted->outgoing) return done(Error(ErrorCode::FILE_UNREADABLE));
    // Somebody emptied the folder: it is fetched again.
    auto lost = store_.media_lost(wanted->media);
    if (lost.ok() && on_touched) on_touched(lost.take());
  }
  if (wanted->outgoing) {
    return done(Error(ErrorCode::MEDIA_GONE, "no small picture was made of this file"));
  }
  const Attachment& said = wanted->attachment;
  if (said.uri.empty() && (part == MediaPart::file || said.thumb_uri.empty())) {
    return done(Error(ErrorCode::MEDIA_GONE));
  }
  Job& job = jobs_[{attachment, part}];
  if (job.waiting.empty()) job.order = ++order_;
  job.priority = std::max(job.priority, priority);
  job.waiting.push_back({waiter, std::move(done)});
  std::lock_guard lock(mutex_);
  parts_.insert(part_of({attachment, part}));
}

void Downloads::cancel(uint64_t waiter) {
  for (auto& [key, job] : jobs_) {
    const size_t before = job.waiting.size();
    std::erase_if(job.waiting, [waiter](const Waiter& one) { return one.id == waiter; });
    if (job.waiting.size() == before) continue;
    if (job.waiting.empty()) {
      const Key gone = key;
      finish(gone, {});
    }
    return;
  }
}

void Downloads::set_network(transport::NetworkKind kind) {
  network_ = kind;
  end_backoff();
}

void Downloads::end_backoff() {
  for (auto& [key, job] : jobs_) job.next_wall_ms = 0;
}

std::map<Downloads::Key, Downloads::Job>::iterator Downloads::next() {
  const Millis now = clock_.wall_ms();
  auto best = jobs_.end();
  size_t running = 0;
  for (auto it = jobs_.begin(); it != jobs_.end(); ++it) {
    const Job& job = it->second;
    running += job.running ? 1 : 0;
    if (job.running || job.next_wall_ms > now) continue;
    const auto rank = [](const auto& entry) {
      return std::tuple(entry.second.priority, entry.first.second == MediaPart::thumbnail,
                        -static_cast<int64_t>(entry.second.order));
    };
    if (best == jobs_.end() || rank(*it) > rank(*best)) best = it;
  }
  return running < kMostAtOnce ? best : jobs_.end();
}

void Downloads::tick() {
  if (jobs_.empty() || !session_.usable() || network_ == transport::NetworkKind::none) return;
  for (auto it = next(); it != jobs_.end(); it = next()) {
    const Key key = it->first;
    start(key, it->second);
  }
}

void Downloads::start(const Key& key, Job& job) {
  const auto wanted = store_.wanted(key.first, key.second);
  if (!wanted.ok()) return finish(key, wanted.error());
  if (const Status made = folder_.make(); !made.ok()) return finish(key, made);
  auto file = DownloadFile::open(files_, worker_, folder_.path_of(part_of(key)));
  if (!file.ok()) return finish(key, file.error());
  job.running = true;
  job.file = file.take();
  ++job.attempts;
  provider::Download request = request_of(key, job, wanted->attachment);
  transfers_.begin({key.first, key.second, false, request.from,
                    key.second == MediaPart::file ? wanted->attachment.bytes : 0, 0});
  job.call = provider_.download(
      std::move(request), [this, key](const Result<void>& outcome) { arrived(key, outcome); });
}

provider::Download Downloads::request_of(const Key& key, Job& job, const Attachment& said) {
  provider::Download request;
  request.uri = said.uri;
  request.max_bytes = policy_.max_download_bytes;
  job.sha256 = said.sha256;
  if (key.second == MediaPart::thumbnail) {
    job.sha256.clear();
    request.max_bytes = kMostThumbnailBytes;
    if (!said.thumb_uri.empty()) {
      request.uri = said.thumb_uri;
    } else {
      request.width = request.height = kThumbnailEdge;
    }
  }
  job.uri = said.uri;
  job.total = -1;
  // A picture that the backend makes anew may be another one than what is here of it.
  if (request.width != 0) (void)job.file->restart();
  request.from = job.file->size();
  const std::weak_ptr<DownloadFile> weak = job.file;
  request.head = [this, key, weak](const provider::MediaHead& head) -> Status {
    const auto file = weak.lock();
    const auto found = jobs_.find(key);
    if (!file || found == jobs_.end()) return Error(ErrorCode::CANCELLED);
    if (head.from != file->size()) {
      if (head.from != 0) return Error(ErrorCode::MEDIA_DAMAGED, "another part was sent");
      IX_CHECK(file->restart());
    }
    found->second.total = head.total;
    return {};
  };
  request.sink = [this, key, weak](std::string_view piece) -> Status {
    const auto file = weak.lock();
    const auto found = jobs_.find(key);
    if (!file || found == jobs_.end()) return Error(ErrorCode::CANCELLED);
    IX_CHECK(file->append(piece));
    transfers_.moved(key.first, key.second, file->size(),
                     std::max<int64_t>(found->second.total, 0));
    return {};
  };
  return request;
}

void Downloads::arrived(const Key& key, const Status& outcome) {
  const auto found = jobs_.find(key);
  if (found == jobs_.end()) return;
  Job& job = found->second;
  job.call = 0;
  if (!outcome.ok()) return failed(key, outcome.error());
  if (job.total >= 0 && job.file->size() != job.total) {
    return failed(key, Error(ErrorCode::MEDIA_DAMAGED,
                             "the service sent another number of bytes than it said"));
  }
  // On the worker; nothing of this object is touched there.
  job.file->finish([post = post_, this, key, file = job.file](Result<DownloadedFile> result) {
    auto shared = std::make_shared<Result<DownloadedFile>>(std::move(result));
    post([this, key, file, shared] { checked(key, file, std::move(*shared)); });
  });
}

void Downloads::checked(const Key& key, const std::shared_ptr<DownloadFile>& file,
                        Result<DownloadedFile> result) {
  const auto found = jobs_.find(key);
  if (found == jobs_.end() || found->second.file != file) return;  // nobody waits any more
  if (!result.ok()) return failed(key, result.error());
  Job& job = found->second;
  if (!job.sha256.empty() && job.sha256 != result->sha256) {
    return failed(key, Error(ErrorCode::MEDIA_DAMAGED));
  }
  const Status kept = keep(key, job, *result);
  if (!kept.ok()) return failed(key, kept.error());
  finish(key, {});
}

Status Downloads::keep(const Key& key, const Job& job, const DownloadedFile& file) {
  cache::MediaFile media;
  media.content = file.sha256;
  media.bytes = file.bytes;
  // Viewers go by the ending. The name is new: what had it before may still be looked at.
  media.place = "files/" + random_.uuid();
  if (*file.type.extension != 0) media.place += std::string(".") + file.type.extension;
  {
    std::lock_guard lock(mutex_);
    parts_.insert(media.place);
  }
  const auto note = [&]() -> Status {
    IX_CHECK(files_.rename(folder_.path_of(part_of(key)), folder_.path_of(media.place)));
    std::string place;
    IX_TRY(store::Touched touched,
           store_.media_arrived(key.first, key.second, job.uri, media, place));
    if (place != media.place) IX_CHECK(folder_.remove(media.place));
    if (on_touched) on_touched(std::move(touched));
    return {};
  };
  const Status done = note();
  std::lock_guard lock(mutex_);
  parts_.erase(media.place);
  return done;
}

void Downloads::failed(const Key& key, const Error& error) {
  const auto found = jobs_.find(key);
  if (found == jobs_.end()) return;
  Job& job = found->second;
  log_.write(LogLevel::info, "downloads", "a download failed", {{"error", error}});
  if (job.file) job.file->abandon();
  job.file.reset();
  job.running = false;
  // What came was not the file: nothing goes on from there.
  if (error.code == ErrorCode::MEDIA_DAMAGED || error.code == ErrorCode::RESPONSE_TOO_LARGE) {
    (void)folder_.remove(part_of(key));
  }
  // Who sends the same file again uploads it again.
  if (error.code == ErrorCode::MEDIA_GONE && key.second == MediaPart::file) {
    (void)store_.forget_uploaded(job.uri);
  }
  const bool session_trouble = SessionKeeper::is_session_error(error);
  if (session_trouble) session_.call_failed(error);
  // A session that was renewed meanwhile says nothing of the file.
  const int most = session_trouble ? 2 * kMostAttempts : kMostAttempts;
  if (job.attempts >= most || (error.retry != RetryAdvice::later && !session_trouble)) {
    return finish(key, error);
  }
  job.next_wall_ms = clock_.wall_ms() + backoff_.delay(job.attempts, error.retry_after_ms);
}

void Downloads::finish(const Key& key, const Status& outcome) {
  const auto found = jobs_.find(key);
  if (found == jobs_.end()) return;
  const Job job = std::move(found->second);
  jobs_.erase(found);
  if (job.call != 0) provider_.cancel(job.call);
  if (job.file) job.file->abandon();
  {
    std::lock_guard lock(mutex_);
    parts_.erase(part_of(key));
  }
  transfers_.end(key.first, key.second);
  for (const Waiter& waiter : job.waiting) waiter.done(outcome);
}

std::optional<Millis> Downloads::deadline() const {
  if (!session_.usable() || network_ == transport::NetworkKind::none) return std::nullopt;
  std::optional<Millis> soonest;
  size_t running = 0;
  for (const auto& [key, job] : jobs_) {
    running += job.running ? 1 : 0;
    if (!job.running) soonest = std::min(soonest.value_or(job.next_wall_ms), job.next_wall_ms);
  }
  if (!soonest || running >= kMostAtOnce) return std::nullopt;
  return clock_.steady_ms() + std::max<Millis>(0, *soonest - clock_.wall_ms());
}

void Downloads::stop(const Error& why) {
  while (!jobs_.empty()) {
    const Key key = jobs_.begin()->first;
    finish(key, why);
  }
}

}  // namespace ix::engine
