# SPDX-License-Identifier: Apache-2.0
"""The stripped library is not more than 3 % larger than what size.json says.

usage: size.py LIBRARY STRIP COMPILER_VERSION [--update]
"""
import json
import pathlib
import subprocess
import sys
import tempfile

RECORD = pathlib.Path(__file__).with_name("size.json")
ALLOWED = 1.03


def stripped_size(library, strip):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "stripped"
        subprocess.run([strip, "-o", out, library], check=True)
        return out.stat().st_size


def verdict(size, recorded):
    """(exit code, what to say)"""
    change = f"{size} bytes stripped, {100 * (size / recorded - 1):+.1f} % of the recorded {recorded}"
    if size > recorded * ALLOWED:
        return 1, (f"{change}: find out what made it grow; if it is worth it, record it "
                   "(size.py ... --update) and say so in CHANGELOG.md")
    return 0, change


def main(library, strip, compiler, *rest):
    assert verdict(1030, 1000)[0] == 0 and verdict(1031, 1000)[0] == 1
    size = stripped_size(library, strip)
    if "--update" in rest:
        RECORD.write_text(json.dumps({"libinteractions.so": size, "compiler": compiler}, indent=2)
                          + "\n", encoding="utf-8")
        return 0
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if record["compiler"].split(".")[0] != compiler.split(".")[0]:
        print(f"SKIP: the size is recorded for {record['compiler']}, this is {compiler}")
        return 77
    code, said = verdict(size, record["libinteractions.so"])
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
