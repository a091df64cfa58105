# SPDX-License-Identifier: Apache-2.0
"""Holds the library against the package phonenumbers, in a virtual environment of its own.

    phonenumbers_check.py LIBRARY AREA_CODES FOLDER

LIBRARY is libinteractions.so, AREA_CODES the table of area codes, FOLDER where the environment is
made and kept. Exit 77: the package cannot be had here.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(77)


def environment(folder):
    """The Python that has the package: the pinned release, or the newest one."""
    newest = os.environ.get("IX_TEST_LONG") == "1"
    python = folder / ("newest" if newest else "pinned") / "bin" / "python"
    wanted = ["--upgrade", "phonenumbers"] if newest else ["-r", str(HERE / "requirements.txt")]
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True,
                           capture_output=True, timeout=300)
        # Takes a second when it is there already, and sees to it when the pin has moved.
        subprocess.run([str(python), "-m", "pip", "install", "--quiet",
                        "--disable-pip-version-check", *wanted], check=True, capture_output=True,
                       timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        lines = (getattr(error, "stderr", None) or b"").decode(errors="replace").split("\n")
        skip(f"the package phonenumbers cannot be installed: {lines[-2] if lines[1:] else error}")
    return python


def main(library, area_codes, folder):
    python = environment(pathlib.Path(folder))
    failed = 0
    for script, argument in (("check_area_codes.py", area_codes), ("check_spellings.py", library)):
        failed += subprocess.run([str(python), "-B", str(HERE / script), argument]).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
