// SPDX-License-Identifier: Apache-2.0
package org.interactions.internal

import java.io.File

/**
 * Loads the native library, once. `System.loadLibrary` by default, which is what an Android app and a
 * `java.library.path` need; the property `interactions.library.folder` names a folder instead.
 */
internal object NativeLibrary {
    private var isLoaded = false

    @Synchronized
    fun load() {
        if (isLoaded) return
        load("interactions_jni")
        val version = NativeRuntime.versionNumber()
        if (version / 1_000 != Bits.VERSION_MAJOR * 1_000 + Bits.VERSION_MINOR) {
            throw UnsatisfiedLinkError(
                "these classes need interactions ${Bits.VERSION_MAJOR}.${Bits.VERSION_MINOR}, " +
                    "the native library is ${NativeRuntime.version().decodeToString()}",
            )
        }
        isLoaded = true
    }

    fun load(name: String) {
        val folder = System.getProperty("interactions.library.folder")
        if (folder == null) {
            System.loadLibrary(name)
        } else {
            System.load(File(folder, System.mapLibraryName(name)).absolutePath)
        }
    }
}

/** The natives that need no client, registered by JNI_OnLoad. [NativeLibrary.load] first. */
internal object NativeRuntime {
    external fun versionNumber(): Int

    external fun version(): ByteArray

    external fun liveObjects(): Long

    external fun parseNumber(text: ByteArray, region: ByteArray?): ByteArray

    external fun smsParts(text: ByteArray, from: ByteArray?): ByteArray

    external fun areaCodes(): ByteArray
}
