// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One JSON object a line, its members in the order that they are given in.
struct JSONLine {
  private var members: [String] = []

  func text(_ key: String, _ value: String?) -> JSONLine {
    adding(key, value.map(Self.quoted) ?? "null")
  }

  func number(_ key: String, _ value: some BinaryInteger) -> JSONLine {
    adding(key, "\(value)")
  }

  func bool(_ key: String, _ value: Bool) -> JSONLine {
    adding(key, "\(value)")
  }

  func print() {
    Swift.print("{\(members.joined(separator: ","))}")
  }

  private func adding(_ key: String, _ json: String) -> JSONLine {
    var line = self
    line.members.append("\(Self.quoted(key)):\(json)")
    return line
  }

  /// A terminal obeys control characters, and this text came from other people.
  private static func quoted(_ text: String) -> String {
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
}
