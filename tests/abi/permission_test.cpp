// SPDX-License-Identifier: Apache-2.0
// Where files come from, and the permissions, through the C ABI.
#include <initializer_list>
#include <vector>

#include "abi_support.h"

namespace {

constexpr ix_str kNone = {nullptr, 0};

ix_str text(const char* words) {
  return {words, SIZE_MAX};
}

ix_source_input source(ix_source kind, uint32_t flags, ix_answer answer) {
  ix_source_input input = IX_SOURCE_INPUT_INIT;
  input.source = kind;
  input.flags = flags;
  input.answer = answer;
  return input;
}

ix_status set(ix_client* client, const std::vector<ix_source_input>& sources) {
  return ix_sources_set(client, sources.data(), sources.size(), nullptr);
}

// The row of a source, whose page the caller releases.
ix_source_view row(ix_client* client, ix_source kind, ix_str language, ix_page** page) {
  REQUIRE_EQ(ix_sources_page(client, kNone, language, page, nullptr), IX_OK);
  ix_source_view view = IX_VIEW_INIT(ix_source_view);
  REQUIRE_EQ(ix_page_source(*page, static_cast<uint32_t>(kind), &view), IX_OK);
  return view;
}

// The sources that events told of, by name.
std::string told(ix_client* client) {
  ix_event_batch* batch = nullptr;
  REQUIRE_EQ(ix_client_poll(client, 0, &batch, nullptr), IX_OK);
  std::string names;
  for (size_t i = 0; i < ix_event_batch_count(batch); ++i) {
    ix_event event = IX_EVENT_INIT;
    REQUIRE_EQ(ix_event_batch_get(batch, i, &event), IX_OK);
    if (event.kind != IX_EVENT_PERMISSION_NEEDED) continue;
    names += abi::text_of(event.from) + std::to_string(event.count) + " ";
  }
  ix_event_batch_release(batch);
  return names;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "sources: from the wish to the camera, and what a row says") {
  const abi::Client client;
  ix_page* page = nullptr;
  ix_source_view view = row(client, IX_SOURCE_CAMERA, kNone, &page);
  CHECK_EQ(ix_page_count(page, IX_TABLE_SOURCE), 6);
  CHECK_EQ(view.flags, 0);
  ix_page_release(page);
  ix_permission_step step = IX_STEP_NONE;
  CHECK_EQ(ix_source_request(client, IX_SOURCE_CAMERA, &step, nullptr), IX_ERROR_NOT_SUPPORTED);

  REQUIRE_EQ(set(client, {source(IX_SOURCE_CAMERA, IX_SOURCE_NEEDS_PERMISSION, 0),
                          source(IX_SOURCE_FILES, 0, 0)}),
             IX_OK);
  CHECK_EQ(told(client), "");
  REQUIRE_EQ(ix_source_request(client, IX_SOURCE_CAMERA, &step, nullptr), IX_OK);
  CHECK_EQ(step, IX_STEP_EXPLAIN);
  // Twice is told once.
  REQUIRE_EQ(ix_source_request(client, IX_SOURCE_CAMERA, nullptr, nullptr), IX_OK);
  CHECK_EQ(told(client), "camera0 ");
  view = row(client, IX_SOURCE_CAMERA, text("fr-CA"), &page);
  CHECK_EQ(view.source, IX_SOURCE_CAMERA);
  CHECK_EQ(view.flags, IX_SOURCE_AVAILABLE | IX_SOURCE_NEEDS_PERMISSION);
  CHECK_EQ(view.state, IX_PERMISSION_EXPLAINED);
  CHECK_EQ(view.step, IX_STEP_EXPLAIN);
  CHECK_EQ(abi::text_of(view.name), "camera");
  CHECK_EQ(abi::text_of(view.label), "Prendre une photo ou une vidéo");
  CHECK_EQ(abi::text_of(view.key), "permission.camera.explain");
  CHECK_EQ(abi::text_of(view.title), "Autoriser l’accès à l’appareil photo");
  CHECK_EQ(abi::text_of(view.confirm), "Continuer");
  CHECK_EQ(abi::text_of(view.dismiss), "Pas maintenant");
  CHECK_NE(view.body.data, nullptr);
  CHECK_EQ(view.reason.data, nullptr);
  CHECK_GT(view.since_ms, 0);
  ix_page_release(page);

  const auto answer = [&](ix_answer said) {
    ix_permission_step next = -1;
    REQUIRE_EQ(ix_permission_answer(client, IX_SOURCE_CAMERA, said, &next, nullptr), IX_OK);
    return next;
  };
  CHECK_EQ(answer(IX_ANSWER_CONTINUE), IX_STEP_ASK);
  CHECK_EQ(answer(IX_ANSWER_DONE), IX_STEP_WAIT);
  CHECK_EQ(answer(IX_ANSWER_GRANTED), IX_STEP_OPEN);
  CHECK_EQ(told(client), "camera0 ");
  CHECK_EQ(answer(IX_ANSWER_DONE), IX_STEP_NONE);
  CHECK_EQ(told(client), "camera0 ");
  CHECK_EQ(answer(IX_ANSWER_GRANTED), IX_STEP_NONE);
  CHECK_EQ(told(client), "");
  view = row(client, IX_SOURCE_CAMERA, kNone, &page);
  CHECK_EQ(view.state, IX_PERMISSION_GRANTED);
  CHECK_EQ(view.step, IX_STEP_NONE);
  CHECK_EQ(view.key.data, nullptr);
  CHECK_EQ(view.title.data, nullptr);
  CHECK_EQ(view.since_ms, 0);
  ix_page_release(page);

  // A chooser asks nobody.
  REQUIRE_EQ(ix_source_request(client, IX_SOURCE_FILES, &step, nullptr), IX_OK);
  CHECK_EQ(step, IX_STEP_OPEN);
}

TEST_CASE_FIXTURE(abi::Live,
                  "sources: the settings are looked at, and a new list replaces the old") {
  const abi::Client client;
  const auto camera = [&](ix_answer answer) {
    return set(client, {source(IX_SOURCE_CAMERA, IX_SOURCE_NEEDS_PERMISSION, answer)});
  };
  const auto state = [&] {
    ix_page* page = nullptr;
    const ix_source_view view = row(client, IX_SOURCE_CAMERA, kNone, &page);
    ix_page_release(page);
    return view.state;
  };
  REQUIRE_EQ(camera(IX_ANSWER_GRANTED), IX_OK);
  CHECK_EQ(state(), IX_PERMISSION_GRANTED);
  REQUIRE_EQ(camera(IX_ANSWER_NOTHING), IX_OK);
  CHECK_EQ(state(), IX_PERMISSION_GRANTED);
  REQUIRE_EQ(camera(IX_ANSWER_BLOCKED), IX_OK);
  CHECK_EQ(state(), IX_PERMISSION_BLOCKED);
  ix_permission_step step = IX_STEP_NONE;
  REQUIRE_EQ(ix_source_request(client, IX_SOURCE_CAMERA, &step, nullptr), IX_OK);
  CHECK_EQ(step, IX_STEP_SETTINGS);
  CHECK_EQ(told(client), "camera0 ");
  // Back from there, where it was allowed: the camera opens.
  REQUIRE_EQ(camera(IX_ANSWER_LIMITED), IX_OK);
  CHECK_EQ(told(client), "camera0 ");
  ix_page* page = nullptr;
  CHECK_EQ(row(client, IX_SOURCE_CAMERA, kNone, &page).step, IX_STEP_OPEN);
  ix_page_release(page);

  REQUIRE_EQ(ix_sources_set(client, nullptr, 0, nullptr), IX_OK);
  CHECK_EQ(ix_source_request(client, IX_SOURCE_CAMERA, &step, nullptr), IX_ERROR_NOT_SUPPORTED);
}

TEST_CASE_FIXTURE(abi::Live, "sources: bad input is refused, and changes nothing") {
  const abi::Client client;
  CHECK_EQ(ix_sources_set(client, nullptr, 1, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(set(client, {source(6, 0, 0)}), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(set(client, {source(-1, 0, 0)}), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(set(client, {source(0, IX_SOURCE_AVAILABLE, 0)}), IX_ERROR_INVALID_ARGUMENT);
  for (const ix_answer answer : std::initializer_list<ix_answer>{
           -1, IX_ANSWER_CONTINUE, IX_ANSWER_NOT_NOW, IX_ANSWER_DONE, 11}) {
    CHECK_EQ(set(client, {source(0, 0, answer)}), IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(set(client, {source(2, 0, IX_ANSWER_GRANTED), source(2, 0, 0)}),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(set(client, std::vector<ix_source_input>(7, source(0, 0, 0))),
           IX_ERROR_INVALID_ARGUMENT);
  std::vector<ix_source_input> sizes = {source(0, 0, 0), source(1, 0, 0)};
  sizes[1].struct_size = 8;
  CHECK_EQ(set(client, sizes), IX_ERROR_INVALID_ARGUMENT);
  for (const ix_answer answer : std::initializer_list<ix_answer>{-1, IX_ANSWER_NOTHING, 11, 12}) {
    CHECK_EQ(ix_permission_answer(client, 0, answer, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  }
  CHECK_EQ(ix_permission_answer(client, 6, IX_ANSWER_GRANTED, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_source_request(client, -1, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_source_request(nullptr, 0, nullptr, nullptr), IX_ERROR_INVALID_HANDLE);
  CHECK_EQ(ix_sources_page(client, kNone, kNone, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  ix_page* page = nullptr;
  CHECK_EQ(ix_sources_page(client, text("r999"), kNone, &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_sources_page(client, text("x"), kNone, &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_sources_page(client, kNone, text("\xff"), &page, nullptr), IX_ERROR_INVALID_UTF8);
  CHECK_EQ(row(client, IX_SOURCE_GALLERY, kNone, &page).state, IX_PERMISSION_NOT_ASKED);
  ix_source_view view = IX_VIEW_INIT(ix_source_view);
  CHECK_EQ(ix_page_source(page, 6, &view), IX_ERROR_NOT_FOUND);
  ix_page_release(page);
  CHECK_EQ(told(client), "");
}
