// SPDX-License-Identifier: Apache-2.0
// The INIT macro of every input struct and its init function give the same bytes.
#include <cstring>
#include <type_traits>

#include "abi/abi_support.h"

// As the compiler of a host lays the macros out; static, so that every byte is defined.
static const ix_client_config kConfig = IX_CLIENT_CONFIG_INIT;
static const ix_sign_in kSignIn = IX_SIGN_IN_INIT;
static const ix_recipient kRecipient = IX_RECIPIENT_INIT;
static const ix_outgoing kOutgoing = IX_OUTGOING_INIT;
static const ix_contact_input kContact = IX_CONTACT_INPUT_INIT;
static const ix_call_report_input kCall = IX_CALL_REPORT_INPUT_INIT;
static const ix_retention kRetention = IX_RETENTION_INIT;
static const ix_channel_input kChannel = IX_CHANNEL_INPUT_INIT;
static const ix_consent_input kConsent = IX_CONSENT_INPUT_INIT;
static const ix_sms_draft kSmsDraft = IX_SMS_DRAFT_INIT;
static const ix_draft kDraft = IX_DRAFT_INIT;
static const ix_number_rules kNumberRules = IX_NUMBER_RULES_INIT;

namespace {

template <class T>
void check_init(const T& macro, void (*init)(T*, size_t)) {
  // Padding would be undefined bytes in the macro's value, and a hole for later members.
  static_assert(std::has_unique_object_representations_v<T>);

  T made;
  std::memset(&made, 0xA5, sizeof made);
  init(&made, sizeof made);
  CHECK_EQ(std::memcmp(&made, &macro, sizeof made), 0);
  CHECK_EQ(made.struct_size, sizeof made);

  // A newer caller: what this library does not know is zero, and nothing beyond is touched.
  struct Newer {
    T known;
    unsigned char more[16];
    unsigned char beyond[8];
  } newer;
  std::memset(&newer, 0xA5, sizeof newer);
  init(&newer.known, sizeof newer.known + sizeof newer.more);
  for (const unsigned char byte : newer.more) CHECK_EQ(byte, 0);
  for (const unsigned char byte : newer.beyond) CHECK_EQ(byte, 0xA5);

  // No memory, or less than the size member itself: nothing happens.
  init(nullptr, sizeof made);
  std::memset(&made, 0xA5, sizeof made);
  init(&made, 3);
  CHECK_EQ(reinterpret_cast<const unsigned char*>(&made)[0], 0xA5);
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "INIT macros equal the init functions byte for byte") {
  check_init(kConfig, &ix_client_config_init);
  check_init(kSignIn, &ix_sign_in_init);
  check_init(kRecipient, &ix_recipient_init);
  check_init(kOutgoing, &ix_outgoing_init);
  check_init(kContact, &ix_contact_input_init);
  check_init(kCall, &ix_call_report_input_init);
  check_init(kRetention, &ix_retention_init);
  check_init(kChannel, &ix_channel_input_init);
  check_init(kConsent, &ix_consent_input_init);
  check_init(kSmsDraft, &ix_sms_draft_init);
  check_init(kDraft, &ix_draft_init);
  check_init(kNumberRules, &ix_number_rules_init);
}

TEST_CASE("no public struct has padding") {
  static_assert(std::has_unique_object_representations_v<ix_counters>);
  static_assert(std::has_unique_object_representations_v<ix_event>);
  static_assert(std::has_unique_object_representations_v<ix_conversation_view>);
  static_assert(std::has_unique_object_representations_v<ix_route_view>);
  static_assert(std::has_unique_object_representations_v<ix_item_view>);
  static_assert(std::has_unique_object_representations_v<ix_contacts_done>);
  static_assert(std::has_unique_object_representations_v<ix_contact_view>);
  static_assert(std::has_unique_object_representations_v<ix_address_view>);
  static_assert(std::has_unique_object_representations_v<ix_outbox_view>);
  static_assert(std::has_unique_object_representations_v<ix_account_view>);
  static_assert(std::has_unique_object_representations_v<ix_change_view>);
  static_assert(std::has_unique_object_representations_v<ix_block_header>);
  static_assert(std::has_unique_object_representations_v<ix_block_table>);
  static_assert(std::has_unique_object_representations_v<ix_row_conversation>);
  static_assert(std::has_unique_object_representations_v<ix_row_route>);
  static_assert(std::has_unique_object_representations_v<ix_row_item>);
  static_assert(std::has_unique_object_representations_v<ix_row_contact>);
  static_assert(std::has_unique_object_representations_v<ix_row_address>);
  static_assert(std::has_unique_object_representations_v<ix_row_outbox>);
  static_assert(std::has_unique_object_representations_v<ix_row_account>);
  static_assert(std::has_unique_object_representations_v<ix_row_change>);
  static_assert(std::has_unique_object_representations_v<ix_reaction_view>);
  static_assert(std::has_unique_object_representations_v<ix_preset_view>);
  static_assert(std::has_unique_object_representations_v<ix_typist_view>);
  static_assert(std::has_unique_object_representations_v<ix_row_reaction>);
  static_assert(std::has_unique_object_representations_v<ix_row_preset>);
  static_assert(std::has_unique_object_representations_v<ix_row_typist>);
}
