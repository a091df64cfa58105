// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: messages, the outbox, notifications, calls, SMS parts, channels.
#include <interactions/interactions.h>

#include "calls.h"

namespace ixj {
namespace {

jbyteArray send(JNIEnv* env, jobject, jlong client, jbyteArray conversation, jbyteArray text,
                jbyteArray via, jbyteArray reply_to, jlong send_at_ms, jbyteArray files) {
  Arguments in(env, files);
  const std::vector<ix_str> picked = in.texts();
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  const Bytes id(env, conversation);
  const Bytes body(env, text);
  const Bytes route(env, via);
  const Bytes answered(env, reply_to);
  ix_outgoing outgoing = IX_OUTGOING_INIT;
  outgoing.text = body.str();
  outgoing.via = route.str();
  outgoing.reply_to = answered.str();
  outgoing.send_at_ms = send_at_ms;
  outgoing.files = picked.data();
  outgoing.file_count = static_cast<uint32_t>(picked.size());
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_message_send(client_of(client), id.str(), &outgoing, out, e);
  });
}

void edit(JNIEnv* env, jobject, jlong client, jbyteArray item, jbyteArray text) {
  const Bytes id(env, item);
  const Bytes body(env, text);
  done_by(env, [&](ix_error** e) {
    return ix_message_edit(client_of(client), id.str(), body.str(), e);
  });
}

void remove(JNIEnv* env, jobject, jlong client, jbyteArray item) {
  const Bytes id(env, item);
  done_by(env, [&](ix_error** e) { return ix_message_delete(client_of(client), id.str(), e); });
}

void react(JNIEnv* env, jobject, jlong client, jbyteArray item, jbyteArray key, jboolean on) {
  const Bytes id(env, item);
  const Bytes emoji(env, key);
  done_by(env, [&](ix_error** e) {
    return ix_message_react(client_of(client), id.str(), emoji.str(), on != JNI_FALSE, e);
  });
}

jbyteArray outbox_page(JNIEnv* env, jobject, jlong client) {
  return page_of(
      env, [&](ix_page** out, ix_error** e) { return ix_outbox_page(client_of(client), out, e); });
}

void outbox_retry(JNIEnv* env, jobject, jlong client, jbyteArray entry) {
  const Bytes id(env, entry);
  done_by(env, [&](ix_error** e) { return ix_outbox_retry(client_of(client), id.str(), e); });
}

void outbox_reschedule(JNIEnv* env, jobject, jlong client, jbyteArray entry, jlong at_ms) {
  const Bytes id(env, entry);
  done_by(env, [&](ix_error** e) {
    return ix_outbox_reschedule(client_of(client), id.str(), at_ms, e);
  });
}

void outbox_discard(JNIEnv* env, jobject, jlong client, jbyteArray entry) {
  const Bytes id(env, entry);
  done_by(env, [&](ix_error** e) { return ix_outbox_discard(client_of(client), id.str(), e); });
}

jbyteArray notifications_page(JNIEnv* env, jobject, jlong client, jbyteArray cursor, jint limit) {
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_notifications_page(client_of(client), from.str(), static_cast<uint32_t>(limit), out,
                                 e);
  });
}

void notifications_done(JNIEnv* env, jobject, jlong client, jbyteArray cursor) {
  const Bytes up_to(env, cursor);
  done_by(env,
          [&](ix_error** e) { return ix_notifications_done(client_of(client), up_to.str(), e); });
}

jbyteArray call_report(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  ix_call_report_input input = IX_CALL_REPORT_INPUT_INIT;
  input.direction = in.i32();
  input.phase = in.i32();
  input.outcome = in.i32();
  input.call_id = in.text();
  input.number = in.text();
  input.user = in.text();
  input.own_number = in.text();
  input.at_ms = in.i64();
  input.duration_ms = in.i64();
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_call_report(client_of(client), &input, out, e);
  });
}

jbyteArray sms_preflight(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  ix_sms_draft draft = IX_SMS_DRAFT_INIT;
  draft.text = in.text();
  draft.conversation = in.text();
  draft.to = in.text();
  draft.via = in.text();
  draft.attachment_count = in.u32();
  draft.recipient_count = in.u32();
  std::vector<ix_draft_file> files;
  for (uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
    ix_draft_file file = IX_DRAFT_FILE_INIT;
    file.kind = in.i32();
    file.mime_type = in.text();
    file.bytes = in.i64();
    files.push_back(file);
  }
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  draft.files = files.data();
  draft.file_count = static_cast<uint32_t>(files.size());
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_sms_preflight(client_of(client), &draft, out, e);
  });
}

jbyteArray channel_create(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  ix_channel_input input = IX_CHANNEL_INPUT_INIT;
  input.flags = in.u32();
  input.name = in.text();
  input.topic = in.text();
  input.alias = in.text();
  const std::vector<ix_str> users = in.texts();
  const std::vector<ix_str> numbers = in.texts();
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  input.users = users.data();
  input.user_count = static_cast<uint32_t>(users.size());
  input.numbers = numbers.data();
  input.number_count = static_cast<uint32_t>(numbers.size());
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_channel_create(client_of(client), &input, out, e);
  });
}

jbyteArray channel_join(JNIEnv* env, jobject, jlong client, jbyteArray address) {
  const Bytes where(env, address);
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_channel_join(client_of(client), where.str(), out, e);
  });
}

void channel_leave(JNIEnv* env, jobject, jlong client, jbyteArray conversation) {
  const Bytes id(env, conversation);
  done_by(env, [&](ix_error** e) { return ix_channel_leave(client_of(client), id.str(), e); });
}

void channel_invite(JNIEnv* env, jobject, jlong client, jbyteArray conversation, jbyteArray user) {
  const Bytes id(env, conversation);
  const Bytes whom(env, user);
  done_by(env, [&](ix_error** e) {
    return ix_channel_invite(client_of(client), id.str(), whom.str(), e);
  });
}

// `list` gets how many there are, and when the backend was asked.
jbyteArray members_page(JNIEnv* env, jobject, jlong client, jbyteArray conversation,
                        jlongArray list) {
  const Bytes id(env, conversation);
  ix_member_list known = IX_VIEW_INIT(ix_member_list);
  jbyteArray page = page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_members_page(client_of(client), id.str(), out, &known, e);
  });
  if (page == nullptr) return nullptr;
  const jlong values[] = {known.total, known.fetched_ms};
  env->SetLongArrayRegion(list, 0, 2, values);
  return page;
}

jlong members_fetch(JNIEnv* env, jobject, jlong client, jbyteArray conversation) {
  const Bytes id(env, conversation);
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_members_fetch(client_of(client), id.str(), out, e);
  });
}

}  // namespace

bool register_messages(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("send", send), method("edit", edit), method("delete", remove), method("react", react),
       method("outboxPage", outbox_page), method("outboxRetry", outbox_retry),
       method("outboxReschedule", outbox_reschedule), method("outboxDiscard", outbox_discard),
       method("notificationsPage", notifications_page),
       method("notificationsDone", notifications_done), method("callReport", call_report),
       method("smsPreflight", sms_preflight), method("channelCreate", channel_create),
       method("channelJoin", channel_join), method("channelLeave", channel_leave),
       method("channelInvite", channel_invite), method("membersPage", members_page),
       method("membersFetch", members_fetch)});
}

}  // namespace ixj
