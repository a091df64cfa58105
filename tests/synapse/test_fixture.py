# SPDX-License-Identifier: Apache-2.0
"""Holds the fixture itself against the real homeserver, by plain HTTP calls."""

import json
import socket
import ssl
import tempfile
import unittest
import urllib.error
import urllib.request

import support
from fixture.fault_proxy import FaultProxy
from fixture import (Authority, Client, MatrixError, Nginx, Site, SmsBridge, SynapseServer,
                     Unreachable, wait_for)

CUSTOMER = "+16135550142"


class Fixture(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        cls.folder = tempfile.TemporaryDirectory(prefix="ix-fixture-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.bridge = SmsBridge()
        cls.server = SynapseServer(python, cls.folder.name + "/hs",
                                   registrations=[cls.bridge.registration()])
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.bridge.start(cls.server.url)
        cls.addClassCleanup(cls.bridge.stop)
        cls.alex = cls.server.register("alex", "pass-alex", "Alex Morgan")
        cls.marie = cls.server.register("marie", "pass-marie", "Marie Tremblay")

    def tearDown(self):
        self.assertEqual(self.bridge.failures, [])

    def test_two_users_talk(self):
        room = self.alex.create_direct(self.marie.user_id)
        self.marie.join(room)
        self.alex.send_text(room, "Bonjour Marie")
        self.marie.send_text(room, "Bonjour Alex")
        self.assertEqual([text for _, text in self.alex.texts(room)],
                         ["Bonjour Marie", "Bonjour Alex"])
        self.assertIn(room, self.alex.account_data("m.direct")[self.marie.user_id])

    def test_wrong_password_is_refused(self):
        with self.assertRaises(MatrixError) as caught:
            self.server.client("alex", "wrong")
        self.assertEqual(caught.exception.code, "M_FORBIDDEN")

    def test_a_ghost_cannot_be_taken(self):
        with self.assertRaises(MatrixError) as caught:
            self.server.register("sms_16135559999", "x")
        self.assertEqual(caught.exception.code, "M_EXCLUSIVE")

    def test_third_party_lookup(self):
        protocols = self.alex.call("GET", "/_matrix/client/v3/thirdparty/protocols")
        self.assertEqual(protocols["sms"]["user_fields"], ["phone"])
        path = "/_matrix/client/v3/thirdparty/user/sms"
        found = self.alex.call("GET", path, query={"phone": CUSTOMER})
        self.assertEqual(found[0]["userid"], self.bridge.ghost_id(CUSTOMER))
        self.bridge.set_no_such_number("+16135550199")
        self.assertEqual(self.alex.call("GET", path, query={"phone": "+16135550199"}), [])

    def sms_room(self, number):
        """A new number, as a client opens it: nobody knows its ghost before."""
        room = self.alex.create_direct(self.bridge.ghost_id(number))
        wait_for(lambda: self.bridge.ghost_id(number) in self.alex.joined_members(room), 10,
                 "the ghost joined")
        return room

    def statuses(self, room):
        return [e["content"]["status"] for e in self.alex.messages(room)
                if e["type"] == "com.beeper.message_send_status"]

    def test_sms_out_is_delivered_read_and_answered(self):
        self.bridge.set_carrier("+14165550101", answer=lambda text: "Re: " + text)
        room = self.sms_room("+14165550101")
        event = self.alex.send_text(room, "Vos fleurs sont prêtes")
        wait_for(lambda: (self.bridge.ghost_id("+14165550101"), "Re: Vos fleurs sont prêtes")
                 in self.alex.texts(room), 10, "the answer")
        sent = self.bridge.outgoing("+14165550101")
        self.assertEqual([(s["text"], s["event_id"]) for s in sent],
                         [("Vos fleurs sont prêtes", event)])
        self.assertEqual(self.statuses(room), ["SUCCESS"])
        receipts = self.alex.sync()["rooms"]["join"][room]["ephemeral"]["events"]
        self.assertIn(event, json.dumps([e for e in receipts if e["type"] == "m.receipt"]))
        state = self.alex.call("GET", f"/_matrix/client/v3/rooms/{room}/state")
        bridge = [e["content"] for e in state if e["type"] == "uk.half-shot.bridge"]
        self.assertEqual([(b["protocol"]["id"], b["org.interactions.own_number"]) for b in bridge],
                         [("sms", self.bridge.own_number)])

    def test_carrier_refuses_delays_or_is_silent(self):
        self.bridge.set_carrier("+14165550102", "refuse")
        self.bridge.set_carrier("+14165550103", "silent")
        self.bridge.set_carrier("+14165550104", "delay", seconds=0.5)
        refused, silent, late = (self.sms_room(f"+1416555010{n}") for n in (2, 3, 4))
        for room in (refused, silent, late):
            self.alex.send_text(room, "?")
        wait_for(lambda: len(self.bridge.outgoing("+14165550104")) == 1, 10, "the late one left")
        wait_for(lambda: self.statuses(late) == ["SUCCESS"], 10, "the late one arrived")
        self.assertEqual(self.statuses(refused), ["FAIL_PERMANENT"])
        self.assertEqual(len(self.bridge.outgoing("+14165550103")), 1)
        self.assertEqual(self.statuses(silent), [])

    def test_incoming_sms_and_call_from_an_unknown_number(self):
        number = "+18195550105"
        self.bridge.incoming(number, "Allo, êtes-vous ouvert?", self.alex.user_id)
        room = self.bridge.room_of(number, self.alex.user_id)
        invite = self.alex.sync()["rooms"]["invite"][room]["invite_state"]["events"]
        mine = [e["content"] for e in invite if e.get("state_key") == self.alex.user_id]
        self.assertTrue(mine[0]["is_direct"])
        self.alex.join(room)
        self.bridge.call_record(number, self.alex.user_id, "in", "missed", started_ms=1700000000000)
        call = self.alex.messages(room)[-1]
        self.assertEqual(call["type"], "org.interactions.call")
        self.assertEqual(call["origin_server_ts"], 1700000000000)
        self.assertEqual(call["content"]["outcome"], "missed")

    def test_limited_profile(self):
        with SynapseServer(support.synapse_python(), profile="limited") as server:
            user = server.register("limited", "pass")
            room = user.create_room()
            with self.assertRaises(MatrixError) as caught:
                for _ in range(10):
                    user.send_text(room, "x")
            self.assertEqual(caught.exception.code, "M_LIMIT_EXCEEDED")
            with self.assertRaises(MatrixError) as caught:
                user.upload(b"x" * 2000, "text/plain", "x.txt")
            self.assertEqual(caught.exception.status, 413)
            root = server.root
        self.assertFalse(root.exists())

    def test_nginx(self):
        folder = self.folder.name + "/nginx"
        authority = Authority(folder + "/ca")
        good = Site(authority.issue("good", "DNS:localhost,IP:127.0.0.1"), self.server.url)
        wrong = Site(authority.issue("wrong", "DNS:other.example"), self.server.url)
        page = Site()
        nginx = Nginx(folder, [good, wrong, page]).start()
        self.addCleanup(nginx.stop)
        trusting = ssl.create_default_context(cafile=authority.certificate)
        path = "/_matrix/client/versions"
        with urllib.request.urlopen(good.url + path, context=trusting) as reply:
            self.assertIn("versions", json.load(reply))
        for url, context in ((good.url, ssl.create_default_context()), (wrong.url, trusting)):
            with self.assertRaises(urllib.error.URLError) as caught:
                urllib.request.urlopen(url + path, context=context)
            self.assertIsInstance(caught.exception.reason, ssl.SSLCertVerificationError)
        with urllib.request.urlopen(page.url + path) as reply:
            self.assertIn("text/html", reply.headers["Content-Type"])
        trusting.set_alpn_protocols(["h2"])
        with socket.create_connection(("127.0.0.1", good.port)) as plain:
            with trusting.wrap_socket(plain, server_hostname="localhost") as secure:
                self.assertEqual(secure.selected_alpn_protocol(), "h2")

    def test_the_proxy_forwards_nothing_of_who_died_in_the_middle(self):
        proxy = FaultProxy(self.server.url)
        self.addCleanup(proxy.close)
        whole = b"PUT /whole HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd"
        for cut in (len(whole) - 1, whole.index(b"Content") + 3):
            with socket.create_connection(("127.0.0.1", proxy.port)) as line:
                line.sendall(whole[:cut])
                line.shutdown(socket.SHUT_WR)
                self.assertEqual(line.recv(100), b"")
        with socket.create_connection(("127.0.0.1", proxy.port)) as line:
            line.sendall(whole)
            self.assertTrue(line.recv(100).startswith(b"HTTP/1.1 404"))
        self.assertEqual([path for _, path, _ in proxy.seen], ["/whole"])

    def test_zz_restart_keeps_the_data_and_the_bridge(self):
        number = "+14165550106"
        room = self.sms_room(number)
        self.alex.send_text(room, "before")
        wait_for(lambda: self.bridge.outgoing(number), 10, "the first SMS")
        self.server.stop()
        with self.assertRaises(Unreachable):
            Client(self.server.url).call("GET", "/health")
        self.server.start()
        again = self.server.client("alex", "pass-alex")
        again.send_text(room, "after")
        wait_for(lambda: len(self.bridge.outgoing(number)) == 2, 15, "the second SMS")
        self.assertEqual([s["text"] for s in self.bridge.outgoing(number)], ["before", "after"])


if __name__ == "__main__":
    support.main()
