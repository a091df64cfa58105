// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_store.hpp
 * The account's files (store.h): bodies of what client.hpp declares. Include interactions.hpp, not
 * this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_STORE_HPP
#define INTERACTIONS_CPP_CLIENT_STORE_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

inline Result<Page> Client::check_store(bool repair) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_store_check(get(), repair ? uint32_t{IX_STORE_REPAIR} : 0, out, error);
  });
}

inline Result<int64_t> Client::prune(const std::optional<Retention>& rules, uint32_t flags) const {
  const ix_retention raw = rules.value_or(Retention()).raw();
  return result<int64_t, int64_t>([&](int64_t* out, ix_error** error) {
    return ix_store_prune(get(), rules ? &raw : nullptr, flags, out, error);
  });
}

inline Result<Retention> Client::retention() const {
  auto out = detail::sized<ix_retention>();
  Status done = status([&](ix_error** error) { return ix_store_retention(get(), &out, error); });
  if (!done) return done.error();
  return Retention{out.max_age_ms, out.max_route_items, out.max_route_bytes, out.max_total_bytes};
}

inline Result<Page> Client::sizes() const {
  return page([&](ix_page** out, ix_error** error) { return ix_store_sizes(get(), out, error); });
}

inline Result<int64_t> Client::export_to(std::string_view path, std::string_view contact) const {
  return result<int64_t, int64_t>([&](int64_t* out, ix_error** error) {
    return ix_store_export(get(), contact.empty() ? ix_str{nullptr, 0} : str(contact), str(path),
                           out, error);
  });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_STORE_HPP
