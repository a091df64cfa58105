// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_messages.hpp
 * Sending, and the outbox (message.h, sms.h, consent.h, call.h): bodies of what client.hpp
 * declares. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_MESSAGES_HPP
#define INTERACTIONS_CPP_CLIENT_MESSAGES_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interactions {

inline Result<std::string> Client::send(std::string_view conversation,
                                        const Outgoing& outgoing) const {
  ix_outgoing raw;
  ix_outgoing_init(&raw, sizeof raw);
  raw.text = str(outgoing.text);
  raw.via = str(outgoing.via);
  raw.reply_to = str(outgoing.reply_to);
  raw.send_at_ms = outgoing.send_at_ms;
  std::vector<ix_str> files;
  for (const std::string_view file : outgoing.files) files.push_back(str(file));
  raw.files = files.data();
  raw.file_count = static_cast<uint32_t>(files.size());
  return detail::text_of([&](ix_text** out, ix_error** error) {
    return ix_message_send(get(), str(conversation), &raw, out, error);
  });
}

inline Status Client::edit(std::string_view item, std::string_view text) const {
  return status(
      [&](ix_error** error) { return ix_message_edit(get(), str(item), str(text), error); });
}

inline Status Client::delete_item(std::string_view item) const {
  return status([&](ix_error** error) { return ix_message_delete(get(), str(item), error); });
}

inline Status Client::react(std::string_view item, std::string_view key, bool on) const {
  return status([&](ix_error** error) {
    return ix_message_react(get(), str(item), str(key), on ? 1 : 0, error);
  });
}

inline Result<Page> Client::outbox() const {
  return page([&](ix_page** out, ix_error** error) { return ix_outbox_page(get(), out, error); });
}

inline Status Client::retry(std::string_view entry) const {
  return status([&](ix_error** error) { return ix_outbox_retry(get(), str(entry), error); });
}

inline Status Client::reschedule(std::string_view entry, int64_t at_ms) const {
  return status(
      [&](ix_error** error) { return ix_outbox_reschedule(get(), str(entry), at_ms, error); });
}

inline Status Client::discard(std::string_view entry) const {
  return status([&](ix_error** error) { return ix_outbox_discard(get(), str(entry), error); });
}

inline Result<Page> Client::sms_preflight(const SmsDraft& draft) const {
  ix_sms_draft raw;
  ix_sms_draft_init(&raw, sizeof raw);
  raw.text = str(draft.text);
  raw.conversation = str(draft.conversation);
  raw.to = str(draft.to);
  raw.via = str(draft.via);
  raw.attachment_count = draft.attachment_count;
  raw.recipient_count = draft.recipient_count;
  std::vector<ix_draft_file> files;
  for (const DraftFile& one : draft.files) {
    ix_draft_file file;
    ix_draft_file_init(&file, sizeof file);
    file.kind = one.kind;
    file.mime_type = str(one.mime_type);
    file.bytes = one.bytes;
    files.push_back(file);
  }
  raw.files = files.data();
  raw.file_count = static_cast<uint32_t>(files.size());
  return page(
      [&](ix_page** out, ix_error** error) { return ix_sms_preflight(get(), &raw, out, error); });
}

inline Result<Page> Client::consents(uint32_t flags, std::string_view number,
                                     std::string_view cursor, uint32_t limit) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_consent_page(get(), flags, str(number), str(cursor), limit, out, error);
  });
}

inline Status Client::put_consent(std::string_view peer, ix_consent_state state,
                                  std::string_view own) const {
  ix_consent_input raw;
  ix_consent_input_init(&raw, sizeof raw);
  raw.state = state;
  raw.peer = str(peer);
  raw.own = str(own);
  return status([&](ix_error** error) { return ix_consent_put(get(), &raw, error); });
}

inline Result<std::string> Client::report_call(const CallReport& report) const {
  ix_call_report_input raw;
  ix_call_report_input_init(&raw, sizeof raw);
  raw.call_id = str(report.call_id);
  raw.number = str(report.number);
  raw.user = str(report.user);
  raw.own_number = str(report.own_number);
  raw.direction = report.direction;
  raw.phase = report.phase;
  raw.outcome = report.outcome;
  raw.at_ms = report.at_ms;
  raw.duration_ms = report.duration_ms;
  return detail::text_of(
      [&](ix_text** out, ix_error** error) { return ix_call_report(get(), &raw, out, error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_MESSAGES_HPP
