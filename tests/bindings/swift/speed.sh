#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The budgets of the Swift binding. usage: speed.sh WORK_DIR
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sh "$(dirname "$0")/run_program.sh" "$1" speed "$folder"
