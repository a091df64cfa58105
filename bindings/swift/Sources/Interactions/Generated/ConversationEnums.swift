// SPDX-License-Identifier: Apache-2.0
// Generated from the public headers by bindings/generate/swift_enums.py; not edited by hand.

/// The named filters. Open: a newer library may have values that this one does not name.
public enum Preset: RawRepresentable, Hashable, Sendable {
  /// `IX_PRESET_ALL`.
  case all
  /// `IX_PRESET_DIRECT`.
  case direct
  /// `IX_PRESET_CHANNELS`.
  case channels
  /// `IX_PRESET_EXTERNAL`.
  case external
  /// `IX_PRESET_INTERNAL`.
  case `internal`
  /// `IX_PRESET_CALLS`.
  case calls
  /// `IX_PRESET_UNREAD`.
  case unread
  /// `IX_PRESET_ARCHIVED`.
  case archived
  /// Only in ix_preset_view: no filter; its unread_items is the number for the app's icon.
  case badge
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .all
    case 1: self = .direct
    case 2: self = .channels
    case 3: self = .external
    case 4: self = .`internal`
    case 5: self = .calls
    case 6: self = .unread
    case 7: self = .archived
    case -1: self = .badge
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .all: 0
    case .direct: 1
    case .channels: 2
    case .external: 3
    case .`internal`: 4
    case .calls: 5
    case .unread: 6
    case .archived: 7
    case .badge: -1
    case .unknown(let value): value
    }
  }
}

/// A property that a conversation may have. Open: a newer library may have values that this one
/// does not name.
public enum FilterFlag: RawRepresentable, Hashable, Sendable {
  /// unread items, or marked unread
  case unread
  /// `IX_FILTER_PINNED`.
  case pinned
  /// `IX_FILTER_ARCHIVED`.
  case archived
  /// `IX_FILTER_MUTED`.
  case muted
  /// a draft is kept
  case draft
  /// holds a message that could not be sent or delivered
  case failed
  /// holds an incoming call that was missed
  case missedCall
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .unread
    case 1: self = .pinned
    case 2: self = .archived
    case 3: self = .muted
    case 4: self = .draft
    case 5: self = .failed
    case 6: self = .missedCall
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .unread: 0
    case .pinned: 1
    case .archived: 2
    case .muted: 3
    case .draft: 4
    case .failed: 5
    case .missedCall: 6
    case .unknown(let value): value
    }
  }
}

/// What a user sets for a conversation. Open: a newer library may have values that this one does
/// not name.
public enum ConversationFlag: RawRepresentable, Hashable, Sendable {
  /// no notifications, and it does not count on the badge
  case muted
  /// stands on top of the list
  case pinned
  /// stands in the archive only
  case archived
  /// counts as unread until it is read, though every item may be
  case markedUnread
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .muted
    case 1: self = .pinned
    case 2: self = .archived
    case 3: self = .markedUnread
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .muted: 0
    case .pinned: 1
    case .archived: 2
    case .markedUnread: 3
    case .unknown(let value): value
    }
  }
}

/// What a conversation is with. Open: a newer library may have values that this one does not name.
public enum ConversationKind: RawRepresentable, Hashable, Sendable {
  /// `IX_CONVERSATION_KIND_CONTACT`.
  case contact
  /// `IX_CONVERSATION_KIND_NUMBER`.
  case number
  /// `IX_CONVERSATION_KIND_CHANNEL`.
  case channel
  /// `IX_CONVERSATION_KIND_GROUP`.
  case group
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .contact
    case 1: self = .number
    case 2: self = .channel
    case 3: self = .group
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .contact: 0
    case .number: 1
    case .channel: 2
    case .group: 3
    case .unknown(let value): value
    }
  }
}

