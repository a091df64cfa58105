# SPDX-License-Identifier: Apache-2.0
"""ix against a real homeserver behind a proxy that does harm: what a person is told, and that
nothing is lost or doubled and all goes on when the fault has ended.

Prints a table: fault by place, and what the person is told.
"""

import concurrent.futures
import dataclasses
import itertools
import os
import pathlib
import queue
import tempfile
import threading
import unittest

import support
from fault_table import FAULTS, FINE
from fixture import SynapseServer, faults
from ix_cli import ix_program
from media_store import check_one_copy
from seat import (CHANGE, CREATE, DIRECT, FIND, HISTORY, LOGIN, MESSAGES, PASSWORD, REFRESH,
                  RESERVE, SEND, SHORT_WAITS, SYNC, UPLOAD, Seat, seen)

WORKERS = 6
# Of a file: where the request, the reply or both are lost.
OF_FILES = {"reset before forwarding", "reset after the request", "cut in the headers",
            "cut in the body", "silent at once", "silent after the request", "silent in the body",
            "502 with HTML", "502 after forwarding"}


class UnderFaults(unittest.TestCase):
    """Each case runs all faults at one place, several people at a time."""

    @classmethod
    def setUpClass(cls):
        python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-fault-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = SynapseServer(python, cls.folder / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.peers = itertools.count(1)
        cls.lock = threading.Lock()
        cls.table = []
        cls.addClassCleanup(cls.print_table)
        cls.seats = queue.SimpleQueue()
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for seat in pool.map(lambda n: Seat(cls.server, cls.folder, n), range(WORKERS)):
                cls.addClassCleanup(seat.proxy.close)
                cls.seats.put(seat)

    @classmethod
    def print_table(cls):
        """Fault by place: the exit code and error, or "there" where it works all the same. What is
        sent, read or made while a fault lasts is there once when it has ended: that was checked."""
        places = ["find", "login", "refresh", "sync", "history", "send", "send 1x", "create",
                  "reserve", "upload", "send file"]
        cells, messages = {}, {}
        for place, fault, run in cls.table:
            code, name = seen(run)
            cells[fault, place] = f"{code} {name}" if name else "there"
            if name:
                text = run.error["message"].removeprefix("not sent yet, it stays in the outbox: ")
                messages.setdefault(name, {}).setdefault(text.replace("127.0.0.1", "HOST"))
        print("\n" + " | ".join([f"{'fault':26}"] + [f"{place:20}" for place in places]))
        for fault in FAULTS:
            row = [f"{cells.get((fault.name, place), '-'):20}" for place in places]
            print(" | ".join([f"{fault.name:26}", *row]))
        print("\nWhat the person reads (of a message: \"not sent yet, it stays in the outbox: ...\")")
        for name in sorted(messages):
            for text in sorted(messages[name]):
                print(f"  {name:18} {text}")
        print(flush=True)

    def each_fault(self, place, scenario, which=FAULTS):
        """scenario(seat, fault) gives the Run under the fault, or raises."""
        def one(fault):
            seat = self.seats.get()
            try:
                seat.back_to_the_start()
                result = scenario(seat, fault)
                failures = seat.proxy.failures
                if failures:
                    raise AssertionError(f"the proxy failed: {failures!r}")
                return result
            except Exception as error:  # told in the main thread, with the fault's name
                return error
            finally:
                seat.proxy.clear()
                self.seats.put(seat)

        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for fault, result in zip(which, pool.map(one, which)):
                with self.subTest(f"{place}: {fault.name}"):
                    if isinstance(result, Exception):
                        raise result
                    self.table.append((place, fault.name, result))

    def expect(self, run, fault, place):
        if seen(run) != fault.seen_at(place):
            raise AssertionError(f"expected {fault.seen_at(place)}, got {run!r}")
        if run.error and not run.error.get("message"):
            raise AssertionError(f"an error without a message: {run!r}")
        return run

    # --- signing in

    def sign_in(self, place, request):
        def scenario(seat, fault):
            ix = seat.new_ix()
            with seat.under(fault, request):
                run = self.expect(seat.login(ix, code=None), fault, place)
            if run.code != 0:
                # Nobody is signed in by half.
                ix.refused("SIGNED_OUT", 3, "sync", "--once")
                seat.login(ix)
            if "Travaux" not in ix.titles():
                raise AssertionError(f"not all there after the sign-in: {ix.titles()}")
            return run
        self.each_fault(place, scenario)

    def test_is_there_a_homeserver(self):
        self.sign_in("find", FIND)

    def test_sign_in(self):
        self.sign_in("login", LOGIN)

    def test_renewing_the_session(self):
        def scenario(seat, fault):
            ix = seat.new_ix()
            seat.login(ix)
            with seat.under(fault, REFRESH):
                seat.proxy.script(*SYNC, faults.unknown_token(soft_logout=True), times=1)
                run = self.expect(seat.run(ix, "sync", "--once"), fault, "refresh")
            account = ix.run("status").rows[0]["account"]
            if account["session"] != "signed_in":
                raise AssertionError("a fault on the way ended the session")
            # The reply with the new tokens may be lost: then the old refresh token does it again.
            before = seat.tokens(ix)
            seat.proxy.script(*SYNC, faults.unknown_token(soft_logout=True), times=1)
            seat.run(ix, "sync", "--once", code=0)
            if seat.tokens(ix) == before:
                raise AssertionError("it was not renewed")
            seat.run(ix, "sync", "--once", code=0)
            return run
        self.each_fault("refresh", scenario)

    # --- reading

    def test_sync(self):
        def scenario(seat, fault):
            text = f"pendant {fault.name}"
            seat.there.send_text(seat.room, text)
            with seat.under(fault, SYNC):
                run = self.expect(seat.run(seat.ix, "sync", "--once", private=[text]), fault, "sync")
            if run.code != 0 and ("out", text) in seat.ix.texts(seat.conversation):
                raise AssertionError("it was taken from a broken reply")
            seat.run(seat.ix, "sync", "--once", code=0)
            if seat.ix.texts(seat.conversation).count(("out", text)) != 1:
                raise AssertionError("it is not there once")
            return run
        self.each_fault("sync", scenario)

    def test_history(self):
        def scenario(seat, fault):
            words = ("thread", seat.archives, "--limit", "200", "--fill")
            before = seat.ix.thread(seat.archives)
            if before[0]["kind"] != "gap":
                raise AssertionError("the case needs a gap")
            with seat.under(fault, MESSAGES):
                run = self.expect(seat.run(seat.ix, *words), fault, "history")
            if run.code != 0 and seat.ix.thread(seat.archives) != before:
                raise AssertionError("a broken reply changed the thread")
            filled = seat.run(seat.ix, *words, code=0)
            texts = [row["text"] for row in filled.rows if row["kind"] == "message"]
            if texts != seat.notes:
                raise AssertionError(f"{len(texts)} of {HISTORY} notes: {texts}")
            return run
        self.each_fault("history", scenario)

    # --- writing

    def send_under(self, seat, fault, place, request, to, text):
        waits = SHORT_WAITS
        if fault.silent:
            waits = SHORT_WAITS[1:]
        if fault.seen_at(place) == FINE:
            waits = (60,)
        with seat.under(fault, request):
            run, text = seat.send_and_meet(seat.ix, to, text, waits)
        # What the server has taken may show in a sync before the time is up.
        if not (fault.forwarded and seen(run) == FINE):
            self.expect(run, fault, place)
        if run.code != 0:
            row = seat.ix.outbox()[0]
            if row["state"] != "queued":
                raise AssertionError(f"it would not go by itself: {row}")
        return run, text

    def test_send(self):
        def scenario(seat, fault):
            run, text = self.send_under(seat, fault, "send", SEND, ("--in", seat.conversation),
                                        f"envoyé pendant {fault.name}")
            # The process has ended meanwhile: what was lost is looked for before it is repeated.
            seat.until_sent(seat.ix)
            there = seat.there.texts(seat.room).count((seat.id, text))
            here = seat.ix.texts(seat.conversation).count(("out", text))
            if (there, here) != (1, 1):
                raise AssertionError(f"{there} times at the server, {here} times in the thread")
            return run
        self.each_fault("send", scenario)

    def test_a_single_fault_while_sending(self):
        def scenario(seat, fault):
            text = f"malgré {fault.name}"
            with seat.under(fault, SEND, times=1):
                run = seat.run(seat.ix, "send", "--in", seat.conversation, text, "--wait=60",
                               private=[text], code=0)
            there = seat.there.texts(seat.room).count((seat.id, text))
            here = seat.ix.texts(seat.conversation).count(("out", text))
            if (there, here, run.rows[0]["state"]) != (1, 1, "accepted"):
                raise AssertionError(f"{there} times there, {here} times here: {run!r}")
            return run
        # Nobody waits for an hour here.
        self.each_fault("send 1x", scenario, [f for f in FAULTS if not f.an_hour])

    def test_what_is_done_to_messages(self):
        """Edited, reacted to and deleted: in the end each is done, and once."""
        def scenario(seat, fault):
            written = [f"{word} pendant {fault.name}" for word in ("corrigé", "effacé")]
            better = f"mieux pendant {fault.name}"
            edited, deleted = (
                seat.run(seat.ix, "send", "--in", seat.conversation, text, "--wait=60",
                         private=[text], code=0).rows[0]["id"] for text in written)
            events = {e["content"].get("body"): e["event_id"]
                      for e in seat.there.messages(seat.room)}
            with seat.under(fault, CHANGE):
                seat.run(seat.ix, "edit", edited, better, private=[better], code=0)
                seat.run(seat.ix, "react", edited, "+1", code=0)
                seat.run(seat.ix, "delete", deleted, code=0)
                run = seat.run(seat.ix, "sync", "--once", private=[*written, better])
            for row in seat.ix.outbox():
                if row["state"] != "queued":
                    raise AssertionError(f"it would not go by itself: {row}")
            # The process has ended meanwhile: what was lost is looked for before it is repeated.
            seat.until_sent(seat.ix)
            self.check_done(seat, *(events[text] for text in written), better)
            shown = {row["id"]: row for row in seat.ix.thread(seat.conversation)}
            row = shown[edited]
            if (row["text"], row["reactions"], shown[deleted]["deleted"]) != (
                    better, [{"key": "+1", "count": 1, "mine": True}], True):
                raise AssertionError(f"shown are {row} and {shown[deleted]}")
            return run
        self.each_fault("change", scenario)

    @staticmethod
    def check_done(seat, edited, deleted, better):
        relations, redactions = [], []
        for event in seat.there.messages(seat.room):
            relates = event["content"].get("m.relates_to", {})
            if relates.get("event_id") == edited:
                relations.append((relates["rel_type"], relates.get("key"),
                                  event["content"].get("m.new_content", {}).get("body")))
            if event["type"] == "m.room.redaction":
                redactions.append(event["content"].get("redacts") or event.get("redacts"))
            if event["event_id"] == deleted and event["content"]:
                raise AssertionError("it was not deleted")
        wanted = [("m.annotation", "+1", None), ("m.replace", None, better)]
        if sorted(relations, key=str) != sorted(wanted, key=str):
            raise AssertionError(f"at the server: {relations}")
        if redactions.count(deleted) != 1:
            raise AssertionError(f"{redactions.count(deleted)} redactions")

    def send_file(self, place, request):
        """Whatever is lost on the way: one message, one copy of the file, the bytes that were
        picked."""
        def scenario(seat, fault):
            name = f"{place} {fault.name}.bin".replace(" ", "-")
            path = self.folder / f"{seat.user}-{name}"
            path.write_bytes(os.urandom(300_000))
            with seat.under(fault, request) as rule:
                run = seat.run(seat.ix, "send", "--in", seat.conversation, "--attach", path, "--as-is",
                               "--wait=3")
                for _ in range(20):  # a slow machine may not have come so far
                    if rule.hits > 0:
                        break
                    seat.run(seat.ix, "sync", "--once")
            if rule.hits == 0:
                raise AssertionError("the fault was never met")
            for row in seat.ix.outbox():
                if row["state"] != "queued":
                    raise AssertionError(f"it would not go by itself: {row}")
            seat.until_sent(seat.ix)
            check_one_copy(self.server, seat.there.messages(seat.room), path.name, path)
            rows = [row for row in seat.ix.thread(seat.conversation)
                    if any(file["name"] == path.name for file in row.get("attachments", []))]
            if [row["state"] for row in rows] != ["accepted"]:
                raise AssertionError(f"in the thread: {rows}")
            return run
        self.each_fault(place, scenario, [f for f in FAULTS if f.name in OF_FILES])

    def test_a_place_for_a_file(self):
        self.send_file("reserve", RESERVE)

    def test_the_bytes_of_a_file(self):
        self.send_file("upload", UPLOAD)

    def test_the_message_with_a_file(self):
        self.send_file("send file", SEND)

    def test_a_new_conversation(self):
        def scenario(seat, fault):
            with self.lock:
                name = f"peer{next(self.peers)}"
            peer = self.server.register(name, PASSWORD, name)
            if fault.forwarded:
                # The room is there although nobody heard of it: it is found, not made again.
                fault = dataclasses.replace(fault, sees=FINE)
            run, text = self.send_under(seat, fault, "create", CREATE, ("--to", peer.user_id),
                                        f"bonjour pendant {fault.name}")
            seat.until_sent(seat.ix)
            rooms = list(peer.sync().get("rooms", {}).get("invite", {}))
            if len(rooms) != 1:
                raise AssertionError(f"{len(rooms)} rooms were made")
            if seat.there.texts(rooms[0]) != [(seat.id, text)]:
                raise AssertionError(f"in the room stands {seat.there.texts(rooms[0])}")
            self.check_listed(seat, peer, rooms)
            conversation = seat.ix.conversation(peer.user_id)
            if seat.ix.texts(conversation) != [("out", text)]:
                raise AssertionError(f"the thread holds {seat.ix.texts(conversation)}")
            return run
        self.each_fault("create", scenario)

    @staticmethod
    def check_listed(seat, peer, rooms):
        """As a direct room. Where that failed when the room was made, and no message waits for it,
        the next round of changes after the one that shows the room does it."""
        for _ in range(3):
            direct = seat.there.account_data("m.direct").get(peer.user_id)
            if direct is not None:
                break
            seat.run(seat.ix, "sync", "--once", code=0)
        if direct != rooms:
            raise AssertionError(f"listed as direct: {direct}")

    def test_a_new_conversation_is_listed_as_direct_though_that_failed_at_first(self):
        seat = self.seats.get()
        self.addCleanup(self.seats.put, seat)
        seat.back_to_the_start()
        with self.lock:
            name = f"peer{next(self.peers)}"
        peer = self.server.register(name, PASSWORD, name)
        rule = seat.proxy.script(*DIRECT, faults.page(502))
        seat.run(seat.ix, "send", "--to", peer.user_id, "bonjour", "--wait=60", code=0)
        seat.proxy.clear()
        self.assertGreater(rule.hits, 0)
        rooms = list(peer.sync().get("rooms", {}).get("invite", {}))
        self.assertEqual(seat.there.texts(rooms[0]), [(seat.id, "bonjour")])
        self.check_listed(seat, peer, rooms)


if __name__ == "__main__":
    support.main()
