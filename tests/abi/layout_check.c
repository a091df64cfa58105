/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling this is the test: every size, offset and constant of the headers on the include path is
 * the frozen one. Built against today's headers and against the frozen ones. */
#include <interactions/interactions.h>

#if UINTPTR_MAX == UINT64_MAX
#define IX_STRUCT(type, size) _Static_assert(sizeof(type) == (size), #type);
#define IX_MEMBER(type, member, offset, size)                            \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member); \
  _Static_assert(sizeof(((type*)0)->member) == (size), #type "." #member);
#define IX_CONSTANT(name, value) _Static_assert((long long)(name) == (value), #name);
#include "layout.inc"
#endif

_Static_assert(sizeof(ix_status) == 4 && sizeof(ix_operation) == 8, "ids and statuses");

int ix_layout_checked(void);
int ix_layout_checked(void) {
  return 1;
}
