// SPDX-License-Identifier: Apache-2.0
// ConsumerKt FOLDER: the same in Kotlin.
import kotlinx.coroutines.runBlocking
import org.interactions.ClientConfig
import org.interactions.InteractionsClient

fun main(args: Array<String>) {
    val rows = InteractionsClient.open(ClientConfig(args[0])).use { client ->
        runBlocking { client.conversations.page().rows.size }
    }
    println("interactions ${InteractionsClient.version}, $rows rows, ${InteractionsClient.liveObjects()} left")
}
