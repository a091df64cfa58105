// SPDX-License-Identifier: Apache-2.0
#include "model/media_limits.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using namespace ix;

namespace {

MediaFile photo(int64_t bytes) {
  return {bytes, "image/jpeg", AttachmentKind::image, true};
}
MediaFile video(int64_t bytes) {
  return {bytes, "video/mp4", AttachmentKind::video, false};
}
MediaFile gif(int64_t bytes) {
  return {bytes, "image/gif", AttachmentKind::image, false};
}
MediaFile card() {
  return {400, "text/vcard; charset=utf-8", AttachmentKind::file, false};
}

MediaLimit limit_of(MediaWay way, const char* text = "") {
  auto limits = MediaLimits::parse(text);
  REQUIRE(limits.ok());
  return limits->of(way);
}

// "scaled 300000, as_is 400 = 301424" in short: a letter and the bytes of each, then the sum.
std::string told(const MediaPlan& plan) {
  std::string text;
  for (const MediaPlan::File& file : plan.files) {
    text += std::string(1, "=s#tmS"[static_cast<size_t>(file.verdict)]) +
            std::to_string(file.bytes) + " ";
  }
  return text + std::to_string(plan.bytes) + " " +
         std::string(1, "=s#tmS"[static_cast<size_t>(plan.verdict)]);
}

constexpr int64_t kPart = 512;

}  // namespace

