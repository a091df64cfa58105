/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.h as a C program of an app developer uses it. */
#include <interactions/error.h>
#include <interactions/sandbox.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define CHECK(what)                                      \
  do {                                                   \
    if (!(what)) {                                       \
      fprintf(stderr, "line %d: %s\n", __LINE__, #what); \
      return 1;                                          \
    }                                                    \
  } while (0)

static void own_handler(int number) {
  (void)number;
}

int main(void) {
  /* The host's handler, which must not be another one afterwards. */
  signal(SIGPIPE, own_handler);
  ix_sandbox_config config;
  ix_sandbox_config_init(&config, sizeof config);
  ix_sandbox* sandbox = NULL;
  ix_sandbox_text* problem = NULL;

  config.company = ix_str_of("{\"people\": 1}");
  CHECK(ix_sandbox_start(&config, &sandbox, &problem) == IX_ERROR_INVALID_ARGUMENT);
  CHECK(strstr(ix_sandbox_text_str(problem).data, "people: expected a list") != NULL);
  ix_sandbox_text_release(problem);
  CHECK(sandbox == NULL);
  config.company = ix_str_of(NULL);
  config.history = 10000001;
  CHECK(ix_sandbox_start(&config, &sandbox, &problem) == IX_ERROR_INVALID_ARGUMENT);
  CHECK(strstr(ix_sandbox_text_str(problem).data, "10000000") != NULL);
  ix_sandbox_text_release(problem);
  CHECK(sandbox == NULL);

  CHECK(ix_sandbox_start(NULL, &sandbox, NULL) == IX_OK);
  CHECK(signal(SIGPIPE, own_handler) == own_handler);
  CHECK(ix_sandbox_port(sandbox) != 0);
  CHECK(strncmp(ix_sandbox_url(sandbox).data, "http://127.0.0.1:", 17) == 0);
  CHECK(ix_sandbox_sign_in_count(sandbox) == 4);
  ix_sandbox_sign_in alex;
  memset(&alex, 0, sizeof alex);
  alex.struct_size = sizeof alex;
  CHECK(ix_sandbox_sign_in_at(sandbox, 0, &alex) == IX_OK);
  CHECK(strcmp(alex.user.data, "alex") == 0);
  CHECK(ix_sandbox_sign_in_at(sandbox, 4, &alex) == IX_ERROR_INVALID_ARGUMENT);

  const ix_str number = ix_str_of("+16135550142");
  CHECK(ix_sandbox_say(sandbox, ix_str_of("marie"), ix_str_of("alex"), ix_str_of("Allo"), NULL) ==
        IX_OK);
  CHECK(ix_sandbox_typing(sandbox, ix_str_of("marie"), ix_str_of("alex"), 1, NULL) == IX_OK);
  CHECK(ix_sandbox_sms(sandbox, number, ix_str_of(NULL), ix_str_of("Allo"), NULL) == IX_OK);
  ix_sandbox_call_record call;
  ix_sandbox_call_record_init(&call, sizeof call);
  call.outcome = IX_SANDBOX_MISSED;
  call.number = number;
  CHECK(ix_sandbox_call(sandbox, &call, NULL) == IX_OK);
  CHECK(ix_sandbox_carrier(sandbox, number, IX_SANDBOX_UNKNOWN_NUMBER, ix_str_of(NULL), NULL) ==
        IX_OK);
  CHECK(ix_sandbox_sms(sandbox, number, ix_str_of(NULL), ix_str_of("Allo"), &problem) ==
        IX_ERROR_INVALID_ARGUMENT);
  ix_sandbox_text_release(problem);
  CHECK(ix_sandbox_advance(sandbox, 1000, NULL) == IX_OK);
  CHECK(ix_sandbox_end_sessions(sandbox, ix_str_of("alex"), 1, NULL) == IX_OK);

  ix_sandbox_stop(sandbox);
  ix_sandbox_stop(sandbox);
  CHECK(ix_sandbox_advance(sandbox, 1000, NULL) == IX_ERROR_CLOSED);
  CHECK(ix_sandbox_advance(NULL, 1000, NULL) == IX_ERROR_INVALID_HANDLE);
  ix_sandbox_release(sandbox);
  CHECK(ix_sandbox_debug_live_objects() == 0);
  return 0;
}
