// SPDX-License-Identifier: Apache-2.0
// consumer_cpp FOLDER: the same in C++.
#include <cstdio>
#include <interactions/interactions.hpp>
#include <string_view>

int main(int argc, char** argv) {
  ix_status status = IX_OK;
  {
    const auto client = interactions::Client::open({.folder = argc > 1 ? argv[1] : ""});
    if (!client) return 1;
    const auto page = client->conversations();
    if (!page) status = page.error().code;
  }
  std::printf("interactions %s, status %d, %d left\n", interactions::version().data(),
              static_cast<int>(status), static_cast<int>(interactions::live_objects()));
}
