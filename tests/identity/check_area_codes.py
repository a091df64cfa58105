# SPDX-License-Identifier: Apache-2.0
"""Holds area_codes.txt against the metadata of the package phonenumbers, code by code.

    check_area_codes.py AREA_CODES

Where the two differ, one of them is behind: either the table gets the code, or the reason why the
package does not know it yet stands in KNOWN below.
"""
import re
import sys

import phonenumbers
from phonenumbers import PhoneNumberType as Type

# Code -> why the package has nothing under it. A code that it has learnt meanwhile is reported, so
# that the list does not outlive its reasons.
KNOWN = {
    436: "Ohio, in service since 1 March 2024 (the state's utilities commission)",
    624: "New York, in service since 16 November 2023 (its Public Service Commission)",
    861: "Illinois, in service since 2023 (NANPA, as listed by lincmad.com)",
    924: "Minnesota, in service since 30 August 2024 (its Public Utilities Commission)",
    621: "Texas, in service since 23 January 2025 (its Public Utility Commission)",
    837: "California, kept from the first table; its announcement was not at hand",
    357: "California, in service since 26 March 2025 (its Public Utilities Commission)",
    729: "Tennessee, in service since 5 September 2025 (its Public Utility Commission)",
    457: "Louisiana, in service since 25 September 2025 (its Public Service Commission)",
    679: "Michigan, in service since 7 November 2025 (its Public Service Commission)",
    471: "Mississippi, in service since 30 January 2026",
    644: "Canadian machines: set aside (CRTC 2015-4), no numbers given out yet",
    655: "Canadian machines: set aside (CRTC 2015-4), no numbers given out yet",
    677: "Canadian machines: set aside (CRTC 2015-4), no numbers given out yet",
    688: "Canadian machines: set aside (CRTC 2015-4), no numbers given out yet",
    700: "services of the carriers: no two the same, so the package has no pattern",
    710: "the government of the United States: not published",
}

NON_GEOGRAPHIC = {Type.PERSONAL_NUMBER, Type.UAN, Type.VOIP}


def read_table(path):
    table = {}
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if len(words) > 2 and words[0] in ("canadian", "us", "caribbean", "toll_free", "premium",
                                           "non_geographic"):
            for code in words[2:]:
                table[int(code)] = (words[0], words[1])
    return table


def samples(code):
    """Numbers under a code: a few first, then, for codes of which only some exchanges are known to
    the package, one of each exchange."""
    for exchange in (222, 345, 555, 777, 923):
        yield code * 10**7 + exchange * 10**4 + 2345
    for exchange in range(200, 1000):
        yield code * 10**7 + exchange * 10**4 + 2345


def class_of(code):
    """What the package says of an area code, in the table's words; None: nothing."""
    for national in samples(code):
        number = phonenumbers.PhoneNumber(country_code=1, national_number=national)
        kind = phonenumbers.number_type(number)
        if kind == Type.UNKNOWN:
            continue
        if kind == Type.TOLL_FREE:
            return "toll_free", "-"
        if kind == Type.PREMIUM_RATE:
            return "premium", "-"
        region = phonenumbers.region_code_for_number(number)
        if kind in NON_GEOGRAPHIC:
            return "non_geographic", "CA" if region == "CA" else "-"
        if region in ("CA", "US"):
            return {"CA": "canadian", "US": "us"}[region], region
        return ("us" if region in ("AS", "GU", "MP") else "caribbean"), region
    return None


def compare(table, known, package):
    problems = []
    for code in range(200, 1000):
        ours, theirs = table.get(code), package(code)
        if theirs is None:
            if ours and code not in known:
                problems.append(f"{code}: {' '.join(ours)} here, unknown to the package: name the"
                                " reason in KNOWN")
        elif code in known:
            problems.append(f"{code}: the package has it as {' '.join(theirs)} now: take it off KNOWN")
        elif ours is None:
            problems.append(f"{code}: the package has it as {' '.join(theirs)}: add it to the table")
        elif ours != theirs:
            problems.append(f"{code}: {' '.join(ours)} here, {' '.join(theirs)} in the package")
    return problems


def self_test(table):
    """Each kind of difference is seen."""
    package = dict(table)
    for code in KNOWN:
        package.pop(code)
    assert compare(table, KNOWN, package.get) == []
    for code, change in ((613, None), (299, ("canadian", "CA")), (613, ("us", "US")),
                         (436, ("us", "US"))):
        other = dict(package)
        other[code] = change
        assert len(compare(table, KNOWN, other.get)) == 1, (code, change)


def main(path):
    table = read_table(path)
    self_test(table)
    said = int(re.search(r"^end (\d+)$", open(path, encoding="utf-8").read(), re.M).group(1))
    assert len(table) == said, f"{len(table)} codes, and the table says {said}"
    problems = compare(table, KNOWN, class_of)
    for problem in problems:
        print(problem)
    print(f"{len(table)} area codes held against phonenumbers {phonenumbers.__version__}: "
          f"{len(problems)} differences beside {len(KNOWN)} known ones")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
