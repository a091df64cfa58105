// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

/**
 * The natives of a client, registered by JNI_OnLoad (jni/on_load.cpp). [NativeLibrary.load] first. The
 * first argument is the client's address, held by a [NativeHandle] for the length of the call. Each
 * throws what the library reports; a page comes as the bytes of its row block. Any thread.
 */
internal class NativeClient {
    external fun open(config: ByteArray, log: Long): Long

    external fun close(client: Long)

    external fun release(client: Long)

    external fun logOpen(): Long

    external fun logTake(log: Long): ByteArray?

    external fun logRelease(log: Long)

    external fun poll(client: Long, timeoutMs: Int): ByteArray

    external fun suspendFiles(client: Long)

    external fun resumeFiles(client: Long)

    external fun sync(client: Long): Long

    external fun cancel(client: Long, operation: Long)

    external fun account(client: Long): ByteArray

    external fun hintNetwork(client: Long, kind: Int)

    external fun hintForeground(client: Long, foreground: Boolean)

    external fun hintLowMemory(client: Long)

    external fun counters(client: Long): LongArray

    external fun signIn(client: Long, described: ByteArray): Long

    external fun signOut(client: Long, flags: Int): Long

    external fun credentials(client: Long): ByteArray

    external fun credentialsKept(client: Long)

    external fun restore(client: Long, credentials: ByteArray)

    external fun setNumberRules(client: Long, described: ByteArray)

    external fun parseNumber(client: Long, text: ByteArray, rules: ByteArray?): ByteArray

    external fun areaCodes(client: Long): ByteArray

    external fun conversationsPage(
        client: Long,
        filter: ByteArray?,
        cursor: ByteArray?,
        limit: Int,
    ): ByteArray

    external fun conversationsCount(client: Long, filter: ByteArray?): LongArray

    external fun badge(client: Long): Long

    external fun conversationGet(client: Long, conversation: ByteArray): ByteArray

    external fun conversationExplain(client: Long, conversation: ByteArray): ByteArray

    external fun threadPage(client: Long, conversation: ByteArray, cursor: ByteArray?, limit: Int): ByteArray

    external fun threadAround(
        client: Long,
        conversation: ByteArray,
        item: ByteArray?,
        limit: Int,
        row: IntArray,
    ): ByteArray

    external fun itemGet(client: Long, item: ByteArray): ByteArray

    external fun historyFill(client: Long, gap: ByteArray): Long

    external fun setFlag(client: Long, conversation: ByteArray, flag: Int, on: Boolean)

    external fun markRead(client: Long, conversation: ByteArray, item: ByteArray?)

    external fun setDraft(client: Long, conversation: ByteArray, text: ByteArray?, replyTo: ByteArray?)

    external fun setDefaultRoute(client: Long, conversation: ByteArray, route: ByteArray?)

    external fun conversationOpen(
        client: Long,
        number: ByteArray?,
        user: ByteArray?,
        contact: ByteArray?,
    ): ByteArray

    external fun conversationsSubscribe(client: Long, filter: ByteArray?, window: Int): Long

    external fun subscribe(client: Long, kind: Int, conversation: ByteArray?, window: Int): Long

    external fun take(client: Long, subscription: Long): ByteArray

    external fun unsubscribe(client: Long, subscription: Long)

    external fun send(
        client: Long,
        conversation: ByteArray,
        text: ByteArray?,
        via: ByteArray?,
        replyTo: ByteArray?,
        sendAtMs: Long,
        files: ByteArray,
    ): ByteArray

    external fun edit(client: Long, item: ByteArray, text: ByteArray)

    external fun delete(client: Long, item: ByteArray)

    external fun react(client: Long, item: ByteArray, key: ByteArray, on: Boolean)

    external fun outboxPage(client: Long): ByteArray

    external fun outboxRetry(client: Long, entry: ByteArray)

    external fun outboxReschedule(client: Long, entry: ByteArray, atMs: Long)

    external fun outboxDiscard(client: Long, entry: ByteArray)

    external fun notificationsPage(client: Long, cursor: ByteArray?, limit: Int): ByteArray

    external fun notificationsDone(client: Long, cursor: ByteArray)

    external fun callReport(client: Long, described: ByteArray): ByteArray

    external fun smsPreflight(client: Long, described: ByteArray): ByteArray

    external fun channelCreate(client: Long, described: ByteArray): ByteArray

    external fun channelJoin(client: Long, address: ByteArray): ByteArray

    external fun channelLeave(client: Long, conversation: ByteArray)

    external fun channelInvite(client: Long, conversation: ByteArray, user: ByteArray)

    external fun membersPage(client: Long, conversation: ByteArray, list: LongArray): ByteArray

    external fun membersFetch(client: Long, conversation: ByteArray): Long

    external fun contactPut(client: Long, described: ByteArray): ByteArray

    external fun contactsPut(client: Long, described: ByteArray, mode: Int): LongArray

    external fun contactRemove(client: Long, contact: ByteArray)

    external fun contactErase(client: Long, contact: ByteArray, flags: Int)

    external fun contactsPage(client: Long, text: ByteArray?, cursor: ByteArray?, limit: Int): ByteArray

    external fun contactGet(client: Long, contact: ByteArray): ByteArray

    external fun recipientsPage(client: Long, text: ByteArray?, limit: Int): ByteArray

    external fun directorySearch(client: Long, text: ByteArray): Long

    external fun sourcesSet(client: Long, described: ByteArray)

    external fun sourcesPage(client: Long, conversation: ByteArray?, language: ByteArray?): ByteArray

    external fun sourceRequest(client: Long, source: Int): Int

    external fun permissionAnswer(client: Long, source: Int, answer: Int): Int

    external fun fileStage(
        client: Long,
        described: ByteArray,
        source: ByteSource?,
        thumbnail: ByteArray?,
    ): ByteArray

    external fun filesPage(client: Long, conversation: ByteArray?): ByteArray

    external fun fileConfirm(client: Long, file: ByteArray)

    external fun fileDrop(client: Long, file: ByteArray)

    external fun attachmentFetch(client: Long, attachment: ByteArray, part: Int, priority: Int): Long

    external fun attachmentExport(client: Long, attachment: ByteArray, path: ByteArray?, fd: Int)

    external fun attachmentPin(client: Long, attachment: ByteArray, on: Boolean)

    external fun attachmentPause(client: Long, attachment: ByteArray, on: Boolean)

    external fun transfersPage(client: Long): ByteArray

    external fun mediaSetPolicy(client: Long, described: ByteArray)

    external fun consentPage(
        client: Long,
        flags: Int,
        number: ByteArray?,
        cursor: ByteArray?,
        limit: Int,
    ): ByteArray

    external fun consentPut(client: Long, state: Int, peer: ByteArray, own: ByteArray?)

    external fun searchMessages(
        client: Long,
        text: ByteArray,
        filter: ByteArray?,
        conversation: ByteArray?,
        cursor: ByteArray?,
        limit: Int,
    ): ByteArray

    external fun searchConversations(client: Long, text: ByteArray, filter: ByteArray?, limit: Int): ByteArray

    external fun storeCheck(client: Long, flags: Int): ByteArray

    external fun storeExport(client: Long, contact: ByteArray?, path: ByteArray): Long

    external fun storePrune(client: Long, rules: LongArray?, flags: Int): Long

    external fun storeRetention(client: Long): LongArray

    external fun storeSizes(client: Long): ByteArray
}
