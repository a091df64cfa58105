#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix and the files of an account: the doctor, and a damaged database.

    cli_store.py IX
"""
import contextlib
import json
import sqlite3

import cli_case
import small_server
from cli_case import Case, Run


class StoreFiles(Case):
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

    def test_prune_and_sizes(self):
        self.sign_in()
        self.assertEqual(Run(self.home, "sync", "--once").code, 0)
        sizes = Run(self.home, "sizes").rows
        total = sizes[-1]["sizes"]
        self.assertEqual(total["items"], sum(row["size"]["items"] for row in sizes[:-1]))
        self.assertGreater(total["text_bytes"], 0)
        self.assertGreater(total["metadata_bytes"], 0)
        none = {"max_age_ms": 0, "max_route_items": 0, "max_route_bytes": 0, "max_total_bytes": 0}
        self.assertEqual(Run(self.home, "prune", "--show").rows,
                         [{"prune": {"items": 0, "rules": none}}])
        rules = {**none, "max_age_ms": 30 * 86400000, "max_route_items": 500}
        run = Run(self.home, "prune", "--days", "30", "--items", "500", "--set")
        self.assertEqual((run.code, run.rows[0]["prune"]["rules"]), (0, rules))
        self.assertEqual(Run(self.home, "prune", "--show").rows[0]["prune"]["rules"], rules)
        # Once, and the account's own rules stay.
        run = Run(self.home, "prune", "--items", "1")
        self.assertEqual((run.code, run.rows[0]["prune"]["rules"]), (0, rules))
        self.assertEqual(Run(self.home, "prune", "--off").rows[0]["prune"]["rules"], none)
        for wrong in (["--days", "0"], ["--items", "x"], ["--off", "--show"], ["--set"], ["7"],
                      ["--off", "--days", "3"]):
            self.assertEqual(Run(self.home, "prune", *wrong).code, 2, wrong)
        self.assertEqual(Run(self.home, "doctor").code, 0)

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

    def test_doctor_tells_people_what_is_wrong_and_what_to_do(self):
        self.sign_in()
        Run(self.home, "send", "--to", "6135550123", "not sent yet")

        def sql(line):
            with contextlib.closing(sqlite3.connect(self.home / "cache.db")) as database, database:
                return database.execute(line).fetchone()

        def doctor(*words):
            run = Run(self.home, "doctor", *words, as_json=False)
            return run.code, run.out.splitlines(), run.err

        self.assertEqual(doctor(), (0, ["All is well."], ""))
        sql("UPDATE preset_count SET unread_items = 99 WHERE preset = 8")
        code, lines, advice = doctor()
        counts = "counts (what presets and badge count): 1 wrong, such as preset_count"
        self.assertEqual((code, lines), (5, [counts]))
        self.assertIn("ix doctor --repair derives it again", advice)
        self.assertEqual(doctor("--repair"),
                         (0, [counts + " - repaired", "All is well again."], ""))
        # The message waits, and nothing would send it.
        sql("DELETE FROM outbox")
        code, lines, advice = doctor()
        self.assertEqual(code, 5)
        self.assertRegex(lines[0], r"^outbox \(what waits to be sent\): 1 wrong, such as i[0-9]+$")
        self.assertEqual(doctor("--repair")[0], 0)
        self.assertEqual(Run(self.home, "outbox", "list").rows[0]["state"], "failed")
        # A page of the file.
        page = sql("SELECT rootpage FROM sqlite_master WHERE name = 'reaction'")[0]
        self.overwrite((page - 1) * 4096, b"\xa5" * 4096)
        code, lines, advice = doctor("--repair")
        self.assertEqual(code, 5)
        self.assertRegex(lines[0], r"^file \(the database file itself\): [0-9]+ wrong")
        self.assertIn("The next ix command sets it aside", advice)
        code, lines, advice = doctor()
        self.assertEqual((code, lines), (0, ["All is well."]))
        self.assertIn("cache.db.damaged-", advice)

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

    def test_doctor_on_files(self):
        """A picked file whose bytes go, with its message; what nobody knows in the media folder."""
        self.sign_in()
        healthy = [{"doctor": {"findings": 0, "healthy": True}}]
        note = self.home.parent / "note.txt"
        note.write_text("bonjour")
        to = self.general()["id"]
        item = Run(self.home, "send", "--in", to, "--attach", note, "voici").rows[0]["id"]
        self.assertEqual(Run(self.home, "doctor").rows, healthy)
        stray = self.home / "media" / "out" / "stray"
        stray.write_text("x")
        run = Run(self.home, "doctor")
        self.assertEqual((run.code, run.rows[0]["finding"]),
                         (5, {"check": "files", "count": 1, "first": "out/stray",
                              "repaired": False}))
        self.assertTrue(stray.exists())
        run = Run(self.home, "doctor", "--repair", as_json=False)
        self.assertEqual((run.code, run.out.splitlines()),
                         (0, ["files (files that came or are to leave): 1 wrong, such as out/stray"
                              " - repaired", "All is well again."]))
        self.assertFalse(stray.exists())
        for path in (self.home / "media" / "out").iterdir():
            path.unlink()
        self.assertEqual(Run(self.home, "doctor", "--repair").code, 0)
        entry = Run(self.home, "outbox", "list").rows[0]
        self.assertEqual((entry["item"], entry["state"], entry["failure"]["code"]),
                         (item, "blocked", "IX_ERROR_FILE_UNREADABLE"))
        self.assertEqual(Run(self.home, "doctor").rows, healthy)

    def test_files_come_out_of_a_damaged_store(self):
        self.sign_in()
        note = self.home.parent / "note.txt"
        note.write_text("bonjour")
        to = self.general()["id"]
        item = Run(self.home, "send", "--in", to, "--attach", note, "voici").rows[0]["id"]
        self.overwrite(0, bytes(4096))
        run = Run(self.home, "outbox", "list")
        self.assertEqual((run.rows[0]["item"], run.rows[0]["state"]), (item, "queued"))
        self.assertEqual(self.notice(run)["unsent"], 1)
        self.assertEqual(Run(self.home, "doctor").code, 0)
        self.assertEqual([path.read_text() for path in (self.home / "media" / "out").iterdir()],
                         ["bonjour"])


if __name__ == "__main__":
    cli_case.main()
