// SPDX-License-Identifier: Apache-2.0
// Typechecked only: one use of each form that the headers take.
import CInteractions

func uses(client: OpaquePointer?, page: OpaquePointer?) {
  var config = ix_client_config()
  ix_client_config_init(&config, MemoryLayout<ix_client_config>.size)
  config.folder = ix_str_of("folder")
  config.log = { (_: UnsafeMutableRawPointer?, _: ix_log_level, _: ix_str) in }

  var error: OpaquePointer?
  let status: ix_status = ix_client_sync(client, nil, &error)
  _ = status == Int32(IX_ERROR_SIGNED_OUT) && status != Int32(IX_OK)
  let retained: OpaquePointer? = ix_client_retain(client)
  ix_client_release(retained)

  var view = ix_item_view()
  view.struct_size = UInt32(MemoryLayout<ix_item_view>.size)
  _ = ix_page_item(page, 0, &view) == Int32(IX_OK) && view.kind == Int32(IX_ITEM_GAP)
  _ = view.flags & UInt32(IX_ITEM_DELETED)

  var change = ix_change_view()
  change.struct_size = UInt32(MemoryLayout<ix_change_view>.size)
  _ = change.fields & UInt64(IX_FIELD_DRAFT)
  _ = UInt32(IX_BLOCK_MAGIC)
  _ = MemoryLayout<ix_row_account>.offset(of: \.session)
  let subscription: ix_subscription = 0
  ix_subscription_cancel(client, subscription)
}
