#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install-packages.sh PACKAGE...: installs the Debian packages that are missing. Asks nothing, and
# does nothing at all when everything is there.
set -euo pipefail

missing=()
for package in "$@"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing: ${missing[*]}"
root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Missing packages, and no way to become root." >&2; exit 1; }
  root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
"${root[@]}" apt-get update >"$log" 2>&1 || true  # an old list may do; the next step tells
install || { cat "$log" >&2; exit 1; }
