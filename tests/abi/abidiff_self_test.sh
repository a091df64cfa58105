#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The comparison of the ABI accepts the same library and finds each kind of break.
# usage: abidiff_self_test.sh SOURCE_DIR CC
set -eu
here=$1/tests/abi cc=$2
if ! command -v abidiff >/dev/null || ! command -v abidw >/dev/null; then
  echo "SKIP: abidiff is not installed (abigail-tools)"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/include"

build() {
  cat >"$work/library.c" <<END
#include <interactions/interactions.h>
struct ix_page { $1 hidden; };
ix_status ix_page_item(const ix_page *page, uint32_t row, ix_item_view *view) {
  return (ix_status)page->hidden + (ix_status)row + (view != 0);
}
const char *ix_version(void) { return ""; }
END
  "$cc" -g -shared -fPIC "-I$work/include" "$work/library.c" -o "$work/library.so"
}
fresh_headers() {
  rm -rf "$work/include/interactions"
  cp -r "$1/include/interactions" "$work/include/"
}
compare() {
  sh "$here/abidiff.sh" "$work/baseline.xml" "$work/library.so" "$here/suppressions.ini" \
    "$work/include/interactions" >"$work/output" 2>&1
}
expect_break() {
  if compare; then
    echo "not found: $1"
    cat "$work/output"
    exit 1
  fi
}

fresh_headers "$1"
build int
sh "$here/abidw.sh" "$work/library.so" "$work/include/interactions" "$work/baseline.xml"
compare || {
  cat "$work/output"
  exit 1
}
build "long long"
compare || {
  echo "what is behind a handle is no part of the ABI"
  cat "$work/output"
  exit 1
}

page=$work/include/interactions/page.h
sed -i 's/^  int64_t at_ms;/  int32_t at_ms;\n  int32_t more;/' "$page"
build int
expect_break "a member of another type"
fresh_headers "$1"
sed -i 's/^} ix_item_view;/  ix_str more;\n} ix_item_view;/' "$page"
build int
expect_break "a member more"
fresh_headers "$1"
sed -i '/^IX_API ix_status ix_page_item/s/uint32_t row/uint64_t row/' "$page"
sed -i 's/uint32_t row/uint64_t row/' "$work/library.c"
"$cc" -g -shared -fPIC "-I$work/include" "$work/library.c" -o "$work/library.so"
expect_break "a parameter of another type"
fresh_headers "$1"
build int
sed -i '/^const char .ix_version/d' "$work/library.c"
"$cc" -g -shared -fPIC "-I$work/include" "$work/library.c" -o "$work/library.so"
expect_break "a function less"
echo "abidiff finds what it should"
