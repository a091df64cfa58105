// SPDX-License-Identifier: Apache-2.0
#include <interactions/event.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

ix_event_batch::~ix_event_batch() {
  for (Entry& entry : entries) {
    release(entry.error);
    release(entry.page);
  }
}

ix_status ix_client_poll(ix_client* client, int32_t timeout_ms, ix_event_batch** out,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(std::vector<engine::Event> events, engine.events().poll(timeout_ms));
    auto batch = std::make_unique<ix_event_batch>();
    batch->entries.reserve(events.size());
    for (engine::Event& event : events) {
      ix_event_batch::Entry& entry = batch->entries.emplace_back();
      entry.event = std::move(event);
      if (entry.event.error) entry.error = new ix_error(*entry.event.error);
      if (entry.event.page) entry.page = new ix_page(*entry.event.page);
    }
    *out = batch.release();
    return {};
  });
}

void ix_client_wake(ix_client* client) noexcept {
  with_engine(client, nullptr, [](engine::Engine& engine) -> Status {
    engine.events().wake();
    return {};
  });
}

ix_status ix_client_set_wakeup(ix_client* client, ix_wakeup_fn wakeup, void* ctx,
                               ix_free_fn free_ctx, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    std::function<void()> call;
    std::function<void()> released;
    if (wakeup) call = [wakeup, ctx] { wakeup(ctx); };
    if (free_ctx) released = [free_ctx, ctx] { free_ctx(ctx); };
    engine.events().set_wakeup(std::move(call), std::move(released));
    return {};
  });
}

ix_status ix_client_fd(ix_client* client, int* out_fd, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out_fd != nullptr, "out_fd is NULL"));
    return id_out(engine.events().descriptor(), out_fd);
  });
}

size_t ix_event_batch_count(const ix_event_batch* batch) noexcept {
  return batch ? batch->entries.size() : 0;
}

ix_status ix_event_batch_get(const ix_event_batch* batch, size_t index, ix_event* event) noexcept {
  return guard(nullptr, [&]() -> Status {
    if (batch == nullptr) return Error(ErrorCode::INVALID_HANDLE);
    if (index >= batch->entries.size()) return Error(ErrorCode::NOT_FOUND);
    const ix_event_batch::Entry& entry = batch->entries[index];
    ix_event view{};
    view.kind = static_cast<ix_event_kind>(entry.event.kind);
    view.operation = entry.event.operation;
    view.subscription = entry.event.subscription;
    view.status = ix_error_code(entry.error);
    view.error = entry.error;
    view.page = entry.page;
    view.from = to_str_or_absent(entry.event.from);
    view.to = to_str_or_absent(entry.event.to);
    view.count = entry.event.count;
    return view_out(event, view);
  });
}

ix_event_batch* ix_event_batch_retain(ix_event_batch* batch) noexcept {
  return retain(batch);
}
void ix_event_batch_release(ix_event_batch* batch) noexcept {
  release(batch);
}