/// A way to reach a peer. Open: a newer library may have values that this one does not name.
public enum RouteKind: RawRepresentable, Hashable, Sendable {
  /// `IX_ROUTE_INTERNAL`.
  case `internal`
  /// `IX_ROUTE_SMS`.
  case sms
  /// `IX_ROUTE_CHANNEL`.
  case channel
  /// `IX_ROUTE_GROUP`.
  case group
  /// `IX_ROUTE_PHONE`.
  case phone
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .`internal`
    case 1: self = .sms
    case 2: self = .channel
    case 3: self = .group
    case 4: self = .phone
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .`internal`: 0
    case .sms: 1
    case .channel: 2
    case .group: 3
    case .phone: 4
    case .unknown(let value): value
    }
  }
}

/// Where a route stands at the backend. Open: a newer library may have values that this one does
/// not name.
public enum RouteState: RawRepresentable, Hashable, Sendable {
  /// `IX_ROUTE_STATE_PENDING`.
  case pending
  /// `IX_ROUTE_STATE_JOINED`.
  case joined
  /// `IX_ROUTE_STATE_INVITED`.
  case invited
  /// `IX_ROUTE_STATE_LEFT`.
  case left
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .pending
    case 1: self = .joined
    case 2: self = .invited
    case 3: self = .left
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .pending: 0
    case .joined: 1
    case .invited: 2
    case .left: 3
    case .unknown(let value): value
    }
  }
}

/// Why a route stands in its conversation. Open: a newer library may have values that this one does
/// not name.
public enum GroupingReason: RawRepresentable, Hashable, Sendable {
  /// a contact claims its user or its number: all routes of one contact are one conversation
  case byContact
  /// nobody claims its number: all sms and phone routes of that number are one conversation
  case byNumber
  /// nobody claims its user, or it has neither user nor number: it stands alone
  case alone
  /// a channel or a group: nobody's, a conversation of its own
  case shared
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .byContact
    case 1: self = .byNumber
    case 2: self = .alone
    case 3: self = .shared
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .byContact: 0
    case .byNumber: 1
    case .alone: 2
    case .shared: 3
    case .unknown(let value): value
    }
  }
}

/// What became of a claim. Open: a newer library may have values that this one does not name.
public enum ClaimVerdict: RawRepresentable, Hashable, Sendable {
  /// the route is this contact's
  case won
  /// a member of the directory; an external contact goes before it
  case lostToExternal
  /// of the same kind as the winner, whose (source, source_id) comes first bytewise
  case lostByOrder
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .won
    case 1: self = .lostToExternal
    case 2: self = .lostByOrder
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .won: 0
    case .lostToExternal: 1
    case .lostByOrder: 2
    case .unknown(let value): value
    }
  }
}

/// How far somebody is in a channel. Open: a newer library may have values that this one does not
/// name.
public enum MemberState: RawRepresentable, Hashable, Sendable {
  /// `IX_MEMBER_JOINED`.
  case joined
  /// `IX_MEMBER_INVITED`.
  case invited
  /// an invitation of one's own has not reached the backend yet
  case asked
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .joined
    case 1: self = .invited
    case 2: self = .asked
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .joined: 0
    case .invited: 1
    case .asked: 2
    case .unknown(let value): value
    }
  }
}

/// What somebody may do in a channel. Open: a newer library may have values that this one does not
/// name.
public enum MemberRole: RawRepresentable, Hashable, Sendable {
  /// `IX_ROLE_MEMBER`.
  case member
  /// `IX_ROLE_MODERATOR`.
  case moderator
  /// `IX_ROLE_ADMIN`.
  case admin
  /// A value that this version does not name.
  case unknown(Int32)

  /// The value for a number of the C interface.
  public init(rawValue: Int32) {
    switch rawValue {
    case 0: self = .member
    case 1: self = .moderator
    case 2: self = .admin
    default: self = .unknown(rawValue)
    }
  }

  /// Its number in the C interface.
  public var rawValue: Int32 {
    switch self {
    case .member: 0
    case .moderator: 1
    case .admin: 2
    case .unknown(let value): value
    }
  }
}
