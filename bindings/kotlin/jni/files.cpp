// SPDX-License-Identifier: Apache-2.0
// Natives of NativeClient: files that are picked, and attachments on their way.
#include <interactions/interactions.h>

#include <algorithm>

#include "calls.h"

namespace ixj {
namespace {

// Asks a ByteSource of Kotlin's for its bytes, through one array. Lives for a call, on the caller's
// thread.
class SourceReader {
 public:
  SourceReader(JNIEnv* env, jobject source) : env_(env), source_(source) {
    if (source == nullptr) return;
    jclass type = env->GetObjectClass(source);
    read_ = env->GetMethodID(type, "read", "([BI)I");
    env->DeleteLocalRef(type);
    if (read_ != nullptr) chunk_ = env->NewByteArray(kChunk);
  }
  ~SourceReader() { env_->DeleteLocalRef(chunk_); }
  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;

  // False: an exception is pending.
  bool ok() const { return source_ == nullptr || chunk_ != nullptr; }

  static int64_t read(void* ctx, void* into, size_t size) {
    return static_cast<SourceReader*>(ctx)->next(into, size);
  }

 private:
  static constexpr jsize kChunk = 64 * 1024;

  int64_t next(void* into, size_t size) {
    const jint most = static_cast<jint>(std::min<size_t>(size, kChunk));
    const jint count = env_->CallIntMethod(source_, read_, chunk_, most);
    // It throws nothing of its own: the JVM may be short of memory.
    if (env_->ExceptionCheck())
      env_->ExceptionClear();
    else if (count >= 0 && count <= most) {
      env_->GetByteArrayRegion(chunk_, 0, count, static_cast<jbyte*>(into));
      return count;
    }
    return -1;
  }

  JNIEnv* env_;
  jobject source_;
  jmethodID read_ = nullptr;
  jbyteArray chunk_ = nullptr;
};

// `source`: gives the file's bytes; null: it is the path or the descriptor that was described.
jbyteArray file_stage(JNIEnv* env, jobject, jlong client, jbyteArray described, jobject source,
                      jbyteArray thumbnail) {
  Arguments in(env, described);
  const Bytes picture(env, thumbnail);
  SourceReader reader(env, source);
  if (!reader.ok()) return nullptr;
  ix_file_input input = IX_FILE_INPUT_INIT;
  input.flags = in.u32();
  input.path = in.text();
  input.fd = in.i32();
  input.name = in.text();
  input.conversation = in.text();
  input.max_bytes = in.i64();
  input.thumbnail_width = in.i32();
  input.thumbnail_height = in.i32();
  if (!in.ok()) {
    throw_mismatch(env);
    return nullptr;
  }
  input.thumbnail = picture.str().data;
  input.thumbnail_size = picture.str().size;
  if (source != nullptr) {
    input.read = SourceReader::read;
    input.read_ctx = &reader;
  }
  return text_of(env, [&](ix_text** out, ix_error** e) {
    return ix_file_stage(client_of(client), &input, out, e);
  });
}

jbyteArray files_page(JNIEnv* env, jobject, jlong client, jbyteArray conversation) {
  const Bytes id(env, conversation);
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_files_page(client_of(client), id.str(), out, e);
  });
}

void file_confirm(JNIEnv* env, jobject, jlong client, jbyteArray file) {
  const Bytes id(env, file);
  done_by(env, [&](ix_error** e) { return ix_file_confirm(client_of(client), id.str(), e); });
}

void file_drop(JNIEnv* env, jobject, jlong client, jbyteArray file) {
  const Bytes id(env, file);
  done_by(env, [&](ix_error** e) { return ix_file_drop(client_of(client), id.str(), e); });
}

jlong attachment_fetch(JNIEnv* env, jobject, jlong client, jbyteArray attachment, jint part,
                       jint priority) {
  const Bytes id(env, attachment);
  return number_of<ix_operation>(env, [&](ix_operation* out, ix_error** e) {
    return ix_attachment_fetch(client_of(client), id.str(), part, priority, out, e);
  });
}

void attachment_export(JNIEnv* env, jobject, jlong client, jbyteArray attachment, jbyteArray path,
                       jint fd) {
  const Bytes id(env, attachment);
  const Bytes file(env, path);
  done_by(env, [&](ix_error** e) {
    return ix_attachment_export(client_of(client), id.str(), file.str(), fd, e);
  });
}

void attachment_pin(JNIEnv* env, jobject, jlong client, jbyteArray attachment, jboolean on) {
  const Bytes id(env, attachment);
  done_by(env, [&](ix_error** e) {
    return ix_attachment_pin(client_of(client), id.str(), on != JNI_FALSE, e);
  });
}

void attachment_pause(JNIEnv* env, jobject, jlong client, jbyteArray attachment, jboolean on) {
  const Bytes id(env, attachment);
  done_by(env, [&](ix_error** e) {
    return ix_attachment_pause(client_of(client), id.str(), on != JNI_FALSE, e);
  });
}

jbyteArray transfers_page(JNIEnv* env, jobject, jlong client) {
  return page_of(env, [&](ix_page** out, ix_error** e) {
    return ix_transfers_page(client_of(client), out, e);
  });
}

void media_set_policy(JNIEnv* env, jobject, jlong client, jbyteArray described) {
  Arguments in(env, described);
  ix_media_policy policy = IX_MEDIA_POLICY_INIT;
  policy.auto_thumbnails = in.i32();
  policy.cache_bytes = in.i64();
  policy.cache_age_ms = in.i64();
  policy.metered_upload_bytes = in.i64();
  policy.auto_bytes = in.i64();
  policy.auto_bytes_metered = in.i64();
  policy.max_download_bytes = in.i64();
  if (!in.ok()) return throw_mismatch(env);
  done_by(env, [&](ix_error** e) { return ix_media_set_policy(client_of(client), &policy, e); });
}

}  // namespace

bool register_files(JNIEnv* env) {
  return register_natives(
      env, "org/interactions/internal/NativeClient",
      {method("fileStage", file_stage), method("filesPage", files_page),
       method("fileConfirm", file_confirm), method("fileDrop", file_drop),
       method("attachmentFetch", attachment_fetch), method("attachmentExport", attachment_export),
       method("attachmentPin", attachment_pin), method("attachmentPause", attachment_pause),
       method("transfersPage", transfers_page), method("mediaSetPolicy", media_set_policy)});
}

}  // namespace ixj
