# SPDX-License-Identifier: Apache-2.0
"""A small company in Ottawa on a real homeserver: colleagues and customers who answer.

    python3 company.py serve --root DIR [--port N]

prints one line of JSON when it is ready, and runs until SIGTERM. `control` in that line takes
POST requests with a JSON object; each path is a method of Control.
"""

import argparse
import base64
import json
import math
import os
import pathlib
import re
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from fixture import (Authority, MatrixError, Nginx, Site, SkipReason, SmsBridge, SynapseServer,
                     Unreachable, find_or_create_venv, wait_for)

OWN_NUMBER = "+16135550100"
CHEZ_LUCIE = "+16135550142"
HOUR_MS = 3_600_000
BUNDLED = pathlib.Path(__file__).resolve().parents[2] / "src/sandbox/builtin_company.json"
# Marks what a colleague answered by itself: two of them never answer each other for ever.
_ANSWER = "org.interactions.test.answer"


class Colleague:
    """A person who answers: joins where invited, and replies to whoever writes in a direct room.

    In a channel, answers when the name is in the text. Runs on a thread of its own from start()
    to stop(), and waits while the server is down.
    """

    def __init__(self, client, name, answer):
        self.client = client
        self.name = name
        self._answer = answer
        self._direct = set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.failures = []

    def start(self):
        self._since = self.client.sync()["next_batch"]
        self._thread.start()

    def stop(self):
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def answers_in(self, room):
        """A direct room that stood before start()."""
        self._direct.add(room)

    def _run(self):
        while not self._stopping.is_set():
            try:
                # Short polls: a stop waits for the one that runs.
                batch = self.client.sync(self._since, timeout_ms=1000)
                self._take(batch)
                self._since = batch["next_batch"]
            except Unreachable:
                self._stopping.wait(0.3)
            except MatrixError as error:
                self.failures.append(error)
                print(f"{self.name}: {error!r}", file=sys.stderr)
                self._stopping.wait(1)

    def _take(self, batch):
        rooms = batch.get("rooms", {})
        for room, invite in rooms.get("invite", {}).items():
            self._join(room, invite["invite_state"]["events"])
        for room, joined in rooms.get("join", {}).items():
            for event in joined["timeline"]["events"]:
                if event["type"] == "m.room.message" and event["sender"] != self.client.user_id:
                    self._on_message(room, event)

    def _join(self, room, state):
        self.client.join(room)
        for event in state:
            if (event["type"] == "m.room.member" and event["content"].get("is_direct")
                    and event.get("state_key") == self.client.user_id):
                self._direct.add(room)
                self.client.note_direct(event["sender"], room)

    def _on_message(self, room, event):
        text = event["content"].get("body", "")
        called = re.search(rf"\b{self.name.split()[0]}\b", text, re.IGNORECASE)
        if _ANSWER in event["content"] or (room not in self._direct and not called):
            return
        self.client.read_up_to(room, event["event_id"])
        # One answer to one message, however often it is seen.
        self.client.send(room, "m.room.message", {
            "msgtype": "m.text", "body": self._answer(text), _ANSWER: True,
        }, txn="answer-" + event["event_id"])


