#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, runs every test, and ends with the line
#   N passed, N failed, N skipped
#
#   bash tests/run.sh [--quick] [--long] [--mutants]
#
# --quick    leaves out the sanitizer builds.
# --long     lets the tests that have one take their long form (IX_TEST_LONG=1).
# --mutants  instead of all that: shows that the simulator catches each wrong line of
#            tests/simulation/mutants.txt.
# Each skip has a reason line. Exit 0 when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

quick=no
mutants=no
for argument in "$@"; do
  case $argument in
    --quick) quick=yes ;;
    --mutants) mutants=yes ;;
    --long) export IX_TEST_LONG=1 ;;
    -h | --help) sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "run.sh: unknown option $argument (try --help)" >&2; exit 2 ;;
  esac
done

logs=$PWD/build/test-logs
mkdir -p "$logs"
results=$logs/results
times=$logs/times
: >"$results"
: >"$times"

# phase NAME COMMAND...: runs it, and notes how long it took.
phase() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '%5d s  %s\n' $((SECONDS - started)) "$name" >>"$times"
}

# result LINE: counts one test, and shows it unless it passed.
result() {
  echo "$1" >>"$results"
  case $1 in ok\ *) ;; *) echo "$1" ;; esac
}

niceness=0  # of the compilers

# build PRESET [TARGET...]
build() {
  local preset=$1 log=$logs/$1-build.log
  shift
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  if nice -n "$niceness" cmake --build "build/$preset" ${targets[@]+"${targets[@]}"} -- -k 0 \
    >"$log" 2>&1; then
    result "ok $preset/build"
    return 0
  fi
  tail -n 60 "$log"
  result "FAIL $preset/build: see build/test-logs/$preset-build.log"
  return 1
}

configure() {
  local log=$logs/$1-configure.log
  cmake --preset "$1" >"$log" 2>&1 && return 0
  tail -n 40 "$log"
  result "FAIL $1/configure: see build/test-logs/$1-configure.log"
  return 1
}

# run_ctest PRESET: what was built runs, also when something else was not.
run_ctest() {
  local junit=$logs/$1.xml log=$logs/$1-ctest.log
  rm -f "$junit"
  ${without_aslr[@]+"${without_aslr[@]}"} ctest --preset "$1" -j "$(nproc)" --output-junit "$junit" \
    --test-output-size-passed 1000000 --test-output-size-failed 1000000 >"$log" 2>&1
  # A failed test shows its output; what passed is in the log.
  grep -q '<failure' "$junit" 2>/dev/null && tail -n 200 "$log"
  while IFS= read -r line; do
    result "$line"
  done < <(python3 -B tests/junit_lines.py "$1" "$junit")
  tail -n 4 "$log" | grep -E 'tests passed|Total Test time' || true
}

whole_preset() { configure "$1" && { build "$1"; run_ctest "$1"; }; }

# Only what the preset runs is built: tests labelled "threads".
tsan_preset() {
  configure tsan || return
  local targets
  mapfile -t targets < <(python3 -B tests/ctest_programs.py tsan)
  build tsan ${targets[@]+"${targets[@]}"}
  # GCC 12's thread sanitizer cannot place its shadow where a newer kernel randomises more bits.
  local without_aslr=()
  if setarch "$(uname -m)" -R true 2>/dev/null; then without_aslr=(setarch "$(uname -m)" -R); fi
  run_ctest tsan
}
without_aslr=()

# python_tests FILE: a program that prints ok, FAIL and SKIP lines and the count of them.
python_tests() {
  local name log code
  name=$(basename "$1" .py)
  log=$logs/$name.log
  # Where two run at once, the output of each is shown when it has ended.
  python3 -B "$1" 2>&1 | if [ $mutants = yes ]; then tee "$log"; else cat >"$log"; fi
  code=${PIPESTATUS[0]}
  [ $mutants = yes ] || cat "$log"
  while IFS= read -r line; do
    echo "${line%% *} $name/${line#* }" >>"$results"
  done < <(grep -aE '^(ok|FAIL|SKIP) ' "$log")
  if ! tail -n 1 "$log" | grep -qE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'; then
    result "FAIL $name/program: it ended early (exit $code)"
  elif [ "$code" != 0 ] && ! grep -qaE '^FAIL ' "$log"; then
    result "FAIL $name/program: exit $code"
  fi
}

packages() {
  source cmake/packages.sh
  bash cmake/install-packages.sh "${build_packages[@]}" "${homeserver_packages[@]}" \
    "${test_packages[@]}" || result "FAIL packages: they cannot be installed"
}

homeserver() {
  export IX_BIN=${IX_BIN:-$PWD/build/release/examples/ix/ix}
  export IX_CONFORMANCE=${IX_CONFORMANCE:-$PWD/build/release/tests/conformance/ix_conformance}
  # Each has a server of its own and waits more than it works: two at once.
  local program
  for program in tests/synapse/test_*.py; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
    python_tests "$program" &
  done
  wait
}

# The homeserver waits more than it works, and what is built meanwhile gives way to it.
homeserver_and_asan() {
  local niceness=10
  configure asan && { build asan & }
  (homeserver)
  wait
}

phase "packages" packages
if [ $mutants = yes ]; then
  phase "mutants" python_tests tests/simulation/mutants.py
else
  phase "release" whole_preset release
  if [ $quick = yes ]; then
    phase "homeserver" homeserver
  else
    phase "homeserver, and asan is built" homeserver_and_asan
    phase "asan" run_ctest asan
    phase "tsan" tsan_preset
  fi
fi

count() { grep -cE "^$1 " "$results" || true; }
failed=$(count FAIL)
printf '\n== Times\n'
cat "$times"
printf '\n== Not passed\n'
grep -E '^(FAIL|SKIP) ' "$results" || echo "(everything passed)"
echo
echo "$(count ok) passed, $failed failed, $(count SKIP) skipped"
[ "$failed" = 0 ]
