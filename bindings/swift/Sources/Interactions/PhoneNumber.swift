// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// What is known of a phone number, without the network. Any spelling is read, also links,
/// extensions and vanity numbers; nothing is guessed.
public struct PhoneNumber: Hashable, Sendable {
  /// Such as +16135550123; nil: it has none.
  public let e164: String?
  /// As written in its country, such as (613) 555-0123.
  public let national: String?
  /// ISO 3166 region; nil: unknown.
  public let region: String?
  public let numberClass: NumberClass
  /// The tables know it; else only its shape is right.
  public let isVerified: Bool
  /// The destination policy lets it be texted.
  public let canSend: Bool
  /// Why not: a key such as "emergency", "premium", "no_area_code"; nil: it can. Open.
  public let reason: String?
  /// The rule of the destination policy that decided, such as "+44"; nil: none speaks of it.
  public let rule: String?
  /// The digits of an extension that was written behind it.
  public let `extension`: String?

  /// Reads a number as a person writes it, by the library's own rules; `region` nil: "CA". Text
  /// that is no number gives class `.invalid`, not an error. In time for each key press.
  public init(_ text: String, region: String? = nil) throws {
    self = try CTexts.with { texts in
      PhoneNumber(taking: try object { ix_number_parse(texts(text), texts(region), $0, $1) })
    }
  }

  /// The same by `rules` in the place of the library's own. Throws `.invalidArgument` (which rule
  /// or line of the table).
  public init(_ text: String, rules: NumberRules) throws {
    self = try PhoneNumber(text, client: nil, rules: rules)
  }

  fileprivate init(_ text: String, client: OpaquePointer?, rules: NumberRules?) throws {
    self = try CTexts.with { texts in
      func parse(_ rules: UnsafePointer<ix_number_rules>?) throws -> PhoneNumber {
        PhoneNumber(taking: try object { ix_number_parse_with(client, texts(text), rules, $0, $1) })
      }
      guard let rules else { return try parse(nil) }
      return try rules.withCRules(parse)
    }
  }

  /// A copy of a number of the C library, which is released.
  private init(taking number: OpaquePointer?) {
    defer { ix_number_release(number) }
    e164 = String(ix_number_e164(number))
    national = String(ix_number_national(number))
    region = String(ix_number_region(number))
    numberClass = NumberClass(rawValue: ix_number_get_class(number))
    isVerified = ix_number_is_verified(number) != 0
    canSend = ix_number_is_sendable(number) != 0
    reason = String(ix_number_reason(number))
    rule = String(ix_number_rule(number))
    `extension` = String(ix_number_extension(number))
  }

  /// The library's own table of area codes, in the form of `NumberRules.areaCodes`.
  public static func areaCodes() throws -> String {
    try Interactions.text { ix_number_area_codes(nil, $0, $1) }
  }
}

extension InteractionsClient {
  /// Reads a number as this account does: what it says of the number is what opening a conversation
  /// and sending will say. `rules` stand in the place of the account's for this one call.
  public func phoneNumber(_ text: String, rules: NumberRules? = nil) throws -> PhoneNumber {
    try core.withClient { try PhoneNumber(text, client: $0, rules: rules) }
  }

  /// The table of area codes that this account uses.
  public func areaCodes() throws -> String {
    try core.withClient { client in try text { ix_number_area_codes(client, $0, $1) } }
  }
}

/// How numbers are read and which may be texted. nil changes nothing, an empty text stands for the
/// library's own.
public struct NumberRules: Hashable, Sendable {
  /// ISO 3166 code for numbers without a country code.
  public var region: String?
  /// The destination policy: rules with commas or blanks between them, such as "canadian us
  /// -+1900"; at most 4096 bytes. The C header number.h has them all.
  public var destinations: String?
  /// A table of area codes in the form that `areaCodes()` gives; at most 64 KiB.
  public var areaCodes: String?
  /// What files a message takes: lines such as "mms soft=300000 hard=600000"; at most 64 KiB. The C
  /// header number.h has them all.
  public var mediaLimits: String?
  /// A table that is older than the one in use is taken nevertheless.
  public var acceptsOlderAreaCodes: Bool

  public init(
    region: String? = nil, destinations: String? = nil, areaCodes: String? = nil,
    acceptsOlderAreaCodes: Bool = false, mediaLimits: String? = nil
  ) {
    self.region = region
    self.destinations = destinations
    self.areaCodes = areaCodes
    self.acceptsOlderAreaCodes = acceptsOlderAreaCodes
    self.mediaLimits = mediaLimits
  }

  func withCRules<Result>(
    _ body: (UnsafePointer<ix_number_rules>) throws -> Result
  ) throws -> Result {
    try CTexts.with { texts in
      var rules = ix_number_rules()
      ix_number_rules_init(&rules, MemoryLayout<ix_number_rules>.size)
      rules.region = texts(region)
      rules.destinations = texts(destinations)
      rules.area_codes = texts(areaCodes)
      rules.media_limits = texts(mediaLimits)
      if acceptsOlderAreaCodes { rules.flags = UInt32(IX_NUMBER_RULES_OLDER) }
      return try body(&rules)
    }
  }
}
