# SPDX-License-Identifier: Apache-2.0
"""What the test programs of this folder share: one line a test case, skips with their reason."""

import functools
import itertools
import pathlib
import sys
import tempfile
import time
import unittest

from company import Company
from fixture import SkipReason, find_or_create_venv
from ix_cli import Ix, ix_program


@functools.cache
def _venv():
    try:
        return find_or_create_venv(lambda text: print(text, file=sys.stderr)), None
    except SkipReason as reason:
        return None, str(reason)


def synapse_python():
    """The Python that has Synapse; skips the test where there is none."""
    python, reason = _venv()
    if reason:
        raise unittest.SkipTest(reason)
    return python


class CompanyTest(unittest.TestCase):
    """Test cases around one company, which runs for the whole class; homes are made as needed."""

    @classmethod
    def setUpClass(cls):
        python = synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-company-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.numbers = itertools.count(1)
        cls.company = Company(python, cls.folder / "company")
        cls.addClassCleanup(cls.company.close)
        cls.company.start()
        cls.url = cls.company.server.url

    def tearDown(self):
        # A failure on the company's threads is a failure of the case it belongs to.
        self.assertEqual(self.company.failures(), [])

    def home(self):
        """A folder that is not there yet."""
        return self.folder / f"home{next(self.numbers)}"

    def new_ix(self, *options):
        return Ix(self.home(), *options)

    def alex(self):
        """A fresh home of alex, signed in and synced."""
        ix = self.new_ix()
        ix.login(self.url, "alex", self.company.PASSWORD)
        return ix

    def new_number(self):
        """A Canadian mobile number that nobody has used."""
        return f"+1416555{1000 + next(self.numbers)}"

    def sent_by(self, user_id, room):
        """What the homeserver itself has of a user's messages in a room."""
        return [text for sender, text in self.company.alex.texts(room) if sender == user_id]


class _Lines(unittest.TestResult):
    """Prints `ok NAME`, `FAIL NAME` with the cause, or `SKIP NAME: reason`; counts each once."""

    def __init__(self, cases):
        super().__init__()
        self._left = {case.id(): case for case in cases}
        self.passed = self.failed = self.skipped = 0

    def startTest(self, test):
        super().startTest(test)
        self._started = time.monotonic()
        self._bad = False

    def _line(self, word, test, more=""):
        name = test.id().removeprefix("__main__.")
        print(f"{word} {name}{more}", flush=True)

    def _done(self, test):
        self._left.pop(test.id(), None)

    def addSuccess(self, test):
        self._done(test)
        self.passed += 1
        self._line("ok", test, f" ({time.monotonic() - self._started:.1f} s)")

    def addFailure(self, test, err):
        self._fail(test, err)

    def addError(self, test, err):
        # An error of setUpClass arrives without a test: its cases are counted at the end.
        self._fail(test, err)

    def _fail(self, test, err):
        text = self._exc_info_to_string(err, test)
        if test.id() in self._left:
            self._done(test)
            self.failed += 1
            self._line("FAIL", test)
            print(text, flush=True)
        elif isinstance(test, unittest.TestCase):
            # A second failure of the same case, as from its clean-up.
            print(text, flush=True)
        else:
            print(f"{test.id()}:\n{text}", flush=True)
            self._class_ended(test, "FAIL", "its class could not be set up")

    def addSkip(self, test, reason):
        if test.id() in self._left:
            self._done(test)
            self.skipped += 1
            self._line("SKIP", test, f": {reason}")
        else:
            self._class_ended(test, "SKIP", reason)

    def addSubTest(self, test, subtest, err):
        if err:
            print(f"{subtest.id()}:", flush=True)
            self._fail(test, err)

    def finish(self):
        """Whatever was not told counts as failed: no case disappears."""
        for case in list(self._left.values()):
            self.failed += 1
            self._line("FAIL", case, ": it did not run")

    def _class_ended(self, holder, word, reason):
        name = holder.id().partition("(")[2].rstrip(")")
        cases = [c for i, c in self._left.items() if i.startswith(name + ".")]
        if not cases and word == "FAIL":
            # The clean-up of a class whose cases are all done.
            self.failed += 1
            self._line("FAIL", holder)
        for case in cases:
            self._done(case)
            self._line(word, case, f": {reason}")
            if word == "SKIP":
                self.skipped += 1
            else:
                self.failed += 1


def _cases(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from _cases(entry)
        else:
            yield entry


def main():
    """Runs the tests of the program, or those whose name holds one of the arguments."""
    wanted = sys.argv[1:]
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    cases = [c for c in _cases(suite) if not wanted or any(w in c.id() for w in wanted)]
    if not cases:
        sys.exit(f"no test has a name with {' or '.join(wanted)}")
    result = _Lines(cases)
    unittest.TestSuite(cases).run(result)
    result.finish()
    print(f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped", flush=True)
    sys.exit(1 if result.failed else 0)
