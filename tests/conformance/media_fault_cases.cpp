// SPDX-License-Identifier: Apache-2.0
// Files over a real connection that breaks where it hurts.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

// Ann by way of the address where faults happen.
struct Line {
  explicit Line(Stage& given) : stage(given), ann(given, by_faults(given)) {}
  static Person by_faults(Stage& stage) {
    Person ann = stage.person("Ann");
    ann.server = stage.backend.fault("");
    return ann;
  }
  bool begins() { return !ann.person().server.empty() && ann.sign_in().ok(); }
  bool meets(const char* fault) { return !stage.backend.fault(fault).empty(); }

  Stage& stage;
  Caller ann;
  const std::string bytes = [] {
    std::string all(3 << 20, '\0');
    for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<char>(i * i >> 7);
    return all;
  }();
};

void upload(Stage& stage, const char* fault) {
  Line line(stage);
  IX_EXPECT(line.begins());
  const auto uri = line.ann.reserve_media();
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  IX_EXPECT(line.meets(fault));
  IX_EXPECT_EQ(code_of(line.ann.upload(*uri, line.bytes)), ErrorCode::UNREACHABLE);
  const auto again = line.ann.upload(*uri, line.bytes);
  IX_EXPECT_EQ(code_of(again), ErrorCode::OK);
  IX_EXPECT_EQ(*again, *uri);
  IX_EXPECT(line.ann.download(*uri).bytes == line.bytes);
}

void upload_cut(Stage& stage) {
  upload(stage, "upload cut");
}

void answer_lost(Stage& stage) {
  upload(stage, "upload answer lost");
}

void page(Stage& stage) {
  Line line(stage);
  IX_EXPECT(line.begins());
  const auto uri = line.ann.upload_new(line.bytes);
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  IX_EXPECT(line.meets("download page"));
  const Fetched none = line.ann.download(*uri);
  IX_EXPECT_EQ(code_of(none.status), ErrorCode::SERVER_ERROR);
  IX_EXPECT(none.heads.empty() && none.bytes.empty());
  IX_EXPECT(line.ann.download(*uri).bytes == line.bytes);
}

void download(Stage& stage, const char* fault) {
  Line line(stage);
  IX_EXPECT(line.begins());
  const auto uri = line.ann.upload_new(line.bytes);
  IX_EXPECT_EQ(code_of(uri), ErrorCode::OK);
  IX_EXPECT(line.meets(fault));
  const Fetched part = line.ann.download(*uri);
  IX_EXPECT_EQ(code_of(part.status), ErrorCode::UNREACHABLE);
  IX_EXPECT_EQ(part.heads.size(), size_t{1});
  IX_EXPECT_EQ(part.heads[0].total, static_cast<int64_t>(line.bytes.size()));
  // What has come is right, and stays.
  IX_EXPECT(part.bytes.size() < line.bytes.size());
  IX_EXPECT(line.bytes.starts_with(part.bytes));
  const Fetched rest = line.ann.download(*uri, static_cast<int64_t>(part.bytes.size()));
  IX_EXPECT_EQ(code_of(rest.status), ErrorCode::OK);
  IX_EXPECT(rest.bytes == line.bytes.substr(static_cast<size_t>(rest.heads[0].from)));
}

void download_cut(Stage& stage) {
  download(stage, "download cut");
}

void download_reset(Stage& stage) {
  download(stage, "download reset");
}

}  // namespace

std::vector<Case> media_fault_cases() {
  constexpr const char* kArea = "files";
  return {
      {kArea, "an upload that breaks is repeated", {Can::broken_wire}, upload_cut},
      {kArea, "an upload whose answer is lost is one copy", {Can::broken_wire}, answer_lost},
      {kArea, "a gateway's page is no file", {Can::broken_wire}, page},
      {kArea, "a download that ends early goes on", {Can::broken_wire}, download_cut},
      {kArea, "so does one that breaks", {Can::broken_wire}, download_reset},
  };
}

}  // namespace ix::conformance
