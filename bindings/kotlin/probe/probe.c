/* SPDX-License-Identifier: Apache-2.0 */
/* The native half of the Kotlin probe: methods registered at load, one crossing a page. */
#include <interactions/interactions.h>
#include <jni.h>

#define CLIENT(handle) ((ix_client*)(intptr_t)(handle))

static jlong open_client(JNIEnv* env, jobject self, jbyteArray folder) {
  ix_client_config config = IX_CLIENT_CONFIG_INIT;
  ix_client* client = NULL;
  jbyte* bytes = (*env)->GetByteArrayElements(env, folder, NULL);
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.folder = (ix_str){(const char*)bytes, (size_t)(*env)->GetArrayLength(env, folder)};
  ix_client_open(&config, &client, NULL);
  (*env)->ReleaseByteArrayElements(env, folder, bytes, JNI_ABORT);
  return (jlong)(intptr_t)client;
}

/* The kind of the last event of one poll; 0: none came. */
static jint poll_kind(JNIEnv* env, jobject self, jlong client, jint timeout_ms) {
  ix_event_batch* batch = NULL;
  ix_event event = IX_EVENT_INIT;
  ix_client_poll(CLIENT(client), timeout_ms, &batch, NULL);
  ix_event_batch_get(batch, ix_event_batch_count(batch) - 1, &event);
  ix_event_batch_release(batch);
  return event.kind;
}

static jbyteArray account(JNIEnv* env, jobject self, jlong client) {
  ix_page* page = NULL;
  if (ix_account_page(CLIENT(client), &page, NULL) != IX_OK) return NULL;
  size_t size = 0;
  const void* bytes = ix_page_bytes(page, &size);
  jbyteArray copy = (*env)->NewByteArray(env, (jsize)size);
  if (copy) (*env)->SetByteArrayRegion(env, copy, 0, (jsize)size, bytes);
  ix_page_release(page);
  return copy;
}

static void close_client(JNIEnv* env, jobject self, jlong client) {
  ix_client_close(CLIENT(client));
}

static jlong release_client(JNIEnv* env, jobject self, jlong client) {
  ix_client_release(CLIENT(client));
  return ix_debug_live_objects();
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void* reserved) {
  static const JNINativeMethod kMethods[] = {{"open", "([B)J", (void*)open_client},
                                             {"poll", "(JI)I", (void*)poll_kind},
                                             {"account", "(J)[B", (void*)account},
                                             {"close", "(J)V", (void*)close_client},
                                             {"release", "(J)J", (void*)release_client}};
  JNIEnv* env = NULL;
  if ((*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  jclass probe = (*env)->FindClass(env, "org/interactions/probe/Probe");
  if (!probe || (*env)->RegisterNatives(env, probe, kMethods, 5) != JNI_OK) return JNI_ERR;
  return JNI_VERSION_1_6;
}
