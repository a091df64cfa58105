// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// Texts of one call of the C library. Owns their bytes, which live until the end of `with`.
/// One thread.
final class CTexts {
  private var owned: [UnsafeMutableRawPointer] = []

  /// Runs `body`, whose texts stay valid until it returns.
  static func with<Result>(_ body: (CTexts) throws -> Result) rethrows -> Result {
    let texts = CTexts()
    return try withExtendedLifetime(texts) { try body(texts) }
  }

  /// The same of one text, across suspensions.
  static func holding<Result>(
    _ text: String, _ body: (ix_str) async throws -> Result
  ) async rethrows -> Result {
    let texts = CTexts()
    let result = try await body(texts(text))
    withExtendedLifetime(texts) {}
    return result
  }

  deinit {
    for bytes in owned { bytes.deallocate() }
  }

  /// nil: an absent text.
  func callAsFunction(_ text: String?) -> ix_str {
    guard var text else { return ix_str(data: nil, size: 0) }
    return text.withUTF8 { utf8 in
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: utf8.count + 1, alignment: 1)
      if let source = utf8.baseAddress {
        bytes.copyMemory(from: source, byteCount: utf8.count)
      }
      bytes.storeBytes(of: 0, toByteOffset: utf8.count, as: UInt8.self)
      owned.append(bytes)
      return ix_str(data: bytes.assumingMemoryBound(to: CChar.self), size: utf8.count)
    }
  }

  /// An array of texts; nil where there are none.
  func array(_ texts: [String]) -> UnsafePointer<ix_str>? {
    array(of: texts.map { self($0) })
  }

  /// A copy of `values` as a C array; nil where there are none.
  func array<Value: BitwiseCopyable>(of values: [Value]) -> UnsafePointer<Value>? {
    guard !values.isEmpty else { return nil }
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<Value>.stride * values.count,
      alignment: MemoryLayout<Value>.alignment)
    owned.append(bytes)
    let start = bytes.bindMemory(to: Value.self, capacity: values.count)
    start.initialize(from: values, count: values.count)
    return UnsafePointer(start)
  }
}

extension String {
  /// A copy of a text of the C library; nil: absent.
  init?(_ text: ix_str) {
    guard let data = text.data else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: text.size)
    self.init(decoding: bytes, as: UTF8.self)
  }
}

/// The text of an `ix_text`, which is released.
func taken(_ text: OpaquePointer?) -> String {
  defer { ix_text_release(text) }
  return String(ix_text_str(text)) ?? ""
}

/// struct_size of `Value`, for structs that the library fills.
func structSize<Value>(of type: Value.Type) -> UInt32 {
  UInt32(MemoryLayout<Value>.size)
}
