// SPDX-License-Identifier: Apache-2.0
// export, erase: a person's data out, or gone.
#include "app.h"
#include "json.h"

namespace cli {

namespace ixn = interactions;

int run_export(App& app, const Words& words) {
  const Args args(words, {{"--out"}, {"--contact"}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (!args.positional().empty()) return app.out.usage("export takes options only");
  const std::string path = args.value("--out").value_or("");
  if (path.empty()) return app.out.usage("give --out FILE");
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const auto records = client->export_to(path, args.value("--contact").value_or(""));
  if (!records) return app.out.fail(records.error());
  if (app.out.json()) {
    app.out.line(
        Json().raw("export", Json().text("file", path).number("records", *records).done()).done());
  } else {
    app.out.line(std::to_string(*records) + " records in " + path);
  }
  return kDone;
}

int run_erase(App& app, const Words& words) {
  const Args args(words, {{"--force", OptionSpec::Value::none}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) {
    return app.out.usage(
        "erase takes one contact's id; the whole account goes with: ix logout --wipe");
  }
  const auto client = app.open();
  if (!client) return app.out.fail(client.error());
  const std::string& contact = args.positional().front();
  const ixn::Status done =
      client->erase_contact(contact, args.has("--force") ? uint32_t{IX_ERASE_FORCE} : 0);
  if (!done) return app.out.fail(done.error());
  if (app.out.json()) app.out.line(Json().text("erased", contact).done());
  app.out.note("Gone from this device. The server keeps what it has.");
  return kDone;
}

}  // namespace cli
