# SPDX-License-Identifier: Apache-2.0
"""The main job on a real homeserver, through ix alone: talk, list, open, send, come back."""

import json
import os
import signal
import threading
import time

import support
from company import CHEZ_LUCIE, OWN_NUMBER
from fixture import SynapseServer, wait_for
from ix_cli import Ix


class Talking(support.CompanyTest):
    def two_people(self):
        """Two users without any automatic answer, each signed in through ix."""
        names = [f"person{next(self.numbers)}" for _ in range(2)]
        for name in names:
            self.company.server.register(name, "secret-" + name, name.capitalize())
        homes = [self.new_ix() for _ in names]
        for ix, name in zip(homes, names):
            ix.login(self.url, name, "secret-" + name)
        return [(ix, self.company.server.user_id(name)) for ix, name in zip(homes, names)]

    def test_two_accounts_talk(self):
        (ana, ana_id), (ben, ben_id) = self.two_people()
        sent = ana.run("send", "--to", ben_id, "Bonjour Ben, ça va?", "--wait=30").rows[0]
        self.assertEqual((sent["state"], sent["direction"]), ("accepted", "out"))
        at_ben = ben.sync_until(lambda: ben.conversation(ana_id), "Ben has the conversation")
        ben.sync_until(lambda: ben.texts(at_ben) == [("in", "Bonjour Ben, ça va?")], "Ben reads it")
        self.assertEqual(ben.list("unread")[0]["unread"], 1)
        ben.run("send", "--in", at_ben, "Très bien, Ana. \U0001F44D", "--wait=30")
        at_ana = ana.conversation(ben_id)
        both = [("out", "Bonjour Ben, ça va?"), ("in", "Très bien, Ana. \U0001F44D")]
        ana.sync_until(lambda: ana.texts(at_ana) == both, "Ana reads the answer")
        row = ana.list("direct")[0]
        self.assertEqual((row["title"], row["preview"]["text"]), (row["title"], both[1][1]))
        self.assertIn(row["id"], [r["id"] for r in ana.list("internal")])
        self.assertEqual(ana.outbox() + ben.outbox(), [])

    def test_a_colleague_by_name_answers(self):
        alex = self.alex()
        alex.run("send", "--to", "Marie Tremblay", "On se voit à 14 h?", "--wait=30")
        marie = alex.conversation("@marie:pbx.test")
        answer = ("in", "Bien reçu : « On se voit à 14 h? ». Merci!")
        alex.sync_until(lambda: answer in alex.texts(marie), "Marie's answer")
        self.assertEqual(alex.texts(marie)[-2], ("out", "On se voit à 14 h?"))
        # The conversation that was there before, not a second one.
        self.assertIn(("in", "Salut Alex! As-tu les clés de la camionnette?"), alex.texts(marie))

    def test_a_channel(self):
        alex = self.alex()
        general = alex.titled("General")
        self.assertEqual(general["kind"], "channel")
        self.assertIn(general["id"], [row["id"] for row in alex.list("channels")])
        thread = alex.thread(general["id"])
        names = {row["sender"]["name"] for row in thread if row["kind"] == "message"}
        self.assertTrue({"Marie Tremblay", "Sam Wilson", "Nadia Haddad"} <= names, names)
        before = alex.texts(general["id"])
        alex.run("send", "--in", general["id"], "Réunion à 15 h, Sam?", "--wait=30")
        room = self.company.rooms["general"]
        self.assertIn("Réunion à 15 h, Sam?", self.sent_by("@alex:pbx.test", room))
        alex.sync_until(lambda: len(alex.texts(general["id"])) == len(before) + 2, "Sam answers")
        self.assertEqual(alex.texts(general["id"])[-1], ("in", 'Got it: "Réunion à 15 h, Sam?". Thanks!'))

    def test_sms_to_a_new_number_and_its_answer(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.set_carrier(number, answer=lambda text: f"Oui! ({text})")
        alex.run("send", "--to", number, "Votre commande est prête", "--wait=30",
                 "--until", "delivered")
        conversation = alex.conversation(number)
        answer = ("in", "Oui! (Votre commande est prête)")
        alex.sync_until(lambda: answer in alex.texts(conversation), "the answer")
        alex.sync_until(lambda: alex.thread(conversation)[0]["state"] == "read", "the phone read it")
        self.assertEqual([o["text"] for o in self.company.bridge.outgoing(number)],
                         ["Votre commande est prête"])
        row = [r for r in alex.list("external") if r["id"] == conversation][0]
        self.assertEqual(row["kind"], "number")
        route = row["routes"][0]
        self.assertEqual((route["kind"], route["address"], route["from"]),
                         ("sms", number, OWN_NUMBER))
        # The same number in another spelling is the same conversation.
        spelled = f"({number[2:5]}) {number[5:8]}-{number[8:]}"
        alex.run("send", "--to", spelled, "Encore moi", "--wait=30")
        self.assertEqual(alex.conversation(number), conversation)
        wait_for(lambda: len(self.company.bridge.outgoing(number)) == 2, 10, "the second SMS")

    def test_sms_to_a_saved_contact(self):
        alex, number = self.alex(), self.new_number()
        alex.run("contacts", "add", "--name", "Luc Gagnon", "--number", number)
        alex.run("send", "--to", "Luc Gagnon", "Bonjour Luc", "--wait=30")
        wait_for(lambda: self.company.bridge.outgoing(number), 10, "the SMS left")
        row = alex.titled("Luc Gagnon")
        self.assertEqual(row["kind"], "contact")
        default = self.company.bridge.default_carrier.answer
        alex.sync_until(lambda: alex.texts(row["id"]) == [("out", "Bonjour Luc"), ("in", default)],
                        "Luc's answer")

    def test_sms_the_carrier_refuses(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.set_carrier(number, "refuse")
        run = alex.run("send", "--to", number, "Allo?", "--wait=30", "--until", "delivered", code=1)
        self.assertEqual(run.error["name"], "IX_ERROR_CARRIER_REFUSED")
        item = alex.thread(alex.conversation(number))[0]
        self.assertEqual((item["text"], item["state"]), ("Allo?", "failed"))
        self.assertEqual((item["failure"]["code"], item["failure"]["origin"]),
                         ("IX_ERROR_CARRIER_REFUSED", "carrier"))

    def test_sms_of_which_nothing_is_heard(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.set_carrier(number, "silent")
        alex.run("send", "--to", number, "Allo?", "--wait=30")
        wait_for(lambda: self.company.bridge.outgoing(number), 10, "the SMS left")
        alex.sync()
        item = alex.thread(alex.conversation(number))[0]
        self.assertEqual(item["state"], "accepted")  # the server has it; nobody said more

    def test_sms_to_a_number_the_bridge_cannot_reach(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.set_no_such_number(number)
        run = alex.run("send", "--to", number, "Allo?", "--wait=30", code=1)
        self.assertEqual(run.error["name"], "IX_ERROR_NO_ROUTE")
        # Not lost: it stands in the thread and in the outbox until the user decides.
        item = alex.thread(alex.conversation(number))[0]
        self.assertEqual((item["text"], item["state"]), ("Allo?", "failed"))
        entry = [row for row in alex.outbox() if row.get("item") == item["id"]][0]
        self.assertEqual(entry["failure"]["code"], "IX_ERROR_NO_ROUTE")
        alex.run("outbox", "discard", entry["id"])
        self.assertEqual(alex.outbox(), [])

    def test_an_unknown_number_texts_and_calls(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.incoming(number, "Allo, êtes-vous ouvert?", "@alex:pbx.test")
        conversation = alex.sync_until(lambda: alex.conversation(number), "the new conversation")
        alex.sync_until(lambda: alex.texts(conversation) == [("in", "Allo, êtes-vous ouvert?")],
                        "the text")
        self.company.bridge.call_record(number, "@alex:pbx.test", "in", "missed")
        alex.sync_until(lambda: alex.thread(conversation)[-1]["kind"] == "call", "the call")
        call = alex.thread(conversation)[-1]["call"]
        self.assertEqual((call["direction"], call["outcome"], call["number"]),
                         ("in", "missed", number))
        row = [r for r in alex.list("calls") if r["id"] == conversation][0]
        self.assertEqual(row["unread"], 2)
        self.assertEqual((row["preview"]["kind"], row["preview"]["outcome"]), ("call", "missed"))

    def test_messages_and_calls_in_one_thread(self):
        alex = self.alex()
        thread = [row for row in alex.thread(alex.conversation(CHEZ_LUCIE))
                  if row["kind"] in ("message", "call", "voicemail")][:7]
        seen = [(row["kind"], row["direction"], row.get("call", {}).get("outcome"))
                for row in thread]
        self.assertEqual(seen, [
            ("message", "in", None),
            ("call", "in", "answered"),
            ("call", "in", "missed"),
            ("voicemail", "in", "voicemail"),
            ("call", "out", "answered"),
            ("message", "out", None),
            ("message", "in", None),
        ])
        self.assertEqual(thread[1]["call"]["duration_ms"], 185_000)
        self.assertEqual(thread[3]["text"], "Bonjour Alex, c'est Lucie. Rappelez-moi, merci.")
        recording = thread[3]["attachments"][0]
        self.assertEqual([recording[key] for key in ("kind", "name", "mime", "duration_ms")],
                         ["audio", "voicemail.wav", "audio/wav", 1000])
        self.assertGreater(recording["size"], 44)

    def test_one_person_with_two_routes_is_one_row(self):
        alex, number = self.alex(), self.new_number()
        self.company.bridge.incoming(number, "C'est mon cellulaire", "@alex:pbx.test")
        alex.sync_until(lambda: alex.conversation(number), "the text arrived")
        alex.run("contacts", "add", "--name", "Sam au complet", "--number", number,
                 "--user", "@sam:pbx.test")
        row = alex.titled("Sam au complet")
        self.assertEqual(sorted(r["kind"] for r in row["routes"]), ["internal", "sms"])
        texts = [text for _, text in alex.texts(row["id"])]
        self.assertIn("C'est mon cellulaire", texts)
        self.assertIn("On it.", texts)

    def test_list_under_each_filter(self):
        alex = self.alex()
        rows = {name: alex.list(name) for name in
                ("all", "direct", "channels", "external", "internal", "calls", "unread",
                 "archived")}
        # The name a bridge gives an unsaved number is nobody's word: the number is the title.
        titles = {name: {row["title"] for row in found} for name, found in rows.items()}
        self.assertTrue({"Marie Tremblay", "Sam Wilson", CHEZ_LUCIE, "General", "Livraisons"}
                        <= titles["all"], titles["all"])
        self.assertTrue({"Marie Tremblay", "Sam Wilson", CHEZ_LUCIE} <= titles["direct"])
        # Other tests make rooms on the same server, so the kinds say who may stand here.
        self.assertTrue({"General", "Livraisons"} <= titles["channels"])
        self.assertEqual({row["kind"] for row in rows["channels"]}, {"channel"})
        self.assertTrue({row["kind"] for row in rows["direct"]} <= {"contact", "number"})
        self.assertTrue({"Marie Tremblay", "Sam Wilson"} <= titles["internal"])
        self.assertNotIn(CHEZ_LUCIE, titles["internal"])
        self.assertIn(CHEZ_LUCIE, titles["external"])
        self.assertNotIn("Marie Tremblay", titles["external"])
        self.assertIn(CHEZ_LUCIE, titles["calls"])
        self.assertNotIn("General", titles["calls"])
        self.assertEqual(titles["archived"], set())
        for row in rows["all"]:
            self.assertEqual(row in rows["unread"], row["unread"] > 0, row["title"])
        times = [row["last_activity_ms"] for row in rows["all"]]
        self.assertEqual(times, sorted(times, reverse=True))

    def test_pages_of_the_list_and_of_a_thread(self):
        alex = self.alex()
        whole = [row["id"] for row in alex.list()]
        paged, cursor = [], None
        while True:
            run = alex.run("list", "--limit", "2", *(["--after", cursor] if cursor else []))
            self.assertLessEqual(len(run.rows), 2)
            paged += [row["id"] for row in run.rows]
            cursor = run.lines[-1]["page"]["next"]
            if cursor is None:
                break
        self.assertEqual(paged, whole)
        lucie = alex.conversation(CHEZ_LUCIE)
        whole = [row["id"] for row in alex.thread(lucie)]
        paged, cursor = [], None
        while True:
            run = alex.run("thread", lucie, "--limit", "3",
                           *(["--before", cursor] if cursor else []))
            paged = [row["id"] for row in run.rows] + paged
            cursor = run.lines[-1]["page"]["next"]
            if cursor is None:
                break
        self.assertEqual(paged, whole)

    def test_a_long_history_is_fetched_across_the_gap(self):
        alex_there = self.company.alex
        room = alex_there.create_room(name="Archives", preset="private_chat")
        texts = [f"note {n}" for n in range(90)]
        for text in texts:
            alex_there.send_text(room, text)
        alex = self.alex()
        archives = alex.titled("Archives")["id"]
        self.assertEqual(alex.thread(archives)[0]["kind"], "gap")
        filled = alex.run("thread", archives, "--limit", "200", "--fill")
        self.assertEqual([r["text"] for r in filled.rows if r["kind"] == "message"], texts)
        self.assertEqual(filled.lines[-1]["page"], {"next": None, "newer": None, "more": "start"})

    def test_follow_prints_what_happens(self):
        alex, number = self.alex(), self.new_number()
        following = alex.start("sync", "--follow", "--for", "8")
        self.addCleanup(following.kill)
        lines = []
        reader = threading.Thread(
            target=lambda: lines.extend(json.loads(line) for line in following.stdout))
        reader.start()
        time.sleep(1)
        self.company.bridge.incoming(number, "Êtes-vous là?", "@alex:pbx.test")
        code = following.wait(30)
        reader.join()
        self.assertEqual((code, following.stderr.read()), (0, b""))
        following.stdout.close()
        following.stderr.close()
        items = [line["event"]["item"]["text"] for line in lines
                 if line["event"]["kind"] == "item"]
        self.assertEqual(items, ["Êtes-vous là?"])

    def test_sign_out(self):
        alex = self.alex()
        self.assertEqual(alex.run("status").rows[0]["account"]["session"], "signed_in")
        alex.run("logout")
        alex.refused("SIGNED_OUT", 3, "sync", "--once")
        self.assertEqual(alex.run("status", code=3).rows[0]["account"]["session"], "signed_out")
        self.assertTrue(alex.list())  # local data stay
        alex.login(self.url, "alex", self.company.PASSWORD)
        alex.sync()
        alex.run("logout", "--wipe")
        alex.refused("SIGNED_OUT", 3, "list")


class Interrupted(support.CompanyTest):
    """The server, the network or the program stops at a bad moment: once there, and nothing lost."""

    ROUNDS = 10 if os.environ.get("IX_TEST_LONG") else 3

    def setUp(self):
        self.ix = self.alex()
        self.room = self.company.rooms["livraisons"]
        self.conversation = self.ix.titled("Livraisons")["id"]
        self.addCleanup(self.company.server.start)

    def assert_there_once(self, text):
        """At the homeserver, in the thread, and in a second device's thread."""
        self.assertEqual(self.sent_by("@alex:pbx.test", self.room).count(text), 1, text)
        self.assertEqual(self.ix.texts(self.conversation).count(("out", text)), 1, text)
        self.assertEqual(self.ix.outbox(), [])
        other = self.alex()
        self.assertEqual(other.texts(other.titled("Livraisons")["id"]).count(("out", text)), 1)

    def test_a_restart_between_send_and_sync(self):
        sent = self.ix.run("send", "--in", self.conversation, "pas encore parti").rows[0]
        self.assertEqual(sent["state"], "queued")
        self.assertEqual(self.ix.texts(self.conversation)[-1], ("out", "pas encore parti"))
        self.assertEqual(self.sent_by("@alex:pbx.test", self.room).count("pas encore parti"), 0)
        self.ix.sync()
        self.assert_there_once("pas encore parti")
        again = [row for row in self.ix.thread(self.conversation) if row["id"] == sent["id"]]
        self.assertEqual([row["text"] for row in again], ["pas encore parti"])

    def test_server_down_while_sending(self):
        self.company.server.stop()
        run = self.ix.run("send", "--in", self.conversation, "serveur arrêté", "--wait=2", code=4)
        self.assertEqual(run.error["name"], "IX_ERROR_UNREACHABLE")
        item = self.ix.thread(self.conversation)[-1]
        self.assertEqual((item["text"], item["state"]), ("serveur arrêté", "queued"))
        self.assertTrue(self.ix.list() and self.ix.list("channels"))  # reading needs no server
        self.assertEqual(self.ix.run("sync", "--once", code=4).error["name"], "IX_ERROR_UNREACHABLE")
        self.assertEqual(len(self.ix.outbox()), 1)
        self.company.server.start()
        self.ix.sync()
        self.assert_there_once("serveur arrêté")

    def test_server_comes_back_while_ix_waits(self):
        self.company.server.stop()
        waiting = self.ix.start("send", "--in", self.conversation, "j'attends", "--wait=60")
        time.sleep(1)
        self.company.server.start()
        out, err = waiting.communicate(timeout=90)
        self.assertEqual(waiting.returncode, 0, (out, err))
        self.assert_there_once("j'attends")

    def test_server_killed_in_the_middle_of_sending(self):
        for round_ in range(self.ROUNDS):
            text = f"coupure {round_}"
            sending = self.ix.start("send", "--in", self.conversation, text, "--wait=60")
            time.sleep(0.05 + 0.06 * round_)
            self.company.server.kill()
            self.company.server.start()
            out, err = sending.communicate(timeout=90)
            self.assertEqual(sending.returncode, 0, (out, err))
            self.assert_there_once(text)

    def test_the_acknowledgement_is_lost_with_the_program(self):
        """The server holds the request when ix dies, and commits it afterwards."""
        for round_ in range(self.ROUNDS):
            text = f"sans réponse {round_}"
            self.ix.run("send", "--in", self.conversation, text)
            self.company.server.pause()
            syncing = self.ix.start("sync", "--once")
            time.sleep(0.5 + 0.1 * round_)
            syncing.send_signal(signal.SIGKILL)
            syncing.communicate()
            self.company.server.resume()
            self.ix.sync()
            self.assert_there_once(text)

    def test_ix_killed_at_any_moment_of_sending(self):
        for round_ in range(self.ROUNDS * 3):
            text = f"interrompu {round_}"
            self.ix.run("send", "--in", self.conversation, text)
            syncing = self.ix.start("sync", "--once")
            time.sleep(0.02 + 0.02 * round_)
            syncing.send_signal(signal.SIGKILL)
            syncing.communicate()
            self.ix.sync()
            self.assert_there_once(text)


class Limited(support.CompanyTest):
    """A server that answers 429 soon, and whose access tokens end after seconds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = SynapseServer(support.synapse_python(), cls.folder / "limited",
                                   profile="limited")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.user = cls.server.register("lena", "secret", "Lena")
        cls.room = cls.user.create_room(name="Notes", preset="private_chat")

    def lena(self):
        ix = Ix(self.home())
        ix.login(self.server.url, "lena", "secret")
        return ix

    def test_rate_limited_sends_arrive_in_order(self):
        ix = self.lena()
        notes = ix.titled("Notes")["id"]
        texts = [f"ligne {n}" for n in range(6)]
        for text in texts:
            ix.run("send", "--in", notes, text)
        ix.sync_until(lambda: not ix.outbox(), "everything left", seconds=60)
        self.assertEqual([text for _, text in self.user.texts(self.room)], texts)

    def test_access_token_ends(self):
        ix = self.lena()
        time.sleep(6)
        ix.sync()
        self.assertEqual(ix.run("status").rows[0]["account"]["session"], "signed_in")


if __name__ == "__main__":
    support.main()
