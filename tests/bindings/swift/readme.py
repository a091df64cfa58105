# SPDX-License-Identifier: Apache-2.0
"""The Swift in README.md and bindings/swift/README.md, compiled as it stands there with warnings as
errors; that of README.md, a whole program, also runs.

usage: readme.py SOURCE_DIR LIBRARY BUILT

BUILT is the folder of the programs that build_programs.sh built. Exit 77 without swift.
"""
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```swift\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SKIPPED = 77


def blocks(path):
    found = BLOCK.findall(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} has no Swift"
    # A block of a manifest is for another compiler run.
    return [text for text in found if "import PackageDescription" not in text]


def compiled(source, work, name, text, arguments):
    """Compiles one block; what the compiler says of it."""
    file = work / f"{name}.swift"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["swiftc", "-swift-version", "6", "-warnings-as-errors", "-module-cache-path",
         str(work / "modules"), "-I", f"{source}/bindings/swift/CInteractions", "-Xcc",
         f"-I{source}/include", *arguments, str(file)], capture_output=True, text=True, timeout=300)
    return f"{name}:\n{done.stdout}{done.stderr}" if done.returncode else ""


def main(source, library, built):
    if not shutil.which("swiftc"):
        print("SKIP: swift is not installed")
        return SKIPPED
    source, built = pathlib.Path(source), pathlib.Path(built)
    modules = ["-I", str(built / "Modules")]
    guide = blocks(source / "bindings/swift/README.md")
    programs = blocks(source / "README.md")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            problems = list(pool.map(
                lambda block: compiled(source, work, f"guide_{block[0]}", block[1],
                                       [*modules, "-typecheck", "-parse-as-library"]),
                enumerate(guide)))
        objects = sorted(map(str, (built / "Interactions.build").glob("*.o")))
        libraries = pathlib.Path(library).parent
        for index, text in enumerate(programs):
            program = work / f"program_{index}"
            problems.append(compiled(
                source, work, f"readme_{index}", text,
                [*modules, *objects, "-o", str(program), "-L", str(libraries), "-Xlinker",
                 f"-rpath={libraries}"]))
            if problems[-1]:
                continue
            done = subprocess.run([str(program), str(work / f"account_{index}")],
                                  capture_output=True, text=True, timeout=60)
            if done.returncode or not done.stdout or done.stderr:
                problems.append(f"readme_{index}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    for problem in filter(None, problems):
        print(problem)
    print(f"{len(guide) + len(programs)} blocks of Swift, {sum(map(bool, problems))} problem(s)")
    return 1 if any(problems) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
