/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file contact.h
 * Contacts: colleagues of the directory, and people the host saved. Their numbers: number.h.
 */
#ifndef INTERACTIONS_CONTACT_H
#define INTERACTIONS_CONTACT_H

#include <interactions/client.h>
#include <interactions/number.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** Input of ix_contact_put and ix_contacts_put. Texts are copied. */
typedef struct ix_contact_input {
  uint32_t struct_size;
  uint32_t number_count;
  ix_str source_id;      /**< required: the host's own id of the contact; at most 1024 bytes */
  ix_str name;           /**< required; at most 4096 bytes */
  const ix_str* numbers; /**< as a person wrote them */
  const ix_str* users;   /**< ids at the backend */
  uint32_t user_count;
  uint32_t extension_count;
  const ix_str* extensions; /**< of the company's telephone system, such as 214 */
} ix_contact_input;

#define IX_CONTACT_INPUT_INIT \
  { .struct_size = sizeof(ix_contact_input) }

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_contact_input_init(ix_contact_input* contact, size_t size) IX_NOEXCEPT;

/** Saves an external contact, or replaces the one with the same source_id. Conversations with its
 * numbers and users become one. Command. Errors: INVALID_ARGUMENT (no name, no source_id),
 * NUMBER_INVALID. Since 0.1. */
IX_API ix_status ix_contact_put(ix_client* client, const ix_contact_input* contact,
                                ix_text** out_contact, ix_error** out_error) IX_NOEXCEPT;
/** What ix_contacts_put does with the contacts that the host saved before. */
typedef int32_t ix_contacts_mode;
enum {
  IX_CONTACTS_KEEP_OTHERS = 0, /**< those given are saved, all others stay */
  IX_CONTACTS_REPLACE_ALL = 1, /**< those given are all: every other external one is removed */
  IX_CONTACTS_REMOVE = 2       /**< those given are removed; only their source_id is read */
};

/** What ix_contacts_put did. */
typedef struct ix_contacts_done {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t added;
  int64_t changed;
  int64_t unchanged; /**< were saved like that already: nothing was written */
  int64_t removed;
  int64_t numbers_left_out; /**< what is no phone number; its contact is saved without it */
} ix_contacts_done;

/** Saves or removes the contacts of an address book at once, 50,000 of them and more. The entries
 * stand in one array, all with the same struct_size. All are checked before anything is written:
 * an entry without name or source_id, too long, not UTF-8, or with the source_id of another entry
 * refuses the whole call, and the message begins with its index ("contact 17: ..."). A number that
 * is none does not: it is left out and counted, as address books hold such. Then what differs from
 * what is saved is committed in short chunks, so that other calls go on; after a failure half-way
 * (STORE_FULL, or the end of the process) the same call again completes it. Numbers are read with
 * the account's region. `out` may be NULL; else set its struct_size (IX_VIEW_INIT). Takes a second
 * or more for tens of thousands: call it on a thread that may wait. Command. Errors:
 * INVALID_ARGUMENT, INVALID_UTF8. Since 0.1. */
IX_API ix_status ix_contacts_put(ix_client* client, const ix_contact_input* contacts, size_t count,
                                 ix_contacts_mode mode, ix_contacts_done* out,
                                 ix_error** out_error) IX_NOEXCEPT;
/** Removes an external contact; its conversations are separate again. Command. Errors: NOT_FOUND,
 * INVALID_ARGUMENT (a member of the directory). Since 0.1. */
IX_API ix_status ix_contact_remove(ix_client* client, ix_str contact,
                                   ix_error** out_error) IX_NOEXCEPT;
/** Flags of ix_contact_erase. */
enum {
  /** Messages to the contact that have not left are lost without a question. */
  IX_ERASE_FORCE = 1
};

/** Removes a contact of any kind with everything that this device stores of it: its row, and of its
 * routes all messages, calls, voicemail, reactions, drafts, reports of calls and words of consent
 * (an opt-out that the gateway knows is reported again); also from the search index, and from the
 * bytes of every file before the call returns (while somebody reads an older state: at the next
 * idle). All of it at once or nothing; takes time in proportion to what is stored, and others that
 * write wait meanwhile. ix_store_export first, where the data are wanted.
 *
 * The backend is not told and keeps what it has: its room with the address stays as an empty route
 * that no list shows, with what the backend says of the room's members, and a member of the
 * directory is a contact again when the directory tells of it. History up to here is not fetched
 * again, by no sync and no gap; what is said from now on is stored, and shows the conversation
 * again. What the person wrote in channels and groups stays there. Only ix_session_sign_out with
 * IX_SIGN_OUT_WIPE, which erases the whole account, forgets all of this. Command. Errors: NOT_FOUND,
 * UNSENT_ITEMS (without IX_ERASE_FORCE), BUSY (a message is being sent just now), INVALID_ARGUMENT
 * (unknown flags). Since 0.1. */
