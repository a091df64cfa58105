#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Freezes the ABI as it is: headers, layout, symbols, and the baseline of libabigail.
# Before the first release the frozen copy may change together with the ABI, with a line in the
# changelog; afterwards never: a released version's folder is refused.
# usage: update_baseline.sh LIBRARY      (a debug build of libinteractions.so)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
library=${1:?usage: update_baseline.sh LIBRARY}
version=0.1
if git -C "$root" tag --list "v$version*" | grep -q .; then
  echo "version $version is released: its ABI is frozen" >&2
  exit 1
fi
frozen=$here/frozen/$version
rm -rf "$frozen/interactions"
mkdir -p "$frozen/interactions"
cp "$root"/include/interactions/*.h "$frozen/interactions/"
# A library of its own, which promises nothing yet.
rm -f "$frozen/interactions/sandbox.h"
cp "$root/src/c_api/symbols.txt" "$frozen/symbols.txt"
python3 -B "$here/layout.py" "$frozen" "$frozen/layout.inc"
baseline=$here/baseline-$version.abi.xml
sh "$here/abidw.sh" "$library" "$root/include/interactions" "$baseline"
echo "frozen: $frozen and $baseline"
