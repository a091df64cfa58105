// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// What happened to an account, beside what live lists show. Each can be read again, as its case
/// says.
public enum ClientEvent: Hashable, Sendable {
  /// Signed in, signed out or expired: read `account()`. `error`: why a session ended.
  case sessionChanged(error: InteractionsError?)
  /// Conversation `from` is now part of `to`; both ids keep working.
  case conversationReplaced(from: String, to: String)
  /// Something came in that the user may have to be told of: read `notifications(after:limit:)`.
  case notificationsAvailable
  /// The database was damaged when the account was opened. It lies in the folder under the name
  /// `file`; remove it when nobody needs it. A new one is in its place: what the backend has comes
  /// again with the next sync, `unsent` messages wait on. `error`: unsent messages could not be
  /// read.
  case storeSetAside(file: String, unsent: Int, error: InteractionsError?)
  /// What was set for a conversation holds on this device only: the backend refused it, or was asked
  /// in vain for a day. `setting`: "muted", "pinned", "archived", "marked_unread" or "read_marker".
  /// Taken back and set again, it is tried again.
  case settingFailed(conversation: String, setting: String, error: InteractionsError?)
  /// Of a newer library.
  case unknown(kind: Int32)

  /// A copy of an event, which is borrowed.
  init(_ event: ix_event) {
    let error =
      event.status == 0 && event.error == nil
      ? nil : InteractionsError(status: event.status, error: event.error)
    switch Int(event.kind) {
    case Int(IX_EVENT_SESSION_CHANGED):
      self = .sessionChanged(error: error)
    case Int(IX_EVENT_CONVERSATION_REPLACED):
      self = .conversationReplaced(from: String(event.from) ?? "", to: String(event.to) ?? "")
    case Int(IX_EVENT_NOTIFICATIONS):
      self = .notificationsAvailable
    case Int(IX_EVENT_STORE_SET_ASIDE):
      self = .storeSetAside(
        file: String(event.from) ?? "", unsent: Int(event.count), error: error)
    case Int(IX_EVENT_SETTING_FAILED):
      self = .settingFailed(
        conversation: String(event.from) ?? "", setting: String(event.to) ?? "", error: error)
    default:
      self = .unknown(kind: event.kind)
    }
  }
}
