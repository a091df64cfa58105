# SPDX-License-Identifier: Apache-2.0
"""A homeserver of one user and one channel on 127.0.0.1: just enough for ix to sign in, sync and
send. Its answers are the plainest legal ones; the real server is in tests/synapse."""
import http.server
import json
import threading
import time
import urllib.parse

USER = "@ana:pbx.test"
PASSWORD = "secret"
ROOM = "!general:pbx.test"
CLIENT = "/_matrix/client/v3"


def event(number, kind, content, sender="@bob:pbx.test", **more):
    return {"event_id": f"${number}", "type": kind, "sender": sender, "content": content,
            "origin_server_ts": 1_760_000_000_000 + number * 60_000, **more}


class SmallServer:
    """Started by making it; close() ends it. `refuse_sends`: every message gets a 403.
    `hold_sends`: seconds before a message is looked at."""

    def __init__(self):
        self.lock = threading.Condition()
        self.events = [event(4, "m.room.message", {"msgtype": "m.text", "body": "Bonjour"}),
                       event(5, "m.room.message", {"msgtype": "m.text", "body": "bell\x07 \x1b[31m"})]
        self.sent = {}
        self.refuse_sends = False
        self.hold_sends = 0
        self.tokens = set()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet

            def log_message(self, *_):
                pass

            def answer(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size)
                url = urllib.parse.urlsplit(self.path)
                status, reply = server.handle(
                    self.command, urllib.parse.unquote(url.path),
                    dict(urllib.parse.parse_qsl(url.query)), json.loads(body) if body else {},
                    (self.headers.get("Authorization") or "").removeprefix("Bearer "))
                data = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()

            do_GET = do_POST = do_PUT = answer

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def say(self, text):
        """Bob writes."""
        with self.lock:
            self.add("m.room.message", {"msgtype": "m.text", "body": text})

    def add(self, kind, content, sender="@bob:pbx.test", **more):
        self.events.append(event(4 + len(self.events), kind, content, sender, **more))
        self.lock.notify_all()
        return self.events[-1]["event_id"]

    def handle(self, method, path, query, body, token):
        if path == "/_matrix/client/versions":
            return 200, {"versions": ["v1.11"]}
        if path == CLIENT + "/login":
            return self.login(method, body)
        if token not in self.tokens:
            return 401, {"errcode": "M_UNKNOWN_TOKEN", "error": "unknown token"}
        if path == CLIENT + "/account/whoami":
            return 200, {"user_id": USER, "device_id": "DEVICE"}
        if path == CLIENT + "/logout":
            self.tokens.discard(token)
            return 200, {}
        if path.startswith(CLIENT + "/profile/"):
            return 200, {"displayname": "Ana Lopez"}
        if path.endswith("/filter"):
            return 200, {"filter_id": "1"}
        if path == CLIENT + "/thirdparty/protocols":
            return 200, {}
        if path == CLIENT + "/user_directory/search":
            return 200, {"limited": False, "results": []}
        if path == CLIENT + "/sync":
            return self.sync(query)
        if method == "PUT" and f"/rooms/{ROOM}/send/" in path:
            return self.send(path, body)
        if method == "PUT" and f"/rooms/{ROOM}/redact/" in path:
            return self.redact(path, body)
        return 404, {"errcode": "M_UNRECOGNIZED", "error": "not here"}

    def login(self, method, body):
        if method == "GET":
            return 200, {"flows": [{"type": "m.login.password"}]}
        if body.get("password") != PASSWORD:
            return 403, {"errcode": "M_FORBIDDEN", "error": "wrong password"}
        token = f"token-{len(self.tokens)}"
        self.tokens.add(token)
        return 200, {"user_id": USER, "access_token": token, "device_id": "DEVICE"}

    def send(self, path, body):
        time.sleep(self.hold_sends)
        if self.refuse_sends:
            return 403, {"errcode": "M_FORBIDDEN", "error": "not allowed"}
        kind, transaction = path.rsplit("/", 2)[1:]
        with self.lock:
            if transaction not in self.sent:
                self.sent[transaction] = self.add(kind, body, USER,
                                                  unsigned={"transaction_id": transaction})
            return 200, {"event_id": self.sent[transaction]}

    def redact(self, path, body):
        target = path.rsplit("/", 2)[1]
        with self.lock:
            for one in self.events:
                if one["event_id"] != target:
                    continue
                if one["sender"] != USER:
                    return 403, {"errcode": "M_FORBIDDEN", "error": "not allowed"}
                redaction = self.add("m.room.redaction", dict(body, redacts=target), USER,
                                     redacts=target)
                one["content"] = {}
                one["unsigned"] = {"redacted_because": self.events[-1]}
                return 200, {"event_id": redaction}
        return 404, {"errcode": "M_NOT_FOUND", "error": "no such event"}

    def sync(self, query):
        since = int(query.get("since", "s0")[1:])
        end = time.monotonic() + int(query.get("timeout", 0)) / 1000
        with self.lock:
            while since == len(self.events) and time.monotonic() < end:
                self.lock.wait(end - time.monotonic())
            new = self.events[since:]
            token = f"s{len(self.events)}"
        room = {"timeline": {"events": new, "limited": False, "prev_batch": "p"},
                "state": {"events": []}, "ephemeral": {"events": []},
                "account_data": {"events": []}, "unread_notifications": {}}
        if since == 0:
            room["state"]["events"] = [
                event(0, "m.room.create", {"creator": "@bob:pbx.test", "room_version": "10"},
                      state_key=""),
                event(1, "m.room.name", {"name": "General"}, state_key=""),
                event(2, "m.room.member", {"membership": "join", "displayname": "Bob"},
                      state_key="@bob:pbx.test"),
                event(3, "m.room.member", {"membership": "join", "displayname": "Ana Lopez"}, USER,
                      state_key=USER)]
        reply = {"next_batch": token, "account_data": {"events": []}}
        if new:
            reply["rooms"] = {"join": {ROOM: room}}
        return 200, reply
