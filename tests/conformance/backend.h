// SPDX-License-Identifier: Apache-2.0
// What the kit asks of a backend under test: people, a way to reach it, and hands on its far side.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/item.h"
#include "provider/provider.h"

namespace ix::conformance {

// What not every kind of backend has. A case that needs one which is missing is "n/a".
enum class Can {
  refuse_tokens,     // changes() goes on from a token, and a wrong one is refused
  client_keys,       // Capabilities::client_keys
  invitations,       // a direct route waits for an answer
  membership,        // others take someone out of a channel
  permissions,       // a channel in which only some may write
  rename,            // a channel's title can change
  open_direct,       // the client can make a direct route
  rooms,             // the client makes, joins and leaves channels: Capabilities::rooms
  sms,               // numbers have routes
  delivery,          // the carrier reports
  calls,             // call records in the timeline
  edits,             // others change what they wrote
  deletions,         // others take back what they wrote
  reactions,         // others react
  item_changes,      // the client itself can do all three: Capabilities::changes
  typing,            // others are seen writing
  read_markers,      // own read markers are shared by the account's devices
  settings,          // own flags and read markers can be written, and reach other devices
  peer_reads,        // what the peer has read is told
  replies,           // a message may answer another one
  other_kinds,       // a timeline holds what the model has no word for
  long_poll,         // changes() waits for something to happen
  several_sessions,  // one person, two devices, each signed in by itself
  remote_end,        // a session can be ended from elsewhere
  expiry,            // a session runs out and can be renewed
  rate_limit,        // too many sends are refused for a while
  reservations,      // Capabilities::reserves_media
  several_files,     // Capabilities::files_per_message above 1
  recordings,        // a voicemail can be heard
  broken_wire,       // fault(): a real connection that breaks at any byte
};

struct Person {
  std::string server;
  std::string user;  // as typed at a sign-in
  std::string password;
  std::string id;    // the backend's
  std::string name;  // as others see it
};

// What a backend holds about one message.
struct Marks {
  int edits = 0;
  bool deleted = false;
  std::vector<std::string> reactions;  // "<user> <key>", in order
};

// People with a server of their own kind.
enum class Account { normal, expiring, limited };

// Owns the far side. Everything happens before a call returns, as far as the backend's own people
// are concerned; what a backend does later (a bridge, a carrier) the cases wait for. Remote ids are
// those of the provider's change sets; empty: it could not be done, which fails the case.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual const char* name() const = 0;
  // Why this cannot be had here, for the table; empty: it can.
  virtual std::string lacks(Can what) const = 0;

  virtual provider::Factory factory() = 0;
  // A connection of one device.
  virtual std::unique_ptr<transport::HttpClient> network() = 0;
  virtual Clock& clock() = 0;
  // Somebody nobody knows yet. Names are unique.
  virtual Person person(const std::string& name, Account kind = Account::normal) = 0;
  // An address where nothing of the kind answers.
  virtual std::string wrong_address() = 0;

  // --- what others do; all people named have joined, unless it says otherwise
  virtual std::string direct(const Person& from, const Person& to) = 0;
  virtual std::string invite(const Person& from, const Person& to) = 0;  // `to` has not joined
  virtual bool withdraw(const Person& from, const Person& to, const std::string& route) = 0;
  virtual std::string channel(const std::string& title, const std::vector<Person>& people,
                              bool only_first_writes = false) = 0;
  // Where the channel with this public name is joined by people of `of`'s kind.
  virtual std::string address(const std::string& alias, const Person& of) = 0;
  virtual bool ban(const Person& who, const Person& whom, const std::string& route) = 0;
  virtual bool rename(const Person& who, const std::string& route, const std::string& title) = 0;
  virtual bool take_out(const Person& who, const Person& whom, const std::string& route) = 0;
  virtual std::string say(const Person& who, const std::string& route, const std::string& text) = 0;
  virtual std::string reply(const Person& who, const std::string& route, const std::string& item,
                            const std::string& text) = 0;
  virtual std::string odd(const Person& who, const std::string& route) = 0;  // no known kind
  virtual bool edit(const Person& who, const std::string& route, const std::string& item,
                    const std::string& text) = 0;
  virtual bool remove(const Person& who, const std::string& route, const std::string& item) = 0;
  virtual bool react(const Person& who, const std::string& route, const std::string& item) = 0;
  virtual bool type(const Person& who, const std::string& route) = 0;
  virtual bool read(const Person& who, const std::string& route, const std::string& item) = 0;
  virtual std::string sms(const std::string& number, const Person& to, const std::string& text) = 0;
  virtual std::string call(const std::string& number, const Person& to, const Call& call) = 0;
  // A voicemail in the route of the number, with a recording: a WAV file.
  virtual std::string voicemail(const std::string& number, const Person& to,
                                const std::string& recording) = 0;
  virtual bool carrier_refuses(const std::string& number) = 0;
  // The gateway takes no more texts to a number that texted STOP, until it texts START.
  virtual bool gateway_honours_stop(const std::string& number) = 0;
  virtual bool no_such_number(const std::string& number) = 0;
  virtual bool end_sessions(const Person& whom) = 0;

  // The next transfer of a file by way of this address meets the fault: "upload cut", "upload
  // answer lost", "download page", "download cut", "download reset". Empty: it could not be done.
  virtual std::string fault(const std::string&) { return {}; }

  // What the backend itself holds of a route, oldest first: the judge of lost and doubled messages.
  virtual std::vector<std::string> texts(const Person& who, const std::string& route) = 0;
  // The same of what was done to one of them.
  virtual Marks marks(const Person& who, const std::string& route, const std::string& item) = 0;
};

}  // namespace ix::conformance
