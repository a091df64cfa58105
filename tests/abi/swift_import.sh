#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Swift imports the module, and sees its functions, structs and constants.
# usage: swift_import.sh SOURCE_DIR BINARY_DIR
set -eu
if ! command -v swiftc >/dev/null; then
  echo "SKIP: swiftc is not installed"
  exit 77
fi
swiftc -typecheck -module-cache-path "$2/swift-modules" -I "$1/bindings/swift/CInteractions" \
  -Xcc "-I$1/include" "$1/tests/abi/swift_import.swift"
