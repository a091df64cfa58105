// SPDX-License-Identifier: Apache-2.0
#include "engine/upload_pump.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/giving_up.h"

namespace ix::engine {
namespace {

constexpr size_t kMostAtOnce = 2;
constexpr Millis kLongWait = 10 * 60 * 1000;
// Backends forget a name after a day that no bytes came for (Matrix: unused_expires_at).
constexpr Millis kTrustName = 20LL * 60 * 60 * 1000;

}  // namespace

UploadPump::UploadPump(Clock& clock, Random& random, const Logger& log, FileSystem& files,
                       provider::Provider& provider, store::Store& store, SessionKeeper& session,
                       FileKeeper& keeper, Transfers& transfers, const MediaPolicy& policy)
    : clock_(clock),
      log_(log),
      files_(files),
      provider_(provider),
      store_(store),
      session_(session),
      keeper_(keeper),
      transfers_(transfers),
      policy_(policy),
      backoff_(random) {}

void UploadPump::set_active(bool active) {
  active_ = active;
  kick();
}

void UploadPump::set_network(transport::NetworkKind kind) {
  network_ = kind;
  end_backoff();
}

void UploadPump::end_backoff() {
  for (auto& [file, trouble] : trouble_) trouble.next_wall_ms = 0;
  kick();
}

void UploadPump::tick() {
  if (next_wall_ms_ && clock_.wall_ms() >= *next_wall_ms_) kick();
  if (!kicked_ || !active_) return;
  kicked_ = false;
  next_wall_ms_.reset();
  const auto files = store_.outgoing_files();
  if (!files.ok()) {
    log_.write(LogLevel::error, "uploads", "cannot be read", {{"error", files.error()}});
    return;
  }
  for (const OutgoingFile& file : *files) {
    if (file.item) look_at(file);
  }
}

void UploadPump::look_at(const OutgoingFile& file) {
  if (file.state == FileState::failed || file.all_uploaded() || in_flight(file.id)) return;
  if (const WaitingFor reason = obstacle(file); reason != WaitingFor::nothing) {
    return wait(file, reason);
  }
  wait(file, WaitingFor::uploading);
  if (in_flight_.size() >= kMostAtOnce) return;  // looked at again when one lands
  start(file, file.uploaded);
}

WaitingFor UploadPump::obstacle(const OutgoingFile& file) {
  if (file.state == FileState::preparing) return WaitingFor::preparing;
  if (file.state == FileState::unconfirmed) return WaitingFor::confirmation;
  if (file.paused) return WaitingFor::paused;
  if (!session_.usable()) return WaitingFor::sign_in;
  if (network_ == transport::NetworkKind::none) return WaitingFor::network;
  if (network_ == transport::NetworkKind::metered && policy_.metered_upload_bytes > 0 &&
      file.file.bytes > policy_.metered_upload_bytes) {
    return WaitingFor::unmetered;
  }
  const auto trouble = trouble_.find(file.id);
  if (trouble == trouble_.end() || trouble->second.next_wall_ms <= clock_.wall_ms()) {
    return WaitingFor::nothing;
  }
  next_wall_ms_ =
      std::min(next_wall_ms_.value_or(trouble->second.next_wall_ms), trouble->second.next_wall_ms);
  return WaitingFor::time;
}

bool UploadPump::in_flight(FileId file) const {
  return in_flight_.contains({file, false}) || in_flight_.contains({file, true});
}

void UploadPump::start(const OutgoingFile& file, bool thumbnail) {
  const std::string& uri = thumbnail ? file.thumb_uri : file.uri;
  if (!provider_.capabilities().reserves_media) return upload(file, thumbnail, {});
  const Millis age = clock_.wall_ms() - file.uri_ms;
  if (uri.empty() || (!thumbnail && (age > kTrustName || age < 0))) {
    return reserve(file, thumbnail);
  }
  upload(file, thumbnail, uri);
}

void UploadPump::reserve(const OutgoingFile& file, bool thumbnail) {
  in_flight_[{file.id, thumbnail}] = {
      provider_.reserve_media([this, file, thumbnail](Result<std::string> uri) {
        in_flight_.erase({file.id, thumbnail});
        if (!uri.ok()) {
          // Too many names are out that nothing came for: one that is never repeated by itself
          // costs a second copy at worst, waiting costs the user a day (Synapse).
          const Error& error = uri.error();
          const bool none_for_long =
              error.code == ErrorCode::RATE_LIMITED && error.retry_after_ms > kLongWait;
          return none_for_long ? upload(file, thumbnail, {}) : failed(file, thumbnail, error);
        }
        auto kept = store_.file_reserved(file.id, thumbnail, *uri);
        if (!kept.ok()) return failed(file, thumbnail, kept.error());
        upload(file, thumbnail, *uri);
      }),
      file.attachment};
}

Result<std::unique_ptr<FileReader>> UploadPump::open(const OutgoingFile& file, bool thumbnail) {
  if (thumbnail) return files_.open_to_read(keeper_.folder().path_of(file.thumb_place));
  IX_TRY(auto reader, files_.open_to_read(keeper_.path_of(file)));
  if (reader->size() != file.file.bytes) return Error(ErrorCode::FILE_CHANGED);
  if (file.is_reference && file.send_place.empty() && reader->modified_ms() != file.picked_ms) {
    return Error(ErrorCode::FILE_CHANGED);
  }
  return reader;
}

void UploadPump::upload(const OutgoingFile& file, bool thumbnail, const std::string& uri) {
  auto opened = open(file, thumbnail);
  if (!opened.ok()) return failed(file, thumbnail, opened.error());
  const std::shared_ptr<FileReader> reader = opened.take();
  provider::Upload upload;
  upload.uri = uri;
  upload.name = thumbnail ? std::string("thumbnail.jpg") : file.file.name;
  upload.mime = thumbnail ? file.file.thumb_mime : file.file.mime;
  upload.bytes = reader->size();
  const auto part = thumbnail ? cache::MediaPart::thumbnail : cache::MediaPart::file;
  transfers_.begin({file.attachment, part, true, 0, upload.bytes, 0});
  upload.source = [this, reader, part, id = file.attachment, total = upload.bytes, at = int64_t{0}](
                      char* into, size_t size) mutable -> Result<size_t> {
    // Beyond the size that was told nothing leaves, however the file grew.
    const auto most =
        static_cast<size_t>(std::min<int64_t>(static_cast<int64_t>(size), total - at));
    IX_TRY(const size_t got, reader->read_at(at, into, most));
    if (got == 0 && at < total) return Error(ErrorCode::FILE_CHANGED);
    at += static_cast<int64_t>(got);
    transfers_.moved(id, part, at, total);
    return got;
  };
  in_flight_[{file.id, thumbnail}] = {
      provider_.upload(std::move(upload),
                       [this, file, thumbnail, part](Result<std::string> done) {
                         in_flight_.erase({file.id, thumbnail});
                         transfers_.end(file.attachment, part);
                         landed(file, thumbnail, std::move(done));
                       }),
      file.attachment};
}

void UploadPump::landed(const OutgoingFile& file, bool thumbnail, Result<std::string> uri) {
  kick();
  if (!uri.ok()) return failed(file, thumbnail, uri.error());
  auto kept = store_.file_uploaded(file.id, thumbnail, *uri);
  // Asked again at once it would be there already, and not be kept again.
  if (!kept.ok()) {
    (void)back_off(file, kept.error());
    return;
  }
  ++progress_;
  trouble_.erase(file.id);
  report(std::move(kept));
}

UploadPump::Trouble& UploadPump::back_off(const OutgoingFile& file, const Error& error) {
  log_.write(LogLevel::info, "uploads", "an upload failed", {{"error", error}});
  Trouble& trouble = trouble_[file.id];
  ++trouble.attempts;
  trouble.next_wall_ms = clock_.wall_ms() + backoff_.delay(trouble.attempts, error.retry_after_ms);
  return trouble;
}

void UploadPump::failed(const OutgoingFile& file, bool thumbnail, const Error& error) {
  kick();
  Trouble& trouble = back_off(file, error);
  if (error.code == ErrorCode::MEDIA_GONE && trouble.attempts < kFewestTries) {
    // The name has expired: another one, at once the first time.
    if (trouble.attempts == 1) trouble.next_wall_ms = 0;
    return report(store_.file_reserved(file.id, thumbnail, {}));
  }
  if (SessionKeeper::is_session_error(error)) {
    if (trouble.attempts == 1) trouble.next_wall_ms = 0;
    return session_.call_failed(error);
  }
  // A full disk is no fault of the file, and has no room for saying so.
  if (error.retry == RetryAdvice::later || error.code == ErrorCode::STORE_FULL) return;
  auto kept = store_.file_failed(file.id, error);
  if (kept.ok()) trouble_.erase(file.id);
  report(std::move(kept));
}

void UploadPump::wait(const OutgoingFile& file, WaitingFor reason) {
  report(store_.set_upload_waiting(file.item, reason));
}

void UploadPump::hold(AttachmentId attachment) {
  for (auto it = in_flight_.begin(); it != in_flight_.end();) {
    if (it->second.second != attachment) {
      ++it;
      continue;
    }
    provider_.cancel(it->second.first);
    transfers_.end(attachment,
                   it->first.second ? cache::MediaPart::thumbnail : cache::MediaPart::file);
    it = in_flight_.erase(it);
  }
  kick();
}

void UploadPump::report(Result<store::Touched> touched) {
  if (!touched.ok()) {
    log_.write(LogLevel::error, "uploads", "the store refused", {{"error", touched.error()}});
    return;
  }
  if (on_touched) on_touched(touched.take());
}

std::optional<Millis> UploadPump::deadline() const {
  if (!active_) return std::nullopt;
  if (kicked_) return clock_.steady_ms();
  if (!next_wall_ms_) return std::nullopt;
  return clock_.steady_ms() + std::max<Millis>(0, *next_wall_ms_ - clock_.wall_ms());
}

bool UploadPump::quiet(Millis soon) const {
  if (kicked_ || !in_flight_.empty()) return false;
  return !next_wall_ms_ || *next_wall_ms_ - clock_.wall_ms() > soon;
}

void UploadPump::stop() {
  for (const auto& [part, call] : in_flight_) {
    provider_.cancel(call.first);
    transfers_.end(call.second, part.second ? cache::MediaPart::thumbnail : cache::MediaPart::file);
  }
  in_flight_.clear();
}

}  // namespace ix::engine
