# SPDX-License-Identifier: Apache-2.0
"""Each check accepts what is right and finds what is wrong."""
import tempfile
import unittest
from pathlib import Path

import check_errors
import check_layers
import check_spdx
import check_symbols


class Tree:
    """A throw-away source tree made of {name: text}."""

    def __init__(self, files):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


class Layers(unittest.TestCase):
    def problems(self, name, text):
        made = Tree({name: text})
        with made.folder:
            return check_layers.check(made.root)

    def test_allowed_arrows(self):
        self.assertEqual([], self.problems("src/store/a.cpp", '#include "cache/database.h"\n'
                                           '#include "store/b.h"\n#include <vector>\n'))
        self.assertEqual([], self.problems("src/attachments/a.cpp",
                                           '#include "provider/provider.h"\n'))
        self.assertEqual([], self.problems("src/cache/a.cpp", "#include <sqlite3.h>\n"))

    def test_forbidden_arrows(self):
        for name, line in [
                ("src/base/a.cpp", '#include "model/item.h"'),
                ("src/store/a.cpp", '#include "query/page.h"'),
                ("src/store/a.cpp", '  #  include  "engine/engine.h"'),
                ("src/c_api/a.cpp", '#include "store/store.h"'),
                ("src/attachments/a.cpp", '#include "provider/matrix/matrix.h"'),
                ("src/sandbox/a.cpp", '#include "transport/curl_http.h"'),
                ("src/store/a.cpp", "#include <sqlite3.h>"),
                ("src/base/a.cpp", "#include <rapidjson/document.h>"),
                ("src/engine/a.cpp", "#include <interactions/client.h>"),
                ("src/engine/a.cpp", "#include <curl/curl.h>"),
                ("src/model/a.cpp", "#include <iostream>"),
                ("src/model/a.cpp", "#include <boost/any.hpp>"),
                ("src/model/a.cpp", '#include "item.h"'),
                ("src/extra/a.cpp", "#include <vector>"),
                ("include/interactions/a.h", "#include <stdio.h>")]:
            with self.subTest(line=line):
                self.assertEqual(1, len(self.problems(name, line + "\n")))

    def test_cmake_arrows(self):
        self.assertEqual([], check_layers.check_cmake("ix_layer(store USES base cache)"))
        self.assertEqual(1, len(check_layers.check_cmake(
            "ix_layer(base USES model LIBRARIES x)")))


class Spdx(unittest.TestCase):
    def test_line(self):
        made = Tree({"a.py": "#!/usr/bin/python3\n# SPDX-License-Identifier: Apache-2.0\n",
                     "b.cpp": "int b;\n", "c.json": "{}\n", "LICENSE": "text\n",
                     "d.h": "\n\n\n\n// SPDX-License-Identifier: Apache-2.0\n"})
        with made.folder:
            problems = check_spdx.check(made.root, sorted(made.root.iterdir()))
        self.assertEqual(["b.cpp: no SPDX line", "d.h: no SPDX line"], problems)


class Symbols(unittest.TestCase):
    def problems(self, symbols, header):
        made = Tree({"src/c_api/symbols.txt": symbols, "include/interactions/a.h": header})
        with made.folder:
            return check_symbols.check(made.root)

    def test_both_ways(self):
        one = "IX_API const char *ix_one(void) IX_NOEXCEPT;\n"
        self.assertEqual([], self.problems("# c\nix_one 0.1\n", one))
        self.assertEqual(1, len(self.problems("ix_one 0.1\nix_two 0.1\n", one)))
        self.assertEqual(1, len(self.problems("ix_one 0.1\n", one + "IX_API int ix_two(int a);")))
        self.assertEqual([], self.problems("ix_one 0.1\n", one + "/* IX_API int ix_two(int); */"))
        self.assertIn("sorted", self.problems("ix_two 0.1\nix_one 0.1\n", one +
                                              "IX_API int ix_two(int a);")[0])
        self.assertIn("cannot read", self.problems("ix_one 0.1\nix_two\n", one)[0])


class Errors(unittest.TestCase):
    ROW = 'IX_ERROR_CODE(BUSY, 5, local, later, nobody, "too many")\n'

    def test_both_ways(self):
        right = "/** too many */\n IX_ERROR_BUSY = 5,\n"
        self.assertEqual([], check_errors.check(self.ROW, right))
        self.assertEqual(1, len(check_errors.check(self.ROW, right.replace("5", "6"))))
        self.assertEqual(1, len(check_errors.check(self.ROW, right.replace("many", "few"))))
        self.assertEqual(1, len(check_errors.check(self.ROW, "")))
        self.assertEqual(1, len(check_errors.check(
            self.ROW, right + "/** more */\n IX_ERROR_MORE = 7,\n")))
        self.assertEqual(1, len(check_errors.check(self.ROW.replace("later", "soon"), right)))


if __name__ == "__main__":
    unittest.main()
