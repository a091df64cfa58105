/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file call.h
 * Calls that the host's own call stack saw.
 */
#ifndef INTERACTIONS_CALL_H
#define INTERACTIONS_CALL_H

#include <interactions/client.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

typedef int32_t ix_call_phase;
enum { IX_CALL_PHASE_STARTED = 0, IX_CALL_PHASE_ANSWERED = 1, IX_CALL_PHASE_ENDED = 2 };

/** Input of ix_call_report. Texts are copied. Give either number or user. */
typedef struct ix_call_report_input {
  uint32_t struct_size;
  ix_direction direction;
  ix_call_phase phase;
  ix_call_outcome outcome; /**< of a call that ended; not read before; not ONGOING */
  ix_str call_id;          /**< the same for every report of one call, and never of another */
  ix_str number;           /**< the other side's, as a person writes it */
  ix_str user;             /**< a colleague's id at the backend */
  ix_str own_number;       /**< the line it went over; absent: the account's only one */
  int64_t at_ms;           /**< when the phase began, by this device's clock; ms since 1970 UTC */
  int64_t duration_ms;     /**< ended: how long they talked; 0: since the answer */
} ix_call_report_input;

#define IX_CALL_REPORT_INPUT_INIT {.struct_size = sizeof(ix_call_report_input)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_call_report_input_init(ix_call_report_input *input, size_t size) IX_NOEXCEPT;

/** Puts a call that started, was answered or ended into the thread with its peer, and gives its
 * item. Reports of one call_id are one item, and so is the backend's record of the call, whichever
 * comes first: the item's id stays. To report the same again changes nothing; a phase that comes
 * late changes nothing. It stands on a route of kind `phone`, which sends nothing. Until its end is
 * known, from here or from the backend, the call is IX_CALL_ONGOING, also after a restart: report
 * the end of a call that was lost with the process (IX_CALL_FAILED if nobody knows). Command.
 * Errors: INVALID_ARGUMENT (no call_id, an unknown phase or outcome, a time that cannot be or lies
 * before the start, another peer than before), NUMBER_INVALID, INVALID_UTF8. Since 0.1. */
IX_API ix_status ix_call_report(ix_client *client, const ix_call_report_input *input,
                                ix_text **out_item, ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CALL_H */
