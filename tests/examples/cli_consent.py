#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix consent, and ix sms-parts of an account, without a server.

    cli_consent.py IX
"""
import json

import cli_case
from cli_case import Case, Run

OWN = "613 555 0100"


class Consent(Case):
    def put(self, number, state):
        run = Run(self.home, "consent", "set", number, state, "--own", OWN)
        self.assertEqual(run.code, 0, run.err)
        return run.rows

    def test_what_was_said_is_listed_and_exported(self):
        self.sign_in()
        self.assertEqual(self.put("416-555-0142", "opted-out")[0]["state"], "opted_out")
        row = self.put("4165550142", "opted-in")[0]
        self.assertEqual({k: row[k] for k in ("own", "peer", "state", "source")},
                         {"own": "+16135550100", "peer": "+14165550142", "state": "opted_in",
                          "source": "host"})
        self.put("416 555 0143", "opted-out")
        rows = Run(self.home, "consent", "list", "--limit", 1).rows
        self.assertEqual(rows[0]["peer"], "+14165550142")
        rest = Run(self.home, "consent", "list", "--after", rows[1]["page"]["next"]).rows
        self.assertEqual(rest[0]["peer"], "+14165550143")
        self.assertIsNone(rest[1]["page"]["next"])
        words = Run(self.home, "consent", "export", "--number", "4165550142").rows
        self.assertEqual([word["state"] for word in words], ["opted_out", "opted_in"])
        table = Run(self.home, "consent", "export", as_json=False).out.splitlines()
        self.assertEqual(table[0], "own,peer,state,at_ms,source,keyword")
        self.assertEqual(len(table), 4)
        self.assertEqual(table[1].split(",")[:3], ["+16135550100", "+14165550142", "opted_out"])

    def test_a_long_ledger_is_exported_whole(self):
        self.sign_in()
        for i in range(3):
            self.put(f"41655501{i:02}", "opted-out")
        self.assertEqual(len(Run(self.home, "consent", "export").rows), 3)

    def test_preflight(self):
        self.sign_in()
        item = Run(self.home, "send", "--to", "4165550142", "hello").rows[0]
        self.put("4165550142", "opted-out")
        run = Run(self.home, "sms-parts", "--to", "4165550142", "--attachments", 2, "cœur")
        self.assertEqual(run.code, 0, run.err)
        row = run.rows[0]
        self.assertEqual((row["encoding"], row["mms"], row["consent"], row["sendable"]),
                         ("ucs2", ["attachment"], "opted_out", True))
        self.assertEqual(row["said"]["source"], "host")
        row = Run(self.home, "sms-parts", "--in", item["conversation"], "x" * 161).rows[0]
        self.assertEqual((row["parts"], row["by_sms"], row["route"]), (2, True, item["route"]))
        run = Run(self.home, "sms-parts", "--to", "4165550142", "--file", "image/png:4000000",
                  "--file", "video/mp4:2000000", "x")
        row = run.rows[0]
        self.assertEqual([one["verdict"] for one in row["files"]], ["scaled", "too_large"])
        self.assertEqual((row["bytes"], row["reason"]), (600000, "files_too_large"))
        self.assertLess(row["files"][0]["bytes"], 600000)
        for file in ("image/png", "image/png:-1", "image/png:x"):
            self.refused(Run(self.home, "sms-parts", "--to", "4165550142", "--file", file, "x"), 2,
                         "IX_ERROR_INVALID_ARGUMENT")
        row = Run(self.home, "sms-parts", "--to", "9005550142", "x").rows[0]
        self.assertEqual((row["sendable"], row["reason"]), (False, "premium"))
        # A warning beside the answer, and the message is queued.
        run = Run(self.home, "send", "--to", "4165550142", "hello again")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(json.loads(run.err)["notice"]["opted_out"]["state"], "opted_out")
        run = Run(self.home, "list")
        routes = [route for row in run.rows if "routes" in row for route in row["routes"]]
        self.assertIn(True, [route["opted_out"] for route in routes])

    def test_wrong_usage(self):
        self.refused(Run(self.home, "consent", "list"), 3, "IX_ERROR_SIGNED_OUT")
        self.sign_in()
        for words in (["consent", "forget"], ["consent", "set", "4165550142"],
                      ["consent", "set", "4165550142", "maybe"], ["consent", "list", "x"],
                      ["sms-parts", "--to", "4165550142", "--from", "6135550100", "x"],
                      ["sms-parts", "--attachments", "many", "x"]):
            self.refused(Run(self.home, *words), 2, "IX_ERROR_INVALID_ARGUMENT")
        self.refused(Run(self.home, "consent", "set", "12", "opted-in"), 1,
                     "IX_ERROR_NUMBER_INVALID")
        self.refused(Run(self.home, "sms-parts", "--in", "r999", "x"), 1, "IX_ERROR_NOT_FOUND")


if __name__ == "__main__":
    cli_case.main()
