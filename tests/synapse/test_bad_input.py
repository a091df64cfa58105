# SPDX-License-Identifier: Apache-2.0
"""Bad input, on a real homeserver: a clear error, the right exit code, nothing lost."""

import pathlib
import sqlite3
import time
import unittest

import support
from company import CHEZ_LUCIE
from fixture import free_port
from ix_cli import Ix


class SignIn(support.CompanyTest):
    def refused(self, name, code, server, user="alex", password=None, options=()):
        ix = self.new_ix(*options)
        run = ix.refused(name, code, "login", "--server", server, "--user", user,
                         "--password-stdin", stdin=password or self.company.PASSWORD)
        self.assertNotIn(self.company.PASSWORD, run.out + run.err)
        # Nobody is signed in by half, and the same folder takes a good sign-in.
        ix.refused("SIGNED_OUT", 3, "sync", "--once")
        return ix

    def test_wrong_url(self):
        for url in ("ftp://127.0.0.1", "not a url", "http://", "127.0.0.1:99999999"):
            with self.subTest(url):
                self.refused("INVALID_URL", 1, url)

    def test_not_a_homeserver(self):
        self.tls_or_skip()
        self.refused("NOT_A_HOMESERVER", 1, self.company.page.url)

    def test_wrong_password(self):
        ix = self.refused("SIGN_IN_REFUSED", 3, self.url, password="wrong")
        ix.login(self.url, "alex", self.company.PASSWORD)
        self.assertTrue(ix.list())

    def test_unknown_user(self):
        self.refused("SIGN_IN_REFUSED", 3, self.url, user="nobody")

    def test_wrong_token(self):
        ix = self.new_ix()
        ix.refused("SIGN_IN_REFUSED", 3, "login", "--server", self.url, "--token-stdin",
                   stdin="syt_wrong")

    def test_unreachable(self):
        self.refused("UNREACHABLE", 4, f"http://127.0.0.1:{free_port()}")

    def test_certificate_untrusted(self):
        self.tls_or_skip()
        self.refused("TLS_UNTRUSTED", 1, self.company.tls.url)

    def test_certificate_for_another_host(self):
        self.tls_or_skip()
        self.refused("TLS_WRONG_HOST", 1, self.company.wrong_host.url,
                     options=("--ca", self.company.ca))

    def test_certificate_of_a_known_authority(self):
        self.tls_or_skip()
        ix = self.new_ix("--ca", self.company.ca)
        ix.login(self.company.tls.url, "alex", self.company.PASSWORD)
        self.assertIn("General", ix.titles())

    def test_another_account_in_the_same_folder(self):
        ix = self.alex()
        before = ix.titles()
        ix.refused("WRONG_ACCOUNT", 1, "login", "--server", self.url, "--user", "sam",
                   "--password-stdin", stdin=self.company.PASSWORD)
        self.assertEqual(ix.titles(), before)

    def test_nobody_signed_in(self):
        for words in (("list",), ("sync", "--once"), ("status",), ("outbox", "list")):
            with self.subTest(words):
                self.new_ix().refused("SIGNED_OUT", 3, *words)

    def tls_or_skip(self):
        if not self.company.facts()["tls_url"]:
            raise unittest.SkipTest("nginx or openssl is not installed")


class Home(support.CompanyTest):
    def login_refused(self, home, name):
        Ix(home).refused(name, 1, "login", "--server", self.url, "--user", "alex",
                         "--password-stdin", stdin=self.company.PASSWORD)

    def test_not_writable(self):
        # Root may write anywhere; nobody can make a folder below a file, or in /sys.
        file = self.folder / "a-file"
        file.write_text("here first")
        self.login_refused(file / "home", "STORE_NOT_WRITABLE")
        self.login_refused(file, "STORE_NOT_WRITABLE")
        self.login_refused("/sys/ix-home", "STORE_NOT_WRITABLE")
        self.assertEqual(file.read_text(), "here first")

    def test_in_use(self):
        ix = self.alex()
        following = ix.start("sync", "--follow", "--for", "60")
        self.addCleanup(self.end, following)
        time.sleep(1)
        run = ix.refused("STORE_IN_USE", 1, "list")
        self.assertIn(str(following.pid), run.error["message"])
        ix.refused("STORE_IN_USE", 1, "send", "--to", CHEZ_LUCIE, "not now")
        self.end(following)
        self.assertTrue(ix.list())

    def end(self, process):
        if process.poll() is None:
            process.terminate()
        process.communicate()

    def test_newer_schema(self):
        ix = self.alex()
        database = pathlib.Path(ix.home) / "cache.db"
        with sqlite3.connect(database) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("PRAGMA user_version = 9999")
        connection.close()
        before = self.content(database)
        ix.refused("STORE_NEWER_SCHEMA", 5, "list")
        ix.refused("STORE_NEWER_SCHEMA", 5, "send", "--to", CHEZ_LUCIE, "no")
        self.assertEqual(self.content(database), before)
        with sqlite3.connect(database) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        self.assertIn("General", ix.titles())

    def content(self, database):
        """Every table, and the schema version. The search indexes as what they are made of: only the
        library has their tokenizer."""
        connection = sqlite3.connect(database)
        try:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1").fetchall()
            return [connection.execute("PRAGMA user_version").fetchone()] + [
                (name, connection.execute(f'SELECT * FROM "{name}"').fetchall())
                for (name,) in tables]
        finally:
            connection.close()

    def test_corrupt(self):
        ix = self.alex()
        database = pathlib.Path(ix.home) / "cache.db"
        for leftover in database.parent.glob("cache.db-*"):
            leftover.unlink()
        database.write_bytes(b"This is no database. " * 4000)
        run = ix.run("sync", "--once")
        self.assertIn("store_set_aside", run.err)
        self.assertIn("General", ix.titles())
        kept = list(database.parent.glob("cache.db.damaged-*"))
        self.assertEqual(len(kept), 1)
        self.assertTrue(kept[0].read_bytes().startswith(b"This is no database."))

    def test_modes(self):
        ix = self.alex()
        home = pathlib.Path(ix.home)
        self.assertEqual(home.stat().st_mode & 0o777, 0o700)
        for file in home.iterdir():
            self.assertEqual(file.stat().st_mode & 0o777, 0o600, file.name)


