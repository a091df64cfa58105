// SPDX-License-Identifier: Apache-2.0
#include "attachments/cleaning.h"

#include "attachments/cleaning_plan.h"

namespace ix {
namespace {

using Planner = bool (*)(ByteWindow&, CleaningPlan&);

// What is seen, heard or read is all that is there.
bool nothing(ByteWindow&, CleaningPlan&) {
  return true;
}

// The plan is made by reading only: that is where it can be ended.
class CancellableReader final : public FileReader {
 public:
  CancellableReader(FileReader& file, const Cancelled& cancelled)
      : file_(file), cancelled_(cancelled) {}
  int64_t size() const override { return file_.size(); }
  Millis modified_ms() const override { return file_.modified_ms(); }
  Result<size_t> read_at(int64_t offset, char* into, size_t size) override {
    if (cancelled_ && cancelled_()) return Error(ErrorCode::CANCELLED);
    return file_.read_at(offset, into, size);
  }

 private:
  FileReader& file_;
  const Cancelled& cancelled_;
};

// Null: a format that is not cleaned.
Planner planner_of(FileFormat format) {
  switch (format) {
    case FileFormat::jpeg:
      return plan_jpeg;
    case FileFormat::png:
      return plan_png;
    case FileFormat::gif:
      return plan_gif;
    case FileFormat::webp:
      return plan_webp;
    case FileFormat::wav:
      return plan_wav;
    case FileFormat::heic:
    case FileFormat::heif:
    case FileFormat::avif:
      return plan_heif;
    case FileFormat::mp4:
    case FileFormat::mp4_audio:
    case FileFormat::mov:
    case FileFormat::three_gp:
    case FileFormat::three_gp_audio:
    case FileFormat::three_g2:
      return plan_movie;
    case FileFormat::mp3:
    case FileFormat::aac:
      return plan_tagged_sound;
    case FileFormat::flac:
      return plan_flac;
    case FileFormat::ogg:
      return plan_ogg;
    case FileFormat::bmp:
    case FileFormat::amr:
    case FileFormat::amr_wb:
    case FileFormat::text:
    case FileFormat::text_utf16:
    case FileFormat::vcard:
    case FileFormat::icalendar:
      return nothing;
    default:
      return nullptr;
  }
}

}  // namespace

Result<Cleaning> clean(FileReader& file, FileFormat format, NewFile& out,
                       const Cancelled& cancelled) {
  const Planner planner = planner_of(format);
  if (planner == nullptr) return Cleaning::cannot_be_cleaned;
  // A plan follows the whole file. A look for each 128 bytes is more than any format needs, but not
  // enough for tables that send it around in circles.
  CancellableReader reader(file, cancelled);
  ByteWindow window(reader, (int64_t{1} << 20) + file.size() / 128);
  CleaningPlan plan;
  const bool planned = planner(window, plan) && plan.settle();
  if (!window.status().ok()) return window.status().error();
  if (!planned || window.exhausted()) return Cleaning::cannot_be_cleaned;
  if (plan.empty()) return Cleaning::nothing_to_clean;
  IX_CHECK(plan.carry_out(file, out, cancelled));
  return Cleaning::cleaned;
}

}  // namespace ix
