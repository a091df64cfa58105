#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix and people: contacts, why routes stand together, what to notify, export and erase, calls.

    cli_people.py IX
"""
import json
import os
import pathlib
import stat

import cli_case
from cli_case import Case, Run


class People(Case):
    def test_contacts(self):
        self.sign_in()
        run = Run(self.home, "contacts", "add", "--name", "Ana Lopez", "--number", "613-555-0123",
                  "--number", "212 555 0123", "--user", "@ana:example.org")
        self.assertEqual(run.code, 0, run.err)
        ana = run.rows[0]
        self.assertEqual(ana["kind"], "external")
        self.assertEqual(ana["name"], "Ana Lopez")
        self.assertEqual(sorted(ana["numbers"]), ["+12125550123", "+16135550123"])
        self.assertEqual(ana["users"], ["@ana:example.org"])
        reach = {entry["address"]: entry for entry in ana["reachable"]}
        self.assertTrue(reach["+16135550123"]["sendable"])
        self.assertEqual(reach["+12125550123"]["reason"], "destination_us")
        found = Run(self.home, "contacts", "search", "lopez").rows
        self.assertEqual([row["id"] for row in found[:-1]], [ana["id"]])

        edited = Run(self.home, "contacts", "edit", ana["id"], "--name", "Ana L").rows[0]
        self.assertEqual((edited["id"], edited["name"]), (ana["id"], "Ana L"))
        self.assertEqual(edited["numbers"], ana["numbers"])

        self.refused(Run(self.home, "contacts", "add", "--name", "Bob", "--number", "12"), 1,
                     "IX_ERROR_NUMBER_INVALID")
        self.refused(Run(self.home, "contacts", "edit", "nonsense", "--name", "x"), 1,
                     "IX_ERROR_NOT_FOUND")
        self.assertEqual(Run(self.home, "contacts", "remove", ana["id"]).code, 0)
        left = Run(self.home, "contacts", "list").rows
        self.assertNotIn(ana["id"], [row.get("id") for row in left])

    def test_explain(self):
        self.sign_in()
        for name in ("Ana", "Bob"):
            self.assertEqual(Run(self.home, "contacts", "add", "--name", name, "--number",
                                 "613-555-0123").code, 0)
        sent = Run(self.home, "send", "--to", "613-555-0123", "hello").rows[0]
        run = Run(self.home, "explain", sent["conversation"])
        self.assertEqual(run.code, 0, run.err)
        told = run.rows[0]["explain"]
        self.assertEqual(told["conversation"], sent["conversation"])
        route = told["routes"][0]
        self.assertEqual((route["kind"], route["address"], route["reason"]),
                         ("sms", "+16135550123", "contact"))
        self.assertEqual([claim["verdict"] for claim in route["claims"]], ["won", "lost_by_order"])
        self.assertEqual(route["claims"][0]["contact"], told["contact"])
        text = Run(self.home, "explain", sent["conversation"], as_json=False).out
        for words in ("it is ", "not ", "Ana", "Bob", "a contact has its address"):
            self.assertIn(words, text)
        for claim in route["claims"]:
            Run(self.home, "contacts", "remove", claim["contact"])
        route = Run(self.home, "explain", sent["conversation"]).rows[0]["explain"]["routes"][0]
        self.assertEqual((route["reason"], route["claims"]), ("number", []))
        self.refused(Run(self.home, "explain", "nonsense"), 1, "IX_ERROR_NOT_FOUND")

    def test_via(self):
        self.sign_in()
        person = Run(self.home, "contacts", "add", "--name", "Ana Lopez", "--number",
                     "613-555-0123", "--number", "613-555-0124")
        self.assertEqual(person.code, 0, person.err)
        one = Run(self.home, "send", "--to", "613-555-0123", "one").rows[0]
        two = Run(self.home, "send", "--to", "613-555-0124", "two").rows[0]

        def default(conversation):
            rows = {row["id"]: row for row in Run(self.home, "list").rows if "id" in row}
            return [(route["id"], route["chosen"]) for route in rows[conversation]["routes"]
                    if route["default"]]

        row = [row for row in Run(self.home, "list").rows if row.get("title") == "Ana Lopez"][0]
        self.assertEqual(default(row["id"]), [(two["route"], False)])
        run = Run(self.home, "via", row["id"], one["route"])
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(default(row["id"]), [(one["route"], True)])
        sent = Run(self.home, "send", "--in", row["id"], "three").rows[0]
        self.assertEqual(sent["route"], one["route"])
        self.assertEqual(Run(self.home, "via", row["id"], "auto").code, 0)
        self.assertFalse(default(row["id"])[0][1])
        self.refused(Run(self.home, "via", row["id"], "r999"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "via", "nonsense", "auto"), 1, "IX_ERROR_NOT_FOUND")

    def test_notify(self):
        self.sign_in()
        self.assertEqual([row for row in Run(self.home, "notify").rows if "item" in row], [])
        self.server.say("news one")
        self.server.say("news two")
        self.assertEqual(Run(self.home, "sync", "--once").code, 0)
        first = Run(self.home, "notify", "--limit", "1").rows
        self.assertEqual([row["item"]["text"] for row in first[:-1]], ["news one"])
        self.assertEqual((first[0]["title"], first[-1]["page"]["more"]), ("General", "local"))
        rest = Run(self.home, "notify", "--after", first[-1]["page"]["next"]).rows
        self.assertEqual([row["item"]["text"] for row in rest[:-1]], ["news two"])
        # Without a cursor: all that was not acknowledged, in every run.
        self.assertEqual(len(Run(self.home, "notify").rows), 3)
        self.assertEqual(len(Run(self.home, "notify", "--done").rows), 3)
        self.assertEqual(len(Run(self.home, "notify").rows), 1)
        self.assertIn("Nothing new", Run(self.home, "notify", as_json=False).err)
        self.refused(Run(self.home, "notify", "--after", "c1.0"), 1, "IX_ERROR_INVALID_CURSOR")

    def test_export_and_erase(self):
        self.sign_in()
        ana = Run(self.home, "contacts", "add", "--name", "Ana Quuxname", "--number",
                  "613-555-0123").rows[0]
        sent = Run(self.home, "send", "--to", "613-555-0123", "the quuxtext").rows[0]
        out = pathlib.Path(self.folder.name) / "ana.ndjson"
        run = Run(self.home, "export", "--out", out, "--contact", ana["id"])
        self.assertEqual(run.code, 0, run.err)
        records = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual(run.rows, [{"export": {"file": str(out), "records": len(records)}}])
        self.assertEqual(stat.S_IMODE(out.stat().st_mode), 0o600)
        texts = [record["text"] for record in records if record["type"] == "item"]
        self.assertEqual(texts, ["the quuxtext"])
        self.assertEqual(Run(self.home, "export", "--out", out).code, 0)
        everything = [json.loads(line)["type"] for line in out.read_text().splitlines()]
        self.assertGreater(len(everything), len(records))
        self.assertIn("account", everything)
        self.refused(Run(self.home, "export", "--out", self.home / "cache.db"), 1,
                     "IX_ERROR_INVALID_ARGUMENT")
        self.refused(Run(self.home, "export", "--out", self.home / "no" / "file"), 1,
                     "IX_ERROR_STORE_NOT_WRITABLE")
        self.refused(Run(self.home, "export", "--out", out, "--contact", "p999"), 1,
                     "IX_ERROR_NOT_FOUND")

        self.refused(Run(self.home, "erase", ana["id"]), 1, "IX_ERROR_UNSENT_ITEMS")
        run = Run(self.home, "erase", ana["id"], "--force")
        self.assertEqual((run.code, run.rows), (0, [{"erased": ana["id"]}]))
        self.assertNotIn(sent["conversation"],
                         [row.get("id") for row in Run(self.home, "list").rows])
        for path in self.home.iterdir():
            content = path.read_bytes()
            self.assertNotIn(b"quuxtext", content, path)
            self.assertNotIn(b"Quuxname", content, path)
        self.refused(Run(self.home, "erase", ana["id"]), 1, "IX_ERROR_NOT_FOUND")
        self.assertEqual(Run(self.home, "doctor").code, 0)

    def test_contacts_import(self):
        self.sign_in()
        path = os.path.join(self.home, "people.vcf")
        card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\nFN:%s\r\nTEL:%s\r\nEND:VCARD\r\n"
        good = card % ("a", "Ana Lopez", "613-555-0123") + card % ("b", "Bob", "*611")
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(good)
        run = Run(self.home, "contacts", "import", path)
        self.assertEqual(run.rows, [{"added": 2, "changed": 0, "unchanged": 0,
                                     "numbers_left_out": 1}])
        run = Run(self.home, "contacts", "import", path)
        self.assertEqual(run.rows[0]["unchanged"], 2)
        found = Run(self.home, "contacts", "search", "6135550123").rows
        self.assertEqual(found[0]["name"], "Ana Lopez")
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(card % ("c", "Eve", "613-555-0124") + "BEGIN:VCARD\r\nnonsense\r\n")
        run = Run(self.home, "contacts", "import", path)
        self.refused(run, 1, "IX_ERROR_INVALID_ARGUMENT")
        self.assertIn("line 8", run.error["message"])
        names = [row.get("name") for row in Run(self.home, "contacts", "list").rows]
        self.assertNotIn("Eve", names)
        self.refused(Run(self.home, "contacts", "import", path + "x"), 1,
                     "IX_ERROR_INVALID_ARGUMENT")

    def test_call_report(self):
        self.sign_in()
        call = ["call", "report", "--id", "c1", "--number", "613-555-0123"]
        start = 1750000000000
        run = Run(self.home, *call, "--phase", "started", "--at", start)
        self.assertEqual(run.code, 0, run.err)
        rung = run.rows[0]
        self.assertEqual((rung["kind"], rung["call"]["outcome"]), ("call", "ongoing"))
        end = call + ["--phase", "ended", "--at", start + 20000, "--outcome", "missed"]
        missed = Run(self.home, *end).rows[0]
        self.assertEqual((missed["id"], missed["call"]["outcome"]), (rung["id"], "missed"))
        self.assertEqual(missed["call"]["number"], "+16135550123")
        self.assertEqual(Run(self.home, *end).rows[0], missed)
        rows = Run(self.home, "list", "--filter", "calls").rows[:-1]
        self.assertEqual([row["unread"] for row in rows], [1])
        self.assertEqual(Run(self.home, "thread", rows[0]["id"]).rows[0]["id"], rung["id"])

        self.refused(Run(self.home, *call, "--phase", "ended", "--at", start - 1, "--outcome",
                         "missed"), 1, "IX_ERROR_INVALID_ARGUMENT")
        self.refused(Run(self.home, "call", "report", "--id", "c2", "--number", "12", "--phase",
                         "started"), 1, "IX_ERROR_NUMBER_INVALID")

    def test_what_the_server_refuses_to_keep_is_told(self):
        self.sign_in()
        general = self.general()["id"]
        self.assertEqual(Run(self.home, "pin", general).code, 0)
        run = Run(self.home, "sync", "--once")  # the small server knows no tags
        self.assertEqual(run.code, 0, run.err)
        notice = json.loads(run.err)["notice"]
        self.assertEqual((notice["kind"], notice["conversation"], notice["setting"]),
                         ("setting_failed", general, "pinned"))
        self.assertTrue(notice["message"])
        self.assertTrue(self.general()["pinned"])
        run = Run(self.home, "sync", "--once")
        self.assertEqual((run.code, run.err), (0, ""))

    def test_several_people_are_listed(self):
        self.sign_in()
        for number in ("613-555-0101", "613-555-0102"):
            Run(self.home, "contacts", "add", "--name", "Sam", "--number", number)
        run = Run(self.home, "send", "--to", "Sam", "hello")
        self.assertEqual(run.code, 1)
        self.assertEqual(sorted(row["numbers"][0] for row in run.error["candidates"]),
                         ["+16135550101", "+16135550102"])
        self.refused(Run(self.home, "send", "--to", "Nobody", "hello"), 1, "IX_ERROR_NOT_FOUND")


if __name__ == "__main__":
    cli_case.main()
