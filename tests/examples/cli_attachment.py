#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix attachment on the sandbox: what its company sent, and a voicemail, to listen to.

    cli_attachment.py IX SANDBOX
"""
import os
import subprocess
import sys
import wave

import cli_case
from cli_case import Case, Run

SANDBOX = None
LUCIE = "+16135550142"


class Attachments(Case):
    def setUp(self):
        super().setUp()
        self.sandbox = subprocess.Popen([SANDBOX, "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end_sandbox)
        for line in self.sandbox.stdout:
            if line.startswith("url"):
                self.url = line.split()[1]
            if line == "ready\n":
                break
        run = Run(self.home, "login", "--server", self.url, "--user", "alex", "--password-stdin",
                  stdin="poutine-2026\n")
        self.assertEqual(run.code, 0, run.err)

    def end_sandbox(self):
        self.sandbox.terminate()
        self.sandbox.wait(20)
        self.sandbox.stdout.close()

    def conversation_of(self, address):
        return next(row["id"] for row in Run(self.home, "list").rows
                    if any(route.get("address") == address for route in row.get("routes", ())))

    def listed(self, conversation):
        return Run(self.home, "attachment", "list", conversation).rows

    def get(self, row):
        out = self.home.parent / row["name"]
        run = Run(self.home, "attachment", "get", row["id"], "--out", out)
        self.assertEqual((run.code, run.rows), (0, [{"id": row["id"], "out": str(out)}]), run.err)
        return out

    def test_a_voicemail_is_listed_and_can_be_heard(self):
        lucie = self.conversation_of(LUCIE)
        voicemail = next(row for row in Run(self.home, "thread", lucie).rows
                         if row.get("kind") == "voicemail")
        row, = [row for row in self.listed(lucie) if row["item"] == voicemail["id"]]
        self.assertEqual((row["kind"], row["name"], row["mime"], row["state"]),
                         ("audio", "voicemail.wav", "audio/wav", "remote"))
        self.assertEqual(row["id"], voicemail["attachments"][0]["id"])
        with wave.open(str(self.get(row))) as sound:
            milliseconds = 1000 * sound.getnframes() / sound.getframerate()
        self.assertAlmostEqual(milliseconds, row["duration_ms"], delta=50)
        # It stays here, and is given out without the server.
        row, = [row for row in self.listed(lucie) if row["item"] == voicemail["id"]]
        self.assertEqual(row["state"], "local")
        self.end_sandbox()
        again = self.home.parent / "again.wav"
        self.assertEqual(Run(self.home, "attachment", "get", row["id"], "--out", again).code, 0)
        self.assertEqual(again.read_bytes(), (self.home.parent / row["name"]).read_bytes())
        self.assertEqual(Run(self.home, "doctor").code, 0)

    def test_every_file_of_the_company_can_be_fetched(self):
        rows = [row for conversation in Run(self.home, "list").rows if "id" in conversation
                for row in self.listed(conversation["id"])]
        self.assertGreaterEqual(len(rows), 3)  # a picture, a paper, a voicemail
        for row in rows:
            with self.subTest(row["name"]):
                out = self.get(row)
                if row.get("bytes"):
                    self.assertEqual(out.stat().st_size, row["bytes"])
                # Nothing is written over.
                self.refused(Run(self.home, "attachment", "get", row["id"], "--out", out), 1,
                             "IX_ERROR_INVALID_ARGUMENT")
        self.assertEqual(Run(self.home, "doctor").code, 0)

    def test_what_is_wrong_is_said(self):
        out = self.home.parent / "x"
        self.refused(Run(self.home, "attachment", "get", "a999", "--out", out), 1,
                     "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "attachment", "list", "r999"), 1, "IX_ERROR_NOT_FOUND")
        self.refused(Run(self.home, "attachment", "get", "a1"), 2, "IX_ERROR_INVALID_ARGUMENT")
        self.assertFalse(out.exists())


if __name__ == "__main__":
    SANDBOX = os.path.abspath(sys.argv.pop(2))
    cli_case.main()
