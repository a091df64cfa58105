// SPDX-License-Identifier: Apache-2.0
#include "model/permission.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "model/permission_text.h"

using namespace ix;

namespace {

// A place of the machine in three letters: state, step, past. "Aw2": asked, waiting, refused
// before.
constexpr std::string_view kStates = "NEAGLDBR";
constexpr std::string_view kSteps = "-eawosr";
constexpr std::string_view kPasts = "012";

std::string text(const Permission& place) {
  return {kStates[static_cast<size_t>(place.state)], kSteps[static_cast<size_t>(place.step)],
          kPasts[static_cast<size_t>(place.past)]};
}

Permission place(const std::string& text) {
  return {static_cast<PermissionState>(kStates.find(text[0])),
          static_cast<PermissionStep>(kSteps.find(text[1])),
          static_cast<PermissionPast>(kPasts.find(text[2]))};
}

std::vector<std::string> split(const char* line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// Every place that can be reached, and where each input leads from it, in the order of the inputs:
// nothing, continue, not now, done, not asked, not granted, granted, limited, denied, blocked,
// restricted, want, restarted.
constexpr const char* kTable[] = {"N-0  N-0 N-0 N-0 N-0  N-0 N-0  G-1 L-1 D-2 B-2 R-0  Ee0 N-0",
                                  "N-1  N-1 N-1 N-1 N-1  N-0 N-1  G-1 L-1 D-2 B-2 R-1  Aa1 N-1",
                                  "Ee0  Ee0 Aa0 N-0 Ee0  Ee0 Ee0  Go1 Lo1 Ee2 Bs2 Rr0  Ee0 Ee0",
                                  "Ee2  Ee2 Aa2 D-2 Ee2  Ee0 Ee2  Go1 Lo1 Ee2 Bs2 Rr2  Ee2 Ee2",
                                  "Aa0  Aa0 Aa0 N-0 Aw0  Aa0 Aa0  Go1 Lo1 D-2 B-2 Rr0  Aa0 Aw0",
                                  "Aa1  Aa1 Aa1 N-1 Aw1  Aa0 Aa1  Go1 Lo1 D-2 Bs2 Rr1  Aa1 Aw1",
                                  "Aa2  Aa2 Aa2 D-2 Aw2  Aa0 Aa2  Go1 Lo1 D-2 Bs2 Rr2  Aa2 Aw2",
                                  "Aw0  Aw0 Aw0 N-0 Aw0  Aw0 Aw0  Go1 Lo1 D-2 B-2 Rr0  Aa0 Aw0",
                                  "Aw1  Aw1 Aw1 N-1 Aw1  Aw0 Aw1  Go1 Lo1 D-2 Bs2 Rr1  Aa1 Aw1",
                                  "Aw2  Aw2 Aw2 D-2 Aw2  Aw0 Aw2  Go1 Lo1 D-2 Bs2 Rr2  Aa2 Aw2",
                                  "G-1  G-1 G-1 G-1 G-1  N-0 N-1  G-1 L-1 D-2 B-2 R-1  Go1 G-1",
                                  "Go1  Go1 Go1 G-1 G-1  N-0 N-1  Go1 Lo1 D-2 Bs2 Rr1  Go1 G-1",
                                  "L-1  L-1 L-1 L-1 L-1  N-0 N-1  G-1 L-1 D-2 B-2 R-1  Lo1 L-1",
                                  "Lo1  Lo1 Lo1 L-1 L-1  N-0 N-1  Go1 Lo1 D-2 Bs2 Rr1  Lo1 L-1",
                                  "D-2  D-2 D-2 D-2 D-2  N-0 D-2  G-1 L-1 D-2 B-2 R-2  Ee2 D-2",
                                  "B-2  B-2 B-2 B-2 B-2  N-0 B-2  G-1 L-1 D-2 B-2 R-2  Bs2 B-2",
                                  "Bs2  Bs2 Bs2 B-2 B-2  N-0 D-2  Go1 Lo1 D-2 Bs2 Rr2  Bs2 B-2",
                                  "R-0  R-0 R-0 R-0 R-0  N-0 N-0  G-1 L-1 D-2 B-2 R-0  Rr0 R-0",
                                  "R-1  R-1 R-1 R-1 R-1  N-0 N-1  G-1 L-1 D-2 B-2 R-1  Rr1 R-1",
                                  "R-2  R-2 R-2 R-2 R-2  N-0 D-2  G-1 L-1 D-2 B-2 R-2  Rr2 R-2",
                                  "Rr0  Rr0 Rr0 R-0 R-0  N-0 N-0  Go1 Lo1 D-2 Bs2 Rr0  Rr0 R-0",
                                  "Rr1  Rr1 Rr1 R-1 R-1  N-0 N-1  Go1 Lo1 D-2 Bs2 Rr1  Rr1 R-1",
                                  "Rr2  Rr2 Rr2 R-2 R-2  N-0 D-2  Go1 Lo1 D-2 Bs2 Rr2  Rr2 R-2"};

// Every place there is, by the numbers, legal or not.
template <class Body>
void each_place(Body body) {
  for (size_t state = 0; state < kStates.size(); ++state) {
    for (size_t step = 0; step < kSteps.size(); ++step) {
      for (size_t past = 0; past < kPasts.size(); ++past) {
        body(std::string{kStates[state], kSteps[step], kPasts[past]});
      }
    }
  }
}

}  // namespace

TEST_CASE("permissions: every input in every state") {
  int cells = 0;
  for (const char* line : kTable) {
    const auto row = split(line);
    REQUIRE(row.size() == 1 + size_t{kPermissionInputCount});
    for (int32_t input = 0; input < kPermissionInputCount; ++input) {
      CAPTURE(row[0]);
      CAPTURE(input);
      const Permission next = after(place(row[0]), static_cast<PermissionInput>(input), true);
      CHECK(text(next) == row[static_cast<size_t>(input) + 1]);
      ++cells;
    }
  }
  CHECK(cells == 23 * 13);
}

TEST_CASE("permissions: the table holds every place that can be reached, and no other") {
  std::set<std::string> listed;
  for (const char* line : kTable) CHECK(listed.insert(split(line)[0]).second);
  std::set<std::string> reached = {"N-0"};
  for (std::vector<std::string> open = {"N-0"}; !open.empty();) {
    const std::string from = open.back();
    open.pop_back();
    for (int32_t input = 0; input < kPermissionInputCount; ++input) {
      const auto next = text(after(place(from), static_cast<PermissionInput>(input), true));
      if (reached.insert(next).second) open.push_back(next);
    }
  }
  CHECK(reached == listed);
}

TEST_CASE("permissions: a source without one is open at once, and what the system says is kept") {
  const auto step = [](const std::string& from, PermissionInput input) {
    return after(place(from), input, false).step;
  };
  each_place([&](const std::string& from) {
    CAPTURE(from);
    CHECK(step(from, PermissionInput::want) == PermissionStep::open);
    for (const PermissionInput end :
         {PermissionInput::done, PermissionInput::not_now, PermissionInput::restarted}) {
      CHECK(step(from, end) == PermissionStep::none);
    }
    for (const PermissionInput other :
         {PermissionInput::nothing, PermissionInput::go_on, PermissionInput::not_asked,
          PermissionInput::not_granted, PermissionInput::granted, PermissionInput::limited,
          PermissionInput::denied, PermissionInput::blocked, PermissionInput::restricted}) {
      CHECK(step(from, other) == (from[1] == 'o' ? PermissionStep::open : PermissionStep::none));
    }
    // As with a permission, but for a request, of which there are no states.
    CHECK(after(place(from), PermissionInput::limited, false).state == PermissionState::limited);
    CHECK(after(place(from), PermissionInput::blocked, false).state == PermissionState::blocked);
    CHECK(after(place(from), PermissionInput::restricted, false).state ==
          PermissionState::restricted);
    for (int32_t input = 0; input < kPermissionInputCount; ++input) {
      const auto state = after(place(from), static_cast<PermissionInput>(input), false).state;
      CHECK(state != PermissionState::explained);
      CHECK(state != PermissionState::asked);
    }
  });
  // One that needs it from now on.
  const Permission open = after(place("G-1"), PermissionInput::want, false);
  CHECK(text(after(open, PermissionInput::want, true)) == "Go1");
}

TEST_CASE("permissions: what a user goes through") {
  struct Story {
    const char* what;
    std::vector<PermissionInput> inputs;
    const char* end;
  };
  using Input = PermissionInput;
  const Story stories[] = {
      {"the first time", {Input::want, Input::go_on, Input::done, Input::granted}, "Go1"},
      {"some photos only", {Input::want, Input::go_on, Input::done, Input::limited}, "Lo1"},
      {"limited asks nothing more", {Input::limited, Input::want, Input::done, Input::want}, "Lo1"},
      {"not now, then yes", {Input::want, Input::not_now, Input::want, Input::go_on}, "Aa0"},
      {"refused, and refused for good where the system shows nothing",
       {Input::want, Input::go_on, Input::denied, Input::want, Input::go_on, Input::blocked},
       "Bs2"},
      {"refused for good in the first dialog: no nagging",
       {Input::want, Input::go_on, Input::done, Input::blocked},
       "B-2"},
      {"allowed in the settings",
       {Input::blocked, Input::want, Input::nothing, Input::granted},
       "Go1"},
      {"only this time, and the next day",
       {Input::want, Input::go_on, Input::granted, Input::done, Input::restarted,
        Input::not_granted, Input::want},
       "Aa1"},
      {"the process ends under the dialog",
       {Input::want, Input::go_on, Input::done, Input::restarted, Input::not_granted,
        Input::granted},
       "Go1"},
      {"and the answer never comes",
       {Input::want, Input::go_on, Input::done, Input::restarted, Input::want},
       "Aa0"},
      {"revoked in the settings while it was away", {Input::granted, Input::blocked}, "B-2"},
  };
  for (const Story& story : stories) {
    CAPTURE(story.what);
    Permission now;
    for (const Input input : story.inputs) now = after(now, input, true);
    CHECK(text(now) == story.end);
  }
}

TEST_CASE("permissions: a screen's texts are there in both languages, and only for screens") {
  std::set<std::string> keys;
  for (int32_t number = 0; number < kSourceCount; ++number) {
    const Source source = *source_of(number);
    CHECK(source_label(source, TextLanguage::english) !=
          source_label(source, TextLanguage::french));
    for (const PermissionStep step :
         {PermissionStep::none, PermissionStep::explain, PermissionStep::ask, PermissionStep::wait,
          PermissionStep::open, PermissionStep::settings, PermissionStep::refuse}) {
      const PermissionText english = permission_text(source, step, TextLanguage::english);
      const PermissionText french = permission_text(source, step, TextLanguage::french);
      const bool screen = step == PermissionStep::explain || step == PermissionStep::settings ||
                          step == PermissionStep::refuse;
      CAPTURE(english.key);
      CHECK(english.key == french.key);
      CHECK(english.key.empty() == !screen);
      CHECK(english.title.empty() == !screen);
      CHECK(english.body.empty() == !screen);
      CHECK(english.confirm.empty() == !screen);
      if (!screen) continue;
      CHECK(keys.insert(english.key).second);
      CHECK(english.title != french.title);
      CHECK(english.body != french.body);
      CHECK(english.dismiss.empty() == (step == PermissionStep::refuse));
      CHECK(french.dismiss.empty() == english.dismiss.empty());
    }
  }
  const PermissionText camera =
      permission_text(Source::camera, PermissionStep::explain, TextLanguage::french);
  CHECK(camera.key == "permission.camera.explain");
  CHECK(camera.title == "Autoriser l’accès à l’appareil photo");
  CHECK(camera.confirm == "Continuer");
  CHECK(permission_text(Source::gallery, PermissionStep::settings, TextLanguage::english).title ==
        "Access to your photos and videos is turned off");
}

TEST_CASE("permissions: languages by their tags, sources by their numbers") {
  for (const char* tag : {"fr", "fr-CA", "FR_ca", "Fr-x"}) {
    CHECK(text_language(tag) == TextLanguage::french);
  }
  for (const char* tag : {"", "f", "en", "frr", "en-fr", "de"}) {
    CHECK(text_language(tag) == TextLanguage::english);
  }
  CHECK(source_of(5) == Source::drop);
  CHECK_FALSE(source_of(6));
  CHECK_FALSE(source_of(-1));
  CHECK(source_name(Source::clipboard) == "clipboard");
  CHECK(source_name(static_cast<Source>(9)) == "unknown");
}
