# SPDX-License-Identifier: Apache-2.0
"""Who wants no more texts, on a real homeserver with a bridge whose gateway honours STOP."""

import support


class Consent(support.CompanyTest):
    def texted_by(self, alex, number, text):
        """The conversation with a number, in which the text has arrived."""
        self.company.bridge.incoming(number, text, "@alex:pbx.test")
        conversation = alex.sync_until(lambda: alex.conversation(number), "the conversation")
        alex.sync_until(lambda: ("in", text) in alex.texts(conversation), "the text")
        return conversation

    def state(self, alex, number):
        rows = alex.run("consent", "list", "--number", number).rows
        return rows[0]["state"] if rows else None

    def until_state(self, alex, number, state):
        alex.sync_until(lambda: self.state(alex, number) == state, f"that it is {state}")

    def test_stop_warns_is_refused_and_start_lifts_it(self):
        alex, number = self.alex(), self.new_number()
        bridge = self.company.bridge
        bridge.set_carrier(number, "honour_stop")
        conversation = self.texted_by(alex, number, "Stop by later?")
        self.assertIsNone(self.state(alex, number))
        self.texted_by(alex, number, "Arrêt !")
        self.assertEqual(self.state(alex, number), "opted_out")
        row = alex.run("sms-parts", "--in", conversation, "Bonjour").rows[0]
        self.assertEqual((row["consent"], row["sendable"], row["from"]),
                         ("opted_out", True, bridge.own_number))

        # A person may have meant something else: it leaves, with a warning; the gateway says no.
        run = alex.run("send", "--in", conversation, "Vraiment?")
        self.assertIn("ARRET", run.err)
        self.until_state(alex, number, "refused")
        failed = [i for i in alex.thread(conversation) if i.get("text") == "Vraiment?"][0]
        self.assertEqual((failed["state"], failed["failure"]["fixer"]), ("failed", "recipient"))
        refused = alex.refused("OPTED_OUT", 1, "send", "--in", conversation, "Allô?")
        self.assertIn("START", refused.error["message"])
        self.assertEqual([r["reason"] for r in alex.titled(number)["routes"]], ["opted_out"])
        carried = len(bridge.outgoing(number))

        # A new device reads the same out of the history.
        self.assertEqual(self.alex_state(number), "refused")

        self.texted_by(alex, number, "Unstop")
        self.assertEqual(self.state(alex, number), "opted_in")
        alex.run("send", "--in", conversation, "Rebonjour", "--wait=20", "--until", "delivered")
        self.assertEqual(len(bridge.outgoing(number)), carried + 1)
        words = alex.run("consent", "export", "--number", number).rows
        self.assertEqual([(w["state"], w["source"], w.get("keyword")) for w in words],
                         [("opted_out", "keyword", "ARRET"), ("opted_out", "reported", None),
                          ("opted_in", "keyword", "UNSTOP")])
        self.assertEqual(alex.run("doctor").code, 0)

    def alex_state(self, number):
        fresh = self.alex()
        conversation = fresh.conversation(number)
        fresh.run("thread", conversation, "--limit", "200", "--fill")
        return self.state(fresh, number)

    def test_the_gateways_own_word(self):
        alex, number = self.alex(), self.new_number()
        conversation = self.texted_by(alex, number, "Bonjour")
        self.company.bridge.report_consent(number, "@alex:pbx.test", "opted_out")
        self.until_state(alex, number, "refused")
        alex.refused("OPTED_OUT", 1, "send", "--in", conversation, "Allô?")
        self.company.bridge.report_consent(number, "@alex:pbx.test", "opted_in")
        self.until_state(alex, number, "opted_in")
        alex.run("send", "--in", conversation, "Merci", "--wait=20", "--until", "delivered")

    def test_a_gateway_that_keeps_start_to_itself(self):
        alex, number = self.alex(), self.new_number()
        conversation = self.texted_by(alex, number, "Bonjour")
        self.company.bridge.report_consent(number, "@alex:pbx.test", "opted_out")
        self.until_state(alex, number, "refused")
        alex.run("consent", "set", number, "opted-in")
        alex.run("send", "--in", conversation, "Comme convenu", "--wait=20", "--until", "delivered")


if __name__ == "__main__":
    support.main()
