// SPDX-License-Identifier: Apache-2.0
// A Matrix homeserver in memory: the part of the client-server API that the SDK uses, as a pure
// function of what was asked and when. No thread, no clock, no socket: a front or a simulator owns
// those. Where it differs from Synapse, Synapse is right.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_reader.h"
#include "model/item.h"
#include "sandbox/media_store.h"
#include "sandbox/request.h"
#include "sandbox/room.h"
#include "sandbox/sms_bridge.h"

namespace ix::sandbox {

struct SyncFilter;

struct HomeserverOptions {
  std::string name = "pbx.test";
  // Access tokens end after this when the client asked for a refresh token.
  Millis token_lifetime_ms = 300'000;
  // How long a colleague or a ghost takes to accept an invitation.
  Millis join_delay_ms = 400;
  size_t max_event_bytes = 65'536;
  // Messages a second from one person, of which twice as many may come at once; 0: no limit.
  int messages_per_second = 0;
  int64_t max_upload_bytes = 256LL << 20;  // of one file
  int64_t max_media_bytes = 512LL << 20;   // of all of them: they are kept in memory
};

// A file that somebody of the company sends.
struct SharedFile {
  std::string name;
  std::string mime;
  std::string bytes;
  int64_t width = 0;  // of a picture
  int64_t height = 0;
};

// An answer, or nullopt: a long poll that has nothing to say yet. The caller asks again, with the
// time it has waited, when position() has moved or the poll's timeout is over.
using Reply = std::optional<transport::HttpResponse>;

// One thread. Same calls in the same order give the same bytes: ids come from a counter.
class Homeserver {
 public:
  explicit Homeserver(HomeserverOptions options = {});
  ~Homeserver();
  Homeserver(const Homeserver&) = delete;
  Homeserver& operator=(const Homeserver&) = delete;

  // `now` is wall time and may jump; work that is due by then is done first.
  Reply handle(const Request& request, Millis now, Millis waited_ms = 0);
  // Grows with everything that a sync could show.
  StreamPosition position() const { return position_; }
  // When run_due() has something to do; nullopt: nothing is planned.
  std::optional<Millis> next_due() const;
  void run_due(Millis now);
  void later(Millis at, std::function<void()> work);

  // --- the company, and what others do (people.cpp); `now` is the time of the last handle() or
  // run_due(). Ids that do not exist are a caller's defect: they give an empty id.
  std::string add_user(std::string_view local_name, std::string_view password,
                       std::string_view display_name, bool accepts_invites = true);
  std::string add_channel(std::string_view name, const std::vector<std::string>& members);
  // "#local:server" leads to the room; nobody is told of it by an event. False: it is taken.
  bool add_alias(std::string_view local, const std::string& room);
  std::string add_direct(const std::string& from, const std::string& to);
  // An upgrade, in Synapse's two steps: a new room of `by` that names the old one as what it
  // continues (with its name and join rule; nobody else is in it yet), then the old room's
  // tombstone.
  std::string continue_room(const std::string& old_room, const std::string& by);
  void close_room(const std::string& old_room, const std::string& heir, const std::string& by);
  // Adds a room to the user's m.direct, as a client does.
  void note_direct(const std::string& user, const std::string& peer, const std::string& room);
  // The newest room that only these two are in; empty when there is none.
  std::string direct_room(const std::string& one, const std::string& other) const;
  std::string post_message(const std::string& room, const std::string& sender,
                           std::string_view text);
  // With a file; empty also when there is no memory left for it.
  std::string post_file(const std::string& room, const std::string& sender, const SharedFile& file,
                        std::string_view caption);
  // The URI of a file that is kept, and of a recording of that length.
  std::string store_file(const std::string& owner, std::string_view name, std::string_view mime,
                         std::string bytes);
  std::string store_recording(const std::string& owner, Millis length);
  // Nobody has the file any more.
  void lose_file(std::string_view uri) { media_.remove(uri.substr(uri.rfind('/') + 1)); }
  const MediaStore& media() const { return media_; }
  void set_max_upload(int64_t bytes) { options_.max_upload_bytes = bytes; }
  std::string post_edit(const std::string& room, const std::string& sender,
                        const std::string& target, std::string_view text);
  std::string post_reaction(const std::string& room, const std::string& sender,
                            const std::string& target, std::string_view key);
  std::string post_redaction(const std::string& room, const std::string& sender,
                             const std::string& target);
  std::string post_call(const std::string& room, const std::string& sender, const Call& call);
  std::string post_event(const std::string& room, const std::string& sender, std::string_view type,
                         std::string_view content,
                         std::optional<std::string_view> state_key = std::nullopt);
  // Older events, made when they are read; their positions follow the present one. Once a room.
  void add_backlog(const std::string& room, Backlog backlog);
  // Everyone in the room sees `user` writing, until it is said to have ended.
  void set_typing(const std::string& room, const std::string& user, bool is_typing);
  // The display name of a number; before its first message.
  void name_ghost(std::string_view e164, std::string_view name);
  // A text from outside: into the newest room that `to` shares with the ghost, else into a new one
  // that invites `to`.
  std::string post_sms(std::string_view from_e164, const std::string& to, std::string_view text);
  // The room of that rule; empty when the number cannot be reached.
  std::string sms_room(std::string_view from_e164, const std::string& to);
  // No sync of the user tells of the room any more, until it is joined again.
  void forget_room(const std::string& user, const std::string& room);
  void mark_read(const std::string& room, const std::string& user, const std::string& event);
  void set_account_data(const std::string& user, const std::string& type, std::string content);
  // Ends every session of the user; `soft`: the client may sign in again and keep its data.
  void end_sessions(const std::string& user, bool soft);
  // Ends every session and membership of the user, who can never sign in again.
  void deactivate(const std::string& user);
  SmsBridge& sms() { return sms_; }
  const SmsBridge& sms() const { return sms_; }

