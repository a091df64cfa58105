# SPDX-License-Identifier: Apache-2.0
"""The whole story through `ix` against the program: story.py IX SANDBOX COMPANY_JSON."""
import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

PATIENCE = 60  # seconds until a missing answer is a failure


class Sandbox:
    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)  # also when an assertion fails
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if self.lines[-1] == "ready":
                break
        assert self.lines and self.lines[-1] == "ready", self.lines
        self.url = next(line.split()[1] for line in self.lines if line.startswith("url"))

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def run(*command, expected=0, stdin=None):
    done = subprocess.run(command, input=stdin, text=True, capture_output=True, timeout=PATIENCE)
    assert done.returncode == expected, (command, done.returncode, done.stdout, done.stderr)
    return done


class Story:
    def __init__(self, ix, program, url, home):
        self.ix_program, self.program, self.url, self.home = ix, program, url, home

    def ix(self, *words, stdin=None):
        return run(self.ix_program, "--home", self.home, "--json", *words, stdin=stdin)

    def rows(self, *words):
        return [json.loads(line) for line in self.ix(*words).stdout.splitlines()]

    def tell(self, what, **values):
        return run(self.program, "tell", self.url, what, json.dumps(values))

    def conversation(self, address):
        for row in self.rows("list"):
            if any(route.get("address") == address for route in row.get("routes", ())):
                return row["id"]
        raise AssertionError("no conversation with that address")

    def items(self, conversation):
        return [row for row in self.rows("thread", conversation) if "kind" in row]

    def until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.ix("sync", "--once")
            if condition():
                return
            time.sleep(0.1)
        raise AssertionError(what)


def tell_the_story(ix, program, home):
    sandbox = Sandbox(program, "--port", "0")
    assert any("alex" in line and "poutine-2026" in line for line in sandbox.lines)
    story = Story(ix, program, sandbox.url, home)
    story.ix("login", "--server", sandbox.url, "--user", "alex", "--password-stdin",
             stdin="poutine-2026")
    titles = {row["title"] for row in story.rows("list") if "title" in row}
    assert {"Marie Tremblay", "Sam Wilson", "General", "Livraisons"} <= titles, titles

    lucie = story.conversation("+16135550142")
    outcomes = [item["call"]["outcome"] for item in story.items(lucie) if "call" in item]
    assert outcomes == ["answered", "missed", "voicemail", "answered"], outcomes

    marie = story.conversation("@marie:pbx.test")
    story.ix("send", "--to", "Marie Tremblay", "On se voit?", "--wait=30")
    story.until(lambda: "On se voit?" in story.items(marie)[-1]["text"]
                and story.items(marie)[-1]["direction"] == "in", "Marie did not answer")

    story.ix("send", "--to", "(416) 555-0177", "Saturday?", "--wait=30")
    new = story.conversation("+14165550177")
    story.until(lambda: story.items(new)[-1]["direction"] == "in", "the new number did not answer")
    sent = next(item for item in story.items(new) if item["direction"] == "out")
    assert sent["state"] in ("delivered", "read"), sent

    story.ix("send", "--to", "+16135550198", "Refused?", "--wait=30")
    refused = story.conversation("+16135550198")
    story.until(lambda: story.items(refused)[-1]["state"] == "failed", "no refusal came")

    story.tell("sms", number="+16135550142", text="Encore un gâteau?")
    story.until(lambda: story.items(lucie)[-1].get("text") == "Encore un gâteau?", "no text came")
    run(program, "tell", sandbox.url, "sms", '{"number": "12", "text": "x"}', expected=1)

    # A large sync would take minutes to compress, for a way that ends on this machine.
    asked = urllib.request.Request(sandbox.url + "/_matrix/client/versions",
                                   headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(asked, timeout=10) as reply:
        assert reply.headers["Content-Encoding"] is None, reply.headers
        assert reply.read().startswith(b"{")

    taken = run(program, "--port", sandbox.url.rsplit(":", 1)[1], expected=1)
    assert "is in use" in taken.stderr, taken.stderr
    assert sandbox.end(signal.SIGTERM) == 0


def refuse_bad_input(program, folder):
    for arguments, expected, said in [
            (["--port", "65536"], 2, "--port: expected a number from 0 to 65535"),
            (["--nothing"], 2, "unknown option --nothing"),
            (["--company"], 2, "--company needs a value"),
            (["--history", "-1"], 2, "--history: expected a number from 0 to 10000000"),
            (["--company", os.path.join(folder, "missing.json")], 1, "cannot be opened")]:
        assert said in run(program, *arguments, expected=expected).stderr, arguments
    bad = os.path.join(folder, "bad.json")
    with open(bad, "w", encoding="utf-8") as file:
        file.write('{"people": [{"user": "a"}]}')
    said = run(program, "--company", bad, expected=1).stderr
    assert "people[0].password: expected a text" in said, said
    assert "tell URL WHAT" in run(program, "--help").stdout


def browse_a_long_past(ix, program, folder):
    """Fifty conversations of older items: all are listed, and the busiest is read to its beginning."""
    sandbox = Sandbox(program, "--history", "5000")
    story = Story(ix, program, sandbox.url, folder)
    run(ix, "--home", folder, "login", "--server", sandbox.url, "--user", "alex",
        "--password-stdin", stdin="poutine-2026\n")
    story.ix("sync", "--once")
    assert len(story.rows("list", "--limit", "500")) >= 50
    busiest = story.conversation("+16132000000")
    story.ix("thread", busiest, "--fill", "--limit", "500")
    items = story.rows("thread", busiest, "--limit", "500")
    read = [row["id"] for row in items if "kind" in row]
    assert len(read) == len(set(read)) == 251, len(read)  # a twentieth, and what rounding left
    found = story.rows("search", "deplacer le", "--in", busiest, "--limit", "500")
    assert len(found) > 5 and all("déplacer le" in hit["item"]["text"] for hit in found[:-1]), found
    assert sandbox.end(signal.SIGTERM) == 0


def main(ix, program, company):
    with tempfile.TemporaryDirectory() as folder:
        tell_the_story(ix, program, os.path.join(folder, "home"))
        refuse_bad_input(program, folder)
        browse_a_long_past(ix, program, os.path.join(folder, "past"))
        own = Sandbox(program, "--company", company)
        assert own.end(signal.SIGINT) == 0
    print("the story was told")


if __name__ == "__main__":
    main(*sys.argv[1:])
