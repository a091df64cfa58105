/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file notification.h
 * What to notify the user of. The library decides what; showing it, and asking the system's push
 * service for wake-ups, is the host's.
 *
 * An item is offered once: a message, a voicemail or a missed call of somebody else that came in
 * while syncing, in a conversation that is not muted, and that nobody has read yet, here or on
 * another device. Not offered: what the first sync of an account brings, what a gap is filled with,
 * what a channel held when it was joined, what is more than a day older than the sync before it in
 * any other route that is new here, and a missed call that the host itself reported (call.h).
 * Whether it is read, deleted or muted is looked at when the host asks, not when the item came.
 *
 * A host asks at IX_EVENT_NOTIFICATIONS, and at the start of each process:
 *   1. ix_notifications_page with no cursor: what was not acknowledged yet.
 *   2. Show it. The item's id names it for good: the same id shown twice is one notification.
 *   3. ix_notifications_done with the page's cursor.
 * A process that dies between 2 and 3 is offered the same again. A host that writes the cursor down
 * together with what it shows may ask with that cursor instead; then nothing comes twice.
 */
#ifndef INTERACTIONS_NOTIFICATION_H
#define INTERACTIONS_NOTIFICATION_H

#include <interactions/client.h>

IX_BEGIN_DECLS

/** What is to be notified after `cursor`, in the order it came; absent: after what was
 * acknowledged. `limit` 1 to 1000. ix_page_cursor is always there, also on an empty page, and stays
 * good in later processes; ix_page_more: LOCAL while there is more, else START. Tables:
 * NOTIFICATION, ITEM, REACTION, ATTACHMENT. The newest 10,000 items wait to be acknowledged, no more.
 * Snapshot.
 * Errors: INVALID_CURSOR. Since 0.1. */
IX_API ix_status ix_notifications_page(ix_client *client, ix_str cursor, uint32_t limit,
                                       ix_page **out, ix_error **out_error) IX_NOEXCEPT;
/** What stands before `cursor` (of a page) has been shown: it is not offered any more. May be
 * repeated. Command. Errors: INVALID_CURSOR, INVALID_ARGUMENT (none). Since 0.1. */
IX_API ix_status ix_notifications_done(ix_client *client, ix_str cursor,
                                       ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_NOTIFICATION. */
typedef struct ix_notification_view {
  uint32_t struct_size;
  uint32_t item;       /**< row of IX_TABLE_ITEM */
  ix_str conversation; /**< id */
  ix_str title;        /**< of the conversation */
} ix_notification_view;

/** Row `row` of IX_TABLE_NOTIFICATION. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_notification(const ix_page *page, uint32_t row,
                                      ix_notification_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_NOTIFICATION_H */
