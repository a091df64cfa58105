#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The contract of ix that needs no server: exit codes, JSON on stdout and stderr, bad input.

    cli_contract.py IX
"""
import os
import pathlib
import stat
import threading

import cli_case
import small_server
from cli_case import Case, Run, closed_port


class Contract(Case):
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
                      ["send", "--to", "a", "--attach"], ["attachment"], ["attachment", "list"],
                      ["attachment", "get", "a1"], ["attachment", "get", "--out", "x"],
                      ["attachment", "put", "a1"],
                      ["send", "--to", "a", "--at", "1", "hello"],
                      ["sync", "--once", "--follow"], ["sync", "--for", "3"],
                      ["outbox", "send"], ["outbox", "retry"], ["outbox", "reschedule", "1", "2"],
                      ["recipients", "a", "b"],
                      ["recipients", "--limit", "51"], ["draft", "r1", "--reply-to", "i1"],
                      ["contacts", "add"], ["contacts", "edit", "1"], ["contacts", "import"],
                      ["contacts", "list", "--name", "x"], ["contacts", "search"], ["number"],
                      ["search"], ["search", "a", "b"], ["search", "a", "--filter", "odd"],
                      ["edit"], ["edit", "i1"], ["edit", "i1", "a", "b"], ["delete"],
                      ["delete", "i1", "i2"], ["react", "i1"], ["react", "i1", "+1", "--off"],
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
                      ["channel"], ["channel", "create"], ["channel", "join", "#a:b", "x"],
                      ["channel", "invite", "r1"], ["channel", "leave", "r1", "--topic", "x"],
                      ["logout", "--force"], ["--log", "loud", "list"], ["status", "x"],
                      ["--timeout", "0", "list"], ["--timeout", "soon", "list"],
                      ["login", "--user", "a", "--password-stdin"],
                      ["login", "--server", "http://127.0.0.1:1", "--user", "a"],
                      ["login", "--server", "http://127.0.0.1:1", "--user", "a",
                       "--password-stdin", "--token-stdin"]):
            with self.subTest(words=words):
                self.refused(Run(self.home, *words, stdin="x"), 2, "IX_ERROR_INVALID_ARGUMENT")
        self.assertFalse(self.home.exists())

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

    def test_a_message_with_a_time(self):
        self.sign_in()
        general = self.general()["id"]
        later = Run(self.home, "send", "--in", general, "--at", "+2h", "later").rows[0]
        self.assertEqual((later["state"], later["waiting_for"]), ("queued", "scheduled"))
        self.assertEqual(Run(self.home, "send", "--in", general, "now", "--wait=20").code, 0)
        self.assertEqual(len(self.server.sent), 1)  # nothing waits for it
        entry = Run(self.home, "outbox", "list").rows[0]
        self.assertEqual((entry["item"], entry["send_at_ms"]), (later["id"], later["send_at_ms"]))
        self.refused(Run(self.home, "outbox", "reschedule", entry["id"], "2001-01-01T00:00Z"), 1,
                     "IX_ERROR_INVALID_ARGUMENT")
        self.assertEqual(Run(self.home, "outbox", "reschedule", entry["id"], "+3h").code, 0)
        moved = Run(self.home, "outbox", "list").rows[0]
        self.assertAlmostEqual(moved["send_at_ms"] - entry["send_at_ms"], 3600000, delta=600000)
        self.assertEqual(Run(self.home, "outbox", "retry", entry["id"]).code, 0)
        self.assertEqual(Run(self.home, "sync").code, 0)
        self.assertEqual(len(self.server.sent), 2)

    def test_drafts_and_recipients(self):
        self.sign_in()
        general = self.general()["id"]
        item = Run(self.home, "thread", general).rows[0]["id"]
        self.assertEqual(Run(self.home, "draft", general, "half", "--reply-to", item).code, 0)
        self.assertEqual((self.general()["draft"], self.general()["draft_reply_to"]),
                         ("half", item))
        self.refused(Run(self.home, "draft", general, "x", "--reply-to", "i999"), 1,
                     "IX_ERROR_NOT_FOUND")
        found = Run(self.home, "recipients", "gen").rows[0]
        self.assertEqual((found["kind"], found["conversation"], found["sendable"]),
                         ("channel", general, True))
        typed = Run(self.home, "recipients", "(416) 555-0177").rows[0]
        self.assertEqual((typed["kind"], typed["address"], typed["class"], typed["typed"]),
                         ("number", "+14165550177", "canadian", True))
        emergency = Run(self.home, "recipients", "911").rows[0]
        self.assertEqual((emergency["sendable"], emergency["reason"]), (False, "emergency"))

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

    def test_edit_delete_react(self):
        self.sign_in()
        general = self.general()["id"]
        item = Run(self.home, "send", "--in", general, "at noon", "--wait=20").rows[0]["id"]
        edited = Run(self.home, "edit", item, "at one").rows
        self.assertEqual(len(edited), 1)
        self.assertEqual((edited[0]["text"], edited[0]["edited"], edited[0]["change_pending"]),
                         ("at one", True, True))
        self.assertEqual([(row["op"], row["item"]) for row in
                          Run(self.home, "outbox", "list").rows[:-1]], [("edit", item)])
        reacted = Run(self.home, "react", item, "+1").rows[0]
        self.assertEqual(reacted["reactions"], [{"key": "+1", "count": 1, "mine": True}])
        self.assertEqual(Run(self.home, "sync", "--once").code, 0)
        row = Run(self.home, "thread", general).rows[-2]
        self.assertEqual((row["id"], row["text"], row["edited"]), (item, "at one", True))
        self.assertNotIn("change_pending", row)
        self.assertEqual(row["reactions"], reacted["reactions"])
        back = Run(self.home, "react", item, "+1", "--remove").rows[0]
        self.assertEqual(back["reactions"], [])
        deleted = Run(self.home, "delete", item).rows[0]
        self.assertEqual((deleted["deleted"], "text" in deleted), (True, False))
        self.assertEqual(Run(self.home, "sync", "--once").code, 0)
        self.assertEqual(len(Run(self.home, "outbox", "list").rows), 1)
        for file in self.home.iterdir():
            self.assertNotIn(b"at noon", file.read_bytes(), file.name)
            self.assertNotIn(b"at one", file.read_bytes(), file.name)
        self.assertIn("[deleted]", Run(self.home, "thread", general, as_json=False).out)

    def test_edit_and_delete_of_what_has_not_left(self):
        self.sign_in()
        general = self.general()["id"]
        item = Run(self.home, "send", "--in", general, "at noon").rows[0]["id"]
        row = Run(self.home, "edit", item, "-", stdin="at one\n").rows[0]
        self.assertEqual((row["text"], row["edited"], row["state"]), ("at one", False, "queued"))
        self.assertEqual(Run(self.home, "delete", item).rows, [{"id": item, "deleted": True}])
        self.refused(Run(self.home, "delete", item), 1, "IX_ERROR_NOT_FOUND")
        self.assertEqual(Run(self.home, "sync", "--once").code, 0)
        self.assertEqual(self.server.sent, {})

    def test_what_cannot_be_done_to_an_item(self):
        self.sign_in()
        items = Run(self.home, "thread", self.general()["id"]).rows
        theirs = next(row["id"] for row in items if row.get("text") == "Bonjour")
        for words, name in ((["edit", theirs, "Bonsoir"], "IX_ERROR_CANNOT_SEND"),
                            (["edit", "i999", "x"], "IX_ERROR_NOT_FOUND"),
                            (["edit", "nonsense", "x"], "IX_ERROR_NOT_FOUND"),
                            (["edit", theirs, "\udcff"], "IX_ERROR_INVALID_UTF8"),
                            (["react", theirs, ""], "IX_ERROR_TEXT_EMPTY"),
                            (["react", theirs, "a" * 201], "IX_ERROR_TEXT_TOO_LARGE"),
                            (["delete", "i999"], "IX_ERROR_NOT_FOUND")):
            with self.subTest(words=words):
                self.refused(Run(self.home, *words), 1, name)
        self.assertEqual(len(Run(self.home, "outbox", "list").rows), 1)
        # The server refuses: what there is comes back, and the outbox says why.
        self.assertTrue(Run(self.home, "delete", theirs).rows[0]["deleted"])
        Run(self.home, "sync", "--once")
        row = next(row for row in Run(self.home, "thread", self.general()["id"]).rows
                   if row.get("id") == theirs)
        self.assertEqual((row["text"], row["deleted"], row["change_failed"]),
                         ("Bonjour", False, True))
        entry = Run(self.home, "outbox", "list").rows[0]
        self.assertEqual((entry["op"], entry["state"], entry["failure"]["code"], entry["item"]),
                         ("delete", "failed", "IX_ERROR_REFUSED", theirs))

    def test_time_up_in_the_middle_of_an_attempt_tells_the_failure_before_it(self):
        self.sign_in()
        self.server.hold_sends = 30
        # Attempts end after a second, and nearly all of the time one is under way.
        run = Run(self.home, "--timeout", "1", "send", "--in", self.general()["id"], "slow",
                  "--wait=8")
        self.assertEqual((run.code, run.error["name"]), (4, "IX_ERROR_TIMEOUT"), run.err)
        self.assertIn("not sent yet", run.error["message"])
        self.assertEqual(Run(self.home, "outbox", "list").rows[0]["item"], run.rows[0]["id"])

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
        self.assertEqual(Run(None, "number", "613-555-0123 poste 77").rows[0]["extension"], "77")
        self.refused(Run(None, "number", os.fsdecode(b"613\xff")), 1, "IX_ERROR_INVALID_UTF8")

    def test_what_may_be_texted(self):
        def told(*words, env=None):
            row = Run(None, *words, env=env).rows[0]
            return row["sendable"], row.get("reason"), row.get("rule")

        self.assertEqual(told("number", "212 555 0123"), (False, "destination_us", None))
        self.assertEqual(told("--allow", "us,-+1212", "number", "305 555 0123"),
                         (True, None, "us"))
        self.assertEqual(told("number", "212 555 0123", "--allow=us,-+1212"),
                         (False, "destination_us", "-+1212"))
        self.assertEqual(told("number", "+44 20 7946 0958", env={"IX_ALLOW": "all"}),
                         (True, None, "all"))
        self.assertEqual(told("--allow", "all", "number", "911"), (False, "emergency", None))
        self.assertEqual(Run(None, "--allow", "usa", "number", "911").code, 2)

        self.sign_in()
        self.refused(Run(self.home, "send", "--to", "212 555 0123", "hello"), 1,
                     "IX_ERROR_NUMBER_NOT_SENDABLE")
        sent = Run(self.home, "--allow", "us", "send", "--to", "212 555 0123", "hello")
        self.assertEqual(sent.code, 0, sent.err)
        conversation = sent.rows[0]["conversation"]
        # The next run is told nothing of it: its conversation is there, and takes no texts.
        row = [one for one in Run(self.home, "list").rows if one.get("id") == conversation][0]
        self.assertFalse(row["can_send"])
        self.assertEqual(row["routes"][0]["reason"], "destination_us")
        again = Run(self.home, "send", "--in", conversation, "again")
        self.refused(again, 1, "IX_ERROR_NUMBER_NOT_SENDABLE")
        self.assertIn("\"us\"", again.error["message"])
        self.assertEqual(Run(self.home, "send", "--in", conversation, "again",
                             env={"IX_ALLOW": "+1212"}).code, 0)

    def test_table_of_area_codes(self):
        table = Run(None, "number", "--table", as_json=False).out
        self.assertEqual(Run(None, "number", "--table").rows[0]["area_codes"], table)
        file = pathlib.Path(self.folder.name) / "codes.txt"

        def read(text, *more):
            file.write_text(text)
            return Run(None, "--area-codes", file, *more, "number", "299 555 0123")

        self.assertEqual(read(table).rows[0]["class"], "nanp_unknown")
        lines = table.splitlines()
        newer = "\n".join([lines[0], "date 2031-01-01", "canadian CA 299", *lines[2:-1],
                           f"end {int(lines[-1].split()[1]) + 1}"])
        self.assertEqual(read(newer).rows[0]["class"], "canadian")
        self.assertEqual(Run(None, "number", "299 555 0123",
                             env={"IX_AREA_CODES": str(file)}).rows[0]["class"], "canadian")
        run = read(newer.replace("299", "29"))
        self.refused(run, 1, "IX_ERROR_INVALID_ARGUMENT")
        self.assertIn("line 3", run.error["message"])
        run = read(newer.replace("2031", "2001"))
        self.refused(run, 1, "IX_ERROR_INVALID_ARGUMENT")
        self.assertIn("older", run.error["message"])
        self.assertEqual(read("").code, 2)
        self.assertEqual(Run(None, "--area-codes", "/nowhere", "number", "911").code, 2)

    def test_sms_parts(self):
        for words, wanted in (
                (["Salut"], ("gsm7", 5, 1, 155, [])),
                ([""], ("gsm7", 0, 0, 160, [])),
                (["Ça va être bien ✨ d’accord"],
                 ("ucs2", 26, 1, 44, [("ê", 1, "e"), ("✨", 1, None), ("’", 1, "'")])),
                (["ê" * 71], ("ucs2", 71, 2, 63, [("ê", 71, "e")])),
                (["a" * 305, "--from", "+18005550123"], ("gsm7", 305, 3, 151, [])),
                (["a\u200bb"], ("ucs2", 3, 1, 67, [("\u200b", 1, "")]))):
            with self.subTest(words=words):
                run = Run(None, "sms-parts", *words)
                self.assertEqual(run.code, 0, run.err)
                row = run.rows[0]
                flips = [(one["char"], one["count"], one.get("replacement"))
                         for one in row["flips"]]
                self.assertEqual((row["encoding"], row["units"], row["parts"], row["remaining"],
                                  flips), wanted)
        self.refused(Run(None, "sms-parts", "a", "--from", "hello"), 1,
                     "IX_ERROR_INVALID_ARGUMENT")
        self.refused(Run(None, "sms-parts", "a" * 65537), 1, "IX_ERROR_INVALID_ARGUMENT")
        self.assertEqual(Run(None, "sms-parts").code, 2)

    def test_people_get_text_and_errors_on_stderr(self):
        run = Run(self.home, "list", as_json=False)
        self.assertEqual((run.code, run.out), (3, ""))
        self.assertIn("ix login", run.err)
        self.assertNotIn("{", run.err)


if __name__ == "__main__":
    cli_case.main()
