# SPDX-License-Identifier: Apache-2.0
"""Every symbol of the C ABI is bound in a language, or knowingly not.

usage: symbols.py LANGUAGE SYMBOLS_TXT UNBOUND_TXT FOLDER...

A symbol counts as bound when it stands as a word in a source of the folders, comments and the C
headers of the library aside. Each line of UNBOUND_TXT names one that is not, and why: `ix_name reason`.
"""
import pathlib
import re
import sys

SOURCES = {".c", ".cpp", ".h", ".hpp", ".kt", ".swift"}
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def listed(text):
    """name -> the rest of its line"""
    lines = (line.split(None, 1) for line in text.splitlines()
             if line.strip() and not line.startswith("#"))
    return {words[0]: words[1].strip() if len(words) > 1 else "" for words in lines}


def words_of(folders):
    words = set()
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.suffix == ".h" and path.parent.name == "interactions":
                continue
            if path.suffix in SOURCES and "build" not in path.parts and ".build" not in path.parts:
                words |= set(re.findall(r"\bix_\w+", COMMENT.sub("", path.read_text("utf-8"))))
    return words


def check(symbols, unbound, words):
    """What is wrong, one line each."""
    problems = [f"{name}: neither bound nor listed as unbound"
                for name in symbols if name not in words and name not in unbound]
    for name, reason in unbound.items():
        if name not in symbols:
            problems.append(f"{name}: listed as unbound, but no symbol of the ABI")
        elif name in words:
            problems.append(f"{name}: listed as unbound, but it is bound")
        elif not reason:
            problems.append(f"{name}: listed as unbound without a reason")
    return problems


def self_test():
    symbols = {"ix_a": "", "ix_b": "", "ix_c": ""}
    assert check(symbols, {"ix_b": "why"}, {"ix_a", "ix_c"}) == []
    assert len(check(symbols, {}, {"ix_a", "ix_c"})) == 1
    assert len(check(symbols, {"ix_b": ""}, {"ix_a", "ix_c"})) == 1
    assert len(check(symbols, {"ix_a": "why", "ix_x": "why"}, {"ix_a", "ix_b", "ix_c"})) == 2
    assert not re.findall("ix_a", COMMENT.sub("", "/* ix_a */ // ix_a"))


def main(language, symbols_file, unbound_file, *folders):
    self_test()
    symbols = listed(pathlib.Path(symbols_file).read_text("utf-8"))
    unbound = listed(pathlib.Path(unbound_file).read_text("utf-8"))
    problems = check(symbols, unbound, words_of(folders))
    for problem in problems:
        print(f"{language}: {problem}")
    print(f"{language}: {len(symbols) - len(unbound)} of {len(symbols)} symbols bound, "
          f"{len(unbound)} knowingly not, {len(problems)} problem(s)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
