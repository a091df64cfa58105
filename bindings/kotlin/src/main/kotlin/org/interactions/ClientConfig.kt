// SPDX-License-Identifier: Apache-2.0
package org.interactions

import kotlin.time.Duration
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import org.interactions.internal.Arguments

/**
 * How an account is opened.
 *
 * @property folder the account's folder, made when missing; one client at a time
 * @property syncMode [SyncMode.CONTINUOUS] for an app in front of a person, [SyncMode.ON_DEMAND] for a job
 * @property credentials who keeps the tokens: the app ([InteractionsClient.credentialRequests]), or the
 *   library in a file
 * @property region ISO 3166 code for numbers without a country code; null: CA
 * @property userAgent null: the library's
 * @property caFile PEM bundle by path; null: the system's
 * @property caPem PEM bundle by content, which Android needs; wins over [caFile]
 * @property pinnedKeys `sha256//BASE64` each; none: no pinning
 * @property proxy a URL; null: from the environment; "-": none
 * @property answerTimeout how long a server may be silent; null: 30 seconds
 * @property destinations which numbers may be texted, see [NumberRules]
 * @property areaCodes a table of area codes; an older one than the library's is left aside
 * @property mediaLimits what files a message takes, see [NumberRules]
 * @property log gets lines without personal data, on a thread of its own
 * @property dispatcher where files are read and written
 */
class ClientConfig(
    val folder: String,
    val syncMode: SyncMode = SyncMode.CONTINUOUS,
    val credentials: CredentialPolicy = CredentialPolicy.HOST,
    val region: String? = null,
    val userAgent: String? = null,
    val caFile: String? = null,
    val caPem: String? = null,
    val pinnedKeys: List<String> = emptyList(),
    val proxy: String? = null,
    val answerTimeout: Duration? = null,
    val destinations: String? = null,
    val areaCodes: String? = null,
    val mediaLimits: String? = null,
    val logLevel: LogLevel = LogLevel.WARN,
    val log: ((LogLevel, String) -> Unit)? = null,
    val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) {
    internal fun described(): ByteArray = Arguments()
        .text(folder)
        .int(syncMode.value)
        .int(credentials.value)
        .text(region)
        .text(userAgent)
        .text(caFile)
        .text(caPem)
        .text(pinnedKeys.takeIf { it.isNotEmpty() }?.joinToString(";"))
        .text(proxy)
        .long(answerTimeout?.inWholeMilliseconds ?: 0)
        .text(destinations)
        .text(areaCodes)
        .text(mediaLimits)
        .int(logLevel.value)
        .done()
}