class Company:
    """Owns the homeserver, the bridge, nginx and the colleagues. start(), then close().

    `alex` is the person who signs in through the SDK; the fixture's own session of alex only
    prepares the account.
    """

    PASSWORD = "poutine-2026"

    def __init__(self, python, root, port=None):
        self.root = pathlib.Path(root)
        self.root.mkdir(parents=True, exist_ok=True)
        self.bridge = SmsBridge(OWN_NUMBER)
        self.server = SynapseServer(python, self.root / "homeserver", port,
                                    registrations=[self.bridge.registration()])
        self.colleagues = {}
        self.rooms = {}
        self._nginx = None
        self._bridge_runs = False

    def start(self):
        self.server.start()
        self.bridge.start(self.server.url)
        self._bridge_runs = True
        self.alex = self.server.register("alex", self.PASSWORD, "Alex Morgan")
        self._hire("marie", "Marie Tremblay", lambda text: f"Bien reçu : « {text} ». Merci!")
        self._hire("sam", "Sam Wilson", lambda text: f"Got it: \"{text}\". Thanks!")
        self._hire("nadia", "Nadia Haddad", lambda text: "En réunion, I'll call you after lunch.")
        self._open_channels()
        self._open_directs()
        self._open_customers()
        self.alex.set_account_data("org.interactions.numbers", {
            "numbers": [{"e164": OWN_NUMBER, "sms": True, "mms": True}]})
        self._start_tls()
        for colleague in self.colleagues.values():
            colleague.start()
        return self

    def close(self):
        for colleague in self.colleagues.values():
            colleague.stop()
        if self._bridge_runs:
            self.bridge.stop()
        if self._nginx:
            self._nginx.stop()
        self.server.close()

    def failures(self):
        """What went wrong on the threads; empty in a good run."""
        return self.bridge.failures + [f for c in self.colleagues.values() for f in c.failures]

    def facts(self):
        """What a driver needs to know, as values for JSON."""
        return {
            "url": self.server.url,
            "tls_url": self.tls.url if self._nginx else None,
            "wrong_host_url": self.wrong_host.url if self._nginx else None,
            "page_url": self.page.url if self._nginx else None,
            "ca": str(self.ca) if self._nginx else None,
            "user": "alex",
            "user_id": self.alex.user_id,
            "password": self.PASSWORD,
            "own_number": OWN_NUMBER,
            "customer": CHEZ_LUCIE,
            "colleagues": {n: c.client.user_id for n, c in self.colleagues.items()},
            "rooms": self.rooms,
            "pid": os.getpid(),
        }

    # --- the people

    def _hire(self, user, name, answer):
        client = self.server.register(user, self.PASSWORD, name)
        self.colleagues[user] = Colleague(client, name, answer)

    def _client(self, user):
        return self.alex if user == "alex" else self.colleagues[user].client

    def _open_channels(self):
        self._channel("general", "General", "Everyone · Tout le monde", [
            ("marie", "Bonjour tout le monde! La neige est arrivée, soyez prudents."),
            ("sam", "Morning all. Parking lot on Sparks is closed until noon."),
            ("nadia", "Team lunch on Friday at the ByWard Market?"),
            ("alex", "Count me in!"),
            ("marie", "Moi aussi. Je réserve pour quatre."),
        ])
        self._channel("livraisons", "Livraisons", "Deliveries · Livraisons", [
            ("alex", tray_picture),
            ("sam", "Truck 2 is back. Kanata run done."),
            ("marie", "Parfait. Il reste Gatineau pour cet après-midi."),
        ])

    def _channel(self, alias, name, topic, lines):
        members = [self._client(u) for u in ("marie", "sam", "nadia")]
        room = self.alex.create_room(name=name, topic=topic, preset="private_chat",
                                     room_alias_name=alias,
                                     invite=[m.user_id for m in members])
        for member in members:
            member.join(room)
        for user, said in lines:
            client = self._client(user)
            if callable(said):
                client.send(room, "m.room.message", said(client))
            else:
                client.send_text(room, said)
        self.rooms[alias] = room

    def _open_directs(self):
        self._direct("marie", [
            ("marie", "Salut Alex! As-tu les clés de la camionnette?"),
            ("alex", "Oui, elles sont à la réception."),
            ("marie", "Merci!"),
        ])
        self._direct("sam", [
            ("sam", "Can you call Chez Lucie back? She asked about Saturday."),
            ("alex", "On it."),
        ])

    def _direct(self, user, lines):
        colleague = self.colleagues[user]
        room = self.alex.create_direct(colleague.client.user_id)
        colleague.client.join(room)
        colleague.client.note_direct(self.alex.user_id, room)
        colleague.answers_in(room)
        for who, text in lines:
            self._client(who).send_text(room, text)
        self.rooms[user] = room

    # --- the customers

    def _open_customers(self):
        """Chez Lucie has a history; every other number answers a text, too."""
        bridge, alex = self.bridge, self.alex
        bridge.default_carrier.answer = "Merci, bien reçu! · Thanks, got it!"
        bridge.set_name(CHEZ_LUCIE, "Chez Lucie")
        room = alex.create_direct(bridge.ghost_id(CHEZ_LUCIE))
        # The bridge notes the room after it has joined; before, an SMS would make another one.
        wait_for(lambda: bridge.room_of(CHEZ_LUCIE, alex.user_id) == room, 20,
                 "Chez Lucie is in her room")
        self.rooms["chez_lucie"] = room
        now, me = int(time.time() * 1000), alex.user_id
        bridge.incoming(CHEZ_LUCIE, "Bonjour! Livrez-vous le samedi à Westboro?", me,
                        ts=now - 26 * HOUR_MS)
        bridge.call_record(CHEZ_LUCIE, me, "in", "answered", 185_000, now - 25 * HOUR_MS, "call-1")
        bridge.call_record(CHEZ_LUCIE, me, "in", "missed", 0, now - 3 * HOUR_MS, "call-2")
        bridge.call_record(
            CHEZ_LUCIE, me, "in", "voicemail", 0, now - 2 * HOUR_MS, "call-3",
            voicemail={"data": beep(), "mime": "audio/wav", "duration_ms": 1000,
                       "transcript": "Bonjour Alex, c'est Lucie. Rappelez-moi, merci."})
        bridge.call_record(CHEZ_LUCIE, me, "out", "answered", 64_000, now - HOUR_MS, "call-4")
        # Nobody answers this one by itself: the answer is part of the history.
        bridge.set_carrier(CHEZ_LUCIE, "deliver")
        alex.send_text(room, "Oui, entre 9 h et midi. Combien de plateaux?")
        wait_for(lambda: bridge.outgoing(CHEZ_LUCIE), 20, "alex's SMS left")
        bridge.incoming(CHEZ_LUCIE, "Douze, s'il vous plaît. Et deux sans noix.", me)
        bridge.set_carrier(CHEZ_LUCIE, "deliver",
                           answer="Parfait, merci beaucoup! À samedi. — Lucie")

    def _start_tls(self):
        folder = self.root / "nginx"
        try:
            authority = Authority(folder / "ca")
            self.ca = authority.certificate
            self.tls = Site(authority.issue("good", "DNS:localhost,IP:127.0.0.1"), self.server.url)
            self.wrong_host = Site(authority.issue("wrong", "DNS:other.example"), self.server.url)
            self.page = Site()
            self._nginx = Nginx(folder, [self.tls, self.wrong_host, self.page])
        except SkipReason:
            return  # the company works without; the tests of TLS say so
        self._nginx.start()


