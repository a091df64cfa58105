// SPDX-License-Identifier: Apache-2.0
// The provider contract: what the engine asks of a backend, in the model's terms.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "model/account.h"
#include "model/change_set.h"
#include "model/item_change.h"
#include "model/room.h"
#include "transport/http.h"

namespace ix::provider {

using CallId = uint64_t;  // 0: none

struct SignIn {
  std::string server;     // base URL as typed; the provider finds the real one
  std::string user;       // local name or full user id; may be empty with a token
  Secret password;        // either this
  Secret token;           // or this
  std::string device_id;  // of an earlier sign-in to the same account; empty: a new device
  std::string device_name = "Interactions";
};

struct Session {
  std::string server;  // normalised base URL
  std::string user_id;
  std::string device_id;
  std::string display_name;
  std::vector<AccountNumber> numbers;
  Credentials credentials;
};

struct Outgoing {
  std::string text;
  std::string key;       // travels as transaction id and inside the content
  std::string reply_to;  // remote id; empty: no reply
  // Uploaded already: `uri` is the backend's. `text` is the caption, and may be empty with it. At
  // most Capabilities::files_per_message.
  std::vector<Attachment> files = {};
};

// Bytes on their way to the backend.
struct Upload {
  std::string uri;  // from reserve_media(); empty where nothing is reserved
  std::string name;
  std::string mime;
  int64_t bytes = 0;
  // As HttpRequest::source: called until it has given `bytes`; an Error gives up.
  std::function<Result<size_t>(char* into, size_t size)> source;
};

// What a backend tells before the first byte of a download.
struct MediaHead {
  int64_t from = 0;    // where what follows begins: as asked, or 0 where it starts over
  int64_t total = -1;  // of the whole; -1: not said
  std::string mime;    // of what follows
};

struct Download {
  std::string uri;
  int64_t from = 0;       // what is here already; the rest is wanted
  int64_t max_bytes = 0;  // of the whole; more is RESPONSE_TOO_LARGE
  // Not 0: a small picture of it, about that size; MEDIA_GONE where the backend makes none.
  int32_t width = 0;
  int32_t height = 0;
  std::function<Status(const MediaHead&)> head;  // once, before the first piece
  std::function<Status(std::string_view)> sink;  // an Error ends the call with it
};

struct MediaLimits {
  int64_t max_file_bytes = 0;  // 0: not said
};

struct Edit {
  std::string item;  // remote id of the own message
  std::string text;
  std::string key;  // travels as transaction id and inside the content
};

struct Removal {
  // Remote ids of what is to go: what the user deleted, then what says the same once more (its
  // edits).
  std::vector<std::string> items;
  std::string key;  // of the transaction
};

struct Reaction {
  std::string item;  // remote id
  std::string reaction;
  std::string key;  // of the transaction
};

struct OpenDirect {
  std::string peer_user;
  bool is_sms = false;
  std::string create_key;  // travels inside the room, so that it is recognised
};

struct CreateRoom {
  NewRoom room;
  std::string create_key;  // travels inside the room, so that it is recognised
};

// Where history goes back from.
struct HistoryFrom {
  std::string token = {};  // of a gap, or of the page before
  // Without a token: an item that is stored, by its remote id. It may come again itself, nothing
  // between it and the page may be left out. NOT_FOUND when the backend does not know it (any
  // more), or does not show it to this user.
  std::string before = {};
};

// Facts a provider keeps about a route or the account between runs. Written through change sets
// (RouteChanges::memory, ChangeSet::memory); read back here, on the engine thread.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual std::string route(std::string_view remote_id) = 0;  // empty: none
  virtual std::string account(std::string_view key) = 0;      // empty: none
  // Remote id of the newest item of a route that the backend has placed; empty: none.
  virtual std::string newest_item(std::string_view remote_id) = 0;
  // Remote ids of the routes that are stored as joined or invited.
  virtual std::vector<std::string> present_routes() = 0;
};

struct Capabilities {
  // A send repeated with the same key has one effect, and the key comes back in the echo.
  bool client_keys = true;
  // Serialised content the backend takes in one message.
  int64_t max_content_bytes = 60'000;
  // edit(), remove() and react(): what there is of them, on each kind of route.
  ItemChanges changes = {};
  // mark_read(): the account's other devices see what was read here.
  bool read_markers = true;
  // set_flag(). Where there is none of it, it stays on this device.
  bool flags = true;
  // create_room(), join(), leave(), invite() and members().
  bool rooms = true;
  // A group may hold phone numbers, in E.164, besides colleagues.
  bool numbers_in_groups = false;
  // Messages may carry files; so many each.
  int32_t files_per_message = 1;
  // reserve_media() gives a URI before the bytes: an upload that is repeated after a lost reply
  // leaves one copy. Without it only upload() tells the URI.
  bool reserves_media = true;
  // Where changes() cannot wait for something to happen: how long to rest between two rounds.
  Millis poll_every_ms = 0;  // 0: it waits by itself
};

// One backend for one account. Lives on the engine thread; outlived by the HttpClient, Clock,
// Random, Logger and Memory it was given. Each call completes exactly once through its callback,
// from HttpClient::run(), or never after cancel(). Errors: the transport's, and SIGN_IN_REFUSED,
// SESSION_EXPIRED (renew, then repeat), SIGNED_OUT (the session is gone for good),
// NOT_A_HOMESERVER, BAD_RESPONSE, RATE_LIMITED, SERVER_ERROR, REFUSED, NO_ROUTE, TEXT_TOO_LARGE,
// NOT_FOUND, INVALID_CURSOR (a token the backend does not take).
class Provider {
 public:
  template <class T>
  using Done = std::function<void(Result<T>)>;
  using Part = std::function<Status(ChangeSet)>;

