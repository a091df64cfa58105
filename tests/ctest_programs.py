# SPDX-License-Identifier: Apache-2.0
"""ctest_programs.py PRESET: the programs of its own that this test preset runs, one a line.

Nothing when a test runs something else, which may need any target. ctest itself tells the command
of a test only once the program is built.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

ADD_TEST = re.compile(r'^add_test\(\[=*\[(.*?)\]=*\] "([^"]+)"', re.MULTILINE)


def main():
    preset = sys.argv[1]
    build = pathlib.Path("build", preset).resolve()
    shown = subprocess.run(["ctest", "--preset", preset, "--show-only=json-v1"],
                           capture_output=True, text=True, check=True)
    programs = {}
    for file in build.rglob("CTestTestfile.cmake"):
        programs.update(ADD_TEST.findall(file.read_text()))
    wanted = {programs.get(test["name"], "") for test in json.loads(shown.stdout)["tests"]}
    if all(program.startswith(f"{build}{os.sep}") for program in wanted):
        for program in sorted(wanted):
            print(os.path.basename(program))


if __name__ == "__main__":
    main()
