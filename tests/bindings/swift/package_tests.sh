#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The Swift package's own tests under a sanitizer (thread or address); the library itself is built
# without. usage: package_tests.sh SOURCE_DIR LIBRARY SANDBOX_LIBRARY WORK_DIR SANITIZER
set -eu
source=$1 library=$2 sandbox=$3 work=$4 sanitizer=$5
. "$source/tests/bindings/swift/swift_env.sh"
build "$source/bindings/swift" "$work/$sanitizer" --build-tests --sanitize="$sanitizer" \
  --disable-swift-testing

# What XCTest itself keeps until the end is not the package's.
printf 'leak:XCTest\n' >"$work/leaks"
export LSAN_OPTIONS="suppressions=$work/leaks:print_suppressions=0"
export TSAN_OPTIONS="halt_on_error=1"
# Decoders have one thread: what another one sees is looked at less often.
[ "$sanitizer" = address ] || export IX_FUZZ_ROUNDS=50
export IX_ROW_BLOCKS="${IX_ROW_BLOCKS:-$source/tests/bindings/rowblocks}"
[ -d "$IX_ROW_BLOCKS" ] || { echo "FAIL: no row blocks in $IX_ROW_BLOCKS"; exit 1; }
"$work/$sanitizer/debug/InteractionsPackageTests.xctest" >"$work/$sanitizer.log" 2>&1 || {
  grep -av "started at\|passed (" "$work/$sanitizer.log" | tail -n 100
  exit 1
}
grep -a "Executed" "$work/$sanitizer.log" | tail -n 1
# A test that was left out would count as one that passed.
! grep -a "skipped (" "$work/$sanitizer.log"
