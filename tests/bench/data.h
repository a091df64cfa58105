// SPDX-License-Identifier: Apache-2.0
// The account that everything is measured on: made from one seed, written by the store's own
// ingest.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/store.h"

namespace ix::bench {

struct Scale {
  int64_t items = 0;
  size_t conversations = 0;
  size_t contacts = 0;

  static Scale full() { return {1'000'000, 10'000, 50'000}; }
  // As few items as there are in a new account, with a full page for each list.
  static Scale small() { return {1'000, 400, 500}; }
};

// The newest item is that old; the account's clock does not matter to what is measured.
constexpr Millis kNewest = 1'750'000'000'000;

// What is sent and comes in.
inline const std::string kMessage = "Merci, the delivery is confirmed for Thursday at two.";

enum class Peer { channel, colleague, customer };

// One conversation of the plan, by its rank: 0 is the busiest. 15 % are channels, 30 % colleagues,
// the rest customers with a number, whose calls stand in the same route.
struct Plan {
  size_t rank = 0;
  Peer peer = Peer::customer;
  int64_t count = 0;
  Millis last_ms = 0;
  Millis step_ms = 0;

  std::string remote_id() const;
  std::string user() const;    // of a colleague or a customer's ghost
  std::string number() const;  // of a customer
  RouteChange route() const;
  // The same for the same index. 0 is the oldest.
  RemoteItem item(int64_t index) const;
};

// Single-threaded. The same scale gives the same data, byte for byte but for ids of the outbox.
class Generator {
 public:
  explicit Generator(const Scale& scale);

  const std::vector<Plan>& plans() const { return plans_; }
  // Pages of at most 50 items a conversation, all conversations in turn, as a first sync and the
  // filling of its gaps would bring them: neighbours in a thread are no neighbours in the file.
  Status fill(store::Store& store, const std::function<void(int64_t)>& progress) const;
  // One of those pages: items from `from` on of every conversation that has so many.
  ChangeSet page(int64_t from) const;
  static constexpr int64_t kPageItems = 50;
  // Four routes of one person; `source_id` is the contact's.
  static constexpr const char* kFourRoutes = "four-routes";
  // A number whose route holds at least `items` items and belongs to no contact, or the busiest.
  const Plan& unclaimed_customer(int64_t items) const;

 private:
  Status fill_people(store::Store& store) const;
  Status fill_contacts(store::Store& store) const;

  Scale scale_;
  std::vector<Plan> plans_;
};

// A store in `folder` (made when missing), for filling and for what has no C function.
class OpenStore {
 public:
  explicit OpenStore(const std::string& folder);
  store::Store& operator*() { return *store_; }
  store::Store* operator->() { return store_.get(); }

 private:
  SystemClock clock_;
  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  std::unique_ptr<store::Store> store_;
};

// Ends the program with the message: a benchmark has nobody to hand an error to.
[[noreturn]] void give_up(const std::string& why);
void must(const Status& status);
template <class T>
T must(Result<T> result) {
  if (!result.ok()) give_up(result.error().message);
  return result.take();
}

}  // namespace ix::bench
