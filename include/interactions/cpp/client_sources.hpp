// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_sources.hpp
 * Where files come from, and the platform's permissions (permission.h): bodies of what client.hpp
 * declares. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_SOURCES_HPP
#define INTERACTIONS_CPP_CLIENT_SOURCES_HPP

#include <interactions/cpp/client.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace interactions {

inline Status Client::set_sources(std::span<const SourceInput> sources) const {
  std::vector<ix_source_input> raw;
  for (const SourceInput& one : sources) {
    ix_source_input input;
    ix_source_input_init(&input, sizeof input);
    input.source = one.source;
    input.flags = one.needs_permission ? uint32_t{IX_SOURCE_NEEDS_PERMISSION} : 0;
    input.answer = one.answer;
    raw.push_back(input);
  }
  return status(
      [&](ix_error** error) { return ix_sources_set(get(), raw.data(), raw.size(), error); });
}

inline Result<Page> Client::sources(std::string_view conversation,
                                    std::string_view language) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_sources_page(get(), str(conversation), str(language), out, error);
  });
}

inline Result<ix_permission_step> Client::request_source(ix_source source) const {
  return result<ix_permission_step, ix_permission_step>(
      [&](ix_permission_step* out, ix_error** error) {
        return ix_source_request(get(), source, out, error);
      });
}

inline Result<ix_permission_step> Client::answer_permission(ix_source source,
                                                            ix_answer answer) const {
  return result<ix_permission_step, ix_permission_step>(
      [&](ix_permission_step* out, ix_error** error) {
        return ix_permission_answer(get(), source, answer, out, error);
      });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_SOURCES_HPP
