// SPDX-License-Identifier: Apache-2.0
// The ledger of consent, and what becomes of a message before it is sent.
#include <utility>

#include "engine/engine.h"
#include "engine/no_such.h"
#include "identity/phone_number.h"

namespace ix::engine {
namespace {

Result<std::string> e164_of(const std::string& text, const char* name,
                            const identity::NumberRules& rules) {
  std::string e164 = identity::to_e164(text, rules);
  if (!e164.empty()) return e164;
  return Error(ErrorCode::NUMBER_INVALID, std::string(name) +
                                              " is not a phone number: give ten digits, or + and"
                                              " the country code");
}

}  // namespace

Status Engine::put_consent(const std::string& own, const std::string& peer, ConsentState state) {
  IX_CHECK(open_for_calls());
  IX_TRY(const std::string theirs, e164_of(peer, "peer", *rules_->get()));
  std::string ours;
  if (!own.empty()) {
    IX_TRY(ours, e164_of(own, "own", *rules_->get()));
  }
  IX_TRY(store::Touched changes, store_->put_consent(ours, theirs, state));
  touched(std::move(changes));
  return {};
}

Result<query::Page> Engine::consents(bool history, const std::string& number,
                                     std::string_view cursor, uint32_t limit) {
  IX_CHECK(open_for_calls());
  query::ConsentQuery query;
  query.history = history;
  if (!number.empty()) {
    IX_TRY(query.peer, e164_of(number, "number", *rules_->get()));
  }
  return reader_.consents(query, cursor, limit);
}

Result<query::Page> Engine::preflight(const DraftInput& input) {
  IX_CHECK(open_for_calls());
  if (input.conversation.empty() == input.to.empty()) {
    return Error(ErrorCode::INVALID_ARGUMENT, "give exactly one of conversation and to");
  }
  query::MessageDraft draft;
  draft.text = input.text;
  draft.files = input.files;
  draft.recipients = input.recipients;
  draft.media = input.media;
  if (!input.to.empty()) {
    const identity::PhoneNumber number = identity::parse_phone_number(input.to, *rules_->get());
    if (number.number_class == identity::NumberClass::invalid) {
      return Error(ErrorCode::NUMBER_INVALID,
                   "to is not a phone number: give ten digits, or + and the country code");
    }
    draft.number = number.e164;
    draft.unsent = number.sendable ? std::string() : number.reason;
    return reader_.preflight(draft);
  }
  draft.conversation = ConversationId::parse(input.conversation);
  if (!draft.conversation) return no_such("conversation");
  if (!input.via.empty()) {
    const auto via = RouteId::parse(input.via);
    if (!via) return no_such("route");
    draft.via = *via;
  }
  return reader_.preflight(draft);
}

}  // namespace ix::engine
