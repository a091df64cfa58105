# SPDX-License-Identifier: Apache-2.0
"""What the source checks share: the list of tracked files, and how a check ends."""
import subprocess
import sys
from pathlib import Path

SKIP = 77


def tracked(root):
    """The files git knows, new ones included that it does not ignore; None without git."""
    try:
        out = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    names = sorted({n for n in out.decode().split("\0") if n})
    return [Path(root) / n for n in names if (Path(root) / n).is_file()]


def skip(reason):
    print(f"SKIP: {reason}")
    sys.exit(SKIP)


def finish(what, problems):
    """Prints every problem; exit 1 when there is one."""
    for problem in problems:
        print(problem)
    print(f"{what}: {len(problems)} problem(s)")
    sys.exit(1 if problems else 0)
