# SPDX-License-Identifier: Apache-2.0
"""Conversations by person on a real homeserver: merged, split, told of, erased, rescued."""

import pathlib

import support
from fixture import wait_for

SAM = "@sam:pbx.test"


def shape(rows):
    """What a list says, without the ids of its items and times."""
    return sorted((row["title"], row["kind"], row["unread"], row["muted"], row["pinned"],
                   sorted((r["kind"], r.get("address") or "") for r in row["routes"]),
                   row["preview"].get("text")) for row in rows)


class People(support.CompanyTest):
    def texted_by(self, alex, number, text):
        """The conversation with a number, in which the text has arrived."""
        self.company.bridge.incoming(number, text, "@alex:pbx.test")
        conversation = alex.sync_until(lambda: alex.conversation(number), "the new conversation")
        alex.sync_until(lambda: ("in", text) in alex.texts(conversation), "the text")
        return conversation

    def files(self, alex):
        """All bytes of the account's files."""
        return b"".join(path.read_bytes() for path in pathlib.Path(alex.home).rglob("*")
                        if path.is_file())

    def test_a_colleague_who_texts_is_one_conversation_and_two_again(self):
        alex, number = self.alex(), self.new_number()
        mobile = self.texted_by(alex, number, "Je suis sur mon portable zinc")
        colleague = alex.conversation(SAM)
        self.assertNotEqual(mobile, colleague)
        before = alex.list()
        unread = sum(row["unread"] for row in before if row["id"] in (mobile, colleague))

        saved = alex.run("contacts", "add", "--name", "Sam Wilson (portable)", "--number", number,
                         "--user", SAM).rows[0]
        row = alex.titled("Sam Wilson (portable)")
        self.assertEqual(len(alex.list()), len(before) - 1)
        self.assertEqual(sorted(r["kind"] for r in row["routes"]), ["internal", "sms"])
        self.assertEqual(row["unread"], unread)
        # Both ids lead to it; so does the search; and it is said why.
        self.assertEqual(alex.thread(mobile), alex.thread(colleague))
        found = alex.run("search", "portable zinc", "--in", row["id"]).rows
        self.assertTrue(any("zinc" in str(hit) for hit in found), found)
        told = alex.run("explain", row["id"]).rows[0]["explain"]
        self.assertEqual({(r["kind"], r["reason"], r["claims"][0]["contact"])
                          for r in told["routes"]},
                         {("internal", "contact", saved["id"]), ("sms", "contact", saved["id"])})
        # The directory claims its member, too, and an external contact comes before it.
        internal = [r for r in told["routes"] if r["kind"] == "internal"][0]
        self.assertEqual([claim["verdict"] for claim in internal["claims"]],
                         ["won", "lost_to_external"][:len(internal["claims"])])

        alex.run("contacts", "remove", saved["id"])
        self.assertEqual(shape(alex.list()), shape(before))
        self.assertEqual((alex.conversation(number), alex.conversation(SAM)), (mobile, colleague))
        alex.sync()
        self.assertEqual(shape(alex.list()), shape(before))

    def test_what_comes_in_is_told_of_once(self):
        alex, number, muted = self.alex(), self.new_number(), self.new_number()
        self.assertEqual(alex.run("notify").rows, [])  # a new device tells of nothing old
        quiet = self.texted_by(alex, muted, "premier")
        alex.run("notify", "--done")
        alex.run("mute", quiet)
        self.texted_by(alex, number, "Bonjour zibeline")
        self.texted_by(alex, muted, "deuxième")
        rows = alex.run("notify").rows
        self.assertEqual([row["item"]["text"] for row in rows], ["Bonjour zibeline"])
        self.assertEqual(alex.run("notify", "--done").rows, rows)  # until it is acknowledged
        self.assertEqual(alex.run("notify").rows, [])
        alex.sync()
        self.assertEqual(alex.run("notify").rows, [])

    def test_an_erased_contact_is_gone_from_every_file_and_does_not_come_back(self):
        alex, number = self.alex(), self.new_number()
        self.texted_by(alex, number, "Mon code est zarzuela")
        saved = alex.run("contacts", "add", "--name", "Zoltan Effacé", "--number", number).rows[0]
        out = pathlib.Path(alex.home).parent / f"{saved['id']}.ndjson"
        alex.run("export", "--out", out, "--contact", saved["id"])
        self.assertIn("zarzuela", out.read_text())
        self.assertIn(b"zarzuela", self.files(alex))
        alex.run("erase", saved["id"])
        for word in (b"zarzuela", "Zoltan Effacé".encode()):
            self.assertNotIn(word, self.files(alex))
        alex.sync()
        self.assertNotIn(b"zarzuela", self.files(alex))
        self.assertIsNone(alex.conversation(number))
        again = self.texted_by(alex, number, "Me revoici")
        self.assertEqual(alex.texts(again), [("in", "Me revoici")])
        alex.run("thread", again, "--limit", "200", "--fill")
        self.assertEqual(alex.texts(again), [("in", "Me revoici")])

    def test_an_unsent_message_survives_its_damaged_database(self):
        alex = self.alex()
        room, title = self.company.rooms["livraisons"], "Livraisons"
        conversation = alex.titled(title)["id"]
        before = alex.texts(conversation)
        alex.run("send", "--in", conversation, "pas encore parti: zéphyr")
        database = pathlib.Path(alex.home) / "cache.db"
        damaged = database.read_bytes()
        database.write_bytes(bytes(4096) + damaged[4096:])
        run = alex.run("outbox", "list")
        self.assertIn('"store_set_aside"', run.err)
        self.assertEqual(len(run.rows), 1)
        self.assertTrue(list(pathlib.Path(alex.home).glob("cache.db.damaged-*")))
        alex.sync_until(lambda: not alex.outbox(), "it left")
        wait_for(lambda: "pas encore parti: zéphyr" in self.sent_by("@alex:pbx.test", room), 10,
                 "it is there")
        self.assertEqual(self.sent_by("@alex:pbx.test", room).count("pas encore parti: zéphyr"), 1)
        texts = alex.texts(alex.titled(title)["id"])
        self.assertEqual(texts.count(("out", "pas encore parti: zéphyr")), 1)
        self.assertTrue(set(before) <= set(texts))


if __name__ == "__main__":
    support.main()
