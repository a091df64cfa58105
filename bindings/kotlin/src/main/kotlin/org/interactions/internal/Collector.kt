// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.lang.ref.PhantomReference
import java.lang.ref.ReferenceQueue
import java.util.Collections

/**
 * Closes what an app dropped without closing. One thread a process, started with the first object;
 * `java.lang.ref.Cleaner` would do the same, but Android has it from API 33 only.
 */
internal object Collector {
    private val queue = ReferenceQueue<Any>()

    /** References must stay reachable to be enqueued. */
    private val waiting: MutableSet<Dropped> = Collections.synchronizedSet(HashSet())
    private var isRunning = false

    private class Dropped(owner: Any, queue: ReferenceQueue<Any>, val action: () -> Unit) :
        PhantomReference<Any>(owner, queue)

    /**
     * Runs [action] once, some time after [owner] has become unreachable; it must be quick, and must not
     * hold [owner]. The result forgets it: for an owner that was closed.
     */
    fun watch(owner: Any, action: () -> Unit): () -> Unit {
        start()
        val dropped = Dropped(owner, queue, action)
        waiting.add(dropped)
        return { waiting.remove(dropped) }
    }

    @Synchronized
    private fun start() {
        if (isRunning) return
        isRunning = true
        Thread(::run, "interactions-collector").apply { isDaemon = true }.start()
    }

    private fun run() {
        while (true) {
            val dropped = try {
                queue.remove() as Dropped
            } catch (_: InterruptedException) {
                continue
            }
            if (waiting.remove(dropped)) dropped.action()
        }
    }
}
