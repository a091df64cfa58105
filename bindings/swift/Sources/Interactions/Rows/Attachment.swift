// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// A file of an item, or one that was picked and not sent yet. Of one that came, the description is
/// its sender's: nothing of it is verified but what is here.
public struct Attachment: Identifiable, Hashable, Sendable {
  /// Of an item's: for `fetch`, `export` and the like; of a picked one: for `send`, `confirm(file:)`
  /// and `drop(file:)`.
  public let id: String
  public let kind: AttachmentKind
  /// No path and no control characters; never empty.
  public let name: String
  /// "image/jpeg", without parameters; nil: not said.
  public let mimeType: String?
  /// Bytes; nil: not said.
  public let size: Int?
  /// Of a video or a recording; nil: not said.
  public let duration: Duration?
  /// Pixels; nil: not said.
  public let width: Int?
  /// Pixels; nil: not said.
  public let height: Int?
  /// Where it is.
  public let state: FileState
  /// Of the bytes on this device; nil: they are not here. To be read only. It may go when it was not
  /// used for a while: open it at once, or pin it.
  public let path: String?
  /// The same of a small picture.
  public let thumbnailPath: String?
  /// Of the small picture, in pixels; nil: not said.
  public let thumbnailWidth: Int?
  /// Of the small picture, in pixels; nil: not said.
  public let thumbnailHeight: Int?
  /// Of `FileState.failed`: why.
  public let failureCode: ErrorCode?

  /// `path` as a URL.
  public var url: URL? { path.map { URL(fileURLWithPath: $0, isDirectory: false) } }
  /// `thumbnailPath` as a URL.
  public var thumbnailURL: URL? {
    thumbnailPath.map { URL(fileURLWithPath: $0, isDirectory: false) }
  }

  init(_ row: ix_row_attachment, _ block: RowBlock) throws {
    id = try block.string(row.id)
    kind = AttachmentKind(rawValue: row.kind)
    name = try block.string(row.name)
    mimeType = try block.text(row.mime_type)
    size = row.size == 0 ? nil : Int(row.size)
    duration = row.duration_ms == 0 ? nil : .milliseconds(row.duration_ms)
    width = row.width == 0 ? nil : Int(row.width)
    height = row.height == 0 ? nil : Int(row.height)
    state = FileState(rawValue: row.state)
    path = try block.text(row.path)
    thumbnailPath = try block.text(row.thumbnail_path)
    thumbnailWidth = row.thumbnail_width == 0 ? nil : Int(row.thumbnail_width)
    thumbnailHeight = row.thumbnail_height == 0 ? nil : Int(row.thumbnail_height)
    failureCode = row.failure_code == 0 ? nil : ErrorCode(rawValue: row.failure_code)
  }
}

/// An upload or download that is on its way.
public struct Transfer: Identifiable, Hashable, Sendable {
  public let attachmentID: String
  public let part: FilePart
  /// To the service.
  public let isUpload: Bool
  /// Bytes; of a download with those that were here before.
  public let completedBytes: Int
  /// nil: not known.
  public let totalBytes: Int?
  /// Of the last second; nil: not measured yet.
  public let bytesPerSecond: Int?

  /// Of an attachment's part there is one transfer.
  public var id: String { "\(attachmentID) \(part)" }
  /// From 0 to 1; nil: not known.
  public var fractionCompleted: Double? {
    totalBytes.map { min(max(Double(completedBytes) / Double($0), 0), 1) }
  }

  /// nil: of a part that only a newer library knows.
  init?(_ row: ix_row_transfer, _ block: RowBlock) throws {
    attachmentID = try block.string(row.attachment)
    guard let part = FilePart(rawValue: row.part) else { return nil }
    self.part = part
    isUpload = row.upload != 0
    completedBytes = Int(row.done)
    totalBytes = row.total <= 0 ? nil : Int(row.total)
    bytesPerSecond = row.bytes_per_second == 0 ? nil : Int(row.bytes_per_second)
  }

  static func all(_ block: RowBlock) throws -> [Transfer] {
    try block.rows(Int(IX_TABLE_TRANSFER), ix_row_transfer.self, Transfer.init).compactMap { $0 }
  }
}
