#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the simulator bites: each mutant of mutants.txt is built and must be caught.

  mutants.py --check            every mutant applies to the sources as they are
  mutants.py [--seeds N] [NAME] builds each (or those whose name has NAME in it) in build/mutants,
                                and runs the simulator until it is caught

Prints a table and a last line like the other programs of the tests. The sources are not touched.
"""
import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutants.txt")
FOLDER = ROOT / "build" / "mutants"
TREE = FOLDER / "tree"
BUILD = FOLDER / "build"
COPIED = ["CMakeLists.txt", "include", "src", "tests", "cmake", "examples"]
FIELDS = ("name", "file", "from", "to", "breaks")


def read_mutants():
    mutants = []
    for block in re.split(r"\n\s*\n", LIST.read_text()):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        mutant = {}
        for line in lines:
            field, _, value = line.partition(":")
            mutant[field] = value.strip()
        missing = [field for field in FIELDS if field not in mutant]
        if missing:
            raise ValueError(f"{LIST.name}: no {missing[0]} in: {lines[0]}")
        mutants.append(mutant)
    return mutants


def pattern_of(text):
    """White space may be any, as a formatter breaks lines where it likes."""
    return re.compile(r"\s*".join(re.escape(word) for word in re.findall(r"\w+|[^\w\s]", text)))


def changed(mutant, text):
    found = list(pattern_of(mutant["from"]).finditer(text))
    if len(found) != 1:
        raise ValueError(f"{mutant['name']}: its text is {len(found)} times in {mutant['file']}")
    at = found[0]
    return text[: at.start()] + mutant["to"] + text[at.end():]


def check(mutants):
    """Applies each in memory only."""
    wrong = []
    for mutant in mutants:
        try:
            changed(mutant, (ROOT / mutant["file"]).read_text())
        except (OSError, ValueError) as error:
            wrong.append(str(error))
    for line in wrong:
        print(f"mutants.txt: {line}", file=sys.stderr)
    return not wrong


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", **options)


def copy_tree():
    """Copies what is newer, so that a second run builds little."""
    TREE.mkdir(parents=True, exist_ok=True)
    wanted = set()
    for name in COPIED:
        source = ROOT / name
        for file in [source] if source.is_file() else source.rglob("*"):
            if not file.is_file() or "__pycache__" in file.parts:
                continue
            part = file.relative_to(ROOT)
            wanted.add(part)
            target = TREE / part
            if target.exists() and target.read_bytes() == file.read_bytes():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    for file in list(TREE.rglob("*")):
        if file.is_file() and file.relative_to(TREE) not in wanted:
            file.unlink()


def build():
    return run(["cmake", "--build", str(BUILD), "--target", "test_simulation"])


def configure():
    made = run(["cmake", "-S", str(TREE), "-B", str(BUILD), "-G", "Ninja",
                "-DCMAKE_BUILD_TYPE=Release", "-DIX_BUILD_TESTS=ON",
                "-DIX_BUILD_KOTLIN=OFF", "-DIX_INSTALL=OFF"])
    if made.returncode == 0:
        made = build()
    if made.returncode != 0:
        print(made.stdout[-4000:])
    return made.returncode == 0


def try_mutant(mutant, seeds):
    """(caught, what the table says)"""
    file = TREE / mutant["file"]
    sound = file.read_text()
    file.write_text(changed(mutant, sound))
    try:
        made = build()
        if made.returncode != 0:
            return False, "does not compile: " + made.stdout[-1500:]
        simulator = BUILD / "tests" / "simulation" / "test_simulation"
        tried = run([str(simulator), "--seeds", str(seeds), "--until-caught"], timeout=3600)
        for line in tried.stdout.splitlines():
            if line.startswith("seed ") and "VIOLATION" in line:
                return True, line
        return False, f"not caught in {seeds} seeds (exit {tried.returncode})"
    finally:
        file.write_text(sound)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--seeds", type=int, default=2000)  # as many as the tests run
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    mutants = read_mutants()
    if not check(mutants):
        return 1
    if options.check:
        print(f"{len(mutants)} mutants apply")
        return 0
    mutants = [one for one in mutants
               if not options.names or any(name in one["name"] for name in options.names)]
    copy_tree()
    if not configure():
        print("FAIL build: the sound tree does not build")
        print("0 passed, 1 failed, 0 skipped")
        return 1
    caught = 0
    for mutant in mutants:
        begun = time.monotonic()
        found, said = try_mutant(mutant, options.seeds)
        caught += found
        print(f"{'ok' if found else 'FAIL'} {mutant['name']} ({time.monotonic() - begun:.0f} s)\n"
              f"   {said}", flush=True)
    build()  # the sound tree again
    print(f"{caught} passed, {len(mutants) - caught} failed, 0 skipped")
    return 0 if caught == len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
