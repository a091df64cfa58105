#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Makes CInteractions.xcframework beside Package.swift, and a zip of it with its checksum: the C
# library as a static one, for iOS, its simulator and macOS. Swift itself is shipped as source, so
# that no compiler has to fit.
#
# NOT RUN by the tests of this repository: it needs macOS with Xcode. Read it before you rely on it.
#
# usage: Scripts/make_xcframework.sh DEPENDENCIES
#
# DEPENDENCIES/SDK/{include,lib} for each SDK (iphoneos, iphonesimulator, macosx) holds static
# libraries of curl (with the system's TLS), libphonenumber with protobuf-lite and a small ICU,
# utf8proc, OpenSSL's libcrypto, libjpeg-turbo, libpng, libwebp (or leave these three out with
# -DIX_WITH_IMAGES=OFF: the app then supplies thumbnails), and RapidJSON's headers. SQLite is the
# system's: two copies of it in one process do harm.
set -euo pipefail
dependencies=${1:?usage: make_xcframework.sh DEPENDENCIES}
package=$(cd "$(dirname "$0")/.." && pwd)
source=$(cd "$package/../.." && pwd)
work=$source/build/xcframework
rm -rf "$work" "$package/CInteractions.xcframework" "$package/CInteractions.xcframework.zip"

# The module map in a folder of its own: two frameworks with one at the root of Headers collide.
headers=$work/Headers
mkdir -p "$headers/CInteractions"
cp -R "$source/include/interactions" "$headers/CInteractions/interactions"
rm -rf "$headers/CInteractions/interactions/cpp" "$headers/CInteractions/interactions/interactions.hpp"
cat >"$headers/CInteractions/module.modulemap" <<'MAP'
module CInteractions {
  header "interactions/interactions.h"
  link "sqlite3"
  link "c++"
  link framework "Security"
  link framework "SystemConfiguration"
  export *

  explicit module Sandbox {
    header "interactions/sandbox.h"
    export *
  }
}
MAP
# <interactions/base.h> is to be found from beside the module map.
find "$headers" -name '*.h' -exec sed -i '' 's|#include <interactions/\(.*\)>|#include "\1"|' {} +

# archive SDK SYSTEM ARCHITECTURES: one static library with all that it needs.
archive() {
  local sdk=$1 system=$2 architectures=$3 build=$work/$1
  cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_SYSTEM_NAME="$system" -DCMAKE_OSX_SYSROOT="$sdk" \
    -DCMAKE_OSX_ARCHITECTURES="$architectures" \
    -DCMAKE_OSX_DEPLOYMENT_TARGET="$([ "$sdk" = macosx ] && echo 13.0 || echo 16.0)" \
    -DCMAKE_PREFIX_PATH="$dependencies/$sdk" -DCMAKE_FIND_ROOT_PATH="$dependencies/$sdk" \
    -DIX_BUILD_STATIC=ON -DIX_BUILD_TESTS=OFF -DIX_BUILD_EXAMPLES=OFF -DIX_BUILD_SANDBOX=OFF
  cmake --build "$build" --target interactions_static
  libtool -static -o "$build/libinteractions_all.a" "$build/src/libinteractions.a" \
    "$dependencies/$sdk"/lib/*.a
  libraries+=(-library "$build/libinteractions_all.a" -headers "$headers")
}

libraries=()
archive iphoneos iOS arm64
archive iphonesimulator iOS "arm64;x86_64"
archive macosx Darwin "arm64;x86_64"
xcodebuild -create-xcframework "${libraries[@]}" -output "$package/CInteractions.xcframework"
(cd "$package" && zip -qry CInteractions.xcframework.zip CInteractions.xcframework)
swift package --package-path "$package" compute-checksum "$package/CInteractions.xcframework.zip"
