/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file number.h
 * Phone numbers: what a person means by what he wrote, what kind of number it is, and whether it may
 * be texted.
 *
 * How a number is read
 *   Any spelling: (613) 555-0123, 613.555.0123, +1 613..., 1-800-FLOWERS, 1-800-CONTACTS, digits of
 *   any script, with whatever dashes and invisible characters come along from a web page; tel:, sms:
 *   and callto: links; the international prefix as dialled from North America (011) or abroad (00);
 *   extensions (x77, ext. 77, poste 77, local 77, #77, ;ext=77); words such as "Tel. :", "cell",
 *   "(bureau)". Nothing is guessed: two numbers, an area code too few or a letter too many are none.
 *
 * The order of decision
 *   emergency and three-digit services, short code, toll-free, premium and non-geographic (900, 600,
 *   622, 5YY, 700, 710; the exchange 976), the table of area codes, libphonenumber; a North American
 *   number that none of them knows is IX_NUMBER_NANP_UNKNOWN: it may be texted, and is not verified,
 *   for new area codes come sooner than tables.
 *
 * The destination policy: rules with commas or blanks between them
 *   canadian us caribbean toll_free international nanp_unknown    a class may be texted
 *   +44 +1876 +1613555     numbers that begin with these 1 to 7 digits may be
 *   -us -+44               may not
 *   all none               what holds where no other rule speaks; else canadian, toll_free and
 *                          nanp_unknown may be texted, all others not
 *   The longest digits win, then the class, then the base; the order of the rules does not matter.
 *   Emergency and premium numbers, three-digit services and short codes never take texts.
 *   The policy is asked by ix_conversation_open and ix_message_send (IX_ERROR_NUMBER_NOT_SENDABLE,
 *   whose message names the rule) and shows in the rows of routes, conversations and contacts. What
 *   was accepted before is sent, whatever the policy becomes.
 *
 * The table of area codes: UTF-8 lines, of which those with "#" in front are comments
 *   interactions-area-codes 1
 *   date 2026-11-26
 *   canadian CA 204 226 236
 *   caribbean JM 658 876
 *   non_geographic - 700 710
 *   end 7
 *   One line or several for each class (canadian, us, caribbean, toll_free, premium, non_geographic)
 *   and ISO 3166 region ("-": none); "end" tells how many codes there are. ix_number_area_codes gives
 *   the table in use in this form.
 *
 * - Media limits: what files a message takes, by the way it leaves, as lines that stand in the place
 *   of the library's own in what they name (bytes, 0: no limit; "#": a comment):
 *
 *       mms soft=300000 hard=600000
 *       mms/toll_free files=1 types=image/jpeg,image/png
 *       internal file=50000000
 *
 *   Ways: internal, mms (from any number), mms/local, mms/toll_free, mms/short_code. Keys: soft (photos
 *   are scaled so that the message has no more), hard (no message has more), image, file (each of
 *   them), files (how many), name (bytes of a name), types (with commas; a star behind the slash: all
 *   of that kind; "any"). The
 *   library's own, of 2026-11-26: 600 kB soft and 1 MB hard from local numbers, 500 and 750 kB from
 *   toll-free ones, 500 and 600 kB from short codes, 10 files, of the types that gateways have in
 *   common; nothing between colleagues, where the server's own limit of a file counts. Carriers
 *   differ: a host that knows its gateway's limits says so. ix_sms_preflight() tells what follows.
 *
 * Policy, table and limits are the host's configuration, like the region: a client is opened with them, they
 * can be exchanged while it is open, and they are stored nowhere, so that all accounts of an app and
 * its background processes go by what the app says now, and an account whose files are lost does too.
 */
#ifndef INTERACTIONS_NUMBER_H
#define INTERACTIONS_NUMBER_H

#include <interactions/client.h>

IX_BEGIN_DECLS

/** Flags of ix_number_rules. */
enum {
  /** A table of area codes that is older than the one in use is taken nevertheless. */
  IX_NUMBER_RULES_OLDER = 1
};

/** How numbers are read and which may be texted. Texts are copied. A text that is absent changes
 * nothing, an empty one stands for the library's own. */
typedef struct ix_number_rules {
  uint32_t struct_size;
  uint32_t flags;      /**< IX_NUMBER_RULES_* */
  ix_str region;       /**< ISO 3166 code for numbers without a country code; the library's own: CA */
  ix_str destinations; /**< the destination policy, as above; at most 4096 bytes */
  ix_str area_codes;   /**< a table, as above; at most 64 KiB */
  ix_str media_limits; /**< lines, as above; at most 64 KiB */
} ix_number_rules;

#define IX_NUMBER_RULES_INIT {.struct_size = sizeof(ix_number_rules)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_number_rules_init(ix_number_rules *rules, size_t size) IX_NOEXCEPT;

/** From now on the client goes by `rules`; all of it or, after an error, nothing. Every subscription
 * has an event, for what can be written to may be different in any list. Not stored: give it again,
 * or in ix_client_config, when the account is opened the next time. Immediate; legal while suspended.
 * Errors: INVALID_ARGUMENT (the message says which rule, or which line of the table, and what is
 * expected there; or that the table is older than the one in use). Since 0.1. */
IX_API ix_status ix_client_set_number_rules(ix_client *client, const ix_number_rules *rules,
                                            ix_error **out_error) IX_NOEXCEPT;

/** What a phone number is. */
typedef int32_t ix_number_class;
enum {
  IX_NUMBER_INVALID = 0,
  IX_NUMBER_CANADIAN = 1,
  IX_NUMBER_US = 2,
  IX_NUMBER_CARIBBEAN = 3,
  IX_NUMBER_TOLL_FREE = 4,
  IX_NUMBER_PREMIUM = 5,
  IX_NUMBER_SHORT_CODE = 6,
  IX_NUMBER_EMERGENCY = 7,
  IX_NUMBER_INTERNATIONAL = 8,
  IX_NUMBER_NANP_UNKNOWN = 9
};

/** What is known of a number, without the network. Immutable, reference counted. All accessors are
 * immediate and accept NULL. */
typedef struct ix_number ix_number;

/** Reads a number as a person writes it, by the library's own rules; `region` absent: "CA". Text that
 * is no number gives class INVALID, not an error. Immediate: in time for each key press; the first
 * number of another country loads libphonenumber's tables. Errors: the general ones. Since 0.1. */
IX_API ix_status ix_number_parse(ix_str text, ix_str region, ix_number **out,
                                 ix_error **out_error) IX_NOEXCEPT;
/** The same as `client` reads it: what it says of the number is what ix_conversation_open and
 * ix_message_send will say. `client` NULL: by the library's own rules. `rules`: stand in the place of
 * those for this one call, and stay no longer; NULL: none. Immediate; legal while suspended. Errors:
 * INVALID_ARGUMENT as of ix_client_set_number_rules, CLOSED. Since 0.1. */
IX_API ix_status ix_number_parse_with(ix_client *client, ix_str text, const ix_number_rules *rules,
                                      ix_number **out, ix_error **out_error) IX_NOEXCEPT;
/** The table of area codes that `client` uses (NULL: the library's own) in the form above, for a host
 * that wants to know its date, or to change a line of it. Immediate. Errors: the general ones.
 * Since 0.1. */
IX_API ix_status ix_number_area_codes(ix_client *client, ix_text **out,
                                      ix_error **out_error) IX_NOEXCEPT;
/** Adds a reference; returns `number`. Immediate. Since 0.1. */
IX_API ix_number *ix_number_retain(ix_number *number) IX_NOEXCEPT;
/** Gives a reference back. Immediate. Since 0.1. */
IX_API void ix_number_release(ix_number *number) IX_NOEXCEPT;
/** E.164, such as +16135550123; absent: it has none. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_e164(const ix_number *number) IX_NOEXCEPT;
/** As written in its country, such as (613) 555-0123. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_national(const ix_number *number) IX_NOEXCEPT;
/** ISO 3166 region, such as CA; absent: unknown. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_region(const ix_number *number) IX_NOEXCEPT;
/** IX_NUMBER_*. Since 0.1. */
IX_API ix_number_class ix_number_get_class(const ix_number *number) IX_NOEXCEPT;
/** 1: the tables know it; 0: only its shape is right. Since 0.1. */
IX_API int32_t ix_number_is_verified(const ix_number *number) IX_NOEXCEPT;
/** 1: the destination policy lets it be texted. Since 0.1. */
IX_API int32_t ix_number_is_sendable(const ix_number *number) IX_NOEXCEPT;
/** Why not: a key; absent: it is sendable. "emergency", "service_code" (211 to 811), "short_code",
 * "premium", "non_geographic"; by the policy "destination_us", "caribbean", "international",
 * "destination_canadian", "destination_toll_free", "destination_nanp_unknown"; of what is no number
 * "no_area_code" (seven digits), "star_code" (*67 and the like), "invalid". Open: later versions add
 * to it. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_reason(const ix_number *number) IX_NOEXCEPT;
/** The rule of the destination policy that decided, such as us, -us, +44, none; absent: no rule speaks
 * of the number. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_rule(const ix_number *number) IX_NOEXCEPT;
/** The digits of an extension that was written behind the number; absent: none. A text goes to the
 * number alone. Valid while retained. Since 0.1. */
IX_API ix_str ix_number_extension(const ix_number *number) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_NUMBER_H */
