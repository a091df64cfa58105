// SPDX-License-Identifier: Apache-2.0
#include "engine/session_keeper.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "engine/engine.h"
#include "support/fake_http.h"

namespace ix::engine {
namespace {

// One account folder, opened by engines that keep their tokens in a file; no server.
class Folder {
 public:
  Folder()
      : path_((std::filesystem::temp_directory_path() / ("ix-session-" + SystemRandom().uuid()))
                  .string()) {}
  ~Folder() { std::filesystem::remove_all(path_); }
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

}  // namespace
}  // namespace ix::engine
