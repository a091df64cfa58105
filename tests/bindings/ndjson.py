# SPDX-License-Identifier: Apache-2.0
"""What a program printed, one JSON object a line, held against what another printed."""
import json


class Different(Exception):
    """Says where, in one line or a few."""


def parse(text, whose):
    """The objects as lists of (key, value): the order of keys counts, how text is escaped does not."""
    objects = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            value = json.loads(line, object_pairs_hook=list)
        except ValueError as error:
            raise Different(f"{whose} line {number} is not JSON ({error}): {line[:200]}") from None
        if not line.startswith("{"):
            raise Different(f"{whose} line {number} is no object: {line[:200]}")
        objects.append(value)
    return objects


def same(text, whose, reference, of_whom):
    """Raises Different with the first line that differs."""
    found, wanted = parse(text, whose), parse(reference, of_whom)
    lines, wanted_lines = text.splitlines(), reference.splitlines()
    for number, (line, other) in enumerate(zip(found, wanted), 1):
        if line != other:
            raise Different(f"line {number} differs\n  {of_whom}: {wanted_lines[number - 1]}\n"
                            f"  {whose}: {lines[number - 1]}")
    if len(found) != len(wanted):
        more, longer = (whose, lines) if len(found) > len(wanted) else (of_whom, wanted_lines)
        rest = longer[min(len(found), len(wanted))]
        raise Different(f"{whose} has {len(found)} lines, {of_whom} {len(wanted)}\n"
                        f"  the first that only {more} has: {rest}")
