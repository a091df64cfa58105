# SPDX-License-Identifier: Apache-2.0
"""Every public header alone, twice included, as pedantic C11 and as C++20; the C++ ones without
exceptions, too.

check_headers.py INCLUDE_DIR COMPILER   (COMPILER "swift-clang": the clang beside `swift`)
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

STRICT = ["-fsyntax-only", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-Wconversion",
          "-Wshadow", "-Wundef"]
MODES = {"c": ["-x", "c", "-std=c11", "-Wstrict-prototypes", "-Wc++-compat"],
         # A designated initializer names what differs from zero; g++ counts that as missing.
         "c++": ["-x", "c++", "-std=c++20", "-Wold-style-cast", "-Wnon-virtual-dtor"]}
MODES["c++ without exceptions"] = [*MODES["c++"], "-fno-exceptions", "-fno-rtti"]
LAST = {"c": [], "c++": ["-Wno-missing-field-initializers"]}
LAST["c++ without exceptions"] = LAST["c++"]
INIT = re.compile(r"^#define (IX_(\w+)_INIT)\b(?!\()", re.M)


def program(header):
    """Includes the header twice and uses each INIT macro it defines."""
    place = header.relative_to(header.parents[1 if header.parent.name == "interactions" else 2])
    lines = [f"#include <{place}>"] * 2
    text = header.read_text(encoding="utf-8")
    for macro, name in INIT.findall(text):
        kind = "ix_" + name.lower()
        lines += [f"{kind} make_{kind}(void);",
                  f"{kind} make_{kind}(void) {{ {kind} value = {macro}; return value; }}"]
    for view in re.findall(r"typedef struct (ix_\w+_view) \{", text):
        lines += [f"{view} make_{view}(void);", f"{view} make_{view}(void)"
                  f" {{ {view} value = IX_VIEW_INIT({view}); return value; }}"]
    for macro in re.findall(r"^#define (IX_\w+) +\(*\d", text, re.M):
        lines.append(f"enum {{ size_of_{macro} = sizeof({macro}) }};")
    return "\n".join(lines) + "\nint ix_header_used(void);\n"


def main(include, compiler):
    if compiler == "swift-clang":
        swift = shutil.which("swift")
        found = Path(swift).resolve().parent / "clang" if swift else None
        compiler = str(found) if found and found.is_file() else None
        if compiler is None:
            print("SKIP: no swift toolchain with a clang on PATH")
            return 77
    elif not shutil.which(compiler):
        print(f"SKIP: {compiler} is not installed")
        return 77
    failed = 0
    folder = Path(include) / "interactions"
    for header in sorted(folder.rglob("*.h*")):
        for mode, flags in MODES.items():
            # A part of the wrapper is checked in the stricter of its two ways, all of it in both.
            ways = ("c", "c++") if header.suffix == ".h" else ("c++ without exceptions",)
            if mode not in ways and header.name != "interactions.hpp" or (
                    header.suffix == ".hpp" and mode == "c"):
                continue
            run = subprocess.run([compiler, *flags, *STRICT, *LAST[mode], f"-I{include}", "-"],
                                 input=program(header), text=True, capture_output=True)
            if run.returncode:
                failed += 1
                print(f"{header.name} as {mode}:\n{run.stderr}")
    print(f"{compiler}: {failed} failure(s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
