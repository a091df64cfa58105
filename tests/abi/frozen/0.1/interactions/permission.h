/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file permission.h
 * Where files come from - camera, gallery, files, what was copied or is dropped - and the way to the
 * permission that a source needs: the same on all platforms, remembered, and legal to go on with in
 * another process than it began in (Android ends an app while the system's dialog is up).
 *
 * The host says what its platform has (ix_sources_set), and that the user wants a source
 * (ix_source_request). What it is to do is the answer, stands in ix_sources_page(), and is told by
 * IX_EVENT_PERMISSION_NEEDED; it does it and answers (ix_permission_answer), which says what is next:
 *
 *     step       the host                                       answers
 *     EXPLAIN    shows the row's texts on a screen of its own   CONTINUE, NOT_NOW
 *     ASK        has the system ask                             DONE (the dialog is up), then what
 *                                                               the system said
 *     WAIT       waits: the dialog is up                        what the system said
 *     OPEN       opens the source                               DONE
 *     SETTINGS   offers the system's settings: the texts        DONE, NOT_NOW; what the system says
 *                                                               now, when the user comes back
 *     REFUSE     says that nothing helps: the texts             DONE
 *
 * Every answer is legal at any time, also unasked, late or twice. NOT_NOW ends any request. In a new
 * process what was to be opened is not asked for any more, an explanation still is, and what waited
 * for the system still waits: look at since_ms before showing what is long past, and answer NOT_NOW
 * for what is not shown. A damaged database forgets all this; the user is only asked again.
 */
#ifndef INTERACTIONS_PERMISSION_H
#define INTERACTIONS_PERMISSION_H

#include <interactions/client.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** Where files come from. Open. */
typedef int32_t ix_source;
enum {
  IX_SOURCE_CAMERA = 0,     /**< a photo or a video that is taken now */
  IX_SOURCE_MICROPHONE = 1, /**< its sound; a source of its own, because it is asked for by itself */
  IX_SOURCE_GALLERY = 2,    /**< photos and videos that there are */
  IX_SOURCE_FILES = 3,
  IX_SOURCE_CLIPBOARD = 4,
  IX_SOURCE_DROP = 5        /**< what is dragged from another app */
};

/** How far the user is with a source's permission. Open. */
typedef int32_t ix_permission_state;
enum {
  IX_PERMISSION_NOT_ASKED = 0,
  IX_PERMISSION_EXPLAINED = 1, /**< the app's own screen is up, with "Continue" */
  IX_PERMISSION_ASKED = 2,     /**< the system's dialog is up */
  IX_PERMISSION_GRANTED = 3,
  IX_PERMISSION_LIMITED = 4,   /**< to what the user chose: as good as granted */
  IX_PERMISSION_DENIED = 5,    /**< may be asked for again, after an explanation */
  IX_PERMISSION_BLOCKED = 6,   /**< the system does not ask any more: only its settings help */
  IX_PERMISSION_RESTRICTED = 7 /**< forbidden by policy: nothing helps */
};

/** What the host is to do now; see above. Open. */
typedef int32_t ix_permission_step;
enum {
  IX_STEP_NONE = 0,
  IX_STEP_EXPLAIN = 1,
  IX_STEP_ASK = 2,
  IX_STEP_WAIT = 3,
  IX_STEP_OPEN = 4,
  IX_STEP_SETTINGS = 5,
  IX_STEP_REFUSE = 6
};

/** What is answered: by the user, by the host, and from NOT_ASKED on by the system, in its dialog or
 * looked up. */
typedef int32_t ix_answer;
enum {
  IX_ANSWER_NOTHING = 0,     /**< not looked up; no answer */
  IX_ANSWER_CONTINUE = 1,    /**< the user read the explanation and goes on */
  IX_ANSWER_NOT_NOW = 2,     /**< the user does not, or the host gave the request up */
  IX_ANSWER_DONE = 3,        /**< the step is done: the dialog is up, the source was opened */
  IX_ANSWER_NOT_ASKED = 4,   /**< the system never asked, or starts over */
  IX_ANSWER_NOT_GRANTED = 5, /**< it is not granted, and the system does not say why */
  IX_ANSWER_GRANTED = 6,
  IX_ANSWER_LIMITED = 7,
  IX_ANSWER_DENIED = 8,      /**< the system may be asked again */
  IX_ANSWER_BLOCKED = 9,     /**< it may not */
  IX_ANSWER_RESTRICTED = 10
};

/** A source that this platform has. The flag stands in row_block.h. */
typedef struct ix_source_input {
  uint32_t struct_size;
  ix_source source;
  uint32_t flags;   /**< IX_SOURCE_NEEDS_PERMISSION */
  ix_answer answer; /**< what the system says of the permission now, from IX_ANSWER_NOT_ASKED on;
                         IX_ANSWER_NOTHING: not looked up */
} ix_source_input;

#define IX_SOURCE_INPUT_INIT {.struct_size = sizeof(ix_source_input)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_source_input_init(ix_source_input *source, size_t size) IX_NOEXCEPT;

/** What this platform has: those given, and no others; before the first call none. To be called at
 * the start and whenever the app comes to the foreground, for the user may have been in the system's
 * settings; what was granted, taken away or forbidden there counts from then on. `sources` may be
 * NULL with a count of 0. Command. Errors: INVALID_ARGUMENT (an unknown source, flag or answer, a
 * source twice), STORE_*. Since 0.1. */
IX_API ix_status ix_sources_set(ix_client *client, const ix_source_input *sources, size_t count,
                                ix_error **out_error) IX_NOEXCEPT;

/** The choice: a page of IX_TABLE_SOURCE, a row for each source, also those that this platform does
 * not have. `conversation`: its id, then rows say why it takes no files, if it does not; absent: for
 * any. `language` of the texts: "fr", "fr-CA"; English for all others and absent. Snapshot. Errors:
 * NOT_FOUND (no such conversation), STORE_*. Since 0.1. */
IX_API ix_status ix_sources_page(ix_client *client, ix_str conversation, ix_str language,
                                 ix_page **out, ix_error **out_error) IX_NOEXCEPT;

/** The user wants the source. `out_step` (may be NULL): what is to be done. A request that there is
 * already begins again with what it stands at. Command. Errors: INVALID_ARGUMENT (no such source),
 * NOT_SUPPORTED (this platform does not have it), STORE_*. Since 0.1. */
IX_API ix_status ix_source_request(ix_client *client, ix_source source,
                                   ix_permission_step *out_step, ix_error **out_error) IX_NOEXCEPT;

/** Something was answered. `out_step` (may be NULL): what is to be done next. Legal at any time, also
 * before ix_sources_set(). Command. Errors: INVALID_ARGUMENT (no such source or answer), STORE_*.
 * Since 0.1. */
IX_API ix_status ix_permission_answer(ix_client *client, ix_source source, ix_answer answer,
                                      ix_permission_step *out_step,
                                      ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_SOURCE. */
typedef struct ix_source_view {
  uint32_t struct_size;
  ix_source source;
  uint32_t flags; /**< IX_SOURCE_AVAILABLE, IX_SOURCE_NEEDS_PERMISSION */
  ix_permission_state state;
  ix_permission_step step; /**< of the request; NONE: there is none */
  uint32_t reserved;
  ix_str name;    /**< "camera" */
  ix_str label;   /**< of the choice: "Take a photo or video"; for texts of one's own: "source." and
                       the name */
  ix_str reason;  /**< why the conversation takes no files: as ix_route_view.reason, or "no_files";
                       absent: it does */
  ix_str key;     /**< of the texts below: "permission.camera.explain"; with ".title", ".body",
                       ".confirm" or ".dismiss" behind it that of each, for texts of one's own.
                       Absent, with them, when the step has no screen */
  ix_str title;
  ix_str body;
  ix_str confirm; /**< the button that goes on: "Continue", "Open settings" */
  ix_str dismiss; /**< "Not now"; absent: there is only the other one */
  int64_t since_ms; /**< when the user began the request; 0: there is none */
} ix_source_view;

/** As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_source(const ix_page *page, uint32_t row,
                                ix_source_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_PERMISSION_H */
