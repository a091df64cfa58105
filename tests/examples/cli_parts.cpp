// SPDX-License-Identifier: Apache-2.0
// The parts of the command line that need no account.
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"
#include "console.h"
#include "filter_words.h"
#include "json.h"
#include "names.h"
#include "vcard.h"

using cli::Args;
using cli::Json;
using cli::OptionSpec;

TEST_CASE("arguments: values, repeats, flags, and positions") {
  const std::vector<OptionSpec> specs = {{"--to", OptionSpec::Value::required, true},
                                         {"--limit"},
                                         {"--fill", OptionSpec::Value::none},
                                         {"--wait", OptionSpec::Value::optional}};
  const Args args({"--to", "a", "text", "--to=b", "--fill", "--wait", "-", "--limit", "5"}, specs);
  CHECK(args.error().empty());
  CHECK(args.values("--to") == std::vector<std::string>{"a", "b"});
  CHECK(args.positional() == std::vector<std::string>{"text", "-"});
  CHECK(args.has("--fill"));
  CHECK(args.has("--wait"));
  CHECK_FALSE(args.value("--wait"));
  CHECK(args.value("--limit") == "5");
  CHECK(Args({"--wait=7"}, specs).value("--wait") == "7");
  CHECK(Args({"--", "--to"}, specs).positional() == std::vector<std::string>{"--to"});
  CHECK(Args({"-5", "--limit", "--fill"}, specs).value("--limit") == "--fill");
}

TEST_CASE("arguments: what does not fit is an error") {
  const std::vector<OptionSpec> specs = {{"--limit"}, {"--fill", OptionSpec::Value::none}};
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--nope"},
                                                {"--limit"},
                                                {"--fill=1"},
                                                {"-x"},
                                                {"--limi", "5"},
                                                {"--limit", "1", "--limit", "2"}}) {
    CAPTURE(words.front());
    CHECK_FALSE(Args(words, specs).error().empty());
  }
}

TEST_CASE("counts are whole numbers in their range") {
  CHECK(cli::parse_count("1", 1, 10) == 1);
  CHECK(cli::parse_count("10", 1, 10) == 10);
  for (const char* bad : {"", "0", "11", "-1", "+1", "1 ", "1.5", "x", "99999999999999999999"}) {
    CAPTURE(bad);
    CHECK_FALSE(cli::parse_count(bad, 1, 10));
  }
}

TEST_CASE("JSON leaves absent text out and escapes what would break the line") {
  CHECK(Json().text("a", {}).text("b", "").done() == R"({"b":""})");
  CHECK(Json().text("t", "q\"\\\n\r\t\x01\x7f é").done() == R"({"t":"q\"\\\n\r\t\u0001\u007f é"})");
  CHECK(Json().number("n", -5).boolean("t", true).null("z").done() ==
        R"({"n":-5,"t":true,"z":null})");
  cli::JsonArray array;
  array.add("1");
  array.add_text("x");
  CHECK(array.done() == R"([1,"x"])");
}

TEST_CASE("text from elsewhere cannot command the terminal, and columns count characters") {
  CHECK(cli::plain("a\x1b[31mb\n\xC2\x9b"
                   "c") == "a [31mb  c");
  CHECK(cli::column("été", 5) == "été  ");
  CHECK(cli::column("ééééééé", 5) == "éé...");
  CHECK(cli::column("ééééé", 5) == "ééééé");
  CHECK(cli::duration_text(187000) == "3:07");
  CHECK(cli::time_text(0).empty());
}

TEST_CASE("exit codes of statuses are those of the contract") {
  CHECK(cli::exit_of(IX_OK) == 0);
  for (const ix_status status :
       {IX_ERROR_NOT_FOUND, IX_ERROR_NUMBER_NOT_SENDABLE, IX_ERROR_TEXT_EMPTY,
        IX_ERROR_TEXT_TOO_LARGE, IX_ERROR_INVALID_UTF8, IX_ERROR_NOT_A_HOMESERVER,
        IX_ERROR_TLS_UNTRUSTED, IX_ERROR_STORE_IN_USE, IX_ERROR_STORE_NOT_WRITABLE}) {
    CHECK(cli::exit_of(status) == 1);
  }
  for (const ix_status status :
       {IX_ERROR_SIGNED_OUT, IX_ERROR_SIGN_IN_REFUSED, IX_ERROR_SESSION_EXPIRED}) {
    CHECK(cli::exit_of(status) == 3);
  }
  CHECK(cli::exit_of(IX_ERROR_UNREACHABLE) == 4);
  CHECK(cli::exit_of(IX_ERROR_TIMEOUT) == 4);
  CHECK(cli::exit_of(IX_ERROR_STORE_CORRUPT) == 5);
  CHECK(cli::exit_of(IX_ERROR_STORE_NEWER_SCHEMA) == 5);
}

TEST_CASE("names: open enumerations survive, presets are those of the contract") {
  CHECK(std::string(cli::item_kind_name(IX_ITEM_GAP)) == "gap");
  CHECK(std::string(cli::item_kind_name(99)) == "unknown");
  CHECK(std::string(cli::item_kind_name(-1)) == "unknown");
  CHECK(std::string(cli::item_state_name(IX_STATE_FAILED)) == "failed");
  CHECK(std::string(cli::number_class_name(IX_NUMBER_NANP_UNKNOWN)) == "nanp_unknown");
  CHECK(cli::waiting_for_name(IX_WAITING_NOTHING) == nullptr);
  CHECK(std::string(cli::waiting_for_name(IX_WAITING_TIME)) == "time");
  CHECK(cli::preset_of("channels") == IX_PRESET_CHANNELS);
  CHECK_FALSE(cli::preset_of("Channels"));
  CHECK(cli::log_level_of("trace") == IX_LOG_TRACE);
}

