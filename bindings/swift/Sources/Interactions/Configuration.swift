// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// How an account is opened.
public struct Configuration: Sendable {
  /// One line of log without personal data. Called on the thread that logs; must not call this
  /// library.
  public typealias Log = @Sendable (_ level: LogLevel, _ line: String) -> Void

  /// The account's folder, made when missing. On iOS: not one that is backed up or shared with an
  /// extension that runs at the same time; one process at a time has it open.
  public var folder: URL
  /// When the engine uses the network.
  public var syncMode = SyncMode.continuous
  /// Who keeps the tokens. `.host`: the app, in the Keychain; see `credentialRequests`.
  public var credentials = CredentialPolicy.host
  /// ISO 3166 code for numbers without a country code; nil: "CA".
  public var region: String?
  /// nil: "interactions-sdk/VERSION".
  public var userAgent: String?
  /// PEM bundle of the certificate authorities, by path; nil: the system's.
  public var caFile: URL?
  /// The same by content; wins over `caFile`.
  public var caPEM: String?
  /// sha256//BASE64, one a key; empty: no pinning.
  public var pinnedKeys: [String] = []
  /// URL; nil: from the environment; "-": none.
  public var proxy: String?
  /// Lines above this level are not logged.
  public var logLevel = LogLevel.warn
  /// nil: no log.
  public var log: Log?
  /// How long a server may be silent before a request ends with `.timeout`; nil: 30 s.
  public var answerTimeout: Duration?
  /// Which numbers may be texted, as in `NumberRules`; nil: the library's own rules.
  public var destinations: String?
  /// A table of area codes, as in `NumberRules`; nil: the library's own. An older one is left
  /// aside.
  public var areaCodes: String?
  /// What files a message takes, as in `NumberRules`; nil: the library's own limits.
  public var mediaLimits: String?

  public init(folder: URL) {
    self.folder = folder
  }

  /// Opens the client of the C library.
  func open() throws -> ClientHandle {
    let logBox = log.map { Unmanaged.passRetained(LogBox($0)) }
    do {
      return try CTexts.with { texts in
        var config = ix_client_config()
        ix_client_config_init(&config, MemoryLayout<ix_client_config>.size)
        // Anything but a file URL names no folder, which the library refuses.
        config.folder = texts(folder.isFileURL ? folder.path : nil)
        config.sync_mode = syncMode.rawValue
        config.credentials = credentials.rawValue
        config.region = texts(region)
        config.user_agent = texts(userAgent)
        config.ca_file = texts(caFile?.path)
        config.ca_pem = texts(caPEM)
        config.pinned_keys = texts(
          pinnedKeys.isEmpty ? nil : pinnedKeys.joined(separator: ";"))
        config.proxy = texts(proxy)
        config.log_level = logLevel.rawValue
        config.answer_timeout_ms = answerTimeout?.wholeMilliseconds ?? 0
        config.destinations = texts(destinations)
        config.area_codes = texts(areaCodes)
        config.media_limits = texts(mediaLimits)
        if let logBox {
          config.log = { context, level, line in
            guard let context, let line = String(line) else { return }
            let box = Unmanaged<LogBox>.fromOpaque(context).takeUnretainedValue()
            box.log(LogLevel(rawValue: level), line)
          }
          config.log_ctx = logBox.toOpaque()
          config.log_free = { context in
            if let context { Unmanaged<LogBox>.fromOpaque(context).release() }
          }
        }
        guard let client = try object({ ix_client_open(&config, $0, $1) }) else {
          throw InteractionsError(code: .internal, message: "no client was opened")
        }
        return ClientHandle(client)
      }
    } catch {
      // A client that did not open gave nothing back.
      logBox?.release()
      throw error
    }
  }
}

/// What the library holds of a log function; given back by `log_free`.
private final class LogBox: Sendable {
  let log: Configuration.Log

  init(_ log: @escaping Configuration.Log) {
    self.log = log
  }
}