  virtual ~Provider() = default;
  virtual Capabilities capabilities() const = 0;

  virtual CallId sign_in(SignIn request, Done<Session> done) = 0;
  // The session that later calls use; from sign_in() or from an earlier run.
  virtual void set_session(const Session& session) = 0;
  virtual CallId refresh(Done<Credentials> done) = 0;
  virtual CallId sign_out(Done<void> done) = 0;

  // Everything after `token`, waiting up to `wait_ms` for something to
  // happen. The token in the change set continues from there. Without a token: everything there is,
  // and of the routes that Memory has as present and the backend no longer has, that they are left.
  // What does not fit into memory comes in parts: each but the last goes to `part`, which takes it
  // before it returns; they have no token, and only the last makes the others count as read. When
  // `part` fails the call ends with its error. A call that fails after some parts is repeated with
  // the same token.
  virtual CallId changes(std::string token, Millis wait_ms, Part part, Done<ChangeSet> done) = 0;
  // Older items of a route, newest first. With neither: from its newest item on.
  virtual CallId history(std::string remote_id, HistoryFrom from, int limit,
                         Done<HistoryPage> done) = 0;

  // The remote id of the new message. Safe to repeat with the same key.
  virtual CallId send(std::string remote_id, Outgoing message, Done<std::string> done) = 0;
  // The remote id of the edit, which changes() tells as a relation with the same key. Safe to
  // repeat with the same key.
  virtual CallId edit(std::string remote_id, Edit edit, Done<std::string> done) = 0;
  // Takes back messages and reactions, as far as the backend lets this user. Safe to repeat; what
  // is not there is gone.
  virtual CallId remove(std::string remote_id, Removal removal, Done<void> done) = 0;
  // The remote id of the own reaction, which is there once however often it is asked for.
  virtual CallId react(std::string remote_id, Reaction reaction, Done<std::string> done) = 0;
  // The user to open a direct route with, for a phone number in E.164. NO_ROUTE: none.
  virtual CallId resolve_number(std::string e164, Done<std::string> done) = 0;
  // Makes a channel or group that only this user is in: its remote id. What `room.people` is for is
  // that the room is known as theirs at once: nobody is invited by it. The core looks for the key
  // before it repeats this; a provider that can should have a repetition give the same room.
  // REFUSED with retry after_user_action: the address is taken.
  virtual CallId create_room(CreateRoom request, Done<std::string> done) = 0;
  // By an address that people are told, or a remote id: the remote id. Who is in is in.
  virtual CallId join(std::string address, Done<std::string> done) = 0;
  // Who is out is out. Repeatable.
  virtual CallId leave(std::string remote_id, Done<void> done) = 0;
  // Who is in or invited needs no other invitation. Repeatable.
  virtual CallId invite(std::string remote_id, std::string user, Done<void> done) = 0;
  // Who is in and who is invited, `limit` at most of them, and the number of all.
  virtual CallId members(std::string remote_id, int limit, Done<MemberList> done) = 0;
  // Makes a new direct route: its remote id. Not safe to repeat: see OpenDirect::create_key.
  virtual CallId open_direct(OpenDirect request, Done<std::string> done) = 0;
  // Joins; a direct invitation is noted as direct for the account's other devices. Repeatable.
  virtual CallId accept_invite(std::string remote_id, bool direct, std::string inviter,
                               Done<void> done) = 0;
  // The account's own read marker; a backend ignores one that would move it backwards. Repeatable.
  virtual CallId mark_read(std::string remote_id, std::string item, Done<void> done) = 0;
  // Repeatable; the last word counts.
  virtual CallId set_flag(std::string remote_id, RouteFlag flag, bool on, Done<void> done) = 0;
  virtual CallId search_people(std::string text, int limit,
                               Done<std::vector<PersonChange>> done) = 0;

  virtual CallId media_limits(Done<MediaLimits> done) = 0;
  // A URI for bytes to come. The backend forgets it after a while (MEDIA_GONE of the upload).
  virtual CallId reserve_media(Done<std::string> done) = 0;
  // The URI. Repeatable with the same bytes where it was reserved: what is there already is done.
  // FILE_TOO_LARGE, and whatever `source` returned.
  virtual CallId upload(Upload upload, Done<std::string> done) = 0;
  // Completes after the last piece. MEDIA_GONE (also: not there yet), MEDIA_DAMAGED (a page instead
  // of a file, or fewer bytes than told), RESPONSE_TOO_LARGE, and whatever `head` or `sink`
  // returned.
  virtual CallId download(Download download, Done<void> done) = 0;

  virtual void cancel(CallId call) = 0;  // an unknown or finished id is fine
};

// What a provider is made of. All of it outlives the provider.
struct Surroundings {
  transport::HttpClient& http;
  Memory& memory;
  Clock& clock;
  const Logger& log;
};
// Makes the provider of one kind of backend; never null.
using Factory = std::function<std::unique_ptr<Provider>(const Surroundings&)>;

}  // namespace ix::provider
