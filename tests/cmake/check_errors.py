# SPDX-License-Identifier: Apache-2.0
"""error_codes.def is the one table of errors; the C enum says the same, word for word."""
import re
import sys
from pathlib import Path

import tree

ORIGINS = {"local", "service", "gateway", "carrier"}
RETRIES = {"never", "later", "after_user_action"}
FIXERS = {"nobody", "user", "admin", "recipient"}

ROW = re.compile(r'IX_ERROR_CODE\((\w+),\s*(\d+),\s*(\w+),\s*(\w+),\s*(\w+),\s*"([^"]*)"\)')
ENUM = re.compile(r"/\*\* ((?:(?!\*/).)*?) \*/\s*IX_ERROR_(\w+) = (\d+)", re.S)


def check(table_text, header_text):
    rows = ROW.findall(re.sub(r"^//.*$", "", table_text, flags=re.M))
    problems = []
    if not rows:
        return ["error_codes.def: no row was found"]
    table = {name: (int(value), meaning) for name, value, _, _, _, meaning in rows}
    values = [int(row[1]) for row in rows]
    if len(table) != len(rows) or len(set(values)) != len(values):
        problems.append("error_codes.def: a name or a number stands twice")
    if values != sorted(values):
        problems.append("error_codes.def: numbers are not in order")
    for name, _, origin, retry, fixer, _ in rows:
        if origin not in ORIGINS or retry not in RETRIES or fixer not in FIXERS:
            problems.append(f"error_codes.def: {name}: unknown origin, retry or fixer")
    enum = {name: (int(value), " ".join(meaning.split()))
            for meaning, name, value in ENUM.findall(header_text)}
    for name in sorted(table.keys() | enum.keys()):
        if table.get(name) != enum.get(name):
            problems.append(f"{name}: the table says {table.get(name)}, error.h {enum.get(name)}")
    return problems


if __name__ == "__main__":
    root = Path(sys.argv[1])
    tree.finish("errors", check((root / "src/base/error_codes.def").read_text(encoding="utf-8"),
                                (root / "include/interactions/error.h").read_text(
                                    encoding="utf-8")))
