# SPDX-License-Identifier: Apache-2.0
"""The C++ wrapper passes on each field of each public struct of C.

usage: fields.py INCLUDE_DIR

A view's fields have to be read by the `read` that asks for it; those of other structs have to be set
or read somewhere in the wrapper.
"""
import re
import sys
from pathlib import Path

NOT_PASSED = {"struct_size", "reserved", "reserved2"}
# Given to the caller of the wrapper as it is.
AS_IT_IS = {"ix_counters", "ix_counts", "ix_contacts_done", "ix_member_list", "ix_str"}
STRUCT = re.compile(r"typedef struct (ix_\w+) \{(.*?)\} \1;", re.S)
READ = re.compile(r"detail::sized<(ix_\w+)>\(\);(.*?)\n  \}\n", re.S)


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)


def fields(body):
    for declaration in body.split(";"):
        words = re.findall(r"\w+", declaration)
        if words:
            yield words[-1]


def check(c_headers, wrapper):
    """What is not passed on, one line each. `wrapper`: the text of all its headers."""
    reads = {}
    for name, body in READ.findall(wrapper):
        reads[name] = reads.get(name, "") + body
    problems, count = [], 0
    for text in c_headers:
        for name, body in STRUCT.findall(without_comments(text)):
            if name in AS_IT_IS:
                continue
            where = reads.get(name, "") if name.endswith("_view") else wrapper
            for field in set(fields(body)) - NOT_PASSED:
                count += 1
                if not re.search(rf"\.{field}\b", where):
                    problems.append(f"{name}.{field} is not passed on")
    return count, sorted(problems)


def self_test():
    header = "typedef struct ix_a_view { uint32_t struct_size; ix_str id; int32_t kind; } ix_a_view;"
    body = "  static A read() {\n auto v = detail::sized<ix_a_view>();\n f(v.id);\n  }\n"
    assert check([header], body) == (2, ["ix_a_view.kind is not passed on"])
    assert check([header], body.replace("v.id", "v.id, v.kind")) == (2, [])


def main(include):
    self_test()
    folder = Path(include) / "interactions"
    c_headers = [path.read_text("utf-8") for path in sorted(folder.glob("*.h"))
                 if path.name != "row_block.h"]
    wrapper = "".join(without_comments(path.read_text("utf-8"))
                      for path in sorted((folder / "cpp").glob("*.hpp")))
    count, problems = check(c_headers, wrapper)
    for problem in problems:
        print(problem)
    print(f"fields: {count}, problems: {len(problems)}")
    return 1 if problems or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
