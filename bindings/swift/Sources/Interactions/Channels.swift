// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// Team channels, and groups of several people. What is done here is stored at once and reaches the
/// backend through the outbox: what the backend refuses stands there with its cause.
extension InteractionsClient {
  /// Makes a channel, and gives its conversation's id, which is there at once. Throws
  /// `.invalidArgument`, `.notSupported`.
  /// - Parameters:
  ///   - name: at most 255 bytes.
  ///   - topic: at most 1000 bytes.
  ///   - alias: the local part of its public address, "sales" of "#sales:example.org": every
  ///     colleague may join by it. nil: only who is invited comes in.
  ///   - users: whom it is with: the backend's ids, at most 100.
  @discardableResult
  public func createChannel(
    named name: String, topic: String? = nil, alias: String? = nil, inviting users: [String] = []
  ) throws -> String {
    try create(name: name, topic: topic, alias: alias, users: users, numbers: [], flags: 0)
  }

  /// Makes a group of people, two or more, and gives its conversation's id; one of exactly the same
  /// people is used again. Without a name it is named by them. Throws `.invalidArgument`,
  /// `.numberInvalid`, `.numberNotSendable`, `.notSupported` (phone numbers in a group).
  @discardableResult
  public func createGroup(
    of users: [String], numbers: [String] = [], named name: String? = nil
  ) throws -> String {
    try create(
      name: name, topic: nil, alias: nil, users: users, numbers: numbers, flags: IX_CHANNEL_GROUP)
  }

  private func create(
    name: String?, topic: String?, alias: String?, users: [String], numbers: [String],
    flags: UInt32
  ) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        var input = ix_channel_input()
        ix_channel_input_init(&input, MemoryLayout<ix_channel_input>.size)
        input.flags = flags
        input.name = texts(name)
        input.topic = texts(topic)
        input.alias = texts(alias)
        input.users = texts.array(users)
        input.user_count = UInt32(clamping: users.count)
        input.numbers = texts.array(numbers)
        input.number_count = UInt32(clamping: numbers.count)
        return try text { ix_channel_create(client, &input, $0, $1) }
      }
    }
  }

  /// Joins by address ("#sales:example.org", or the backend's id), and gives the conversation's id,
  /// which is there at once. Throws `.invalidArgument`, `.notSupported`, `.cannotSend` (it is being
  /// left just now).
  @discardableResult
  public func joinChannel(_ address: String) throws -> String {
    try core.withClient { client in
      try CTexts.with { texts in
        try text { ix_channel_join(client, texts(address), $0, $1) }
      }
    }
  }

  /// Leaves a channel or group; its history stays. Throws `.notFound`, `.invalidArgument`
  /// (neither), `.unsentItems` (messages wait there), `.cannotSend` (it is being made or joined
  /// just now).
  public func leaveChannel(_ conversation: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in try check { ix_channel_leave(client, texts(conversation), $0) } }
    }
  }

  /// Invites a colleague, by the backend's id. Throws `.notFound`, `.invalidArgument`,
  /// `.cannotSend` (one is not in it), `.notSupported`.
  public func invite(_ user: String, to conversation: String) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_channel_invite(client, texts(conversation), texts(user), $0) }
      }
    }
  }

  /// Who is in a channel or group, as the backend said when it was asked last, and who is being
  /// invited. Throws `.notFound`, `.invalidArgument` (no channel or group).
  public func members(of conversation: String) throws -> MemberList {
    try core.withClient { client in
      try CTexts.with { texts in
        var list = ix_member_list()
        list.struct_size = structSize(of: ix_member_list.self)
        return try page({ ix_members_page(client, texts(conversation), $0, &list, $1) }) { block in
          MemberList(
            members: try block.rows(Int(IX_TABLE_MEMBER), ix_row_member.self, Member.init),
            total: Int(list.total), fetched: .init(milliseconds: list.fetched_ms))
        }
      }
    }
  }

  /// Asks the backend who is in a channel or group; then `members(of:)` answers with that.
  public func fetchMembers(of conversation: String) async throws {
    _ = try await core.operation { client, id, error in
      CTexts.with { ix_members_fetch(client, $0(conversation), id, error) }
    }
  }
}
