// SPDX-License-Identifier: Apache-2.0
#include <interactions/contact.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Result<Contact> contact_in(const ix_contact_input* input) {
  IX_TRY(const ix_contact_input given, struct_in(input, "contact"));
  Contact contact;
  IX_TRY(contact.source_id, required_text_in(given.source_id, "source_id"));
  IX_TRY(contact.name, required_text_in(given.name, "name"));
  IX_TRY(contact.numbers, texts_in(given.numbers, given.number_count, "number"));
  IX_TRY(contact.users, texts_in(given.users, given.user_count, "user"));
  IX_TRY(contact.extensions, texts_in(given.extensions, given.extension_count, "extension"));
  return contact;
}

// To be removed: nothing else of it is read.
Result<Contact> named_contact_in(const ix_contact_input* input) {
  IX_TRY(const ix_contact_input given, struct_in(input, "contact"));
  Contact contact;
  IX_TRY(contact.source_id, required_text_in(given.source_id, "source_id"));
  return contact;
}

Result<store::ContactSync> mode_in(ix_contacts_mode mode) {
  switch (mode) {
    case IX_CONTACTS_KEEP_OTHERS:
      return store::ContactSync::keep_others;
    case IX_CONTACTS_REPLACE_ALL:
      return store::ContactSync::replace_all;
    case IX_CONTACTS_REMOVE:
      return store::ContactSync::remove;
    default:
      return Error(ErrorCode::INVALID_ARGUMENT, "mode: use IX_CONTACTS_*");
  }
}

// The array's stride is the caller's size of an entry.
Result<std::vector<Contact>> contacts_in(const ix_contact_input* input, size_t count,
                                         bool to_remove) {
  std::vector<Contact> contacts;
  if (count == 0) return contacts;
  IX_CHECK(require(input != nullptr, "contacts is NULL"));
  const auto* bytes = reinterpret_cast<const unsigned char*>(input);
  const uint32_t stride = input->struct_size;
  for (size_t i = 0; i < count; ++i) {
    const auto* one = reinterpret_cast<const ix_contact_input*>(bytes + i * stride);
    const bool fits = one->struct_size == stride;
    auto contact = !fits ? Error(ErrorCode::INVALID_ARGUMENT, "has another struct_size")
                         : (to_remove ? named_contact_in(one) : contact_in(one));
    if (!contact.ok()) {
      Error error = std::move(contact.error());
      error.message = "contact " + std::to_string(i) + ": " + error.message;
      return error;
    }
    contacts.push_back(contact.take());
  }
  return contacts;
}

}  // namespace

void ix_contact_input_init(ix_contact_input* contact, size_t size) noexcept {
  struct_init(contact, size);
}

ix_status ix_contact_put(ix_client* client, const ix_contact_input* contact, ix_text** out_contact,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const Contact given, contact_in(contact));
    return text_out(engine.put_contact(given), out_contact);
  });
}

ix_status ix_contacts_put(ix_client* client, const ix_contact_input* contacts, size_t count,
                          ix_contacts_mode mode, ix_contacts_done* out,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const store::ContactSync sync, mode_in(mode));
    IX_TRY(auto given, contacts_in(contacts, count, sync == store::ContactSync::remove));
    IX_TRY(const engine::ContactsDone done, engine.put_contacts(std::move(given), sync));
    if (out == nullptr) return {};
    ix_contacts_done view{};
    view.added = done.counts.added;
    view.changed = done.counts.changed;
    view.unchanged = done.counts.unchanged;
    view.removed = done.counts.removed;
    view.numbers_left_out = done.numbers_left_out;
    return view_out(out, view);
  });
}

ix_status ix_contact_remove(ix_client* client, ix_str contact, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(contact, "contact"));
    return engine.remove_contact(id);
  });
}

ix_status ix_contact_erase(ix_client* client, ix_str contact, uint32_t flags,
                           ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(contact, "contact"));
    IX_CHECK(require((flags & ~uint32_t{IX_ERASE_FORCE}) == 0, "unknown flags of erase"));
    return engine.erase_contact(id, (flags & IX_ERASE_FORCE) != 0);
  });
}

ix_status ix_contacts_page(ix_client* client, ix_str text, ix_str cursor, uint32_t limit,
                           ix_page** out, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string wanted, text_in(text, "text"));
    IX_TRY(const std::string from, text_in(cursor, "cursor"));
    return page_out(engine.reader().contacts(wanted, from, limit), out);
  });
}

ix_status ix_contact_get(ix_client* client, ix_str contact, ix_page** out,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const ContactId id, id_in<ContactId>(contact, "contact"));
    return page_out(engine.reader().contact(id), out);
  });
}

ix_status ix_recipients_page(ix_client* client, ix_str text, uint32_t limit, ix_page** out,
                             ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_CHECK(engine.open_for_calls());
    IX_TRY(const std::string typed, text_in(text, "text"));
    return page_out(engine.reader().recipients(typed, limit), out);
  });
}

ix_status ix_directory_search(ix_client* client, ix_str text, ix_operation* out,
                              ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(std::string wanted, required_text_in(text, "text"));
    return id_out(engine.search_directory(std::move(wanted)), out);
  });
}
