// SPDX-License-Identifier: Apache-2.0
// Cleaning ISO media: nothing moves, as places within the file are written all over it.
#pragma once

#include "attachments/cleaning_plan.h"
#include "attachments/iso_box.h"

namespace ix {

// A box becomes free space; what was in it, zeros.
void free_box(ByteWindow& window, CleaningPlan& plan, const IsoBox& box);
// Whether the bytes lie in a `mdat` of the file.
bool is_media_data(ByteWindow& window, int64_t at, int64_t size);

bool clean_movie(ByteWindow& window, CleaningPlan& plan, const IsoBox& moov, bool fragmented);
// What a track's samples are, made zeros.
bool erase_samples(ByteWindow& window, CleaningPlan& plan, const IsoBox& trak);
bool clean_items(ByteWindow& window, CleaningPlan& plan, const IsoBox& meta);
// The name that a handler has for people.
void clean_handler(ByteWindow& window, CleaningPlan& plan, const IsoBox& hdlr);

}  // namespace ix
