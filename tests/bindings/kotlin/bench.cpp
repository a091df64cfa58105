// SPDX-License-Identifier: Apache-2.0
// The floor of PageBench.kt: the same page read in C, every column and text of it, in one process.
#include <interactions/interactions.h>
#include <jni.h>

#include <chrono>
#include <cstdint>

namespace {

// What keeps the compiler from leaving the reading out.
volatile uint64_t sink;

uint64_t touch(ix_str text) {
  uint64_t sum = text.size;
  for (size_t i = 0; i < text.size; ++i) sum += static_cast<unsigned char>(text.data[i]);
  return sum;
}

void read_page(ix_client* client, const ix_filter* filter) {
  ix_page* page = nullptr;
  ix_conversations_page(client, filter, {nullptr, 0}, 50, &page, nullptr);
  uint64_t sum = 0;
  for (uint32_t row = 0; row < ix_page_count(page, IX_TABLE_CONVERSATION); ++row) {
    ix_conversation_view view = IX_VIEW_INIT(ix_conversation_view);
    ix_page_conversation(page, row, &view);
    sum += touch(view.id) + touch(view.title) + touch(view.contact) + touch(view.draft) +
           touch(view.draft_reply) + touch(view.preview_text) + view.flags;
    for (uint32_t i = 0; i < view.route_count; ++i) {
      ix_route_view route = IX_VIEW_INIT(ix_route_view);
      ix_page_route(page, view.first_route + i, &route);
      sum += touch(route.id) + touch(route.address) + touch(route.from) + touch(route.reason);
    }
  }
  sink = sum;
  ix_page_release(page);
}

}  // namespace

extern "C" JNIEXPORT jlong JNICALL Java_org_interactions_test_CBench_readPages(JNIEnv*, jobject,
                                                                               jlong client,
                                                                               jint pages) {
  ix_filter* filter = nullptr;
  ix_filter_preset(IX_PRESET_ALL, &filter, nullptr);
  const auto started = std::chrono::steady_clock::now();
  for (jint i = 0; i < pages; ++i) read_page(reinterpret_cast<ix_client*>(client), filter);
  const auto took = std::chrono::steady_clock::now() - started;
  ix_filter_release(filter);
  return std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
}
