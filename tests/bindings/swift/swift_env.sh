# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside it. What builds the Swift package here: the library and the sandbox
# as they stand in the build folder, found as an installed SDK is, by pkg-config.
# needs: source, library, sandbox (paths), work (a folder of this build)

skip() {
  echo "SKIP: $1"
  exit 77
}
command -v swift >/dev/null || skip "swift is not installed"

folders="$(dirname "$library") $(dirname "$sandbox")"
pkgconfig=$work/pkgconfig
mkdir -p "$pkgconfig"
# Written when it is another one: SwiftPM builds everything again after a change. Other tests run beside
# this one.
new=$pkgconfig/new.$$
{
  echo "Name: interactions"
  echo "Description: the library in the build folder"
  echo "Version: 0.1.0"
  echo "Cflags: -I$source/include"
  echo "Libs:$(printf ' -L%s' $folders) -linteractions"
} >"$new"
cmp -s "$new" "$pkgconfig/interactions.pc" || mv "$new" "$pkgconfig/interactions.pc"
rm -f "$new"
export PKG_CONFIG_PATH="$pkgconfig"

# build PACKAGE SCRATCH ARGUMENT...: warnings are errors. What was built is kept and used again.
build() {
  package=$1 scratch=$2
  shift 2
  swift build --package-path "$package" --scratch-path "$scratch" -Xswiftc -warnings-as-errors \
    $(printf ' -Xlinker -rpath=%s' $folders) "$@" >"$work/$(basename "$scratch").log" 2>&1 || {
    tail -n 100 "$work/$(basename "$scratch").log"
    exit 1
  }
}
