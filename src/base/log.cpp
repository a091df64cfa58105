// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

namespace ix {

LogField::LogField(const char* name, const Error& error)
    : name_(name), value_(error_name(error.code)) {
  if (error.http_status != 0) value_ += " http=" + std::to_string(error.http_status);
  if (!error.server_code.empty()) value_ += " server_code=" + error.server_code;
}

void LogField::append_to(std::string& line) const {
  line += ' ';
  line += name_;
  line += '=';
  // A line is a line: what a server chose cannot start another one.
  for (const char c : value_) line += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
}

void Logger::write(LogLevel level, const char* component, const char* message,
                   std::initializer_list<LogField> fields) const {
  if (!enabled(level)) return;
  std::string line = component;
  line += ": ";
  line += message;
  for (const LogField& field : fields) field.append_to(line);
  std::lock_guard lock(mutex_);
  sink_(level, line);
}

}  // namespace ix
