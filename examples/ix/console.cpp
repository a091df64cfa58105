// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>

#include "json.h"

namespace cli {
namespace {

// In one write: the engine's thread may log a line of its own at the same time.
void write_line(std::FILE* file, std::string_view text) {
  const std::string line = std::string(text) + '\n';
  std::fwrite(line.data(), 1, line.size(), file);
  std::fflush(file);
}

}  // namespace

Exit exit_of(ix_status status) {
  switch (status) {
    case IX_OK:
      return kDone;
    case IX_ERROR_SIGNED_OUT:
    case IX_ERROR_SIGN_IN_REFUSED:
    case IX_ERROR_SESSION_EXPIRED:
      return kSignedOut;
    case IX_ERROR_UNREACHABLE:
    case IX_ERROR_TIMEOUT:
      return kUnreachable;
    case IX_ERROR_STORE_CORRUPT:
    case IX_ERROR_STORE_NEWER_SCHEMA:
      return kLocalData;
    default:
      return kRefused;
  }
}

void Console::line(std::string_view text) const {
  write_line(stdout, text);
}

void Console::note(std::string_view text) const {
  if (!json_) write_line(stderr, text);
}

void Console::notice(std::string_view body, std::string_view text) const {
  const std::string line = json_ ? Json().raw("notice", body).done() : "ix: " + plain(text);
  write_line(stderr, line);
}

Exit Console::fail(const interactions::Error& error, std::string_view more_json,
                   std::string_view more_text) const {
  if (json_) {
    Json body;
    body.number("code", error.code).text("name", error.name()).text("message", error.message);
    body.text("origin", error.origin_name()).text("retry", error.retry_name());
    body.text("fixer", error.fixer_name());
    if (error.http_status != 0) body.number("http_status", error.http_status);
    if (!error.server_code.empty()) body.text("server_code", error.server_code);
    std::string object = body.done();
    object.insert(object.size() - 1, more_json);
    write_line(stderr, Json().raw("error", object).done());
  } else {
    write_line(stderr, "ix: " + plain(error.message) + " (" + error.name() + ")");
    if (!more_text.empty()) std::fwrite(more_text.data(), 1, more_text.size(), stderr);
  }
  return exit_of(error.code);
}

Exit Console::usage(std::string_view message) const {
  interactions::Error error = local_error(IX_ERROR_INVALID_ARGUMENT, message);
  error.retry = IX_RETRY_AFTER_USER_ACTION;
  error.fixer = IX_FIXER_USER;
  fail(error);
  note("Try: ix --help");
  return kUsage;
}

void Console::progress(std::string_view text) const {
  if (json_ || isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(text.size()), text.data());
  std::fflush(stderr);
}

void Console::progress_end() const {
  progress("");
}

interactions::Error local_error(ix_status code, std::string_view message) {
  interactions::Error error;
  error.code = code;
  error.message = message;
  return error;
}

std::string plain(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto after = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7F) {
      out += ' ';
    } else if (byte == 0xC2 && after >= 0x80 && after < 0xA0) {
      out += ' ';  // the control characters above ASCII, one of which starts terminal commands
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string column(std::string_view text, size_t width) {
  const std::string clean = plain(text);
  size_t characters = 0;
  size_t cut = 0;  // where width - 3 characters end
  for (size_t i = 0; i < clean.size(); ++i) {
    if ((static_cast<unsigned char>(clean[i]) & 0xC0U) == 0x80U) continue;
    if (characters + 3 == width) cut = i;
    ++characters;
  }
  if (characters > width) return clean.substr(0, cut) + "...";
  return clean + std::string(width - characters, ' ');
}

std::string time_text(int64_t ms) {
  if (ms <= 0) return {};
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  if (localtime_r(&seconds, &parts) == nullptr) return {};
  char text[32];
  const size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
  return std::string(text, size);
}

std::string duration_text(int64_t ms) {
  const int64_t seconds = ms / 1000;
  std::string rest = std::to_string(seconds % 60);
  if (rest.size() < 2) rest.insert(0, "0");
  return std::to_string(seconds / 60) + ":" + rest;
}

}  // namespace cli
