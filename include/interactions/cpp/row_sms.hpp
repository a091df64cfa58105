// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_sms.hpp
 * Rows of what a text costs. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_SMS_HPP
#define INTERACTIONS_CPP_ROW_SMS_HPP

#include <interactions/consent.h>
#include <interactions/sms.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** What a text costs as an SMS. From `by_sms` on: of a preflight. */
struct Sms {
  ix_sms_encoding encoding = IX_SMS_GSM7;
  int32_t units = 0, parts = 0, remaining = 0;
  uint32_t first_flip = 0, flip_count = 0; /**< see Page::flips */
  bool by_sms = true;
  std::string_view route = {}, from = {};
  std::string_view reason = {}; /**< why it would be refused; absent: it would not */
  uint32_t mms = 0;             /**< IX_MMS_* */
  ix_consent_state consent = IX_CONSENT_UNKNOWN; /**< see Page::consents */

  static std::optional<Sms> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_sms_view>();
    if (ix_page_sms(page, row, &v) != IX_OK) return std::nullopt;
    return Sms{.encoding = v.encoding,
               .units = v.units,
               .parts = v.parts,
               .remaining = v.remaining,
               .first_flip = v.first_flip,
               .flip_count = v.flip_count,
               .by_sms = v.by_sms != 0,
               .route = view(v.route),
               .from = view(v.from),
               .reason = view(v.reason),
               .mms = v.mms,
               .consent = v.consent};
  }
};

/** A character that makes it dear. */
struct SmsFlip {
  std::string_view character;
  /** Nothing: there is no harmless one; empty: it can be left out. */
  std::optional<std::string_view> replacement;
  int32_t count = 0;

  static std::optional<SmsFlip> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_sms_flip_view>();
    if (ix_page_sms_flip(page, row, &v) != IX_OK) return std::nullopt;
    SmsFlip out{.character = view(v.character), .replacement = std::nullopt, .count = v.count};
    if (v.replaceable != 0) out.replacement = v.replacement.data ? view(v.replacement) : "";
    return out;
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_SMS_HPP
