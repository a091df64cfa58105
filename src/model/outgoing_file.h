// SPDX-License-Identifier: Apache-2.0
// A file that the user picked, on its way into a message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "model/attachment.h"
#include "model/ids.h"
#include "model/item.h"

namespace ix {

// Of a file that was picked, or of one that came. The numbers are stored and cross the C ABI: never
// renumber.
enum class FileState : int32_t {
  remote = 0,        // at the backend only
  local = 1,         // on this device
  preparing = 2,     // its kind, its private data and a small picture are seen to
  unconfirmed = 3,   // private data cannot be removed: the user has to say that it may leave
  ready = 4,         // can be sent, or waits for its upload
  transferring = 5,  // in an answer to the host only: never stored
  paused = 6,        // by the user
  failed = 7,
};

const char* file_state_name(FileState state);

// Picked, kept until the backend has the message. One row until then; its files lie in the media
// folder.
struct OutgoingFile {
  FileId id;
  RouteId route;  // of the draft or of the message
  ItemId item;    // none: not sent yet
  AttachmentId attachment;
  FileState state = FileState::preparing;
  bool paused = false;

  // What was picked: a name in the media folder; of a reference the host's own path.
  std::string place;
  bool is_reference = false;
  int64_t picked_bytes = 0;
  Millis picked_ms = 0;  // when a reference was last changed
  std::string hint;      // the name it was given; nothing more is believed of it
  bool keep_metadata = false;
  bool confirmed = false;
  int64_t max_bytes = 0;  // a picture is made so small; 0: as it is

  // What leaves, once it is prepared.
  Attachment file;
  std::string send_place;   // empty: what was picked
  std::string thumb_place;  // empty: there is none

  // How far that is. A URI that was given out is kept before the first byte leaves.
  std::string uri;
  std::string thumb_uri;
  Millis uri_ms = 0;
  bool uploaded = false;
  bool thumb_uploaded = false;

  std::optional<Failure> failure;
  Millis created_ms = 0;

  const std::string& bytes_at() const { return send_place.empty() ? place : send_place; }
  bool has_thumb() const { return !thumb_place.empty(); }
  bool all_uploaded() const { return uploaded && (thumb_uploaded || !has_thumb()); }
};

}  // namespace ix
