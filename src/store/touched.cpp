// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "store/store.h"

namespace ix::store {

void Touched::touch(ConversationId id) {
  if (id && std::find(conversations.begin(), conversations.end(), id) == conversations.end()) {
    conversations.push_back(id);
  }
}

void Touched::add(Touched other) {
  for (const ConversationId id : other.conversations) touch(id);
  std::move(other.replaced.begin(), other.replaced.end(), std::back_inserter(replaced));
  regrouped = regrouped || other.regrouped;
  outbox = outbox || other.outbox;
  contacts = contacts || other.contacts;
  account = account || other.account;
  notifications = notifications || other.notifications;
  files = files || other.files;
  if (other.begun) begun = other.begun;
}

}  // namespace ix::store
