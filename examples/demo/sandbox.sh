# SPDX-License-Identifier: Apache-2.0
# The demo's company on the bundled sandbox. Sourced by examples/demo.sh.
# shellcheck disable=SC2034,SC2154
company_packages=()
company_targets=(interactions-sandbox)
company_needs="Compiler and libraries from Debian. What is there already is left alone."
company_is="The bundled sandbox: a backend to develop against, a process of its own on 127.0.0.1."

# Before the build: nothing can start yet.
prepare_company() { :; }

start_company() {
  sandbox=$PWD/build/release/src/sandbox/front/interactions-sandbox
  setsid "$sandbox" --port 0 >"$work/company.out" 2>"$work/company.log" </dev/null &
  company=$!
  until grep -q '^ready' "$work/company.out"; do
    kill -0 "$company" 2>/dev/null || { wait "$company" || true; return 1; }
    sleep 0.02
  done
  url=$(sed -n 's/^url *//p' "$work/company.out")
  password=$(sed -n 's/.*--user alex  *password \([^ ]*\).*/\1/p' "$work/company.out")
}

# text_from_outside NUMBER TEXT
text_from_outside() {
  "$sandbox" tell "$url" sms "{\"number\": \"$1\", \"text\": \"$2\"}" >"$work/tell.log"
}

say_how_to_text() {
  explain "build/release/src/sandbox/front/interactions-sandbox tell $url \\" \
    "  sms '{\"number\": \"$customer\", \"text\": \"Allo!\"}'"
}
