# SPDX-License-Identifier: Apache-2.0
"""Makes the enumerations of the Swift binding from the public headers: names, numbers and comments
are those of the headers, so that none is typed twice and none is forgotten.

swift_enums.py INCLUDE_DIR OUTPUT_DIR [--check] [--cc COMPILER]
"""
import argparse
import re
import sys
from pathlib import Path

import c_headers

# file: [(enumerators' prefix, an enumerator that tells the enumeration, Swift name, what it is)]
FILES = {
    "ErrorEnums": [
        ("IX_ERROR_", "IX_ERROR_CLOSED", "ErrorCode", "What went wrong."),
        ("IX_ORIGIN_", "IX_ORIGIN_LOCAL", "ErrorOrigin", "Who spoke."),
        ("IX_RETRY_", "IX_RETRY_NEVER", "RetryAdvice", "Whether trying again can help."),
        ("IX_FIXER_", "IX_FIXER_NOBODY", "ErrorFixer", "Who can remove the cause."),
    ],
    "ConversationEnums": [
        ("IX_PRESET_", "IX_PRESET_ALL", "Preset", "The named filters."),
        ("IX_FILTER_", "IX_FILTER_UNREAD", "FilterFlag",
         "A property that a conversation may have."),
        ("IX_CONVERSATION_FLAG_", "IX_CONVERSATION_FLAG_MUTED", "ConversationFlag",
         "What a user sets for a conversation."),
        ("IX_CONVERSATION_KIND_", "IX_CONVERSATION_KIND_CONTACT", "ConversationKind",
         "What a conversation is with."),
        ("IX_ROUTE_", "IX_ROUTE_SMS", "RouteKind", "A way to reach a peer."),
        ("IX_ROUTE_STATE_", "IX_ROUTE_STATE_PENDING", "RouteState",
         "Where a route stands at the backend."),
        ("IX_GROUPED_", "IX_GROUPED_ALONE", "GroupingReason",
         "Why a route stands in its conversation."),
        ("IX_CLAIM_", "IX_CLAIM_WON", "ClaimVerdict", "What became of a claim."),
        ("IX_MEMBER_", "IX_MEMBER_JOINED", "MemberState", "How far somebody is in a channel."),
        ("IX_ROLE_", "IX_ROLE_MEMBER", "MemberRole", "What somebody may do in a channel."),
    ],
    "ItemEnums": [
        ("IX_ITEM_", "IX_ITEM_MESSAGE", "ItemKind", "What an entry of a timeline is."),
        ("IX_DIRECTION_", "IX_DIRECTION_IN", "Direction", "Which way a message or call went."),
        ("IX_STATE_", "IX_STATE_QUEUED", "DeliveryState",
         "How far a message is. Outgoing: queued to read, or failed. Incoming: received."),
        ("IX_NOTICE_", "IX_NOTICE_NONE", "NoticeKind", "What a notice tells."),
        ("IX_CALL_", "IX_CALL_MISSED", "CallOutcome", "What became of a call."),
        ("IX_ATTACHMENT_", "IX_ATTACHMENT_IMAGE", "AttachmentKind",
         "What an attachment is shown as."),
        ("IX_FILE_", "IX_FILE_REMOTE", "FileState", "Where a file is."),
        ("IX_MATCH_", "IX_MATCH_TEXT", "MatchField", "Where a search found something."),
    ],
    "OutboxEnums": [
        ("IX_OUTBOX_OP_", "IX_OUTBOX_OP_SEND", "OutboxAction", "What an outbox entry does."),
        ("IX_OUTBOX_", "IX_OUTBOX_QUEUED", "OutboxState",
         "`blocked`: something a person must fix holds it; `failed`: refused, needs the user."),
        ("IX_WAITING_", "IX_WAITING_NOTHING", "WaitReason",
         "Why something queued is not on its way; it goes by itself when that ends."),
    ],
    "PeopleEnums": [
        ("IX_CONTACT_", "IX_CONTACT_EXTERNAL", "ContactKind", "Who knows a contact."),
        ("IX_ADDRESS_", "IX_ADDRESS_NUMBER", "AddressKind", "What an address is."),
        ("IX_RECIPIENT_KIND_", "IX_RECIPIENT_KIND_MEMBER", "RecipientKind",
         "What a recipient is."),
        ("IX_NUMBER_", "IX_NUMBER_CANADIAN", "NumberClass", "What a phone number is."),
        ("IX_CONSENT_", "IX_CONSENT_OPTED_IN", "ConsentState",
         "What a pair of numbers stands at; a single word is opted in, opted out or help."),
        ("IX_CONSENT_BY_", "IX_CONSENT_BY_HOST", "ConsentSource", "Who said it."),
        ("IX_SMS_", "IX_SMS_GSM7", "SMSEncoding", "Alphabet of an SMS."),
        ("IX_FILE_PLAN_", "IX_FILE_PLAN_SCALED", "FileVerdict", "What becomes of a file of a draft."),
    ],
    "SourceEnums": [
        ("IX_SOURCE_", "IX_SOURCE_CAMERA", "SourceKind", "Where files come from."),
        ("IX_PERMISSION_", "IX_PERMISSION_GRANTED", "PermissionState",
         "How far the user is with a source's permission."),
        ("IX_STEP_", "IX_STEP_EXPLAIN", "PermissionStep", "What the app is to do now."),
    ],
    "ClientEnums": [
        ("IX_SESSION_", "IX_SESSION_EXPIRED", "SessionState", "Whether somebody is signed in."),
        ("IX_STORE_CHECK_", "IX_STORE_CHECK_FILE", "StoreCheck", "What the doctor looked at."),
        ("IX_LOG_", "IX_LOG_WARN", "LogLevel", "How much a line of the log matters."),
    ],
    # Only given, never received: closed.
    "InputEnums": [
        ("IX_SYNC_", "IX_SYNC_CONTINUOUS", "SyncMode", "When the engine uses the network."),
        ("IX_CREDENTIALS_", "IX_CREDENTIALS_HOST", "CredentialPolicy", "Who keeps the tokens."),
        ("IX_NETWORK_", "IX_NETWORK_METERED", "NetworkKind", "What network there is."),
        ("IX_CALL_PHASE_", "IX_CALL_PHASE_STARTED", "CallPhase", "How far a reported call is."),
        ("IX_PART_", "IX_PART_FILE", "FilePart", "Which bytes of an attachment."),
        ("IX_ANSWER_", "IX_ANSWER_GRANTED", "PermissionAnswer",
         "What is answered: by the user, by the app, and from `notAsked` on by the system."),
        ("IX_CONTACTS_", "IX_CONTACTS_KEEP_OTHERS", "ContactsMode",
         "What saving contacts does with those that were saved before."),
    ],
}
SANDBOX = {
    "SandboxEnums": [
        ("IX_SANDBOX_", "IX_SANDBOX_MISSED", "SandboxCallOutcome", "How a call ended."),
        ("IX_SANDBOX_", "IX_SANDBOX_DELIVERS", "CarrierBehaviour",
         "What the carrier does with a text to a number."),
    ],
}
CLOSED = {"InputEnums", "SandboxEnums"}
# Where the C name does not make a Swift name.
CASES = {"IX_DIRECTION_IN": "incoming", "IX_DIRECTION_OUT": "outgoing",
         "IX_CONSENT_UNKNOWN": "nothingSaid", "IX_SMS_GSM7": "gsm7", "IX_SMS_UCS2": "ucs2",
         "IX_ROUTE_INTERNAL": "internal", "IX_PRESET_INTERNAL": "internal"}
