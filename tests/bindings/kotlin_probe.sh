#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the Kotlin probe with the compiler that the package kotlin-jupyter-kernel carries, and runs
# it under the checks of the JVM. What was built is kept and used again until its source changes.
# usage: kotlin_probe.sh SOURCE_DIR LIBRARY WORK_DIR CC
set -eu
source=$1 library=$2 work=$3 cc=$4
package=kotlin-jupyter-kernel==0.19.0.944

skip() {
  echo "SKIP: $1"
  exit 77
}
command -v java >/dev/null || skip "java is not installed"
command -v python3 >/dev/null || skip "python3 is not installed"
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
[ -f "$jdk/include/jni.h" ] || skip "no jni.h: a JDK is needed, not only a JRE"
mkdir -p "$work"

if [ ! -f "$work/venv/ready" ]; then
  rm -rf "$work/venv"
  python3 -m venv "$work/venv" || skip "python3 cannot make a virtual environment (python3-venv)"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "$package" ||
    skip "$package cannot be installed"
  touch "$work/venv/ready"
fi
jars=$(find "$work/venv" -type d -path '*run_kotlin_kernel/jars')
[ -n "$jars" ] || skip "$package holds no compiler"
stdlib=$(find "$jars" -name 'kotlin-stdlib-*.jar')

rows=$source/bindings/kotlin/RowBlock.kt
probe=$source/bindings/kotlin/probe/Probe.kt
if [ ! -f "$work/probe.jar" ] || [ "$rows" -nt "$work/probe.jar" ] ||
  [ "$probe" -nt "$work/probe.jar" ]; then
  java -cp "$jars/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect \
    -jvm-target 17 -Werror -classpath "$stdlib" -d "$work/probe.jar" "$rows" "$probe"
fi
# JNI itself hands functions over as void pointers, and its signatures bring unused parameters.
"$cc" -std=c11 -Wall -Wextra -Wno-unused-parameter -Werror -shared -fPIC \
  -Wl,-z,max-page-size=16384 "-I$source/include" "-I$jdk/include" "-I$jdk/include/linux" \
  "$source/bindings/kotlin/probe/probe.c" "$library" "-Wl,-rpath,$(dirname "$library")" \
  -o "$work/libprobe.so"

# -Xcheck:jni warns on the standard output and goes on: a warning is a failure.
java -Xcheck:jni -cp "$work/probe.jar:$stdlib" org.interactions.probe.ProbeKt \
  "$work/libprobe.so" >"$work/output" 2>&1 || {
  cat "$work/output"
  exit 1
}
cat "$work/output"
if grep -qi 'warning\|fatal error in native' "$work/output"; then
  exit 1
fi
grep -q '^kotlin probe: ok$' "$work/output"
