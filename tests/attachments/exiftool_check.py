# SPDX-License-Identifier: Apache-2.0
"""Cleaned files have nothing that exiftool finds private: exiftool_check.py TOOL WORK

exiftool writes a place, people, a device and times into samples, as editors and phones do; the
library cleans them; exiftool reads what is left. It also says how large and how long they are.
"""
import json
import shutil
import subprocess
import sys
from pathlib import Path

if not shutil.which("exiftool"):
    print("SKIP: exiftool is not installed")
    sys.exit(77)
TOOL, WORK = sys.argv[1], Path(sys.argv[2])

PHOTO = ["-EXIF:GPSLatitude=48.5", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=11.5",
         "-EXIF:GPSLongitudeRef=E", "-EXIF:Make=PhoneMaker9", "-EXIF:Model=Phone",
         "-EXIF:DateTimeOriginal=2024:05:06 07:08:09", "-EXIF:SerialNumber=12345",
         "-EXIF:Artist=Ann", "-XMP:GPSLatitude=48.5", "-XMP:Creator=Ann", "-XMP:Title=Home"]
MOVIE = ["-Keys:GPSCoordinates=48.5, 11.5, 520", "-UserData:GPSCoordinates=48.5, 11.5, 520",
         "-ItemList:Author=Ann", "-Keys:Make=PhoneMaker9", "-XMP:Creator=Ann",
         "-QuickTime:CreateDate=2024:05:06 07:08:09", "-QuickTime:TrackCreateDate=2024:05:06 07:08:09"]
# file: what is written into it
WRITTEN = {
    "photo.jpg": [*PHOTO, "-IPTC:By-line=Ann", "-IPTC:City=Home", "-Comment=Ann"],
    "picture.png": [*PHOTO, "-PNG:Author=Ann", "-PNG:Comment=Ann"],
    "lossy.webp": PHOTO,
    "lossless.webp": PHOTO,
    "extended.webp": PHOTO,
    "small.gif": ["-Comment=Ann", "-XMP:GPSLatitude=48.5", "-XMP:Creator=Ann"],
    "photo.heic": PHOTO,
    "photo.avif": PHOTO,
    "film.mp4": MOVIE,
    "film.mov": MOVIE,
    "film.3gp": MOVIE,
    "voice.m4a": MOVIE,
}
# Groups of what says nothing of anybody: the file, its structure, and what exiftool computes of it.
HARMLESS = {"ExifTool", "System", "File", "JFIF", "ICC_Profile", "Composite", "RIFF", "PNG", "GIF",
            "PNG-pHYs", "Meta", "QuickTime"}
SECRETS = ("GPS", "Location", "Ann", "PhoneMaker9", "Home", "2024", "12345", "Serial", "48.5", "48 deg")


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)


def exiftool(paths, *options):
    """{path: {"group:tag": value}}, by one call: it is slow to start."""
    said = run("exiftool", "-j", "-api", "LargeFileSupport=1", *options, *paths)
    return {Path(found.pop("SourceFile")): found for found in json.loads(said.stdout)}


def coded(path):
    """The coded pixels or sounds, by the file's own structure."""
    data = path.read_bytes()
    if data[:2] == b"\xff\xd8":
        start = data.index(b"\xff\xda")
        return data[data.index(b"\xff\xdb"):data.index(b"\xff\xd9", start)]
    if data[1:4] == b"PNG":
        at = data.index(b"IDAT")
        return data[at:at + 4 + int.from_bytes(data[at - 4:at], "big")]
    if data[8:12] == b"WEBP":
        at = data.index(b"VP8 " if b"VP8 " in data else b"VP8L")
        return data[at:at + 8 + int.from_bytes(data[at + 4:at + 8], "little")]
    if data[:3] == b"GIF":
        return data[data.index(b"\x2c\0\0\0\0"):-1]
    samples = (b"\x5a" * 200, b"v" * 100 + b"s" * 50, b"s" * 50)
    return next(sample for sample in samples if sample in data)


def prepare():
    """[(file, orientation)]: samples with what exiftool wrote into them."""
    samples = WORK / "samples"
    samples.mkdir(parents=True)
    subprocess.run([TOOL, "samples", samples], check=True)
    jobs = {}
    for name, options in WRITTEN.items():
        for orientation in (1, 6) if options[0].startswith("-EXIF") else (0,):
            path = WORK / f"{orientation}-{name}"
            shutil.copy(samples / name, path)
            turn = [f"-EXIF:Orientation#={orientation}"] if orientation else []
            jobs.setdefault(tuple([*options, *turn]), []).append((path, orientation))
    for options, files in jobs.items():
        done = run("exiftool", "-overwrite_original", "-q", "-q", *options,
                   *(path for path, _ in files))
        assert done.returncode == 0, done.stderr
    return [one for files in jobs.values() for one in files]


def problems_of(path, out, orientation, after):
    for name, value in after.items():
        group = name.split(":")[0]
        value = str(value)
        kept = name in ("IFD0:Orientation", "File:ExifByteOrder")
        if group in ("System", "ExifTool"):
            if "Warning" in name:
                yield f"{name}: {value}"
        elif any(secret in name or secret in value for secret in SECRETS) or (
                group not in HARMLESS and not group.startswith("Track") and not kept):
            yield f"left: {name} = {value}"
    if out.suffix in (".jpg", ".png", ".webp"):
        left = after.get("IFD0:Orientation", "none")
        if not left.startswith("Rotate 90" if orientation == 6 else "none"):
            yield f"orientation {orientation} became {left}"
    if coded(path) != coded(out):
        yield "the coded data are not the same"


def size_problems(out, found):
    """What the library says of the size, against exiftool."""
    width, height, orientation, duration = map(int, run(TOOL, "info", out).stdout.split())
    if orientation >= 5:  # exiftool says what is stored
        width, height = height, width
    wanted = (found.get("ImageWidth", 0), found.get("ImageHeight", 0))
    if (width, height) != wanted:
        yield f"size {width}x{height}, exiftool says {wanted}"
    if abs(found.get("Duration", 0) * 1000 - duration) > 1:
        yield f"duration {duration}, exiftool says {found['Duration']}"


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    files = prepare()
    everything = ("-G1", "-a", "-u", "-ee")
    before = exiftool([path for path, _ in files], *everything)
    problems, cleaned = [], {}
    for path, orientation in files:
        text = json.dumps(before[path])
        if not any(secret in text for secret in ("GPS", "Ann")):
            problems.append(f"{path.name}: exiftool wrote nothing into it")
        out = path.with_name(f"clean-{path.name}")
        said = run(TOOL, "clean", path, out).stdout.strip()
        if said == "cleaned":
            cleaned[out] = (path, orientation)
        else:
            problems.append(f"{path.name}: it says {said!r}")
    after = exiftool(cleaned, *everything)
    sizes = exiftool(cleaned, "-n", "-ImageWidth", "-ImageHeight", "-Duration")
    for out, (path, orientation) in cleaned.items():
        problems += [f"{out.name}: {problem}"
                     for problem in problems_of(path, out, orientation, after[out])]
        problems += [f"{out.name}: {problem}" for problem in size_problems(out, sizes[out])]
    for problem in problems:
        print("FAIL:", problem)
    print(f"{len(cleaned)} files cleaned")
    return 1 if problems or len(cleaned) != len(files) else 0


sys.exit(main())