ACRONYMS = {"utf8": "UTF8", "url": "URL", "io": "IO"}
KEYWORDS = {"continue", "internal", "extension", "in", "operator", "self", "import"}
# Enumerations of the headers that no Swift type stands for.
INTERNAL = {"IX_OK", "IX_TABLE_CONVERSATION", "IX_MORE_LOCAL", "IX_CHANGE_INSERT",
            "IX_LIVE_THREAD", "IX_EVENT_OPERATION_COMPLETED"}


def enumerations(path):
    """[[(name, comment)]] of a header. Enumerations of flags are not told apart here."""
    text = Path(path).read_text(encoding="utf-8")
    found = []
    for body in re.findall(r"\benum \{(.*?)\}", text, re.S):
        entries = []
        token = re.compile(r"/\*\*<(.*?)\*/|/\*\*(.*?)\*/|/\*.*?\*/|(IX_\w+)", re.S)
        before = ""
        for behind, above, name in token.findall(body):
            if name:
                if not entries or entries[-1][0] != name:
                    entries.append([name, before])
                before = ""
            elif behind and entries:
                entries[-1][1] = behind
            elif above:
                before = above
        found.append([(name, words(comment)) for name, comment in entries])
    return found


def words(comment):
    return " ".join(re.sub(r"^\s*\*", " ", comment, flags=re.M).split())


