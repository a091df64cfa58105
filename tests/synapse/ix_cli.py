# SPDX-License-Identifier: Apache-2.0
"""Drives the `ix` program named by IX_BIN, one process a command, as a script would."""

import json
import os
import subprocess
import unittest

from fixture import wait_for


def ix_program():
    """The path of ix. Who names none skips the test; a name that leads nowhere is a failure."""
    program = os.environ.get("IX_BIN")
    if not program:
        raise unittest.SkipTest("IX_BIN does not name the ix program")
    if not os.access(program, os.X_OK):
        raise FileNotFoundError(f"IX_BIN: there is no program {program}")
    return program


class Run:
    """What one command gave: exit code, the JSON lines of stdout, the error object of stderr."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err
        self.lines = [json.loads(line) for line in out.splitlines()]
        self.rows = [line for line in self.lines if "page" not in line]
        self.error = {}
        for line in err.splitlines():
            if line.startswith('{"error"'):
                self.error = json.loads(line)["error"]

    def __repr__(self):
        return f"exit {self.code}\nstdout: {self.out[-3000:]}\nstderr: {self.err[-3000:]}"


class Ix:
    """One account folder. Every call is a new process: a restart in between, each time."""

    def __init__(self, home, *options):
        self.program = ix_program()
        self.home = str(home)
        self.options = options

    def command(self, *words):
        return [self.program, "--home", self.home, "--json", *self.options, *map(str, words)]

    def start(self, *words):
        """Runs in the background; the caller ends it."""
        return subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words, stdin=b"", code=0, seconds=90):
        """Runs, and holds the exit code to `code` (None: any)."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(self.command(*words), input=stdin, capture_output=True,
                              timeout=seconds)
        if done.returncode < 0:
            raise AssertionError(f"ix {words[:1]} ended by signal {-done.returncode}: "
                                 f"{done.stderr[-3000:]!r}")
        run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        if code is not None and run.code != code:
            raise AssertionError(f"ix {' '.join(map(str, words))[:200]}: expected exit {code}, got "
                                 f"{run!r}")
        return run

    def refused(self, name, code, *words, stdin=b""):
        """A command that must fail with this error (without IX_ERROR_) and exit code."""
        run = self.run(*words, stdin=stdin, code=code)
        if run.error.get("name") != "IX_ERROR_" + name:
            raise AssertionError(f"ix {' '.join(map(str, words))[:200]}: expected {name}, got "
                                 f"{run!r}")
        if not run.error.get("message"):
            raise AssertionError(f"{name} without a message")
        return run

    def login(self, server, user, password):
        return self.run("login", "--server", server, "--user", user, "--password-stdin",
                        stdin=password)

    def sync(self):
        return self.run("sync", "--once")

    def list(self, filter_="all"):
        return self.run("list", "--filter", filter_, "--limit", "200").rows

    def titles(self, filter_="all"):
        return [row["title"] for row in self.list(filter_)]

    def thread(self, conversation, *options):
        return self.run("thread", conversation, *(options or ("--limit", "200"))).rows

    def texts(self, conversation):
        """(direction, text) of the messages of a thread that have one, oldest first."""
        return [(row["direction"], row["text"]) for row in self.thread(conversation)
                if row["kind"] == "message" and "text" in row]

    def outbox(self):
        return self.run("outbox", "list").rows

    def conversation(self, address):
        """The id of the conversation with a route to a user, number or room; None: there is none."""
        for row in self.list():
            if any(route.get("address") == address for route in row["routes"]):
                return row["id"]
        return None

    def titled(self, title):
        found = [row for row in self.list() if row["title"] == title]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} conversations are titled {title!r}: "
                                 f"{self.titles()}")
        return found[0]

    def sync_until(self, condition, what, seconds=20):
        """Syncs again and again until the condition holds, and gives what it gave."""
        def once():
            self.sync()
            return condition()
        return wait_for(once, seconds, what, every=0.2)
