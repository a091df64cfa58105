// SPDX-License-Identifier: Apache-2.0
#include "engine/network.h"

#include "transport/curl_client.h"

namespace ix::engine {

Result<std::unique_ptr<transport::HttpClient>> open_network(const transport::HttpConfig& config,
                                                            const Logger& log, Clock& clock) {
  IX_TRY(auto client, transport::CurlClient::create(config, log, clock));
  return std::unique_ptr<transport::HttpClient>(std::move(client));
}

}  // namespace ix::engine