def camel(name, prefix):
    if name in CASES:
        plain = CASES[name]
    else:
        first, *rest = name.removeprefix(prefix).lower().split("_")
        plain = first + "".join(ACRONYMS.get(p, p.capitalize()) for p in rest)
    return f"`{plain}`" if plain in KEYWORDS else plain


def wrapped(text, indent):
    lines, line = [], f"{indent}///"
    for word in text.split(" "):
        if len(line) + 1 + len(word) > 100:
            lines.append(line)
            line = f"{indent}///"
        line += " " + word
    return lines + [line]


def swift(specification, headers, values, closed):
    out = ["// SPDX-License-Identifier: Apache-2.0",
           "// Generated from the public headers by bindings/generate/swift_enums.py; not edited by"
           " hand."]
    for prefix, tell, name, about in specification:
        entries = next(e for h in headers for e in h if any(n == tell for n, _ in e))
        entries = [(n, c) for n, c in entries if n != "IX_OK" and n.startswith(prefix)]
        cases = [(camel(n, prefix), values[n], c or f"`{n}`.") for n, c in entries]
        out.append("")
        if closed:
            out += wrapped(about, "")
            out.append(f"public enum {name}: Int32, Hashable, Sendable, CaseIterable {{")
            for case, value, comment in cases:
                out += wrapped(comment, "  ") + [f"  case {case} = {value}"]
            out.append("}")
            continue
        out += wrapped(about + " Open: a newer library may have values that this one does not name.",
                       "")
        out.append(f"public enum {name}: RawRepresentable, Hashable, Sendable {{")
        for case, _, comment in cases:
            out += wrapped(comment, "  ") + [f"  case {case}"]
        out += ["  /// A value that this version does not name.", "  case unknown(Int32)", "",
                "  /// The value for a number of the C interface.",
                "  public init(rawValue: Int32) {", "    switch rawValue {"]
        out += [f"    case {value}: self = .{case}" for case, value, _ in cases]
        out += ["    default: self = .unknown(rawValue)", "    }", "  }", "",
                "  /// Its number in the C interface.", "  public var rawValue: Int32 {",
                "    switch self {"]
        out += [f"    case .{case}: {value}" for case, value, _ in cases]
        out += ["    case .unknown(let value): value", "    }", "  }", "}"]
    return "\n".join(out) + "\n"


def typed_without_swift(headers):
    """Enumerations behind a `typedef int32_t` that no Swift type stands for."""
    known = {tell for spec in [*FILES.values(), *SANDBOX.values()] for _, tell, _, _ in spec}
    missing = []
    for path in headers:
        text = Path(path).read_text(encoding="utf-8")
        typed = re.findall(r"typedef int32_t (ix_\w+);\s*enum \{(.*?)\}", text, re.S)
        for name, body in typed:
            names = set(re.findall(r"\bIX_\w+", re.sub(r"/\*.*?\*/", "", body, flags=re.S)))
            if not names & (known | INTERNAL):
                missing.append(name)
    return missing


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("include")
    parser.add_argument("output")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cc", default="cc")
    args = parser.parse_args()
    folder = Path(args.include) / "interactions"
    # row_block.h comes with page.h; every other header once.
    paths = sorted(p for p in folder.glob("*.h") if p.name not in ("interactions.h",))
    _, _, numbers = c_headers.measure(paths, args.include, args.cc)
    parsed = [enumerations(p) for p in paths]
    same = True
    for missing in typed_without_swift(paths):
        print(f"{missing} has no Swift type: add it to swift_enums.py")
        same = False
    targets = [("Interactions/Generated", FILES), ("InteractionsSandbox", SANDBOX)]
    for target, files in targets:
        for file, specification in files.items():
            text = swift(specification, parsed, numbers, file in CLOSED)
            path = Path(args.output) / target / f"{file}.swift"
            same = c_headers.write_or_compare(path, text, args.check) and same
    sys.exit(0 if same else 1)
