// SPDX-License-Identifier: Apache-2.0
// OutboxPump: what each operation asks of the backend.
#include <utility>

#include "engine/outbox_pump.h"

namespace ix::engine {

void OutboxPump::attempt(const Entry& entry, const Route& route) {
  switch (entry.op) {
    case OutboxOp::send:
      return send(entry, route);
    case OutboxOp::accept_invite:
      return accept_invite(entry, route);
    case OutboxOp::edit:
      return edit(entry, route);
    case OutboxOp::remove:
      return remove(entry, route);
    case OutboxOp::react:
      return react(entry, route);
    case OutboxOp::create:
      return create_room(entry, route);
    case OutboxOp::join:
      return join(entry, route);
    case OutboxOp::leave:
      return leave(entry, route);
    case OutboxOp::invite:
      return invite(entry, route);
  }
}

std::optional<store::Store::Leaving> OutboxPump::begin(const Entry& entry) {
  auto begun = store_.begin_attempt(entry.id, process_, session_.serial());
  if (!begun.ok()) {
    log_.write(LogLevel::error, "outbox", "an attempt cannot be noted", {{"error", begun.error()}});
    return std::nullopt;
  }
  report(std::move(begun));
  // Read only now: from here on an edit no longer changes what leaves.
  auto leaving = store_.leaving(entry.id);
  if (!leaving.ok()) return std::nullopt;
  return leaving.take();
}

template <class T>
std::function<void(Result<T>)> OutboxPump::landing(const Entry& entry,
                                                   std::function<void(Result<T>)> done) {
  return [this, lane = lane_of(entry), done = std::move(done)](Result<T> result) {
    in_flight_.erase(lane);
    kick();
    done(std::move(result));
  };
}

std::function<void(Result<std::string>)> OutboxPump::accepting(const Entry& entry) {
  return landing<std::string>(entry, [this, id = entry.id](Result<std::string> remote_id) {
    if (!remote_id.ok()) return failed(id, remote_id.error());
    ++progress_;
    report(store_.attempt_accepted(id, *remote_id));
  });
}

std::function<void(Result<void>)> OutboxPump::accepting_void(const Entry& entry) {
  return landing<void>(entry, [this, id = entry.id](Result<void> outcome) {
    if (!outcome.ok()) return failed(id, outcome.error());
    ++progress_;
    report(store_.attempt_accepted(id, {}));
  });
}

void OutboxPump::send(const Entry& entry, const Route& route) {
  if (route.consent == ConsentState::refused) {
    // Reported since it was queued: it would only be refused again.
    report(store_.block(entry.id, Error(ErrorCode::OPTED_OUT)));
    return;
  }
  if (route.state == RouteState::pending) return open_route(entry, route);
  if (!provider_.capabilities().client_keys && outcome_unknown(entry)) return conclude(entry);
  if (auto leaving = begin(entry)) say(entry, route, std::move(*leaving));
}

void OutboxPump::say(const Entry& entry, const Route& route, store::Store::Leaving leaving) {
  in_flight_[lane_of(entry)] = provider_.send(
      route.remote_id,
      {std::move(leaving.text), entry.key, std::move(leaving.reply_to), std::move(leaving.files)},
      accepting(entry));
}

void OutboxPump::edit(const Entry& entry, const Route& route) {
  auto leaving = begin(entry);
  if (!leaving) return;
  in_flight_[lane_of(entry)] =
      provider_.edit(route.remote_id, {entry.target, leaving->text, entry.key}, accepting(entry));
}

void OutboxPump::remove(const Entry& entry, const Route& route) {
  auto leaving = begin(entry);
  if (!leaving) return;
  in_flight_[lane_of(entry)] = provider_.remove(
      route.remote_id, {std::move(leaving->gone), entry.key}, accepting_void(entry));
}

void OutboxPump::react(const Entry& entry, const Route& route) {
  auto leaving = begin(entry);
  if (!leaving) return;
  if (entry.wanted) {
    in_flight_[lane_of(entry)] =
        provider_.react(route.remote_id, {entry.target, entry.text, entry.key}, accepting(entry));
  } else if (!leaving->gone.empty()) {
    in_flight_[lane_of(entry)] = provider_.remove(
        route.remote_id, {std::move(leaving->gone), entry.key}, accepting_void(entry));
  } else {
    // Somebody was faster.
    report(store_.attempt_accepted(entry.id, {}));
    kick();
  }
}

void OutboxPump::open_route(const Entry& entry, const Route& route) {
  if (route.kind == RouteKind::sms && route.peer_user.empty()) return resolve_peer(entry, route);
  create(entry, route);
}

void OutboxPump::resolve_peer(const Entry& entry, const Route& route) {
  in_flight_[lane_of(entry)] = provider_.resolve_number(
      route.peer_number, landing<std::string>(entry, [this, id = entry.id,
                                                      route = route.id](Result<std::string> user) {
        if (!user.ok()) return failed(id, user.error());
        report(store_.set_peer_user(route, *user));
      }));
}

std::string OutboxPump::begin_create(const Entry& entry) {
  auto key = store_.begin_create(entry.route, entry.id, process_, session_.serial());
  if (key.ok()) return key.take();
  log_.write(LogLevel::error, "outbox", "an attempt cannot be noted", {{"error", key.error()}});
  return {};
}

std::function<void(Result<std::string>)> OutboxPump::opening(const Entry& entry) {
  return landing<std::string>(
      entry, [this, id = entry.id, route = entry.route](Result<std::string> remote_id) {
        if (!remote_id.ok()) return failed(id, remote_id.error());
        ++progress_;
        report(store_.route_opened(route, *remote_id));
      });
}

void OutboxPump::create(const Entry& entry, const Route& route) {
  const std::string key = begin_create(entry);
  if (key.empty()) return;
  in_flight_[lane_of(entry)] =
      provider_.open_direct({route.peer_user, route.kind == RouteKind::sms, key}, opening(entry));
}

void OutboxPump::create_room(const Entry& entry, const Route&) {
  auto room = NewRoom::from_json(entry.text);
  if (!room.ok()) return failed(entry.id, room.error());
  const std::string key = begin_create(entry);
  if (key.empty()) return;
  in_flight_[lane_of(entry)] = provider_.create_room({room.take(), key}, opening(entry));
}

void OutboxPump::join(const Entry& entry, const Route& route) {
  if (!begin(entry)) return;
  in_flight_[lane_of(entry)] = provider_.join(
      entry.text, route.state == RouteState::pending ? opening(entry) : accepting(entry));
}

void OutboxPump::leave(const Entry& entry, const Route& route) {
  if (!begin(entry)) return;
  in_flight_[lane_of(entry)] = provider_.leave(route.remote_id, accepting_void(entry));
}

void OutboxPump::invite(const Entry& entry, const Route& route) {
  if (!begin(entry)) return;
  in_flight_[lane_of(entry)] = provider_.invite(route.remote_id, entry.text, accepting_void(entry));
}

void OutboxPump::accept_invite(const Entry& entry, const Route& route) {
  if (!begin(entry)) return;
  in_flight_[lane_of(entry)] = provider_.accept_invite(route.remote_id, route.is_direct_invite,
                                                       route.inviter, accepting_void(entry));
}

}  // namespace ix::engine
