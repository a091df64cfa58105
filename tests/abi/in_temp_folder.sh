#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a command with a fresh folder as its last argument, and removes the folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$@" "$folder"
