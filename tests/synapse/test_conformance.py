# SPDX-License-Identifier: Apache-2.0
"""The conformance kit (tests/conformance) on a real Synapse, beside the backends without a server.

The program is named by IX_CONFORMANCE; arguments go to it, such as --case TEXT.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from fixture import SkipReason, SmsBridge, SynapseServer, faults, find_or_create_venv
from fixture.fault_proxy import FaultProxy

PASSWORD = "poutine-2026"


class Control:
    """What the kit's far side cannot do by the client-server API; POST /NAME with its arguments."""

    def __init__(self, server, limited, bridge, proxy):
        self._proxy = proxy
        self._servers = {False: server, True: limited}
        self._bridge = bridge

    def person(self, name, limited):
        server = self._servers[limited]
        user = name.lower()
        client = server.register(user, PASSWORD, name)
        return {"server": server.url, "user": user, "password": PASSWORD, "id": client.user_id}

    def sms(self, number, to, text):
        return {"event_id": self._bridge.incoming(number, text, to)}

    def call(self, number, to, call_id, direction, outcome, duration_ms, started_ms):
        return {"event_id": self._bridge.call_record(number, to, direction, outcome, duration_ms,
                                                     started_ms, call_id)}

    def fault(self, name):
        """The next upload or download through the proxy meets it; "": only the address is asked."""
        upload, download = "/media/v3/upload/", "/media/download/"
        if name == "upload cut":
            self._proxy.cut_upload(upload, 1_000_000)
        elif name == "upload answer lost":
            self._proxy.script("PUT", upload, faults.reset_after_request, times=1)
        elif name == "download page":
            self._proxy.script("GET", download, faults.page(502), times=1)
        elif name == "download cut":
            self._proxy.script("GET", download, faults.cut_in_body, times=1)
        elif name == "download reset":
            self._proxy.script("GET", download, faults.reset_in_body, times=1)
        elif name:
            raise ValueError(f"no fault is called {name}")
        return {"server": self._proxy.url}

    def voicemail(self, number, to, hex):
        recording = {"data": bytes.fromhex(hex), "mime": "audio/wav", "duration_ms": 1000,
                     "transcript": "Rappelez-moi"}
        return {"event_id": self._bridge.call_record(number, to, "in", "voicemail",
                                                     voicemail=recording)}

    def carrier_refuses(self, number):
        self._bridge.set_carrier(number, "refuse")
        return {}

    def gateway_honours_stop(self, number):
        self._bridge.set_carrier(number, "honour_stop")
        return {}

    def no_such_number(self, number):
        self._bridge.set_no_such_number(number)
        return {}


def handler_for(control):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                status, value = 200, getattr(control, self.path.strip("/"))(**json.loads(data))
            except Exception as error:  # told to the kit, whose case fails
                print(f"control: {self.path}: {error!r}", file=sys.stderr)
                status, value = 400, {"error": repr(error)}
            self._reply(status, "application/json", json.dumps(value))

        def do_GET(self):
            self._reply(404, "text/html", "<html>This is no homeserver</html>")

        def _reply(self, status, kind, text):
            reply = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    return Handler


def run(program, python, arguments):
    """The output of the kit, line by line as it comes; its exit code."""
    bridge = SmsBridge()
    with tempfile.TemporaryDirectory(prefix="ix-conformance-") as folder:
        with SynapseServer(python, folder + "/hs",
                           registrations=[bridge.registration()]) as server, \
                SynapseServer(python, folder + "/limited", profile="limited") as limited:
            bridge.start(server.url)
            proxy = FaultProxy(server.url)
            control = HTTPServer(("127.0.0.1", 0),
                                 handler_for(Control(server, limited, bridge, proxy)))
            thread = threading.Thread(target=control.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                url = f"http://127.0.0.1:{control.server_address[1]}"
                kit = subprocess.Popen(
                    [program, "--lines", "--synapse", url, "--backend", "synapse", "--backend",
                     "sandbox", "--backend", "list", *arguments],
                    stdout=subprocess.PIPE, text=True)
                for line in kit.stdout:
                    print(line, end="", flush=True)
                    yield line
                code = kit.wait()
            finally:
                control.shutdown()
                thread.join()
                control.server_close()
                proxy.close()
                bridge.stop()
    for failure in [*bridge.failures, *proxy.failures]:
        yield f"FAIL bridge: {failure!r}"
    if code not in (0, 1):
        yield f"FAIL program: exit {code}"


def main():
    count = {"ok": 0, "FAIL": 0, "SKIP": 0}
    try:
        program = os.environ.get("IX_CONFORMANCE")
        if not program:
            raise SkipReason("IX_CONFORMANCE does not name the kit's program")
        python = find_or_create_venv(lambda text: print(text, file=sys.stderr))
        for line in run(program, python, sys.argv[1:]):
            word = re.match(r"(ok|FAIL) ", line)
            if word:
                count[word[1]] += 1
            if line.startswith(("FAIL bridge", "FAIL program")):
                print(line, flush=True)
    except SkipReason as reason:
        count["SKIP"] += 1
        print(f"SKIP kit: {reason}")
    print(f"{count['ok']} passed, {count['FAIL']} failed, {count['SKIP']} skipped", flush=True)
    sys.exit(1 if count["FAIL"] else 0)


if __name__ == "__main__":
    main()
