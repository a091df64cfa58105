#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a class of the Kotlin tests with the checks of the JVM; `--quiet-jvm` leaves them out, for
# what is measured. Where there is no JDK or compiler it says so and ends with 77.
# usage: run.sh BINDING_BUILD_DIR [--quiet-jvm] CLASS [ARGUMENT...]
set -eu
work=$1
shift
# libcurl has SIGPIPE ignored for the moment in which a client closes, and puts the handler back
# (tests/transport): the JVM's checks of its signal handlers, not those of JNI, are left out.
checks="-Xcheck:jni -XX:+AllowUserSignalHandlers"
if [ "$1" = --quiet-jvm ]; then
  checks=
  shift
fi
if [ ! -f "$work/tests.jar" ] || [ -f "$work/skipped" ]; then
  cat "$work/skipped" 2>/dev/null || echo "SKIP: no jars yet: ctest -R bindings_kotlin_build makes them"
  exit 77
fi
# shellcheck disable=SC2086
exec java $checks -Xmx512m "-Dinteractions.library.folder=$work" \
  -cp "$work/interactions.jar:$work/interactions-sandbox.jar:$work/tests.jar:$work/kotlin-stdlib.jar:$work/coroutines.jar" \
  "$@"
