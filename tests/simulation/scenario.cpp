// SPDX-License-Identifier: Apache-2.0
#include "simulation/scenario.h"

#include <functional>
#include <optional>
#include <utility>

#include "simulation/convergence.h"
#include "simulation/invariants.h"

namespace ix::simulation {
namespace {

constexpr const char* kMe = "@alice:pbx.test";
constexpr const char* kColleagues[] = {"@bob:pbx.test", "@carol:pbx.test", "@dave:pbx.test"};
// The last one is known to nobody: the bridge has no ghost for it.
constexpr const char* kNumbers[] = {"+16135550140", "+14165550141", "+15145550142", "+16045550143"};
constexpr Millis kMinute = 60'000;

// A device, and what the person wrote on it.
struct Hand {
  Hand(World& world, const std::string& name, uint64_t seed, std::string folder, std::string prefix,
       bool verbose)
      : device(world, name, seed, std::move(folder), verbose), letter(std::move(prefix)) {}
  Device device;
  std::string letter;  // what its texts begin with
  std::vector<Sent> sent;
};

class Scenario {
 public:
  explicit Scenario(const RunOptions& options)
      : options_(options),
        world_(options.seed, options.defect),
        phone_(world_, "phone", options.seed, options.folder, "s", options.verbose) {}

  RunResult run() {
    prepare();
    bring_tablet();
    for (int i = 0; i < options_.actions && alive(); ++i) {
      world_.faults.enabled = true;
      act();
      if (!alive()) break;
      device_.run_for(static_cast<Millis>(below(3) == 0 ? below(20'000) : below(800)));
      if (device_.died()) die(false);
      if (!device_.running()) revive();
    }
    if (!lost_) settle();
    for (const std::string& line : violations_) note("VIOLATION " + line);
    RunResult result;
    result.trace_hash = world_.trace.hash();
    result.trace = world_.trace.lines();
    result.violations = std::move(violations_);
    result.steps = device_.steps();
    for (const Sent& sent : phone_.sent) result.sent += sent.accepted ? 1 : 0;
    if (tablet_) {
      for (const Sent& sent : tablet_->sent) result.sent += sent.accepted ? 1 : 0;
      result.steps += tablet_->device.steps();
      result.processes += tablet_->device.lives();
    }
    result.faults = world_.faults.injected;
    result.processes = device_.lives();
    return result;
  }

 private:
  uint64_t below(uint64_t bound) { return world_.random.below(bound); }
  bool chance(uint64_t percent) { return below(100) < percent; }
  void note(const std::string& line) { world_.note(line); }

  void prepare() {
    auto& server = world_.server;
    server.add_user("alice", "secret", "Alice", false);
    server.add_user("bob", "secret", "Bob");
    server.add_user("carol", "secret", "Carol");
    server.add_user("dave", "secret", "Dave");
    channels_.push_back(server.add_channel("General", {kColleagues[0], kColleagues[1], kMe}));
    channels_.push_back(server.add_channel("Support", {kColleagues[2], kMe}));
    server.sms().set_behaviour(kNumbers[1], sandbox::CarrierBehaviour::refuses);
    server.sms().set_behaviour(kNumbers[2], sandbox::CarrierBehaviour::silent);
    server.sms().set_unreachable(kNumbers[3]);
    start();
    signed_in_ = !device_.sign_in().has_value();
    if (!signed_in_) violations_.push_back("set-up: the first sign-in failed");
    device_.run_for(1000);
  }

  // In every second run the same person has a tablet, too, all the time.
  void bring_tablet() {
    if (options_.seed % 2 != 0) return;
    tablet_.emplace(world_, "tablet", options_.seed + 2, options_.folder + "-tablet", "t",
                    options_.verbose);
    if (!tablet_ready()) violations_.push_back("set-up: the tablet cannot sign in");
    device_.accompany(&tablet_->device);
  }

  void act() {
    using Action = void (Scenario::*)();
    static constexpr std::pair<uint64_t, Action> kActions[] = {
        {20, &Scenario::send_to_colleague},  {14, &Scenario::send_sms},
        {14, &Scenario::send_to_channel},    {18, &Scenario::others_talk},
        {8, &Scenario::others_change},       {6, &Scenario::sms_arrives},
        {4, &Scenario::call_arrives},        {3, &Scenario::colleague_invites},
        {4, &Scenario::read_elsewhere},      {4, &Scenario::fill_a_gap},
        {4, &Scenario::kill_soon},           {5, &Scenario::kill_at_request},
        {5, &Scenario::kill_at_wire},        {2, &Scenario::kill_now},
        {2, &Scenario::cut_power},           {2, &Scenario::close_and_open},
        {3, &Scenario::wrong_clock},         {2, &Scenario::carrier_changes},
        {3, &Scenario::go_offline},          {2, &Scenario::sign_out_and_in},
        {1, &Scenario::server_ends_session}, {2, &Scenario::fill_the_disk},
        {2, &Scenario::much_time_passes},    {20, &Scenario::tablet_writes},
        {4, &Scenario::tablet_dies},         {12, &Scenario::set_something}};
    uint64_t total = 0;
    for (const auto& [weight, action] : kActions) total += weight;
    uint64_t roll = below(total);
    for (const auto& [weight, action] : kActions) {
      if (roll < weight) return (this->*action)();
      roll -= weight;
    }
  }

  // --- what we do

  void send(Hand& hand, Result<std::string> conversation, bool may_fail) {
    Sent sent;
    sent.text =
        hand.letter + std::to_string(hand.sent.size()) + "-" + std::to_string(options_.seed);
    sent.may_fail = may_fail;
    if (!conversation.ok()) {
      note(std::string("open refused: ") + error_name(conversation.error().code));
      return;
    }
    engine::OutgoingInput input;
    input.text = sent.text;
    const auto item = hand.device.engine().send(*conversation, input);
    sent.accepted = item.ok();
    note("send " + sent.text + (item.ok() ? " accepted" : " refused: ") +
         (item.ok() ? "" : error_name(item.error().code)));
    hand.sent.push_back(std::move(sent));
  }

  void send_to_colleague() { send_to_colleague(phone_); }
  void send_sms() { send_sms(phone_); }
  void send_to_channel() { send_to_channel(phone_); }

  void send_to_colleague(Hand& hand) {
    engine::RecipientInput to;
    to.user = kColleagues[below(3)];
    send(hand, hand.device.engine().open_conversation(to), false);
  }

  void send_sms(Hand& hand) {
    engine::RecipientInput to;
    const uint64_t which = below(10) == 0 ? 3 : below(3);
    to.number = kNumbers[which];
    send(hand, hand.device.engine().open_conversation(to), which == 3);
  }

  void send_to_channel(Hand& hand) {
    const std::string& room = channels_[below(channels_.size())];
    std::string conversation;
    {
      auto lease = hand.device.engine().store().database().read();
      if (!lease.ok()) return;
      auto row =
          lease->connection().prepare_once("SELECT conversation FROM route WHERE remote_id = ?");
      if (!row.ok()) return;
      (*row)->bind(1, std::string_view(room));
      auto found = (*row)->step();
      if (!found.ok() || !*found) return;
      conversation = ConversationId{(*row)->integer(0)}.text();
    }
    for (uint64_t n = 1 + below(3); n > 0; --n) send(hand, conversation, false);
  }

  // Whichever device: a flag, or all of a conversation read.
  void set_something() {
    Hand& hand = tablet_ && chance(50) && tablet_ready() ? *tablet_ : phone_;
    auto page = hand.device.engine().reader().conversations(Filter::preset(Preset::all), {}, 100);
    if (!page.ok() || page->count(IX_TABLE_CONVERSATION) == 0) return;
    const auto* row = page->row<ix_row_conversation>(
        IX_TABLE_CONVERSATION, static_cast<uint32_t>(below(page->count(IX_TABLE_CONVERSATION))));
    const std::string conversation(page->text_or_empty(row->id));
    engine::Engine& engine = hand.device.engine();
    if (chance(50)) {
      const bool done = engine.mark_read(conversation, {}).ok();
      return note(hand.letter + ": read " + conversation + (done ? "" : ": refused"));
    }
    static constexpr RouteFlag kFlags[] = {RouteFlag::muted, RouteFlag::pinned, RouteFlag::archived,
                                           RouteFlag::marked_unread};
    const RouteFlag flag = kFlags[below(std::size(kFlags))];
    const bool on = chance(60);
    const bool done = engine.set_flag(conversation, flag, on).ok();
    note(hand.letter + ": flag " + std::to_string(static_cast<int>(flag)) +
         (on ? " on " : " off ") + conversation + (done ? "" : ": refused"));
  }

  // The same person writes on the other device, perhaps in the same conversation at the same time.
  void tablet_writes() {
    if (!tablet_ || !tablet_ready()) return;
    note("on the tablet:");
    const uint64_t where = below(3);
    if (where == 0) return send_to_colleague(*tablet_);
    if (where == 1) return send_sms(*tablet_);
    send_to_channel(*tablet_);
  }

  // Off for a while, killed, or signed out by the server: it is there again, signed in.
  bool tablet_ready() {
    Device& tablet = tablet_->device;
    if (tablet.running() && tablet.died()) tablet.end_process(chance(20));
    for (int i = 0; i < 50 && !tablet.running(); ++i) tablet.start_process();
    if (!tablet.running()) return false;
    ensure_signed_in(tablet);
    return tablet.running() && !tablet.died();
  }

  void tablet_dies() {
    if (!tablet_ || !tablet_->device.running()) return;
    world_.faults.count(Fault::process_death);
    Device& tablet = tablet_->device;
    if (chance(50)) {
      note("! the tablet will die at a write");
      tablet.vfs().freeze_after(static_cast<int64_t>(1 + below(40)));
    } else {
      note("! the tablet dies");
      tablet.end_process(chance(20));
    }
  }

  void fill_a_gap() {
    if (!signed_in_) return;
    const std::string gap = first_gap(device_);
    if (!gap.empty()) (void)device_.engine().fill_history(gap);
  }

  // --- what others do

  std::vector<std::string> my_rooms() {
    std::vector<std::string> rooms;
    for (const auto& [id, room] : world_.server.rooms()) {
      if (room->is_joined(kMe)) rooms.push_back(id);
    }
    return rooms;
  }
  // Somebody else in the room; empty: nobody is there.
  std::string peer_in(const std::string& room) {
    std::vector<std::string> peers;
    for (const auto& [user, member] : world_.server.room(room)->members()) {
      if (user != kMe && member.value == "join") peers.push_back(user);
    }
    return peers.empty() ? std::string() : peers[below(peers.size())];
  }

  void others_talk() {
    const auto rooms = my_rooms();
    const std::string& room = rooms[below(rooms.size())];
    const std::string peer = peer_in(room);
    if (peer.empty()) return;
    // A few, or enough to make the next sync jump.
    const uint64_t count = chance(25) ? 20 + below(90) : 1 + below(4);
    note(std::to_string(count) + " messages from others");
    world_.act([&](sandbox::Homeserver& server) {
      for (uint64_t i = 0; i < count; ++i) {
        const std::string event =
            server.post_message(room, peer, "m" + std::to_string(++others_sent_));
        posted_.push_back({room, peer, event});
      }
    });
  }

  void others_change() {
    if (posted_.empty()) return;
    const Posted& target = posted_[below(posted_.size())];
    const uint64_t how = below(3);
    note(how == 0 ? "an edit" : how == 1 ? "a reaction" : "a redaction");
    world_.act([&](sandbox::Homeserver& server) {
      if (how == 0) server.post_edit(target.room, target.sender, target.event, "edited");
      if (how == 1) server.post_reaction(target.room, target.sender, target.event, "+1");
      if (how == 2) server.post_redaction(target.room, target.sender, target.event);
    });
  }

  void sms_arrives() {
    const char* number = kNumbers[below(3)];
    note("an SMS arrives");
    world_.act([&](sandbox::Homeserver& server) {
      server.post_sms(number, kMe, "m" + std::to_string(++others_sent_));
    });
  }

  void call_arrives() {
    const std::string& room = channels_[below(channels_.size())];
    Call call;
    call.id = "call-" + std::to_string(++others_sent_);
    call.outcome = chance(50) ? CallOutcome::missed : CallOutcome::answered;
    call.started_ms = world_.clock.true_wall_ms();
    call.number = kNumbers[below(3)];
    note("a call record arrives");
    world_.act([&](sandbox::Homeserver& server) { server.post_call(room, peer_in(room), call); });
  }

  void colleague_invites() {
    const char* colleague = kColleagues[below(3)];
    note("a colleague opens a room");
    world_.act([&](sandbox::Homeserver& server) {
      const std::string room = server.add_direct(colleague, kMe);
      server.post_message(room, colleague, "m" + std::to_string(++others_sent_));
    });
  }

  void read_elsewhere() {
    const auto rooms = my_rooms();
    const std::string& room = rooms[below(rooms.size())];
    note("read on another device");
    world_.act([&](sandbox::Homeserver& server) {
      const auto& events = server.room(room)->events();
      server.mark_read(room, kMe,
                       events[events.size() - 1 - below(std::min<size_t>(events.size(), 5))].id);
    });
  }

  // --- what goes wrong

  void kill_soon() {
    world_.faults.count(Fault::process_death);
    const auto operations = static_cast<int64_t>(1 + below(40));
    note("! will die at write " + std::to_string(operations));
    device_.vfs().freeze_after(operations);
  }

  void kill_at_request() {
    static constexpr const char* kLabels[] = {"send", "send", "send", "create", "join", "sync"};
    world_.faults.count(Fault::death_at_send);
    device_.die_at(kLabels[below(std::size(kLabels))]);
  }

  // Any departure or arrival, not only the requests that have a name here.
  void kill_at_wire() {
    world_.faults.count(Fault::death_at_wire);
    device_.die_at_wire(static_cast<int64_t>(1 + below(12)));
  }

  void kill_now() {
    world_.faults.count(Fault::process_death);
    die(false);
  }

  void cut_power() {
    world_.faults.count(Fault::power_loss);
    die(true);
  }

  void die(bool power_loss) {
    note("! the process dies");
    device_.end_process(power_loss || chance(20));
  }

  void revive() {
    if (chance(50)) {
      // Time passes while nothing runs.
      const Millis end = world_.clock.steady_ms() + static_cast<Millis>(below(5000));
      while (world_.run_next(end)) {
      }
    }
    start();
  }

  // A start may meet a full disk or a death of its own. Data that no start can open are lost.
  void start() {
    constexpr int kMostStarts = 50;
    for (int i = 0; i < kMostStarts; ++i) {
      if (device_.start_process()) return;
    }
    lost_ = true;
    violations_.push_back("no loss: the account folder cannot be opened any more");
  }

  bool alive() const { return !lost_ && !device_.spinning(); }

  void close_and_open() {
    device_.close_process();
    start();
  }

  void wrong_clock() {
    world_.faults.count(Fault::clock_jump);
    static constexpr Millis kJumps[] = {
        0, 0, kMinute, -kMinute, 180 * kMinute, -180 * kMinute, -2880 * kMinute, 525'600 * kMinute};
    const Millis wrong_by = kJumps[below(std::size(kJumps))];
    // At once, or in the middle of whatever runs then.
    const Millis when =
        world_.clock.steady_ms() + (chance(50) ? 0 : static_cast<Millis>(below(20'000)));
    world_.at(when, [this, wrong_by] {
      if (!world_.faults.enabled) return;
      note("! the clock is wrong by " + std::to_string(wrong_by));
      world_.clock.set_wrong_by(wrong_by);
    });
  }

  void carrier_changes() {
    using sandbox::CarrierBehaviour;
    static constexpr CarrierBehaviour kBehaviours[] = {
        CarrierBehaviour::delivers, CarrierBehaviour::refuses, CarrierBehaviour::fails_for_now,
        CarrierBehaviour::silent};
    static constexpr Millis kDelays[] = {0, 250, 5'000, 10 * kMinute};
    world_.faults.count(Fault::carrier_change);
    const char* number = kNumbers[below(3)];
    const CarrierBehaviour behaviour = kBehaviours[below(std::size(kBehaviours))];
    const Millis delay = kDelays[below(std::size(kDelays))];
    note("! the carrier behaves otherwise (" + std::to_string(static_cast<int>(behaviour)) +
         "), its reports take " + std::to_string(delay));
    world_.server.sms().set_behaviour(number, behaviour);
    world_.server.sms().set_report_delay(delay);
  }

  void go_offline() {
    world_.faults.count(Fault::offline);
    note("! no network");
    (void)device_.engine().hint_network(transport::NetworkKind::none);
    device_.run_for(static_cast<Millis>(below(30'000)));
    if (!device_.running() || device_.died()) return;
    (void)device_.engine().hint_network(transport::NetworkKind::metered);
  }

  void sign_out_and_in() {
    world_.faults.count(Fault::sign_out);
    note("! signs out");
    (void)device_.run_until(device_.engine().sign_out(0), 60'000);
    if (chance(50)) device_.run_for(static_cast<Millis>(below(5000)));
    if (device_.died()) return;
    ensure_signed_in();
  }

  void server_ends_session() {
    world_.faults.count(Fault::session_ended);
    const bool soft = chance(50);
    note(soft ? "! the server ends the session, softly" : "! the server ends the session");
    world_.act([&](sandbox::Homeserver& server) { server.end_sessions(kMe, soft); });
    device_.run_for(2000);
    if (!device_.died()) ensure_signed_in();
  }

  void fill_the_disk() {
    world_.faults.count(Fault::disk_full);
    note("! the disk is full");
    device_.vfs().set_disk_full(true);
    send_to_channel();
    device_.run_for(static_cast<Millis>(below(3000)));
    device_.vfs().set_disk_full(false);
    note("the disk has room again");
  }

  void much_time_passes() {
    note("time passes");
    device_.run_for(static_cast<Millis>(10 + below(170)) * kMinute);
  }

  // --- the end

  void ensure_signed_in() { ensure_signed_in(device_); }
  void ensure_signed_in(Device& device) {
    for (int attempt = 0; attempt < 20 && !device.died(); ++attempt) {
      auto account = device.engine().store().account();
      if (account.ok() && account->session == SessionState::signed_in) return;
      const auto error = device.sign_in();
      note(std::string("sign-in: ") + (error ? error_name(error->code) : "done"));
      device.run_for(1000);
    }
  }

  static std::string first_gap(Device& device) {
    auto lease = device.engine().store().database().read();
    if (!lease.ok()) return {};
    auto row =
        lease->connection().prepare_once("SELECT id FROM item WHERE kind = 4 ORDER BY id LIMIT 1");
    if (!row.ok()) return {};
    auto found = (*row)->step();
    return found.ok() && *found ? ItemId{(*row)->integer(0)}.text() : std::string();
  }

  static int64_t waiting_entries(Device& device) {
    auto entries = device.engine().store().outbox_entries();
    if (!entries.ok()) return -1;
    int64_t count = 0;
    for (const OutboxEntry& entry : *entries) {
      count += entry.state == OutboxState::queued || entry.state == OutboxState::sending ? 1 : 0;
    }
    return count;
  }

  // Everything works again: the phone gets all the time it needs.
  void settle() {
    note("settling");
    world_.faults.enabled = false;
    world_.clock.set_wrong_by(0);
    if (device_.died()) die(false);
    device_.vfs().thaw();
    device_.die_at({});
    device_.die_at_wire(0);
    if (!device_.running()) revive();
    if (lost_) return;
    (void)device_.engine().hint_network(transport::NetworkKind::unmetered);
    if (tablet_) {
      Device& tablet = tablet_->device;
      if (tablet.running() && tablet.died()) tablet.end_process(false);
      tablet.vfs().thaw();
      if (!tablet_ready()) {
        lost_ = true;
        violations_.push_back("no loss: the tablet's account folder cannot be opened any more");
        return;
      }
    }
    // The carrier's last reports may still be on their way.
    device_.run_for(11 * kMinute);
    if (tablet_) catch_up(tablet_->device);  // what it still has to say comes first
    catch_up(device_);
    if (tablet_) catch_up(tablet_->device);
    if (options_.defect == Defect::miscounted_unread) {
      spoil(device_, "UPDATE route SET unread = unread + 1 WHERE id = (SELECT min(id) FROM route)");
    }
    check(phone_);
    if (tablet_) {
      check(*tablet_);
      for (std::string& line : differences(device_.engine(), tablet_->device.engine())) {
        violations_.push_back(std::move(line));
      }
    }
    if (options_.defect == Defect::none || options_.defect == Defect::misread_elsewhere) {
      compare_devices();
    }
  }

  // Until the device has read everything and has nothing more to say.
  void catch_up(Device& device) {
    for (int round = 0; round < 200 && !device.spinning(); ++round) {
      ensure_signed_in(device);  // the server's word that the session is over may be on its way
      const auto error = device.run_until(device.engine().sync(), 600'000);
      if (error) note(std::string("sync: ") + error_name(error->code));
      device.run_for(2000);
      const std::string gap = first_gap(device);
      if (!gap.empty()) {
        (void)device.run_until(device.engine().fill_history(gap), 60'000);
      } else if (!error && waiting_entries(device) == 0 && round > 1) {
        break;
      }
    }
    if (device.spinning()) {
      violations_.push_back("zero idle cost: the engine spins without letting time pass");
    }
  }

  void check(Hand& hand) {
    for (std::string& line : violations(hand.device.engine(), world_.server, kMe, hand.sent)) {
      violations_.push_back(std::move(line));
    }
    if (!first_gap(hand.device).empty()) {
      violations_.push_back("gaps: one is still there after filling");
    }
  }

  // A new device of the account reads everything from the server alone and must show what the
  // first one shows after all it went through.
  void compare_devices() {
    Device fresh(world_, "fresh", options_.seed + 1, options_.folder + "-fresh", options_.verbose);
    note("a new device");
    if (!fresh.start_process() || fresh.sign_in()) {
      violations_.emplace_back("converge: the new device cannot sign in");
      return;
    }
    catch_up(fresh);
    if (options_.defect == Defect::misread_elsewhere) {
      spoil(fresh,
            "UPDATE item SET text = 'x' WHERE id = (SELECT max(id) FROM item WHERE kind = 0)");
    }
    for (std::string& line : differences(device_.engine(), fresh.engine())) {
      violations_.push_back(std::move(line));
    }
  }

  static void spoil(Device& device, const char* sql) {
    auto lease = device.engine().store().database().write(cache::Priority::command,
                                                          cache::Durability::normal);
    if (!lease.ok()) return;
    (void)lease->connection().execute(sql);
    (void)lease->commit();
  }

  struct Posted {
    std::string room, sender, event;
  };

  const RunOptions& options_;
  World world_;
  Hand phone_;
  Device& device_ = phone_.device;
  std::optional<Hand> tablet_;
  bool signed_in_ = false;
  bool lost_ = false;
  std::vector<std::string> channels_;
  std::vector<Posted> posted_;
  int others_sent_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace

RunResult run_scenario(const RunOptions& options) {
  return Scenario(options).run();
}

}  // namespace ix::simulation
