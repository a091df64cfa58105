# SPDX-License-Identifier: Apache-2.0
"""junit_lines.py PREFIX FILE: one line for each test in a JUnit file of ctest.

`ok NAME`, `FAIL NAME: why` or `SKIP NAME: reason`. A passed program may tell with lines that begin
with "SKIP: " what it left out; each of them is one more SKIP line. No test at all is a failure.
"""

import sys
import xml.etree.ElementTree as ElementTree


def skipped_parts(output):
    return [line.removeprefix("SKIP:").strip() for line in output.splitlines()
            if line.startswith("SKIP:")]


def lines_of(prefix, root):
    for case in root.iter("testcase"):
        name = f"{prefix}/{case.get('name')}"
        reasons = skipped_parts(case.findtext("system-out") or "")
        failure, skipped = case.find("failure"), case.find("skipped")
        if failure is not None or case.get("status") == "fail":
            why = (failure.get("message") if failure is not None else "") or "failed"
            yield f"FAIL {name}: {why}"
        elif skipped is not None or case.get("status") in ("notrun", "disabled"):
            message = skipped.get("message") if skipped is not None else case.get("status")
            if reasons:
                yield f"SKIP {name}: {'; '.join(reasons)}"
            elif message == "SKIP_RETURN_CODE=77":
                yield f"SKIP {name}: it gave no reason"
            else:
                # A program that is not there was not left out by choice.
                yield f"FAIL {name}: not run ({message})"
        else:
            yield f"ok {name}"
            for reason in reasons:
                yield f"SKIP {name}: {reason}"


def main():
    prefix, path = sys.argv[1:]
    try:
        lines = list(lines_of(prefix, ElementTree.parse(path).getroot()))
    except (OSError, ElementTree.ParseError) as error:
        lines = [f"FAIL {prefix}/ctest: no result ({error})"]
    print("\n".join(lines or [f"FAIL {prefix}/ctest: no tests were found"]))


if __name__ == "__main__":
    main()
