#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job from nothing, on this machine only: sign in, list, open, send.
#
#   bash examples/demo.sh [--synapse] [--keep]
#
# --synapse  a real Matrix server instead of the bundled sandbox (needs Python; installs Synapse).
# --keep     leaves the company running and prints the commands to go on with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

keep=no
backend=sandbox
for argument in "$@"; do
  case $argument in
    --keep) keep=yes ;;
    --synapse) backend=synapse ;;
    -h | --help) sed -n '3,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "demo.sh: unknown option $argument (try --help)" >&2; exit 2 ;;
  esac
done

say() { printf '\n== %s\n' "$1"; shift; explain "$@"; }
explain() { [ $# -eq 0 ] || printf '   %s\n' "$@"; }
# Shows the command as a person would type it, then runs it.
ix() {
  local word
  printf '\n$ ix'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_@+=:./-]*) printf ' "%s"' "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  "$ix" "$@"
}

work=$(mktemp -d "${TMPDIR:-/tmp}/interactions-demo.XXXXXX")
company=
finish() {
  code=$?
  trap - EXIT
  if [ $code -eq 0 ] && [ $keep = yes ]; then exit 0; fi
  if [ $code -ne 0 ]; then
    echo "demo.sh: it did not work (exit $code)." >&2
    if [ -s "$work/company.log" ]; then echo "The server said:" >&2; tail -n 20 "$work/company.log" >&2; fi
  fi
  if [ -n "$company" ]; then
    kill "$company" 2>/dev/null || true
    wait "$company" 2>/dev/null || true
  fi
  rm -rf "$work"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT TERM

# ---------------------------------------------------------------------------------------------
source cmake/packages.sh
# What the company runs on: packages, start, and a text from outside.
# shellcheck source=/dev/null
source "examples/demo/$backend.sh"
customer=+16135550142

say "1. What is needed" "$company_needs"
bash cmake/install-packages.sh "${build_packages[@]}" ${company_packages[@]+"${company_packages[@]}"}
prepare_company

say "2. Build" "The library and its command line, ix, as a release."
started=$SECONDS
[ -f build/release/build.ninja ] || cmake --preset release -DIX_BUILD_TESTS=OFF >"$work/cmake.log" ||
  { cat "$work/cmake.log"; exit 1; }
cmake --build build/release --target ix ${company_targets[@]+"${company_targets[@]}"} \
  >"$work/build.log" || { cat "$work/build.log"; exit 1; }
ix=$PWD/build/release/examples/ix/ix
echo "   Built in $((SECONDS - started)) s: build/release/examples/ix/ix"

say "3. A small company in Ottawa" "$company_is" \
  "Alex works there with Marie, Sam and Nadia; Chez Lucie is a customer who texts and calls."
told=$SECONDS
start_company
export IX_HOME=$work/ix-home
echo "   It answers at $url"

say "4. Sign in" \
  "The password comes on standard input, so that it is in no process list and no history." \
  "All of the account is then kept in one folder on disk; every read below comes from there."
printf '\n$ printf %%s "$password" | ix login --server %s --user alex --password-stdin\n' "$url"
printf %s "$password" | "$ix" login --server "$url" --user alex --password-stdin

say "5. The list" "Conversations by person, the newest activity first."
ix list
echo
explain "Direct: people, by user or by phone number."
ix list --filter direct
echo
explain "Channels: the rooms of a team."
ix list --filter channels

# conversation_of NUMBER_OR_USER: the id of the conversation that has a route to this address.
conversation_of() {
  "$ix" --json list --filter direct | grep -F "\"address\":\"$1\"" |
    sed -n '1s/^{"id":"\([^"]*\)".*/\1/p' | grep . ||
    { echo "no conversation with $1" >&2; return 1; }
}
# answered CONVERSATION: whether the newest message there is from the other side.
answered() {
  "$ix" --json thread "$1" | grep '"kind":"message"' | tail -n 1 | grep -q '"direction":"in"'
}
# Syncs until the other side has answered, and shows the end of the thread.
show_answer() {
  printf '\n$ ix sync --once\n'
  for _ in $(seq 40); do
    "$ix" sync --once >"$work/sync.log" 2>&1 || { cat "$work/sync.log"; return 1; }
    if answered "$1"; then
      cat "$work/sync.log"
      ix thread "$1" --limit 4
      return 0
    fi
    sleep 0.3
  done
  echo "No answer came." >&2
  return 1
}

say "6. A thread" \
  "One of the rows is a phone number. It is Chez Lucie, a customer: saved here, she has a name." \
  "One person, one thread: her texts, calls and voicemail stand together."
ix contacts add --name "Chez Lucie" --number "$customer"
ix thread "$(conversation_of "$customer")" --limit 20

say "7. Send to a colleague" \
  "The message is stored here first and then leaves; --wait stays until the server has it."
ix send --to "Marie Tremblay" "Salut Marie! On se voit à 14 h?" --wait=20
show_answer "$(conversation_of @marie:pbx.test)"

say "8. Send to a saved contact" \
  "Luc is no colleague; his number is saved here. The message leaves as an SMS."
ix contacts add --name "Luc Gagnon" --number "819-555-0123"
ix send --to "Luc Gagnon" "Bonjour Luc, votre commande est prête." --wait=20
show_answer "$(conversation_of +18195550123)"

say "9. Send to a new number" \
  "A number nobody has written to. Typed as people type it; the bridge finds the way."
ix number "(416) 555-0177"
ix send --to "(416) 555-0177" "Hello from Ottawa! Is Saturday still good?" --wait=20
show_answer "$(conversation_of +14165550177)"

say "10. And a text from outside" "Chez Lucie writes; the next sync brings it to the top."
text_from_outside "$customer" "Bonjour Alex! On peut ajouter un gâteau?"
ix sync --once
ix list --limit 3
ix status

echo
echo "   The story took $((SECONDS - told)) s after the build."
if [ $keep = yes ]; then
  say "It goes on" "The company stays up. In this folder:" "" \
    "export IX_HOME=$IX_HOME" \
    "build/release/examples/ix/ix list" \
    "build/release/examples/ix/ix send --to Sam \"Lunch?\" --wait" \
    "build/release/examples/ix/ix sync --follow" "" \
    "Let somebody text you:"
  say_how_to_text
  explain "" "End it:" "kill $company; rm -rf $work"
  disown "$company"
else
  say "Done" "Everything above ran on this machine, and what was started is stopped again." \
    "bash examples/demo.sh --keep leaves the company up to play with."
fi
