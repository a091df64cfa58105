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
  int64_t media_bytes = 0; /**< with the described files as they leave */
  ix_file_verdict files = IX_FILE_PLAN_AS_IT_IS; /**< the gravest of Page::file_plans */

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
               .consent = v.consent,
               .media_bytes = v.media_bytes,
               .files = v.files};
  }
};

/** What becomes of a file of a draft, in their order. */
struct FilePlan {
  ix_file_verdict verdict = IX_FILE_PLAN_AS_IT_IS;
  int64_t sent_bytes = 0; /**< as it leaves, at most */

  static std::optional<FilePlan> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_file_plan_view>();
    if (ix_page_file_plan(page, row, &v) != IX_OK) return std::nullopt;
    return FilePlan{.verdict = v.verdict, .sent_bytes = v.sent_bytes};
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
