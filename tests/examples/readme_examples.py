# SPDX-License-Identifier: Apache-2.0
"""The C and C++ programs in README.md, built and run as they stand there. The Kotlin one is compiled and
run with the tests of its binding (bindings/kotlin/build.sh, bindings_kotlin_unit), the Swift one by
tests/bindings/swift/readme.py.

usage: readme_examples.py SOURCE_DIR LIBRARY CC CXX
"""
import os
import re
import subprocess
import sys
import tempfile

SOURCE, LIBRARY, CC, CXX = sys.argv[1:5]
LIBRARIES = os.path.dirname(LIBRARY)
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-I", f"{SOURCE}/include"]
LINK = [LIBRARY, f"-Wl,-rpath,{LIBRARIES}"]


def examples():
    """language -> its one example"""
    with open(f"{SOURCE}/README.md", encoding="utf-8") as readme:
        found = re.findall(r"^```(\w+)\n(.*?)^```$", readme.read(), re.DOTALL | re.MULTILINE)
    assert len(found) == len(dict(found)), "two examples of one language"
    return dict(found)


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def build_and_run(work, name, text, compiler, suffix, link=LINK):
    source, program = f"{work}/{name}{suffix}", f"{work}/{name}"
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    run([*compiler, source, *link, "-o", program])
    return run([program, f"{work}/account-{name}"])


def main():
    found = examples()
    assert set(found) == {"c", "cpp", "swift", "kotlin"}, f"examples of {sorted(found)}"
    with tempfile.TemporaryDirectory() as work:
        build_and_run(work, "c", found["c"], [CC, "-std=c11", *WARNINGS], ".c")
        output = build_and_run(work, "cpp", found["cpp"], [CXX, "-std=c++20", *WARNINGS], ".cpp")
        assert "changes" in output, f"the live list said nothing: {output!r}"
    print("readme examples: ok")


main()
