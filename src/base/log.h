// SPDX-License-Identifier: Apache-2.0
// Logging that can be attached to a bug report: only literals, numbers and values marked Public
// can be written. Text of messages, names, numbers and tokens have no way in but as Personal or
// Secret, which print their kind and size.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace ix {

enum class LogLevel : int32_t { error = 0, warn = 1, info = 2, debug = 3, trace = 4 };

// Text known to say nothing about a person: an HTTP method, a path template, an error name.
struct Public {
  std::string_view text;
};

// Text about a person. Printed as <personal N bytes>.
struct Personal {
  std::string_view text;
};

// One name=value of a log line.
class LogField {
 public:
  template <std::integral T>
  LogField(const char* name, T value) : name_(name), value_(std::to_string(value)) {}
  LogField(const char* name, Public value) : name_(name), value_(value.text) {}
  LogField(const char* name, Personal value)
      : name_(name), value_("<personal " + std::to_string(value.text.size()) + " bytes>") {}
  LogField(const char* name, const Secret&) : name_(name), value_("<secret>") {}
  // Name, origin and HTTP status; the message is written by the library and holds no personal data.
  LogField(const char* name, const Error& error);

  // Plain text must say what it is.
  LogField(const char* name, const std::string& value) = delete;
  LogField(const char* name, std::string_view value) = delete;
  LogField(const char* name, const char* value) = delete;

  void append_to(std::string& line) const;

 private:
  const char* name_;
  std::string value_;
};

// Thread-safe. The sink is called on the thread that logs, one line at a time, and must not log.
class Logger {
 public:
  using Sink = std::function<void(LogLevel, std::string_view line)>;

  Logger() = default;
  Logger(LogLevel level, Sink sink) : level_(level), sink_(std::move(sink)) {}

  bool enabled(LogLevel level) const { return sink_ && level <= level_; }
  // `message` is a literal: it names what happened; the fields carry the rest.
  void write(LogLevel level, const char* component, const char* message,
             std::initializer_list<LogField> fields = {}) const;

 private:
  LogLevel level_ = LogLevel::warn;
  Sink sink_;
  mutable std::mutex mutex_;
};

}  // namespace ix
