// SPDX-License-Identifier: Apache-2.0
#include <interactions/contact.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

constexpr uint32_t kMostAddresses = 1000;

Result<std::vector<std::string>> texts_in(const ix_str* texts, uint32_t count, const char* name) {
  IX_CHECK(require(count <= kMostAddresses && (count == 0 || texts != nullptr),
                   "a contact has up to 1000 numbers and users, and their arrays"));
  std::vector<std::string> out;
  for (uint32_t i = 0; i < count; ++i) {
    IX_TRY(std::string text, required_text_in(texts[i], name));
    out.push_back(std::move(text));
  }
  return out;
}

Result<Contact> contact_in(const ix_contact_input* input) {
  IX_TRY(const ix_contact_input given, struct_in(input, "contact"));
  Contact contact;
  IX_TRY(contact.source_id, required_text_in(given.source_id, "source_id"));
  IX_TRY(contact.name, required_text_in(given.name, "name"));
  IX_TRY(contact.numbers, texts_in(given.numbers, given.number_count, "number"));
  IX_TRY(contact.users, texts_in(given.users, given.user_count, "user"));
  return contact;
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

ix_status ix_contact_remove(ix_client* client, ix_str contact, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const std::string id, required_text_in(contact, "contact"));
    return engine.remove_contact(id);
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

ix_status ix_directory_search(ix_client* client, ix_str text, ix_operation* out,
                              ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(std::string wanted, required_text_in(text, "text"));
    return id_out(engine.search_directory(std::move(wanted)), out);
  });
}

ix_status ix_number_parse(ix_str text, ix_str region, ix_number** out,
                          ix_error** out_error) noexcept {
  return guard(out_error, [&]() -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string number, text_in(text, "text"));
    IX_TRY(std::string country, text_in(region, "region"));
    if (country.empty()) country = "CA";
    *out = new ix_number(engine::parse_phone_number(number, country));
    return {};
  });
}

ix_number* ix_number_retain(ix_number* number) noexcept {
  return retain(number);
}
void ix_number_release(ix_number* number) noexcept {
  release(number);
}

ix_str ix_number_e164(const ix_number* number) noexcept {
  return to_str_or_absent(number ? std::string_view(number->value.e164) : std::string_view());
}
ix_str ix_number_national(const ix_number* number) noexcept {
  return to_str_or_absent(number ? std::string_view(number->value.national) : std::string_view());
}
ix_str ix_number_region(const ix_number* number) noexcept {
  return to_str_or_absent(number ? std::string_view(number->value.region) : std::string_view());
}
ix_number_class ix_number_get_class(const ix_number* number) noexcept {
  return number ? static_cast<ix_number_class>(number->value.number_class) : IX_NUMBER_INVALID;
}
int32_t ix_number_is_verified(const ix_number* number) noexcept {
  return number && number->value.verified ? 1 : 0;
}
int32_t ix_number_is_sendable(const ix_number* number) noexcept {
  return number && number->value.sendable ? 1 : 0;
}
ix_str ix_number_reason(const ix_number* number) noexcept {
  return to_str_or_absent(number ? std::string_view(number->value.reason) : std::string_view());
}
