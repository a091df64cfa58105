// SPDX-License-Identifier: Apache-2.0
#include "sandbox/history.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/random.h"
#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

constexpr Millis kHour = 3'600'000;
constexpr Millis kSpan = 730 * kDay;  // the oldest item is that old
constexpr size_t kDigits = 12;        // of a position in an id

constexpr const char* kFirst[] = {"Amélie", "Ben",  "Chloé", "Daniel", "Émile", "Farah", "Grace",
                                  "Hugo",   "Inès", "Jack",  "Karine", "Liam",  "Maya",  "Noah",
                                  "Olivia", "Paul", "Rosa",  "Simon",  "Tuan",  "Zoé"};
constexpr const char* kLast[] = {"Bouchard", "Chen",  "Desjardins", "Evans",  "Fortin", "Gagné",
                                 "Hassan",   "Kelly", "Lavoie",     "Martin", "Nguyen", "Ouellet",
                                 "Patel",    "Roy",   "Singh",      "Taylor", "Wong"};
constexpr const char* kTeams[] = {"Ventes", "Support", "Kanata",  "Gatineau", "Orléans",
                                  "Nepean", "Projets", "Finance", "Atelier",  "Westboro"};
constexpr const char* kAreas[] = {"613", "819", "416", "514", "343", "438", "647", "905"};
constexpr const char* kLines[] = {"Bonjour! Êtes-vous ouverts samedi?",
                                  "Yes, from nine to five.",
                                  "Merci beaucoup!",
                                  "Can you send the invoice again?",
                                  "C'est envoyé.",
                                  "Running ten minutes late, sorry.",
                                  "Pas de problème, à tantôt.",
                                  "The delivery arrived, two boxes are missing.",
                                  "Je vérifie avec l'entrepôt et je vous reviens.",
                                  "Thanks, talk soon.",
                                  "On peut déplacer le rendez-vous à jeudi?",
                                  "Thursday works. 14 h?",
                                  "Parfait.",
                                  "Your order is ready for pickup at the counter.",
                                  "J'arrive dans quinze minutes.",
                                  "Could you call me when you have a moment?",
                                  "Le devis est accepté, on commence lundi.",
                                  "Great news!",
                                  "As-tu vu le courriel de Nadia?",
                                  "Not yet, I will look after lunch."};

template <size_t N>
const char* pick(const char* const (&from)[N], uint64_t random) {
  return from[random % N];
}

std::string digits(int64_t value, size_t width) {
  std::string text = std::to_string(value);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

std::string event_id(StreamPosition position) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id = "$h" + digits(position, kDigits);
  SeededRandom mixer(static_cast<uint64_t>(position));
  while (id.size() < 44) id += kAlphabet[mixer.next() % 52];
  return id;
}

// One conversation of the past: everything its events are made from.
struct Past {
  std::vector<std::string> members;  // user ids; the owner first
  std::string number;                // of a customer
  int64_t count = 0;
  Millis first_ms = 0;
  Millis last_ms = 0;
  StreamPosition first_position = 0;

  Millis at(size_t index) const {
    return count < 2 ? last_ms
                     : first_ms + (last_ms - first_ms) * static_cast<Millis>(index) / (count - 1);
  }
  Event make(size_t index) const;
  std::optional<size_t> index_of(std::string_view id) const;
};

std::string call_content(const Past& past, SeededRandom& random, const Event& event) {
  static constexpr CallOutcome kOutcomes[] = {CallOutcome::answered, CallOutcome::answered,
                                              CallOutcome::missed, CallOutcome::voicemail};
  const CallOutcome outcome = kOutcomes[random.below(4)];
  const bool is_voicemail = outcome == CallOutcome::voicemail;
  const bool out = !is_voicemail && random.below(2) == 0;
  const auto duration = static_cast<Millis>(5 + random.below(600)) * 1000;
  json::Writer content;
  content.begin_object().field("call_id", "past-" + std::to_string(event.position));
  content.field("direction", out ? "out" : "in").field("outcome", call_outcome_name(outcome));
  content.field("duration_ms", outcome == CallOutcome::answered ? duration : 0);
  content.field("number", past.number).field("started_ms", event.at_ms);
  if (is_voicemail) {
    content.key("voicemail").begin_object().field("duration_ms", duration / 10);
    content.field("transcript", pick(kLines, random.next())).end_object();
  }
  content.end_object();
  return content.take();
}

Event Past::make(size_t index) const {
  Event event;
  event.position = first_position + static_cast<StreamPosition>(index);
  event.id = event_id(event.position);
  event.at_ms = at(index);
  SeededRandom random(static_cast<uint64_t>(event.position) * 2654435761u);
  event.sender = members[random.below(members.size())];
  if (!number.empty() && random.below(7) == 0) {
    event.type = "org.interactions.call";
    event.sender = members[1];
    event.content = call_content(*this, random, event);
    return event;
  }
  event.type = "m.room.message";
  json::Writer content;
  content.begin_object().field("msgtype", "m.text");
  content.field("body", pick(kLines, random.next())).end_object();
  event.content = content.take();
  return event;
}

