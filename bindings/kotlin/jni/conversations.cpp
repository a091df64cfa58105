// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: lists, threads, live lists, and what is set for a conversation.
#include <interactions/interactions.h>

#include "calls.h"

namespace ixj {
namespace {

jbyteArray conversations_page(JNIEnv* env, jobject, jlong client, jbyteArray filter,
                              jbyteArray cursor, jint limit) {
  const Filter which(env, filter);
  if (!which.ok()) return nullptr;
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_conversations_page(client_of(client), which.get(), from.str(),
                                 static_cast<uint32_t>(limit), out, e);
  });
}

jlongArray conversations_count(JNIEnv* env, jobject, jlong client, jbyteArray filter) {
  const Filter which(env, filter);
  if (!which.ok()) return nullptr;
  ix_counts counts = IX_VIEW_INIT(ix_counts);
  ix_error* error = nullptr;
  const ix_status status = ix_conversations_count(client_of(client), which.get(), &counts, &error);
  if (failed(env, status, error)) return nullptr;
  const int64_t values[] = {counts.flags, counts.conversations, counts.unread_conversations,
                            counts.unread_items};
  return give_longs(env, values, 4);
}

jlong badge(JNIEnv* env, jobject, jlong client) {
  return number_of<int64_t>(
      env, [&](int64_t* out, ix_error** e) { return ix_client_badge(client_of(client), out, e); });
}

jbyteArray conversation_get(JNIEnv* env, jobject, jlong client, jbyteArray conversation) {
  const Bytes id(env, conversation);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_conversation_get(client_of(client), id.str(), out, e);
  });
}

jbyteArray conversation_explain(JNIEnv* env, jobject, jlong client, jbyteArray conversation) {
  const Bytes id(env, conversation);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_conversation_explain(client_of(client), id.str(), out, e);
  });
}

jbyteArray thread_page(JNIEnv* env, jobject, jlong client, jbyteArray conversation,
                       jbyteArray cursor, jint limit) {
  const Bytes id(env, conversation);
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_thread_page(client_of(client), id.str(), from.str(), static_cast<uint32_t>(limit),
                          out, e);
  });
}

// `row` gets the item's row, -1 for none.
jbyteArray thread_around(JNIEnv* env, jobject, jlong client, jbyteArray conversation,
                         jbyteArray item, jint limit, jintArray row) {
  const Bytes id(env, conversation);
  const Bytes around(env, item);
  uint32_t found = UINT32_MAX;
  jbyteArray page = page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_thread_around(client_of(client), id.str(), around.str(), static_cast<uint32_t>(limit),
                            out, &found, e);
  });
  if (page == nullptr) return nullptr;
  const jint value = found == UINT32_MAX ? -1 : static_cast<jint>(found);
  env->SetIntArrayRegion(row, 0, 1, &value);
  return page;
}

jbyteArray item_get(JNIEnv* env, jobject, jlong client, jbyteArray item) {
  const Bytes id(env, item);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_item_get(client_of(client), id.str(), out, e);
  });
}

jlong history_fill(JNIEnv* env, jobject, jlong client, jbyteArray gap) {
  const Bytes id(env, gap);
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_history_fill(client_of(client), id.str(), out, e);
  });
}

void set_flag(JNIEnv* env, jobject, jlong client, jbyteArray conversation, jint flag, jboolean on) {
  const Bytes id(env, conversation);
  done_by(env, [&](ix_error** e) {
    return ix_conversation_set_flag(client_of(client), id.str(), flag, on != JNI_FALSE, e);
  });
}

void mark_read(JNIEnv* env, jobject, jlong client, jbyteArray conversation, jbyteArray item) {
  const Bytes id(env, conversation);
  const Bytes up_to(env, item);
  done_by(env, [&](ix_error** e) {
    return ix_conversation_mark_read(client_of(client), id.str(), up_to.str(), e);
  });
}

void set_draft(JNIEnv* env, jobject, jlong client, jbyteArray conversation, jbyteArray text,
               jbyteArray reply_to) {
  const Bytes id(env, conversation);
  const Bytes written(env, text);
  const Bytes answered(env, reply_to);
  ix_draft draft = IX_DRAFT_INIT;
  draft.text = written.str();
  draft.reply_to = answered.str();
  done_by(env, [&](ix_error** e) {
    return ix_conversation_set_draft(client_of(client), id.str(), &draft, e);
  });
}

void set_default_route(JNIEnv* env, jobject, jlong client, jbyteArray conversation,
                       jbyteArray route) {
  const Bytes id(env, conversation);
  const Bytes way(env, route);
  done_by(env, [&](ix_error** e) {
    return ix_conversation_set_default_route(client_of(client), id.str(), way.str(), e);
  });
}

jbyteArray conversation_open(JNIEnv* env, jobject, jlong client, jbyteArray number, jbyteArray user,
                             jbyteArray contact) {
  const Bytes by_number(env, number);
  const Bytes by_user(env, user);
  const Bytes by_contact(env, contact);
  ix_recipient recipient = IX_RECIPIENT_INIT;
  recipient.number = by_number.str();
  recipient.user = by_user.str();
  recipient.contact = by_contact.str();
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_conversation_open(client_of(client), &recipient, out, e);
  });
}

jlong conversations_subscribe(JNIEnv* env, jobject, jlong client, jbyteArray filter, jint window) {
  const Filter which(env, filter);
  if (!which.ok()) return 0;
  return number_of<ix_subscription>(env, [&](ix_subscription* out, ix_error** e) {
    return ix_conversations_subscribe(client_of(client), which.get(), static_cast<uint32_t>(window),
                                      out, e);
  });
}

jlong subscribe(JNIEnv* env, jobject, jlong client, jint kind, jbyteArray conversation,
                jint window) {
  const Bytes id(env, conversation);
  return number_of<ix_subscription>(env, [&](ix_subscription* out, ix_error** e) {
    return ix_subscribe(client_of(client), kind, id.str(), static_cast<uint32_t>(window), out, e);
  });
}

jbyteArray take(JNIEnv* env, jobject, jlong client, jlong subscription) {
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_subscription_take(client_of(client), static_cast<ix_subscription>(subscription), out,
                                e);
  });
}

void unsubscribe(JNIEnv*, jobject, jlong client, jlong subscription) {
  ix_subscription_cancel(client_of(client), static_cast<ix_subscription>(subscription));
}

}  // namespace

bool register_conversations(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("conversationsPage", conversations_page),
       method("conversationsCount", conversations_count), method("badge", badge),
       method("conversationGet", conversation_get),
       method("conversationExplain", conversation_explain), method("threadPage", thread_page),
       method("threadAround", thread_around), method("itemGet", item_get),
       method("historyFill", history_fill), method("setFlag", set_flag),
       method("markRead", mark_read), method("setDraft", set_draft),
       method("setDefaultRoute", set_default_route), method("conversationOpen", conversation_open),
       method("conversationsSubscribe", conversations_subscribe), method("subscribe", subscribe),
       method("take", take), method("unsubscribe", unsubscribe)});
}

}  // namespace ixj
