/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file consent.h
 * Who wants no more texts: a ledger for each pair of an own number and a peer's.
 *
 * What goes in, by itself, in the transaction that stores the message:
 * - an incoming SMS that is nothing but a keyword, in English or French, as carriers match it: STOP,
 *   STOPALL, ARRET, ARRETE, END, QUIT, CANCEL, UNSUBSCRIBE, UNSUB, TD, REMOVE, REVOKE, OPTOUT; START
 *   and UNSTOP; HELP, AIDE and INFO, which are noted and change nothing. Case, accents, white space
 *   and punctuation around it do not count; "Stop by later" is chat.
 * - what the gateway or the carrier reports: an own message that failed with IX_ERROR_OPTED_OUT, or
 *   a word of the gateway's own. It has the time of the message that it is about.
 * - what the host knows from elsewhere (ix_consent_put).
 *
 * The newest word counts, whatever order things arrive in. A person may have meant something else by
 * a keyword: sends go on, and IX_ROUTE_OPTED_OUT and ix_sms_preflight() say what it looks like. What
 * was reported refuses sends with IX_ERROR_OPTED_OUT until the peer texts START (or UNSTOP), the
 * gateway takes it back, or the host says so; another STOP changes nothing then.
 *
 * Words stay when history is pruned, and outlive a damaged database; erasing a contact takes them
 * along (the gateway still knows), and exporting it names them.
 */
#ifndef INTERACTIONS_CONSENT_H
#define INTERACTIONS_CONSENT_H

#include <interactions/client.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** What a pair stands at; a single word is OPTED_IN, OPTED_OUT or HELP. Open. */
typedef int32_t ix_consent_state;
enum {
  IX_CONSENT_UNKNOWN = 0,   /**< nobody said anything */
  IX_CONSENT_OPTED_IN = 1,  /**< the last word was START */
  IX_CONSENT_OPTED_OUT = 2, /**< so it seems: the last word was STOP */
  IX_CONSENT_REFUSED = 3,   /**< the gateway or the carrier reported it; sends are refused */
  IX_CONSENT_HELP = 4       /**< the peer asked for help */
};

/** Who said it. Open. */
typedef int32_t ix_consent_source;
enum {
  IX_CONSENT_BY_KEYWORD = 0,  /**< the peer, by text */
  IX_CONSENT_BY_REPORT = 1,   /**< the gateway or the carrier */
  IX_CONSENT_BY_HOST = 2      /**< ix_consent_put() */
};

/** Flags of ix_consent_page. */
enum {
  IX_CONSENT_HISTORY = 1 /**< every word, of each pair the oldest first, instead of what each pair
                              stands at by the word that decides it */
};

/** The ledger: pages of IX_TABLE_CONSENT, in the order of the peers' numbers. `number`: of this peer
 * alone, as a person writes it; absent: of all. Page by page, the whole ledger can be exported with
 * little memory. Snapshot. Errors: INVALID_ARGUMENT (unknown flags, limit not 1 to 1000),
 * NUMBER_INVALID, INVALID_CURSOR, STORE_*. Since 0.1. */
IX_API ix_status ix_consent_page(ix_client *client, uint32_t flags, ix_str number, ix_str cursor,
                                 uint32_t limit, ix_page **out, ix_error **out_error) IX_NOEXCEPT;

/** What the host knows from elsewhere: a form, a call, another system's list. */
typedef struct ix_consent_input {
  uint32_t struct_size;
  ix_consent_state state; /**< IX_CONSENT_OPTED_IN or _OPTED_OUT */
  ix_str peer;            /**< a number as a person writes it */
  ix_str own;             /**< the same; absent: the account's only number */
} ix_consent_input;

#define IX_CONSENT_INPUT_INIT {.struct_size = sizeof(ix_consent_input)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_consent_input_init(ix_consent_input *input, size_t size) IX_NOEXCEPT;

/** Adds a word that is newer than all there are of the pair. OPTED_IN lifts what was reported, too:
 * for a gateway that keeps START to itself. If the peer is still opted out there, the next message
 * fails and is reported again. OPTED_OUT warns, and refuses nothing. Command. Errors:
 * INVALID_ARGUMENT (another state; several own numbers and none given), NUMBER_INVALID, STORE_*.
 * Since 0.1. */
IX_API ix_status ix_consent_put(ix_client *client, const ix_consent_input *input,
                                ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_CONSENT. */
typedef struct ix_consent_view {
  uint32_t struct_size;
  ix_consent_state state;
  ix_str own;          /**< absent: not known */
  ix_str peer;
  ix_str keyword;      /**< of BY_KEYWORD: as it is listed, "STOP"; else absent */
  ix_str conversation; /**< id; absent: none with this number */
  int64_t at_ms;       /**< when it was said, by the backend's clock; 0: not known */
  ix_consent_source source;
  uint32_t reserved;
} ix_consent_view;

/** As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_consent(const ix_page *page, uint32_t row,
                                 ix_consent_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CONSENT_H */
