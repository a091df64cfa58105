// SPDX-License-Identifier: Apache-2.0
// Generated from the C headers by bindings/generate/kotlin_enums.py; not edited by hand.
package org.interactions

/** What went wrong; the numbers never change. */
@JvmInline
value class ErrorCode(val value: Int) {
    /** The value's name; `unknown(N)` for one of a newer library. */
    override fun toString(): String = when (value) {
        0 -> "ok"
        1 -> "invalid_argument"
        2 -> "invalid_utf8"
        3 -> "invalid_handle"
        4 -> "closed"
        5 -> "busy"
        6 -> "cancelled"
        7 -> "not_found"
        8 -> "not_supported"
        9 -> "internal"
        10 -> "out_of_memory"
        11 -> "poll_in_use"
        12 -> "invalid_cursor"
        13 -> "suspended"
        20 -> "store_in_use"
        21 -> "store_not_writable"
        22 -> "store_corrupt"
        23 -> "store_newer_schema"
        24 -> "store_full"
        25 -> "store_io"
        26 -> "wrong_account"
        27 -> "unsent_items"
        40 -> "signed_out"
        41 -> "sign_in_refused"
        42 -> "session_expired"
        60 -> "unreachable"
        61 -> "timeout"
        62 -> "tls_untrusted"
        63 -> "tls_wrong_host"
        64 -> "tls_failed"
        65 -> "not_a_homeserver"
        66 -> "bad_response"
        67 -> "rate_limited"
        68 -> "server_error"
        69 -> "response_too_large"
        70 -> "redirect_refused"
        71 -> "refused"
        72 -> "invalid_url"
        80 -> "text_empty"
        81 -> "text_too_large"
        82 -> "number_invalid"
        83 -> "number_not_sendable"
        84 -> "cannot_send"
        85 -> "encrypted"
        86 -> "no_route"
        100 -> "carrier_refused"
        101 -> "carrier_unreachable"
        102 -> "opted_out"
        103 -> "unknown_outcome"
        104 -> "schedule_missed"
        110 -> "file_unreadable"
        111 -> "file_empty"
        112 -> "file_too_large"
        113 -> "file_changed"
        114 -> "file_damaged"
        115 -> "not_cleaned"
        116 -> "media_gone"
        117 -> "media_damaged"
        118 -> "permission_needed"
        else -> "unknown($value)"
    }

    companion object {
        val OK: ErrorCode = ErrorCode(0)
        /** An argument is missing or out of range. */
        val INVALID_ARGUMENT: ErrorCode = ErrorCode(1)
        /** Text is not valid UTF-8. */
        val INVALID_UTF8: ErrorCode = ErrorCode(2)
        /** Not a live handle of this library. */
        val INVALID_HANDLE: ErrorCode = ErrorCode(3)
        /** The client has been closed. */
        val CLOSED: ErrorCode = ErrorCode(4)
        /** Too many operations are in flight. */
        val BUSY: ErrorCode = ErrorCode(5)
        /** Cancelled by the caller. */
        val CANCELLED: ErrorCode = ErrorCode(6)
        /** No such object. */
        val NOT_FOUND: ErrorCode = ErrorCode(7)
        /** Not supported here. */
        val NOT_SUPPORTED: ErrorCode = ErrorCode(8)
        /** A defect in this library. */
        val INTERNAL: ErrorCode = ErrorCode(9)
        /** Memory is exhausted. */
        val OUT_OF_MEMORY: ErrorCode = ErrorCode(10)
        /** Another thread is polling this client. */
        val POLL_IN_USE: ErrorCode = ErrorCode(11)
        /** The cursor is not one of this list. */
        val INVALID_CURSOR: ErrorCode = ErrorCode(12)
        /** The client is suspended. */
        val SUSPENDED: ErrorCode = ErrorCode(13)
        /** Another process has the account open. */
        val STORE_IN_USE: ErrorCode = ErrorCode(20)
        /** The account folder cannot be written. */
        val STORE_NOT_WRITABLE: ErrorCode = ErrorCode(21)
        /** The account's data is damaged. */
        val STORE_CORRUPT: ErrorCode = ErrorCode(22)
        /** The data was written by a newer version. */
        val STORE_NEWER_SCHEMA: ErrorCode = ErrorCode(23)
        /** The disk is full. */
        val STORE_FULL: ErrorCode = ErrorCode(24)
        /** Reading or writing a file failed. */
        val STORE_IO: ErrorCode = ErrorCode(25)
        /** The folder belongs to another account. */
        val WRONG_ACCOUNT: ErrorCode = ErrorCode(26)
        /** Something is still unsent. */
        val UNSENT_ITEMS: ErrorCode = ErrorCode(27)
        /** Nobody is signed in. */
        val SIGNED_OUT: ErrorCode = ErrorCode(40)
        /** The server refused the sign-in. */
        val SIGN_IN_REFUSED: ErrorCode = ErrorCode(41)
        /** The session must be renewed. */
        val SESSION_EXPIRED: ErrorCode = ErrorCode(42)
        /** The server cannot be reached. */
        val UNREACHABLE: ErrorCode = ErrorCode(60)
        /** The server did not answer in time. */
        val TIMEOUT: ErrorCode = ErrorCode(61)
        /** The server's certificate is not trusted. */
        val TLS_UNTRUSTED: ErrorCode = ErrorCode(62)
        /** The certificate is for another host. */
        val TLS_WRONG_HOST: ErrorCode = ErrorCode(63)
        /** No secure connection could be made. */
        val TLS_FAILED: ErrorCode = ErrorCode(64)
        /** The address does not answer as a homeserver. */
        val NOT_A_HOMESERVER: ErrorCode = ErrorCode(65)
        /** The reply could not be understood. */
        val BAD_RESPONSE: ErrorCode = ErrorCode(66)
        /** Too many requests. */
        val RATE_LIMITED: ErrorCode = ErrorCode(67)
        /** The server failed. */
        val SERVER_ERROR: ErrorCode = ErrorCode(68)
        /** The reply is larger than allowed. */
        val RESPONSE_TOO_LARGE: ErrorCode = ErrorCode(69)
        /** A redirect was not followed. */
        val REDIRECT_REFUSED: ErrorCode = ErrorCode(70)
        /** The server refused the request. */
        val REFUSED: ErrorCode = ErrorCode(71)
        /** The address is not a valid http or https URL. */
        val INVALID_URL: ErrorCode = ErrorCode(72)
        /** There is no text to send. */
        val TEXT_EMPTY: ErrorCode = ErrorCode(80)
        /** The text is too long to send. */
        val TEXT_TOO_LARGE: ErrorCode = ErrorCode(81)
        /** Not a phone number. */
        val NUMBER_INVALID: ErrorCode = ErrorCode(82)
        /** The number cannot be texted. */
        val NUMBER_NOT_SENDABLE: ErrorCode = ErrorCode(83)
        /** Sending is not allowed in this conversation. */
        val CANNOT_SEND: ErrorCode = ErrorCode(84)
        /** End-to-end encrypted conversations are not supported. */
        val ENCRYPTED: ErrorCode = ErrorCode(85)
        /** The service has no way to reach this number or person. */
        val NO_ROUTE: ErrorCode = ErrorCode(86)
        /** The carrier refused the message. */
        val CARRIER_REFUSED: ErrorCode = ErrorCode(100)
        /** The carrier could not deliver the message. */
        val CARRIER_UNREACHABLE: ErrorCode = ErrorCode(101)
        /** The recipient has opted out of texts: they must text START first. */
        val OPTED_OUT: ErrorCode = ErrorCode(102)
        /** It is not known whether this was sent. */
        val UNKNOWN_OUTCOME: ErrorCode = ErrorCode(103)
        /** Its time passed before it could be sent: send it now, at another time, or discard it. */
        val SCHEDULE_MISSED: ErrorCode = ErrorCode(104)
        /** The file cannot be read. */
        val FILE_UNREADABLE: ErrorCode = ErrorCode(110)
        /** There is nothing in the file. */
        val FILE_EMPTY: ErrorCode = ErrorCode(111)
        /** The file is larger than can be sent here. */
        val FILE_TOO_LARGE: ErrorCode = ErrorCode(112)
        /** The file changed since it was picked: pick it again. */
        val FILE_CHANGED: ErrorCode = ErrorCode(113)
        /** The file is damaged or not of its kind. */
        val FILE_DAMAGED: ErrorCode = ErrorCode(114)
        /** Private data in the file cannot be removed: confirm to send it as it is. */
        val NOT_CLEANED: ErrorCode = ErrorCode(115)
        /** The service does not have the file any more. */
        val MEDIA_GONE: ErrorCode = ErrorCode(116)
        /** What came is not the file that was sent. */
        val MEDIA_DAMAGED: ErrorCode = ErrorCode(117)
        /** The person has not allowed access. */
        val PERMISSION_NEEDED: ErrorCode = ErrorCode(118)
    }
}
