// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// A person: a colleague of the directory, or somebody the host saved.
public struct Contact: Identifiable, Hashable, Sendable {
  public let id: String
  public let kind: ContactKind
  public let name: String
  /// The id in its source: of one that the host saved, the host's own.
  public let sourceID: String
  /// nil: none yet.
  public let conversationID: String?
  public let addresses: [Address]

  init(_ row: ix_row_contact, _ block: RowBlock) throws {
    id = try block.string(row.id)
    kind = ContactKind(rawValue: row.kind)
    name = try block.string(row.name)
    sourceID = try block.string(row.source_id)
    conversationID = try block.text(row.conversation)
    addresses = try block.children(
      Int(IX_TABLE_ADDRESS), row.first_address, row.address_count, ix_row_address.self,
      Address.init)
  }
}

/// A number, user id or extension.
public struct Address: Hashable, Sendable {
  public let kind: AddressKind
  /// E.164, a user id, or an extension's digits.
  public let value: String
  /// A message can be sent there.
  public let canSend: Bool
  /// Why not: a key such as "premium"; nil: it can.
  public let reason: String?

  init(_ row: ix_row_address, _ block: RowBlock) throws {
    kind = AddressKind(rawValue: row.kind)
    value = try block.string(row.address)
    canSend = row.sendable != 0
    reason = try block.text(row.reason)
  }
}

/// Somebody whom a new message may go to; see `recipients(matching:limit:)`.
public struct Recipient: Hashable, Sendable {
  public let kind: RecipientKind
  /// A name, or a number as written in its country.
  public let title: String
  /// nil: no contact.
  public let contactID: String?
  /// The conversation there is, which is used again; nil: none yet.
  public let conversationID: String?
  /// The route it would go by; nil: yet to be made.
  public let routeID: String?
  /// Where it would go: E.164, a user id, or the backend's id of a room; nil: nowhere.
  public let address: String?
  /// Kind of that route.
  public let routeKind: RouteKind
  public let canSend: Bool
  /// Why it cannot: a key such as "opted_out", "no_sms", "left"; nil: it can.
  public let reason: String?
  /// Of an address that is a number; else `.invalid`.
  public let numberClass: NumberClass
  /// `address` is the number that was typed.
  public let isTyped: Bool
  /// Seems to want no texts.
  public let isOptedOut: Bool
  /// Last activity; nil: none.
  public let lastUsed: Date?
  /// All addresses of a contact.
  public let addresses: [Address]

  init(_ row: ix_row_recipient, _ block: RowBlock) throws {
    kind = RecipientKind(rawValue: row.kind)
    title = try block.string(row.title)
    contactID = try block.text(row.contact)
    conversationID = try block.text(row.conversation)
    routeID = try block.text(row.route)
    address = try block.text(row.address)
    routeKind = RouteKind(rawValue: row.route_kind)
    canSend = row.sendable != 0
    reason = try block.text(row.reason)
    numberClass = NumberClass(rawValue: row.number_class)
    isTyped = Int(row.flags) & Int(IX_RECIPIENT_TYPED) != 0
    isOptedOut = Int(row.flags) & Int(IX_RECIPIENT_OPTED_OUT) != 0
    lastUsed = Date(milliseconds: row.used_ms)
    addresses = try block.children(
      Int(IX_TABLE_ADDRESS), row.first_address, row.address_count, ix_row_address.self,
      Address.init)
  }
}

/// Somebody in a channel or group.
public struct Member: Identifiable, Hashable, Sendable {
  /// The backend's user id.
  public let id: String
  public let name: String
  public let state: MemberState
  public let role: MemberRole

  init(_ row: ix_row_member, _ block: RowBlock) throws {
    id = try block.string(row.user)
    name = try block.string(row.name)
    state = MemberState(rawValue: row.state)
    role = MemberRole(rawValue: row.role)
  }
}

/// Who is in a channel or group, as the backend said when it was asked last.
public struct MemberList: Hashable, Sendable {
  /// By name. Of a large channel 500 are kept, those with a role first.
  public let members: [Member]
  /// How many the backend said there are.
  public let total: Int
  /// When it was asked; nil: never (`fetchMembers(of:)`).
  public let fetched: Date?
}

/// Somebody who is writing right now.
public struct Typist: Identifiable, Hashable, Sendable {
  /// Opaque.
  public let id: String
  public let conversationID: String
  public let routeID: String
  public let userID: String
  public let name: String

  init(_ row: ix_row_typist, _ block: RowBlock) throws {
    id = try block.string(row.id)
    conversationID = try block.string(row.conversation)
    routeID = try block.string(row.route)
    userID = try block.string(row.user)
    name = try block.string(row.name)
  }
}

/// What a pair of numbers stands at, or one word on it; see `consent(of:history:after:limit:)`.
public struct ConsentRecord: Hashable, Sendable {
  /// E.164; nil: not known.
  public let ownNumber: String?
  /// E.164.
  public let peer: String
  public let state: ConsentState
  public let source: ConsentSource
  /// What the peer texted, as it is listed: "STOP"; nil: no keyword.
  public let keyword: String?
  /// nil: no conversation with this number.
  public let conversationID: String?
  /// When it was said, by the backend's clock; nil: not known.
  public let date: Date?

  init(_ row: ix_row_consent, _ block: RowBlock) throws {
    ownNumber = try block.text(row.own)
    peer = try block.string(row.peer)
    state = ConsentState(rawValue: row.state)
    source = ConsentSource(rawValue: row.source)
    keyword = try block.text(row.keyword)
    conversationID = try block.text(row.conversation)
    date = Date(milliseconds: row.at_ms)
  }
}
