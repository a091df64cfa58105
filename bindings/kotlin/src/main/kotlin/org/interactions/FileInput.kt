// SPDX-License-Identifier: Apache-2.0
package org.interactions

import java.io.InputStream
import java.nio.ByteBuffer

/** Where the bytes of a file that was picked come from. What is given stays the caller's. */
sealed class FileInput {
    /**
     * A file of this device. It is copied; with [reference] it is not: then it has to stay as it is until
     * it has left, else the upload fails with [ErrorCode.FILE_CHANGED]. For large files of the app's own.
     */
    class Path(val path: String, val reference: Boolean = false) : FileInput()

    /**
     * A descriptor that is open for reading, at its beginning, such as `ParcelFileDescriptor.fd` of what a
     * `ContentResolver` opened. Its owner closes it when the file was taken.
     */
    class Descriptor(val fd: Int) : FileInput()

    /** Bytes in memory; they are read until the file was taken. */
    class Bytes(val bytes: ByteArray) : FileInput()

    /**
     * What remains in a buffer, direct or not; its position stays where it is. It is read until the file was
     * taken.
     */
    class Buffer(val buffer: ByteBuffer) : FileInput()

    /**
     * What a stream gives until its end, however slowly; such as of `ContentResolver.openInputStream`, where
     * there may be no file behind it. It is read on [ClientConfig.dispatcher]; closing and suspending the
     * client wait for a read under way. What it throws is thrown by [Files.stage]. Its owner closes it when
     * the file was taken.
     */
    class Stream(val stream: InputStream) : FileInput()
}

/** A small JPEG of a file, made by the app: where the library makes one itself, that wins. In pixels. */
class FileThumbnail(val jpeg: ByteArray, val width: Int, val height: Int)
