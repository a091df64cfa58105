// SPDX-License-Identifier: Apache-2.0
package org.interactions

import org.interactions.internal.Arguments
import org.interactions.internal.Bits
import org.interactions.internal.Block
import org.interactions.internal.ContactsMode
import org.interactions.internal.contacts
import org.interactions.internal.one
import org.interactions.internal.recipients
import org.interactions.internal.utf8

/** Colleagues of the directory, and people whom the host saved. */
class Contacts internal constructor(private val client: InteractionsClient) {
    private val core get() = client.core

    /** Saves a contact, or replaces the one with the same [ContactInput.sourceId]. */
    suspend fun save(contact: ContactInput): ContactId {
        val described = Arguments().contact(contact).done()
        return ContactId(core.io { contactPut(it, described) }.decodeToString())
    }

    /**
     * Saves an address book at once, tens of thousands of contacts. [replaceAll]: those given are all,
     * and every other one that was saved is removed.
     */
    suspend fun saveAll(contacts: List<ContactInput>, replaceAll: Boolean = false): ContactsDone =
        put(contacts, if (replaceAll) ContactsMode.REPLACE_ALL else ContactsMode.KEEP_OTHERS)

    /** Removes the saved contacts with these [ContactInput.sourceId]s. */
    suspend fun removeAll(sourceIds: List<String>): ContactsDone =
        put(sourceIds.map { ContactInput(it, "") }, ContactsMode.REMOVE)

    private suspend fun put(contacts: List<ContactInput>, mode: Int): ContactsDone {
        val c = core.io {
            val described = Arguments().int(contacts.size)
            contacts.forEach { described.contact(it) }
            contactsPut(it, described.done(), mode)
        }
        return ContactsDone(c[0], c[1], c[2], c[3], c[4])
    }

    private fun Arguments.contact(contact: ContactInput): Arguments = this
        .text(contact.sourceId)
        .text(contact.name)
        .texts(contact.numbers)
        .texts(contact.users)
        .texts(contact.extensions)

    /** Removes a saved contact; its conversations are separate again. */
    suspend fun remove(contact: ContactId) {
        core.io { contactRemove(it, utf8(contact.value)) }
    }

    /**
     * Removes a contact of any kind with everything that this device stores of it. [force]: messages that
     * have not left are lost, too.
     */
    suspend fun erase(contact: ContactId, force: Boolean = false) {
        core.io { contactErase(it, utf8(contact.value), if (force) Bits.ERASE_FORCE else 0) }
    }

    /** All by name, or those that [text] finds as a person types it; [limit] 1 to 1000. */
    suspend fun page(text: String? = null, cursor: Cursor? = null, limit: Int = 50): Page<Contact> {
        val block = Block(core.io { contactsPage(it, utf8(text), utf8(cursor?.value), limit) })
        return Page(contacts(block), block.cursor, block.more)
    }

    suspend fun get(contact: ContactId): Contact =
        one(contacts(Block(core.io { contactGet(it, utf8(contact.value)) })))

    /**
     * Whom a new message may go to, for what is typed so far, best first; null or empty: whom one talked
     * with last. In time for each key press, without the network. [limit] 1 to 50; [Page.cursor] is null.
     */
    suspend fun recipients(text: String? = null, limit: Int = 20): Page<RecipientSuggestion> {
        val block = Block(core.io { recipientsPage(it, utf8(text), limit) })
        return Page(recipients(block), block.cursor, block.more)
    }

    /** Asks the backend's directory, and keeps what it finds as contacts. */
    suspend fun searchDirectory(text: String) {
        core.complete { directorySearch(it, utf8(text)) }
    }
}
