// SPDX-License-Identifier: Apache-2.0
import Foundation
import InteractionsSandbox
import XCTest

@testable import Interactions

/// Contacts, recipients, consent, numbers, channels and groups.
final class PeopleTests: InteractionsTestCase {
  func testContacts() async throws {
    let client = try openClient()
    let saved = try client.save(
      ContactInput(
        sourceID: "a", name: "Chez Lucie 🥐", numbers: ["613 555 0142", "(819) 555-0101"],
        users: ["@lucie:pbx.test"], extensions: ["214"]))
    let contact = try client.contact(saved)
    XCTAssertEqual(contact.name, "Chez Lucie 🥐")
    XCTAssertEqual(contact.kind, .external)
    XCTAssertEqual(contact.sourceID, "a")
    XCTAssertEqual(
      Set(contact.addresses.map(\.value)),
      ["+16135550142", "+18195550101", "@lucie:pbx.test", "214"])
    XCTAssertEqual(try client.contacts(matching: "luc").rows, [contact])
    XCTAssertEqual(try client.contacts(matching: "0142").rows, [contact])
    XCTAssertEqual(try client.contacts(matching: "zzz").rows, [])
    let nameless = await code { try client.save(ContactInput(sourceID: "b", name: "")) }
    XCTAssertEqual(nameless, .invalidArgument)
    try client.removeContact(saved)
    let gone = await code { try client.contact(saved) }
    XCTAssertEqual(gone, .notFound)
    await client.close()
  }

  func testAnAddressBook() async throws {
    let client = try openClient()
    var book = (0..<2_000).map { index in
      ContactInput(
        sourceID: "\(index)", name: "Personne \(index)",
        numbers: ["613-555-\(String(10_000 + index).suffix(4))"])
    }
    book[7].numbers.append("no number")
    var done = try await client.save(book)
    XCTAssertEqual(
      done, ContactsSaved(added: 2_000, changed: 0, unchanged: 0, removed: 0, numbersLeftOut: 1))
    book.removeLast(500)
    book[0].name = "Une autre"
    done = try await client.save(book, mode: .replaceAll)
    XCTAssertEqual(
      done, ContactsSaved(added: 0, changed: 1, unchanged: 1_499, removed: 500, numbersLeftOut: 1))
    let first = try client.contacts(limit: 1_000)
    XCTAssertEqual(first.rows.count, 1_000)
    XCTAssertEqual(first.end, .more)
    let rest = try client.contacts(after: first.cursor, limit: 1_000)
    XCTAssertEqual(Set((first.rows + rest.rows).map(\.sourceID)), Set(book.map(\.sourceID)))
    book[3].name = ""
    let broken = book
    let error = await thrown { try await client.save(broken) } as? InteractionsError
    XCTAssertEqual(error?.code, .invalidArgument)
    XCTAssertTrue(try XCTUnwrap(error).message.hasPrefix("contact 3"))
    XCTAssertEqual(try client.recipients(matching: "autre").rows.map(\.title), ["Une autre"])
    await client.close()
  }