TEST_CASE("media: what becomes of files, by the way and its limits") {
  struct Row {
    const char* what;
    MediaWay way;
    const char* limits;
    int64_t server;
    int64_t text;
    std::vector<MediaFile> files;
    std::string plan;
  };
  const auto local = MediaWay::mms_local;
  const Row rows[] = {
      {"no files", local, "", 0, 20, {}, "20 ="},
      {"what fits stays",
       local,
       "",
       0,
       100,
       {photo(300'000), card()},
       "=300000 =400 " + std::to_string(300'500 + 2 * kPart) + " ="},
      {"one photo is scaled to the soft limit",
       local,
       "",
       0,
       0,
       {photo(4'000'000)},
       "s599488 600000 s"},
      {"text and a card leave it less",
       local,
       "",
       0,
       88,
       {photo(4'000'000), card()},
       "s598488 =400 600000 s"},
      {"the small one stays, the large ones share",
       local,
       "",
       0,
       0,
       {photo(100'000), photo(900'000), photo(2'000'000)},
       "=100000 s249232 s249232 600000 s"},
      {"a video above the soft limit goes", local, "", 0, 0, {video(900'000)}, "=900000 900512 ="},
      {"above the hard one it does not", local, "", 0, 0, {video(1'000'000)}, "m1000000 512 m"},
      {"to the byte", local, "", 0, 0, {video(999'488)}, "=999488 1000000 ="},
      {"a photo beside it has what the hard limit leaves",
       local,
       "",
       0,
       0,
       {photo(4'000'000), video(900'000)},
       "s98976 =900000 1000000 s"},
      {"where that is nothing to look at it is refused",
       local,
       "",
       0,
       0,
       {photo(4'000'000), video(995'000)},
       "m4000000 =995000 996024 m"},
      {"a small photo needs no more than it has",
       local,
       "",
       0,
       0,
       {photo(3'000), video(995'000)},
       "=3000 =995000 999024 ="},
      {"an animation cannot be scaled", local, "", 0, 0, {gif(1'200'000)}, "m1200000 512 m"},
      {"short codes take less",
       MediaWay::mms_short_code,
       "",
       0,
       0,
       {video(700'000)},
       "m700000 512 m"},
      {"toll-free numbers too",
       MediaWay::mms_toll_free,
       "",
       0,
       0,
       {photo(4'000'000)},
       "s499488 500000 s"},
      {"more files than it takes",
       local,
       "mms files=2",
       0,
       0,
       {card(), card(), card()},
       "=400 =400 #400 1824 #"},
      {"one that is refused takes nobody's place",
       local,
       "mms files=1",
       0,
       0,
       {{5, "application/zip", AttachmentKind::file, false}, card()},
       "t5 =400 912 t"},
      {"no type is no allowed type",
       local,
       "",
       0,
       0,
       {{5, "", AttachmentKind::file, false}},
       "t5 0 t"},
      {"between colleagues everything goes",
       MediaWay::internal,
       "",
       0,
       0,
       {photo(9'000'000), {5'000'000'000, "", AttachmentKind::file, false}},
       "=9000000 =5000000000 5009001024 ="},
      {"but for what the server does not take",
       MediaWay::internal,
       "",
       50'000'000,
       0,
       {video(50'000'001), video(50'000'000)},
       "S50000001 =50000000 50001024 S"},
      {"a photo is scaled for the server",
       MediaWay::internal,
       "",
       1'000'000,
       0,
       {photo(4'000'000)},
       "s1000000 1000512 s"},
      {"not below what can be seen",
       MediaWay::internal,
       "",
       10'000,
       0,
       {photo(4'000'000)},
       "S4000000 512 S"},
      {"a host's own limit of a file",
       MediaWay::internal,
       "internal file=1000",
       0,
       0,
       {video(1'001)},
       "m1001 512 m"},
      {"of an image", local, "mms image=200000", 0, 0, {photo(300'000)}, "s200000 200512 s"},
      {"the gravest verdict is told",
       local,
       "",
       0,
       0,
       {photo(4'000'000), video(2'000'000)},
       "s598976 m2000000 600000 m"},
      {"sizes that are none", local, "", -5, -7, {photo(-1)}, "=0 512 ="},
      {"sizes beyond all",
       MediaWay::internal,
       "",
       0,
       std::numeric_limits<int64_t>::max(),
       {video(std::numeric_limits<int64_t>::max())},
       "=1000000000000 2000000000512 ="},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const MediaLimit limit = limit_of(row.way, row.limits);
    CHECK(told(plan_media(limit, row.server, row.text, row.files)) == row.plan);
  }
}

TEST_CASE("media: whatever is given, what leaves keeps to the limits") {
  const MediaLimit limit = limit_of(MediaWay::mms_local);
  uint64_t seed = 12345;
  const auto next = [&seed](uint64_t below) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int64_t>((seed >> 33) % below);
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<MediaFile> files;
    for (int64_t i = next(14); i >= 0; --i) {
      const int64_t bytes = next(next(2) == 0 ? 50'000 : 3'000'000);
      files.push_back(next(2) == 0 ? photo(bytes) : video(bytes));
    }
    const MediaPlan plan = plan_media(limit, 2'000'000, next(2000), files);
    REQUIRE(plan.files.size() == files.size());
    CHECK(plan.bytes <= limit.hard_bytes + 14 * kPart);
    int64_t leaving = 0;
    for (size_t i = 0; i < files.size(); ++i) {
      const MediaPlan::File& file = plan.files[i];
      CHECK(file.bytes <= files[i].bytes);
      CHECK((file.verdict == MediaVerdict::scaled) == (file.bytes < files[i].bytes));
      if (!is_refused(file.verdict)) leaving += file.bytes;
    }
    CHECK(leaving <= limit.hard_bytes);
  }
}

TEST_CASE("media: types by name and by kind") {
  MediaLimit limit;
  CHECK(limit.allows("anything/at-all"));
  CHECK(limit.allows(""));
  limit.types = {"image/*", "text/vcard"};
  CHECK(limit.allows("image/heic"));
  CHECK(limit.allows("IMAGE/JPEG"));
  CHECK(limit.allows("text/vcard;charset=utf-8"));
  CHECK_FALSE(limit.allows("text/plain"));
  CHECK_FALSE(limit.allows("imagex/png"));
  CHECK_FALSE(limit.allows("text/vcardx"));
}

TEST_CASE("media limits: a host's lines replace what they name") {
  const auto limits = MediaLimits::parse(
      "# of our gateway\r\n"
      "mms soft=300000 hard=400000   # both\n"
      "\n"
      "mms/toll_free files=1 types=image/*\n"
      "internal file=0 types=any");
  REQUIRE(limits.ok());
  CHECK(limits->of(MediaWay::mms_local).soft_bytes == 300'000);
  CHECK(limits->of(MediaWay::mms_short_code).hard_bytes == 400'000);
  CHECK(limits->of(MediaWay::mms_local).files == 10);
  CHECK(limits->of(MediaWay::mms_toll_free).files == 1);
  CHECK(limits->of(MediaWay::mms_toll_free).types == std::vector<std::string>{"image/*"});
  CHECK(limits->of(MediaWay::internal).types.empty());
  // What it prints is what it reads.
  const auto again = MediaLimits::parse(limits->text());
  REQUIRE(again.ok());
  CHECK(again->text() == limits->text());
  CHECK(
      MediaLimits().text().starts_with("internal soft=0 hard=0 image=0 file=0 files=0 name=0"
                                       " types=any\nmms/local soft=600000 hard=1000000"));
}

TEST_CASE("media limits: what cannot be read says which line, and what is expected") {
  struct Row {
    std::string text;
    const char* said;
  };
  const Row rows[] = {
      {"mms soft=1\nfax soft=1", "line 2: media limits: fax: is no way"},
      {"mms soft", "soft: a number follows"},
      {"mms soft=", "soft=: a number follows"},
      {"mms soft=-1", "soft=-1: a number"},
      {"mms soft=1k", "soft=1k: a number"},
      {"mms soft=9999999999999", "a number follows"},
      {"mms size=1", "size=1: is none of soft="},
      {"mms types=", "is no type"},
      {"mms types=jpeg", "jpeg: is no type"},
      {"mms types=image/png,,x/y", "is no type"},
      {"mms types=image/<b>", "is no type"},
      {"mms soft=2000000", "mms: soft is more than hard"},
      {std::string(70'000, ' '), "longer than 64 KiB"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.said);
    const auto limits = MediaLimits::parse(row.text);
    REQUIRE_FALSE(limits.ok());
    CHECK(limits.error().code == ErrorCode::INVALID_ARGUMENT);
    CHECK(limits.error().message.find(row.said) != std::string::npos);
    CHECK(limits.error().message.size() < 200);
  }
}
