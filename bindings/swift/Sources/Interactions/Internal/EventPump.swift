// SPDX-License-Identifier: Apache-2.0
import CInteractions
import Foundation

/// Reads the event queue of one client, on a thread of its own, until the client has closed: the
/// only thing that ever waits, so that no thread of Swift's pool does. Owns a reference of the
/// client, and knows nothing of the InteractionsClient, whose end closes it.
enum EventPump {
  static func start(_ core: ClientCore, _ handle: ClientHandle) {
    let client = Unmanaged.passRetained(handle)
    let thread = Thread {
      core.hub.end(run(core.hub, client))
      core.release()
    }
    thread.name = "interactions.events"
    thread.qualityOfService = .userInitiated
    thread.start()
  }

  /// Polls until the last event, then gives the reference back. What ended it is returned.
  private static func run(_ hub: EventHub, _ handle: Unmanaged<ClientHandle>) -> any Error {
    defer { handle.release() }
    let client = handle._withUnsafeGuaranteedRef { $0.pointer }
    while true {
      var batch: OpaquePointer?
      do {
        try check { ix_client_poll(client, -1, &batch, $0) }
      } catch {
        return error
      }
      defer { ix_event_batch_release(batch) }
      for index in 0..<ix_event_batch_count(batch) {
        var event = ix_event()
        event.struct_size = structSize(of: ix_event.self)
        guard ix_event_batch_get(batch, index, &event) == 0 else { continue }
        if event.kind == ix_event_kind(IX_EVENT_CLOSED) { return InteractionsError.closed }
        dispatch(event, to: hub)
      }
    }
  }

  private static func dispatch(_ event: ix_event, to hub: EventHub) {
    switch Int(event.kind) {
    case Int(IX_EVENT_OPERATION_COMPLETED):
      guard event.status == 0 else {
        hub.complete(
          event.operation, .failure(thrown(status: event.status, error: event.error)))
        return
      }
      hub.complete(event.operation, .success(ix_page_retain(event.page).map(PageHandle.init)))
    case Int(IX_EVENT_FILES):
      hub.files.tell()
    case Int(IX_EVENT_TRANSFER):
      hub.transfers.tell()
    case Int(IX_EVENT_SUBSCRIPTION_CHANGED):
      hub.signal(event.subscription)
    case Int(IX_EVENT_CREDENTIALS_CHANGED):
      hub.yieldCredentialsChanged()
    case Int(IX_EVENT_PERMISSION_NEEDED):
      hub.yieldPermissionsChanged()
    default:
      hub.yield(ClientEvent(event))
    }
  }
}
