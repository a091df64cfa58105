# SPDX-License-Identifier: Apache-2.0
"""Every fault of the way to the server, and what a person is told while it lasts.

`sees` is (exit code, error without IX_ERROR_), None for nothing: it works all the same. `at` names
what differs where: "find" (is there a homeserver), "login", "refresh" (of the session), "sync",
"history", "send", "create".
"""

import dataclasses

from fixture import faults

FINE = (0, None)
UNREACHABLE = (4, "UNREACHABLE")
TIMEOUT = (4, "TIMEOUT")
BAD = (1, "BAD_RESPONSE")
FAILED = (1, "SERVER_ERROR")
LIMITED = (1, "RATE_LIMITED")
TOO_LARGE = (1, "RESPONSE_TOO_LARGE")
REDIRECTED = (1, "REDIRECT_REFUSED")
REFUSED = (1, "REFUSED")
NO_SERVER = (1, "NOT_A_HOMESERVER")


@dataclasses.dataclass
class Fault:
    name: str
    act: object          # called with the Exchange; None: connections are reset at once
    sees: tuple
    forwarded: bool = True  # the homeserver does what was asked, and only its reply is spoiled
    at: dict = dataclasses.field(default_factory=dict)
    an_hour: bool = False  # the server asks for so long a pause
    silent: bool = False   # it ends with the client's patience only

    def seen_at(self, place):
        return self.at.get(place, self.sees)


def _connection():
    yield Fault("reset at accept", None, UNREACHABLE, False)
    yield Fault("reset before forwarding", faults.reset_before_forwarding, UNREACHABLE, False)
    yield Fault("reset after the request", faults.reset_after_request, UNREACHABLE)
    yield Fault("closed after the request", faults.closed_after_request, UNREACHABLE)
    yield Fault("cut in the headers", faults.cut_in_headers, UNREACHABLE)
    yield Fault("reset in the headers", faults.reset_in_headers, UNREACHABLE)
    yield Fault("cut after the headers", faults.cut_after_headers, UNREACHABLE)
    yield Fault("cut in the body", faults.cut_in_body, UNREACHABLE)
    yield Fault("reset in the body", faults.reset_in_body, UNREACHABLE)
    yield Fault("byte by byte", faults.byte_by_byte, FINE)


def _silence():
    yield Fault("silent at once", faults.stall_before_forwarding, TIMEOUT, False, silent=True)
    yield Fault("silent after the request", faults.stall_after_request, TIMEOUT, silent=True)
    yield Fault("silent in the body", faults.stall_in_body, TIMEOUT, silent=True)


def _somebody_else():
    page = faults.page
    yield Fault("502 with HTML", page(502), FAILED, False)
    yield Fault("502 after forwarding", page(502, forwarded=True), FAILED)
    yield Fault("520 after forwarding", page(520, forwarded=True), FAILED)
    # A web page in place of the server: a hotel's sign-in page, a company's proxy, an update.
    no_page = {"find": NO_SERVER}
    yield Fault("200 with HTML", page(200), BAD, False, no_page)
    yield Fault("401 with HTML", page(401), REFUSED, False, no_page)
    yield Fault("403 with HTML", page(403), REFUSED, False, no_page)
    yield Fault("404 with HTML", page(404), REFUSED, False, no_page)
    yield Fault("407 with HTML", page(407), REFUSED, False, no_page)
    yield Fault("not HTTP", faults.not_http, BAD)


def _limits():
    yield Fault("429, retry_after_ms 50", faults.limited(retry_after_ms=50), LIMITED, False)
    yield Fault("429, an hour", faults.limited(retry_after_ms=3_600_000), LIMITED, False,
                an_hour=True)
    yield Fault("429, Retry-After seconds", faults.limited(("Retry-After", "3600")), LIMITED, False,
                an_hour=True)
    yield Fault("429, Retry-After date", faults.limited_until(3600), LIMITED, False,
                an_hour=True)
    yield Fault("429, no time", faults.limited(), LIMITED, False)
    yield Fault("429 with HTML", faults.page(429), LIMITED, False)


def _spoiled():
    no_server = {"find": NO_SERVER}
    yield Fault("truncated JSON", faults.truncated_json, BAD, at=no_server)
    yield Fault("deep nesting", faults.deep_json, BAD, at=no_server)
    yield Fault("not UTF-8", faults.not_utf8, BAD, at=no_server)
    yield Fault("empty body", faults.empty_body, BAD, at=no_server)
    yield Fault("duplicate keys", faults.duplicate_keys, FINE)
    yield Fault("a number", faults.shaped(7), BAD, at=no_server)
    yield Fault("null", faults.shaped(None), BAD, at=no_server)
    yield Fault("an array", faults.shaped([]), BAD, at=no_server)
    yield Fault("an empty object", faults.shaped({}), BAD, at=no_server)
    yield Fault("wrong types", faults.shaped(
        {"next_batch": 1, "event_id": 2, "room_id": [3], "chunk": 4, "rooms": 5, "versions": "6",
         "access_token": 7, "user_id": {}}), BAD, at=no_server)
    yield Fault("200 with an error inside", faults.shaped(
        {"errcode": "M_UNKNOWN", "error": "no"}), BAD, at=no_server)
    yield Fault("announced as huge", faults.announced_huge, TOO_LARGE)
    yield Fault("huge headers", faults.huge_headers, TOO_LARGE)
    yield Fault("JSON as text/html", faults.content_type("text/html"), FINE)
    yield Fault("JSON without a type", faults.content_type(None), FINE)


def _redirects():
    def moved(exchange):
        return exchange.proxy.url + "/moved" + exchange.target

    def to_itself(exchange):
        return exchange.proxy.url + exchange.target

    yield Fault("307 on the same host", faults.redirect(moved), FINE, False)
    yield Fault("307 in a circle", faults.redirect(to_itself), REDIRECTED, False)
    # Clients disagree whether a 302 keeps the method, so a change does not follow one.
    yield Fault("302 on the same host", faults.redirect(moved, 302), FINE, False,
                {place: REDIRECTED for place in ("login", "refresh", "send", "create")})
    yield Fault("303 without an address", faults.answer(303, {}), REDIRECTED, False,
                {"find": NO_SERVER})


FAULTS = [*_connection(), *_silence(), *_somebody_else(), *_limits(), *_spoiled(), *_redirects()]
