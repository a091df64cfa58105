# SPDX-License-Identifier: Apache-2.0
"""The code in the guides (examples/*/README.md) is compiled as it stands there; whole programs run.

A block of C or C++ without a main is the body of a function that has a `client`.

usage: guides.py SOURCE_DIR LIBRARY SANDBOX_LIBRARY CC CXX
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, LIBRARY, SANDBOX, CC, CXX = sys.argv[1:6]
GUIDES = {"c": "examples/c/README.md", "cpp": "examples/cpp/README.md",
          "lifecycle": "examples/lifecycle/README.md"}
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers", "-I",
            f"{SOURCE}/include"]
COMPILERS = {"c": [CC, "-x", "c", "-std=gnu11", *WARNINGS],
             "cpp": [CXX, "-x", "c++", "-std=c++20", *WARNINGS]}
BEGIN = {
    "c": "#include <interactions/interactions.h>\n#include <poll.h>\n#include <stdio.h>\n",
    "cpp": "#include <algorithm>\n#include <cstdio>\n#include <ranges>\n#include <string>\n"
           "#include <vector>\n#include <interactions/cpp/sandbox.hpp>\n"
           "#include <interactions/interactions.hpp>\nnamespace ixn = interactions;\n"}
FUNCTION = {"c": "void block{0}(ix_client *client);\nvoid block{0}(ix_client *client) {{\n{1}}}\n",
            "cpp": "void block{0}(const ixn::Client& client);\n"
                   "void block{0}(const ixn::Client& client) {{\n{1}}}\n"}


def blocks(guide):
    text = pathlib.Path(SOURCE, guide).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    unknown = {language for language, _ in found} - COMPILERS.keys()
    if unknown:
        sys.exit(f"{guide}: blocks of {sorted(unknown)} are not compiled by anything")
    return found


def run(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def links(guide):
    """Each relative link leads to a file."""
    path = pathlib.Path(SOURCE, guide)
    words = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    for target in re.findall(r"\]\(([^)#:]+)\)", words):
        if not (path.parent / target).exists():
            sys.exit(f"{guide}: there is no {target}")


def main():
    compiled = ran = 0
    with tempfile.TemporaryDirectory() as work:
        for name, guide in GUIDES.items():
            links(guide)
            found = blocks(guide)
            for language in COMPILERS:
                bodies = [text for of, text in found if of == language and "int main(" not in text]
                if bodies:
                    run([*COMPILERS[language], "-fsyntax-only", "-"], BEGIN[language] + "".join(
                        FUNCTION[language].format(*entry) for entry in enumerate(bodies)))
                    compiled += len(bodies)
            for language, text in found:
                if "int main(" not in text:
                    continue
                program = f"{work}/{name}"
                rpath = ",".join(f"-rpath,{os.path.dirname(path)}" for path in (LIBRARY, SANDBOX))
                run([*COMPILERS[language], "-", "-x", "none", LIBRARY, SANDBOX, f"-Wl,{rpath}",
                     "-o", program], text)
                run([program, f"{program}-account"])
                ran += 1
    if not (compiled and ran):
        sys.exit("no code was found in the guides")
    print(f"guides: {compiled} blocks compiled, {ran} programs ran")


main()
