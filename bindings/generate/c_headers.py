# SPDX-License-Identifier: Apache-2.0
"""Reads the public C headers: which structs, members and constants there are, and - by asking a
compiler - how large they are and where they stand. The bindings' constants and the frozen layout
of tests/abi come from here, so nothing is typed twice."""
import re
import subprocess
import tempfile
from pathlib import Path

STRUCT = re.compile(r"typedef struct (\w+) \{(.*?)\} \1;", re.S)
ENUM = re.compile(r"\benum \{(.*?)\}", re.S)
MACRO = re.compile(r"^#define (IX_\w+) +(\S.*)$", re.M)


def without_comments(path):
    return re.sub(r"/\*.*?\*/", "", Path(path).read_text(encoding="utf-8"), flags=re.S)


def structs(text):
    """[(struct, [member])] in the order of the text."""
    return [(name, [re.search(r"(\w+)\s*$", part)[1] for part in body.split(";") if part.strip()])
            for name, body in STRUCT.findall(text)]


def constants(text):
    """Enumerators, and macros that are numbers."""
    names = []
    for body in ENUM.findall(text):
        names += [part.split("=")[0].strip() for part in body.split(",") if part.strip()]
    names += [name for name, value in MACRO.findall(text)
              if re.match(r"\(*(\(uint64_t\))?\d|0x", value)]
    return names


def measure(headers, include, compiler):
    """(sizes {struct: n}, members {struct: {member: (offset, size)}}, values {constant: n})."""
    text = "\n".join(without_comments(h) for h in headers)
    lines = []
    for name, members in structs(text):
        lines.append(f'printf("S {name} %zu\\n", sizeof({name}));')
        lines += [f'printf("M {name} {m} %zu %zu\\n", offsetof({name}, {m}),'
                  f' sizeof((({name} *)0)->{m}));' for m in members]
    lines += [f'printf("C {c} %lld\\n", (long long)({c}));' for c in constants(text)]
    includes = "".join(f'#include "{Path(h).resolve()}"\n' for h in headers)
    program = (f"#include <stddef.h>\n#include <stdio.h>\n{includes}int main(void) {{\n" +
               "\n".join(lines) + "\nreturn 0;\n}\n")
    with tempfile.TemporaryDirectory() as folder:
        source, binary = Path(folder) / "measure.c", Path(folder) / "measure"
        source.write_text(program, encoding="utf-8")
        subprocess.run([compiler, "-std=c11", f"-I{include}", str(source), "-o", str(binary)],
                       check=True)
        out = subprocess.run([str(binary)], check=True, capture_output=True, text=True).stdout
    sizes, members, values = {}, {}, {}
    for kind, name, *rest in (line.split() for line in out.splitlines()):
        if kind == "S":
            sizes[name] = int(rest[0])
            members[name] = {}
        elif kind == "M":
            members[name][rest[0]] = (int(rest[1]), int(rest[2]))
        else:
            values[name] = int(rest[0])
    return sizes, members, values


def write_or_compare(path, text, check):
    """Writes a generated file; with `check` says whether the one in the tree is the same."""
    path = Path(path)
    if not check:
        path.write_text(text, encoding="utf-8")
        return True
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return True
    print(f"{path.name} is not what the headers give: generate it again")
    return False