class Sending(support.CompanyTest):
    def setUp(self):
        self.ix = self.alex()
        self.lucie = self.ix.conversation(CHEZ_LUCIE)
        self.before = (self.ix.texts(self.lucie), self.ix.titles())

    def tearDown(self):
        super().tearDown()
        # Nothing half written: no item, no conversation, nothing in the outbox.
        self.assertEqual((self.ix.texts(self.lucie), self.ix.titles()), self.before)
        self.assertEqual(self.ix.outbox(), [])

    def test_no_number(self):
        for number in ("12345678901234567890", "+1 613 555 014", "00000000", "+999 999 999 999"):
            with self.subTest(number):
                self.ix.refused("NUMBER_INVALID", 1, "send", "--to", number, "text")

    def test_number_that_takes_no_texts(self):
        for number in ("+19005550123", "911"):
            with self.subTest(number):
                run = self.ix.run("send", "--to", number, "text", code=1)
                self.assertIn(run.error["name"], ("IX_ERROR_NUMBER_NOT_SENDABLE", "IX_ERROR_NUMBER_INVALID"))

    def test_nobody_of_this_name(self):
        self.ix.refused("NOT_FOUND", 1, "send", "--to", "Zebulon Nobody", "text")

    def test_several_people_match(self):
        for number in ("+16135550111", "+16135550112"):
            self.ix.run("contacts", "add", "--name", "Jean Roy", "--number", number)
        run = self.ix.run("send", "--to", "Jean Roy", "text", code=1)
        self.assertEqual([c["name"] for c in run.error["candidates"]], ["Jean Roy"] * 2)

    def test_unknown_conversation(self):
        for words in (("thread", "no-such-id"), ("send", "--in", "no-such-id", "text"),
                      ("thread", "r999999"), ("thread", "'; DROP TABLE item; --")):
            with self.subTest(words):
                self.ix.refused("NOT_FOUND", 1, *words)
        self.ix.refused("INVALID_ARGUMENT", 1, "thread", "")

    def test_empty_text(self):
        self.ix.refused("TEXT_EMPTY", 1, "send", "--in", self.lucie, "")
        self.ix.refused("TEXT_EMPTY", 1, "send", "--in", self.lucie, "-", stdin=b"")
        self.ix.refused("TEXT_EMPTY", 1, "send", "--in", self.lucie, " \n\t ")
        self.ix.refused("TEXT_EMPTY", 1, "send", "--to", "+16135550177", "")

    def test_too_large_text(self):
        self.ix.refused("TEXT_TOO_LARGE", 1, "send", "--in", self.lucie, "-",
                        stdin=b"x" * 70_000)
        # Short in characters, long as JSON.
        self.ix.refused("TEXT_TOO_LARGE", 1, "send", "--in", self.lucie, "-",
                        stdin=b"a" + b"\x01" * 20_000)

    def test_text_that_is_not_utf8(self):
        for text in (b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"ab\xc3"):
            with self.subTest(text):
                self.ix.refused("INVALID_UTF8", 1, "send", "--in", self.lucie, "-", stdin=text)

    def test_bad_cursor(self):
        self.ix.refused("INVALID_CURSOR", 1, "list", "--after", "nonsense")
        self.ix.refused("INVALID_CURSOR", 1, "thread", self.lucie, "--before", "nonsense")

    def test_wrong_usage(self):
        for words in (("frobnicate",), ("list", "--nope"), ("list", "--filter", "some"),
                      ("send", "text"), ("thread",), ("list", "--limit", "0"),
                      ("send", "--to", "x", "--in", "y", "text"), ("login",), ("--wrong", "list")):
            with self.subTest(words):
                self.ix.run(*words, code=2)


class Largest(support.CompanyTest):
    def test_the_longest_text_arrives_whole(self):
        ix = self.alex()
        general = ix.titled("General")["id"]
        text = "é" * 25_000  # 50,000 bytes
        ix.run("send", "--in", general, "-", "--wait=30", stdin=text)
        room = self.company.rooms["general"]
        self.assertIn(text, self.sent_by("@alex:pbx.test", room))


if __name__ == "__main__":
    support.main()
