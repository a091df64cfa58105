// SPDX-License-Identifier: Apache-2.0
// Permissions over the end of a process, and sources where a conversation takes no files.
#include <doctest/doctest.h>
#include <interactions/permission.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"
#include "support/fake_http.h"
#include "support/process.h"

namespace ix::testing {
namespace {

template <class T>
T take(Result<T> result) {
  REQUIRE(result.ok());
  return result.take();
}

using Input = PermissionInput;
using Step = PermissionStep;

// One process of an app that was never signed in.
class Process {
 public:
  explicit Process(const std::string& folder) {
    clock.now = 1'750'000'000'000;
    engine::EngineConfig config;
    config.folder = folder;
    config.sync_mode = engine::SyncMode::on_demand;
    engine_ = take(engine::Engine::open(
        config,
        {clock, random_, files_, log_, executor_, std::make_unique<test::FakeHttp>(), {}, {}}));
  }

  // What Android says of a camera that is not granted.
  Status start(Input camera = Input::not_granted) {
    return engine_->set_sources({{Source::camera, true, camera}, {Source::files, false, {}}});
  }
  Step request(Source source = Source::camera) { return take(engine_->request_source(source)); }
  Step answer(Input input) { return take(engine_->answer_permission(Source::camera, input)); }
  // State and step of the camera, and since when.
  std::vector<int64_t> camera() {
    const query::Page page = take(engine_->sources("", ""));
    const auto* row = page.row<ix_row_source>(IX_TABLE_SOURCE, 0);
    return {row->state, row->step, row->since_ms};
  }
  // The sources that events told of since the last time.
  std::vector<std::string> told() {
    std::vector<std::string> names;
    for (const engine::Event& event : take(engine_->events().poll(0))) {
      if (event.kind == engine::EventKind::permission_needed) names.push_back(event.from);
    }
    return names;
  }
  engine::Engine& engine() { return *engine_; }

  HandClock clock;

 private:
  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  ManualExecutor executor_;
  std::unique_ptr<engine::Engine> engine_;
};

// Runs `body` in a process that the system kills when it is done; nothing is closed.
void in_killed_process(const std::string& folder, const std::function<void(Process&)>& body) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Process process(folder);
    body(process);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
}

using Names = std::vector<std::string>;

TEST_CASE("permissions: killed under the system's dialog, the answer comes to the next process") {
  const test::TempFolder folder;
  in_killed_process(folder.path(), [](Process& app) {
    (void)app.start();
    (void)app.request();
    (void)app.answer(Input::go_on);
    (void)app.answer(Input::done);
  });
  Process app(folder.path());
  // First thing: nothing was said of the platform yet.
  CHECK(app.told() == Names{"camera"});
  CHECK(app.camera() == std::vector<int64_t>{IX_PERMISSION_ASKED, IX_STEP_WAIT, app.clock.now});
  CHECK(app.answer(Input::granted) == Step::open);
  CHECK(app.told() == Names{"camera"});
  REQUIRE(app.start(Input::granted).ok());
  CHECK(app.camera()[1] == IX_STEP_OPEN);
  CHECK(app.answer(Input::done) == Step::none);
  CHECK(app.request() == Step::open);
}

TEST_CASE("permissions: killed under the system's dialog, and it never answers") {
  const test::TempFolder folder;
  in_killed_process(folder.path(), [](Process& app) {
    (void)app.start();
    (void)app.request();
    (void)app.answer(Input::go_on);
  });
  Process app(folder.path());
  REQUIRE(app.start().ok());
  CHECK(app.camera()[1] == IX_STEP_WAIT);
  app.clock.now += 5000;
  CHECK(app.request() == Step::ask);
  CHECK(app.camera()[2] == app.clock.now);
}

TEST_CASE("permissions: an explanation comes again, what was to be opened does not") {
  const test::TempFolder folder;
  in_killed_process(folder.path(), [](Process& app) {
    (void)app.start();
    (void)app.request();
  });
  in_killed_process(folder.path(), [](Process& app) {
    if (app.told() != Names{"camera"}) _exit(1);
    if (app.answer(Input::go_on) != Step::ask) _exit(2);
    if (app.answer(Input::granted) != Step::open) _exit(3);
  });
  Process app(folder.path());
  CHECK(app.told().empty());
  CHECK(app.camera() == std::vector<int64_t>{IX_PERMISSION_GRANTED, IX_STEP_NONE, 0});
}

TEST_CASE("permissions: what was refused is remembered, and never asked for by itself") {
  const test::TempFolder folder;
  in_killed_process(folder.path(), [](Process& app) {
    (void)app.start();
    (void)app.request();
    (void)app.answer(Input::go_on);
    (void)app.answer(Input::denied);
    (void)app.request();
    (void)app.answer(Input::go_on);
    (void)app.answer(Input::blocked);
    (void)app.answer(Input::not_now);
  });
  Process app(folder.path());
  CHECK(app.told().empty());
  REQUIRE(app.start().ok());
  CHECK(app.camera()[0] == IX_PERMISSION_BLOCKED);
  CHECK(app.request() == Step::settings);
}

TEST_CASE("permissions: files need none, also in another process") {
  const test::TempFolder folder;
  Process app(folder.path());
  const auto refused = app.engine().request_source(Source::files);
  CHECK(refused.error().code == ErrorCode::NOT_SUPPORTED);
  REQUIRE(app.start().ok());
  CHECK(app.request(Source::files) == Step::open);
  CHECK(app.told() == Names{"files"});
}

TEST_CASE("permissions: a closed and a suspended client say so") {
  const test::TempFolder folder;
  Process app(folder.path());
  REQUIRE(app.engine().suspend().ok());
  CHECK(app.start().error().code == ErrorCode::SUSPENDED);
  CHECK(app.engine().sources("", "").error().code == ErrorCode::SUSPENDED);
  const auto answered = app.engine().answer_permission(Source::camera, Input::granted);
  CHECK(answered.error().code == ErrorCode::SUSPENDED);
  REQUIRE(app.engine().resume().ok());
  CHECK(app.answer(Input::granted) == Step::none);
  app.engine().close();
  CHECK(app.engine().request_source(Source::camera).error().code == ErrorCode::CLOSED);
}

TEST_CASE("sources: a conversation that takes no files says why") {
  RecoveryRig rig;
  const std::string left = rig.channel("Left");
  rig.say(left, "one");
  rig.say(rig.channel("General"), "two");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const auto reason = [&rig](const char* title) {
    const query::Page page = take(rig.engine().sources(rig.conversation(title), "en"));
    CHECK(page.count(IX_TABLE_SOURCE) == kSourceCount);
    return std::string(
        page.text_or_empty(page.row<ix_row_source>(IX_TABLE_SOURCE, IX_SOURCE_DROP)->reason));
  };
  CHECK(reason("Left").empty());
  rig.set_membership(left, kBob, "leave");
  REQUIRE_FALSE(rig.sync());
  CHECK_FALSE(reason("Left").empty());
  CHECK(reason("Left") == rig.reason(rig.conversation("Left")));
  CHECK(reason("General").empty());
}

}  // namespace
}  // namespace ix::testing
