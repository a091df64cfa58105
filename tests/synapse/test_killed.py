# SPDX-License-Identifier: Apache-2.0
"""ix killed with SIGKILL at any moment, again and again, against a real homeserver: what was sent,
deleted and opened has exactly one effect; a file, whether it is just picked, on its way or in its
message, is there once and whole.

IX_KILLED=N goes round N times (20 when absent), IX_KILLED_SEED=S picks other moments. Prints how
often a process died, and what it had reached by then.
"""

import itertools
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

import support
from fixture import SynapseServer
from ix_cli import ix_program
from media_store import check_one_copy
from seat import PASSWORD, Seat

ROUNDS = int(os.environ.get("IX_KILLED", "20"))
SEED = int(os.environ.get("IX_KILLED_SEED", "1"))
FILE_BYTES = 3_000_000
KILLS = 3  # of a round: the command itself, then the syncs that go on with it


class Killed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-killed-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.server = SynapseServer(python, pathlib.Path(folder.name) / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.folder = pathlib.Path(folder.name)
        cls.people = itertools.count(1)
        cls.peers = itertools.count(1)

    def setUp(self):
        self.random = random.Random(f"{SEED} {self.id()}")
        self.died = self.finished = 0
        # Each with a sign-in of its own: in many rounds its tokens are renewed, and older ones end.
        self.seat = Seat(self.server, self.folder, next(self.people))
        self.addCleanup(self.seat.proxy.close)

    def kill(self, *words, within):
        """Starts the command and kills it at some moment; one that is faster has ended."""
        process = self.seat.ix.start(*words)
        try:
            process.communicate(timeout=self.random.uniform(0, within))
            self.finished += 1
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.died += 1

    def go_round(self, command, exists, more=0):
        """Runs the command and the syncs after it, each killed; then lets it end. What was not
        taken when the command died is asked for once more, as a person would. `more`: seconds that
        the command takes longer than a sync."""
        begun = time.monotonic()
        self.seat.ix.sync()
        within = 1.5 * (time.monotonic() - begun)
        self.kill(*command, within=within + more)
        for _ in range(KILLS - 1):
            self.kill("sync", "--once", within=within)
        self.seat.ix.run("sync", "--once", code=None)
        taken = exists()
        if not taken:
            self.seat.ix.run(*command)
        self.seat.until_sent(self.seat.ix)
        return taken

    def report(self, what, taken):
        print(f"  {what}: {ROUNDS} rounds, seed {SEED}: {self.died} processes killed, "
              f"{self.finished} had ended; {taken} of {ROUNDS} were taken by the one killed first",
              flush=True)
        self.assertGreaterEqual(self.died, ROUNDS)
        self.assertGreater(taken, 0)

    def shown(self, conversation, text):
        return [row for row in self.seat.ix.thread(conversation) if row.get("text") == text]

    def test_a_message_is_sent_once(self):
        seat, taken = self.seat, 0
        for number in range(ROUNDS):
            text = f"envoi {number}"
            taken += self.go_round(("send", "--in", seat.conversation, text, "--wait=60"),
                                   lambda: self.shown(seat.conversation, text)) != []
            there = [body for _, body in seat.there.texts(seat.room) if body == text]
            self.assertEqual((text, len(there), len(self.shown(seat.conversation, text))),
                             (text, 1, 1))
        self.report("send", taken)

    def attached(self, name):
        return [row for row in self.seat.ix.thread(self.seat.conversation)
                if any(file["name"] == name for file in row.get("attachments", []))]

    def send_file(self, name):
        """Sends a file of random bytes: its path, and how long that took."""
        path = self.folder / name
        path.write_bytes(os.urandom(FILE_BYTES))
        return path, ("send", "--in", self.seat.conversation, "--attach", path, "--as-is",
                      "--wait=60")

    def test_a_file_is_sent_once(self):
        seat, taken = self.seat, 0
        begun = time.monotonic()
        seat.ix.run(*self.send_file("mesure.bin")[1])
        took = time.monotonic() - begun
        for number in range(ROUNDS):
            name = f"plan{number}.bin"
            path, command = self.send_file(name)
            taken += self.go_round(command, lambda: self.attached(name), took) != []
            check_one_copy(self.server, seat.there.messages(seat.room), name, path)
            row, = self.attached(name)
            self.assertEqual((row["state"], row["attachments"][0]["state"]), ("accepted", "local"))
            path.unlink()
        # Nothing is left of what was picked by those that died.
        seat.ix.sync()
        self.assertEqual(seat.ix.run("doctor").rows,
                         [{"doctor": {"findings": 0, "healthy": True}}])
        self.report("file", taken)

    def test_a_message_is_deleted_once(self):
        seat, taken = self.seat, 0
        for number in range(ROUNDS):
            text = f"à effacer {number}"
            item = seat.ix.run("send", "--in", seat.conversation, text, "--wait=60").rows[0]["id"]
            event = next(e["event_id"] for e in seat.there.messages(seat.room)
                         if e["content"].get("body") == text)
            taken += self.go_round(("delete", item),
                                   lambda: not self.shown(seat.conversation, text))
            redactions = [e for e in seat.there.messages(seat.room)
                          if e["type"] == "m.room.redaction"
                          and (e["content"].get("redacts") or e.get("redacts")) == event]
            self.assertEqual((text, len(redactions)), (text, 1))
            self.assertEqual(self.shown(seat.conversation, text), [])
        self.report("delete", taken)

    def test_a_room_is_made_once(self):
        seat, taken = self.seat, 0
        for _ in range(ROUNDS):
            name = f"peer{next(self.peers)}"
            peer = self.server.register(name, PASSWORD, name)
            text = f"bonjour {name}"

            def there(peer=peer, text=text):
                conversation = seat.ix.conversation(peer.user_id)
                return conversation is not None and self.shown(conversation, text) != []

            taken += self.go_round(("send", "--to", peer.user_id, text, "--wait=60"), there)
            rooms = list(peer.sync().get("rooms", {}).get("invite", {}))
            self.assertEqual((name, len(rooms)), (name, 1))
            self.assertEqual(seat.there.texts(rooms[0]), [(seat.id, text)])
            self.assertEqual(seat.ix.texts(seat.ix.conversation(peer.user_id)), [("out", text)])
        self.report("create room", taken)


if __name__ == "__main__":
    support.main()
