// SPDX-License-Identifier: Apache-2.0
// Compiled with -fno-exceptions: the wrapper must not need them. Every template is used once.
#include <interactions/interactions.hpp>

#if defined(__cpp_exceptions)
#error "this file is about code without exceptions"
#endif

namespace ixn = interactions;

int64_t use_everything(const ixn::Client& client) {
  int64_t sum = 0;
  if (const auto page = client.conversations()) {
    for (const ixn::Conversation row : page->conversations()) {
      sum += row.unread + static_cast<int64_t>(page->routes(row).size());
    }
  }
  if (const auto page = client.thread("1")) {
    for (const ixn::Item item : page->items()) sum += item.at_ms;
  }
  if (const auto operation = client.sync()) client.cancel(*operation);
  if (const ixn::Status done = client.hint_low_memory(); !done) sum += done.error().code;
  if (const auto events = client.poll(0)) sum += static_cast<int64_t>(events->size());
  if (const auto text = client.send("1", {.text = "x"})) sum += static_cast<int64_t>(text->size());
  return sum;
}
