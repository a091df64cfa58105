# SPDX-License-Identifier: Apache-2.0
"""After the server forgot, lost or ended something: what a person sees, on a real homeserver."""

import contextlib
import itertools
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

import support
from fixture import SynapseServer
from fixture.matrix import quote
from ix_cli import Ix, ix_program

PASSWORD = "secret"


class RecoveryTest(unittest.TestCase):
    """A homeserver for the class; in each case a new owner of rooms and a new user of ix."""

    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-recovery-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.numbers = itertools.count(1)
        cls.server = SynapseServer(python, cls.folder / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()

    def setUp(self):
        number = next(self.numbers)
        self.bob = self.server.register(f"bob{number}", PASSWORD, "Bob")
        self.name = f"alice{number}"
        self.alice = self.server.register(self.name, PASSWORD, "Alice")
        self.ix = Ix(self.folder / f"home{number}")

    def login(self):
        self.ix.login(self.server.url, self.name, PASSWORD)

    def room(self, name, **more):
        """A room of Bob's that Alice is in."""
        room = self.bob.create_room(name=name, preset="private_chat",
                                    invite=[self.alice.user_id], **more)
        self.alice.join(room)
        return room

    def membership(self, client, what, room, user_id=None):
        body = {"user_id": user_id} if user_id else {}
        client.call("POST", f"/_matrix/client/v3/rooms/{quote(room)}/{what}", body)

    def reason(self, title):
        row = self.ix.titled(title)
        self.assertEqual(row["can_send"], "reason" not in row["routes"][0], row)
        return row["routes"][0].get("reason")

    def notices(self, conversation):
        return [row["notice"] for row in self.ix.thread(conversation) if row["kind"] == "notice"]

    def set_token(self, token):
        with contextlib.closing(sqlite3.connect(pathlib.Path(self.ix.home) / "cache.db")) as cache:
            cache.execute("UPDATE account SET sync_token = ?", (token,))
            cache.commit()

    def texts(self, title):
        return [text for _, text in self.ix.texts(self.ix.titled(title)["id"])]


class Tokens(RecoveryTest):
    def test_an_unknown_token_loses_and_doubles_nothing(self):
        room = self.room("General")
        self.bob.send_text(room, "one")
        self.login()
        conversation = self.ix.titled("General")["id"]
        self.ix.run("send", "--in", conversation, "mine", "--wait=30")
        for token in ("garbage", "s1_2_3", "s0_0_0_0_0_0_0_0_0_0_0"):
            with self.subTest(token=token):
                self.bob.send_text(room, f"after {token}")
                self.set_token(token)
                self.ix.sync()
                texts = self.texts("General")
                self.assertEqual(len(texts), len(set(texts)), texts)
                self.assertEqual(texts[:2], ["one", "mine"])
                self.assertEqual(texts[-1], f"after {token}")
                self.assertEqual(self.ix.titled("General")["id"], conversation)

    def test_rooms_that_ended_while_the_token_was_unknown(self):
        rooms = {name: self.room(name) for name in ("Stays", "Left", "Removed", "Banned", "Forgot")}
        self.login()
        self.membership(self.alice, "leave", rooms["Left"])
        self.membership(self.bob, "kick", rooms["Removed"], self.alice.user_id)
        self.membership(self.bob, "ban", rooms["Banned"], self.alice.user_id)
        self.membership(self.alice, "leave", rooms["Forgot"])
        self.membership(self.alice, "forget", rooms["Forgot"])
        self.set_token("garbage")
        self.ix.sync()
        seen = {name: self.reason(name) for name in rooms}
        self.assertEqual(seen, {"Stays": None, "Left": "left", "Removed": "removed",
                                "Banned": "banned", "Forgot": "left"})


class Backup(RecoveryTest):
    def test_a_server_restored_from_a_backup(self):
        room = self.room("General")
        self.bob.send_text(room, "before the backup")
        self.login()
        conversation = self.ix.titled("General")["id"]
        self.server.stop()
        database, copy = self.server.root / "hs.db", self.folder / "backup.db"
        shutil.copy(database, copy)
        self.server.start()
        for n in range(5):
            self.bob.send_text(room, f"lost {n}")
        self.ix.run("send", "--in", conversation, "my lost word", "--wait=30")
        self.ix.sync()
        before = self.texts("General")
        self.assertEqual(before[-1], "my lost word")

        self.server.stop()
        for leftover in self.server.root.glob("hs.db*"):
            leftover.unlink()
        shutil.copy(copy, database)
        self.server.start()
        # At positions that this device believes it has seen.
        self.bob.send_text(room, "after the backup")
        self.ix.sync()
        self.assertEqual(self.texts("General"), before + ["after the backup"])
        self.ix.run("send", "--in", conversation, "and on", "--wait=30")
        self.ix.sync()
        self.assertEqual(self.texts("General"), before + ["after the backup", "and on"])


class Ended(RecoveryTest):
    def test_removed_and_banned(self):
        for what, reason, notice in (("kick", "removed", "removed"), ("ban", "banned", "banned")):
            with self.subTest(what=what):
                name = what.capitalize()
                room = self.room(name)
                self.bob.send_text(room, "still readable")
                if what == "kick":
                    self.login()
                self.ix.sync()
                conversation = self.ix.titled(name)["id"]
                self.membership(self.bob, what, room, self.alice.user_id)
                self.ix.sync()
                self.assertEqual(self.reason(name), reason)
                self.assertEqual(self.texts(name), ["still readable"])
                self.assertEqual(self.notices(conversation)[-1], notice)
                self.ix.refused("CANNOT_SEND", 1, "send", "--in", conversation, "anybody?")
        # Let in again: the same conversation, writable.
        self.membership(self.bob, "invite", room := self.room_of("Kick"), self.alice.user_id)
        self.alice.join(room)
        self.ix.sync()
        self.assertIsNone(self.reason("Kick"))

    def room_of(self, name):
        return self.ix.titled(name)["routes"][0]["address"]

    def test_left_elsewhere(self):
        room = self.room("General")
        self.login()
        self.alice.leave(room)
        self.ix.sync()
        self.assertEqual(self.reason("General"), "left")

    def test_an_invitation_that_came_and_went_leaves_nothing(self):
        self.login()
        room = self.bob.create_room(name="Plans", preset="private_chat")
        self.membership(self.bob, "invite", room, self.alice.user_id)
        self.membership(self.bob, "kick", room, self.alice.user_id)
        self.ix.sync()
        self.assertNotIn("Plans", self.ix.titles())

    def test_what_waits_when_one_is_removed_fails_visibly(self):
        room = self.room("General")
        self.login()
        conversation = self.ix.titled("General")["id"]
        self.membership(self.bob, "kick", room, self.alice.user_id)
        self.ix.run("send", "--in", conversation, "too late")
        self.ix.sync()
        rows = [row for row in self.ix.thread(conversation) if row["kind"] == "message"]
        self.assertEqual([(row["text"], row["state"]) for row in rows], [("too late", "failed")])

    def test_a_deactivated_account(self):
        room = self.room("General")
        self.bob.send_text(room, "one")
        self.login()
        self.alice.call("POST", "/_matrix/client/v3/account/deactivate", {
            "auth": {"type": "m.login.password", "password": PASSWORD,
                     "identifier": {"type": "m.id.user", "user": self.name}}})
        self.ix.run("sync", "--once", code=3)
        self.assertEqual(self.texts("General"), ["one"])  # the cache stays
        refused = self.ix.run("login", "--server", self.server.url, "--user", self.name,
                              "--password-stdin", stdin=PASSWORD, code=3)
        self.assertEqual(refused.error["name"], "IX_ERROR_SIGN_IN_REFUSED")


class Upgrades(RecoveryTest):
    def upgrade(self, room):
        path = f"/_matrix/client/v3/rooms/{quote(room)}/upgrade"
        return self.bob.call("POST", path, {"new_version": "11"})["replacement_room"]

    def test_a_public_room_is_followed(self):
        room = self.bob.create_room(name="General", preset="public_chat")
        self.alice.join(room)
        self.bob.send_text(room, "in the old room")
        self.login()
        conversation = self.ix.titled("General")["id"]
        heir = self.upgrade(room)
        self.bob.send_text(heir, "in the new room")
        self.ix.sync()
        self.assertEqual(self.ix.titled("General")["id"], conversation)
        self.assertIsNone(self.reason("General"))
        self.assertEqual(self.texts("General"), ["in the old room", "in the new room"])
        self.ix.run("send", "--in", conversation, "on we go", "--wait=30")
        self.assertIn((self.alice.user_id, "on we go"), self.bob.texts(heir))
        # A device that starts now sees one conversation, too.
        self.set_token("garbage")
        self.ix.sync()
        self.assertEqual(self.texts("General"), ["in the old room", "in the new room", "on we go"])

    def test_a_private_room_waits_for_its_invitation(self):
        room = self.room("Team")
        self.login()
        conversation = self.ix.titled("Team")["id"]
        heir = self.upgrade(room)
        self.ix.sync()
        self.assertEqual(self.reason("Team"), "upgraded")
        self.bob.invite(heir, self.alice.user_id)
        self.ix.sync_until(lambda: self.reason("Team") is None, "the new room is joined")
        self.assertEqual(self.ix.titled("Team")["id"], conversation)


class FirstSync(RecoveryTest):
    def test_many_rooms(self):
        count = 120
        for n in range(count):
            room = self.alice.create_room(name=f"Room {n:03}", preset="private_chat")
            self.alice.send_text(room, f"note {n}")
        self.login()
        titles = [title for title in self.ix.titles() if title.startswith("Room ")]
        self.assertEqual(sorted(titles), [f"Room {n:03}" for n in range(count)])
        # Newest first.
        self.assertEqual(titles[0], f"Room {count - 1:03}")


if __name__ == "__main__":
    support.main()
