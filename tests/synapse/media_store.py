# SPDX-License-Identifier: Apache-2.0
"""What a homeserver of the fixture holds of files."""

import hashlib
import sqlite3


def hash_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def ids_of(server, name):
    """Of every copy of a file of that name, whoever sent it and whether a message has it or not."""
    with sqlite3.connect(server.root / "hs.db") as database:
        rows = database.execute("SELECT media_id FROM local_media_repository"
                                " WHERE upload_name = ? AND media_length IS NOT NULL", (name,))
        return [row[0] for row in rows]


def hash_at(server, uri):
    """Of the bytes behind an mxc URI."""
    media = uri.rpartition("/")[2]
    return hash_of(server.root / "media" / "local_content" / media[:2] / media[2:4] / media[4:])


def check_one_copy(server, events, name, path):
    """Exactly one message has it, there is one copy of it, and that is what was sent."""
    contents = [e["content"] for e in events if e["type"] == "m.room.message"
                and e["content"].get("filename", e["content"].get("body")) == name]
    copies = ids_of(server, name)
    if (len(contents), len(copies)) != (1, 1):
        raise AssertionError(f"{name}: {len(contents)} messages, {len(copies)} copies")
    if hash_at(server, contents[0]["url"]) != hash_of(path):
        raise AssertionError(f"{name}: other bytes")