def tray_picture(client):
    """The message with the picture that the bundled company has in its channel, too."""
    company = json.loads(BUNDLED.read_text(encoding="utf-8"))
    file = next(item["file"] for room in company["channels"] for item in room["items"]
                if item.get("file", {}).get("name") == "plateau.png")
    data = base64.b64decode(file["base64"])
    return {"msgtype": "m.image", "body": file["name"],
            "url": client.upload(data, file["mime"], file["name"]),
            "info": {"mimetype": file["mime"], "size": len(data), "w": file["width"],
                     "h": file["height"]}}


def beep():
    """One second of a soft tone as a WAV file."""
    rate = 8000
    samples = b"".join(struct.pack("<h", int(4000 * math.sin(i * 440 * math.tau / rate)))
                       for i in range(rate))
    return (b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt "
            + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate * 2, 2, 16)
            + b"data" + struct.pack("<I", len(samples)) + samples)


class Control:
    """What the control port can do: POST /NAME with the arguments as a JSON object."""

    def __init__(self, company):
        self._company = company
        self._bridge = company.bridge

    def sms(self, number, text):
        return {"event_id": self._bridge.incoming(number, text, self._company.alex.user_id)}

    def call(self, number, direction="in", outcome="answered", duration_ms=60_000):
        return {"event_id": self._bridge.call_record(number, self._company.alex.user_id, direction,
                                                     outcome, duration_ms)}

    def carrier(self, number, mode="deliver", answer=None, seconds=0.0):
        self._bridge.set_carrier(number, mode, answer, seconds)
        return {}

    def no_such_number(self, number):
        self._bridge.set_no_such_number(number)
        return {}

    def outgoing(self, number=None):
        return {"outgoing": self._bridge.outgoing(number)}

    def say(self, user, room, text):
        """A colleague writes in one of the company's rooms."""
        client = self._company.colleagues[user].client
        return {"event_id": client.send_text(self._company.rooms[room], text)}

    def texts(self, room):
        """What the homeserver itself holds of a room: the judge of lost and doubled messages."""
        room = self._company.rooms.get(room, room)
        return {"texts": self._company.alex.texts(room)}

    def stop(self):
        self._company.server.stop()
        return {}

    def start(self):
        self._company.server.start()
        return {}


def _handler_for(control):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            name = self.path.strip("/")
            action = None if name.startswith("_") else getattr(control, name, None)
            try:
                data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if not action:
                    raise LookupError(f"no such path: {self.path}")
                status, value = 200, action(**(json.loads(data) if data else {}))
            except Exception as error:  # told to the caller; the company goes on
                status, value = 400, {"error": repr(error)}
            reply = (json.dumps(value) + "\n").encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    return Handler


def serve(root, port):
    """Runs the company on this thread until SIGTERM or SIGINT."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    try:
        python = find_or_create_venv(lambda text: print(text, file=sys.stderr, flush=True))
    except SkipReason as reason:
        sys.exit(f"no homeserver: {reason}")
    own_root = root is None
    root = root or tempfile.mkdtemp(prefix="ix-company-")
    company = Company(python, root, port)
    try:
        company.start()
        # On this thread: it lives as long as the servers that a request starts.
        control = HTTPServer(("127.0.0.1", 0), _handler_for(Control(company)))
        facts = company.facts()
        facts["control"] = f"http://127.0.0.1:{control.server_address[1]}"
        print(json.dumps(facts), flush=True)
        control.serve_forever()
    finally:
        # A second signal does not cut the end short.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        company.close()
        if own_root:
            shutil.rmtree(root, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description="A small company on a real homeserver.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("serve", help="run until SIGTERM")
    command.add_argument("--root", help="folder for all data; a temporary one when absent")
    command.add_argument("--port", type=int, help="of the homeserver; a free one when absent")
    arguments = parser.parse_args()
    serve(arguments.root, arguments.port)


if __name__ == "__main__":
    main()
