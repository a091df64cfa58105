#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs one of the programs that build_programs.sh built. usage: run_program.sh WORK_DIR NAME ARGUMENT...
set -eu
program=$1/programs/release/$2
if ! command -v swift >/dev/null; then
  echo "SKIP: swift is not installed"
  exit 77
fi
shift 2
exec "$program" "$@"
