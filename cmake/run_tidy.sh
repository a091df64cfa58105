#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clang-tidy with the project's list over the product's sources. A file that passed is not looked at
# again until it, a header of the project, or the list changes.
# usage: cmake/run_tidy.sh BUILD_DIR [FILE...]   (BUILD_DIR has a compile_commands.json)
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:?usage: run_tidy.sh BUILD_DIR [FILE...]}
shift
tidy=${IX_CLANG_TIDY:-clang-tidy-16}
if ! command -v "$tidy" >/dev/null; then
  echo "SKIP: $tidy is not installed"
  exit 77
fi
if [ ! -f "$build/compile_commands.json" ]; then
  echo "SKIP: $build has no compile_commands.json: configure with a preset"
  exit 77
fi
stamps=$build/tidy
mkdir -p "$stamps"

# What all files depend on, in one number.
common=$( (cat "$root/.clang-tidy" && find "$root/src" "$root/include" -name '*.h' -o -name '*.def' |
  LC_ALL=C sort | xargs cat) | sha256sum | cut -c1-32)

if [ $# -eq 0 ]; then
  set -- $(cd "$root" && find src -name '*.cpp' | LC_ALL=C sort)
fi
pending=
for file; do
  name=$(echo "$file" | tr / _)
  # A file that the build does not compile has no command, and nothing to say.
  grep -q "\"file\": \"[^\"]*/$file\"" "$build/compile_commands.json" || continue
  key=$common-$(sha256sum "$root/$file" | cut -c1-32)
  [ "$(cat "$stamps/$name" 2>/dev/null)" = "$key" ] || pending="$pending $file=$key=$name"
done
[ -n "$pending" ] || {
  echo "clang-tidy: nothing changed"
  exit 0
}
# GCC's options that clang does not know are no finding.
export root build tidy stamps
echo "$pending" | tr ' ' '\n' | grep . | xargs -P "$(nproc)" -I{} sh -c '
  file=$(echo "{}" | cut -d= -f1) key=$(echo "{}" | cut -d= -f2) name=$(echo "{}" | cut -d= -f3)
  if out=$("$tidy" -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option \
      --extra-arg=-Wno-ignored-optimization-argument "$root/$file" 2>/dev/null); then
    echo "$key" >"$stamps/$name"
  else
    echo "$out"
    exit 1
  fi' || {
  echo "clang-tidy: findings above"
  exit 1
}
echo "clang-tidy: clean"
