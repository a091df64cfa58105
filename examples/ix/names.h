// SPDX-License-Identifier: Apache-2.0
// The words of the command line's contract for the numbers of the C interface. A number from a
// newer library is "unknown".
#pragma once

#include <interactions/interactions.hpp>

#include <optional>
#include <string_view>

namespace cli {

const char* conversation_kind_name(ix_conversation_kind kind);
const char* recipient_kind_name(ix_recipient_kind kind);
const char* route_kind_name(ix_route_kind kind);
const char* item_kind_name(ix_item_kind kind);
const char* direction_name(ix_direction direction);
const char* item_state_name(ix_item_state state);
const char* notice_name(ix_notice_kind notice);
const char* call_outcome_name(ix_call_outcome outcome);
const char* match_field_name(ix_match_field field);
const char* file_state_name(ix_file_state state);
const char* attachment_kind_name(ix_attachment_kind kind);
const char* contact_kind_name(ix_contact_kind kind);
const char* grouping_reason_name(ix_grouping_reason reason);
const char* claim_verdict_name(ix_claim_verdict verdict);
const char* outbox_op_name(ix_outbox_op op);
const char* member_state_name(ix_member_state state);
const char* member_role_name(ix_member_role role);
const char* outbox_state_name(ix_outbox_state state);
const char* waiting_for_name(ix_waiting_for waiting);  // nullptr: nothing
const char* session_name(ix_session_state session);
const char* more_name(int32_t more);
const char* network_name(ix_network_kind kind);
const char* number_class_name(ix_number_class number_class);
const char* consent_state_name(ix_consent_state state);
const char* consent_source_name(ix_consent_source source);
const char* file_verdict_name(ix_file_verdict verdict);
const char* permission_state_name(ix_permission_state state);
const char* permission_step_name(ix_permission_step step);

std::optional<ix_preset> preset_of(std::string_view name);
const char* preset_name(ix_preset preset);
std::optional<ix_conversation_kind> conversation_kind_of(std::string_view name);
std::optional<ix_route_kind> route_kind_of(std::string_view name);
std::optional<ix_filter_flag> filter_flag_of(std::string_view name);
std::optional<ix_answer> permission_answer_of(std::string_view name);
std::optional<ix_log_level> log_level_of(std::string_view name);

}  // namespace cli
