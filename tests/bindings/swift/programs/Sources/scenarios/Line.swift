// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One JSON object, printed as a line or put into another one. Members stand in the order given.
struct Line {
  private var members: [String] = []

  func text(_ key: String, _ value: String?) -> Line { raw(key, quoted(value)) }
  func number(_ key: String, _ value: some BinaryInteger) -> Line { raw(key, "\(value)") }
  func bool(_ key: String, _ value: Bool) -> Line { raw(key, "\(value)") }
  func array(_ key: String, _ values: [String]) -> Line {
    raw(key, "[\(values.joined(separator: ","))]")
  }
  /// nil: null.
  func object(_ key: String, _ value: Line?) -> Line { raw(key, value?.json ?? "null") }

  var json: String { "{\(members.joined(separator: ","))}" }

  func print() { Swift.print(json) }

  private func raw(_ key: String, _ value: String) -> Line {
    var line = self
    line.members.append("\(quoted(key)):\(value)")
    return line
  }
}

/// A text as JSON; nil: null.
func quoted(_ text: String?) -> String {
  guard let text else { return "null" }
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\\(scalar)"
    case "\0"..<" ", "\u{7f}": out += String(format: "\\u%04x", scalar.value)
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}

/// The end of the C name of an enumeration's value, in lower case: signedOut is "signed_out".
func word<Value>(_ value: Value) -> String {
  switch "\(value)" {
  case "incoming": return "in"
  case "outgoing": return "out"
  case let name:
    return name.reduce(into: "") { out, letter in
      if letter.isUppercase { out += "_" }
      out += letter.lowercased()
    }
  }
}
