// SPDX-License-Identifier: Apache-2.0
#include "print.h"
#include "scenarios.h"
#include "words.h"

namespace scenario {
namespace {

constexpr ixn::SourceInput kPlatform[] = {
    {.source = IX_SOURCE_CAMERA, .needs_permission = true, .answer = IX_ANSWER_NOT_ASKED},
    {.source = IX_SOURCE_MICROPHONE, .needs_permission = true, .answer = IX_ANSWER_RESTRICTED},
    {.source = IX_SOURCE_GALLERY},
    {.source = IX_SOURCE_FILES, .needs_permission = true},
};

void print_step(ix_permission_step step) {
  Line().text("step", word(kStep, step)).print();
}

void print_requests(const Session& session) {
  const ixn::Page page = session->sources().or_throw();
  std::vector<std::string> names;
  for (const ixn::Source row : page.sources()) {
    if (row.step != IX_STEP_NONE) names.push_back(json_text(row.name));
  }
  Line().raw("requests", array(names)).print();
}

void print_screen(const Session& session, ix_source source, std::string_view language) {
  const ixn::Page page = session->sources({}, language).or_throw();
  for (const ixn::Source row : page.sources()) {
    if (row.source != source) continue;
    Line()
        .text("screen", row.key)
        .text("title", row.title)
        .text("confirm", row.confirm)
        .text("dismiss", row.dismiss)
        .print();
  }
}

void answer(const Session& session, ix_answer said, std::string_view name) {
  const auto step = session->answer_permission(IX_SOURCE_CAMERA, said).or_throw();
  Line().text("answer", name).text("step", word(kStep, step)).print();
}

}  // namespace

void permissions(const World& world) {
  {
    Session session = Session::open(world);
    session->set_sources(kPlatform).or_throw();
    const ixn::Page page = session->sources().or_throw();
    for (const ixn::Source row : page.sources()) {
      Line()
          .text("source", row.name)
          .boolean("available", row.available)
          .boolean("needs_permission", row.needs_permission)
          .text("state", word(kPermission, row.state))
          .text("step", word(kStep, row.step))
          .print();
    }
    print_step(session->request_source(IX_SOURCE_CAMERA).or_throw());
    session.until("the need", [&] { return session.seen(IX_EVENT_PERMISSION_NEEDED); });
    print_requests(session);
    print_screen(session, IX_SOURCE_CAMERA, "fr-CA");
    answer(session, IX_ANSWER_CONTINUE, "continue");
    answer(session, IX_ANSWER_DONE, "done");
  }
  Session session = Session::open(world);
  session.until("the need", [&] { return session.seen(IX_EVENT_PERMISSION_NEEDED); });
  print_requests(session);
  answer(session, IX_ANSWER_GRANTED, "granted");
  answer(session, IX_ANSWER_DONE, "done");
  session->set_sources(kPlatform).or_throw();
  print_step(session->request_source(IX_SOURCE_MICROPHONE).or_throw());
  print_screen(session, IX_SOURCE_MICROPHONE, {});
  print_step(session->request_source(IX_SOURCE_GALLERY).or_throw());
  print_failure(session->request_source(IX_SOURCE_CLIPBOARD), "no clipboard");
}

}  // namespace scenario
