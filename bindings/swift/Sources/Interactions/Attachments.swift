// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Files within messages: fetched, kept, given out, and on their way.
extension InteractionsClient {
  /// Brings an attachment's bytes to this device: at once when they are here, else in one transfer
  /// for whoever asks, which goes on where an earlier one ended, and is verified. Gives the
  /// attachment as it is then. Cancelling the task ends its part of the transfer.
  ///
  /// Throws `.busy`, `.notFound`, `.mediaGone` (the service does not have it, or makes no small
  /// picture), `.mediaDamaged`, `.responseTooLarge` (`MediaPolicy.maxDownloadBytes`), `.storeFull`,
  /// `.signedOut`, or an error of the network.
  /// - Parameter priority: higher ones go first; what is on screen might have 10, what may be wanted
  ///   next 0.
  @discardableResult
  public func fetch(
    _ attachment: String, part: FilePart = .file, priority: Int = 0
  ) async throws -> Attachment {
    let done = try await CTexts.holding(attachment) { attachment in
      try await core.operation {
        ix_attachment_fetch(
          $0, attachment, ix_file_part(part.rawValue), Int32(clamping: priority), $1, $2)
      }
    }
    guard let done else { throw InteractionsError.attachmentGone }
    return try withExtendedLifetime(done) {
      let rows = try RowBlock(page: done.pointer).rows(
        Int(IX_TABLE_ATTACHMENT), ix_row_attachment.self, Attachment.init)
      guard let row = rows.first(where: { $0.id == attachment }) else {
        throw InteractionsError.attachmentGone
      }
      return row
    }
  }

  /// Copies an attachment that is here to `file`, which must not exist; one that was not written
  /// whole is removed. Throws `.notFound`, `.mediaGone` (fetch it first), `.invalidArgument`, an
  /// error of the store.
  public func export(_ attachment: String, to file: URL) async throws {
    guard file.isFileURL else { throw InteractionsError.noFileURL }
    try await export(attachment, path: file.path, descriptor: -1)
  }

  /// The same into a descriptor that is open for writing, which stays the caller's.
  public func export(_ attachment: String, to descriptor: Int32) async throws {
    guard descriptor >= 0 else { throw InteractionsError.noDescriptor }
    try await export(attachment, path: nil, descriptor: descriptor)
  }

  private func export(_ attachment: String, path: String?, descriptor: Int32) async throws {
    try await blocking { [core] in
      try core.withClient { client in
        try CTexts.with { texts in
          try check {
            ix_attachment_export(client, texts(attachment), texts(path), descriptor, $0)
          }
        }
      }
    }
  }

  /// Keeps an attachment on this device whatever the policy says. Throws `.notFound`, `.mediaGone`
  /// (fetch it first).
  public func pin(_ attachment: String) throws {
    try setPinned(attachment, true)
  }

  /// Lets the policy decide again. Throws `.notFound`, `.mediaGone` (it is not here).
  public func unpin(_ attachment: String) throws {
    try setPinned(attachment, false)
  }

  private func setPinned(_ attachment: String, _ on: Bool) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_attachment_pin(client, texts(attachment), on ? 1 : 0, $0) }
      }
    }
  }

  /// Holds the upload of an own message's attachment; also over restarts. To give it up, discard
  /// the message. Throws `.notFound` (it is at the service already).
  public func pauseUpload(of attachment: String) throws {
    try setPaused(attachment, true)
  }

  /// Lets an upload that was held go on. Throws `.notFound` (it is at the service already).
  public func resumeUpload(of attachment: String) throws {
    try setPaused(attachment, false)
  }

  private func setPaused(_ attachment: String, _ on: Bool) throws {
    try core.withClient { client in
      try CTexts.with { texts in
        try check { ix_attachment_pause(client, texts(attachment), on ? 1 : 0, $0) }
      }
    }
  }

  /// What is on its way now.
  public func transfers() throws -> [Transfer] {
    try core.withClient { client in
      try page({ ix_transfers_page(client, $0, $1) }, Transfer.all)
    }
  }

  /// What files may cost from now on, until the client is closed: say it after each opening. Throws
  /// `.invalidArgument`.
  public func setMediaPolicy(_ policy: MediaPolicy) throws {
    var policy = policy.cPolicy
    try core.withClient { client in try check { ix_media_set_policy(client, &policy, $0) } }
  }
}

extension InteractionsError {
  static let attachmentGone = InteractionsError(
    code: .notFound, message: "the attachment's message has been deleted")
}

/// What files may cost.
public struct MediaPolicy: Hashable, Sendable {
  /// Small pictures of what a followed thread shows are fetched.
  public var fetchesThumbnails: Bool
  /// The most that files which came may take on this device; beyond it the least recently used go.
  /// Never what is pinned, was used within ten minutes, or is to leave. nil: no bound.
  public var cacheBytes: Int?
  /// Those not used for so long go, too; nil: none.
  public var cacheAge: Duration?
  /// On a metered network (`setNetwork(_:)`) a larger upload waits for another one; nil: none does.
  public var meteredUploadBytes: Int?
  /// Whole files of what a followed thread shows are fetched up to this size; 0: none.
  public var automaticBytes: Int
  /// The same on a metered network.
  public var automaticBytesMetered: Int
  /// Larger ones are refused.
  public var maxDownloadBytes: Int

  /// The library's defaults: 400 MiB for 60 days, small pictures fetched, 4 GiB at most.
  public init() {
    var policy = ix_media_policy()
    ix_media_policy_init(&policy, MemoryLayout<ix_media_policy>.size)
    func limit(_ value: Int64) -> Int? { value == 0 ? nil : Int(value) }
    fetchesThumbnails = policy.auto_thumbnails != 0
    cacheBytes = limit(policy.cache_bytes)
    cacheAge = policy.cache_age_ms == 0 ? nil : .milliseconds(policy.cache_age_ms)
    meteredUploadBytes = limit(policy.metered_upload_bytes)
    automaticBytes = Int(policy.auto_bytes)
    automaticBytesMetered = Int(policy.auto_bytes_metered)
    maxDownloadBytes = Int(policy.max_download_bytes)
  }

  var cPolicy: ix_media_policy {
    // The C interface's 0 is "no bound". A bound of nothing is one of a byte, or a millisecond.
    func limit(_ value: Int64?) -> Int64 { value.map { $0 == 0 ? 1 : $0 } ?? 0 }
    var policy = ix_media_policy()
    ix_media_policy_init(&policy, MemoryLayout<ix_media_policy>.size)
    policy.auto_thumbnails = fetchesThumbnails ? 1 : 0
    policy.cache_bytes = limit(cacheBytes.map(Int64.init))
    policy.cache_age_ms = limit(cacheAge?.wholeMilliseconds)
    policy.metered_upload_bytes = limit(meteredUploadBytes.map(Int64.init))
    policy.auto_bytes = Int64(automaticBytes)
    policy.auto_bytes_metered = Int64(automaticBytesMetered)
    policy.max_download_bytes = Int64(maxDownloadBytes)
    return policy
  }
}