std::optional<size_t> Past::index_of(std::string_view id) const {
  if (!id.starts_with("$h") || id.size() != 44) return std::nullopt;
  StreamPosition position = 0;
  const auto [end, code] = std::from_chars(id.data() + 2, id.data() + 2 + kDigits, position);
  const bool is_mine = code == std::errc() && end == id.data() + 2 + kDigits &&
                       position >= first_position && position < first_position + count;
  if (!is_mine || event_id(position) != id) return std::nullopt;
  return static_cast<size_t>(position - first_position);
}

// Who the conversation of this rank is with, and its room.
struct Maker {
  Homeserver& server;
  const std::string& owner;
  std::vector<std::string> colleagues;
  json::Writer direct;  // m.direct of the owner, written at the end

  std::string open(size_t rank, Past& past) {
    past.members = {owner};
    if (rank % 20 == 7) return open_channel(rank, past);
    std::string peer;
    if (rank % 5 == 2) {
      peer = hire(rank);
    } else {
      past.number = "+1" + std::string(kAreas[rank % 8]) +
                    digits(200 + int64_t(rank) / 8 % 700, 3) +
                    digits(int64_t(rank * 7919 % 10'000), 4);
      peer = server.sms().ghost_of(past.number);
      server.name_ghost(past.number, past.number);
    }
    past.members.push_back(peer);
    const std::string room = server.add_direct(owner, peer);
    server.set_membership(*server.room_to_write(room), peer, peer, "join");
    direct.key(peer).begin_array().string(room).end_array();
    return room;
  }

  std::string hire(size_t rank) {
    const std::string name = std::string(pick(kFirst, rank / 5)) + " " + pick(kLast, rank / 100);
    colleagues.push_back(server.add_user("colleague" + std::to_string(rank), {}, name));
    return colleagues.back();
  }

  std::string open_channel(size_t rank, Past& past) {
    for (size_t i = 0; i < std::min<size_t>(colleagues.size(), 4); ++i) {
      past.members.push_back(colleagues[(rank + i * 7) % colleagues.size()]);
    }
    std::sort(past.members.begin() + 1, past.members.end());
    past.members.erase(std::unique(past.members.begin() + 1, past.members.end()),
                       past.members.end());
    return server.add_channel(std::string(pick(kTeams, rank / 20)) + " " + std::to_string(rank),
                              past.members);
  }
};

}  // namespace

size_t history_conversations(int64_t items) {
  return static_cast<size_t>(std::clamp<int64_t>(items / 100, items > 0 ? 1 : 0, 10'000));
}

std::vector<int64_t> history_shares(int64_t items) {
  return skewed_shares(items, history_conversations(items));
}

std::vector<int64_t> skewed_shares(int64_t items, size_t count) {
  std::vector<int64_t> shares(count, 0);
  if (count == 0) return shares;
  // Zipf's law, moved by an offset so that the first has a twentieth (or an even share, if more).
  const auto total = [count](double offset) {
    double sum = 0;
    for (size_t rank = 0; rank < count; ++rank) sum += 1 / (static_cast<double>(rank) + offset);
    return sum;
  };
  double low = 0.1;
  double high = 10'000;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (1 / middle / total(middle) > 0.05 ? low : high) = middle;
  }
  const double sum = total(low);
  int64_t left = items;
  for (size_t rank = 0; rank < count; ++rank) {
    const double share = 1 / (static_cast<double>(rank) + low) / sum;
    shares[rank] = std::max<int64_t>(1, static_cast<int64_t>(static_cast<double>(items) * share));
    left -= shares[rank];
  }
  for (size_t rank = 0; left != 0; rank = (rank + 1) % count) {
    const int64_t step = left > 0 ? 1 : shares[rank] > 1 ? -1 : 0;
    shares[rank] += step;
    left -= step;
  }
  return shares;
}

void add_history(Homeserver& server, const std::string& owner, int64_t items, Millis start) {
  const auto shares = history_shares(items);
  if (shares.empty()) return;
  server.run_due(start - kSpan - kDay);
  Maker maker{server, owner, {}, {}};
  maker.direct.begin_object();
  for (size_t rank = 0; rank < shares.size(); ++rank) {
    auto past = std::make_shared<Past>();
    const std::string room = maker.open(rank, *past);
    SeededRandom random(rank + 1);
    past->count = shares[rank];
    // The busy ones were active lately.
    past->last_ms = start - 2 * kDay - static_cast<Millis>(random.below(rank * kHour + kHour));
    past->first_ms = std::max(start - kSpan, past->last_ms - past->count * 3 * kHour);
    Backlog backlog;
    backlog.count = static_cast<size_t>(past->count);
    backlog.first_position = past->first_position = server.position() + 1;
    backlog.make = [past](size_t index) { return past->make(index); };
    backlog.index_of = [past](std::string_view id) { return past->index_of(id); };
    server.add_backlog(room, std::move(backlog));
    // Everything was read, but up to three items of each tenth conversation.
    const auto unread = random.below(10) == 0 ? static_cast<int64_t>(random.below(4)) : int64_t{0};
    const StreamPosition read =
        past->first_position + std::max<int64_t>(0, past->count - 1 - unread);
    Receipt& receipt = server.room_to_write(room)->receipts[owner];
    receipt = {event_id(read), false, past->last_ms, server.position()};
  }
  maker.direct.end_object();
  server.set_account_data(owner, "m.direct", maker.direct.take());
}

}  // namespace ix::sandbox
