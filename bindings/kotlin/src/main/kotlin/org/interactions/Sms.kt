// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.NativeLibrary
import org.interactions.internal.NativeRuntime
import org.interactions.internal.sms
import org.interactions.internal.utf8

/** Why a text leaves as an MMS; bits of a newer library survive. */
@JvmInline
value class MmsReasons(val value: Int) {
    val isMms: Boolean get() = value != 0
    val byAttachment: Boolean get() = value and org.interactions.internal.RowBlock.MMS_ATTACHMENT != 0
    val byGroup: Boolean get() = value and org.interactions.internal.RowBlock.MMS_GROUP != 0
    val byLongText: Boolean get() = value and org.interactions.internal.RowBlock.MMS_LONG_TEXT != 0
}

/**
 * What a text costs as an SMS.
 *
 * @property units septets or UTF-16 code units, as the encoding counts
 * @property parts 0: there is no text
 * @property remaining units that fit without another part
 * @property flips the characters that make it dear, in the order of the text
 */
data class SmsParts(
    val encoding: SmsEncoding,
    val units: Int,
    val parts: Int,
    val remaining: Int,
    val flips: List<SmsFlip>,
) {
    companion object {
        /**
         * Measures [text], at most 64 KiB of UTF-8, without a client; [from]: the own number it would
         * leave by, E.164. Takes microseconds. Throws [InteractionsException.InvalidArgument].
         */
        fun of(text: String, from: String? = null): SmsParts {
            NativeLibrary.load()
            return sms(NativeRuntime.smsParts(utf8(text), utf8(from))).parts
        }
    }
}

/** A character that the GSM alphabet lacks; with [isReplaceable], [replacement] null: leave it out. */
data class SmsFlip(
    val character: String,
    val count: Int,
    val isReplaceable: Boolean,
    val replacement: String?,
)

/** A file that is to go with a message; [mimeType] null: not known, which no MMS takes. */
data class DraftFile(val kind: AttachmentKind, val mimeType: String?, val bytes: Long)

/** What becomes of a file; [bytes]: as it leaves, at most, or as it is where it does not. */
data class FilePlan(val verdict: FileVerdict, val bytes: Long)

/** A message that is being written: in a [conversation], or [to] a number as a person writes it. */
data class SmsDraft(
    val text: String,
    val conversation: ConversationId? = null,
    val to: String? = null,
    val via: RouteId? = null,
    val attachments: Int = 0,
    val recipients: Int = 1,
    val files: List<DraftFile> = emptyList(),
)

/**
 * What would become of a message.
 *
 * @property bySms false: it leaves by another kind of route, where parts do not count
 * @property route null: one that is yet to be made
 * @property reason why it would be refused, as a key such as `opted_out`; null: it would not
 * @property consent [ConsentState.OPTED_OUT] is worth a warning
 * @property decidedBy the word that decides on the consent
 * @property files what becomes of the files of the draft, in their order
 * @property bytes of the message with these files as they leave; 0: there are none
 */
data class SmsPreflight(
    val parts: SmsParts,
    val bySms: Boolean,
    val route: RouteId?,
    val from: String?,
    val reason: String?,
    val mms: MmsReasons,
    val consent: ConsentState,
    val decidedBy: Consent?,
    val files: List<FilePlan> = emptyList(),
    val bytes: Long = 0,
) {
    /** What becomes of the file that fares worst. */
    val filesVerdict: FileVerdict get() = files.maxByOrNull { it.verdict.value }?.verdict ?: FileVerdict.AS_IT_IS
}
