// SPDX-License-Identifier: Apache-2.0
#include "cache/schema.h"

#include <string>

#include "cache/migrations.h"

namespace ix::cache {
namespace {

constexpr int kBase = static_cast<int>(kBaseMigrations.size());
constexpr int kVersion = kBase + static_cast<int>(kLaterMigrations.size());

// The step to version `from` + 1.
const char* step_from(int from) {
  return from < kBase ? kBaseMigrations[static_cast<size_t>(from)]
                      : kLaterMigrations[static_cast<size_t>(from - kBase)];
}

}  // namespace

int schema_version() {
  return kVersion;
}

Result<int> stored_schema_version(Connection& connection) {
  IX_TRY(auto statement, connection.prepare_once("PRAGMA user_version"));
  IX_TRY(const bool row, statement->step());
  const int version = row ? statement->integer32(0) : 0;
  if (version > kVersion) {
    return Error(ErrorCode::STORE_NEWER_SCHEMA,
                 "the data has schema " + std::to_string(version) + ", this version knows " +
                     std::to_string(kVersion) + ": use the newer version of the app");
  }
  return version;
}

Status migrate(Connection& connection) {
  IX_TRY(int version, stored_schema_version(connection));
  for (; version < kVersion; ++version) {
    const std::string step = std::string("BEGIN IMMEDIATE;\n") + step_from(version) +
                             "PRAGMA user_version = " + std::to_string(version + 1) + ";\nCOMMIT;";
    if (Status done = connection.execute(step.c_str()); !done.ok()) {
      (void)connection.execute("ROLLBACK");
      return done;
    }
  }
  return {};
}

}  // namespace ix::cache
