// SPDX-License-Identifier: Apache-2.0
// The objects behind the C handles: reference counted, and counted alive.
#pragma once

#include <interactions/interactions.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/file_system.h"
#include "base/log.h"
#include "base/random.h"
#include "engine/engine.h"
#include "engine/numbers.h"
#include "model/filter.h"
#include "query/page.h"

namespace ix::c_api {

// Counts a reference for each owner; the object is made with one. Thread-safe.
class Object {
 public:
  Object() { live_objects().fetch_add(1, std::memory_order_relaxed); }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  static std::atomic<int64_t>& live_objects();

  void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
  bool drop() { return references_.fetch_sub(1, std::memory_order_acq_rel) == 1; }

 protected:
  ~Object() { live_objects().fetch_sub(1, std::memory_order_relaxed); }

 private:
  std::atomic<int32_t> references_{1};
};

template <class T>
T* retain(T* object) {
  if (object) object->retain();
  return object;
}

template <class T>
void release(T* object) {
  if (object && object->drop()) delete object;
}

inline ix_str to_str(std::string_view text) {
  return {text.data() ? text.data() : "", text.size()};
}
inline ix_str to_str_or_absent(std::string_view text) {
  return text.empty() ? ix_str{nullptr, 0} : to_str(text);
}

}  // namespace ix::c_api

struct ix_text : ix::c_api::Object {
  explicit ix_text(std::string v) : value(std::move(v)) {}
  std::string value;
};

struct ix_error : ix::c_api::Object {
  explicit ix_error(ix::Error v) : value(std::move(v)) {}
  ix::Error value;
};

struct ix_page : ix::c_api::Object {
  explicit ix_page(ix::query::Page v) : value(std::move(v)) {}
  ix::query::Page value;
};

struct ix_filter : ix::c_api::Object {
  explicit ix_filter(ix::Filter v) : value(std::move(v)) {}
  ix::Filter value;
};

struct ix_number : ix::c_api::Object {
  explicit ix_number(ix::engine::PhoneNumber v) : value(std::move(v)) {}
  ix::engine::PhoneNumber value;
};

// Owns one reference to each error and page of its events.
struct ix_event_batch : ix::c_api::Object {
  struct Entry {
    ix::engine::Event event;
    ix_error* error = nullptr;
    ix_page* page = nullptr;
  };
  ~ix_event_batch();
  std::vector<Entry> entries;
};

// Everything one engine needs, and the engine. Destroyed by the last release, which joins the
// engine's thread.
struct ix_client : ix::c_api::Object {
  ix_client(ix::LogLevel level, ix::Logger::Sink sink, ix_free_fn log_free, void* log_ctx)
      : log(level, std::move(sink)), log_free_fn(log_free), log_context(log_ctx) {}
  ~ix_client();

  ix::SystemClock clock;
  ix::SystemRandom random;
  ix::SystemFileSystem files;
  ix::Logger log;
  ix_free_fn log_free_fn;
  void* log_context;
  ix::ThreadExecutor executor;
  std::unique_ptr<ix::engine::Engine> engine;
};