  // Told of every event, the last part of append(). It may plan work with later(), and may not
  // append itself.
  void set_observer(std::function<void(Room&, const Event&)> observer) {
    observer_ = std::move(observer);
  }
  bool is_signed_in(std::string_view user) const;

  // --- what happened, for tests and for a front's log
  const std::map<std::string, std::unique_ptr<Room>>& rooms() const { return rooms_; }
  const Room* room(std::string_view id) const;
  Room* room_to_write(std::string_view id) { return find_room(id); }
  std::string user_id(std::string_view local_name) const;
  Millis now() const { return now_; }
  // Puts an event into the stream; everything that is sent ends here.
  const Event& append(Room& room, Event event);
  void set_membership(Room& room, const std::string& sender, const std::string& user,
                      std::string_view membership, bool is_direct = false);

 private:
  struct Datum {
    std::string content;
    StreamPosition position = 0;
  };
  struct Device {
    std::string id;
    // (room, type, transaction id) -> event id; gone with a sign-out.
    std::map<std::string, std::string> sent;
  };
  struct User {
    std::string id;
    std::string password;
    std::string display_name;
    bool accepts_invites = false;
    bool is_ghost = false;
    bool deactivated = false;
    std::map<std::string, std::unique_ptr<Device>> devices;
    // (room, or empty for the account; type)
    std::map<std::pair<std::string, std::string>, Datum> account_data;
    std::vector<std::string> filters;
    // Own override rules: id and content, newest first.
    std::vector<std::pair<std::string, std::string>> push_rules;
    std::set<std::string> forgotten;  // rooms
    Millis messages_until = 0;        // what was sent uses the limit up to then
  };
  struct Token {
    User* user = nullptr;
    std::string device;
    Millis expires_ms = 0;     // 0: never
    std::string used_refresh;  // the refresh token that made it: dropped at this token's first use
    bool ended_softly = false;
  };
  // One request while it is answered.
  struct Exchange {
    Exchange(const Request& asked, Millis waited) : request(asked), waited_ms(waited) {}
    const Request& request;
    Millis waited_ms;
    std::vector<std::string_view> arguments;  // the path segments that stand for something
    json::Value body;
    User* user = nullptr;
    Device* device = nullptr;
    std::string token;
  };
  using Handler = Reply (Homeserver::*)(Exchange&);
  struct Endpoint;
  struct RoomSync;
  static const std::vector<Endpoint>& endpoints();

  // homeserver.cpp
  Reply dispatch(const Request& request, Millis waited_ms);
  std::optional<transport::HttpResponse> authenticate(Exchange& call);
  std::string next_id(char sigil, size_t length);
  StreamPosition advance() { return ++position_; }
  User* find_user(std::string_view id);
  Room* find_room(std::string_view id);
  // The room an endpoint names, when the caller is in it; else `problem` is the reply.
  Room* joined_room(Exchange& call, Reply& problem);
  Room& new_room(const std::string& creator);

