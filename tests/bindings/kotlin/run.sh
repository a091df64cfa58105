#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a class of the Kotlin tests with the checks of the JVM; `--quiet-jvm` leaves them out, for
# what is measured. Where there is no JDK or compiler it says so and ends with 77.
# usage: run.sh BINDING_BUILD_DIR [--quiet-jvm] CLASS [ARGUMENT...]
set -eu
work=$1
shift
checks=-Xcheck:jni
if [ "$1" = --quiet-jvm ]; then
  checks=-Xshare:auto
  shift
fi
if [ -f "$work/skipped" ]; then
  cat "$work/skipped"
  exit 77
fi
exec java "$checks" -Xmx512m "-Dinteractions.library.folder=$work" \
  -cp "$work/interactions.jar:$work/interactions-sandbox.jar:$work/tests.jar:$work/kotlin-stdlib.jar:$work/coroutines.jar" \
  "$@"
