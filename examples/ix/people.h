// SPDX-License-Identifier: Apache-2.0
// The parts of the contacts command that stand in files of their own.
#pragma once

#include <interactions/interactions.hpp>

#include <string>

#include "app.h"

namespace cli {

// cmd_import.cpp. An exit code.
int import_contacts(const App& app, const interactions::Client& client, const std::string& path);

}  // namespace cli
