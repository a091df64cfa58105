#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares the library with the baseline of its ABI. Only additions pass, and only such as
# suppressions.ini names. usage: abidiff.sh BASELINE_XML LIBRARY SUPPRESSIONS HEADERS
set -eu
if ! command -v abidiff >/dev/null; then
  echo "SKIP: abidiff is not installed (abigail-tools)"
  exit 77
fi
# Without debug information there is nothing to compare; a stripped release is no defect.
if ! readelf -S "$2" | grep -q '\.debug_info'; then
  echo "SKIP: the library has no debug information"
  exit 77
fi
exec abidiff --suppressions "$3" --headers-dir2 "$4" --drop-private-types \
  --exported-interfaces-only --no-architecture --no-show-locs "$1" "$2"
