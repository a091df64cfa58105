# SPDX-License-Identifier: Apache-2.0
"""The table of the Kotlin guide that says of every call whether it returns at once, blocks, suspends or
is a Flow. It is made from the Kotlin sources, and held against the kind that the C header says of the
function behind each: what the header calls an operation has to be one here, and what reads files may not
run on the caller's thread.

usage: kotlin_kinds.py SOURCE_DIR [--update]
"""
import re
import sys
from pathlib import Path

import functions

BINDING = Path("bindings/kotlin")
README = BINDING / "README.md"
BEGIN, END = "<!-- kinds: made by tests/docs/kotlin_kinds.py -->", "<!-- end of kinds -->"

# What a call is in Kotlin: the column of the table, and the kinds of C that it may stand on.
SHAPES = {
    "now": ("returns at once", {"immediate"}),
    "blocks": ("blocks", {"immediate"}),
    "io": ("`suspend`, files", {"immediate", "snapshot", "command"}),
    "complete": ("`suspend`, network", {"operation"}),
    "flow": ("`Flow`", {"stream", "snapshot"}),
}
# What is run by other means than the others: it is said here.
STATED = {("InteractionsClient", "open"): "blocks", ("InteractionsClient", "close"): "blocks",
          ("CredentialRequest", "kept"): "io"}

CLASS = re.compile(r"^(?:data |value |sealed |private )*(class|interface|object|enum class) (\w+)", re.M)
# In a companion object, eight spaces in, as local values are: those have no getter.
MEMBER = re.compile(r"^(?: {4}| {8}(?=.*fun |val .*\n +get\(\)))"
                    r"(?P<words>(?:private |internal |override |suspend )*)"
                    r"(?:fun|val) (?:\w+\.)?(?P<name>\w+)", re.M)
HELD = re.compile(r"core\.(now|io|complete) \{.{0,200}?(?<![.\w])(\w+)\(\s*it\b", re.S)
LIVE = re.compile(r"\blive\(client, [^)]*\) \{\s*(\w+)\(it\b")


class Call:
    """A member of a public class: how it is run, and the native methods behind it."""

    def __init__(self, owner, name, words, body):
        self.owner, self.name, self.words, self.body = owner, name, words, body
        held, live = HELD.findall(body), LIVE.findall(body)
        self.natives = {native for _, native in held} | set(live)
        self.shapes = {shape for shape, _ in held} | ({"flow"} if live else set())
        if (owner, name) in STATED:
            self.shapes, self.natives = {STATED[owner, name]}, set()
            return
        if "NativeRuntime." in body:
            self.shapes.add("now")
            self.natives |= set(re.findall(r"NativeRuntime\.(\w+)\(", body))
        if re.search(r"\bcounted\(core\.", body):
            self.shapes = {"flow"}
        elif re.search(r"core\.\w+(\.flow\(\)|\.asStateFlow\(\))", body):
            self.shapes = {"flow"}

    @property
    def is_public(self):
        return not re.search(r"private|internal", self.words)


def calls_of(text):
    """The members of the classes of one Kotlin file, private ones too."""
    classes = [(found.start(), found[2]) for found in CLASS.finditer(text)]
    for number, (start, owner) in enumerate(classes):
        end = classes[number + 1][0] if number + 1 < len(classes) else len(text)
        members = list(MEMBER.finditer(text, start, end))
        for index, member in enumerate(members):
            after = members[index + 1].start() if index + 1 < len(members) else end
            body = re.sub(r"/\*\*.*?\*/|//[^\n]*", "", text[member.end():after], flags=re.S)
            yield Call(owner, member["name"], member["words"], body)


def resolved(calls):
    """Calls with those of the same class that they stand on, so that each says what it runs."""
    for call in calls:
        if not call.shapes:
            for other in calls:
                if other is not call and other.owner == call.owner and other.shapes and re.search(
                        rf"(?<![.\w]){other.name}\(", call.body):
                    call.shapes |= other.shapes
                    call.natives |= other.natives
    return [call for call in calls if call.is_public and (call.shapes or "suspend" in call.words)]


def behind(jni, known):
    """native method -> the functions of the C interface that it calls."""
    bodies, methods = {}, {}
    for path in sorted(jni.glob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"^\w+ (\w+)\(JNIEnv\*.*?^}", text, re.M | re.S):
            bodies[found[1]] = set(re.findall(r"\bix_\w+(?=\()", found[0])) | {
                name for name in re.findall(r"\bix_\w+", found[0]) if name in known}
            if "parse_number_with" in found[0]:
                bodies[found[1]].add("ix_number_parse_with")
        methods.update(re.findall(r'method\("(\w+)",\s*(\w+)\)', text))
    plumbing = re.compile(r"_(init|release|retain|str|bytes|count|cursor|more|get_class)$|^ix_page_")
    return {native: {name for name in bodies.get(function, ()) if name in known
                     and not plumbing.search(name)}
            for native, function in methods.items()}


def problems_of(call, natives, kinds):
    where = f"{call.owner}.{call.name}"
    if len(call.shapes) != 1:
        yield f"{where} is run in more than one way: {sorted(call.shapes)}"
        return
    shape = next(iter(call.shapes))
    is_suspend = "suspend" in call.words
    if is_suspend != (shape in ("io", "complete")):
        yield f"{where} is {'' if is_suspend else 'not '}suspend, and is run as \"{shape}\""
    for native in call.natives:
        for function in natives.get(native, ()):
            for kind in kinds[function] - SHAPES[shape][1]:
                yield f"{where} is run as \"{shape}\", but {function} is: {kind}"


def table(calls):
    lines = ["| | " + " | ".join(column for column, _ in SHAPES.values()) + " |",
             "|---|" + "---|" * len(SHAPES)]
    for owner in sorted({call.owner for call in calls}):
        cells = []
        for shape in SHAPES:
            names = dict.fromkeys(call.name for call in calls
                                  if call.owner == owner and shape in call.shapes)
            cells.append(", ".join(f"`{name}`" for name in names))
        lines.append(f"| `{owner}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(source, update=False):
    source = Path(source)
    known = {function.name: function.kinds()
             for header in sorted((source / "include/interactions").glob("*.h"))
             for function in functions.functions(header)}
    calls = []
    for path in sorted((source / BINDING / "src/main/kotlin/org/interactions").glob("*.kt")):
        calls += resolved(list(calls_of(path.read_text(encoding="utf-8"))))
    natives = behind(source / BINDING / "jni", known)
    problems = [problem for call in calls for problem in problems_of(call, natives, known)]
    seen = {native for call in calls for native in call.natives if natives.get(native)}
    print(f"{len(calls)} calls, {len(seen)} of them held against their header")
    for stated in STATED.keys() - {(call.owner, call.name) for call in calls}:
        problems.append(f"{'.'.join(stated)} is stated here, and is no call")
    if len(calls) < 80 or len(seen) < 60:
        problems.append("too few were found: the sources are written in another way now")

    readme = source / README
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    wanted = f"{before}{BEGIN}\n{table(calls)}\n{END}{after}"
    if update:
        readme.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        problems.append(f"{README}: the table of calls is not what the sources say: --update")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--update" in sys.argv[2:]))
