#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes interactions.jar and interactions-sandbox.jar (--tests: tests.jar too) in WORK_DIR, with the
# compiler that the package kotlin-jupyter-kernel carries. What was built is kept until a source
# changes. Ends with 77 and a reason where something that is needed is not there.
# usage: build.sh WORK_DIR [--tests]
set -eu
work=$1 tests=${2:-}
binding=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$binding/../.." && pwd)
package=kotlin-jupyter-kernel==0.19.0.944

# The tests that need the jars say the same.
skip() {
  echo "SKIP: $1" | tee "$work/skipped"
  exit 77
}
mkdir -p "$work"
rm -f "$work/skipped"
command -v java >/dev/null && command -v jar >/dev/null || skip "no JDK is installed"
command -v python3 >/dev/null || skip "python3 is not installed"

if [ ! -f "$work/venv/ready" ]; then
  rm -rf "$work/venv"
  python3 -m venv "$work/venv" || skip "python3 cannot make a virtual environment (python3-venv)"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "$package" ||
    skip "$package cannot be installed"
  touch "$work/venv/ready"
fi
jars=$(find "$work/venv" -type d -path '*run_kotlin_kernel/jars')
[ -n "$jars" ] || skip "$package holds no compiler"
cp -u "$jars"/kotlin-stdlib-*.jar "$work/kotlin-stdlib.jar"
if [ ! -f "$work/coroutines.jar" ]; then
  # The coroutines alone, as an app has them, without the compiler that they came with.
  rm -rf "$work/unpacked" && mkdir "$work/unpacked"
  (cd "$work/unpacked" && python3 - "$jars"/kotlin-jupyter-kernel-*-all.jar <<'END'
import sys
import zipfile
with zipfile.ZipFile(sys.argv[1]) as jar:
    jar.extractall(members=[n for n in jar.namelist() if n.startswith("kotlinx/coroutines/")
                            or n == "META-INF/kotlinx-coroutines-core.kotlin_module"])
END
  )
  jar cf "$work/coroutines.jar" -C "$work/unpacked" .
  rm -rf "$work/unpacked"
fi

# same NAME PATH...: whether these sources are those that NAME was built of.
same() {
  name=$1
  shift
  # Contents, not times: a fresh checkout is not a change.
  find "$@" -type f -exec sha256sum {} + | sort | sha256sum >"$work/$name.now"
  [ -d "$work/$name" ] && cmp -s "$work/$name.now" "$work/$name.sum"
}
# compile NAME CLASSPATH OPTION... SOURCE...
compile() {
  name=$1 classpath=$2
  shift 2
  rm -rf "${work:?}/$name"
  java -Xmx1g -cp "$jars/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect \
    -Werror -classpath "$work/kotlin-stdlib.jar:$work/coroutines.jar$classpath" \
    -d "$work/$name" "$@"
  mv "$work/$name.now" "$work/$name.sum"
}

cd "$project"
# Java 8: its byte code is what the oldest Android tools take, and its methods are what API 24 has.
if ! same classes "$binding/src/main" "$binding/src/generated" "$binding/src/sandbox"; then
  compile classes "" -Xjdk-release=8 -module-name interactions \
    "$binding/src/main/kotlin" "$binding/src/generated/kotlin" "$binding/src/sandbox/kotlin"
  (
    cd "$work/classes"
    jar cf ../interactions-sandbox.jar org/interactions/sandbox -C "$binding/src/sandbox/resources" META-INF
    find org -name '*.class' ! -path '*/sandbox/*' >../product
    jar cf ../interactions.jar META-INF @../product -C "$binding/src/main/resources" META-INF
  )
fi
[ "$tests" = --tests ] || exit 0

# The code in the guide and in the project's README, and the example, are compiled as they stand.
python3 - "$binding/README.md" "$project/README.md" "$work/guide" <<'END'
import pathlib
import re
import sys
def blocks(path):
    return re.findall(r"```kotlin\n(.*?)```", pathlib.Path(path).read_text("utf-8"), re.S)

folder = pathlib.Path(sys.argv[3])
folder.mkdir(exist_ok=True)
for number, block in enumerate(blocks(sys.argv[1])):
    (folder / f"Guide{number}.kt").write_text(f"package guide{number}\n\n{block}", "utf-8")
(folder / "Readme.kt").write_text("package readme\n\n" + "".join(blocks(sys.argv[2])), "utf-8")
END
set -- "$binding/src/test/kotlin" "$work/guide" "$project/tests/bindings/kotlin" \
  "$project/examples/kotlin"
if ! same test-classes "$work/classes.sum" "$@"; then
  compile test-classes ":$work/classes" -jvm-target 17 -module-name tests \
    "-Xfriend-paths=$work/classes" "$@"
  jar cf "$work/tests.jar" -C "$work/test-classes" .
fi
