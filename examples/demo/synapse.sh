# SPDX-License-Identifier: Apache-2.0
# The demo's company on a real Synapse. Sourced by examples/demo.sh.
# shellcheck disable=SC2034,SC2154
company_packages=("${homeserver_packages[@]}")
company_targets=()
company_needs="Compiler, libraries and Python from Debian, and Synapse (the Matrix server) from PyPI
   into .cache/. What is there already is left alone."
company_is="A real Synapse on this machine only, with an SMS bridge whose carrier a script plays."

# The server installs and starts while the compiler works.
prepare_company() {
  setsid python3 -B tests/synapse/company.py serve --root "$work/company" \
    >"$work/company.json" 2>"$work/company.log" </dev/null &
  company=$!
}

# fact NAME: a text of the line of JSON that the company printed.
fact() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" "$work/company.json"; }

start_company() {
  until [ -s "$work/company.json" ]; do
    kill -0 "$company" 2>/dev/null || { wait "$company" || true; return 1; }
    sleep 0.1
  done
  url=$(fact url)
  password=$(fact password)
  control=$(fact control)
}

# text_from_outside NUMBER TEXT
text_from_outside() {
  curl -fsS -o "$work/tell.log" -d "{\"number\": \"$1\", \"text\": \"$2\"}" "$control/sms"
}

say_how_to_text() {
  explain "curl -d '{\"number\": \"$customer\", \"text\": \"Allo!\"}' $control/sms"
}
