# SPDX-License-Identifier: Apache-2.0
"""A JNI library exports the two functions that the JVM calls and nothing else, its segments are
aligned for pages of 16 KiB, and it needs no library of the JVM's.

usage: check_library.py LIBRARY...
"""
import re
import shutil
import subprocess
import sys

EXPORTED = {"JNI_OnLoad", "JNI_OnUnload"}
PAGE = 16 * 1024


def readelf(option, library):
    done = subprocess.run(["readelf", "-W", option, library], check=True, capture_output=True,
                          text=True)
    return done.stdout


def exported(symbols):
    """Names of defined dynamic symbols."""
    names = set()
    for line in symbols.splitlines():
        words = line.split()
        if len(words) >= 8 and words[4] in ("GLOBAL", "WEAK") and words[6] != "UND":
            names.add(words[7].split("@")[0])
    return names


def alignments(headers):
    return [int(m[1], 16) for m in re.finditer(r"^ *LOAD .*(0x[0-9a-f]+)$", headers, re.M)]


def check(symbols, headers, needed):
    problems = []
    names = exported(symbols)
    if names != EXPORTED:
        problems.append(f"exports {sorted(names)}, expected {sorted(EXPORTED)}")
    aligned = alignments(headers)
    if not aligned or min(aligned) < PAGE:
        problems.append(f"segments are aligned to {aligned}, expected {PAGE} at least")
    if "libjvm" in needed or "libjava" in needed:
        problems.append("needs a library of the JVM's, which Android has not")
    return problems


def self_test():
    symbol = "  7: 0000000000014e60 120 FUNC GLOBAL DEFAULT 12 {}\n"
    good = symbol.format("JNI_OnLoad") + symbol.format("JNI_OnUnload")
    load = "  LOAD 0x000000 0x0000 0x0000 0x08a50 0x08a50 R {}\n"
    assert check(good, load.format("0x4000"), "libc.so.6") == []
    assert len(check(good + symbol.format("Java_x"), load.format("0x4000"), "")) == 1
    assert len(check(good, load.format("0x1000"), "libjvm.so")) == 2


def main(*libraries):
    self_test()
    if not shutil.which("readelf"):
        print("SKIP: readelf is not installed (binutils)")
        return 77
    failed = False
    for library in libraries:
        for problem in check(readelf("--dyn-syms", library), readelf("-l", library),
                             readelf("-d", library)):
            print(f"FAIL {library}: {problem}")
            failed = True
    print("FAIL" if failed else "ok exports, page size, needed libraries")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
