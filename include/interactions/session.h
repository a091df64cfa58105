/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file session.h
 * Signing in and out.
 */
#ifndef INTERACTIONS_SESSION_H
#define INTERACTIONS_SESSION_H

#include <interactions/client.h>

IX_BEGIN_DECLS

/** Input of ix_session_sign_in. Texts are copied; give a password or a token. */
typedef struct ix_sign_in {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str server;      /**< http or https URL of the service */
  ix_str user;        /**< local name or full id; may be absent with an access token */
  ix_str password;
  ix_str token;       /**< access token of an existing session */
  ix_str device_name; /**< shown to the user elsewhere; absent: "Interactions" */
} ix_sign_in;

#define IX_SIGN_IN_INIT {.struct_size = sizeof(ix_sign_in)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_sign_in_init(ix_sign_in *sign_in, size_t size) IX_NOEXCEPT;

/** Signs in and binds the folder to this account. Operation.
 * Completion errors: INVALID_URL, UNREACHABLE, TIMEOUT, TLS_*, NOT_A_HOMESERVER, SIGN_IN_REFUSED,
 * WRONG_ACCOUNT (the folder is another account's), RATE_LIMITED, SERVER_ERROR, STORE_*. The
 * completion's page is that of ix_account_page. Since 0.1. */
IX_API ix_status ix_session_sign_in(ix_client *client, const ix_sign_in *sign_in,
                                    ix_operation *out, ix_error **out_error) IX_NOEXCEPT;

/** Flags of ix_session_sign_out. */
enum {
  /** Also removes the account's local data. UNSENT_ITEMS while something is unsent. */
  IX_SIGN_OUT_WIPE = 1,
  /** With WIPE: unsent items are lost without a question. */
  IX_SIGN_OUT_FORCE = 2
};

/** Ends the session at the server and forgets the tokens; without the network the tokens are
 * forgotten all the same and the completion says UNREACHABLE. Local data stay unless WIPE is
 * given; the folder of a wiped client holds nothing but an empty `lock`, and the client is closed.
 * Operation. Errors at once: UNSENT_ITEMS, SIGNED_OUT (WIPE works signed out, too). Since 0.1. */
IX_API ix_status ix_session_sign_out(ix_client *client, uint32_t flags, ix_operation *out,
                                     ix_error **out_error) IX_NOEXCEPT;

/** Policy IX_CREDENTIALS_HOST: the present credentials as one opaque text to keep in the system's
 * key store. Secret: never log it. Immediate. Errors: SIGNED_OUT (there are none). Since 0.1. */
IX_API ix_status ix_session_credentials(ix_client *client, ix_text **out,
                                        ix_error **out_error) IX_NOEXCEPT;
/** The credentials were kept; the ones before them are no longer needed. CLOSED loses nothing: giving
 * them back at the next start says the same. SUSPENDED: say it again after ix_client_resume. Command.
 * Errors: the general ones. Since 0.1. */
IX_API ix_status ix_session_credentials_kept(ix_client *client, ix_error **out_error) IX_NOEXCEPT;
/** Policy IX_CREDENTIALS_HOST: gives back what ix_session_credentials gave, after a restart.
 * Command. Errors: INVALID_ARGUMENT (not such a text), WRONG_ACCOUNT. Since 0.1. */
IX_API ix_status ix_session_restore(ix_client *client, ix_str credentials,
                                    ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_SESSION_H */
