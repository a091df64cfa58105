// SPDX-License-Identifier: Apache-2.0
#include "simulation/odd_answers.h"

#include <array>
#include <string>
#include <utility>

namespace ix::simulation {
namespace {

using Reply = transport::HttpResponse;
using Outcome = Result<Reply>;

// As long as the client waits for a byte (HttpConfig::answer_timeout_ms).
constexpr Millis kPatience = 30'000;

Reply page(int status) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("content-type", "text/html");
  reply.body = "<!doctype html><html><body>" + std::to_string(status) + "</body></html>";
  return reply;
}

template <int kStatus>
Outcome page_of(Random&, Reply) {
  return page(kStatus);
}

Reply limited(std::string body = R"({"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests"})") {
  Reply reply;
  reply.status = 429;
  reply.headers.emplace_back("content-type", "application/json");
  reply.body = std::move(body);
  return reply;
}

Outcome limited_by_header(Random&, Reply) {
  Reply reply = limited();
  reply.headers.emplace_back("retry-after", "2");
  return reply;
}

// Only a success is spoiled: a refusal that cannot be read is a stranger's page, which is above.
template <typename Change>
Outcome spoiled(Reply reply, Change change) {
  if (reply.status / 100 == 2) change(reply.body);
  return reply;
}

template <const char* kBody>
Outcome body_of(Random&, Reply reply) {
  return spoiled(std::move(reply), [](std::string& body) { body = kBody; });
}
constexpr char kNothing[] = "";
constexpr char kNumber[] = "7";
constexpr char kNull[] = "null";
constexpr char kArray[] = "[]";
constexpr char kObject[] = "{}";
constexpr char kErrorInside[] = R"({"errcode":"M_UNKNOWN","error":"no"})";
constexpr char kHtml[] = "<!doctype html><html><body>Welcome</body></html>";
constexpr char kWrongTypes[] =
    R"({"next_batch":1,"event_id":2,"room_id":[3],"chunk":4,"rooms":5,"versions":"6",)"
    R"("access_token":7,"user_id":{},"start":[],"end":{},"results":8,"joined_rooms":{}})";

Outcome truncated(Random& random, Reply reply) {
  return spoiled(std::move(reply), [&](std::string& body) {
    if (!body.empty()) body.resize(random.below(body.size()));
  });
}

Outcome deep(Random&, Reply reply) {
  return spoiled(std::move(reply),
                 [](std::string& body) { body = R"({"rooms":)" + std::string(100'000, '['); });
}

Outcome not_utf8(Random& random, Reply reply) {
  return spoiled(std::move(reply), [&](std::string& body) {
    body.insert(random.below(body.size() + 1), "\xff\xfe\xc0");
  });
}

// Nonsense first: of a name that comes twice the last one counts, as the real server's parser and
// ours have it.
Outcome duplicate_keys(Random&, Reply reply) {
  return spoiled(std::move(reply), [](std::string& body) {
    if (!body.starts_with('{') || body.size() < 3) return;
    body.replace(0, 1,
                 R"({"next_batch":"s0","event_id":7,"room_id":[],"chunk":{},"rooms":null,)"
                 R"("end":false,"access_token":{},"user_id":[],"versions":0,)");
  });
}

template <const char* kType>
Outcome typed(Random&, Reply reply) {
  std::erase_if(reply.headers, [](const auto& header) { return header.first == "content-type"; });
  if (*kType != 0) reply.headers.emplace_back("content-type", kType);
  return reply;
}
constexpr char kTextHtml[] = "text/html";

template <ErrorCode kCode>
Outcome told(Random&, Reply) {
  return Error(kCode, "the simulated transport gave up");
}

constexpr std::array kOddAnswers = {
    OddAnswer{"200 with HTML", false, 5, page_of<200>},
    OddAnswer{"401 with HTML", false, 5, page_of<401>},
    OddAnswer{"403 with HTML", false, 5, page_of<403>},
    OddAnswer{"404 with HTML", false, 5, page_of<404>},
    OddAnswer{"407 with HTML", false, 5, page_of<407>},
    OddAnswer{"502 with HTML", false, 5, page_of<502>},
    OddAnswer{"520 with HTML", true, 5, page_of<520>},
    OddAnswer{"429 with HTML", false, 5, page_of<429>},
    OddAnswer{"429, no time", false, 5, [](Random&, Reply) -> Outcome { return limited(); }},
    OddAnswer{"429, Retry-After", false, 5, limited_by_header},
    OddAnswer{"429 for nonsense", false, 5,
              [](Random&, Reply) -> Outcome {
                return limited(R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":-4e300})");
              }},
    OddAnswer{"truncated JSON", true, 5, truncated},
    OddAnswer{"deep nesting", true, 5, deep},
    OddAnswer{"not UTF-8", true, 5, not_utf8},
    OddAnswer{"empty body", true, 5, body_of<kNothing>},
    OddAnswer{"a number", true, 5, body_of<kNumber>},
    OddAnswer{"null", true, 5, body_of<kNull>},
    OddAnswer{"an array", true, 5, body_of<kArray>, false, true},
    OddAnswer{"an empty object", true, 5, body_of<kObject>, false, true},
    OddAnswer{"wrong types", true, 5, body_of<kWrongTypes>},
    OddAnswer{"an error inside", true, 5, body_of<kErrorInside>},
    OddAnswer{"HTML for the reply", true, 5, body_of<kHtml>},
    OddAnswer{"duplicate keys", true, 5, duplicate_keys},
    OddAnswer{"JSON as text/html", true, 5, typed<kTextHtml>},
    OddAnswer{"JSON without a type", true, 5, typed<kNothing>},
    OddAnswer{"silent at once", false, kPatience, told<ErrorCode::TIMEOUT>},
    OddAnswer{"silent after the request", true, kPatience, told<ErrorCode::TIMEOUT>},
    OddAnswer{"silent in the body", true, kPatience, told<ErrorCode::TIMEOUT>, true},
    OddAnswer{"redirects in a circle", false, 5, told<ErrorCode::REDIRECT_REFUSED>},
    OddAnswer{"redirect after the request", true, 5, told<ErrorCode::REDIRECT_REFUSED>},
    OddAnswer{"reply without end", true, 5, told<ErrorCode::RESPONSE_TOO_LARGE>, true},
};

}  // namespace

std::span<const OddAnswer> odd_answers() {
  return kOddAnswers;
}

const OddAnswer& draw_odd_answer(Random& random, bool may_be_nothing) {
  for (;;) {
    const OddAnswer& odd = kOddAnswers[random.below(kOddAnswers.size())];
    if (!odd.empty || !may_be_nothing) return odd;
  }
}

}  // namespace ix::simulation
