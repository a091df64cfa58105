# SPDX-License-Identifier: Apache-2.0
"""The table of errors in Markdown, from src/base/error_codes.def, the one source of them.

usage: error_table.py SOURCE_DIR OUTPUT.md    writes it
       error_table.py SOURCE_DIR --check FILE.md
"""
import re
import sys
from pathlib import Path

ROW = re.compile(r'IX_ERROR_CODE\((\w+),\s*(\d+),\s*(\w+),\s*(\w+),\s*(\w+),\s*"([^"]*)"\)')
HEAD = """<!-- SPDX-License-Identifier: Apache-2.0 -->
# Errors

Generated from `src/base/error_codes.def` by `tests/docs/error_table.py`; not edited by hand. Who
spoke, whether trying again can help, and who can remove the cause are what a code stands for by
itself; one error may say otherwise (`ix_error_get_origin`, `ix_error_retry`, `ix_error_get_fixer`).

| number | code | means | who spoke | try again | who can fix it |
|---|---|---|---|---|---|
"""


def table(definitions):
    rows = ROW.findall(re.sub(r"^//.*$", "", definitions, flags=re.M))
    assert rows, "error_codes.def: no row was found"
    return HEAD + "".join(
        f"| {number} | `IX_ERROR_{name}` | {meaning} | {origin} | {retry.replace('_', ' ')} | {fixer} |\n"
        for name, number, origin, retry, fixer, meaning in rows)


def main(source, *rest):
    made = table((Path(source) / "src/base/error_codes.def").read_text(encoding="utf-8"))
    if rest[0] != "--check":
        Path(rest[0]).write_text(made, encoding="utf-8")
        return 0
    if Path(rest[1]).read_text(encoding="utf-8") != made:
        print(f"{rest[1]} is not what error_table.py makes of error_codes.def: make it again")
        return 1
    print("error table: as its source")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
