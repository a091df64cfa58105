// SPDX-License-Identifier: Apache-2.0
// Contacts, conversations and routes by SQL, and the list of recipients as text.
#pragma once

#include <interactions/contact.h>

#include <ostream>
#include <string>
#include <vector>

#include "cache_fixture.h"
#include "identity/contact_keys.h"
#include "identity/number_class.h"
#include "identity/search_key.h"
#include "model/route.h"

namespace ix::testing {

// One line a row, so that a failing check shows them.
struct Texts : std::vector<std::string> {
  using vector::vector;
  friend std::ostream& operator<<(std::ostream& out, const Texts& texts) {
    for (const std::string& one : texts) out << "\n    " << one;
    return out;
  }
};

struct RecipientsFixture {
  void contact(int64_t id, ContactKind kind, const std::string& name, const Texts& numbers = {},
               const Texts& users = {}, const Texts& extensions = {}) {
    const std::string text = std::to_string(id);
    const std::string key = identity::search_key(name);
    std::string sql = "INSERT INTO contact (id, kind, source, source_id, name, name_key) VALUES (" +
                      text + ", " + std::to_string(static_cast<int>(kind)) + ", 'host', 's" + text +
                      "', " + sql_text(name) + ", " + sql_text(key) + ");";
    const Texts* const lists[] = {&numbers, &users, &extensions};
    for (int at = 0; at < 3; ++at) {
      for (const std::string& one : *lists[at]) {
        sql += "INSERT INTO contact_address VALUES (" + std::to_string(at) + ", " + sql_text(one) +
               ", " + text + ");";
      }
    }
    for (const std::string& one : identity::contact_keys(key, numbers, users, extensions)) {
      sql += "INSERT INTO contact_key VALUES (" + sql_text(one) + ", " + text + ");";
    }
    cache.sql(sql);
  }

  void conversation(int64_t id, ConversationKind kind, int64_t contact, const std::string& title,
                    int64_t activity_ms, bool pinned = false) {
    cache.sql(
        "INSERT INTO conversation (id, kind, contact, title, activity_ms, preview_item, unread,"
        " unread_lower_bound, pinned, muted, archived, marked_unread, can_send, draft, presets)"
        " VALUES (" +
        std::to_string(id) + ", " + std::to_string(static_cast<int>(kind)) + ", " +
        (contact == 0 ? std::string("NULL") : std::to_string(contact)) + ", " + sql_text(title) +
        ", " + std::to_string(activity_ms) + ", 0, 0, 0, " + (pinned ? "1" : "0") +
        ", 0, 0, 0, 1, '', 1)");
  }

  void route(int64_t id, RouteKind kind, int64_t conversation, int64_t contact,
             const std::string& user, const std::string& number) {
    const auto text = [](const std::string& one) {
      return one.empty() ? std::string("NULL") : sql_text(one);
    };
    cache.sql(
        "INSERT INTO route (id, kind, state, remote_id, peer_user, peer_number, contact,"
        " conversation, can_send) VALUES (" +
        std::to_string(id) + ", " + std::to_string(static_cast<int>(kind)) + ", 1, '!" +
        std::to_string(id) + "', " + text(user) + ", " + text(number) + ", " +
        (contact == 0 ? std::string("NULL") : std::to_string(contact)) + ", " +
        std::to_string(conversation) + ", 1)");
  }

  Texts titles(std::string_view text, uint32_t limit = 50) {
    const query::Page page = take(cache.reader().recipients(text, limit));
    Texts out;
    for (uint32_t i = 0; i < page.count(IX_TABLE_RECIPIENT); ++i) {
      const auto* row = page.row<ix_row_recipient>(IX_TABLE_RECIPIENT, i);
      // A typed number of a conversation's is named as it is written; here by the number.
      const bool number = row->kind == IX_RECIPIENT_KIND_NUMBER;
      out.emplace_back(page.text_or_empty(number ? row->address : row->title));
    }
    return out;
  }

  Texts kinds(std::string_view text) {
    const query::Page page = take(cache.reader().recipients(text, 50));
    Texts out;
    for (uint32_t i = 0; i < page.count(IX_TABLE_RECIPIENT); ++i) {
      out.emplace_back(kind(page.row<ix_row_recipient>(IX_TABLE_RECIPIENT, i)->kind));
    }
    return out;
  }

  // "kind title > address class no: reason typed in conversation by route", what there is of it.
  Texts rows(std::string_view text) {
    const query::Page page = take(cache.reader().recipients(text, 50));
    Texts out;
    for (uint32_t i = 0; i < page.count(IX_TABLE_RECIPIENT); ++i) {
      const auto& row = *page.row<ix_row_recipient>(IX_TABLE_RECIPIENT, i);
      const auto text_of = [&page](ix_ref ref) { return std::string(page.text_or_empty(ref)); };
      std::string line = std::string(kind(row.kind)) + " " + text_of(row.title) + " > ";
      line += row.address.offset == 0 ? "-" : text_of(row.address);
      if (row.number_class != IX_NUMBER_INVALID) {
        line += std::string(" ") +
                identity::number_class_name(static_cast<identity::NumberClass>(row.number_class));
      }
      CHECK((row.sendable == 1) == (row.reason.offset == 0));
      if (row.sendable == 0) line += " no: " + text_of(row.reason);
      if ((row.flags & IX_RECIPIENT_OPTED_OUT) != 0) line += " asks for none";
      if ((row.flags & IX_RECIPIENT_TYPED) != 0) line += " typed";
      if (row.conversation.offset != 0) line += " in " + text_of(row.conversation);
      if (row.route.offset != 0) line += " by " + text_of(row.route);
      out.push_back(line);
    }
    return out;
  }

  static const char* kind(int32_t kind) {
    constexpr const char* kNames[] = {"member", "external", "number", "channel", "group"};
    return kNames[kind];
  }

  CacheFixture cache;
};

}  // namespace ix::testing
