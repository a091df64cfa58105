#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the Swift probe and runs it. usage: swift_probe.sh SOURCE_DIR LIBRARY WORK_DIR
set -eu
source=$1 library=$2 work=$3
if ! command -v swiftc >/dev/null; then
  echo "SKIP: swiftc is not installed"
  exit 77
fi
mkdir -p "$work"
folder=$(dirname "$library")
swiftc -warnings-as-errors -module-cache-path "$work/modules" \
  -I "$source/bindings/swift/CInteractions" -Xcc "-I$source/include" -L "$folder" \
  -Xlinker "-rpath=$folder" -o "$work/probe" "$source/bindings/swift/probe/main.swift"
"$work/probe"
