// SPDX-License-Identifier: Apache-2.0
// Proves the event queue and the row block from Swift: open, poll, decode a page, close.
import CInteractions
import Foundation

func check(_ condition: Bool, _ what: String) {
  if !condition { fatalError(what) }
}

/// The kind of the last event of one poll; 0: none came.
func poll(_ client: OpaquePointer?, _ timeout: Int32) -> ix_event_kind {
  var batch: OpaquePointer?
  var event = ix_event()
  event.struct_size = UInt32(MemoryLayout<ix_event>.size)
  check(ix_client_poll(client, timeout, &batch, nil) == Int32(IX_OK), "poll")
  defer { ix_event_batch_release(batch) }
  let count = ix_event_batch_count(batch)
  if count > 0 { check(ix_event_batch_get(batch, count - 1, &event) == Int32(IX_OK), "event") }
  return event.kind
}

/// Row 0 of a table; nil when the block has none.
func row(_ block: UnsafeRawBufferPointer, _ kind: Int) -> Int? {
  let header = block.load(as: ix_block_header.self)
  for i in 0..<Int(header.table_count) {
    let at = Int(header.header_size) + i * MemoryLayout<ix_block_table>.stride
    let table = block.load(fromByteOffset: at, as: ix_block_table.self)
    if table.kind == UInt32(kind) && table.count > 0 { return Int(table.offset) }
  }
  return nil
}

let folder = NSTemporaryDirectory() + "ix_probe_é_" + UUID().uuidString
var client: OpaquePointer?
folder.withCString { path in
  var config = ix_client_config()
  ix_client_config_init(&config, MemoryLayout<ix_client_config>.size)
  config.sync_mode = Int32(IX_SYNC_ON_DEMAND)
  config.folder = ix_str_of(path)
  check(ix_client_open(&config, &client, nil) == Int32(IX_OK), "the client did not open")
}
check(poll(client, 0) == 0, "an event from nowhere")

var page: OpaquePointer?
check(ix_account_page(client, &page, nil) == Int32(IX_OK), "no account page")
var size = 0
let block = UnsafeRawBufferPointer(start: ix_page_bytes(page, &size), count: size)
check(block.load(as: ix_block_header.self).magic == UInt32(IX_BLOCK_MAGIC), "not a row block")
check(row(block, IX_TABLE_CHANGE) == nil, "a table that is not there")
let account = block.load(fromByteOffset: row(block, IX_TABLE_ACCOUNT)!, as: ix_row_account.self)
check(account.session == Int32(IX_SESSION_SIGNED_OUT) && account.server.offset == 0, "signed in?")
check(account.store_bytes > 0, "no store")
ix_page_release(page)

ix_client_close(client)
check(poll(client, 10_000) == Int32(IX_EVENT_CLOSED), "the last event is not CLOSED")
ix_client_release(client)
check(ix_debug_live_objects() == 0, "something of the library is alive")
try FileManager.default.removeItem(atPath: folder)
print("swift probe: ok")
