// SPDX-License-Identifier: Apache-2.0
import CInteractions

/// The rows of one subscription as they were last taken. A value of one iterator.
struct LiveRows<Row: Sendable>: Sendable {
  private(set) var snapshot = ListSnapshot<Row>(rows: [], changes: [], end: .start, cursor: nil)
  private var isFirst = true

  /// Applies the steps of a take; false: nothing changed. `decode` makes row `index` of the list's
  /// own table. Steps that do not fit the rows throw `.internal`, and leave them as they are.
  mutating func apply(
    _ block: RowBlock, _ decode: (RowBlock, Int) throws -> Row
  ) throws -> Bool {
    var rows = snapshot.rows
    var changes: [ListChange] = []
    let steps = try block.count(Int(IX_TABLE_CHANGE), of: ix_row_change.self)
    changes.reserveCapacity(steps)
    for index in 0..<steps {
      let step = try block.row(Int(IX_TABLE_CHANGE), index, as: ix_row_change.self)
      let (from, to) = (Int(step.from), Int(step.to))
      switch Int(step.op) {
      case Int(IX_CHANGE_INSERT) where to <= rows.count:
        rows.insert(try decode(block, Int(step.row)), at: to)
        changes.append(.insert(at: to))
      case Int(IX_CHANGE_REMOVE) where from < rows.count:
        rows.remove(at: from)
        changes.append(.remove(at: from))
      case Int(IX_CHANGE_MOVE) where from < rows.count && to < rows.count:
        rows.insert(rows.remove(at: from), at: to)
        changes.append(.move(from: from, to: to))
      case Int(IX_CHANGE_UPDATE) where from < rows.count:
        rows[from] = try decode(block, Int(step.row))
        changes.append(.update(at: from, fields: ChangedFields(rawValue: step.fields)))
      default:
        throw InteractionsError.malformedPage
      }
    }
    let cursor = try block.cursor
    let same = changes.isEmpty && block.end == snapshot.end && cursor == snapshot.cursor
    snapshot = ListSnapshot(rows: rows, changes: changes, end: block.end, cursor: cursor)
    defer { isFirst = false }
    return !same || isFirst
  }
}
