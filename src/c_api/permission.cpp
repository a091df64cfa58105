// SPDX-License-Identifier: Apache-2.0
#include <interactions/permission.h>

#include <vector>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

Result<Source> source_in(ix_source number) {
  const auto source = source_of(number);
  if (source) return *source;
  return Error(ErrorCode::INVALID_ARGUMENT, "the source is none of IX_SOURCE_*");
}

Status step_out(Result<PermissionStep> step, ix_permission_step* out) {
  if (!step.ok()) return std::move(step.error());
  if (out) *out = static_cast<ix_permission_step>(*step);
  return {};
}

Result<engine::SourceInput> source_input_in(const ix_source_input* source) {
  IX_TRY(const ix_source_input raw, struct_in(source, "source"));
  IX_CHECK(require((raw.flags & ~uint32_t{IX_SOURCE_NEEDS_PERMISSION}) == 0,
                   "unknown flags of a source: IX_SOURCE_NEEDS_PERMISSION or 0"));
  IX_CHECK(require(raw.answer == IX_ANSWER_NOTHING ||
                       (raw.answer >= IX_ANSWER_NOT_ASKED && raw.answer <= IX_ANSWER_RESTRICTED),
                   "the answer of a source is none that a system gives: IX_ANSWER_NOT_ASKED and"
                   " those behind it, or IX_ANSWER_NOTHING"));
  engine::SourceInput input;
  IX_TRY(input.source, source_in(raw.source));
  input.needs_permission = (raw.flags & IX_SOURCE_NEEDS_PERMISSION) != 0;
  input.seen = static_cast<PermissionInput>(raw.answer);
  return input;
}

}  // namespace

void ix_source_input_init(ix_source_input* source, size_t size) noexcept {
  struct_init(source, size);
}

ix_status ix_sources_set(ix_client* client, const ix_source_input* sources, size_t count,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(sources != nullptr || count == 0, "sources is NULL"));
    IX_CHECK(require(count <= static_cast<size_t>(kSourceCount), "more sources than there are"));
    std::vector<engine::SourceInput> inputs;
    // Of one program: all have the size that its header gave them.
    const auto* bytes = reinterpret_cast<const unsigned char*>(sources);
    const size_t stride = count == 0 ? 0 : sources->struct_size;
    for (size_t i = 0; i < count; ++i) {
      const auto* one = reinterpret_cast<const ix_source_input*>(bytes + i * stride);
      IX_CHECK(require(one->struct_size == stride, "a source has another struct_size"));
      IX_TRY(const engine::SourceInput input, source_input_in(one));
      inputs.push_back(input);
    }
    return engine.set_sources(inputs);
  });
}

ix_status ix_sources_page(ix_client* client, ix_str conversation, ix_str language, ix_page** out,
                          ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_CHECK(require(out != nullptr, "out is NULL"));
    IX_TRY(const std::string in, text_in(conversation, "conversation"));
    IX_TRY(const std::string tag, text_in(language, "language"));
    return page_out(engine.sources(in, tag), out);
  });
}

ix_status ix_source_request(ix_client* client, ix_source source, ix_permission_step* out_step,
                            ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const Source wanted, source_in(source));
    return step_out(engine.request_source(wanted), out_step);
  });
}

ix_status ix_permission_answer(ix_client* client, ix_source source, ix_answer answer,
                               ix_permission_step* out_step, ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const Source asked, source_in(source));
    IX_CHECK(require(answer >= IX_ANSWER_CONTINUE && answer <= IX_ANSWER_RESTRICTED,
                     "the answer is none of IX_ANSWER_CONTINUE to IX_ANSWER_RESTRICTED"));
    return step_out(engine.answer_permission(asked, static_cast<PermissionInput>(answer)),
                    out_step);
  });
}
