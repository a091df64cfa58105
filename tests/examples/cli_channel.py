#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix channel, and ix send to several people, without a server that does it.

    cli_channel.py IX
"""
import cli_case
from cli_case import Case, Run


class Channels(Case):
    def rows(self, *words):
        run = Run(self.home, *words)
        self.assertEqual(run.code, 0, run.err)
        return run.rows

    def outbox(self):
        return [(row["op"], row.get("subject")) for row in self.rows("outbox", "list")
                if "op" in row]

    def titled(self, title):
        return [row for row in self.rows("list") if row.get("title") == title]

    def test_a_channel_is_there_at_once(self):
        self.sign_in()
        made = self.rows("channel", "create", "Sales", "--topic", "What is sold", "--public",
                         "sales", "--invite", "@bo:example.org")[0]
        self.assertEqual((made["kind"], made["title"]), ("channel", "Sales"))
        self.assertEqual(self.rows("channel", "invite", made["id"], "@cy:example.org"), [])
        self.assertEqual(self.outbox(), [("create", None), ("invite", "@bo:example.org"),
                                         ("invite", "@cy:example.org")])
        self.refused(Run(self.home, "channel", "members", "nonsense"), 1, "IX_ERROR_NOT_FOUND")
        self.rows("send", "--in", made["id"], "hello")
        self.refused(Run(self.home, "channel", "leave", made["id"]), 1, "IX_ERROR_UNSENT_ITEMS")

    def test_joined_and_left(self):
        self.sign_in()
        joined = self.rows("channel", "join", "#sales:example.org")[0]
        self.assertEqual(joined["title"], "#sales:example.org")
        self.assertEqual(self.outbox(), [("join", "#sales:example.org")])
        self.rows("channel", "leave", joined["id"])
        self.assertEqual((self.outbox(), self.titled("#sales:example.org")), ([], []))
        general = self.titled("General")[0]
        self.rows("channel", "leave", general["id"])
        self.assertEqual(self.outbox(), [("leave", None)])
        route = self.titled("General")[0]["routes"][0]
        self.assertEqual(route["reason"], "leaving")
        self.refused(Run(self.home, "send", "--in", general["id"], "x"), 1,
                     "IX_ERROR_CANNOT_SEND")

    def test_several_recipients_are_a_group(self):
        self.sign_in()
        sent = self.rows("send", "--to", "@bo:example.org", "--to", "@cy:example.org", "hello")[0]
        again = self.rows("send", "--to", "@cy:example.org", "--to", "@bo:example.org", "again")[0]
        self.assertEqual(again["conversation"], sent["conversation"])
        self.assertEqual([op for op, _ in self.outbox()],
                         ["create", "invite", "invite", "send", "send"])
        self.refused(Run(self.home, "send", "--to", "@bo:example.org", "--to", "613-555-0142",
                         "hello"), 1, "IX_ERROR_NOT_SUPPORTED")


if __name__ == "__main__":
    cli_case.main()
