#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the rest of the line; a warning of the JVM about native code is a failure, which it is not
# for the JVM itself.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$@" >"$log" 2>&1
code=$?
cat "$log"
if grep -qE '^(WARNING|Warning|FATAL ERROR) ?(in native|:)|handler modified' "$log"; then
  echo "FAIL: the JVM warns of native code"
  exit 1
fi
exit $code
