#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the programs that the tests of the Swift binding run, optimised.
# usage: build_programs.sh SOURCE_DIR LIBRARY SANDBOX_LIBRARY WORK_DIR
set -eu
source=$1 library=$2 sandbox=$3 work=$4
. "$source/tests/bindings/swift/swift_env.sh"
build "$source/tests/bindings/swift/programs" "$work/programs" -c release
