// SPDX-License-Identifier: Apache-2.0
#include "bench/data.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "sandbox/history.h"

namespace ix::bench {
namespace {

constexpr Millis kHour = 3'600'000;
constexpr Millis kSpan = 730 * 24 * kHour;
constexpr const char* kSelf = "@me:example.org";

constexpr const char* kFirst[] = {"Amélie", "Ben",  "Chloé",  "Daniel", "Émile",
                                  "Farah",  "Hugo", "Inès",   "Karine", "Liam",
                                  "Maya",   "Noah", "Olivia", "Simon",  "Zoé"};
constexpr const char* kLast[] = {"Bouchard", "Chen",  "Desjardins", "Evans",  "Fortin",  "Gagné",
                                 "Hassan",   "Kelly", "Lavoie",     "Martin", "Nguyen",  "Ouellet",
                                 "Patel",    "Roy",   "Singh",      "Taylor", "Tremblay"};
constexpr const char* kOpenings[] = {"Bonjour!", "Salut,", "Hi,", "Hello!", "Merci,",  "Thanks,",
                                     "Parfait.", "OK.",    "Oui", "Yes",    "Désolé,", "Sorry,"};
constexpr const char* kMiddles[] = {"la livraison est arrivée, il manque",
                                    "can you send me the",
                                    "je vérifie avec l'entrepôt pour le",
                                    "we are running late with the",
                                    "on peut déplacer le rendez-vous pour le",
                                    "the customer asked again about the",
                                    "peux-tu regarder le",
                                    "please confirm the",
                                    "le devis est accepté pour le",
                                    "I will call you after lunch about the"};
constexpr const char* kThings[] = {"contrat", "invoice",  "facture",   "delivery",   "camion",
                                   "quote",   "rapport",  "order",     "commande",   "schedule",
                                   "horaire", "payment",  "paiement",  "estimate",   "matériel",
                                   "kitchen", "chantier", "warehouse", "inventaire", "meeting",
                                   "réunion", "printer",  "clavier",   "ticket"};
constexpr const char* kEndings[] = {"",
                                    " Merci beaucoup et à bientôt.",
                                    " Talk soon.",
                                    " C'est urgent, les clients attendent depuis ce matin.",
                                    " No rush, tomorrow is fine.",
                                    " Thursday at two works for everybody here."};

template <size_t N>
const char* pick(const char* const (&from)[N], SeededRandom& random) {
  return from[random.below(N)];
}

std::string padded(uint64_t value, size_t width) {
  std::string text = std::to_string(value);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

// About 60 bytes; every fifth names one of 5,000 rare things, "ref1234".
std::string text_of(SeededRandom& random) {
  std::string text = pick(kOpenings, random);
  text += ' ';
  text += pick(kMiddles, random);
  text += ' ';
  text += pick(kThings, random);
  if (random.below(5) == 0) text += " ref" + std::to_string(random.below(5'000));
  text += '.';
  return text + pick(kEndings, random);
}

std::string name_of(size_t index) {
  return std::string(kFirst[index % std::size(kFirst)]) + " " +
         kLast[index / std::size(kFirst) % std::size(kLast)];
}

// Numbers of customers and of contacts that never wrote do not meet.
std::string number_of(size_t index) {
  constexpr const char* kAreas[] = {"613", "819", "416", "514", "343", "438", "647", "905"};
  return "+1" + std::string(kAreas[index % 8]) + padded(200 + index / 8 / 10'000 % 700, 3) +
         padded(index / 8 % 10'000, 4);
}

Call call_of(const Plan& plan, SeededRandom& random, Millis at_ms) {
  constexpr CallOutcome kOutcomes[] = {CallOutcome::answered, CallOutcome::answered,
                                       CallOutcome::missed, CallOutcome::voicemail};
  Call call;
  call.outcome = kOutcomes[random.below(4)];
  const bool out = call.outcome == CallOutcome::answered && random.below(2) == 0;
  call.direction = out ? Direction::out : Direction::in;
  if (call.outcome != CallOutcome::missed) {
    call.duration_ms = static_cast<Millis>(5 + random.below(600)) * 1000;
  }
  call.started_ms = at_ms;
  call.number = plan.number();
  return call;
}

}  // namespace

void give_up(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(2);
}

void must(const Status& status) {
  if (!status.ok()) give_up(status.error().message);
}

std::string Plan::remote_id() const {
  return "!conversation" + padded(rank, 6) + ":example.org";
}

std::string Plan::number() const {
  return number_of(rank);
}

std::string Plan::user() const {
  return peer == Peer::customer ? "@sms_" + number().substr(1) + ":example.org"
                                : "@colleague" + std::to_string(rank) + ":example.org";
}

RouteChange Plan::route() const {
  RouteChange route;
  switch (peer) {
    case Peer::channel:
      route.kind = RouteKind::channel;
      route.title = std::string(kThings[rank % std::size(kThings)]) + " " + std::to_string(rank);
      break;
    case Peer::colleague:
      route.kind = RouteKind::internal;
      route.peer_user = user();
      route.title = name_of(rank);
      break;
    case Peer::customer:
      route.kind = RouteKind::sms;
      route.peer_user = user();
      route.peer_number = number();
      route.title = number();
      break;
  }
  return route;
}

RemoteItem Plan::item(int64_t index) const {
  SeededRandom random(rank * 1'000'003 + static_cast<uint64_t>(index) * 7'919 + 17);
  RemoteItem remote;
  Item& item = remote.item;
  item.remote_id = "$e" + padded(rank, 6) + "x" + padded(static_cast<uint64_t>(index), 7) +
                   "xJqvZbTmWcRkLsNdPgHf";
  item.at_ms = last_ms - step_ms * (count - 1 - index);
  const bool mine = random.below(3) == 0;
  item.direction = mine ? Direction::out : Direction::in;
  item.state = mine ? ItemState::delivered : ItemState::received;
  item.sender = mine ? kSelf : user();
  item.sender_name = mine ? "Me" : name_of(rank);
  if (peer == Peer::channel && !mine) {
    const size_t who = random.below(12);
    item.sender = "@colleague" + std::to_string(who * 20 + 1) + ":example.org";
    item.sender_name = name_of(who * 20 + 1);
  }
  if (peer != Peer::customer || random.below(7) != 0) {
    item.text = text_of(random);
    return remote;
  }
  item.kind = ItemKind::call;
  item.call = call_of(*this, random, item.at_ms);
  item.direction = item.call->direction;
  item.state = item.direction == Direction::out ? ItemState::accepted : ItemState::received;
  if (item.call->outcome == CallOutcome::voicemail) {
    item.kind = ItemKind::voicemail;
    item.text = text_of(random);
  }
  return remote;
}

Generator::Generator(const Scale& scale) : scale_(scale) {
  const std::vector<int64_t> shares = sandbox::skewed_shares(scale.items, scale.conversations);
  for (size_t rank = 0; rank < shares.size(); ++rank) {
    Plan plan;
    plan.rank = rank;
    const size_t kind = rank * 7 % 20;
    plan.peer = kind < 3 ? Peer::channel : kind < 9 ? Peer::colleague : Peer::customer;
    plan.count = shares[rank];
    SeededRandom random(rank + 1);
    plan.last_ms = kNewest - static_cast<Millis>(random.below((rank + 1) * kHour / 2));
    plan.last_ms = std::max(plan.last_ms, kNewest - kSpan / 2);
    plan.step_ms = std::max<Millis>(1, std::min<Millis>(3 * kHour, kSpan / 2 / plan.count));
    plans_.push_back(plan);
  }
}

const Plan& Generator::unclaimed_customer(int64_t items) const {
  const Plan* best = nullptr;
  // Odd customers have no contact, see fill_contacts.
  for (const Plan& plan : plans_) {
    if (plan.peer != Peer::customer || plan.rank % 2 == 0) continue;
    if (best == nullptr || plan.count >= items) best = &plan;
  }
  if (best == nullptr) give_up("the scale is too small: no customer without a contact");
  return *best;
}

Status Generator::fill_people(store::Store& store) const {
  ChangeSet set;
  for (const Plan& plan : plans_) {
    if (plan.peer == Peer::colleague)
      set.people.push_back({plan.user(), name_of(plan.rank), {}, true});
  }
  set.next_token = "people";
  return store.ingest(set, nullptr);
}

Status Generator::fill_contacts(store::Store& store) const {
  size_t made = 0;
  const auto put = [&](std::string source_id, const std::string& name,
                       std::vector<std::string> numbers, std::vector<std::string> users) -> Status {
    Contact contact;
    contact.source = "host";
    contact.source_id = std::move(source_id);
    contact.name = name;
    contact.numbers = std::move(numbers);
    contact.users = std::move(users);
    store::Touched touched;
    ++made;
    IX_TRY(const ContactId id, store.put_contact(contact, touched));
    (void)id;
    return {};
  };
  // One person of the middle of the list with a chat that is no colleague's and three numbers.
  std::vector<std::string> numbers;
  for (size_t rank = plans_.size() / 50; rank < plans_.size() && numbers.size() < 4; ++rank) {
    const Plan& plan = plans_[rank];
    if (plan.peer == Peer::customer && rank % 2 == 1 && &plan != &unclaimed_customer(10'000)) {
      numbers.push_back(plan.number());
    }
  }
  IX_CHECK(put(kFourRoutes, "Four Routes", numbers, {}));
  for (const Plan& plan : plans_) {
    if (plan.peer == Peer::colleague) ++made;
    if (plan.peer != Peer::customer || plan.rank % 2 == 1) continue;
    IX_CHECK(
        put("customer" + std::to_string(plan.rank), name_of(plan.rank * 13), {plan.number()}, {}));
  }
  for (size_t index = 100'000; made < scale_.contacts; ++index) {
    IX_CHECK(put("other" + std::to_string(index),
                 name_of(index) + " " + kLast[index / 255 % std::size(kLast)], {number_of(index)},
                 {}));
  }
  return {};
}

Status Generator::fill(store::Store& store, const std::function<void(int64_t)>& progress) const {
  Account account;
  account.server = "https://example.org";
  account.user_id = kSelf;
  account.device_id = "BENCH";
  account.display_name = "Me";
  IX_TRY(store::Touched touched, store.signed_in(account));
  (void)touched;
  IX_CHECK(fill_people(store));
  int64_t done = 0;
  for (int64_t from = 0; done < scale_.items; from += kPageItems) {
    const ChangeSet set = page(from);
    for (const RouteChanges& changes : set.routes)
      done += static_cast<int64_t>(changes.items.size());
    IX_CHECK(store.ingest(set, nullptr));
    if (progress) progress(done);
  }
  return fill_contacts(store);
}

ChangeSet Generator::page(int64_t from) const {
  ChangeSet set;
  set.next_token = "page" + std::to_string(from);
  for (const Plan& plan : plans_) {
    if (from >= plan.count) continue;
    RouteChanges& changes = set.routes.emplace_back();
    changes.remote_id = plan.remote_id();
    if (from == 0) {
      changes.route = plan.route();
      changes.from_start = true;
    }
    const int64_t end = std::min(plan.count, from + kPageItems);
    for (int64_t i = from; i < end; ++i) changes.items.push_back(plan.item(i));
    // Each fourth conversation has a few unread items; all else was read.
    const int64_t unread = plan.rank % 4 == 1 ? 1 + static_cast<int64_t>(plan.rank % 3) : 0;
    const int64_t read = std::min(end - 1, plan.count - 1 - unread);
    if (read >= from) changes.own_read = plan.item(read).item.remote_id;
  }
  return set;
}

OpenStore::OpenStore(const std::string& folder) {
  store::StoreOptions options;
  options.folder = folder;
  store_ = must(store::Store::open(options, {clock_, random_, files_, log_}));
}

}  // namespace ix::bench
