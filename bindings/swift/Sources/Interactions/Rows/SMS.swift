// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// What a text costs as an SMS, while it is typed.
public struct SMSEstimate: Hashable, Sendable {
  public let encoding: SMSEncoding
  /// Septets of GSM 7-bit, or UTF-16 code units of UCS-2.
  public let units: Int
  /// 0: there is no text.
  public let parts: Int
  /// Units that fit without another part.
  public let remaining: Int
  /// Characters, as people see them, that the GSM alphabet lacks, in the order of the text.
  public let flips: [Flip]

  /// A character that makes an SMS dear.
  public struct Flip: Hashable, Sendable {
    public let character: String
    /// How often it occurs.
    public let count: Int
    /// There is a harmless replacement: `replacement`, or nothing.
    public let isReplaceable: Bool
    public let replacement: String?
  }

  /// Measures `text` (at most 64 KiB of UTF-8). `ownNumber`: the number it would leave by, E.164;
  /// nil: a local number. Needs no client and no network; a few microseconds. Throws
  /// `.invalidArgument` (too long, or the number is not E.164).
  public init(of text: String, from ownNumber: String? = nil) throws {
    self = try CTexts.with { texts in
      try page({ ix_sms_parts(texts(text), texts(ownNumber), $0, $1) }) { block in
        try SMSEstimate(block.row(Int(IX_TABLE_SMS), 0, as: ix_row_sms.self), block)
      }
    }
  }

  init(_ row: ix_row_sms, _ block: RowBlock) throws {
    encoding = SMSEncoding(rawValue: row.encoding)
    units = Int(row.units)
    parts = Int(row.parts)
    remaining = Int(row.remaining)
    flips = try block.children(
      Int(IX_TABLE_SMS_FLIP), row.first_flip, row.flip_count, ix_row_sms_flip.self
    ) { row, block in
      Flip(
        character: try block.string(row.character), count: Int(row.count),
        isReplaceable: row.replaceable != 0, replacement: try block.text(row.replacement))
    }
  }
}

/// What would become of a message if it were sent now.
public struct SMSPreflight: Hashable, Sendable {
  public let estimate: SMSEstimate
  /// false: it leaves by another kind of route, where the estimate does not count.
  public let isBySMS: Bool
  /// The route it would leave by; nil: one that is yet to be made.
  public let routeID: String?
  /// E.164; nil: not known.
  public let ownNumber: String?
  /// Why it would be refused: a key such as "opted_out"; nil: it would not.
  public let reason: String?
  /// Why it leaves as an MMS; empty: as an SMS.
  public let mms: MMSReasons
  /// `.optedOut` is worth a warning.
  public let consent: ConsentState
  /// The word that decides about consent.
  public let consentRecord: ConsentRecord?

  /// What becomes of the draft's files, in their order.
  public let files: [FilePlan]
  /// Of the message with these files as they leave, in bytes; 0: there are none.
  public let byteCount: Int64
  /// What becomes of the file that fares worst.
  public let filesVerdict: FileVerdict

  /// What becomes of a file.
  public struct FilePlan: Hashable, Sendable {
    public let verdict: FileVerdict
    /// As it leaves, at most; of a file that does not, as it is.
    public let byteCount: Int64

    init(_ row: ix_row_file_plan, _ block: RowBlock) throws {
      verdict = FileVerdict(rawValue: row.verdict)
      byteCount = row.sent_bytes
    }
  }

  /// Why a message leaves as an MMS.
  public struct MMSReasons: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// It has files.
    public static let attachment = MMSReasons(rawValue: 1)
    /// It goes to several numbers at once.
    public static let group = MMSReasons(rawValue: 2)
    /// The own number sends a text of so many parts as one MMS.
    public static let longText = MMSReasons(rawValue: 4)
  }

  init(_ block: RowBlock) throws {
    let row = try block.row(Int(IX_TABLE_SMS), 0, as: ix_row_sms.self)
    estimate = try SMSEstimate(row, block)
    isBySMS = row.by_sms != 0
    routeID = try block.text(row.route)
    ownNumber = try block.text(row.from)
    reason = try block.text(row.reason)
    mms = MMSReasons(rawValue: row.mms)
    consent = ConsentState(rawValue: row.consent)
    files = try block.rows(Int(IX_TABLE_FILE_PLAN), ix_row_file_plan.self, FilePlan.init)
    byteCount = row.media_bytes
    filesVerdict = FileVerdict(rawValue: row.files)
    consentRecord = try block.rows(
      Int(IX_TABLE_CONSENT), ix_row_consent.self, ConsentRecord.init
    ).first
  }
}
