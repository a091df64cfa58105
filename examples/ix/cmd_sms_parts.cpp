// SPDX-License-Identifier: Apache-2.0
// sms-parts: what a text costs as an SMS, and what makes it dear. Needs no account; with a
// conversation or a number to send to it tells of that account what would become of the message.
#include <optional>
#include <string_view>
#include <vector>

#include "app.h"
#include "json.h"
#include "names.h"
#include "rows.h"

namespace cli {

namespace ixn = interactions;

namespace {

constexpr uint32_t kMostFiles = 1000;
constexpr uint32_t kMostBytes = 4'000'000'000;

// "attachment, group"; empty: no MMS.
template <class Each>
void each_mms_reason(uint32_t mms, Each each) {
  if ((mms & IX_MMS_ATTACHMENT) != 0) each("attachment");
  if ((mms & IX_MMS_GROUP) != 0) each("group");
  if ((mms & IX_MMS_LONG_TEXT) != 0) each("long_text");
}

// "image/jpeg:4000000"; absent: it is none.
std::optional<ixn::DraftFile> file_of(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto bytes = parse_count(std::string(text.substr(colon + 1)), 0, kMostBytes);
  if (!bytes) return std::nullopt;
  ixn::DraftFile file{.mime_type = text.substr(0, colon), .bytes = *bytes};
  if (file.mime_type.starts_with("image/")) file.kind = IX_ATTACHMENT_IMAGE;
  if (file.mime_type.starts_with("video/")) file.kind = IX_ATTACHMENT_VIDEO;
  if (file.mime_type.starts_with("audio/")) file.kind = IX_ATTACHMENT_AUDIO;
  return file;
}

void add_files(Json& json, const ixn::Page& page, const ixn::Sms& sms) {
  JsonArray files;
  for (const ixn::FilePlan plan : page.file_plans()) {
    files.add(Json()
                  .text("verdict", file_verdict_name(plan.verdict))
                  .number("bytes", plan.sent_bytes)
                  .done());
  }
  json.raw("files", files.done()).number("bytes", sms.media_bytes);
}

void add_preflight(Json& json, const ixn::Page& page, const ixn::Sms& sms) {
  JsonArray mms;
  each_mms_reason(sms.mms, [&mms](const char* reason) { mms.add_text(reason); });
  json.boolean("by_sms", sms.by_sms)
      .text("route", sms.route)
      .text("from", sms.from)
      .raw("mms", mms.done())
      .boolean("sendable", sms.reason.empty())
      .text("reason", sms.reason)
      .text("consent", consent_state_name(sms.consent));
  for (const ixn::Consent word : page.consents()) json.raw("said", consent_json(word));
  if (!page.file_plans().empty()) add_files(json, page, sms);
}

void tell_preflight(const App& app, const ixn::Page& page, const ixn::Sms& sms) {
  if (!sms.by_sms) app.out.line("  leaves by another way than SMS");
  std::string mms;
  each_mms_reason(sms.mms, [&mms](const char* reason) {
    mms += (mms.empty() ? "  leaves as an MMS: " : ", ") + std::string(reason);
  });
  if (!mms.empty()) app.out.line(mms);
  if (!sms.from.empty()) app.out.line("  from " + plain(sms.from));
  int number = 0;
  for (const ixn::FilePlan plan : page.file_plans()) {
    app.out.line("  file " + std::to_string(++number) + ": " + file_verdict_name(plan.verdict) +
                 ", " + std::to_string(plan.sent_bytes) + " bytes");
  }
  if (!sms.reason.empty()) app.out.line("  would be refused: " + plain(sms.reason));
  for (const ixn::Consent word : page.consents()) app.out.line("  " + consent_text(word));
}

}  // namespace

int run_sms_parts(App& app, const Words& words) {
  const Args args(words, {{"--from"},
                          {"--in"},
                          {"--to"},
                          {"--via"},
                          {"--attachments"},
                          {"--recipients"},
                          {"--file", OptionSpec::Value::required, true}});
  if (!args.error().empty()) return app.out.usage(args.error());
  if (args.positional().size() != 1) {
    return app.out.usage("sms-parts takes one TEXT (in quotes)");
  }
  const bool preflight = args.has("--in") || args.has("--to");
  if (preflight && args.has("--from")) {
    return app.out.usage("give --from, or --in or --to, which know the own number");
  }
  const auto files = parse_count(args.value("--attachments").value_or("0"), 0, kMostFiles);
  const auto recipients = parse_count(args.value("--recipients").value_or("1"), 1, kMostFiles);
  if (!files || !recipients) {
    return app.out.usage("--attachments and --recipients take numbers up to 1000");
  }
  std::vector<ixn::DraftFile> described;
  const auto given = args.values("--file");
  for (const std::string& one : given) {
    const auto file = file_of(one);
    if (!file) return app.out.usage("--file takes TYPE:BYTES, such as image/jpeg:4000000");
    described.push_back(*file);
  }
  if (!described.empty() && !preflight) return app.out.usage("--file goes with --in or --to");
  const auto measured = [&]() -> ixn::Result<ixn::Page> {
    const std::string& text = args.positional()[0];
    if (!preflight) return ixn::sms_parts(text, args.value("--from").value_or(""));
    const auto client = app.open();
    if (!client) return client.error();
    return client->sms_preflight({.text = text,
                                  .conversation = args.value("--in").value_or(""),
                                  .to = args.value("--to").value_or(""),
                                  .via = args.value("--via").value_or(""),
                                  .attachment_count = *files,
                                  .recipient_count = *recipients,
                                  .files = described});
  };
  const auto page = measured();
  if (!page) return app.out.fail(page.error());
  const ixn::Sms sms = page->sms()[0];
  const char* encoding = sms.encoding == IX_SMS_GSM7 ? "gsm7" : "ucs2";
  if (app.out.json()) {
    JsonArray flips;
    for (const ixn::SmsFlip flip : page->flips(sms)) {
      Json one;
      one.text("char", flip.character).number("count", flip.count);
      if (flip.replacement) one.text("replacement", *flip.replacement);
      flips.add(one.done());
    }
    Json json;
    json.text("encoding", encoding)
        .number("units", sms.units)
        .number("parts", sms.parts)
        .number("remaining", sms.remaining)
        .raw("flips", flips.done());
    if (preflight) add_preflight(json, *page, sms);
    app.out.line(json.done());
    return kDone;
  }
  app.out.line(std::to_string(sms.parts) + (sms.parts == 1 ? " part, " : " parts, ") + encoding +
               ", " + std::to_string(sms.units) + " units, " + std::to_string(sms.remaining) +
               " more fit");
  for (const ixn::SmsFlip flip : page->flips(sms)) {
    std::string text = "  " + plain(flip.character) + "  " + std::to_string(flip.count) + "x  ";
    if (!flip.replacement) {
      text += "no replacement";
    } else if (flip.replacement->empty()) {
      text += "can be left out";
    } else {
      text += "could be " + plain(*flip.replacement);
    }
    app.out.line(text);
  }
  if (preflight) tell_preflight(app, *page, sms);
  return kDone;
}

}  // namespace cli
