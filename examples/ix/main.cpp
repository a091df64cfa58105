// SPDX-License-Identifier: Apache-2.0
// ix: the example command line. It uses interactions.hpp and nothing else of the library, and shows
// a newcomer what a whole client does. Start reading in cmd_session.cpp (signing in), cmd_list.cpp
// (reading) and cmd_send.cpp (writing); app.cpp opens the account and waits for operations.
#include <cstdlib>

#include "app.h"
#include "names.h"

namespace cli {
namespace {

constexpr const char* kHelp =
    "ix: business messages, calls and contacts, by person\n"
    "\n"
    "  ix [--home DIR] [--json] [--log LEVEL] [--ca FILE] [--timeout SECONDS] [--allow RULES]\n"
    "     [--area-codes FILE] COMMAND ...\n"
    "\n"
    "  login --server URL --user NAME (--password-stdin | --token-stdin)\n"
    "  logout [--wipe [--force]]\n"
    "  sync [--once | --follow [--for SECONDS]]\n"
    "  list [--filter all|direct|channels|external|internal|calls|unread|archived]\n"
    "       [--limit N] [--after CURSOR]\n"
    "       A filter may be put together: \"unread and not (is:muted or kind:channel)\", of\n"
    "       kind:contact|number|channel|group, transport:internal|sms|channel|group|phone,\n"
    "       is:unread|pinned|archived|muted|draft|failed|missed, with:NUMBER|@USER|CONTACT\n"
    "  thread CONVERSATION [--limit N] [--before CURSOR | --after CURSOR | --around ITEM |\n"
    "         --first-unread] [--fill]\n"
    "  search TEXT [--in CONVERSATION] [--filter FILTER] [--limit N] [--after CURSOR]\n"
    "  send (--to NAME|@USER|NUMBER... | --in CONVERSATION) [--via ROUTE] [--reply-to ITEM]\n"
    "       [--attach FILE [--keep-metadata] [--as-is]]... [--wait[=SECONDS]]\n"
    "       [--until accepted|delivered] [--at TIME] [TEXT|-]\n"
    "       --to several times: to a group of colleagues\n"
    "  recipients [TEXT] [--limit N]\n"
    "  edit ITEM TEXT|-\n"
    "  delete ITEM\n"
    "  react ITEM EMOJI [--remove]\n"
    "  read | unread | mute | unmute | pin | unpin | archive | unarchive CONVERSATION\n"
    "  draft CONVERSATION [TEXT] [--reply-to ITEM]\n"
    "  via CONVERSATION ROUTE|auto\n"
    "  channel create NAME [--topic TEXT] [--public ALIAS] [--invite @USER]... | join ADDRESS\n"
    "  channel leave CONVERSATION | invite CONVERSATION @USER | members CONVERSATION\n"
    "  attachment list CONVERSATION | get ID --out FILE\n"
    "  outbox list | retry ID | discard ID | reschedule ID TIME\n"
    "  notify [--after CURSOR] [--limit N] [--done]\n"
    "  contacts list | search TEXT [--directory]\n"
    "  contacts add --name N [--number N]... [--user @USER]... | edit ID [the same] | remove ID\n"
    "  contacts import FILE.vcf\n"
    "  explain CONVERSATION\n"
    "  call report --id ID (--number N | --user @U) --phase started|answered|ended\n"
    "       [--outcome answered|missed|declined|voicemail|failed] [--direction in|out]\n"
    "       [--at MS] [--duration MS] [--own NUMBER]\n"
    "  prune [--days N] [--items N] [--bytes N] [--total-bytes N] [--set] | --off | --show\n"
    "  sizes\n"
    "  export --out FILE [--contact CONTACT]\n"
    "  erase CONTACT [--force]\n"
    "  number NUMBER | --table\n"
    "  sms-parts TEXT [--from NUMBER | --in CONVERSATION [--via ROUTE] | --to NUMBER]\n"
    "            [--attachments N] [--recipients N] [--file TYPE:BYTES]...\n"
    "  consent list [--number NUMBER] [--limit N] [--after CURSOR]\n"
    "  consent export [--number NUMBER]\n"
    "  consent set NUMBER opted-in|opted-out [--own NUMBER]\n"
    "  permission list [--in CONVERSATION] [--language TAG] | request SOURCE\n"
    "  permission answer SOURCE continue|not-now|done|granted|limited|denied|blocked|restricted|\n"
    "             not-asked|not-granted\n"
    "  status\n"
    "  doctor [--repair]\n"
    "\n"
    "--home (or IX_HOME) is the account's folder, --ca (or IX_CA_FILE) a PEM bundle of trusted\n"
    "certificates, --log one of error, warn, info, debug, trace. --timeout is how long a server "
    "may\n"
    "be silent (30 seconds unless given). --json writes one object a line.\n"
    "--allow (or IX_ALLOW) says which numbers may be texted beside Canadian and toll-free ones, "
    "such\n"
    "as us,international,-+44: classes (canadian us caribbean toll_free international "
    "nanp_unknown)\n"
    "or + and first digits, with - in front to refuse; all or none below them. --area-codes (or\n"
    "IX_AREA_CODES) is a newer table in the form that number --table prints.\n"
    "Exit: 0 done, 1 refused or failed, 2 wrong usage, 3 signed out or sign-in refused,\n"
    "4 unreachable, 5 local data corrupt or of a newer version.";

struct Command {
  const char* name;
  int (*run)(App&, const Words&);
  bool needs_home = true;
};

constexpr Command kCommands[] = {{"login", run_login},
                                 {"logout", run_logout},
                                 {"sync", run_sync},
                                 {"list", run_list},
                                 {"thread", run_thread},
                                 {"search", run_search},
                                 {"recipients", run_recipients},
                                 {"send", run_send},
                                 {"edit", run_edit},
                                 {"delete", run_delete},
                                 {"react", run_react},
                                 {"outbox", run_outbox},
                                 {"attachment", run_attachment},
                                 {"channel", run_channel},
                                 {"contacts", run_contacts},
                                 {"number", run_number, false},
                                 {"sms-parts", run_sms_parts, false},
                                 {"consent", run_consent},
                                 {"permission", run_permission},
                                 {"status", run_status},
                                 {"read", run_read},
                                 {"unread", run_unread},
                                 {"mute", run_mute},
                                 {"unmute", run_unmute},
                                 {"pin", run_pin},
                                 {"unpin", run_unpin},
                                 {"archive", run_archive},
                                 {"unarchive", run_unarchive},
                                 {"draft", run_draft},
                                 {"doctor", run_doctor},
                                 {"call", run_call},
                                 {"explain", run_explain},
                                 {"via", run_via},
                                 {"notify", run_notify},
                                 {"export", run_export},
                                 {"erase", run_erase},
                                 {"prune", run_prune},
                                 {"sizes", run_sizes}};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string default_home() {
  const std::string given = environment("IX_HOME");
  if (!given.empty()) return given;
  const std::string data = environment("XDG_DATA_HOME");
  if (!data.empty()) return data + "/ix";
  const std::string user = environment("HOME");
  return user.empty() ? "" : user + "/.local/share/ix";
}

// Reads the global options before the command; gives the index of the command's name, or an error.
// --json, --home and the others may stand behind the command, too: they are taken out there.
struct Line {
  std::string error;
  Words command;  // the name and its arguments
  bool help = false;
  bool version = false;
};

// The global options whose text is read after the whole line.
struct Texts {
  std::string log;
  std::string timeout;
  std::string area_codes;  // a file's name
};

// A global option that takes a value, and where it goes.
std::string* target_of(App& app, Texts& texts, std::string_view name) {
  if (name == "--home") return &app.home;
  if (name == "--ca") return &app.ca_file;
  if (name == "--log") return &texts.log;
  if (name == "--timeout") return &texts.timeout;
  if (name == "--allow") return &app.destinations;
  if (name == "--area-codes") return &texts.area_codes;
  return nullptr;
}

Line read_line(App& app, Texts& texts, const Words& words) {
  Line line;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      line.command.insert(line.command.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                          words.end());
      break;
    }
    const size_t equals = word.find('=');
    std::string* target = target_of(app, texts, word.substr(0, equals));
    if (word == "--json") {
      app.out.set_json(true);
    } else if (word == "--help" || word == "-h") {
      line.help = true;
    } else if (word == "--version") {
      line.version = true;
    } else if (target && equals != std::string::npos) {
      *target = word.substr(equals + 1);
    } else if (target && i + 1 < words.size()) {
      *target = words[++i];
    } else if (target) {
      line.error = word + " needs a value";
    } else if (line.command.empty() && word.size() > 1 && word[0] == '-') {
      line.error = "unknown option " + word.substr(0, equals);
    } else {
      line.command.push_back(word);
    }
  }
  return line;
}

