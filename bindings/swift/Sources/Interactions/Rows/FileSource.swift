// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Where files come from, and how far the user is with its permission.
public struct FileSource: Identifiable, Hashable, Sendable {
  public let kind: SourceKind
  /// "camera"; with "source." before it the key of the label.
  public let id: String
  /// Of the choice: "Take a photo or video".
  public let label: String
  public let isAvailable: Bool
  public let needsPermission: Bool
  public let state: PermissionState
  /// What is to be done; `.none`: nothing.
  public let step: PermissionStep
  /// Why the conversation takes no files: a key such as "no_mms"; nil: it does.
  public let reason: String?
  /// What to show for the step; nil: it has no screen.
  public let screen: Screen?
  /// When the user began the request; nil: there is none.
  public let since: Date?

  /// A screen of the app's own.
  public struct Screen: Hashable, Sendable {
    /// "permission.camera.explain"; with ".title" and so on behind it that of each text.
    public let key: String
    public let title: String
    public let body: String
    /// The button that goes on.
    public let confirm: String
    /// The one that does not; nil: there is only the other one.
    public let dismiss: String?
  }

  init(_ row: ix_row_source, _ block: RowBlock) throws {
    kind = SourceKind(rawValue: row.source)
    id = try block.string(row.name)
    label = try block.string(row.label)
    isAvailable = Int(row.flags) & Int(IX_SOURCE_AVAILABLE) != 0
    needsPermission = Int(row.flags) & Int(IX_SOURCE_NEEDS_PERMISSION) != 0
    state = PermissionState(rawValue: row.state)
    step = PermissionStep(rawValue: row.step)
    reason = try block.text(row.reason)
    screen = try block.text(row.key).map { key in
      Screen(
        key: key, title: try block.string(row.title), body: try block.string(row.body),
        confirm: try block.string(row.confirm), dismiss: try block.text(row.dismiss))
    }
    since = Date(milliseconds: row.since_ms)
  }
}
