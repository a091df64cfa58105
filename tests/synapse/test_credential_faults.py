# SPDX-License-Identifier: Apache-2.0
"""Faults that concern what a person is signed in with: tokens that end in the middle of something,
and redirects that would carry a credential away."""

import pathlib
import tempfile
import unittest

import support
from fixture import Authority, SkipReason, SynapseServer, faults
from fixture.fault_proxy import FaultProxy
from ix_cli import ix_program
from seat import (CREATE, FIND, LOGIN, MESSAGES, PASSWORD, REFRESH, SEND, SHORT_WAITS, SYNC, Seat, seen)

_EXPIRED = faults.unknown_token(soft_logout=True)
_ENDED = faults.unknown_token(soft_logout=False)


class CredentialTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-credential-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = SynapseServer(python, cls.folder / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.seat = Seat(cls.server, cls.folder, 0)
        cls.addClassCleanup(cls.seat.proxy.close)
        cls.peer = cls.server.register("peer", PASSWORD, "Peer")

    def setUp(self):
        # Its own session: those of other cases are renewed or ended.
        self.ix = self.seat.new_ix()
        self.seat.login(self.ix)
        self.proxy = self.seat.proxy
        self.addCleanup(self.proxy.clear)
        self.conversation = self.ix.titled("Travaux")["id"]

    def tearDown(self):
        self.assertEqual(self.proxy.failures, [])

    def run_ix(self, *words, sees=(0, None), **more):
        run = self.seat.run(self.ix, *words, **more)
        self.assertEqual(seen(run), sees, run)
        return run

    def session(self):
        return self.ix.run("status", code=None).rows[0]["account"]["session"]

    def assert_there_once(self, text):
        self.assertEqual(self.seat.there.texts(self.seat.room).count((self.seat.id, text)), 1)
        self.assertEqual(self.ix.texts(self.conversation).count(("out", text)), 1)
        self.assertEqual(self.ix.outbox(), [])


class Tokens(CredentialTest):
    def renewed_once_by(self, request, *words):
        """The command meets the end of the access token, and nobody notices."""
        before = self.seat.tokens(self.ix)
        self.proxy.script(*request, _EXPIRED, times=1)
        run = self.run_ix(*words)
        self.assertEqual(self.proxy.count(*REFRESH), 1)
        after = self.seat.tokens(self.ix)
        self.assertFalse(set(before) & set(after))
        return run

    def test_the_token_ends_in_a_sync(self):
        self.seat.there.send_text(self.seat.room, "pendant le renouvellement")
        self.renewed_once_by(SYNC, "sync", "--once")
        self.assertIn(("out", "pendant le renouvellement"), self.ix.texts(self.conversation))

    def test_the_token_ends_in_a_send(self):
        self.renewed_once_by(SEND, "send", "--in", self.conversation, "jeton fini", "--wait=60")
        self.assert_there_once("jeton fini")

    def test_the_token_ends_in_a_page_of_history(self):
        filled = self.renewed_once_by(MESSAGES, "thread", self.ix.titled("Archives")["id"],
                                      "--limit", "200", "--fill")
        texts = [row["text"] for row in filled.rows if row["kind"] == "message"]
        self.assertEqual(texts, self.seat.notes)

    def test_the_token_ends_in_making_a_room(self):
        self.renewed_once_by(CREATE, "send", "--to", self.peer.user_id, "bonjour", "--wait=60")
        rooms = list(self.peer.sync()["rooms"]["invite"])
        self.assertEqual(len(rooms), 1)
        self.assertEqual(self.seat.there.texts(rooms[0]), [(self.seat.id, "bonjour")])

    def test_a_server_that_refuses_what_it_renewed_is_not_asked_without_end(self):
        rule = self.proxy.script(*SYNC, _EXPIRED)
        self.run_ix("sync", "--once", sees=(3, "SESSION_EXPIRED"))
        self.assertLessEqual(rule.hits, 3)
        self.assertLessEqual(self.proxy.count(*REFRESH), 3)
        self.assertEqual(self.session(), "signed_in")
        self.proxy.clear()
        self.run_ix("sync", "--once")

    def test_a_send_that_is_refused_after_each_renewal_waits_longer_each_time(self):
        rule = self.proxy.script(*SEND, _EXPIRED)
        self.seat.run(self.ix, "send", "--in", self.conversation, "encore et encore", "--wait=3")
        # 0, 1/4 to 1/2 s, to 1 s, to 2 s ...: a request a millisecond without the pauses.
        self.assertLess(rule.hits, 15)
        self.proxy.clear()
        self.seat.until_sent(self.ix)
        self.assert_there_once("encore et encore")

    def test_a_refresh_token_that_is_used_up_asks_for_a_sign_in(self):
        self.proxy.script(*SYNC, _EXPIRED)
        self.proxy.script(*REFRESH, faults.answer(403, {"errcode": "M_FORBIDDEN"}))
        self.run_ix("sync", "--once", sees=(3, "SIGNED_OUT"))
        self.assertEqual(self.session(), "expired")
        self.assertTrue(self.ix.list())
        self.proxy.clear()
        self.seat.login(self.ix)
        self.run_ix("sync", "--once")

    def test_the_session_ends_while_sending(self):
        """Signed out elsewhere: before the server took the message, and after."""
        taken = faults.answer(401, {"errcode": "M_UNKNOWN_TOKEN", "soft_logout": False},
                              forwarded=True)
        for text, fault in (("fini avant", _ENDED), ("fini après", taken)):
            with self.subTest(text):
                self.proxy.script(*SEND, fault)
                self.run_ix("send", "--in", self.conversation, text, "--wait=60",
                            sees=(3, "SIGNED_OUT"))
                self.assertEqual(self.session(), "signed_out")
                row = self.ix.outbox()[0]
                self.assertEqual(row["state"], "queued")
                self.assertEqual(self.ix.texts(self.conversation)[-1], ("out", text))
                self.proxy.clear()
                self.seat.login(self.ix)
                self.seat.until_sent(self.ix)
                self.assert_there_once(text)

    def test_the_session_ends_anywhere(self):
        archives = self.ix.titled("Archives")["id"]
        for request, words in ((SYNC, ("sync", "--once")),
                               (MESSAGES, ("thread", archives, "--limit", "200", "--fill"))):
            with self.subTest(words):
                self.proxy.script(*request, _ENDED)
                self.run_ix(*words, sees=(3, "SIGNED_OUT"))
                self.proxy.clear()
                self.assertEqual(self.session(), "signed_out")
                self.assertTrue(self.ix.list())  # local data stay
                self.seat.login(self.ix)
                self.run_ix(*words)


class Redirects(CredentialTest):
    """Another host never gets a credential, and its answers are not taken for the server's."""

    def setUp(self):
        super().setUp()
        self.stranger = FaultProxy()
        self.addCleanup(self.stranger.close)
        self.away = faults.redirect(lambda exchange: self.stranger.url + exchange.target)
        # A stranger's word would end the session, if it were believed.
        self.stranger.script("*", "", _ENDED)

    def test_no_request_of_a_session_leaves_for_another_host(self):
        self.proxy.script("*", "", self.away)
        archives = self.ix.titled("Archives")["id"]
        self.run_ix("sync", "--once", sees=(1, "REDIRECT_REFUSED"))
        self.run_ix("thread", archives, "--limit", "200", "--fill", sees=(1, "REDIRECT_REFUSED"))
        run, text = self.seat.send_and_meet(self.ix, ("--in", self.conversation), "détourné",
                                            SHORT_WAITS)
        self.assertEqual(seen(run), (1, "REDIRECT_REFUSED"), run)
        self.assertEqual(self.stranger.seen, [])
        self.assertEqual(self.session(), "signed_in")
        self.proxy.clear()
        self.seat.until_sent(self.ix)
        self.assert_there_once(text)

    def test_a_refresh_token_does_not_leave_for_another_host(self):
        self.proxy.script(*SYNC, _EXPIRED)
        self.proxy.script(*REFRESH, self.away)
        self.run_ix("sync", "--once", sees=(1, "REDIRECT_REFUSED"))
        self.assertEqual(self.stranger.seen, [])
        self.assertEqual(self.session(), "signed_in")

    def test_a_password_does_not_leave_for_another_host(self):
        ix = self.seat.new_ix()
        self.proxy.script(*LOGIN, self.away)
        self.assertEqual(seen(self.seat.login(ix, code=None)), (1, "REDIRECT_REFUSED"))
        self.assertEqual(self.stranger.seen, [])

    def test_the_search_for_the_server_may_be_led_elsewhere_without_credentials(self):
        ix = self.seat.new_ix()
        self.proxy.script(*FIND, self.away)
        self.assertEqual(seen(self.seat.login(ix, code=None)), (1, "NOT_A_HOMESERVER"))
        self.assertEqual([(m, a) for m, _, a in self.stranger.seen], [("GET", None)])

    def test_never_from_https_to_http(self):
        try:
            authority = Authority(self.folder / "authority")
        except SkipReason as reason:
            raise unittest.SkipTest(str(reason)) from reason
        certificate = authority.issue("server", "IP:127.0.0.1")
        secure = FaultProxy(self.server.url, certificate)
        self.addCleanup(secure.close)
        ix = self.seat.new_ix()
        ix.options += ("--ca", authority.certificate)
        words = ("login", "--server", secure.url, "--user", self.seat.user, "--password-stdin")
        for request in (FIND, LOGIN, SYNC):
            with self.subTest(request):
                # The same host, port and all: only the security is gone.
                secure.script(*request, faults.redirect(lambda exchange: self.proxy.url
                                                        + exchange.target))
                self.proxy.clear()
                run = self.seat.run(ix, *words, stdin=PASSWORD)
                self.assertEqual(seen(run), (1, "REDIRECT_REFUSED"), run)
                self.assertEqual(self.proxy.seen, [])
                secure.clear()
        self.assertEqual(self.seat.run(ix, "sync", "--once").code, 0)
        self.assertEqual(secure.failures, [])


if __name__ == "__main__":
    support.main()
