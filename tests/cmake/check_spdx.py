# SPDX-License-Identifier: Apache-2.0
"""Every file that can hold a comment names the licence in one of its first three lines."""
import sys

import tree

LINE = b"SPDX-License-Identifier: Apache-2.0"
# Formats without comments.
NO_COMMENT = {".json", ".jsonl", ".ndjson", ".pem", ".crt", ".key", ".png", ".jpg", ".gz", ".bin", ".lock"}


def check(root, files):
    problems = []
    for path in files:
        suffix = path.with_suffix("").suffix if path.suffix == ".in" else path.suffix
        if path.name == "LICENSE" or suffix in NO_COMMENT or "corpus" in path.parts:
            continue
        content = path.read_bytes()
        if not content or b"\0" in content:
            continue
        if not any(LINE in line for line in content.splitlines()[:3]):
            problems.append(f"{path.relative_to(root)}: no SPDX line")
    return problems


if __name__ == "__main__":
    files = tree.tracked(sys.argv[1])
    if files is None:
        tree.skip("not a git checkout")
    tree.finish("spdx", check(sys.argv[1], files))
