# SPDX-License-Identifier: Apache-2.0
"""Every country's numbers, written as the package phonenumbers writes them, mean the same here.

    check_spellings.py LIBRARY

LIBRARY is libinteractions.so: what is tested is what hosts call.
"""
import ctypes
import sys

import phonenumbers
from phonenumbers import PhoneNumberFormat as Format
from phonenumbers import PhoneNumberType as Type

TYPES = (Type.FIXED_LINE, Type.MOBILE, Type.TOLL_FREE, Type.PREMIUM_RATE, Type.SHARED_COST,
         Type.VOIP, Type.UAN)

# Region -> why its examples are not read. libphonenumber as the distribution has it reads the numbers
# of other countries, and its metadata are older than the package's.
OTHERWISE = {
    "BJ": "Benin went from 8 to 10 digits in November 2024; Debian 12's libphonenumber is of 2022",
    "UY": "Uruguay's numbers of 5 digits came after Debian 12's libphonenumber",
}
# Dialled without an area code, all over Canada: it has no E.164 that is valid elsewhere.
CANADIAN_SEVEN = "+1310"


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]

    @staticmethod
    def of(text):
        raw = text.encode()
        return Text(raw, len(raw))


class Library:
    def __init__(self, path):
        self.calls = ctypes.CDLL(path)
        self.calls.ix_number_parse.argtypes = [Text, Text, ctypes.POINTER(ctypes.c_void_p),
                                               ctypes.c_void_p]
        for name in ("ix_number_e164", "ix_number_extension"):
            getattr(self.calls, name).argtypes = [ctypes.c_void_p]
            getattr(self.calls, name).restype = Text
        self.calls.ix_number_release.argtypes = [ctypes.c_void_p]

    def read(self, text, region):
        number = ctypes.c_void_p()
        status = self.calls.ix_number_parse(Text.of(text), Text.of(region), ctypes.byref(number),
                                            None)
        assert status == 0, (text, status)
        found = tuple(ctypes.string_at(one.data, one.size).decode() if one.size else ""
                      for one in (self.calls.ix_number_e164(number),
                                  self.calls.ix_number_extension(number)))
        self.calls.ix_number_release(number)
        return found


def spellings(number, region):
    """(text, home region, extension) of a number."""
    international = phonenumbers.format_number(number, Format.INTERNATIONAL)
    yield phonenumbers.format_number(number, Format.E164), "CA", ""
    yield international, "CA", ""
    yield international + " ext. 12", "CA", "12"
    yield international.replace(" ", "\u00a0").replace("-", "\u2011"), "CA", ""
    yield phonenumbers.format_number(number, Format.RFC3966), "CA", ""
    yield phonenumbers.format_number(number, Format.RFC3966) + ";ext=12", "CA", "12"
    yield phonenumbers.format_out_of_country_calling_number(number, "CA"), "CA", ""
    if region != "FR":
        yield phonenumbers.format_out_of_country_calling_number(number, "FR"), "CA", ""
    yield phonenumbers.format_number(number, Format.NATIONAL), region, ""


def main(path):
    library = Library(path)
    count = 0
    problems = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in TYPES:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None or region in OTHERWISE:
                continue
            e164 = phonenumbers.format_number(number, Format.E164)
            if e164.startswith(CANADIAN_SEVEN) and len(e164) == 9:
                continue
            for text, home, extension in spellings(number, region):
                # "+98 9601 ext. 12": six digits are no whole number that something may follow.
                if extension and len(e164) < 8 and not text.startswith("tel:"):
                    continue
                count += 1
                found = library.read(text, home)
                if found != (e164, extension):
                    problems.append(f"{region}: {text!r} was read as {found}, not {e164}")
    for problem in problems:
        print(problem)
    print(f"{count} spellings of phonenumbers {phonenumbers.__version__}: {len(problems)} read"
          " otherwise")
    return 1 if problems or count < 5000 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
