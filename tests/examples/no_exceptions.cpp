// SPDX-License-Identifier: Apache-2.0
// Compiled with -fno-exceptions and -fno-rtti: the wrapper must need neither. The inline functions
// are compiled by being there; every template is used once.
#include <interactions/cpp/sandbox.hpp>
#include <interactions/interactions.hpp>
#include <string>
#include <vector>

#if defined(__cpp_exceptions)
#error "this file is about code without exceptions"
#endif

namespace ixn = interactions;

template class ixn::Result<std::string>;
template class ixn::Result<ixn::Page>;
template class ixn::Rows<ixn::Conversation>;
template class ixn::Rows<ixn::Item>;

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
  if (const auto events = client.poll(0)) {
    for (const ixn::Event& event : *events) sum += event.kind;
  }
  if (const auto text = client.send("1", {.text = "x"})) sum += static_cast<int64_t>(text->size());
  std::vector<std::string> titles;
  if (const auto changes = client.take(1)) {
    sum += ixn::apply_changes(*changes, titles, [&](uint32_t row) {
      return std::string(changes->conversations()[row].title);
    });
  }
  if (const auto all = ixn::Filter::preset(IX_PRESET_ALL)) {
    sum += ixn::Filter::all_of({&*all}).ok();
  }
  if (const auto sandbox = ixn::Sandbox::start()) sum += sandbox->port();
  return sum;
}
