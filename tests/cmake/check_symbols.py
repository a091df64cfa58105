# SPDX-License-Identifier: Apache-2.0
"""The export list is exactly the ABI: headers, symbols.txt and the library's dynamic symbols agree.

check_symbols.py ROOT [LIBRARY NM]
"""
import re
import subprocess
import sys
from pathlib import Path

import tree

DECLARATION = re.compile(r"IX_API\b[^;(]*?\b(ix_\w+)\s*\(")


def symbol_list(text):
    """Names of symbols.txt, and what is wrong with its lines."""
    names, problems = [], []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"(ix_[a-z0-9_]+) (\d+\.\d+)", line)
        if not match:
            problems.append(f"symbols.txt: cannot read '{line}'")
            continue
        names.append(match[1])
    if names != sorted(set(names)):
        problems.append("symbols.txt: not sorted, or a name stands twice")
    return set(names), problems


def header_functions(folder):
    names = set()
    for path in sorted(Path(folder).glob("*.h")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        names |= set(DECLARATION.findall(text))
    return names


def library_symbols(library, nm):
    """Defined dynamic symbols without version nodes (type A: absolute)."""
    out = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, check=True,
                         text=True).stdout
    rows = [line.split() for line in out.splitlines()]
    return {row[-1].split("@")[0] for row in rows if len(row) >= 3 and row[-2] != "A"}


def differences(left_name, left, right_name, right):
    return ([f"{n}: in {left_name}, not in {right_name}" for n in sorted(left - right)] +
            [f"{n}: in {right_name}, not in {left_name}" for n in sorted(right - left)])


def check(root, library=None, nm=None):
    root = Path(root)
    listed, problems = symbol_list((root / "src/c_api/symbols.txt").read_text(encoding="utf-8"))
    problems += differences("symbols.txt", listed, "the headers",
                            header_functions(root / "include/interactions"))
    if library:
        problems += differences("symbols.txt", listed, "the library",
                                library_symbols(library, nm))
    return problems


if __name__ == "__main__":
    if len(sys.argv) > 2 and not sys.argv[3:]:
        tree.skip("nm is not installed")
    tree.finish("symbols", check(*sys.argv[1:4]))
