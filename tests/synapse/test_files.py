# SPDX-License-Identifier: Apache-2.0
"""Files through ix and a real homeserver: a photo that loses where it was taken, and large files
whose sender and receiver are killed in the middle.

IX_FILES_MB=N makes the large file N megabytes (24 when absent; the homeserver takes 200).
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import support
from fixture import SynapseServer
from ix_cli import Ix, ix_program
from media_store import hash_of, ids_of

PASSWORD = "poutine-2026-secret"
MEGABYTES = int(os.environ.get("IX_FILES_MB", "24"))

# Run by the homeserver's Python, which has Pillow.
MAKE_PHOTO = """
import sys
from PIL import Image
image = Image.effect_noise((640, 480), 60).convert("RGB")
exif = Image.Exif()
exif[0x010E] = "Chez Lucie"
exif[0x0112] = 6
gps = exif.get_ifd(0x8825)
gps.update({1: "N", 2: (45.0, 25.0, 29.0), 3: "W", 4: (75.0, 41.0, 42.0)})
image.save(sys.argv[1], "JPEG", quality=90, exif=exif, comment="secret comment")
"""
COMPARE_PHOTOS = """
import sys
from PIL import Image
one, two = (Image.open(path) for path in sys.argv[1:3])
assert one.getexif().get_ifd(0x8825), "the original has no place"
exif = two.getexif()
assert not exif.get_ifd(0x8825) and not exif.get(0x010E) and "comment" not in two.info, dict(exif)
assert exif.get(0x0112) == 6, "it would be shown lying on its side"
assert list(one.getdata()) == list(two.getdata()), "other pixels"
print("no place, no comment, upright, the same pixels")
"""


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.python = support.synapse_python()
        ix_program()
        folder = tempfile.TemporaryDirectory(prefix="ix-files-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = SynapseServer(cls.python, cls.folder / "homeserver")
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.ann = cls.server.register("ann", PASSWORD, "Ann")
        cls.bob = cls.server.register("bob", PASSWORD, "Bob")
        cls.room = cls.ann.create_room(name="Photos", preset="private_chat",
                                       invite=[cls.bob.user_id])
        cls.bob.join(cls.room)
        cls.sender, cls.receiver = (cls.home(name) for name in ("ann", "bob"))

    @classmethod
    def home(cls, user):
        ix = Ix(cls.folder / user)
        ix.login(cls.server.url, user, PASSWORD)
        ix.sync()
        return ix

    def room_of(self, ix):
        return ix.titled("Photos")["id"]

    def events(self, name):
        return [e for e in self.ann.messages(self.room)
                if e["content"].get("filename", e["content"].get("body")) == name]

    def attachment(self, ix, name):
        rows = ix.run("attachment", "list", self.room_of(ix)).rows
        found = [row for row in rows if row["name"] == name]
        self.assertEqual(len(found), 1, rows)
        return found[0]

    def test_a_photo_loses_where_it_was_taken(self):
        photo, copy = self.folder / "garden.jpg", self.folder / "copy.jpg"
        subprocess.run([self.python, "-c", MAKE_PHOTO, photo], check=True)
        self.sender.run("send", "--in", self.room_of(self.sender), "--attach", photo, "Au jardin",
                        "--wait=60")
        self.receiver.sync()
        row = self.attachment(self.receiver, "garden.jpg")
        self.assertEqual((row["kind"], row["mime"], row["width"], row["height"], row["state"]),
                         ("image", "image/jpeg", 480, 640, "remote"))
        self.receiver.run("attachment", "get", row["id"], "--out", copy)
        done = subprocess.run([self.python, "-c", COMPARE_PHOTOS, photo, copy],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        print("  " + done.stdout.strip(), flush=True)
        content = self.events("garden.jpg")[0]["content"]
        self.assertEqual(content["body"], "Au jardin")
        self.assertIn("thumbnail_url", content["info"])

    def killed_half_way(self, ix, words, progress):
        """Runs the command and kills it when `progress()` says that it is in the middle."""
        process = ix.start(*words)
        end = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < end:
            if progress():
                process.kill()
                process.communicate()
                return True
            time.sleep(0.005)
        process.communicate()
        return False

    def test_a_large_file_arrives_once_though_both_sides_die(self):
        name = "large.bin"
        large, copy = self.folder / name, self.folder / "copy.bin"
        with open(large, "wb") as file:
            for _ in range(MEGABYTES):
                file.write(os.urandom(1_000_000))
        before = time.monotonic()
        # The upload is in the middle once the file is prepared and the server has begun to read.
        conversation = self.room_of(self.sender)
        self.sender.run("send", "--in", conversation, "--attach", large, "--as-is")
        died = 0
        for delay in (0.15, 0.3, 0.6):
            started = time.monotonic()
            died += self.killed_half_way(self.sender, ("sync", "--once"),
                                         lambda: time.monotonic() - started > delay)
        self.sender.run("sync", "--once", seconds=300)
        sent = self.sender.thread(conversation)[-1]
        self.assertEqual((sent["state"], sent["attachments"][0]["name"]), ("accepted", name))
        self.assertEqual((len(self.events(name)), len(ids_of(self.server, name))), (1, 1))
        up = time.monotonic() - before

        before = time.monotonic()
        self.receiver.sync()
        row = self.attachment(self.receiver, name)
        part = pathlib.Path(self.receiver.home) / "media" / "part" / row["id"]
        self.assertTrue(self.killed_half_way(
            self.receiver, ("attachment", "get", row["id"], "--out", copy),
            lambda: part.exists() and part.stat().st_size > MEGABYTES * 200_000))
        kept = part.stat().st_size
        self.assertFalse(copy.exists())
        self.receiver.run("attachment", "get", row["id"], "--out", copy, seconds=300)
        self.assertEqual(hash_of(copy), hash_of(large))
        self.assertEqual(self.attachment(self.receiver, name)["state"], "local")
        print(f"  {MEGABYTES} MB: sender killed {died} times, one copy at the server, {up:.1f} s; "
              f"receiver killed after {kept / 1e6:.0f} MB, hash equal, "
              f"{time.monotonic() - before:.1f} s", flush=True)

    def test_a_file_that_cannot_be_sent_is_said_and_nothing_is_sent(self):
        conversation = self.room_of(self.sender)
        empty = self.folder / "empty.txt"
        empty.touch()
        before = len(self.ann.messages(self.room))
        self.sender.refused("FILE_EMPTY", 1, "send", "--in", conversation, "--attach", empty)
        self.sender.refused("FILE_UNREADABLE", 1, "send", "--in", conversation, "--attach",
                            self.folder)
        self.sender.refused("FILE_UNREADABLE", 1, "send", "--in", conversation, "--attach",
                            self.folder / "nothing")
        self.sender.sync()
        self.assertEqual(len(self.ann.messages(self.room)), before)

    def test_what_the_server_lost_is_said(self):
        note = self.folder / "note.txt"
        note.write_text("bonjour")
        self.sender.run("send", "--in", self.room_of(self.sender), "--attach", note, "--wait=60")
        self.receiver.sync()
        row = self.attachment(self.receiver, "note.txt")
        for path in (self.server.root / "media").rglob("*"):
            if path.is_file() and path.read_bytes() == b"bonjour":
                path.unlink()
        shutil.rmtree(pathlib.Path(self.receiver.home) / "media", ignore_errors=True)
        run = self.receiver.run("attachment", "get", row["id"], "--out", self.folder / "lost.txt",
                                code=1)
        self.assertEqual(run.error["name"], "IX_ERROR_MEDIA_GONE", run)
        self.assertFalse((self.folder / "lost.txt").exists())


if __name__ == "__main__":
    support.main()
