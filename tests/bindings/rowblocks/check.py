# SPDX-License-Identifier: Apache-2.0
"""The row blocks of this folder are still what the library makes: the same names, each with the same
tables and rows of the same size.

usage: check.py MAKE_ROWBLOCKS
"""
import pathlib
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
DIRECTORY, ENTRY = 6, 16  # where the header says the directory begins; bytes of an entry


def tables(path):
    """kind -> bytes of a row"""
    block = path.read_bytes()
    start, = struct.unpack_from("<H", block, DIRECTORY)
    count, = struct.unpack_from("<I", block, 12)
    entries = (struct.unpack_from("<IIII", block, start + i * ENTRY) for i in range(count))
    return {kind: stride for kind, rows, stride, _ in entries if rows}


def shapes(folder):
    return {path.name: tables(path) for path in sorted(pathlib.Path(folder).glob("*.bin"))}


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "blocks"
        made.mkdir()
        subprocess.run([program, made, f"{folder}/account"], check=True, stdout=subprocess.DEVNULL)
        fresh, kept = shapes(made), shapes(HERE)
    assert len(fresh) > 10, fresh
    wrong = [name for name in sorted(fresh | kept) if fresh.get(name) != kept.get(name)]
    for name in wrong:
        print(f"FAIL {name}: {kept.get(name)} here, {fresh.get(name)} from the library: make it again "
              f"(README.md)")
    print(f"{len(fresh)} row blocks, {len(wrong)} too old")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
