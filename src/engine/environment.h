// SPDX-License-Identifier: Apache-2.0
// Everything an engine needs from outside, given at construction: time, randomness, files, network,
// the kind of backend and the hand that drives it. The product gives the real ones, the simulator
// its own.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "base/file_system.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker.h"
#include "provider/provider.h"
#include "transport/http.h"

namespace ix::engine {

// The references outlive the engine.
struct Environment {
  Clock& clock;
  Random& random;
  FileSystem& files;
  const Logger& log;
  Executor& executor;
  std::unique_ptr<transport::HttpClient> http;
  std::string vfs;                           // SQLite VFS; empty: the default
  provider::Factory provider = nullptr;      // the kind of backend; none: Matrix
  std::unique_ptr<Worker> worker = nullptr;  // none: a thread of its own
};

// When the network is used without being asked.
enum class SyncMode : int32_t { continuous = 0, on_demand = 1 };
// Who keeps the tokens.
enum class CredentialPolicy : int32_t { host = 0, file = 1 };

struct EngineConfig {
  std::string folder;
  std::string media_folder;  // empty: within the folder
  std::string region = "CA";
  std::string destinations;  // rules of what may be texted; empty: the default
  std::string area_codes;    // a table of the host's; empty: the library's own
  std::string media_limits;  // lines of the host's; empty: the library's own
  SyncMode sync_mode = SyncMode::continuous;
  CredentialPolicy credentials = CredentialPolicy::host;
};

}  // namespace ix::engine
