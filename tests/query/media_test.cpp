// SPDX-License-Identifier: Apache-2.0
// What becomes of a draft's files, by the way it would leave.
#include <doctest/doctest.h>
#include <interactions/sms.h>

#include <string>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

// A colleague's room, and rooms of texts from a local number, a toll-free one and a short code.
void fill(CacheFixture& cache) {
  cache.sql(
      "INSERT INTO account_number VALUES ('+16135550100', 1, 1, 0), ('+18005550100', 1, 1, 0),"
      " ('+18885550100', 1, 0, 0);"
      "INSERT INTO route (id, kind, state, remote_id, peer_user, conversation)"
      " VALUES (1, 0, 1, '!i', '@ann', 1);"
      "INSERT INTO route (id, kind, state, remote_id, peer_number, own_number, conversation) VALUES"
      " (2, 1, 1, '!l', '+14165550142', '+16135550100', 2),"
      " (3, 1, 1, '!t', '+14165550143', '+18005550100', 3),"
      " (4, 1, 1, '!n', '+14165550144', '+18885550100', 4),"
      " (5, 1, 1, '!c', '+14165550145', '54321', 5)");
}

MessageDraft draft_in(int64_t conversation, std::vector<MediaFile> files) {
  MessageDraft draft;
  draft.text = "0123456789";
  draft.conversation = ConversationId{conversation};
  draft.files = static_cast<uint32_t>(files.size());
  draft.media = std::move(files);
  return draft;
}

// "verdict bytes" of each file, then of the message, then why not.
std::string told(CacheFixture& cache, const MessageDraft& draft) {
  const Page page = take(cache.reader().preflight(draft));
  std::string out;
  for (uint32_t i = 0; i < page.count(IX_TABLE_FILE_PLAN); ++i) {
    const auto* row = page.row<ix_row_file_plan>(IX_TABLE_FILE_PLAN, i);
    out += std::to_string(row->verdict) + " " + std::to_string(row->sent_bytes) + ", ";
  }
  const auto* row = page.row<ix_row_sms>(IX_TABLE_SMS, 0);
  return out + std::to_string(row->files) + " " + std::to_string(row->media_bytes) + ", " +
         std::string(page.text_or_empty(row->reason));
}

const MediaFile kPhoto = {4'000'000, "image/jpeg", AttachmentKind::image, true};
const MediaFile kVideo = {700'000, "video/mp4", AttachmentKind::video, false};

}  // namespace

TEST_CASE("the own number's kind sets the limits, and colleagues have none") {
  CacheFixture cache;
  fill(cache);
  CHECK(told(cache, draft_in(1, {kPhoto, kVideo})) == "0 4000000, 0 700000, 0 4701034, ");
  CHECK(told(cache, draft_in(2, {kPhoto})) == "1 599478, 1 600000, ");
  CHECK(told(cache, draft_in(2, {kVideo})) == "0 700000, 0 700522, ");
  CHECK(told(cache, draft_in(3, {kPhoto})) == "1 499478, 1 500000, ");
  CHECK(told(cache, draft_in(3, {kVideo})) == "0 700000, 0 700522, ");
  CHECK(told(cache, draft_in(5, {kVideo})) == "4 700000, 4 522, files_too_large");
  // The account says that this number sends none: that stands first.
  CHECK(told(cache, draft_in(4, {kVideo})) == "0 700000, 0 700522, no_mms");
}

TEST_CASE("the backend's limit of a file counts on every way") {
  CacheFixture cache;
  fill(cache);
  cache.sql("UPDATE account SET max_file_bytes = 600000");
  CHECK(told(cache, draft_in(1, {kVideo, kPhoto})) ==
        "5 700000, 1 600000, 5 601034, files_too_large_for_server");
  CHECK(told(cache, draft_in(2, {kVideo})) == "5 700000, 5 522, files_too_large_for_server");
}

TEST_CASE("without described files there is no plan") {
  CacheFixture cache;
  fill(cache);
  MessageDraft draft = draft_in(2, {});
  draft.files = 3;
  CHECK(told(cache, draft) == "0 0, ");
}
