// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_people.hpp
 * People: contacts, channels and groups (contact.h, channel.h): bodies of what client.hpp declares.
 * Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_PEOPLE_HPP
#define INTERACTIONS_CPP_CLIENT_PEOPLE_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interactions {

inline Result<std::string> Client::create_channel(const ChannelInput& channel) const {
  const std::vector<ix_str> users = detail::strs(channel.users);
  const std::vector<ix_str> numbers = detail::strs(channel.numbers);
  ix_channel_input raw;
  ix_channel_input_init(&raw, sizeof raw);
  raw.flags = channel.group ? IX_CHANNEL_GROUP : 0;
  raw.name = str(channel.name);
  raw.topic = str(channel.topic);
  raw.alias = str(channel.alias);
  raw.users = users.data();
  raw.user_count = static_cast<uint32_t>(users.size());
  raw.numbers = numbers.data();
  raw.number_count = static_cast<uint32_t>(numbers.size());
  return detail::text_of(
      [&](ix_text** out, ix_error** error) { return ix_channel_create(get(), &raw, out, error); });
}

inline Result<std::string> Client::join_channel(std::string_view address) const {
  return detail::text_of([&](ix_text** out, ix_error** error) {
    return ix_channel_join(get(), str(address), out, error);
  });
}

inline Status Client::leave_channel(std::string_view conversation) const {
  return status(
      [&](ix_error** error) { return ix_channel_leave(get(), str(conversation), error); });
}

inline Status Client::invite(std::string_view conversation, std::string_view user) const {
  return status([&](ix_error** error) {
    return ix_channel_invite(get(), str(conversation), str(user), error);
  });
}

inline Result<Page> Client::members(std::string_view conversation, ix_member_list* list) const {
  if (list != nullptr) *list = detail::sized<ix_member_list>();
  return page([&](ix_page** out, ix_error** error) {
    return ix_members_page(get(), str(conversation), out, list, error);
  });
}

inline Result<Operation> Client::fetch_members(std::string_view conversation) const {
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_members_fetch(get(), str(conversation), out, error);
  });
}

inline Result<std::string> Client::put_contact(const ContactInput& contact) const {
  const detail::RawContact raw(contact);
  return detail::text_of([&](ix_text** out, ix_error** error) {
    return ix_contact_put(get(), &raw.input, out, error);
  });
}

inline Result<ix_contacts_done> Client::put_contacts(std::span<const ContactInput> contacts,
                                                     ix_contacts_mode mode) const {
  std::vector<detail::RawContact> kept(contacts.begin(), contacts.end());
  std::vector<ix_contact_input> raw;
  for (const detail::RawContact& one : kept) raw.push_back(one.input);
  auto out = detail::sized<ix_contacts_done>();
  Status done = status([&](ix_error** error) {
    return ix_contacts_put(get(), raw.data(), raw.size(), mode, &out, error);
  });
  if (!done) return done.error();
  return out;
}

inline Status Client::remove_contact(std::string_view id) const {
  return status([&](ix_error** error) { return ix_contact_remove(get(), str(id), error); });
}

inline Status Client::erase_contact(std::string_view id, uint32_t flags) const {
  return status([&](ix_error** error) { return ix_contact_erase(get(), str(id), flags, error); });
}

inline Result<Page> Client::contacts(std::string_view text, std::string_view cursor,
                                     uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_contacts_page(get(), str(text), str(cursor), limit, out, error);
  });
}

inline Result<Page> Client::recipients(std::string_view text, uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_recipients_page(get(), str(text), limit, out, error);
  });
}

inline Result<Page> Client::contact(std::string_view id) const {
  return page(
      [&](ix_page** out, ix_error** error) { return ix_contact_get(get(), str(id), out, error); });
}

inline Result<Operation> Client::search_directory(std::string_view text) const {
  return operation([&](ix_operation* out, ix_error** error) {
    return ix_directory_search(get(), str(text), out, error);
  });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_PEOPLE_HPP
