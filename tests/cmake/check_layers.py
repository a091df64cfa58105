# SPDX-License-Identifier: Apache-2.0
"""Holds the #include lines (and the CMake targets) of src/ against the allowed arrows.

A folder may include itself and what USES names; third-party headers only where THIRD_PARTY says.
An angle include that is neither the language's nor POSIX's nor listed here is a problem, so a new
dependency cannot slip in unseen.
"""
import re
import sys
from pathlib import Path

import tree

USES = {
    "base": [],
    "model": ["base"],
    "identity": ["base", "model"],
    "transport": ["base"],
    "cache": ["base", "model"],
    "provider": ["base", "model", "identity", "transport"],
    "store": ["base", "model", "identity", "cache"],
    "query": ["base", "model", "identity", "cache"],
    "attachments": ["base", "model", "cache", "provider/provider.h"],
    "engine": ["base", "model", "identity", "transport", "cache", "provider", "store", "query",
               "attachments"],
    "c_api": ["base", "model", "query", "engine"],
    "sandbox": ["base", "model", "identity", "transport/http.h"],
}

# First match decides: (pattern of the header, folders that may include it).
THIRD_PARTY = [
    (r"rapidjson/document\.h", []),  # does not compile with newer clang; SAX only
    (r"rapidjson/.*", ["base"]),
    (r"phonenumbers/.*", ["identity"]),
    (r"utf8proc\.h", ["identity"]),
    (r"curl/.*", ["transport"]),
    (r"(jpeglib|jerror|png|webp/decode)\.h", ["attachments"]),
    (r"openssl/(evp|types)\.h", ["attachments"]),
    (r"sqlite3(ext)?\.h", ["cache"]),
    (r"httplib\.h", ["sandbox"]),
    # Plain structs and constants: the layout of a page. No function of the ABI is among them.
    (r"interactions/(row_block|page|subscription|contact)\.h", ["c_api", "query"]),
    (r"interactions/sandbox\.h", ["sandbox"]),
    (r"interactions/(base|error)\.h", ["c_api", "sandbox"]),
    (r"interactions/.*", ["c_api"]),
]

# Large or slow to start; the library does without. The sandbox is not part of the product.
BANNED_STD = {"iostream", "istream", "ostream", "sstream", "fstream", "iomanip", "regex", "typeindex"}

CXX = set("""algorithm any array atomic barrier bit bitset charconv chrono compare concepts
condition_variable deque exception execution filesystem forward_list functional future
initializer_list iterator latch limits list locale map memory memory_resource mutex new numbers
numeric optional queue random ranges ratio semaphore set shared_mutex source_location span stack
stdexcept stop_token string string_view system_error thread tuple type_traits typeinfo
unordered_map unordered_set utility valarray variant vector version cassert cctype cerrno cfenv
cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib
cstring ctime cuchar cwchar cwctype""".split())
SYSTEM = set("""assert.h ctype.h dirent.h dlfcn.h errno.h fcntl.h inttypes.h limits.h locale.h
netdb.h poll.h pthread.h pwd.h signal.h stdarg.h stddef.h stdint.h stdio.h stdlib.h string.h time.h
unistd.h arpa/inet.h net/if.h netinet/in.h netinet/tcp.h""".split())

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def allowed(layer, header):
    folder = header.split("/")[0]
    return folder == layer or any(
        u == header or u == folder for u in USES[layer])


def check_include(layer, bracket, header):
    """Why this include is forbidden in this layer, or None."""
    if bracket == '"':
        if header.split("/")[0] not in USES:
            return f'"{header}" is not written from src/ ("layer/file.h")'
        return None if allowed(layer, header) else f'{layer}/ may not use "{header}"'
    if header in BANNED_STD:
        return None if layer == "sandbox" else f"<{header}> is not used in the library"
    if header in CXX or header in SYSTEM or header.startswith("sys/"):
        return None
    for pattern, layers in THIRD_PARTY:
        if re.fullmatch(pattern, header):
            return None if layer in layers else f"{layer}/ may not include <{header}>"
    return f"<{header}> is not known to this check: add it where it belongs"


def check_cmake(text):
    """The arrows of the ix_layer() calls."""
    problems = []
    for name, uses in re.findall(r"ix_layer\((\w+)\s+USES\s+([\w\s]+?)(?:LIBRARIES|SUBDIRS|\))",
                                 text):
        known = {u.split("/")[0] for u in USES.get(name, [])}
        problems += [f"src/CMakeLists.txt: {name} may not use {u}"
                     for u in uses.split() if u not in known]
    return problems


def check(root):
    root = Path(root)
    problems = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in (".h", ".hpp", ".cpp", ".c", ".def", ".inc"):
            continue
        name = path.relative_to(root)
        layer = path.relative_to(root / "src").parts[0]
        if layer not in USES:
            problems.append(f"{name}: src/{layer} is not a layer of the architecture")
            continue
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            why = check_include(layer, match[1], match[2])
            if why:
                line = text.count("\n", 0, match.start()) + 1
                problems.append(f"{name}:{line}: {why}")
    for path in sorted((root / "include" / "interactions").glob("*.h")):
        for _, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if header not in ("stddef.h", "stdint.h") and not header.startswith("interactions/"):
                problems.append(f"{path.relative_to(root)}: a C header may not need <{header}>")
    lists = root / "src" / "CMakeLists.txt"
    if lists.is_file():
        problems += check_cmake(lists.read_text(encoding="utf-8"))
    return problems


if __name__ == "__main__":
    tree.finish("layers", check(sys.argv[1]))
