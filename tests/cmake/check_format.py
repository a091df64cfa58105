# SPDX-License-Identifier: Apache-2.0
"""Every C and C++ file is as clang-format 16 writes it. check_format.py ROOT [CLANG_FORMAT]"""
import subprocess
import sys
from pathlib import Path

import tree

SUFFIXES = {".c", ".h", ".cpp", ".hpp"}
# Frozen for good: the copy of a released header is not touched, whatever the style becomes. The
# public headers are laid out by hand, for reading.
LEFT_ALONE = ["tests/abi/frozen", "include/interactions"]


def wanted(root, path):
    name = path.relative_to(root).as_posix()
    return path.suffix in SUFFIXES and not any(name.startswith(p + "/") for p in LEFT_ALONE)


def check(root, files, tool):
    files = [str(p) for p in files if wanted(Path(root), p)]
    problems = []
    for start in range(0, len(files), 50):
        run = subprocess.run([tool, "--dry-run", "--style=file", *files[start:start + 50]],
                             capture_output=True, text=True, cwd=root, check=True)
        # One line a file is enough to act on.
        problems += sorted({line.split(":")[0] for line in run.stderr.splitlines()
                            if "-Wclang-format-violations" in line})
    return [f"{p}: not formatted" for p in problems]


if __name__ == "__main__":
    if len(sys.argv) < 3:
        tree.skip("clang-format 16 is not installed")
    files = tree.tracked(sys.argv[1])
    if files is None:
        tree.skip("not a git checkout")
    tree.finish("format", check(sys.argv[1], files, sys.argv[2]))
