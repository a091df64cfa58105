#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The contract of ix that needs no server: exit codes, JSON on stdout and stderr, bad input.

    cli_contract.py IX
"""
import contextlib
import json
import os
import pathlib
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
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


class Contract(unittest.TestCase):
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

    def test_wrong_usage_is_2(self):
        for words in ([], ["nonsense"], ["--nope", "list"], ["list", "--nope"],
                      ["list", "--filter", "mine"], ["list", "--limit", "0"],
                      ["list", "--limit", "1001"], ["list", "--limit", "many"], ["list", "extra"],
                      ["list", "--limit"], ["thread"], ["thread", "1", "2"], ["send", "hello"],
                      ["thread", "1", "--before", "a", "--after", "b"],
                      ["thread", "1", "--first-unread", "--fill"], ["thread", "1", "--around", ""],
                      ["send", "--to", "a", "--in", "1", "hello"], ["send", "--to", "a"],
                      ["send", "--to", "a", "--wait=soon", "hello"],
                      ["send", "--to", "a", "--until", "read", "hello"],
                      ["send", "--to", "a", "--attach", "f", "hello"],
                      ["send", "--to", "a", "--at", "1", "hello"],
                      ["sync", "--once", "--follow"], ["sync", "--for", "3"],
                      ["outbox", "send"], ["outbox", "retry"], ["outbox", "reschedule", "1", "2"],
                      ["contacts", "add"], ["contacts", "edit", "1"], ["contacts", "import"],
                      ["contacts", "list", "--name", "x"], ["contacts", "search"], ["number"],
                      ["search"], ["search", "a", "b"], ["search", "a", "--filter", "odd"],
                      ["explain"], ["explain", "r1", "r2"], ["via"], ["via", "r1"],
                      ["notify", "x"], ["export"], ["export", "--out", ""], ["erase"],
                      ["call"], ["call", "list"], ["call", "report", "--number", "6135550123"],
                      ["call", "report", "--id", "a", "--phase", "started"],
                      ["call", "report", "--id", "a", "--phase", "started", "--number", "1",
                       "--user", "@a:b"],
                      ["call", "report", "--id", "a", "--number", "1", "--phase", "rang"],
                      ["call", "report", "--id", "a", "--number", "1", "--phase", "ended"],
                      ["call", "report", "--id", "a", "--number", "1", "--phase", "started",
                       "--at", "today"],
                      ["logout", "--force"], ["--log", "loud", "list"], ["status", "x"],
                      ["--timeout", "0", "list"], ["--timeout", "soon", "list"],
                      ["login", "--user", "a", "--password-stdin"],
                      ["login", "--server", "http://127.0.0.1:1", "--user", "a"],
                      ["login", "--server", "http://127.0.0.1:1", "--user", "a",
                       "--password-stdin", "--token-stdin"]):
            with self.subTest(words=words):
                self.refused(Run(self.home, *words, stdin="x"), 2, "IX_ERROR_INVALID_ARGUMENT")
        self.assertFalse(self.home.exists())

    def test_later_commands_say_so(self):
        for word in ("edit", "react", "channel", "prune", "sms-parts"):
            run = Run(self.home, word, "1")
            self.refused(run, 2, "IX_ERROR_INVALID_ARGUMENT")
            self.assertIn("does not have", run.error["message"])

    def test_help_and_version_are_0(self):
        self.assertIn("ix", Run(None, "--version", as_json=False).out)
        for words in (["--help"], ["help"], ["list", "--help"]):
            run = Run(None, *words, as_json=False)
            self.assertEqual(run.code, 0)
            self.assertIn("thread CONVERSATION", run.out)

    def test_no_account_is_3_and_leaves_no_folder(self):
        for words in (["list"], ["thread", "1"], ["send", "--to", "6135550123", "x"], ["status"],
                      ["sync"], ["outbox", "list"], ["contacts", "list"], ["logout"],
                      ["call", "report", "--id", "a", "--number", "1", "--phase", "started"]):
            with self.subTest(words=words):
                self.refused(Run(self.home, *words), 3, "IX_ERROR_SIGNED_OUT")
        self.assertFalse(self.home.exists())

    def test_home_by_environment(self):
        run = Run(None, "list", env={"IX_HOME": str(self.home)})
        self.refused(run, 3, "IX_ERROR_SIGNED_OUT")

    def test_login_bad_addresses(self):
        def login(server):
            return Run(self.home, "login", "--server", server, "--user", "a", "--password-stdin",
                       stdin="secret")
        for server in ("not a url", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999"):
            with self.subTest(server=server):
                self.refused(login(server), 1, "IX_ERROR_INVALID_URL")
        self.refused(login(f"http://127.0.0.1:{closed_port()}"), 4, "IX_ERROR_UNREACHABLE")
        # The folder is there now, and still nobody in it.
        for words in (["status"], ["list"], ["send", "--to", "6135550123", "x"]):
            self.refused(Run(self.home, *words), 3, "IX_ERROR_SIGNED_OUT")

    def test_login_keeps_the_password_out_of_output_and_files(self):
        run = self.sign_in()
        account = run.rows[0]["account"]
        self.assertEqual((account["session"], account["user"], account["display_name"]),
                         ("signed_in", small_server.USER, "Ana Lopez"))
        self.assertNotIn("secret", run.out + run.err)
        for path in self.home.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"secret", path.read_bytes())
                self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)
        self.assertEqual(stat.S_IMODE(self.home.stat().st_mode), 0o700)

    def test_home_that_is_a_file_is_1(self):
        self.home.write_text("not a folder")
        run = Run(self.home, "login", "--server", "http://127.0.0.1:1", "--user", "a",
                  "--password-stdin", stdin="x")
        self.refused(run, 1, "IX_ERROR_STORE_NOT_WRITABLE")
        self.assertEqual(self.home.read_text(), "not a folder")

    def overwrite(self, at, content):
        """Writes over the database file, of which no log is left."""
        path = self.home / "cache.db"
        old = path.read_bytes()
        path.write_bytes(old[:at] + content + old[at + len(content):])

    def notice(self, run):
        """The one line on stderr that tells of a database set aside."""
        notice = json.loads(run.err)["notice"]
        self.assertEqual(notice["kind"], "store_set_aside")
        self.assertTrue((self.home / notice["file"]).is_file())
        return notice

    def test_damaged_store_is_set_aside(self):
        self.sign_in()
        item = Run(self.home, "send", "--to", "6135550123", "not sent yet").rows[0]["id"]
        before = (self.home / "cache.db").read_bytes()
        self.overwrite(0, bytes(4096))
        run = Run(self.home, "outbox", "list")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.rows[0]["item"], item)
        notice = self.notice(run)
        self.assertEqual(notice["unsent"], 1)
        self.assertEqual((self.home / notice["file"]).read_bytes()[4096:], before[4096:])
        # Told once; nobody is signed out.
        run = Run(self.home, "status")
        self.assertEqual((run.code, run.err), (0, ""))
        self.assertEqual(run.rows[0]["account"]["user"], small_server.USER)

    def test_file_that_is_no_database_is_set_aside(self):
        self.sign_in()
        (self.home / "cache.db").write_bytes(b"garbage " * 4096)
        run = Run(self.home, "list", as_json=False)
        self.assertEqual(run.code, 0, run.err)
        self.assertIn("cache.db.damaged-", run.err)
        # Who is signed in stood in the credentials, too.
        run = Run(self.home, "sync", "--once")
        self.assertEqual((run.code, run.err), (0, ""))
        self.assertEqual(self.general()["title"], "General")
        # A wipe takes what was set aside with it.
        self.assertTrue(list(self.home.glob("cache.db.damaged-*")))
        run = Run(self.home, "logout", "--wipe")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(list(self.home.glob("cache.db*")), [])

    def test_doctor_on_damaged_stores(self):
        self.sign_in()
        Run(self.home, "send", "--to", "6135550123", "not sent yet")
        healthy = [{"doctor": {"findings": 0, "healthy": True}}]
        self.assertEqual(Run(self.home, "doctor").rows, healthy)

        def sql(*lines):
            with contextlib.closing(sqlite3.connect(self.home / "cache.db")) as database:
                for line in lines:
                    database.execute(line)
                database.commit()
                return database.execute("SELECT rootpage FROM sqlite_master"
                                        " WHERE name = 'reaction'").fetchone()[0]

        # A value that was derived wrongly, and an index that lost a row: repaired in place.
        for check, lines in (
                ("unread", ["UPDATE route SET unread = 7"]),
                ("file", ["PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql ="
                          " 'CREATE INDEX item_failed ON item (route) WHERE state = 1'"
                          " WHERE name = 'item_failed'"])):
            with self.subTest(check):
                root = sql(*lines)
                run = Run(self.home, "doctor")
                self.assertEqual(run.code, 5, run.out + run.err)
                self.assertIn(check, [row["finding"]["check"] for row in run.rows[:-1]])
                run = Run(self.home, "doctor", "--repair")
                self.assertEqual(run.code, 0, run.out + run.err)
                self.assertEqual(Run(self.home, "doctor").rows, healthy)
        # A page of the file: cannot be repaired, the next run sets the file aside.
        self.overwrite((root - 1) * 4096, b"\xa5" * 4096)
        run = Run(self.home, "doctor", "--repair")
        self.assertEqual(run.code, 5, run.out + run.err)
        self.assertIn("file", [row["finding"]["check"] for row in run.rows[:-1]])
        run = Run(self.home, "doctor")
        self.assertEqual((run.code, run.rows), (0, healthy))
        self.assertEqual(self.notice(run)["unsent"], 1)

    def test_pages_end_with_their_page(self):
        self.sign_in()
        for words in (["list"], ["outbox", "list"], ["contacts", "list"]):
            run = Run(self.home, *words)
            self.assertEqual(run.code, 0, run.err)
            self.assertTrue(all("page" not in row for row in run.rows[:-1]))
            self.assertEqual(run.rows[-1], {"page": {"next": None, "more": "start"}})
        self.refused(Run(self.home, "list", "--after", "nonsense"), 1, "IX_ERROR_INVALID_CURSOR")
        self.refused(Run(self.home, "thread", "nonsense"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "outbox", "retry", "nonsense"), 1, "IX_ERROR_NOT_FOUND")

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

    def test_several_people_are_listed(self):
        self.sign_in()
        for number in ("613-555-0101", "613-555-0102"):
            Run(self.home, "contacts", "add", "--name", "Sam", "--number", number)
        run = Run(self.home, "send", "--to", "Sam", "hello")
        self.assertEqual(run.code, 1)
        self.assertEqual(sorted(row["numbers"][0] for row in run.error["candidates"]),
                         ["+16135550101", "+16135550102"])
        self.refused(Run(self.home, "send", "--to", "Nobody", "hello"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "send", "--to", "a", "--to", "b", "hello"), 1,
                     "IX_ERROR_NOT_SUPPORTED")

    def test_send_refuses_what_cannot_leave(self):
        self.sign_in()
        for to, name in (("911", "IX_ERROR_NUMBER_NOT_SENDABLE"),
                         ("212-555-0123", "IX_ERROR_NUMBER_NOT_SENDABLE"),
                         ("900-555-0123", "IX_ERROR_NUMBER_NOT_SENDABLE"),
                         ("555-0123", "IX_ERROR_NUMBER_INVALID")):
            with self.subTest(to=to):
                self.refused(Run(self.home, "send", "--to", to, "hello"), 1, name)
        self.refused(Run(self.home, "send", "--to", "613-555-0123", ""), 1, "IX_ERROR_TEXT_EMPTY")
        self.refused(Run(self.home, "send", "--in", "nonsense", "x"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "send", "--to", "613-555-0123", " \n"), 1,
                     "IX_ERROR_TEXT_EMPTY")
        self.assertEqual([row["title"] for row in Run(self.home, "list").rows[:-1]], ["General"])
        self.assertEqual(len(Run(self.home, "outbox", "list").rows), 1)

    def test_list_and_thread(self):
        self.sign_in()
        general = self.general()
        self.assertEqual((general["kind"], general["title"], general["can_send"]),
                         ("channel", "General", True))
        self.assertEqual(general["routes"][0]["kind"], "channel")
        self.assertEqual(general["preview"]["direction"], "in")
        run = Run(self.home, "thread", general["id"])
        messages = [row for row in run.rows if row.get("kind") == "message"]
        self.assertEqual([row["text"] for row in messages], ["Bonjour", "bell\x07 \x1b[31m"])
        self.assertEqual(messages[0]["sender"], {"id": "@bob:pbx.test", "name": "Bob"})
        self.assertEqual((messages[0]["state"], messages[0]["direction"]), ("received", "in"))
        self.assertIn("page", run.rows[-1])
        # A terminal must not obey what somebody wrote.
        text = Run(self.home, "thread", general["id"], as_json=False).out
        self.assertIn("bell", text)
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\x07", text)
        self.assertEqual(len(Run(self.home, "list", "--filter", "direct").rows), 1)

    def test_thread_in_both_directions(self):
        self.sign_in()
        second = self.server.events[1]["event_id"]
        plus_one = {"m.relates_to": {"rel_type": "m.annotation", "event_id": second, "key": "+1"}}
        with self.server.lock:
            self.server.add("m.reaction", plus_one)
            self.server.add("m.reaction", plus_one, small_server.USER)
        self.assertEqual(Run(self.home, "sync").code, 0)
        general = self.general()["id"]
        items = Run(self.home, "thread", general).rows[:-1]
        messages = [row for row in items if row["kind"] == "message"]
        self.assertEqual([m["reactions"] for m in messages],
                         [[], [{"key": "+1", "count": 2, "mine": True}]])
        self.assertEqual([m["unread"] for m in messages], [True, True])
        around = Run(self.home, "thread", general, "--first-unread", "--limit", "1").rows
        self.assertEqual((around[0]["text"], around[-1]["page"]["row"]), ("Bonjour", 0))
        same = Run(self.home, "thread", general, "--around", messages[0]["id"], "--limit", "1").rows
        self.assertEqual(same, around)
        newer = Run(self.home, "thread", general, "--after", around[-1]["page"]["newer"]).rows
        self.assertEqual([row["id"] for row in newer[:-1]], [messages[1]["id"]])
        self.assertEqual(newer[-1]["page"]["newer"], None)
        older = Run(self.home, "thread", general, "--before", newer[-1]["page"]["next"]).rows
        self.assertEqual(older[-2]["id"], messages[0]["id"])
        self.refused(Run(self.home, "thread", general, "--around", "i999"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "thread", general, "--after", "n1.forged"), 1,
                     "IX_ERROR_INVALID_CURSOR")

    def test_search(self):
        self.sign_in()
        general = self.general()
        run = Run(self.home, "search", "bonj")
        hit, end = run.rows
        self.assertEqual((hit["item"]["text"], hit["item"]["conversation"]),
                         ("Bonjour", general["id"]))
        self.assertEqual(hit["match"],
                         {"field": "text", "snippet": "Bonjour", "ranges": [[0, 7]]})
        self.assertEqual(end, {"page": {"next": None, "more": "start"}})
        titled = Run(self.home, "search", "GENERAL").rows[0]
        self.assertEqual(titled["conversation"]["id"], general["id"])
        self.assertEqual(titled["match"]["field"], "title")
        self.assertEqual(len(Run(self.home, "search", "bonj", "--filter", "direct").rows), 1)
        self.assertEqual(len(Run(self.home, "search", "bonj", "--in", general["id"]).rows), 2)
        self.refused(Run(self.home, "search", "a", "--in", "nonsense"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "search", "x" * 1001), 1, "IX_ERROR_INVALID_ARGUMENT")
        # A terminal must not obey what somebody wrote.
        text = Run(self.home, "search", "bell", as_json=False).out
        self.assertIn("*bell*", text)
        self.assertNotIn("\x1b", text)

    def test_doctor(self):
        self.sign_in()
        healthy = {"doctor": {"findings": 0, "healthy": True}}
        run = Run(self.home, "doctor")
        self.assertEqual((run.code, run.rows), (0, [healthy]))
        with contextlib.closing(sqlite3.connect(self.home / "cache.db")) as database, database:
            database.execute("UPDATE route SET unread = unread + 3, has_call = 0")
        run = Run(self.home, "doctor")
        self.assertEqual(run.code, 5)
        finding = run.rows[0]["finding"]
        self.assertEqual((finding["check"], finding["repaired"]), ("unread", False))
        self.assertRegex(finding["first"], "^r[0-9]+$")
        self.assertFalse(run.rows[-1]["doctor"]["healthy"])
        self.assertIn("--repair", Run(self.home, "doctor", as_json=False).err)
        run = Run(self.home, "doctor", "--repair")
        self.assertEqual((run.code, run.rows[0]["finding"]["repaired"]), (0, True))
        self.assertEqual(Run(self.home, "doctor").rows, [healthy])
        self.assertEqual(Run(self.home, "doctor", as_json=False).out, "All is well.\n")
        self.refused(Run(self.home, "doctor", "x"), 2, "IX_ERROR_INVALID_ARGUMENT")

    def test_send_leaves_with_the_next_sync_or_with_wait(self):
        self.sign_in()
        general = self.general()["id"]
        later = Run(self.home, "send", "--in", general, "later").rows[0]
        self.assertEqual((later["state"], later["text"], later["conversation"]),
                         ("queued", "later", general))
        self.assertEqual(len(self.server.sent), 0)
        entry = Run(self.home, "outbox", "list").rows[0]
        self.assertEqual((entry["item"], entry["op"], entry["state"]),
                         (later["id"], "send", "queued"))
        run = Run(self.home, "sync", "--once")
        self.assertEqual((run.code, run.rows), (0, [{"sync": {"outbox": 0}}]))
        self.assertEqual(len(self.server.sent), 1)
        now = Run(self.home, "send", "--in", general, "-", "--wait=20", stdin="now\n")
        self.assertEqual((now.code, now.rows[0]["state"], now.rows[0]["text"]),
                         (0, "accepted", "now"))
        self.assertEqual(len(self.server.sent), 2)
        waited = Run(self.home, "send", "--in", general, "x", "--wait=1", "--until", "delivered")
        self.assertEqual((waited.code, waited.rows[0]["state"]), (1, "accepted"))

    def test_send_that_the_server_refuses(self):
        self.sign_in()
        self.server.refuse_sends = True
        run = Run(self.home, "send", "--in", self.general()["id"], "no", "--wait=20")
        self.assertEqual((run.code, run.rows[0]["state"]), (1, "failed"))
        failure = run.rows[0]["failure"]
        self.assertEqual(failure["code"], run.error["name"])
        self.assertEqual(failure["origin"], "service")
        entry = Run(self.home, "outbox", "list").rows[0]
        self.assertEqual(entry["failure"]["code"], failure["code"])
        self.server.refuse_sends = False
        self.assertEqual(Run(self.home, "outbox", "retry", entry["id"]).code, 0)
        self.assertEqual(Run(self.home, "sync").code, 0)
        self.assertEqual(len(self.server.sent), 1)

    def test_unreachable_is_4_and_loses_nothing(self):
        self.sign_in()
        general = self.general()["id"]
        self.stop_server()
        self.refused(Run(self.home, "sync"), 4, "IX_ERROR_UNREACHABLE")
        run = Run(self.home, "send", "--in", general, "kept", "--wait=1")
        self.assertEqual((run.code, run.rows[0]["state"]), (4, "queued"))
        self.assertEqual(Run(self.home, "thread", general).rows[-2]["text"], "kept")
        self.assertEqual(len(Run(self.home, "outbox", "list").rows), 2)

    def test_follow_prints_items_once(self):
        self.sign_in()
        speaker = threading.Timer(1.0, self.server.say, ["news"])
        speaker.start()
        self.addCleanup(speaker.join)
        run = Run(self.home, "sync", "--follow", "--for", "3")
        self.assertEqual(run.code, 0, run.err)
        events = [row["event"] for row in run.rows]
        self.assertEqual([e["item"]["text"] for e in events if e["kind"] == "item"], ["news"])
        self.assertIn("General", [e["conversation"]["title"] for e in events
                                  if e["kind"] == "conversation"])

    def test_sign_in_refused_and_sign_out(self):
        self.sign_in()
        self.refused(self.login("wrong"), 3, "IX_ERROR_SIGN_IN_REFUSED")
        self.assertEqual(self.login(small_server.PASSWORD).code, 0)
        Run(self.home, "send", "--in", self.general()["id"], "unsent")
        run = Run(self.home, "logout", "--wipe")
        self.refused(run, 1, "IX_ERROR_UNSENT_ITEMS")
        self.assertEqual([row["op"] for row in run.error["unsent"]], ["send"])
        self.assertEqual(Run(self.home, "logout").code, 0)
        status = Run(self.home, "status")
        self.assertEqual((status.code, status.rows[0]["account"]["session"]), (3, "signed_out"))
        self.assertEqual(self.general()["title"], "General")
        self.refused(Run(self.home, "sync"), 3, "IX_ERROR_SIGNED_OUT")
        self.refused(Run(self.home, "sync", "--follow"), 3, "IX_ERROR_SIGNED_OUT")
        self.assertEqual(Run(self.home, "logout", "--wipe", "--force").code, 0)
        self.refused(Run(self.home, "list"), 3, "IX_ERROR_SIGNED_OUT")

    def test_number(self):
        for text, wanted in (
                ("613-555-0123", {"e164": "+16135550123", "class": "canadian", "sendable": True,
                                  "verified": True, "region": "CA",
                                  "national": "(613) 555-0123"}),
                ("911", {"class": "emergency", "sendable": False, "reason": "emergency"}),
                ("+44 20 7946 0958", {"class": "international", "sendable": False,
                                      "reason": "international"}),
                ("nonsense", {"class": "invalid", "sendable": False, "reason": "invalid"})):
            with self.subTest(text=text):
                run = Run(None, "number", text)
                self.assertEqual(run.code, 0, run.err)
                row = run.rows[0]
                self.assertEqual(row["input"], text)
                self.assertEqual({key: row.get(key) for key in wanted}, wanted)
        self.assertNotIn("e164", Run(None, "number", "911").rows[0])
        self.refused(Run(None, "number", os.fsdecode(b"613\xff")), 1, "IX_ERROR_INVALID_UTF8")

    def test_people_get_text_and_errors_on_stderr(self):
        run = Run(self.home, "list", as_json=False)
        self.assertEqual((run.code, run.out), (3, ""))
        self.assertIn("ix login", run.err)
        self.assertNotIn("{", run.err)


if __name__ == "__main__":
    IX = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
