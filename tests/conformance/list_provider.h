// SPDX-License-Identifier: Apache-2.0
// A provider for the ListServer, as somebody with a backend of their own would write it: the proof
// that the contract carries a service without tokens and without client keys.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "provider/provider.h"

namespace ix::conformance {

// Engine thread only; outlived by all it is given. Each round of changes lists the rooms and the
// newest messages of each; what the store has already, it recognises by its id.
class ListProvider final : public provider::Provider {
 public:
  explicit ListProvider(const provider::Surroundings& given)
      : http_(given.http), memory_(given.memory) {}
  ~ListProvider() override;

  provider::Capabilities capabilities() const override;
  provider::CallId sign_in(provider::SignIn request, Done<provider::Session> done) override;
  void set_session(const provider::Session& session) override { session_ = session; }
  provider::CallId refresh(Done<Credentials> done) override;
  provider::CallId sign_out(Done<void> done) override;
  provider::CallId changes(std::string token, Millis wait_ms, Part part,
                           Done<ChangeSet> done) override;
  provider::CallId history(std::string remote_id, provider::HistoryFrom from, int limit,
                           Done<HistoryPage> done) override;
  provider::CallId send(std::string remote_id, provider::Outgoing message,
                        Done<std::string> done) override;
  // Its service has nothing of the kind: the core does not ask.
  provider::CallId edit(std::string, provider::Edit, Done<std::string>) override { return 0; }
  provider::CallId remove(std::string, provider::Removal, Done<void>) override { return 0; }
  provider::CallId react(std::string, provider::Reaction, Done<std::string>) override { return 0; }
  provider::CallId resolve_number(std::string e164, Done<std::string> done) override;
  provider::CallId open_direct(provider::OpenDirect request, Done<std::string> done) override;
  provider::CallId accept_invite(std::string remote_id, bool direct, std::string inviter,
                                 Done<void> done) override;
  provider::CallId create_room(provider::CreateRoom, Done<std::string>) override { return 0; }
  provider::CallId join(std::string, Done<std::string>) override { return 0; }
  provider::CallId leave(std::string, Done<void>) override { return 0; }
  provider::CallId invite(std::string, std::string, Done<void>) override { return 0; }
  provider::CallId members(std::string, int, Done<MemberList>) override { return 0; }
  provider::CallId mark_read(std::string, std::string, Done<void>) override { return 0; }
  provider::CallId set_flag(std::string, RouteFlag, bool, Done<void>) override { return 0; }
  provider::CallId search_people(std::string text, int limit,
                                 Done<std::vector<PersonChange>> done) override;
  provider::CallId media_limits(Done<provider::MediaLimits> done) override;
  // Nothing is reserved: the core does not ask.
  provider::CallId reserve_media(Done<std::string>) override { return 0; }
  provider::CallId upload(provider::Upload upload, Done<std::string> done) override;
  provider::CallId download(provider::Download download, Done<void> done) override;
  void cancel(provider::CallId call) override;

 private:
  using Reply = std::function<void(Result<json::Document>)>;
  struct Round;

  transport::HttpRequest file_request(const char* method, const std::string& path) const;
  // A request of the session: user, key and "do" are written, the caller adds the rest.
  std::unique_ptr<json::Writer> asking(std::string_view what) const;
  void ask(provider::CallId call, std::unique_ptr<json::Writer> body, Reply reply);
  void list_next(const std::shared_ptr<Round>& round);
  RouteChange route_of(json::Value room) const;
  Item item_of(json::Value entry) const;
  void read_items(json::Value reply, std::vector<RemoteItem>& items,
                  std::vector<RelationChange>& relations) const;

  transport::HttpClient& http_;
  provider::Memory& memory_;
  provider::Session session_;
  provider::CallId last_ = 0;
  std::map<provider::CallId, transport::RequestId> running_;
};

}  // namespace ix::conformance
