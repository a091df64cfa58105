// SPDX-License-Identifier: Apache-2.0
#include "files.h"
#include "json.h"

#include <cstdint>
#include <iterator>

#include "names.h"
#include "rows.h"

namespace cli {
namespace {

namespace ixn = interactions;

constexpr int32_t kLookEveryMs = 200;

void drop_all(const ixn::Client& client, const std::vector<std::string>& files) {
  for (const std::string& file : files) (void)client.drop(file);
}

// Waits until the file is prepared; its state.
ixn::Result<ix_file_state> prepared(const App& app, const ixn::Client& client,
                                    const std::string& file, ix_status& failure) {
  for (;;) {
    const auto page = client.staged();
    if (!page) return page.error();
    for (const ixn::Attachment one : page->attachments()) {
      if (one.id != file || one.state == IX_FILE_PREPARING) continue;
      failure = one.failure_code;
      return one.state;
    }
    const auto events = client.poll(kLookEveryMs);
    if (!events) return events.error();
    for (size_t i = 0; i < events->size(); ++i) app.tell((*events)[i]);
  }
}

// Decimal units, one digit after the point: "812 B", "16.0 kB".
std::string size_text(int64_t bytes) {
  constexpr const char* kUnits[] = {" B", " kB", " MB", " GB", " TB"};
  int64_t whole = bytes;
  int64_t tenth = 0;
  size_t unit = 0;
  for (; whole >= 1'000 && unit + 1 < std::size(kUnits); ++unit) {
    tenth = whole % 1'000 / 100;
    whole /= 1'000;
  }
  return std::to_string(whole) + (unit > 0 ? "." + std::to_string(tenth) : "") + kUnits[unit];
}

}  // namespace

Picked pick_files(const App& app, const ixn::Client& client, const std::vector<std::string>& paths,
                  const PickOptions& options) {
  Picked picked;
  const auto refuse = [&](const ixn::Error& error) {
    drop_all(client, picked.files);
    picked.files.clear();
    picked.exit = app.out.fail(error);
  };
  for (const std::string& path : paths) {
    const auto file = client.stage({.path = path, .keep_metadata = options.keep_metadata});
    if (!file) return refuse(file.error()), picked;
    picked.files.push_back(*file);
    if (options.confirmed) (void)client.confirm(*file);
  }
  for (size_t i = 0; i < picked.files.size(); ++i) {
    ix_status failure = IX_OK;
    const auto state = prepared(app, client, picked.files[i], failure);
    if (!state) return refuse(state.error()), picked;
    if (*state == IX_FILE_UNCONFIRMED) {
      return refuse(local_error(IX_ERROR_NOT_CLEANED,
                                plain(paths[i]) +
                                    " may hold private data that cannot be removed: --as-is "
                                    "sends it all the same")),
             picked;
    }
    if (*state == IX_FILE_FAILED) {
      return refuse(local_error(failure, plain(paths[i]) + " cannot be sent")), picked;
    }
  }
  return picked;
}

std::string transfer_text(const ixn::Client& client) {
  const auto page = client.transfers();
  if (!page || page->count(IX_TABLE_TRANSFER) == 0) return {};
  const ixn::Transfer transfer = page->transfers()[0];
  std::string text;
  if (transfer.total > 0) {
    text =
        std::to_string(transfer.done * 100 / transfer.total) + " % of " + size_text(transfer.total);
  } else {
    text = size_text(transfer.done);
  }
  if (transfer.bytes_per_second > 0) text += ", " + size_text(transfer.bytes_per_second) + "/s";
  return text;
}

std::string attachment_text(const ixn::Attachment& attachment) {
  std::string text = std::string("[") + attachment_kind_name(attachment.kind);
  if (!attachment.name.empty()) text += " " + plain(attachment.name);
  if (attachment.size > 0) text += ", " + size_text(attachment.size);
  return text + "]";
}

std::string attachment_json(const ixn::Attachment& one, std::string_view item) {
  Json json;
  json.text("id", one.id).text("kind", attachment_kind_name(one.kind));
  json.text("item", item);
  json.text("name", one.name).text("mime", one.mime_type);
  if (one.size > 0) json.number("size", one.size);
  if (one.width > 0) json.number("width", one.width);
  if (one.height > 0) json.number("height", one.height);
  if (one.duration_ms > 0) json.number("duration_ms", one.duration_ms);
  json.text("state", file_state_name(one.state));
  json.text("path", one.path).text("thumbnail_path", one.thumbnail_path);
  return json.done();
}

std::string attachment_line(const ixn::Attachment& one, const ixn::Item& item) {
  return column(time_text(item.at_ms), 16) + "  " + column(std::string(one.id), 8) + "  " +
         column(file_state_name(one.state), 12) + "  " + attachment_text(one);
}

}  // namespace cli
