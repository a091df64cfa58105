# SPDX-License-Identifier: Apache-2.0
"""The scenarios of tests/bindings on a real homeserver, by the runner of each language that is built:
they print there what they print on the sandbox.

IX_RUNNERS is the folder that CMake wrote the runners' commands to.
"""
import os
import pathlib
import sys

import support

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "bindings"))

import ndjson  # noqa: E402
import scenarios  # noqa: E402

RUNNERS = pathlib.Path(os.environ.get("IX_RUNNERS", ROOT / "build/release/tests/bindings/runners"))


class Bindings(support.CompanyTest):
    """One case a scenario and language, in the order of the table: what only reads comes before what
    writes, of every language."""

    def compare(self, language, command, name):
        try:
            printed = scenarios.run(command, name, {
                "IX_SERVER": self.url, "IX_USER": "alex", "IX_PASSWORD": self.company.PASSWORD,
                "IX_NUMBER": self.new_number()})
        except scenarios.Skipped as reason:
            self.skipTest(str(reason).strip())
        ndjson.same(printed, language, scenarios.expected_file(name).read_text(encoding="utf-8"),
                    "expected")


def _case(language, command, name):
    return lambda self: self.compare(language, command, name)


def _no_runner(self):
    self.skipTest(f"no runner is built: {RUNNERS} is missing or empty")


_languages = sorted(RUNNERS.glob("*"))
for _path in _languages:
    _command = _path.read_text(encoding="utf-8").splitlines()
    for _row, (_name, _where) in enumerate(scenarios.table()):
        if _where == "any":
            setattr(Bindings, f"test_{_row:02}_{_name}_{_path.name}",
                    _case(_path.name, _command, _name))
if not _languages:
    Bindings.test_bindings = _no_runner

if __name__ == "__main__":
    support.main()