  func testRecipientsAndTheDirectory() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let recent = try client.recipients()
    XCTAssertEqual(recent.rows.count, 5)
    XCTAssertNotNil(recent.rows.first?.conversationID)
    let typed = try XCTUnwrap(client.recipients(matching: "416 555 0177").rows.first)
    XCTAssertTrue(typed.isTyped)
    XCTAssertEqual(typed.address, "+14165550177")
    XCTAssertEqual(typed.numberClass, .canadian)
    XCTAssertTrue(typed.canSend)
    XCTAssertNil(typed.conversationID)
    try await client.searchDirectory("nadia")
    let nadia = try XCTUnwrap(client.contacts(matching: "nadia").rows.first)
    XCTAssertEqual(nadia.kind, .member)
    XCTAssertEqual(nadia.name, "Nadia Haddad")
    let id = try client.openConversation(with: .contact(nadia.id))
    XCTAssertEqual(try client.conversation(id).contactID, nadia.id)
    await client.close()
  }

  func testErasingAContact() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let id = try client.save(ContactInput(sourceID: "l", name: "Lucie", numbers: [customer]))
    let conversation = try client.conversation(withAddress: customer).id
    try client.send("pas parti", to: conversation)
    let unsent = await code { try await client.eraseContact(id) }
    XCTAssertEqual(unsent, .unsentItems)
    try await client.eraseContact(id, discardingUnsent: true)
    let gone = await code { try client.contact(id) }
    XCTAssertEqual(gone, .notFound)
    XCTAssertFalse(try client.conversations().rows.contains { $0.title == "Lucie" })
    await client.close()
  }

  func testConsent() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    try client.recordConsent(of: "613 555 0142", optedIn: false)
    try client.recordConsent(of: "613 555 0142", optedIn: true)
    let now = try client.consent().rows
    XCTAssertEqual(now.map(\.state), [.optedIn])
    XCTAssertEqual(now.map(\.peer), [customer])
    XCTAssertEqual(now.map(\.source), [.host])
    XCTAssertEqual(now.map(\.ownNumber), ["+16135550100"])
    let history = try client.consent(of: customer, history: true).rows
    XCTAssertEqual(history.map(\.state), [.optedOut, .optedIn])
    try sandbox.setOptedOut(true, number: customer)
    try await client.sync(until: { try client.consent().rows.first?.state == .refused })
    let id = try client.conversation(withAddress: customer).id
    let refused = await code { try client.send("Allo", to: id) }
    XCTAssertEqual(refused, .optedOut)
    XCTAssertTrue(try XCTUnwrap(client.conversation(id).routes.first).isOptedOut)
    await client.close()
  }

  func testNumbers() async throws {
    let number = try PhoneNumber("(613) 555-0142 poste 77")
    XCTAssertEqual(number.e164, customer)
    XCTAssertEqual(number.national, "(613) 555-0142")
    XCTAssertEqual(number.region, "CA")
    XCTAssertEqual(number.numberClass, .canadian)
    XCTAssertEqual(number.extension, "77")
    XCTAssertTrue(number.canSend)
    XCTAssertNil(number.reason)
    let none = try PhoneNumber("pas un numéro")
    XCTAssertEqual(none.numberClass, .invalid)
    XCTAssertEqual(none.reason, "invalid")
    XCTAssertNil(none.e164)
    XCTAssertEqual(try PhoneNumber("020 7946 0958", region: "GB").e164, "+442079460958")
    XCTAssertFalse(try PhoneNumber("+12125550100").canSend)
    let rules = NumberRules(destinations: "canadian us")
    XCTAssertTrue(try PhoneNumber("+12125550100", rules: rules).canSend)

    let client = try openClient()
    XCTAssertFalse(try client.phoneNumber("+12125550100").canSend)
    XCTAssertTrue(try client.phoneNumber("+12125550100", rules: rules).canSend)
    try client.setNumberRules(rules)
    XCTAssertEqual(try client.phoneNumber("+12125550100").rule, "us")
    let error = await thrown { try client.setNumberRules(NumberRules(destinations: "mars")) }
    XCTAssertEqual((error as? InteractionsError)?.code, .invalidArgument)
    XCTAssertTrue("\(error!)".contains("mars"))
    XCTAssertTrue(try PhoneNumber.areaCodes().hasPrefix("interactions-area-codes 1\n"))
    XCTAssertEqual(try client.areaCodes(), try PhoneNumber.areaCodes())
    await client.close()
  }

  func testChannelsAndGroups() async throws {
    let sandbox = try Sandbox()
    let client = try await signedIn(sandbox)
    let channel = try client.createChannel(
      named: "Été 🌞", topic: "vacances", alias: "ete", inviting: ["@marie:pbx.test"])
    XCTAssertEqual(try client.conversation(channel).title, "Été 🌞")
    XCTAssertEqual(try client.conversation(channel).kind, .channel)
    XCTAssertEqual(try client.outbox().map(\.action), [.create, .invite])
    try client.send("Qui vient?", to: channel)
    try await client.sync(until: { try client.outbox().isEmpty })
    try client.invite("@sam:pbx.test", to: channel)
    XCTAssertEqual(try client.outbox().map(\.subject), ["@sam:pbx.test"])
    try await client.sync(until: { try client.outbox().isEmpty })
    try await client.fetchMembers(of: channel)
    let members = try client.members(of: channel)
    XCTAssertEqual(
      Set(members.members.map(\.name)), ["Alex Morgan", "Marie Tremblay", "Sam Wilson"])
    XCTAssertEqual(members.members.first { $0.id == "@alex:pbx.test" }?.role, .admin)
    XCTAssertEqual(members.total, 3)
    XCTAssertNotNil(members.fetched)
    try client.leaveChannel(channel)
    try await client.sync(until: { try client.outbox().isEmpty })
    XCTAssertEqual(try client.conversation(channel).routes.map(\.state), [.left])
    let general = try XCTUnwrap(client.conversations().rows.first { $0.title == "General" }).id
    try client.leaveChannel(general)
    try await client.sync(until: { try client.outbox().isEmpty })
    let joined = try client.joinChannel("#general:pbx.test")
    try await client.sync(until: { try client.outbox().isEmpty })
    XCTAssertEqual(try client.conversation(joined).title, "General")
    XCTAssertEqual(try client.conversation(joined).routes.map(\.state), [.joined])
    let group = try client.createGroup(of: ["@marie:pbx.test", "@sam:pbx.test"])
    XCTAssertEqual(try client.conversation(group).kind, .group)
    let phones = await code {
      try client.createGroup(of: ["@marie:pbx.test"], numbers: ["613 555 0142"])
    }
    XCTAssertEqual(phones, .notSupported)
    let person = await code {
      try client.members(of: client.conversation(withAddress: customer).id)
    }
    XCTAssertEqual(person, .invalidArgument)
    await client.close()
  }
}
