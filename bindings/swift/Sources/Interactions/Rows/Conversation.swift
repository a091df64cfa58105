// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// What a person sees as one row of the list: all routes of one contact, or of one unsaved number,
/// or one channel, or one group.
public struct Conversation: Identifiable, Hashable, Sendable {
  /// Opaque. Every id ever handed out keeps naming the conversation that its routes are in now.
  public let id: String
  public let title: String
  public let kind: ConversationKind
  /// nil: no contact.
  public let contactID: String?
  /// nil: no message or call yet.
  public let lastActivity: Date?
  /// Unread messages, missed calls and voicemails.
  public let unreadCount: Int
  /// History that is not fetched yet may hold more unread items.
  public let unreadIsLowerBound: Bool
  public let isMuted: Bool
  public let isPinned: Bool
  public let isArchived: Bool
  /// Counts as unread until it is read, though every item may be.
  public let isMarkedUnread: Bool
  /// A message can be sent by one of its routes.
  public let canSend: Bool
  /// The newest item; nil: none.
  public let preview: Preview?
  /// What the user is writing; nil: nothing.
  public let draft: Draft?
  /// The ways to reach it, in the order of the library.
  public let routes: [Route]

  /// The route that a send without one goes by.
  public var defaultRoute: Route? { routes.first { $0.isDefault } }

  /// The newest item, for the list.
  public struct Preview: Hashable, Sendable {
    public let kind: ItemKind
    public let direction: Direction
    /// Of a call or voicemail.
    public let callOutcome: CallOutcome?
    public let text: String?
  }

  /// What the user is writing, kept on this device.
  public struct Draft: Hashable, Sendable {
    public let text: String
    /// Id of the item it answers; nil: none that is stored.
    public let replyTo: String?
    /// It answers an item that is not stored now.
    public let replyIsGone: Bool
  }

  init(_ row: ix_row_conversation, _ block: RowBlock) throws {
    id = try block.string(row.id)
    title = try block.string(row.title)
    kind = ConversationKind(rawValue: row.kind)
    contactID = try block.text(row.contact)
    lastActivity = Date(milliseconds: row.last_activity_ms)
    unreadCount = Int(row.unread)
    let flags = Int(row.flags)
    unreadIsLowerBound = flags & Int(IX_CONVERSATION_UNREAD_LOWER_BOUND) != 0
    isMuted = flags & Int(IX_CONVERSATION_MUTED) != 0
    isPinned = flags & Int(IX_CONVERSATION_PINNED) != 0
    isArchived = flags & Int(IX_CONVERSATION_ARCHIVED) != 0
    isMarkedUnread = flags & Int(IX_CONVERSATION_MARKED_UNREAD) != 0
    canSend = flags & Int(IX_CONVERSATION_CAN_SEND) != 0
    preview =
      row.preview_kind < 0
      ? nil
      : Preview(
        kind: ItemKind(rawValue: row.preview_kind),
        direction: Direction(rawValue: row.preview_direction),
        callOutcome: row.preview_outcome < 0 ? nil : CallOutcome(rawValue: row.preview_outcome),
        text: try block.text(row.preview_text))
    let replyTo = try block.text(row.draft_reply)
    draft = try block.text(row.draft).map {
      Draft(
        text: $0, replyTo: replyTo,
        replyIsGone: flags & Int(IX_CONVERSATION_DRAFT_REPLY_GONE) != 0)
    }
    routes = try block.children(
      Int(IX_TABLE_ROUTE), row.first_route, row.route_count, ix_row_route.self, Route.init)
  }
}

/// One way to reach a peer: one room or thread at the backend, or none yet.
public struct Route: Identifiable, Hashable, Sendable {
  /// Opaque; also names the conversation that the route is in.
  public let id: String
  public let kind: RouteKind
  public let state: RouteState
  /// E.164, a user id, or the backend's id of a channel or group.
  public let address: String?
  /// The own number in E.164; nil: not a number, or the only one.
  public let ownNumber: String?
  /// A send without a route goes by it, and the composer begins with it.
  public let isDefault: Bool
  /// It is the default because the user said so.
  public let isChosen: Bool
  public let canSend: Bool
  /// The peer seems to have opted out of texts: say so before sending.
  public let isOptedOut: Bool
  /// Why one cannot send: a key such as "no_permission", "opted_out", "premium"; nil: one can.
  public let reason: String?

  init(_ row: ix_row_route, _ block: RowBlock) throws {
    id = try block.string(row.id)
    kind = RouteKind(rawValue: row.kind)
    state = RouteState(rawValue: row.state)
    address = try block.text(row.address)
    ownNumber = try block.text(row.from)
    let flags = Int(row.flags)
    isDefault = flags & Int(IX_ROUTE_DEFAULT) != 0
    isChosen = flags & Int(IX_ROUTE_CHOSEN) != 0
    canSend = flags & Int(IX_ROUTE_CAN_SEND) != 0
    isOptedOut = flags & Int(IX_ROUTE_OPTED_OUT) != 0
    reason = try block.text(row.reason)
  }
}

/// Why the routes of a conversation stand together.
public struct GroupingExplanation: Hashable, Sendable {
  public let conversation: Conversation
  /// One for each route, in their order.
  public let routes: [RouteGrouping]

  /// Why one route stands where it does.
  public struct RouteGrouping: Hashable, Sendable {
    public let routeID: String
    public let reason: GroupingReason
    /// The contacts that have the route's user or number: the one that counts, then those that
    /// lost.
    public let claims: [Claim]
  }

  /// A contact that has the user or the number of a route.
  public struct Claim: Hashable, Sendable {
    public let contactID: String
    public let name: String
    /// "host", "directory".
    public let source: String
    public let sourceID: String
    /// What it has in common with the route.
    public let address: String
    public let addressKind: AddressKind
    public let contactKind: ContactKind
    public let verdict: ClaimVerdict
  }

  init(_ block: RowBlock) throws {
    conversation = try Conversation(
      block.row(Int(IX_TABLE_CONVERSATION), 0, as: ix_row_conversation.self), block)
    routes = try block.rows(Int(IX_TABLE_GROUPING), ix_row_grouping.self) { row, block in
      RouteGrouping(
        routeID: try block.string(row.route), reason: GroupingReason(rawValue: row.reason),
        claims: try block.children(
          Int(IX_TABLE_CLAIM), row.first_claim, row.claim_count, ix_row_claim.self, Claim.init))
    }
  }
}

extension GroupingExplanation.Claim {
  init(_ row: ix_row_claim, _ block: RowBlock) throws {
    contactID = try block.string(row.contact)
    name = try block.string(row.name)
    source = try block.string(row.source)
    sourceID = try block.string(row.source_id)
    address = try block.string(row.address)
    addressKind = AddressKind(rawValue: row.address_kind)
    contactKind = ContactKind(rawValue: row.contact_kind)
    verdict = ClaimVerdict(rawValue: row.verdict)
  }
}