TEST_CASE("--filter: words put together") {
  for (const char* text :
       {"all", "unread and not is:muted", "(transport:sms or transport:phone)and is:missed",
        "not not direct", "kind:group or with:+16135550142", "with:@marie:pbx.test and all"}) {
    CAPTURE(text);
    CHECK(cli::parse_filter(text).usage == "");
  }
}

TEST_CASE("--filter: what does not fit is an error that names it") {
  for (const char* text : {"", "nope", "all and", "(all", "all)", "all all", "is:nope",
                           "kind:", "with:", "muted", "and all", "not", "transport:fax", "ALL"}) {
    CAPTURE(text);
    CHECK(cli::parse_filter(text).usage.starts_with("--filter: "));
  }
  CHECK_FALSE(cli::parse_filter(std::string(10'000, '(') + "all").usage.empty());
  std::string many = "all";
  for (int i = 0; i < 100; ++i) many += " or all";
  CHECK_FALSE(cli::parse_filter(many).usage.empty());
}

namespace {

std::string card(const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:4.0\r\n" + lines + "END:VCARD\r\n";
}

}  // namespace

TEST_CASE("vCards: folding, escapes, groups, parameters, tel: URIs, several cards") {
  const auto file =
      cli::read_vcards(card("UID:urn:uuid:1\r\nFN;LANGUAGE=fr:Zo\xC3\xAB O\\, N\r\n eil\r\n"
                            "item1.TEL;TYPE=\"cell;x:y\":+1 613 555 0123\r\n"
                            "TEL;VALUE=uri;TYPE=work:tel:+1-514-555-0101;ext=12\r\nNOTE:a:b\r\n") +
                       "begin:vcard\nversion:3.0\nn:Lopez;Ana;;Dr.;\ntel:555\nend:vcard\n" +
                       card("ORG:Acme;Sales\r\n"));
  CHECK(file.error.empty());
  REQUIRE(file.cards.size() == 3);
  CHECK(file.cards[0].id == "urn:uuid:1");
  CHECK(file.cards[0].name == "Zo\xC3\xAB O, Neil");
  CHECK(file.cards[0].numbers ==
        std::vector<std::string>{"+1 613 555 0123", "tel:+1-514-555-0101"});
  CHECK(file.cards[0].extensions == std::vector<std::string>{"12"});
  CHECK(file.cards[1].name == "Dr. Ana Lopez");
  CHECK(file.cards[1].line == 10);
  CHECK(file.cards[2].name == "Acme");
  // Without a UID the id is made of what the card says, the same each time.
  CHECK(file.cards[2].id == cli::read_vcards(card("ORG:Acme;Sales\r\n")).cards[0].id);
  CHECK(file.cards[2].id != file.cards[1].id);
}

TEST_CASE("vCards: what is wrong names its line, and nothing is taken") {
  const std::string good = card("FN:Ana\r\n");  // four lines
  const std::pair<std::string, const char*> files[] = {
      {"", "line 1: there is no vCard"},
      {good + "FN:Bob\r\n", "line 5: outside of a card"},
      {good + "BEGIN:VCARD\r\nVERSION:4.0\r\n", "line 5: the card does not end"},
      {good + "BEGIN:VCARD\r\nBEGIN:VCARD\r\n", "line 6: a card begins within"},
      {good + "BEGIN:VCARD\r\nVERSION:2.1\r\n", "line 6: version 2.1 is not read"},
      {good + card("FN;ENCODING=QUOTED-PRINTABLE:=41\r\n"), "line 7: quoted-printable"},
      {good + card("nonsense\r\n"), "line 7: not a vCard line"},
      {good + card("TEL:1\r\n"), "line 5: the card has no name"},
      {good + "BEGIN:VCARD\r\nFN:Bob\r\nEND:VCARD\r\n", "line 5: the card has no VERSION"},
      {good + good, "line 5: the same contact as in line 1"},
  };
  for (const auto& [text, error] : files) {
    CAPTURE(text);
    const auto file = cli::read_vcards(text);
    CHECK(file.error.starts_with(error));
    CHECK(file.cards.empty());
  }
}

TEST_CASE("a line on stderr is one write, so that a line of the log cannot stand within it") {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
  const int before = ::dup(STDERR_FILENO);
  REQUIRE(::dup2(ends[0], STDERR_FILENO) == STDERR_FILENO);
  cli::Console console;
  console.set_json(true);
  console.fail(cli::local_error(IX_ERROR_BUSY, "not sent yet"));
  console.notice("{}", "");
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  ::close(ends[0]);
  // The socket keeps the border of each write.
  char line[512];
  const auto next = [&] {
    const ssize_t size = ::read(ends[1], line, sizeof line);
    return std::string(line, size > 0 ? static_cast<size_t>(size) : 0);
  };
  const std::string error = next();
  CHECK(error.starts_with("{\"error\":{"));
  CHECK(error.ends_with("}}\n"));
  CHECK(next() == "{\"notice\":{}}\n");
  CHECK(next().empty());
  ::close(ends[1]);
}
