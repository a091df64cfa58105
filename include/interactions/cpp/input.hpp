// SPDX-License-Identifier: Apache-2.0
/**
 * @file input.hpp
 * What the calls of the C++ wrapper take. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_INPUT_HPP
#define INTERACTIONS_CPP_INPUT_HPP

#include <interactions/interactions.h>
#include <interactions/cpp/text.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace interactions {

/** How to open a client; only `folder` is required. Meanings and defaults: client.h. */
struct Config {
  std::string_view folder;
  ix_sync_mode sync_mode = IX_SYNC_CONTINUOUS;
  std::string_view region = {}, user_agent = {}, ca_file = {}, ca_pem = {}, pinned_keys = {};
  std::string_view proxy = {};
  ix_credential_policy credentials = IX_CREDENTIALS_HOST;
  ix_log_level log_level = IX_LOG_WARN;
  int64_t answer_timeout_ms = 0;
  std::string_view destinations = {}, area_codes = {}, media_limits = {}; /**< see number.h */
  /** Called on the thread that logs; must not call the library. */
  std::function<void(ix_log_level, std::string_view)> log = {};
};

/** How numbers are read and which may be texted; see number.h. What is not set changes nothing, an
 * empty text stands for the library's own. */
struct NumberRules {
  std::optional<std::string_view> region = {}, destinations = {}, area_codes = {},
                                  media_limits = {};
  bool older = false; /**< also a table that is older than the one in use */

  ix_number_rules raw() const {
    const auto text = [](const std::optional<std::string_view>& said) {
      if (!said) return ix_str{nullptr, 0};
      return ix_str{said->data() ? said->data() : "", said->size()};
    };
    ix_number_rules out;
    ix_number_rules_init(&out, sizeof out);
    out.flags = older ? uint32_t{IX_NUMBER_RULES_OLDER} : 0;
    out.region = text(region);
    out.destinations = text(destinations);
    out.area_codes = text(area_codes);
    out.media_limits = text(media_limits);
    return out;
  }
};

/** Give a password, or the token of an existing session. */
struct SignIn {
  std::string_view server, user = {}, password = {}, token = {}, device_name = {};
};

/** Set exactly one. */
struct Recipient {
  std::string_view number = {}, user = {}, contact = {};
};

/** A message to send; see message.h. */
struct Outgoing {
  std::string_view text, via = {}, reply_to = {};
  int64_t send_at_ms = 0; /**< 0: at once */
  std::span<const std::string_view> files = {}; /**< ids of Client::stage, in their order */
};

/** What files may cost; meanings: ix_media_policy. */
struct MediaPolicy {
  bool auto_thumbnails = true;
  int64_t cache_bytes = 419'430'400, cache_age_ms = 5'184'000'000;
  int64_t metered_upload_bytes = 0, auto_bytes = 0, auto_bytes_metered = 0;
  int64_t max_download_bytes = 4'294'967'296;

  ix_media_policy raw() const {
    ix_media_policy out;
    ix_media_policy_init(&out, sizeof out);
    out.auto_thumbnails = auto_thumbnails ? 1 : 0;
    out.cache_bytes = cache_bytes;
    out.cache_age_ms = cache_age_ms;
    out.metered_upload_bytes = metered_upload_bytes;
    out.auto_bytes = auto_bytes;
    out.auto_bytes_metered = auto_bytes_metered;
    out.max_download_bytes = max_download_bytes;
    return out;
  }
};

/** A file that the user picked: exactly one of path, fd, data and read; see ix_file_input. */
struct FileInput {
  std::string_view path = {};
  int fd = -1; /**< open for reading, at its beginning; stays the caller's */
  std::optional<std::span<const std::byte>> data = {};
  /** Puts the next bytes and says how many, 0 at the end, below 0 when it cannot. */
  std::function<int64_t(std::span<std::byte>)> read = {};
  std::string_view name = {}, conversation = {};
  bool reference = false, keep_metadata = false;
  int64_t max_bytes = 0;                     /**< a picture is made so small; 0: as it is */
  std::span<const std::byte> thumbnail = {}; /**< a small JPEG of the host's own */
  int32_t thumbnail_width = 0, thumbnail_height = 0;
};

/** A file that is to go with a message. */
struct DraftFile {
  ix_attachment_kind kind = IX_ATTACHMENT_FILE;
  std::string_view mime_type = {};
  int64_t bytes = 0;
};

/** A message that is being written; give conversation or to. See sms.h. */
struct SmsDraft {
  std::string_view text, conversation = {}, to = {}, via = {};
  uint32_t attachment_count = 0, recipient_count = 0;
  std::span<const DraftFile> files = {};
};

/** A new channel, or with `group` a group of people; see channel.h. */
struct ChannelInput {
  std::string_view name, topic = {}, alias = {};
  std::span<const std::string_view> users = {}, numbers = {};
  bool group = false;
};

/** Either number or user; see call.h. */
struct CallReport {
  std::string_view call_id, number = {}, user = {}, own_number = {};
  ix_direction direction = IX_DIRECTION_IN;
  ix_call_phase phase = IX_CALL_PHASE_STARTED;
  ix_call_outcome outcome = IX_CALL_ANSWERED;
  int64_t at_ms = 0, duration_ms = 0;
};

/** A source of files that this platform has; see permission.h. */
struct SourceInput {
  ix_source source = IX_SOURCE_FILES;
  bool needs_permission = false;
  ix_answer answer = IX_ANSWER_NOTHING; /**< what the system says of it now */
};

/** 0: no limit; see store.h. */
struct Retention {
  int64_t max_age_ms = 0, max_route_items = 0, max_route_bytes = 0, max_total_bytes = 0;

  ix_retention raw() const {
    ix_retention out;
    ix_retention_init(&out, sizeof out);
    out.max_age_ms = max_age_ms;
    out.max_route_items = max_route_items;
    out.max_route_bytes = max_route_bytes;
    out.max_total_bytes = max_total_bytes;
    return out;
  }
};

/** A contact to save; `source_id` and `name` are required. See contact.h. */
struct ContactInput {
  std::string_view source_id, name;
  std::span<const std::string_view> numbers = {}, users = {}, extensions = {};
};

namespace detail {

inline std::vector<ix_str> strs(std::span<const std::string_view> texts) {
  std::vector<ix_str> out;
  out.reserve(texts.size());
  for (const std::string_view text : texts) out.push_back(str(text));
  return out;
}

// The arrays of a contact, and the struct that points to them: moving keeps the arrays in place.
struct RawContact {
  RawContact(const ContactInput& contact)  // NOLINT: by design
      : numbers(strs(contact.numbers)),
        users(strs(contact.users)),
        extensions(strs(contact.extensions)) {
    ix_contact_input_init(&input, sizeof input);
    input.source_id = str(contact.source_id);
    input.name = str(contact.name);
    input.numbers = numbers.data();
    input.number_count = static_cast<uint32_t>(numbers.size());
    input.users = users.data();
    input.user_count = static_cast<uint32_t>(users.size());
    input.extensions = extensions.data();
    input.extension_count = static_cast<uint32_t>(extensions.size());
  }
  RawContact(RawContact&&) = default;
  RawContact(const RawContact&) = delete;

  std::vector<ix_str> numbers, users, extensions;
  ix_contact_input input;
};

}  // namespace detail

}  // namespace interactions

#endif  // INTERACTIONS_CPP_INPUT_HPP
