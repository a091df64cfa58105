// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/utf8.h"

namespace ix::json {

struct Writer::Impl {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
};

namespace {
rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}
}  // namespace

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

Writer& Writer::begin_object() {
  return impl_->writer.StartObject(), *this;
}
Writer& Writer::end_object() {
  return impl_->writer.EndObject(), *this;
}
Writer& Writer::begin_array() {
  return impl_->writer.StartArray(), *this;
}
Writer& Writer::end_array() {
  return impl_->writer.EndArray(), *this;
}

Writer& Writer::key(std::string_view name) {
  impl_->writer.Key(name.data(), size_of(name));
  return *this;
}

Writer& Writer::string(std::string_view text) {
  if (text.data() == nullptr) text = "";
  if (utf8::valid(text)) {
    impl_->writer.String(text.data(), size_of(text));
  } else {
    const std::string clean = utf8::repaired(text);
    impl_->writer.String(clean.data(), size_of(clean));
  }
  return *this;
}

Writer& Writer::integer(int64_t value) {
  return impl_->writer.Int64(value), *this;
}
Writer& Writer::number(double value) {
  return impl_->writer.Double(value), *this;
}
Writer& Writer::boolean(bool value) {
  return impl_->writer.Bool(value), *this;
}
Writer& Writer::null() {
  return impl_->writer.Null(), *this;
}

Writer& Writer::raw(std::string_view json) {
  impl_->writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
  return *this;
}

std::string Writer::take() {
  return {impl_->buffer.GetString(), impl_->buffer.GetSize()};
}

}  // namespace ix::json
