/* SPDX-License-Identifier: Apache-2.0 */
/* consumer_c FOLDER: opens an account, asks for its list, and closes it. */
#include <interactions/interactions.h>

#include <stdio.h>

int main(int argc, char** argv) {
  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  config.folder = ix_str_of(argc > 1 ? argv[1] : NULL);
  ix_client* client = NULL;
  ix_page* page = NULL;
  if (ix_client_open(&config, &client, NULL) != IX_OK) return 1;
  const ix_status status = ix_conversations_page(client, NULL, ix_str_of(NULL), 50, &page, NULL);
  ix_page_release(page);
  ix_client_release(client);
  printf("interactions %s, status %d, %d left\n", ix_version(), (int)status,
         (int)ix_debug_live_objects());
  return 0;
}
