// SPDX-License-Identifier: Apache-2.0
import Foundation

extension Date {
  /// Milliseconds since 1970 UTC; nil for 0, which means "never" or "not known".
  init?(milliseconds: Int64) {
    guard milliseconds != 0 else { return nil }
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// Milliseconds since 1970 UTC; the nearest there is for dates that have none.
  var milliseconds: Int64 {
    Int64(clamping: (timeIntervalSince1970 * 1000).rounded())
  }
}

extension Duration {
  /// Whole milliseconds; the nearest there is for durations that have none.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return carry ? (seconds < 0 ? .min : .max) : sum
  }
}

extension Int64 {
  /// The nearest whole number; 0 for one that is none.
  init(clamping value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= 9.2e18 {
      self = .max
    } else if value <= -9.2e18 {
      self = .min
    } else {
      self.init(value)
    }
  }
}
