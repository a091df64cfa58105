# SPDX-License-Identifier: Apache-2.0
"""Runs each scenario of scenarios.txt in one language's runner, and holds what it prints against
expected/. All languages are held against the same lines, so they equal one another.

usage: scenarios.py [--update] [--only NAME]... LANGUAGE COMMAND [ARGUMENT...]

COMMAND is the runner (README.md): SCENARIO and FOLDER are added. Prints a line `ok`, `FAIL` or `SKIP`
for each, and the count. --update writes expected/ from what this runner prints: for C++ alone.
Exit 77 when the runner does (its toolchain is absent, and it said so).
"""
import argparse
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import ndjson

HERE = pathlib.Path(__file__).parent
PATIENCE = 180  # seconds for one scenario
SKIPPED = 77


def table():
    """(name, where) of each scenario, in order."""
    rows = []
    for line in (HERE / "scenarios.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, where, _, _ = (part.strip() for part in line.split("|", 3))
            assert where in ("any", "sandbox", "alone"), line
            rows.append((name, where))
    return rows


def expected_file(name):
    return HERE / "expected" / f"{name}.ndjson"


@contextlib.contextmanager
def silent_server():
    """A server that takes connections and never answers; gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


class Skipped(Exception):
    pass


def run(command, name, environment):
    """What the runner printed; raises ndjson.Different when it failed."""
    with tempfile.TemporaryDirectory(prefix="ix-scenario-") as folder, silent_server() as silent:
        variables = {key: value for key, value in os.environ.items()
                     if key not in ("IX_SERVER", "IX_USER", "IX_PASSWORD", "IX_NUMBER")}
        try:
            done = subprocess.run([*command, name, folder], capture_output=True, timeout=PATIENCE,
                                  env={**variables, **environment, "IX_SILENT": silent})
        except subprocess.TimeoutExpired as late:
            raise ndjson.Different(f"not done after {PATIENCE} s\n{(late.stdout or b'').decode()}"
                                   f"{(late.stderr or b'').decode()}") from None
    out, said = done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
    if done.returncode == SKIPPED:
        raise Skipped(out + said)
    if done.returncode != 0 or said:
        raise ndjson.Different(f"exit {done.returncode}\n{out[-4000:]}{said[-4000:]}")
    if not out.endswith('{"live_objects":0}\n'):
        raise ndjson.Different(f"something was not released, or the last line is missing\n"
                               f"{out[-1000:]}")
    return out


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("--only", action="append", default=[])
    arguments.add_argument("language")
    arguments.add_argument("command", nargs=argparse.REMAINDER)
    given = arguments.parse_args()
    failed = passed = 0
    for name, _ in table():
        if given.only and name not in given.only:
            continue
        started = time.monotonic()
        try:
            out = run(given.command, name, {})
            if given.update:
                expected_file(name).write_text(out, encoding="utf-8")
            ndjson.same(out, given.language, expected_file(name).read_text(encoding="utf-8"),
                        "expected")
        except Skipped as reason:
            print(reason)
            return SKIPPED
        except ndjson.Different as difference:
            failed += 1
            print(f"FAIL {name}: {difference}", flush=True)
        else:
            passed += 1
            print(f"ok {name} ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
