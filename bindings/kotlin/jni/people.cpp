// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: contacts, recipients, the ledger of consent.
#include <interactions/interactions.h>

#include <deque>

#include "calls.h"

namespace ixj {
namespace {

// One contact, with the arrays that it points to.
struct Contact {
  std::vector<ix_str> numbers;
  std::vector<ix_str> users;
  std::vector<ix_str> extensions;
  ix_contact_input input = IX_CONTACT_INPUT_INIT;

  explicit Contact(Arguments& in) {
    input.source_id = in.text();
    input.name = in.text();
    numbers = in.texts();
    users = in.texts();
    extensions = in.texts();
    input.numbers = numbers.data();
    input.number_count = static_cast<uint32_t>(numbers.size());
    input.users = users.data();
    input.user_count = static_cast<uint32_t>(users.size());
    input.extensions = extensions.data();
    input.extension_count = static_cast<uint32_t>(extensions.size());
  }
};

jbyteArray contact_put(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  const Contact contact(in);
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_contact_put(client_of(client), &contact.input, out, e);
  });
}

jlongArray contacts_put(JNIEnv* env, jobject, jlong client, jbyteArray described, jint mode) {
  Arguments in(env, described);
  const uint32_t count = in.u32();
  // A deque, for the inputs point into their contacts.
  std::deque<Contact> contacts;
  std::vector<ix_contact_input> inputs;
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    contacts.emplace_back(in);
    inputs.push_back(contacts.back().input);
  }
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  ix_contacts_done done = IX_VIEW_INIT(ix_contacts_done);
  ix_error* error = nullptr;
  const ix_status status =
      ix_contacts_put(client_of(client), inputs.data(), inputs.size(), mode, &done, &error);
  if (failed(env, status, error)) return nullptr;
  const int64_t values[] = {done.added, done.changed, done.unchanged, done.removed,
                            done.numbers_left_out};
  return give_longs(env, values, 5);
}

void contact_remove(JNIEnv* env, jobject, jlong client, jbyteArray contact) {
  const Bytes id(env, contact);
  done_by(env, [&](ix_error** e) { return ix_contact_remove(client_of(client), id.str(), e); });
}

void contact_erase(JNIEnv* env, jobject, jlong client, jbyteArray contact, jint flags) {
  const Bytes id(env, contact);
  done_by(env, [&](ix_error** e) {
    return ix_contact_erase(client_of(client), id.str(), static_cast<uint32_t>(flags), e);
  });
}

jbyteArray contacts_page(JNIEnv* env, jobject, jlong client, jbyteArray text, jbyteArray cursor,
                         jint limit) {
  const Bytes typed(env, text);
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_contacts_page(client_of(client), typed.str(), from.str(),
                            static_cast<uint32_t>(limit), out, e);
  });
}

jbyteArray contact_get(JNIEnv* env, jobject, jlong client, jbyteArray contact) {
  const Bytes id(env, contact);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_contact_get(client_of(client), id.str(), out, e);
  });
}

jbyteArray recipients_page(JNIEnv* env, jobject, jlong client, jbyteArray text, jint limit) {
  const Bytes typed(env, text);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_recipients_page(client_of(client), typed.str(), static_cast<uint32_t>(limit), out, e);
  });
}

jlong directory_search(JNIEnv* env, jobject, jlong client, jbyteArray text) {
  const Bytes typed(env, text);
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_directory_search(client_of(client), typed.str(), out, e);
  });
}

jbyteArray consent_page(JNIEnv* env, jobject, jlong client, jint flags, jbyteArray number,
                        jbyteArray cursor, jint limit) {
  const Bytes peer(env, number);
  const Bytes from(env, cursor);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_consent_page(client_of(client), static_cast<uint32_t>(flags), peer.str(), from.str(),
                           static_cast<uint32_t>(limit), out, e);
  });
}

void consent_put(JNIEnv* env, jobject, jlong client, jint state, jbyteArray peer, jbyteArray own) {
  const Bytes theirs(env, peer);
  const Bytes ours(env, own);
  ix_consent_input input = IX_CONSENT_INPUT_INIT;
  input.state = state;
  input.peer = theirs.str();
  input.own = ours.str();
  done_by(env, [&](ix_error** e) { return ix_consent_put(client_of(client), &input, e); });
}

}  // namespace

bool register_people(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("contactPut", contact_put), method("contactsPut", contacts_put),
       method("contactRemove", contact_remove), method("contactErase", contact_erase),
       method("contactsPage", contacts_page), method("contactGet", contact_get),
       method("recipientsPage", recipients_page), method("directorySearch", directory_search),
       method("consentPage", consent_page), method("consentPut", consent_put)});
}

}  // namespace ixj
