// SPDX-License-Identifier: Apache-2.0
package org.interactions.sandbox

import org.interactions.internal.NativeLibrary

/** The natives of a sandbox, registered by the JNI_OnLoad of a library of its own (jni/sandbox.cpp). */
internal class NativeSandbox {
    external fun start(company: ByteArray?, companyFile: ByteArray?, history: Long, port: Int): Long

    external fun stop(sandbox: Long)

    external fun release(sandbox: Long)

    external fun url(sandbox: Long): ByteArray

    external fun port(sandbox: Long): Int

    external fun signIns(sandbox: Long): ByteArray

    external fun say(sandbox: Long, from: ByteArray, to: ByteArray, text: ByteArray)

    external fun typing(sandbox: Long, from: ByteArray, to: ByteArray, on: Boolean)

    external fun sms(sandbox: Long, number: ByteArray, to: ByteArray?, text: ByteArray)

    external fun call(sandbox: Long, described: ByteArray)

    external fun carrier(sandbox: Long, number: ByteArray, behaviour: Int, answer: ByteArray?)

    external fun consent(sandbox: Long, number: ByteArray, to: ByteArray?, optedOut: Boolean)

    external fun advance(sandbox: Long, ms: Long)

    external fun endSessions(sandbox: Long, user: ByteArray, soft: Boolean)

    external fun liveObjects(): Long

    companion object {
        private var isLoaded = false

        @Synchronized
        fun load() {
            if (!isLoaded) NativeLibrary.load("interactions_sandbox_jni")
            isLoaded = true
        }
    }
}
