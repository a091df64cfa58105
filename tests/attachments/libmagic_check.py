# SPDX-License-Identifier: Apache-2.0
"""Holds the types that the library finds against libmagic's: libmagic_check.py TOOL WORK

The samples of the tests, what Python and the system have of real files, the same under lying names,
and their beginnings.
"""
import gzip
import io
import itertools
import os
import shutil
import subprocess
import sys
import tarfile
import wave
import zipfile
from pathlib import Path

if not shutil.which("file"):
    print("SKIP: file (libmagic) is not installed")
    sys.exit(77)
TOOL, WORK = sys.argv[1], Path(sys.argv[2])

# Ours, and what libmagic calls the same.
SAME = {
    "audio/aac": {"audio/x-hx-aac-adts"},
    "audio/aiff": {"audio/x-aiff"},
    "audio/wav": {"audio/x-wav"},
    "audio/mp4": {"audio/x-m4a"},
    "audio/amr-wb": {"audio/amr"},
    "application/rtf": {"text/rtf"},
    "application/vnd.rar": {"application/x-rar"},
    "application/x-executable": {"application/x-sharedlib", "application/x-pie-executable",
                                 "application/x-object"},
    "application/vnd.microsoft.portable-executable": {"application/x-dosexec"},
    "application/x-ole-storage": {"application/CDFV2"},
    "image/bmp": {"image/x-ms-bmp"},
    "text/calendar": {"text/plain"},
    "text/vcard": {"text/x-vcard"},
    "text/xml": {"application/xml"},
}
# Where libmagic says less or more, and why ours stands.
BETTER = {
    # It does not look whether there is a picture among the tracks.
    "voice_isom.m4a": "video/mp4", "voice.3gp": "video/3gpp",
    "voice.webm": "video/webm", "voice.mka": "video/x-matroska",
    # It stops at the main brand, which says only that it is some HEIF.
    "photo_mif1.heic": "image/heif",
    # It does not follow the directory to its second sector.
    "slides.ppt": "application/x-ole-storage",
    # A sentence with a comma, a thousand times.
    "long.txt": "text/csv",
}
UNKNOWN = "application/octet-stream"


def ours(paths):
    return run([TOOL, "type", *paths])


def theirs(paths):
    return run(["file", "--brief", "--dereference", "--mime-type", *paths])


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def text_like(mime):
    """libmagic names hundreds of kinds of text, down to languages; here all are text."""
    return mime.startswith("text/") or mime in (
        "application/json", "application/javascript", "application/x-ndjson",
        "application/x-wine-extension-ini", "message/rfc822", "application/pgp-keys",
        "application/x-setupscript")


def agree(name, mine, magic):
    if mine == magic or magic in SAME.get(mine, ()) or BETTER.get(name) == magic:
        return True
    # An SVG that begins with its element only.
    return mine in ("text/plain", "image/svg+xml") and text_like(magic)


def made_by_python(folder):
    (folder / "python.gz").write_bytes(gzip.compress(b"hello" * 100))
    with zipfile.ZipFile(folder / "python.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "hello" * 100)
    with wave.open(str(folder / "python.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    with tarfile.open(folder / "python.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())


def of_the_system():
    """Real files, of the kinds that every system has some of."""
    found = {suffix: [] for suffix in (
        ".png", ".svg", ".gif", ".jpg", ".pdf", ".html", ".xml", ".gz", ".txt", ".zip", ".ogg",
        ".wav", ".webp", ".exe", ".so")}
    for folder, _, names in itertools.islice(os.walk("/usr/share"), 5000):
        for name in names:
            some = found.get(os.path.splitext(name)[1])
            path = Path(folder, name)
            if some is not None and len(some) < 20 and path.is_file() and path.stat().st_size > 0:
                some.append(path)
    return [path for some in found.values() for path in some]


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    subprocess.run([TOOL, "samples", WORK], check=True)
    samples = sorted(WORK.iterdir())
    assert len(samples) > 60, len(samples)
    made_by_python(WORK)
    paths = sorted(WORK.iterdir()) + of_the_system()
    problems, kinds = [], set()
    for path, mine, magic in zip(paths, ours(paths), theirs(paths), strict=True):
        kinds.add(mine)
        # What is neither text nor known here may be known there.
        known_there = mine == UNKNOWN and path.parent != WORK
        if not agree(path.name, mine, magic) and not known_there:
            problems.append(f"{path.name}: {mine}, libmagic says {magic}")
    types = dict(zip(samples, ours(samples)))

    lying = WORK / "lying"
    lying.mkdir()
    for path in samples:
        shutil.copy(path, lying / f"{path.name}.{'txt' if types[path] != 'text/plain' else 'jpg'}")
    liars = sorted(lying.iterdir())
    for path, mine in zip(liars, ours(liars)):
        if mine != types[WORK / path.stem]:
            problems.append(f"{path.name}: {mine}, by its name")

    # A beginning is never taken for another kind of media.
    heads = WORK / "heads"
    heads.mkdir()
    for path in samples:
        for size in (0, 1, 3, 8, 16, 40, 100):
            (heads / f"{path.name}@{size}").write_bytes(path.read_bytes()[:size])
    cut = sorted(heads.iterdir())
    for path, mine in zip(cut, ours(cut)):
        whole = types[WORK / path.name.partition("@")[0]]
        family = whole.partition("/")[2].replace("x-", "")
        if mine not in (whole, UNKNOWN, "text/plain", "text/xml", "application/zip", "image/heif",
                        "application/x-ole-storage") and mine.partition("/")[2].replace(
                            "x-", "") != family and mine not in ("video/mp4", "audio/mp4"):
            problems.append(f"{path.name}: {mine}")
    print(f"{len(paths)} files of {len(kinds)} types, {len(liars)} lying names, {len(cut)} beginnings")
    for problem in problems:
        print("FAIL:", problem)
    return 1 if problems else 0


sys.exit(main())
