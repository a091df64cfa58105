// SPDX-License-Identifier: Apache-2.0
// interactions-sandbox: a company to develop against, as a program.
#include <httplib.h>
#include <interactions/sandbox.h>
#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace {

constexpr const char* kHelp =
    R"(interactions-sandbox: a small company to develop against, on 127.0.0.1.

  interactions-sandbox [--port N] [--company FILE|builtin] [--history N]
      --port N      0 (the default) takes a free port
      --company     a company file; builtin (the default) is the bundled one
      --history N   N items of older history for the first person, up to 10000000
      Prints its URL and who can sign in, and runs until SIGINT or SIGTERM.

  interactions-sandbox tell URL WHAT [JSON]
      Makes something happen in a company that runs:
      sms           {"number": "+16135550142", "text": "Allo!", "to": "alex"}
      say           {"user": "marie", "to": "alex", "text": "Salut!"}   to: a user or a channel
      file          {"user": "marie", "to": "alex", "name": "a.txt", "mime": "text/plain",
                    "base64": "U2FsdXQh"}   also text (a caption), width, height; or number instead
                    of user, for a text message with a file
      typing        {"user": "marie", "to": "alex", "typing": true}
      call          {"number": "+16135550142", "outcome": "missed"}   answered, declined, voicemail,
                    failed; also direction (in, out), duration_ms, transcript, to
      carrier       {"number": "+16135550142", "behaviour": "refuses"}   delivers, fails_for_now,
                    silent, honours_stop, opted_out, unknown; also answer
      consent       {"number": "+16135550142", "state": "opted_out"}   the gateway's own word; or
                    opted_in; also to
      advance       {"ms": 3600000}
      media         {"max_bytes": 1000000}   the largest file that can be uploaded from now on
      end_sessions  {"user": "alex", "soft": true}
)";

struct Options {
  uint32_t port = 0;
  int64_t history = 0;
  std::string company = "builtin";
};

int wrong(const std::string& why) {
  std::fprintf(stderr, "interactions-sandbox: %s (try --help)\n", why.c_str());
  return 2;
}

std::optional<int64_t> number_in(std::string_view text, int64_t max) {
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < 0 || value > max) {
    return std::nullopt;
  }
  return value;
}

int tell(int count, char** words) {
  if (count < 2 || count > 3) return wrong("expected: tell URL WHAT [JSON]");
  httplib::Client client(words[0]);
  if (!client.is_valid()) return wrong("expected a URL as http://127.0.0.1:8008");
  const auto reply = client.Post("/_sandbox/" + std::string(words[1]),
                                 std::string(count == 3 ? words[2] : "{}"), "application/json");
  if (!reply) {
    std::fprintf(stderr, "interactions-sandbox: no answer from %s\n", words[0]);
    return 1;
  }
  std::fprintf(reply->status == 200 ? stdout : stderr, "%s\n", reply->body.c_str());
  return reply->status == 200 ? 0 : 1;
}

std::string printable(ix_str text) {
  return std::string(text.data, text.size);
}

void introduce(ix_sandbox* sandbox) {
  std::printf("url       %s\n", ix_sandbox_url(sandbox).data);
  for (uint32_t i = 0; i < ix_sandbox_sign_in_count(sandbox); ++i) {
    ix_sandbox_sign_in person{};
    person.struct_size = sizeof person;
    if (ix_sandbox_sign_in_at(sandbox, i, &person) != 0) continue;
    std::printf("sign-in   --user %s   password %s   (%s)\n", printable(person.user).c_str(),
                printable(person.password).c_str(), printable(person.name).c_str());
  }
  std::printf("ready\n");
  std::fflush(stdout);
}

int serve(const Options& options) {
  // Before any thread starts, so that all of them leave the signals to this one.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signal(SIGPIPE, SIG_IGN);

  ix_sandbox_config config{};
  ix_sandbox_config_init(&config, sizeof config);
  config.port = options.port;
  config.history = options.history;
  if (options.company != "builtin") config.company_file = ix_str_of(options.company.c_str());
  ix_sandbox* sandbox = nullptr;
  ix_sandbox_text* problem = nullptr;
  const ix_status status = ix_sandbox_start(&config, &sandbox, &problem);
  if (status != 0) {
    const std::string why = problem ? printable(ix_sandbox_text_str(problem)) : "it did not start";
    std::fprintf(stderr, "interactions-sandbox: %s\n", why.c_str());
    ix_sandbox_text_release(problem);
    return 1;
  }
  introduce(sandbox);
  int received = 0;
  sigwait(&ends, &received);
  ix_sandbox_release(sandbox);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "tell") return tell(argc - 2, argv + 2);
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--help" || name == "-h") {
      std::fputs(kHelp, stdout);
      return 0;
    }
    if (name != "--port" && name != "--company" && name != "--history") {
      return wrong("unknown option " + name);
    }
    if (++i == argc) return wrong(name + " needs a value");
    if (name == "--company") {
      options.company = argv[i];
      continue;
    }
    const bool is_port = name == "--port";
    const auto value = number_in(argv[i], is_port ? 65'535 : 10'000'000);
    if (!value) {
      return wrong(is_port ? "--port: expected a number from 0 to 65535"
                           : "--history: expected a number from 0 to 10000000");
    }
    if (is_port) {
      options.port = static_cast<uint32_t>(*value);
    } else {
      options.history = *value;
    }
  }
  return serve(options);
}
