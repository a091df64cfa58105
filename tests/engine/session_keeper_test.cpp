// SPDX-License-Identifier: Apache-2.0
#include "engine/session_keeper.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "engine/engine.h"
#include "provider/matrix/matrix_provider.h"
#include "support/fake_http.h"
#include "support/fault_vfs.h"

namespace ix::engine {
namespace {

// One account folder, opened by engines that keep their tokens in a file; no server.
class Folder {
 public:
  Folder()
      : path_((std::filesystem::temp_directory_path() / ("ix-session-" + SystemRandom().uuid()))
                  .string()) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string credentials() const { return path_ + "/credentials"; }

  std::unique_ptr<Engine> open() {
    EngineConfig config;
    config.folder = path_;
    config.credentials = CredentialPolicy::file;
    auto engine = Engine::open(
        config, {clock_, random_, files_, log_, executor_, std::make_unique<test::FakeHttp>(), {}});
    REQUIRE(engine.ok());
    return engine.take();
  }

 private:
  std::string path_;
  SystemClock clock_;
  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  ManualExecutor executor_;
};

SessionState session_of(Engine& engine) {
  auto account = engine.store().account();
  REQUIRE(account.ok());
  return account->session;
}

void sign_in(Engine& engine) {
  Account account;
  account.server = "https://pbx.test";
  account.user_id = "@ana:pbx.test";
  REQUIRE(engine.store().signed_in(account).ok());
}

TEST_CASE("an account whose credential file is gone says that it is signed out") {
  Folder folder;
  sign_in(*folder.open());
  const auto engine = folder.open();
  CHECK(session_of(*engine) == SessionState::signed_out);
}

TEST_CASE("an account whose credential file is damaged says that it is signed out") {
  Folder folder;
  sign_in(*folder.open());
  SystemFileSystem files;
  REQUIRE(files.write_private(folder.credentials(), Secret("half a fi")).ok());
  const auto engine = folder.open();
  CHECK(session_of(*engine) == SessionState::signed_out);
}

// A keeper on a store of its own.
struct NoMemory final : provider::Memory {
  std::string route(std::string_view) override { return {}; }
  std::string account(std::string_view) override { return {}; }
  std::string newest_item(std::string_view) override { return {}; }
  std::vector<std::string> present_routes() override { return {}; }
};

TEST_CASE("a session that ends while the disk is full is stored as soon as there is room") {
  testing::FaultVfs vfs("ix-session-test");
  Folder folder;
  SystemClock clock;
  SystemRandom random;
  SystemFileSystem files;
  const Logger log;
  auto store = store::Store::open({folder.path(), vfs.name()}, {clock, random, files, log});
  REQUIRE(store.ok());
  test::FakeHttp http;
  NoMemory memory;
  provider::matrix::MatrixProvider provider(http, memory, clock, log);
  const EngineConfig config;
  EventQueue events;
  SessionKeeper keeper(config, files, log, provider, **store, events);
  const auto stored = [&store] {
    auto account = (*store)->account();
    REQUIRE(account.ok());
    return account->session;
  };
  provider::Session session;
  session.server = "https://pbx.test";
  session.user_id = "@ana:pbx.test";
  REQUIRE(keeper.adopt(session).ok());

  vfs.set_disk_full(true);
  CHECK_FALSE(keeper.forget(SessionState::expired, Error(ErrorCode::SIGNED_OUT)).ok());
  CHECK(stored() == SessionState::signed_in);  // it cannot be told yet
  keeper.tick();
  CHECK(stored() == SessionState::signed_in);
  vfs.set_disk_full(false);
  CHECK(events.poll(0).ok());
  keeper.tick();
  CHECK(stored() == SessionState::expired);
  auto told = events.poll(0);
  REQUIRE(told.ok());
  CHECK(told->size() == 1);  // the account's page says something new
}

}  // namespace
}  // namespace ix::engine