  // session.cpp
  Reply versions(Exchange& call);
  Reply login_flows(Exchange& call);
  Reply login(Exchange& call);
  Reply refresh(Exchange& call);
  Reply logout(Exchange& call);
  Reply logout_all(Exchange& call);
  Reply whoami(Exchange& call);
  void end_device(User& user, const std::string& device);
  transport::HttpResponse issue(User& user, const std::string& device, bool refreshable,
                                const std::string& used_refresh, bool is_login);

  // rooms.cpp
  Reply create_room(Exchange& call);
  // What speaks against the alias of a room that is asked for.
  Reply alias_problem(json::Value alias) const;
  Reply find_alias(Exchange& call);
  Reply join(Exchange& call);
  Reply invite(Exchange& call);
  Reply leave(Exchange& call);
  Reply forget(Exchange& call);
  Reply joined_rooms(Exchange& call);
  Reply members(Exchange& call);
  void plan_join(Room& room, User& user);

  // timeline.cpp
  Reply send(Exchange& call);
  Reply redact(Exchange& call);
  Reply put_state(Exchange& call);
  Reply get_state(Exchange& call);
  Reply messages(Exchange& call);
  Reply context(Exchange& call);
  Reply relations(Exchange& call);
  // What speaks against an event that is about another one.
  Reply relation_problem(const Room& room, const Exchange& call, std::string_view type) const;
  Reply get_event(Exchange& call);
  Reply read_markers(Exchange& call);
  Reply receipt(Exchange& call);
  Reply typing(Exchange& call);
  // The reply to one who sends too fast; counts the message when it may pass.
  Reply message_limit(User& user);
  bool put_receipt(Room& room, const std::string& user, const std::string& event, bool is_private);
  const Event& apply_redaction(Room& room, Event redaction, const std::string& target);

  // sync.cpp
  Reply sync(Exchange& call);
  Reply put_filter(Exchange& call);
  Reply get_filter(Exchange& call);
  bool write_joined_room(json::Writer& writer, const Room& room, const RoomSync& sync);
  void write_room_account_data(json::Writer& writer, const User& user, std::string_view room,
                               StreamPosition since, const SyncFilter& filter) const;
  bool has_account_data(const User& user, std::string_view room, StreamPosition since) const;

  // people_api.cpp
  Reply profile(Exchange& call);
  Reply user_directory(Exchange& call);
  Reply put_account_data(Exchange& call);
  Reply get_account_data(Exchange& call);
  Reply get_tags(Exchange& call);
  Reply change_tag(Exchange& call);
  Reply put_push_rule(Exchange& call);
  Reply delete_push_rule(Exchange& call);
  void write_push_rules(User& user);
  Reply thirdparty_protocols(Exchange& call);
  Reply thirdparty_user(Exchange& call);

  // media_api.cpp
  Reply media_config(Exchange& call);
  Reply media_create(Exchange& call);
  Reply media_upload(Exchange& call);
  Reply media_put(Exchange& call);
  Reply media_download(Exchange& call);
  Reply media_thumbnail(Exchange& call);
  Reply upload_problem(const Exchange& call) const;
  void fill_media(Media& media, const Exchange& call);
  // Null: `problem` is the reply, or nothing yet.
  Media* media_asked_for(const Exchange& call, Reply& problem);
  std::string media_uri(const std::string& id) const;

  friend class SmsBridge;
  User& ensure_ghost(const std::string& id, std::string_view display_name);

  HomeserverOptions options_;
  Millis now_ = 0;
  StreamPosition position_ = 1;  // a token of 0 would mean "from the beginning"
  uint64_t id_counter_ = 0;
  std::map<std::string, std::unique_ptr<User>> users_;
  std::map<std::string, std::unique_ptr<Room>> rooms_;
  std::map<std::string, std::string> aliases_;   // "#local:server" -> room
  std::map<std::string, Token> tokens_;          // by access token
  std::map<std::string, Token> refresh_tokens_;  // by refresh token
  std::multimap<Millis, std::function<void()>> due_;
  MediaStore media_;
  SmsBridge sms_;
  std::function<void(Room&, const Event&)> observer_;
};

// Answers as Synapse words them.
transport::HttpResponse json_reply(int status, std::string body);
transport::HttpResponse error_reply(int status, std::string_view code, std::string_view message);

}  // namespace ix::sandbox
