# SPDX-License-Identifier: Apache-2.0
"""Every public function says its kind, what it fails with, how long what it gives lives, and since
which version it is there.

usage: functions.py SOURCE_DIR

What holds for a whole header, or for a run of functions, is said once above them in a comment of its
own; ownership and threads are the rules of base.h, which each header's file comment may narrow.
"""
import re
import sys
from pathlib import Path

KINDS = ("immediate", "snapshot", "command", "operation", "stream")
TOKEN = re.compile(
    r"/\*(?P<comment>.*?)\*/"
    r"|(?P<function>IX_(?:SANDBOX_)?API\s+[^;]*?\b(?P<name>ix_\w+)\s*\([^;]*?\)\s*IX_NOEXCEPT\s*;)"
    r"|(?P<other>typedef\b[^;{]*(?:\{.*?\}[^;]*)?;|enum \{.*?\};)", re.DOTALL)


class Function:
    """A declaration, its own comment, and the comments that speak for a run of functions."""

    def __init__(self, header, name, declaration, comment, group, file_comment):
        self.header, self.name, self.comment = header, name, comment
        self.declaration = " ".join(declaration.split())
        self.says = " ".join((comment + " " + group + " " + file_comment).split())

    def kinds(self):
        """What it is, by its own comment or by the one that speaks for its group: mostly one of KINDS."""
        said = re.findall(rf"\b({'|'.join(KINDS).title()})\b", self.comment)
        said = said or re.findall(rf"\b({'|'.join(KINDS)})\b", self.says.lower())
        return {kind.lower() for kind in said}

    def problems(self, since):
        if not self.comment and "As the views of page.h" not in self.says \
                and "All immediate" not in self.says:
            yield "has no comment"
        if not self.kinds():
            yield f"does not say its kind ({', '.join(KINDS)})"
        found = re.search(r"[Ss]ince (\d+\.\d+)", self.says)
        if not found:
            yield "does not say since when"
        elif since and found[1] != since:
            yield f"says since {found[1]}, symbols.txt {since}"
        if re.search(r"ix_error\s*\*\*", self.declaration):
            if not re.search(r"\bErrors?\b|\berrors\b", self.says):
                yield "does not say its errors"
        gives = re.match(r"IX_(?:SANDBOX_)?API (const )?(\w+) ?(\**)", self.declaration)
        borrows = gives[2] == "ix_str" or (gives[3] and not self.name.endswith("_retain"))
        if borrows and not re.search(r"static|[Vv]alid while|as long as|given", self.says):
            yield "does not say how long what it returns lives"


def functions(header):
    text = header.read_text(encoding="utf-8")
    comment = group = file_comment = ""
    for token in TOKEN.finditer(text):
        if token["comment"] is not None:
            said = re.sub(r"^\s*\* ?", "", token["comment"], flags=re.M).strip(" *\n")
            if "@file" in said:
                file_comment = "\n".join(
                    line for line in said.splitlines() if re.search(
                        r"Every function|Errors|[Ss]ince|immediate", line))
            elif token["comment"].startswith("*"):
                comment = said
                if re.search(r"All accessors|As the views", said):
                    group = said
            else:
                group = said
        elif token["function"]:
            yield Function(header.name, token["name"], token["function"], comment, group,
                           file_comment)
            comment = ""
        else:
            comment = ""


def versions(source):
    """The symbols of the ABI and since when; those of the sandbox are not in the list."""
    lines = (source / "src/c_api/symbols.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def main(source):
    source = Path(source)
    since, seen, failed = versions(source), set(), 0
    base = (source / "include/interactions/base.h").read_text(encoding="utf-8")
    explained = re.findall(r"\*(\w+)\*", base.split("Reading these headers")[1].split("*/")[0])
    if explained != list(KINDS):
        failed += 1
        print(f"base.h explains the kinds {explained}, not {list(KINDS)}")
    for header in sorted((source / "include/interactions").glob("*.h")):
        for function in functions(header):
            seen.add(function.name)
            for problem in function.problems(since.get(function.name)):
                failed += 1
                print(f"{header.name}: {function.name} {problem}")
    for name in sorted(since.keys() - seen):
        failed += 1
        print(f"{name} is in symbols.txt, but no header was found to declare it")
    print(f"functions: {len(seen)}, problems: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
