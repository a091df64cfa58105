# SPDX-License-Identifier: Apache-2.0
"""Makes the open enumerations of the Kotlin binding from the public C headers.

kotlin_enums.py INCLUDE_DIR OUTPUT_DIR [--check] [--cc COMPILER]

An enumeration is a value class over the number, so a value that a newer library brings survives.
Writes org/interactions/Enums.kt, ErrorCode.kt, internal/Constants.kt and sandbox/Enums.kt.
"""
import argparse
import os
import re
import sys
from pathlib import Path

import c_headers

TYPED = re.compile(r"(/\*\*(?:(?!\*/).)*\*/\s*)?typedef int32_t (ix_\w+);\s*enum \{(.*?)\n?\};", re.S)
ENUMERATOR = re.compile(
    r"(?:/\*\*(?P<above>[^<](?:(?!\*/).)*)\*/\s*)?(?P<name>IX_\w+)\s*=\s*-?\d+\s*,?"
    r"[ \t]*(?:/\*\*<(?P<behind>(?:(?!\*/).)*)\*/)?", re.S)
HEADER = ("// SPDX-License-Identifier: Apache-2.0\n// Generated from the C headers by "
          "bindings/generate/kotlin_enums.py; not edited by hand.\npackage {}\n")
# Not part of what an app sees.
INTERNAL = {"ix_event_kind", "ix_live_kind", "ix_change_op", "ix_contacts_mode"}
RENAMED = {"ix_error_origin": "Origin", "ix_source": "SourceKind", "ix_answer": "PermissionAnswer",
           "ix_sandbox_carrier_behaviour": "CarrierBehaviour"}
BITS = ["IX_SIGN_OUT_WIPE", "IX_SIGN_OUT_FORCE", "IX_ERASE_FORCE", "IX_STORE_REPAIR",
        "IX_PRUNE_NOW", "IX_PRUNE_SET", "IX_NUMBER_RULES_OLDER", "IX_CONSENT_HISTORY",
        "IX_CHANNEL_GROUP", "IX_FILE_REFERENCE", "IX_FILE_KEEP_METADATA",
        "IX_COUNTS_LOWER_BOUND", "IX_VERSION_MAJOR", "IX_VERSION_MINOR"]
FIELDS = re.compile(r"IX_FIELD_\w+")


def kotlin_name(c_name):
    if c_name in RENAMED:
        return RENAMED[c_name]
    return "".join(part.capitalize() for part in c_name.removeprefix("ix_").split("_"))


def comment(text, indent):
    """A KDoc line of a C comment; nothing where it speaks of the C names."""
    text = " ".join((text or "").replace("*", " ").split()).strip()
    if not text or "IX_" in text or "ix_" in text or "()" in text:
        return []
    return [f"{indent}/** {text[0].upper()}{text[1:]}{'' if text.endswith('.') else '.'} */"]


def members(body):
    found = [(m["name"], m["above"] or m["behind"]) for m in ENUMERATOR.finditer(body)]
    prefix = os.path.commonprefix([name for name, _ in found])
    prefix = prefix[:prefix.rindex("_") + 1]
    return [(name, name.removeprefix(prefix), text) for name, text in found]


def value_class(name, what, entries, values):
    lines = comment(what, "") or ["/** One of the values below, or one of a newer library. */"]
    lines += ["@JvmInline", f"value class {name}(val value: Int) {{",
              "    /** The value's name; `unknown(N)` for one of a newer library. */",
              "    override fun toString(): String = when (value) {"]
    lines += [f'        {values[c]} -> "{short.lower()}"' for c, short, _ in entries]
    lines += ['        else -> "unknown($value)"', "    }", "", "    companion object {"]
    for c, short, text in entries:
        lines += comment(text, "        ")
        lines.append(f"        val {short}: {name} = {name}({values[c]})")
    return lines + ["    }", "}"]


def constants(name, what, entries, values, visibility="internal "):
    return [f"/** {what} */", f"{visibility}object {name} {{"] + [
        f"    const val {short} = {values[c]}" for c, short, _ in entries] + ["}"]


def error_code(header, values):
    text = header.read_text(encoding="utf-8")
    body = re.search(r"enum \{(\s*IX_OK.*?)\n\};", text, re.S)[1]
    entries = [(c, c.removeprefix("IX_ERROR_").removeprefix("IX_"), t)
               for c, _, t in members(body)]
    return value_class("ErrorCode", "What went wrong; the numbers never change.", entries, values)


def generate(include, compiler):
    folder = Path(include) / "interactions"
    headers = sorted(folder.glob("*.h"))
    _, _, values = c_headers.measure(headers, include, compiler)
    public, internal, sandbox = [], [], []
    for header in headers:
        for what, c_name, body in TYPED.findall(header.read_text(encoding="utf-8")):
            entries = members(body)
            what = what.replace("/**", "").replace("*/", "")
            if header.name == "sandbox.h":
                sandbox += [""] + value_class(kotlin_name(c_name), what, entries, values)
            elif c_name in INTERNAL:
                internal += [""] + constants(kotlin_name(c_name), f"Values of {c_name}.", entries,
                                             values)
            else:
                public += [""] + value_class(kotlin_name(c_name), what, entries, values)
    bits = [(c, c.removeprefix("IX_"), None) for c in BITS]
    internal += [""] + constants("Bits", "Flags of calls and counts, and the version.", bits, values)
    fields = [(c, c.removeprefix("IX_FIELD_"), None) for c in values if FIELDS.match(c)]
    public += [""] + constants("Fields", "What of a row differs: bits of [ListChange.Update.fields].",
                               fields, {name: f"{value}L" for name, value in values.items()}, "")

    def out(package, lines):
        return HEADER.format(package) + "\n".join(lines) + "\n"
    return {"Enums.kt": out("org.interactions", public),
            "ErrorCode.kt": out("org.interactions", [""] + error_code(folder / "error.h", values)),
            "internal/Constants.kt": out("org.interactions.internal", internal),
            "sandbox/Enums.kt": out("org.interactions.sandbox", sandbox)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("include")
    parser.add_argument("output")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cc", default="cc")
    args = parser.parse_args()
    same = True
    for name, text in generate(args.include, args.cc).items():
        path = Path(args.output) / name
        if not args.check:
            path.parent.mkdir(parents=True, exist_ok=True)
        same = c_headers.write_or_compare(path, text, args.check) and same
    sys.exit(0 if same else 1)
