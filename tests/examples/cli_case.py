# SPDX-License-Identifier: Apache-2.0
"""What the tests of ix without a homeserver share."""
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

import small_server

IX = None


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """One run of ix: its exit code, its JSON lines, its error."""

    def __init__(self, home, *words, stdin="", as_json=True, env=None):
        line = [IX] + (["--home", str(home)] if home else [])
        line += ["--json"] if as_json else []
        environment = {"PATH": os.environ["PATH"], "TZ": "UTC"}
        if "LSAN_OPTIONS" in os.environ:
            environment["LSAN_OPTIONS"] = os.environ["LSAN_OPTIONS"]
        environment.update(env or {})
        done = subprocess.run(line + [os.fsencode(str(word)) for word in words], input=stdin.encode(),
                              capture_output=True, timeout=60, env=environment)
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()
        self.as_json = as_json

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self):
        return json.loads(self.err)["error"]


class Case(unittest.TestCase):
    """A test with a home folder of its own, and a small server when it signs in."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ix-cli-")
        self.addCleanup(self.folder.cleanup)
        self.home = pathlib.Path(self.folder.name) / "home"
        self.server = None

    def sign_in(self):
        self.server = small_server.SmallServer()
        self.addCleanup(self.stop_server)
        run = self.login(small_server.PASSWORD)
        self.assertEqual(run.code, 0, run.err)
        return run

    def login(self, password):
        return Run(self.home, "login", "--server", self.server.url, "--user", "ana",
                   "--password-stdin", stdin=password + "\n")

    def stop_server(self):
        if self.server:
            self.server.close()
        self.server = None

    def general(self):
        return Run(self.home, "list").rows[0]

    def refused(self, run, code, name):
        self.assertEqual(run.code, code, run.out + run.err)
        self.assertEqual(run.error["name"], name)
        self.assertEqual(set(run.error) & {"code", "name", "message", "origin", "retry", "fixer"},
                         {"code", "name", "message", "origin", "retry", "fixer"})
        self.assertTrue(run.error["message"])


def main():
    """Runs the tests of the program; its first argument is the ix to test."""
    global IX
    IX = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
