# SPDX-License-Identifier: Apache-2.0
"""Writes the frozen layout of the public headers: sizes, offsets and constants of LP64.

layout.py INCLUDE_DIR OUTPUT [--check] [--cc COMPILER]
"""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings" / "generate"))
import c_headers  # noqa: E402


def layout(include, compiler):
    # The sandbox is a tool of its own, not part of the product's ABI.
    headers = sorted(header for header in (Path(include) / "interactions").glob("*.h")
                     if header.name != "sandbox.h")
    sizes, members, values = c_headers.measure(headers, include, compiler)
    out = ["/* SPDX-License-Identifier: Apache-2.0 */",
           "/* Frozen numbers of LP64, written by tests/abi/layout.py; not edited by hand. */"]
    for name, size in sorted(sizes.items()):
        out.append(f"IX_STRUCT({name}, {size})")
        out += [f"IX_MEMBER({name}, {member}, {offset}, {width})"
                for member, (offset, width) in members[name].items()]
    # The version counts up without the layout changing.
    out += [f"IX_CONSTANT({name}, {value})" for name, value in sorted(values.items())
            if not name.startswith("IX_VERSION_")]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("include")
    parser.add_argument("output")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cc", default="cc")
    args = parser.parse_args()
    same = c_headers.write_or_compare(args.output, layout(args.include, args.cc), args.check)
    sys.exit(0 if same else 1)
