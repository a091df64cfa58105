// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import org.interactions.internal.Block
import org.interactions.internal.counted
import org.interactions.internal.notifications
import org.interactions.internal.utf8

/** What to notify the user of. Showing it, and waking up for a push, is the app's. */
class Notifications internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /**
     * Pages of what was not acknowledged, at once and whenever something comes in. Show a page, then
     * [done] with its cursor: what was not acknowledged is offered again, under the same ids.
     */
    fun live(limit: Int = 50): Flow<Page<Notification>> = flow {
        counted(core.notifications) { page(null, limit) }.collect { first ->
            var page = first
            while (page.rows.isNotEmpty()) {
                emit(page)
                if (page.more != More.LOCAL) break
                page = page(page.cursor, limit)
            }
        }
    }

    /** What is to be notified after [cursor]; null: after what was acknowledged. [limit] 1 to 1000. */
    suspend fun page(cursor: Cursor? = null, limit: Int = 50): Page<Notification> {
        val block = Block(core.io { notificationsPage(it, utf8(cursor?.value), limit) })
        return Page(notifications(block), block.cursor, block.more)
    }

    /** What stands before [cursor] has been shown, and is not offered any more. */
    suspend fun done(cursor: Cursor) {
        core.io { notificationsDone(it, utf8(cursor.value)) }
    }
}
