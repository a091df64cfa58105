// SPDX-License-Identifier: Apache-2.0
// Files: what goes up comes down, once, and what is refused or broken on the way.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

// Bytes that no encoding leaves alone, and that differ from their neighbours.
std::string some_bytes(size_t size, unsigned seed = 1) {
  std::string out(size, '\0');
  for (size_t i = 0; i < size; ++i) {
    seed = seed * 1'664'525 + 1'013'904'223;
    out[i] = static_cast<char>(seed >> 24);
  }
  return out;
}

// A red picture of 1 by 1 (ISO/IEC 15948).
const std::string& picture() {
  static const std::string png(
      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xDE"
      "\0\0\0\x0CIDAT\x08\xD7\x63\xF8\xCF\xC0\0\0\3\1\1\0\x18\xDD\x8D\xB0"
      "\0\0\0\0IEND\xAE\x42\x60\x82",
      69);
  return png;
}

// Ann alone, signed in.
struct Desk {
  explicit Desk(Stage& given, Account kind = Account::normal)
      : ann(given, given.person("Ann", kind)) {}
  bool begins() { return ann.sign_in().ok(); }

  Caller ann;
};

void as_it_went(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  for (const size_t size : {size_t{0}, size_t{1}, size_t{5'000}, size_t{3} << 20}) {
    const std::string bytes = some_bytes(size);
    const auto uri = desk.ann.upload_new(bytes, "application/x-thing");
    IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
    const Fetched got = desk.ann.download(*uri, 0, static_cast<int64_t>(size));
    IX_EXPECT_EQ(code_of(got.status), ErrorCode::OK);
    IX_EXPECT(got.bytes == bytes);
    IX_EXPECT_EQ(got.heads.size(), size_t{1});
    IX_EXPECT_EQ(got.heads[0].from, 0);
    IX_EXPECT_EQ(got.heads[0].total, static_cast<int64_t>(size));
    IX_EXPECT_EQ(got.heads[0].mime, std::string("application/x-thing"));
  }
}

void page_that_was_sent(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const std::string page = R"({"this":"is a file"})";
  const auto uri = desk.ann.upload_new(page, "application/json");
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  const Fetched got = desk.ann.download(*uri);
  IX_EXPECT_EQ(code_of(got.status), ErrorCode::OK);
  IX_EXPECT_EQ(got.bytes, page);
}

void one_copy(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.reserve_media();
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  IX_EXPECT(!uri->empty());
  const std::string bytes = some_bytes(70'000);
  desk.ann.disturbance.loses_answers = true;
  IX_EXPECT_EQ(code_of(desk.ann.upload(*uri, bytes)), ErrorCode::UNREACHABLE);
  desk.ann.disturbance = {};
  for (int times = 0; times < 2; ++times) {
    const auto again = desk.ann.upload(*uri, bytes);
    IX_EXPECT_EQ(code_of(again), ErrorCode::OK);
    IX_EXPECT_EQ(*again, *uri);
  }
  // What is there is not changed by whatever comes later.
  (void)desk.ann.upload(*uri, some_bytes(70'000, 2));
  IX_EXPECT(desk.ann.download(*uri).bytes == bytes);
}

void not_there_yet(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.reserve_media();
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  const Fetched early = desk.ann.download(*uri);
  IX_EXPECT_EQ(code_of(early.status), ErrorCode::MEDIA_GONE);
  IX_EXPECT_EQ(early.status.error().retry, RetryAdvice::later);
  IX_EXPECT_EQ(code_of(desk.ann.upload(*uri, "here")), ErrorCode::OK);
  IX_EXPECT_EQ(desk.ann.download(*uri).bytes, std::string("here"));
}

void others_place(Stage& stage) {
  Desk desk(stage);
  Caller bob(stage, stage.person("Bob"));
  IX_EXPECT(desk.begins() && bob.sign_in().ok());
  const auto uri = bob.reserve_media();
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(desk.ann.upload(*uri, "mine")), ErrorCode::MEDIA_GONE);
  IX_EXPECT_EQ(code_of(desk.ann.upload(*uri + "x", "mine")), ErrorCode::MEDIA_GONE);
}

void goes_on(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const std::string bytes = some_bytes(200'000);
  const auto uri = desk.ann.upload_new(bytes);
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  for (const size_t here : {size_t{1}, size_t{123'456}, bytes.size() - 1, bytes.size()}) {
    const Fetched rest = desk.ann.download(*uri, static_cast<int64_t>(here), 200'000);
    IX_EXPECT_EQ(code_of(rest.status), ErrorCode::OK);
    IX_EXPECT_EQ(rest.heads.size(), size_t{1});
    const auto from = static_cast<size_t>(rest.heads[0].from);
    IX_EXPECT(from == here || from == 0);
    IX_EXPECT(rest.bytes == bytes.substr(from));
    IX_EXPECT_EQ(rest.heads[0].total, 200'000);
  }
  // More than there is cannot be here already.
  const Fetched odd = desk.ann.download(*uri, 300'000);
  IX_EXPECT_EQ(code_of(odd.status), ErrorCode::OK);
  IX_EXPECT(odd.bytes == bytes);
}

void too_large(Stage& stage) {
  Desk desk(stage, Account::limited);
  IX_EXPECT(desk.begins());
  const auto limits = desk.ann.media_limits();
  IX_EXPECT_EQ(code_of(limits), ErrorCode::OK);
  IX_EXPECT_EQ(limits->max_file_bytes, 1024);
  IX_EXPECT_EQ(code_of(desk.ann.upload_new(some_bytes(1025))), ErrorCode::FILE_TOO_LARGE);
  IX_EXPECT_EQ(code_of(desk.ann.upload_new(some_bytes(1024))), ErrorCode::OK);
}

void nobody_knows_it(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.upload_new("a");
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  for (const std::string& wrong : {*uri + "x", std::string("nothing"), std::string()}) {
    const Fetched none = desk.ann.download(wrong);
    IX_EXPECT_EQ(code_of(none.status), ErrorCode::MEDIA_GONE);
    IX_EXPECT_EQ(none.status.error().retry, RetryAdvice::never);
    IX_EXPECT(none.heads.empty() && none.bytes.empty());
  }
}

void more_than_allowed(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.upload_new(some_bytes(50'000));
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  const Fetched cut = desk.ann.download(*uri, 0, 49'999);
  IX_EXPECT_EQ(code_of(cut.status), ErrorCode::RESPONSE_TOO_LARGE);
  IX_EXPECT(cut.bytes.size() <= 49'999);
}

void no_file_came(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.upload_new("bytes");
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  const auto instead = [&](int status) {
    desk.ann.disturbance.instead =
        transport::HttpResponse{status, {{"content-type", "text/html"}}, "<html>Sign in</html>"};
    const Fetched got = desk.ann.download(*uri);
    desk.ann.disturbance = {};
    if (!got.bytes.empty()) stage.fail("a page was taken for the file");
    return code_of(got.status);
  };
  IX_EXPECT_EQ(instead(200), ErrorCode::MEDIA_DAMAGED);
  IX_EXPECT_EQ(instead(502), ErrorCode::SERVER_ERROR);
  IX_EXPECT_EQ(desk.ann.download(*uri).bytes, std::string("bytes"));
}

void own_errors(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.upload_new(some_bytes(50'000));
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  provider::Provider& provider = desk.ann.provider();
  for (const bool in_head : {true, false}) {
    std::optional<Status> ended;
    provider::Download wish;
    wish.uri = *uri;
    wish.head = [in_head](const provider::MediaHead&) -> Status {
      if (in_head) return Error(ErrorCode::STORE_FULL);
      return {};
    };
    wish.sink = [](std::string_view) -> Status { return Error(ErrorCode::STORE_IO); };
    (void)provider.download(std::move(wish), [&ended](Status status) { ended = status; });
    IX_EXPECT(desk.ann.run_until([&ended] { return ended.has_value(); }));
    IX_EXPECT_EQ(code_of(*ended), in_head ? ErrorCode::STORE_FULL : ErrorCode::STORE_IO);
  }
  std::string place;
  if (provider.capabilities().reserves_media) {
    const auto reserved = desk.ann.reserve_media();
    IX_EXPECT_EQ(code_of(reserved), ErrorCode::OK);
    place = *reserved;
  }
  std::optional<Result<std::string>> ended;
  provider::Upload upload;
  upload.uri = place;
  upload.bytes = 100'000;
  upload.source = [given = 0](char* into, size_t size) mutable -> Result<size_t> {
    if (++given > 2) return Error(ErrorCode::FILE_CHANGED);
    const size_t count = std::min<size_t>(size, 1'000);
    std::fill_n(into, count, 'x');
    return count;
  };
  (void)provider.upload(std::move(upload), [&ended](auto result) { ended = std::move(result); });
  IX_EXPECT(desk.ann.run_until([&ended] { return ended.has_value(); }));
  IX_EXPECT_EQ(code_of(*ended), ErrorCode::FILE_CHANGED);
  // Half a file is none: the place can still be filled.
  if (!place.empty()) IX_EXPECT_EQ(code_of(desk.ann.upload(place, "whole")), ErrorCode::OK);
}

void cancelled(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto uri = desk.ann.upload_new(some_bytes(1 << 20));
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  provider::Provider& provider = desk.ann.provider();
  bool called = false;
  provider::Download wish;
  wish.uri = *uri;
  wish.head = [&called](const provider::MediaHead&) {
    called = true;
    return Status();
  };
  wish.sink = [&called](std::string_view) {
    called = true;
    return Status();
  };
  provider.cancel(provider.download(std::move(wish), [&called](Status) { called = true; }));
  provider::Upload upload;
  upload.bytes = 10;
  upload.source = [&called](char*, size_t size) -> Result<size_t> {
    called = true;
    return size;
  };
  provider.cancel(provider.upload(std::move(upload), [&called](auto) { called = true; }));
  // Another one after it goes its whole way.
  IX_EXPECT_EQ(code_of(desk.ann.download(*uri).status), ErrorCode::OK);
  IX_EXPECT(!called);
}

Attachment described(const std::string& uri, const std::string& small) {
  Attachment file;
  file.kind = AttachmentKind::image;
  file.name = "L'\xC3\xA9t\xC3\xA9 \"1\".png";
  file.mime = "image/png";
  file.uri = uri;
  file.bytes = 69;
  file.width = 4000;
  file.height = 3000;
  file.thumb_uri = small;
  file.thumb_mime = "image/jpeg";
  file.thumb_bytes = 1234;
  file.thumb_width = 320;
  file.thumb_height = 240;
  file.sha256 = std::string(63, 'a') + "1";
  return file;
}

// What the other side has of the newest message with files.
void sends_files(Stage& stage, size_t count) {
  Talk talk(stage);
  Caller bob(stage, talk.bob);
  IX_EXPECT(talk.begins() && bob.sign_in().ok());
  IX_EXPECT(static_cast<size_t>(talk.ann.provider().capabilities().files_per_message) >= count);
  for (const char* caption : {"", "Regarde \xC3\xA7\x61!"}) {
    std::vector<Attachment> files;
    for (size_t i = 0; i < count; ++i) {
      const auto uri = talk.ann.upload_new(picture() + std::to_string(i), "image/png");
      const auto small = talk.ann.upload_new("small", "image/jpeg");
      IX_EXPECT(uri.ok() && small.ok());
      files.push_back(described(*uri, *small));
      files.back().name += std::to_string(i);
    }
    const std::string key = stage.unique("key") + (*caption ? "c" : "n");
    const auto sent = talk.ann.send(talk.route, {caption, key, "", files});
    IX_EXPECT_EQ(code_of(sent), ErrorCode::OK);
    for (Caller* who : {&bob, &talk.ann}) {
      const Item* found = nullptr;
      IX_EXPECT(who->sees([&] {
        for (const Item& item : who->seen(talk.route).items) {
          if (item.remote_id == *sent) found = &item;
        }
        return found != nullptr;
      }));
      IX_EXPECT(found->kind == ItemKind::message);
      IX_EXPECT_EQ(found->text, std::string{caption});
      IX_EXPECT(found->attachments == files);
      const Fetched got = who->download(found->attachments.back().uri);
      IX_EXPECT_EQ(got.bytes, picture() + std::to_string(count - 1));
    }
  }
}

void with_a_file(Stage& stage) {
  sends_files(stage, 1);
}

void with_several(Stage& stage) {
  sends_files(stage, 3);
}

void small_picture(Stage& stage) {
  Desk desk(stage);
  IX_EXPECT(desk.begins());
  const auto small = [&](const std::string& uri) {
    provider::Download wish;
    wish.uri = uri;
    wish.max_bytes = 100'000;
    wish.width = 320;
    wish.height = 240;
    return desk.ann.download(std::move(wish));
  };
  const auto shown = desk.ann.upload_new(picture(), "image/png");
  const auto paper = desk.ann.upload_new("Only words", "text/plain");
  IX_EXPECT(shown.ok() && paper.ok());
  // A backend may make none of anything; what it makes is a picture.
  const Fetched made = small(*shown);
  IX_EXPECT(made.status.ok() || code_of(made.status) == ErrorCode::MEDIA_GONE);
  if (made.status.ok()) {
    IX_EXPECT(made.heads[0].mime.starts_with("image/"));
    IX_EXPECT(made.bytes.starts_with("\x89PNG") || made.bytes.starts_with("\xFF\xD8\xFF"));
  }
  const Fetched none = small(*paper);
  IX_EXPECT_EQ(code_of(none.status), ErrorCode::MEDIA_GONE);
  IX_EXPECT(none.bytes.empty());
}

void heard(Stage& stage) {
  Caller ann(stage, stage.person("Ann"));
  IX_EXPECT(ann.sign_in().ok());
  const std::string recording = "RIFF" + some_bytes(16'040);
  const std::string event = stage.backend.voicemail(stage.number(), ann.person(), recording);
  IX_EXPECT(!event.empty());
  std::optional<Item> found;
  IX_EXPECT(ann.sees([&] {
    for (const std::string& route : ann.invitations()) (void)ann.accept_invite(route, true, "");
    for (const std::string& route : ann.routes()) {
      for (const Item& item : ann.seen(route).items) {
        if (item.kind == ItemKind::voicemail) found = item;
      }
    }
    return found.has_value();
  }));
  IX_EXPECT_EQ(found->text, std::string("Rappelez-moi"));
  IX_EXPECT_EQ(found->attachments.size(), size_t{1});
  const Attachment& audio = found->attachments[0];
  IX_EXPECT_EQ(audio.kind, AttachmentKind::audio);
  IX_EXPECT_EQ(audio.bytes, static_cast<int64_t>(recording.size()));
  IX_EXPECT(ann.download(audio.uri, 0, audio.bytes).bytes == recording);
}

}  // namespace

std::vector<Case> media_cases() {
  constexpr const char* kArea = "files";
  return {
      {kArea, "a file comes back as it went, whatever its size", {}, as_it_went},
      {kArea, "a file that looks like an answer is a file", {}, page_that_was_sent},
      {kArea, "an upload that is repeated leaves one copy", {Can::reservations}, one_copy},
      {kArea, "a file that is not there yet can be had later", {Can::reservations}, not_there_yet},
      {kArea, "nobody fills a place that is another's", {Can::reservations}, others_place},
      {kArea, "a download goes on where it stopped, or says that it starts over", {}, goes_on},
      {kArea, "a file above the limit is refused as that", {}, too_large},
      {kArea, "a file that nobody knows is gone", {}, nobody_knows_it},
      {kArea, "no more comes than was allowed", {}, more_than_allowed},
      {kArea, "a page in place of a file is no file", {}, no_file_came},
      {kArea, "errors of who reads and writes the bytes are theirs", {}, own_errors},
      {kArea, "a cancelled transfer is silent", {}, cancelled},
      {kArea, "a message with a file is read as it was written", {}, with_a_file},
      {kArea,
       "a message with several files keeps them in order",
       {Can::several_files},
       with_several},
      {kArea, "a small picture is a picture, or there is none", {}, small_picture},
      {kArea, "a voicemail can be heard", {Can::recordings}, heard},
  };
}

}  // namespace ix::conformance
