# SPDX-License-Identifier: Apache-2.0
"""A person behind a proxy of its own, for tests that make faults on the way to the homeserver."""

import contextlib
import itertools
import json
import pathlib
import shutil

from fixture.fault_proxy import FaultProxy
from ix_cli import Ix

PASSWORD = "poutine-2026-secret"
HISTORY = 25  # more than one sync gives: the rest is behind a gap

# Where a fault can meet a person: (method, path).
FIND, LOGIN = ("GET", "^/_matrix.*/versions$"), ("POST", "^/_matrix.*/login$")
REFRESH = ("POST", "^/_matrix.*/refresh$")
SYNC, MESSAGES = ("GET", "^/_matrix.*/sync$"), ("GET", "^/_matrix.*/messages$")
SEND, CREATE = ("PUT", "^/_matrix.*/send/"), ("POST", "^/_matrix.*/createRoom$")
RESERVE, UPLOAD = ("POST", "^/_matrix.*/media/v1/create$"), ("PUT", "^/_matrix.*/media/v3/upload/")
DIRECT = ("PUT", "^/_matrix.*/account_data/m.direct$")
CHANGE = ("PUT", "^/_matrix.*/(send|redact)/")

SHORT_WAITS = (1, 3, 10, 60)  # seconds: see Seat.send_and_meet


class Seat:
    """One person with a proxy of its own, so that several work at once. One thread at a time.

    `home` starts each time as it was after the first sync.
    """

    def __init__(self, server, folder, number):
        self.server = server
        self.user = f"person{number}"
        self.id = self.server.user_id(self.user)
        self.there = self.server.register(self.user, PASSWORD, self.user.capitalize())
        self.room = self.there.create_room(name="Travaux", preset="private_chat")
        self.archive = self.there.create_room(name="Archives", preset="private_chat")
        self.notes = [f"note {n} de {self.user}" for n in range(HISTORY)]
        for text in self.notes:
            self.there.send_text(self.archive, text)
        self.proxy = FaultProxy(self.server.url)
        self.patience = ()
        self._folder = folder / self.user
        self._pristine = self._folder / "pristine"
        self._homes = itertools.count(1)
        self.ix = self.new_ix(self._folder / "home")
        self.login(self.ix)
        self.conversation = self.ix.titled("Travaux")["id"]
        self.archives = self.ix.titled("Archives")["id"]
        shutil.copytree(self.ix.home, self._pristine)

    def new_ix(self, home=None):
        return Ix(home or self._folder / f"home{next(self._homes)}", "--log", "trace")

    def login(self, ix, code=0):
        return self.run(ix, "login", "--server", self.proxy.url, "--user", self.user,
                        "--password-stdin", stdin=PASSWORD, code=code)

    def back_to_the_start(self):
        shutil.rmtree(self.ix.home)
        shutil.copytree(self._pristine, self.ix.home)

    def run(self, ix, *words, code=None, stdin="", private=()):
        """Any command; neither output tells a secret, nor the log what was written."""
        before = self.tokens(ix)
        run = ix.run(*self.patience, *words, stdin=stdin, code=code)
        for secret in [PASSWORD, *before, *self.tokens(ix)]:
            if secret in run.out + run.err:
                raise AssertionError(f"ix {words[0]} tells a secret: {run!r}")
        for text in [*private, self.notes[0]]:
            if text in run.err:
                raise AssertionError(f"ix {words[0]} tells a message: {run!r}")
        return run

    @staticmethod
    def tokens(ix):
        """The access token, and the refresh token if there is one."""
        with contextlib.suppress(OSError):
            kept = json.loads((pathlib.Path(ix.home) / "credentials").read_text())
            return [kept[key] for key in ("access_token", "refresh_token") if kept.get(key)]
        return []

    @contextlib.contextmanager
    def under(self, fault, request, times=-1):
        """While the block runs, the fault meets this request. Gives the rule."""
        rule = None
        # Nothing but a fault of silence is measured in time: a busy machine is not a fault.
        self.patience = ("--timeout", "1") if fault.silent else ()
        if fault.act is None:
            self.proxy.reset_at_accept(times)
        else:
            rule = self.proxy.script(*request, fault.act, times)
        try:
            yield rule
        finally:
            self.patience = ()
            self.proxy.clear()

    def send_and_meet(self, ix, to, text, waits):
        """Sends and waits: the Run, and the text. A slow machine may not meet the fault in that
        time: then with another text and more time, until it did."""
        for wait in waits:
            sent = f"{text} ({wait} s)"
            run = self.run(ix, "send", *to, sent, f"--wait={wait}", private=[text])
            if seen(run) != (1, "BUSY"):
                break
            for row in ix.outbox():
                ix.run("outbox", "discard", row["id"])
        return run, sent

    def until_sent(self, ix):
        for _ in range(100):
            self.run(ix, "sync", "--once", code=0)
            left = ix.outbox()
            if not left:
                return
            # What a server asked to wait is kept by itself; a person may insist.
            for row in left:
                ix.run("outbox", "retry", row["id"])
        raise AssertionError(f"never sent: {left}")


def seen(run):
    return (run.code, run.error.get("name", "").removeprefix("IX_ERROR_") or None)
