// SPDX-License-Identifier: Apache-2.0
// The SDK as a host uses it: the C ABI, and every view of a page read.
#pragma once

#include <interactions/interactions.h>

#include <cstdint>
#include <string>

namespace ix::bench {

inline ix_str str(const std::string& text) {
  return {text.data(), text.size()};
}

// A client that uses the network only when asked. One thread.
class Sdk {
 public:
  explicit Sdk(const std::string& folder, ix_sync_mode mode = IX_SYNC_ON_DEMAND);
  ~Sdk();
  Sdk(const Sdk&) = delete;
  Sdk& operator=(const Sdk&) = delete;
  ix_client* get() const { return client_; }

  // Rows that were read. Each gives its page back.
  int64_t list(const ix_filter* filter);
  int64_t thread(const std::string& conversation, const std::string& cursor);
  int64_t around(const std::string& conversation, const std::string& item);
  int64_t search(const std::string& text, const std::string& conversation);
  int64_t contacts(const std::string& text);
  int64_t recipients(const std::string& text);
  void send(const std::string& conversation, const std::string& text);
  std::string cursor_after_newest(const std::string& conversation);
  void sign_in(const std::string& server, const std::string& user, const std::string& password);

 private:
  ix_client* client_ = nullptr;
};

// Takes events until there is one of that kind; ends the program when none comes, or an error.
void await_event(ix_client* client, ix_event_kind kind);
// Takes what there is.
void drain(ix_client* client);
std::string only_conversation(ix_client* client);

// Ends the program when the status is an error; releases it.
void expect(ix_status status, ix_error* error);

}  // namespace ix::bench
