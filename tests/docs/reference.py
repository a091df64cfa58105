# SPDX-License-Identifier: Apache-2.0
"""Doxygen makes the reference of the public headers without a warning.

usage: reference.py DOXYFILE
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def main(doxyfile):
    if not shutil.which("doxygen"):
        print("SKIP: doxygen is not installed")
        return 77
    settings = pathlib.Path(doxyfile).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        # The pages are for people to read; what they would say is checked without writing them.
        settings += f"\nOUTPUT_DIRECTORY = {work}\nWARN_LOGFILE = {work}/warnings.txt\n"
        settings += "GENERATE_HTML = NO\nGENERATE_XML = YES\nXML_PROGRAMLISTING = NO\n"
        done = subprocess.run(["doxygen", "-"], input=settings, text=True, capture_output=True)
        warnings = pathlib.Path(work, "warnings.txt").read_text(encoding="utf-8") + done.stderr
        index = pathlib.Path(work, "xml/index.xml")
        names = set(re.findall(r"<name>(ix_\w+)</name>", index.read_text(encoding="utf-8"))) \
            if index.exists() else set()
    if done.returncode != 0 or warnings.strip():
        print(warnings)
        return 1
    if not {"ix_client_open", "ix_message_send", "ix_sandbox_start"} <= names:
        print(f"the reference lacks functions; it has {len(names)} names")
        return 1
    print(f"reference: {len(names)} names, no warning")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
