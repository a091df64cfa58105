# SPDX-License-Identifier: Apache-2.0
"""The main job of one language (examples/*) on a sandbox of its own: it prints what the others print.

usage: main_job.py SANDBOX_PROGRAM EXPECTED COMMAND [ARGUMENT...]

Exit 77 when the command does: its toolchain is absent, and it said so.
"""
import pathlib
import subprocess
import sys
import tempfile

import ndjson

NUMBER, TEXT = "(416) 555-0177", "Hello from Ottawa! Is Saturday still good?"


def main(sandbox_program, expected, *command):
    sandbox = subprocess.Popen([sandbox_program, "--port", "0"], text=True, stdout=subprocess.PIPE)
    try:
        said = list(iter(sandbox.stdout.readline, "ready\n"))
        url = next(line.split()[1] for line in said if line.startswith("url"))
        user, password = next((words[2], words[4]) for words in map(str.split, said)
                              if words[0] == "sign-in")
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [*command, f"{folder}/account", url, user, NUMBER, TEXT],
                input=password, capture_output=True, text=True, timeout=120)
    finally:
        sandbox.terminate()
        sandbox.wait()
        sandbox.stdout.close()
    if done.returncode != 0:
        print(f"{done.stdout}{done.stderr}exit {done.returncode}")
        return done.returncode if done.returncode == 77 else 1
    if done.stderr:
        print(f"FAIL main_job: it wrote to the standard error:\n{done.stderr}")
        return 1
    # How often the text is looked at before it has left is the machine's affair.
    lines = done.stdout.splitlines(keepends=True)
    printed = "".join(line for i, line in enumerate(lines)
                      if not (line.startswith('{"sent"') and line == lines[i - 1]))
    try:
        ndjson.same(printed, "the example", pathlib.Path(expected).read_text(encoding="utf-8"),
                    "expected")
    except ndjson.Different as difference:
        print(f"FAIL main_job: {difference}")
        return 1
    print("ok main_job")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
