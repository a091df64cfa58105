/* SPDX-License-Identifier: Apache-2.0 */
/* Prints one JSON object a line: json_begin, members, json_end. One thread. */
#ifndef EXAMPLE_JSON_H
#define EXAMPLE_JSON_H

#include <interactions/base.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int json_members;

static void json_quoted(ix_str text) {
  putchar('"');
  for (size_t i = 0; i < text.size; ++i) {
    const unsigned char c = (unsigned char)text.data[i];
    if (c == '"' || c == '\\') {
      printf("\\%c", c);
    } else if (c < 0x20 || c == 0x7f) {
      printf("\\u%04x", c);
    } else {
      putchar(c);
    }
  }
  putchar('"');
}

static void json_key(const char* key) {
  printf("%s\"%s\":", json_members++ == 0 ? "" : ",", key);
}

static void json_begin(void) {
  json_members = 0;
  putchar('{');
}
static void json_end(void) {
  puts("}");
}
static void json_number(const char* key, int64_t value) {
  json_key(key);
  printf("%lld", (long long)value);
}
static void json_bool(const char* key, int value) {
  json_key(key);
  fputs(value ? "true" : "false", stdout);
}
/* Absent text is null; text may end at its NUL (SIZE_MAX). */
static void json_text(const char* key, ix_str text) {
  json_key(key);
  if (text.data == NULL) {
    fputs("null", stdout);
  } else {
    if (text.size == SIZE_MAX) text.size = strlen(text.data);
    json_quoted(text);
  }
}

#endif /* EXAMPLE_JSON_H */
