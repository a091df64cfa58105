#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ix permission: the steps to a permission, each in a process of its own.

    cli_permission.py IX
"""
import cli_case
from cli_case import Case, Run


class Permission(Case):
    def setUp(self):
        super().setUp()
        self.sign_in()

    def run_ok(self, *words):
        run = Run(self.home, "permission", *words)
        self.assertEqual(run.code, 0, run.err)
        return run.rows

    def test_from_the_wish_to_the_answer_over_processes(self):
        row = self.run_ok("request", "camera", "--language", "fr-CA")[0]
        self.assertEqual((row["state"], row["step"]), ("explained", "explain"))
        self.assertEqual((row["key"], row["confirm"], row["dismiss"]),
                         ("permission.camera.explain", "Continuer", "Pas maintenant"))
        self.assertGreater(row["since_ms"], 0)
        self.assertEqual(self.run_ok("answer", "camera", "continue")[0]["step"], "ask")
        row = self.run_ok("list")[0]
        self.assertEqual((row["source"], row["state"], row["step"]), ("camera", "asked", "wait"))
        self.assertNotIn("key", row)
        self.assertEqual(self.run_ok("answer", "camera", "limited")[0]["step"], "open")
        row = self.run_ok("list")[0]
        self.assertEqual((row["state"], row["step"]), ("limited", "none"))
        self.assertNotIn("since_ms", row)

    def test_every_answer_has_a_word(self):
        for word, state in (("granted", "granted"), ("not-granted", "not_asked"),
                            ("denied", "denied"), ("blocked", "blocked"),
                            ("restricted", "restricted"), ("not-asked", "not_asked")):
            self.assertEqual(self.run_ok("answer", "gallery", word)[0]["state"], state, word)
        self.assertEqual(self.run_ok("request", "gallery")[0]["step"], "explain")
        self.assertEqual(self.run_ok("answer", "gallery", "done")[0]["step"], "explain")
        self.assertEqual(self.run_ok("answer", "gallery", "not-now")[0]["step"], "none")

    def test_the_choice_for_people(self):
        self.assertEqual(len(self.run_ok("list")), 6)
        Run(self.home, "permission", "answer", "microphone", "restricted")
        out = Run(self.home, "permission", "request", "microphone", as_json=False).out
        self.assertIn("Access to the microphone is not permitted", out)
        self.assertIn("[OK]", out)

    def test_wrong_words(self):
        for words in (("request",), ("request", "nose"), ("answer", "camera"), ("forget", "camera"),
                      ("answer", "camera", "maybe"), ("list", "camera")):
            self.assertEqual(Run(self.home, "permission", *words).code, 2, words)
        self.assertEqual(Run(self.home, "permission", "list", "--in", "r999").code, 1)


if __name__ == "__main__":
    cli_case.main()
