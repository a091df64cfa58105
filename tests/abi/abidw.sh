#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the ABI of a library down, without what differs between machines.
# usage: abidw.sh LIBRARY HEADERS OUTPUT
set -eu
abidw --headers-dir "$2" --drop-private-types --exported-interfaces-only --no-corpus-path \
  --no-comp-dir-path --no-elf-needed --no-architecture --out-file "$3.new" "$1"
# The locations stay, cut to the project: without them abidiff takes every type for a private one
# and finds no difference. The tools know a file by its first line, so the comment is the second.
sed -e "1a\\  <!-- SPDX-License-Identifier: Apache-2.0 -->" \
  -e "s:path='[^']*/src/:path='src/:" \
  -e "s:path='[^']*/include/interactions/:path='include/interactions/:" "$3.new" >"$3"
rm "$3.new"