int run(const Words& words) {
  App app;
  app.home = default_home();
  app.ca_file = environment("IX_CA_FILE");
  app.destinations = environment("IX_ALLOW");
  Texts texts;
  texts.area_codes = environment("IX_AREA_CODES");
  const Line line = read_line(app, texts, words);
  if (!line.error.empty()) return app.out.usage(line.error);
  if (line.version) {
    app.out.line("ix " + std::string(interactions::version()));
    return kDone;
  }
  if (line.help || (!line.command.empty() && line.command.front() == "help")) {
    app.out.line(kHelp);
    return kDone;
  }
  if (!texts.log.empty()) {
    const auto level = log_level_of(texts.log);
    if (!level) return app.out.usage("--log takes error, warn, info, debug or trace");
    app.log = true;
    app.log_level = *level;
  }
  if (!texts.timeout.empty()) {
    const auto seconds = parse_count(texts.timeout, 1, 3600);
    if (!seconds) return app.out.usage("--timeout takes 1 to 3600 seconds");
    app.answer_timeout_ms = int64_t{*seconds} * 1000;
  }
  if (const int code = check_number_rules(app, texts.area_codes); code != kDone) return code;
  if (line.command.empty()) return app.out.usage("a command is missing");
  const std::string& name = line.command.front();
  for (const Command& command : kCommands) {
    if (name == command.name) {
      if (app.home.empty() && command.needs_home) {
        return app.out.usage("give --home DIR or set IX_HOME");
      }
      return command.run(app, Words(line.command.begin() + 1, line.command.end()));
    }
  }
  return app.out.usage("there is no such command");
}

}  // namespace
}  // namespace cli

int main(int argc, char** argv) {
  return cli::run(cli::Words(argv + 1, argv + argc));
}
