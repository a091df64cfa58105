// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iterator>

#include "print.h"
#include "scenarios.h"
#include "words.h"

namespace scenario {
namespace {

constexpr std::string_view kPlace = "45.4215,-75.6972";
// A red picture of 4 by 3 pixels that says where it was taken.
constexpr unsigned char kPicture[] = {
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0x00, 0x00, 0x00, 0x0d, 'I',  'H',  'D',  'R',
    0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x03, 0x08, 0x02, 0x00, 0x00, 0x00, 0x3b, 0x96, 0x39,
    0x91, 0x00, 0x00, 0x00, 0x19, 't',  'E',  'X',  't',  'L',  'o',  'c',  'a',  't',  'i',  'o',
    'n',  0x00, '4',  '5',  '.',  '4',  '2',  '1',  '5',  ',',  '-',  '7',  '5',  '.',  '6',  '9',
    '7',  '2',  0xce, 0xe8, 0x50, 0x42, 0x00, 0x00, 0x00, 0x10, 'I',  'D',  'A',  'T',  0x78, 0xda,
    0x63, 0x38, 0x21, 0x67, 0x03, 0x47, 0x0c, 0x38, 0x39, 0x00, 0x0f, 0xda, 0x0d, 0x99, 0x0c, 0x7a,
    0x67, 0xf8, 0x00, 0x00, 0x00, 0x00, 'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82};
constexpr std::string_view kMenu = "Menu du jour\n";
// No format whose private data can be taken out.
constexpr std::string_view kReceipt = "%PDF-1.4\n% Chez Lucie\n%%EOF\n";
constexpr size_t kLong = 8'000'000;

std::string bytes_of(std::string_view path) {
  std::ifstream in{std::string(path), std::ios::binary};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Line file_line(const ixn::Attachment& file) {
  Line line;
  line.text("file", file.name)
      .text("kind", word(kFileKind, file.kind))
      .text("type", file.mime_type)
      .text("state", word(kFileState, file.state));
  return line;
}

// The picked files, once all were seen to.
ixn::Page prepared(Session& session, std::string_view conversation) {
  ixn::Page page;
  session.until("the files to be seen to", [&] {
    page = session->staged(conversation).or_throw();
    for (const ixn::Attachment file : page.attachments()) {
      if (file.state == IX_FILE_PREPARING) return false;
    }
    return true;
  });
  return page;
}

std::string stage(const Session& session, std::string_view conversation, std::string_view name,
                  std::string_view content) {
  return session
      ->stage(
          {.data = std::as_bytes(std::span(content)), .name = name, .conversation = conversation})
      .or_throw();
}

// What was sent from the item `first` on; answers may stand in between.
void print_sent(const ixn::Client& client, std::string_view conversation, std::string_view first) {
  const ixn::Page page = client.thread(conversation).or_throw();
  bool begun = false;
  for (const ixn::Item item : page.items()) {
    begun = begun || item.id == first;
    if (!begun || item.direction != IX_DIRECTION_OUT) continue;
    std::vector<std::string> files;
    for (const ixn::Attachment file : page.attachments(item)) {
      files.push_back(file_line(file).json());
    }
    const bool left = item.state >= IX_STATE_ACCEPTED && item.state <= IX_STATE_READ;
    Line()
        .text("sent", item.text)
        .text("state", left ? "left" : word(kState, item.state))
        .raw("files", array(files))
        .print();
  }
}

// The upload of a long file is seen while it lasts. A busy machine may have sent one before anybody
// looks: another one follows.
void print_upload(Session& session, const World& world, std::string_view conversation) {
  const std::string path = world.account("long.txt");
  for (char letter = 'a'; letter < 'k'; ++letter) {
    std::ofstream(path, std::ios::binary) << std::string(kLong, letter);
    const std::string id = session->stage({.path = path, .conversation = conversation}).or_throw();
    const std::string_view files[] = {id};
    static_cast<void>(session->send(conversation, {.text = {}, .files = files}).or_throw());
    std::string seen;
    session.until("a long file to leave", [&] {
      const ixn::Page page = session->transfers().or_throw();
      for (const ixn::Transfer row : page.transfers()) {
        if (row.part != IX_PART_FILE) continue;
        seen = Line()
                   .text("transfer", word(kFilePart, row.part))
                   .boolean("upload", row.upload)
                   .number("total", row.total)
                   .boolean("within", row.done >= 0 && row.done <= row.total)
                   .json();
      }
      return session->outbox().or_throw().count(IX_TABLE_OUTBOX) == 0;
    });
    if (seen.empty()) continue;
    std::printf("%s\n", seen.c_str());
    const ixn::Page page = session->transfers().or_throw();
    Line().number("transfers", static_cast<int64_t>(page.transfers().size())).print();
    return;
  }
  stop("no upload was seen");
}

// The picture that hangs in a channel of the company, as it is now.
ixn::Attachment company_picture(const ixn::Client& client, ixn::Page& page) {
  const ixn::Page list = client.conversations().or_throw();
  for (const ixn::Conversation row : list.conversations()) {
    if (row.title != "Livraisons") continue;
    page = client.thread(row.id).or_throw();
    for (const ixn::Attachment file : page.attachments()) {
      if (file.name == "plateau.png") return file;
    }
  }
  stop("the company's picture is not here");
}

void print_received(Session& session, const World& world) {
  ixn::Page page;
  const std::string id(company_picture(session.client(), page).id);
  const std::string copy = world.account("copie.png");
  file_line(company_picture(session.client(), page)).print();
  print_failure(session->export_attachment(id, copy), "export before it is here");

  session.complete(session->fetch(id, IX_PART_THUMBNAIL, 10).or_throw());
  const ixn::Attachment small = company_picture(session.client(), page);
  Line()
      .boolean("thumbnail", !bytes_of(small.thumbnail_path).empty())
      .text("state", word(kFileState, small.state))
      .print();
  session.complete(session->fetch(id).or_throw());
  const ixn::Attachment here = company_picture(session.client(), page);
  const std::string bytes = bytes_of(here.path);
  file_line(here).number("bytes", static_cast<int64_t>(bytes.size())).print();

  session->export_attachment(id, copy).or_throw();
  Line().boolean("exported", bytes_of(copy) == bytes).print();
  print_failure(session->export_attachment(id, copy), "export to what is there");
}

}  // namespace

void files(const World& world) {
  Session session = Session::signed_in(world, continuous());
  const std::string marie = World::colleague(session.client(), "marie");
  const std::string to = session->open_conversation({.user = marie}).or_throw();
  const std::string menu_path = world.account("menu.txt");
  std::ofstream(menu_path, std::ios::binary) << kMenu;

  const std::string_view original(reinterpret_cast<const char*>(kPicture), sizeof kPicture);
  const std::string picture = stage(session, to, "terrasse.jpg", original);
  const std::string menu = session->stage({.path = menu_path, .conversation = to}).or_throw();
  const std::string draft = stage(session, to, "brouillon.txt", "Non\n");
  const std::string receipt = stage(session, to, "reçu.pdf", kReceipt);
  session->drop(draft).or_throw();
  session->drop(draft).or_throw();
  {
    const ixn::Page staged = prepared(session, to);
    for (const ixn::Attachment file : staged.attachments()) file_line(file).print();
    const std::string leaves = bytes_of(staged.attachments()[0].path);
    Line()
        .boolean("place_in_original", original.find(kPlace) != std::string_view::npos)
        .boolean("place_in_what_leaves", leaves.find(kPlace) != std::string::npos)
        .print();
  }

  const std::string_view ids[] = {picture, menu, receipt};
  const ixn::Outgoing message = {.text = "Voici", .files = ids};
  print_failure(session->send(to, message), "not confirmed");
  session->confirm(receipt).or_throw();
  session->hint_network(IX_NETWORK_NONE).or_throw();
  const std::string first = session->send(to, message).or_throw();
  Line()
      .number("staged",
              static_cast<int64_t>(session->staged(to).or_throw().count(IX_TABLE_ATTACHMENT)))
      .print();
  print_sent(session.client(), to, first);
  print_failure(session->drop(menu), "drop what is to leave");
  session->hint_network(IX_NETWORK_UNMETERED).or_throw();
  session.until("the files to leave",
                [&] { return session->outbox().or_throw().count(IX_TABLE_OUTBOX) == 0; });
  print_sent(session.client(), to, first);

  print_upload(session, world, to);
  print_received(session, world);

  print_failure(session->stage({.path = world.folder}), "a folder");
  print_failure(session->stage({.path = world.account("rien.txt")}), "no such file");
  print_failure(session->stage({.data = std::span<const std::byte>()}), "an empty file");
}

}  // namespace scenario
