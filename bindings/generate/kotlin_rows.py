# SPDX-License-Identifier: Apache-2.0
"""Makes the constants of the Kotlin row decoder from include/interactions/row_block.h.

kotlin_rows.py INCLUDE_DIR OUTPUT [--check] [--cc COMPILER]
"""
import argparse
import sys
from pathlib import Path

import c_headers


def camel(name):
    """ix_row_account -> AccountRow, ix_block_header -> BlockHeader."""
    parts = name.removeprefix("ix_").split("_")
    if parts[0] == "row":
        parts = parts[1:] + parts[:1]
    return "".join(p.capitalize() for p in parts)


def kotlin(include, compiler):
    header = Path(include) / "interactions" / "row_block.h"
    sizes, members, values = c_headers.measure([header], include, compiler)
    out = ["// SPDX-License-Identifier: Apache-2.0",
           "// Generated from row_block.h by bindings/generate/kotlin_rows.py; not edited by hand.",
           "package org.interactions.internal", "",
           "/** Numbers of the row block. */", "internal object RowBlock {"]
    out += [f"    const val {name.removeprefix('IX_')} = {value}" for name, value in
            values.items()]
    out.append("}")
    for name, size in sizes.items():
        out += ["", f"/** Byte offsets of {name}; BYTES is the least distance of two rows. */",
                f"internal object {camel(name)} {{", f"    const val BYTES = {size}"]
        out += [f"    const val {member.upper()} = {offset}"
                for member, (offset, _) in members[name].items() if member != "reserved"]
        out.append("}")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("include")
    parser.add_argument("output")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cc", default="cc")
    args = parser.parse_args()
    same = c_headers.write_or_compare(args.output, kotlin(args.include, args.cc), args.check)
    sys.exit(0 if same else 1)
