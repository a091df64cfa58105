// SPDX-License-Identifier: Apache-2.0
#include "query/export.h"

#include "base/json_writer.h"
#include "cache/export_reads.h"

namespace ix::query {
namespace {

constexpr size_t kBlock = size_t{256} << 10;

// Lines on their way into a file.
class Lines {
 public:
  explicit Lines(NewFile& file) : file_(file) {}

  Status add(std::string_view type, std::span<const cache::ExportField> fields) {
    json::Writer line;
    line.begin_object().field("type", type);
    for (const cache::ExportField& field : fields) {
      if (field.is_number) {
        line.field(field.name, field.number);
      } else {
        line.field(field.name, field.text);
      }
    }
    waiting_ += line.end_object().take();
    waiting_ += '\n';
    ++count_;
    return waiting_.size() < kBlock ? Status() : flush();
  }
  Status flush() {
    IX_CHECK(file_.write(waiting_));
    waiting_.clear();
    return {};
  }
  int64_t count() const { return count_; }

 private:
  NewFile& file_;
  std::string waiting_;
  int64_t count_ = 0;
};

}  // namespace

Result<int64_t> export_to(cache::Database& database, FileSystem& files,
                          std::optional<ContactId> contact, const std::string& path) {
  IX_TRY(cache::ReadLease lease, database.read());
  std::unique_ptr<NewFile> file;
  std::optional<Lines> lines;
  // The file is begun with the first record: a contact that is not there leaves none.
  const auto sink = [&](std::string_view type,
                        std::span<const cache::ExportField> fields) -> Status {
    if (!file) {
      IX_TRY(file, files.create_private(path));
      lines.emplace(*file);
    }
    return lines->add(type, fields);
  };
  IX_CHECK(cache::export_records(lease.connection(), contact, sink));
  if (!file) return Error(ErrorCode::NOT_FOUND, "no such contact: use an id from a list");
  IX_CHECK(lines->flush());
  IX_CHECK(file->commit());
  return lines->count();
}

}  // namespace ix::query
