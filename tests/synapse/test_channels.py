# SPDX-License-Identifier: Apache-2.0
"""Channels and groups by ix on a real homeserver, also when answers are lost on the way."""

import pathlib
import tempfile
import unittest

import support
from fixture import SynapseServer, faults
from fixture.fault_proxy import FaultProxy
from fixture.matrix import quote
from ix_cli import Ix, ix_program
from seat import CREATE

PASSWORD = "secret"
INVITE = ("POST", "^/_matrix.*/invite$")


class Channels(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-channels-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = SynapseServer(python, cls.folder / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.bob = cls.server.register("bob", PASSWORD, "Bob")
        cls.cy = cls.server.register("cy", PASSWORD, "Cy")
        cls.count = 0

    def setUp(self):
        Channels.count += 1
        name = f"alice{self.count}"
        self.alice = self.server.register(name, PASSWORD, "Alice")
        self.proxy = FaultProxy(self.server.url)
        self.addCleanup(self.proxy.close)
        self.ix = Ix(self.folder / f"home{self.count}")
        self.ix.login(self.proxy.url, name, PASSWORD)

    def rows(self, *words):
        return self.ix.run(*words).rows

    def settled(self):
        for _ in range(8):
            self.ix.run("sync", "--once", code=None)
            if not [row for row in self.rows("outbox", "list") if "op" in row]:
                return
        self.fail(self.rows("outbox", "list"))

    def joined(self, client):
        return client.call("GET", "/_matrix/client/v3/joined_rooms")["joined_rooms"]

    def members(self, room):
        chunk = self.alice.call("GET", f"/_matrix/client/v3/rooms/{quote(room)}/members")["chunk"]
        return {event["state_key"]: event["content"]["membership"] for event in chunk}

    def make(self):
        made = self.rows("channel", "create", "Sales", "--invite", self.bob.user_id)[0]
        self.ix.run("send", "--in", made["id"], "first")
        self.settled()
        rooms = self.joined(self.alice)
        self.assertEqual(len(rooms), 1)
        self.assertEqual([text for _, text in self.alice.texts(rooms[0])], ["first"])
        self.assertEqual(self.members(rooms[0])[self.bob.user_id], "invite")
        return made["id"], rooms[0]

    def test_a_channel(self):
        conversation, room = self.make()
        listed = [row for row in self.rows("channel", "members", conversation) if "user" in row]
        self.assertEqual([(row["name"], row["state"], row["role"]) for row in listed],
                         [("Alice", "joined", "admin"), ("Bob", "invited", "member")])
        self.rows("channel", "leave", conversation)
        self.settled()
        self.assertEqual(self.joined(self.alice), [])

    def test_each_lost_answer(self):
        for fault in (faults.reset_after_request, faults.page(502, forwarded=True)):
            for what in (CREATE, INVITE):
                with self.subTest(what=what[1]):
                    self.setUp()
                    self.proxy.script(*what, fault, times=1)
                    self.make()

    def test_a_group_and_a_first_message(self):
        self.proxy.script(*CREATE, faults.reset_after_request, times=2)
        self.ix.run("send", "--to", self.bob.user_id, "--to", self.cy.user_id, "both")
        self.ix.run("send", "--to", self.cy.user_id, "you")
        self.settled()
        texts = sorted(text for room in self.joined(self.alice)
                       for _, text in self.alice.texts(room))
        self.assertEqual(texts, ["both", "you"])
        self.assertEqual(len(self.joined(self.alice)), 2)

    def test_joining_by_address(self):
        alias = f"open{self.count}"
        room = self.bob.create_room(name="Open", preset="public_chat", room_alias_name=alias)
        server = self.bob.user_id.split(":", 1)[1]
        joined = self.rows("channel", "join", f"#{alias}:{server}")[0]
        self.ix.run("send", "--in", joined["id"], "hello")
        self.settled()
        self.assertEqual(self.joined(self.alice), [room])
        self.assertEqual(self.ix.titled("Open")["id"], joined["id"])
        self.rows("channel", "join", f"#nowhere:{server}")
        self.ix.run("sync", "--once")
        failed = [row for row in self.rows("outbox", "list") if "op" in row]
        self.assertEqual([row["failure"]["code"] for row in failed], ["IX_ERROR_NOT_FOUND"])


if __name__ == "__main__":
    support.main()