IX_API ix_status ix_contact_erase(ix_client* client, ix_str contact, uint32_t flags,
                                  ix_error** out_error) IX_NOEXCEPT;
/** All contacts by name, or those that `text` finds as a person types it: each of its words begins a
 * word of the name or of the user id, in any order, case and accents aside; or its digits, however
 * grouped, begin a number (with or without country and area code) or an extension, or end a number.
 * Behind them stand names that the digits spell on a telephone's keys (T9). Whom one talked to last
 * comes first, then by name. Tables: CONTACT, ADDRESS. `limit` 1 to 1000. Snapshot. Errors:
 * INVALID_CURSOR. Since 0.1. */
IX_API ix_status ix_contacts_page(ix_client* client, ix_str text, ix_str cursor, uint32_t limit,
                                  ix_page** out, ix_error** out_error) IX_NOEXCEPT;
/** One contact. Tables: CONTACT, ADDRESS. Snapshot. Errors: NOT_FOUND, INVALID_ARGUMENT (no id).
 * Since 0.1. */
IX_API ix_status ix_contact_get(ix_client* client, ix_str contact, ix_page** out,
                                ix_error** out_error) IX_NOEXCEPT;
/** What a recipient is. Open: later versions add to it. */
typedef int32_t ix_recipient_kind;
enum {
  IX_RECIPIENT_KIND_MEMBER = 0,   /**< a colleague */
  IX_RECIPIENT_KIND_EXTERNAL = 1, /**< a saved contact */
  IX_RECIPIENT_KIND_NUMBER = 2,   /**< a number that no contact has */
  IX_RECIPIENT_KIND_CHANNEL = 3,
  IX_RECIPIENT_KIND_GROUP = 4
};

/** The list of the screen for a new message: everybody whom it may go to, for what is typed so far,
 * best first, each once, and of each whether it can be texted, or why not. In time for each key
 * press, without the network; ix_directory_search adds colleagues who are not known here yet.
 *
 * `text` absent or empty: whom one wrote or talked with last, of all kinds, without archived ones.
 * Else, in this order:
 *   1. the number that is typed, as soon as the text is one (any spelling that number.h reads, 911
 *      and words such as 1-800-FLOWERS included): with the contact that has it, else with its
 *      conversation, else by itself if it may be texted (IX_RECIPIENT_TYPED)
 *   2. contacts that ix_contacts_page finds by words or digits, and channels, groups and unsaved
 *      numbers that the same rule finds among the 1000 conversations used last; the last used first
 *   3. those whose names the digits spell on a telephone's keys
 *   4. a typed number of nobody's that may not be texted; a short code only where nothing else is
 *      found, for most numbers begin like one
 * A contact is one row: `address` and `route` are those of its default route, or of the number that
 * was typed; its other addresses are in IX_TABLE_ADDRESS, each with whether it can be texted.
 *
 * To write: to `conversation` and by `route` where they are there; else open the contact, or the
 * address (number or user) where IX_RECIPIENT_TYPED is set or there is no contact, with
 * ix_conversation_open. Tables: RECIPIENT, ADDRESS. `limit` 1 to 50; ix_page_more is IX_MORE_LOCAL
 * where there were more (no cursor: one types on). Snapshot. Errors: the general ones. Since 0.1. */
IX_API ix_status ix_recipients_page(ix_client* client, ix_str text, uint32_t limit, ix_page** out,
                                    ix_error** out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_RECIPIENT; as ix_row_recipient. */
typedef struct ix_recipient_view {
  uint32_t struct_size;
  ix_recipient_kind kind;
  ix_str title;
  ix_str contact;
  ix_str conversation;
  ix_str route;
  ix_str address;
  ix_str reason;
  int64_t used_ms;
  ix_route_kind route_kind;
  int32_t sendable;
  ix_number_class number_class;
  uint32_t flags;
  uint32_t first_address;
  uint32_t address_count;
} ix_recipient_view;

/** As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_recipient(const ix_page* page, uint32_t row,
                                   ix_recipient_view* view) IX_NOEXCEPT;
/** Asks the backend's directory and keeps what it finds as contacts of kind member; then
 * ix_contacts_page finds them. Operation. Completion errors: as ix_client_sync. Since 0.1. */
IX_API ix_status ix_directory_search(ix_client* client, ix_str text, ix_operation* out,
                                     ix_error** out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CONTACT_H */
