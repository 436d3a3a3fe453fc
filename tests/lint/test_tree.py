"""Each rule of tree.py finds what breaks it, and says nothing of a good tree."""

import textwrap

import pytest
import tree

FLOORS = """
floor  main ctl
floor  config
floor  store feed
floor  base
library  sqlite3.h  sqlite3   store
library  curl/      libcurl   base/url.c
library  jansson.h  jansson   anywhere
"""

GOOD = {
    "include/base/err.h": "int err_set(void);",
    "daemon/base/err.c": '#include "base/err.h"\nint err_set(void)\n{\n\treturn 0;\n}',
    "daemon/base/url.c": "#include <curl/curl.h>",
    "include/store/store.h": '#include "base/err.h"\nint store_open(void);',
    "daemon/store/store.c": '#include "store/store.h"\n#include <sqlite3.h>\n#include "rows.h"',
    "daemon/store/rows.h": "struct rows;",
    "daemon/main/main.c": '#include "config/config.h"\n#include "store/store.h"\nvoid f(void) { exit(1); }',
    "include/config/config.h": "struct config {\n\tint n;\n};",
    "config/integrad.yaml": "# state-dir: /var\nlisten: x\n",
    "daemon/config/options.c": '\t{"listen", 1},\n\t{"state-dir", 2},',
}

BAD = [
    ("a floor looks up", "include/base/a.h", '#include "store/store.h"\nstruct a;', "looks up to store"),
    ("an organ looks at an organ", "daemon/feed/a.c", '#include "store/store.h"', "looks sideways"),
    ("ctl looks at main", "daemon/ctl/a.c", '#include "main/x.h"', "looks sideways"),
    ("a test looks up", "tests/unit/base/test_a.c", '#include "store/store.h"', "looks up to store"),
    ("a private header is used elsewhere", "daemon/main/a.c", '#include "store/rows.h"', "is private"),
    ("a header is not there", "daemon/main/a.c", '#include "rows.h"', "is not beside"),
    ("a floor is not known", "daemon/cellar/a.c", "", "no floor"),
    ("an included floor is not known", "daemon/main/a.c", '#include "cellar/a.h"', "no floor"),
    ("a library is not at home", "daemon/feed/a.c", "#include <sqlite3.h>", "home of sqlite3.h is store"),
    ("a file is not the library's home", "daemon/base/a.c", "#include <curl/curl.h>", "home of curl/"),
    ("a library is not known", "daemon/base/a.c", "#include <zmq.h>", "no library"),
    ("an organ logs", "daemon/feed/a.c", '#include "base/log.h"', "returns its errors"),
    ("a header has no twin", "include/base/a.h", "int a(int n);", "no twin daemon/base/a.c"),
    ("a struct returns, no twin", "include/base/a.h", "struct a *a_new(void);", "no twin"),
    ("an umbrella", "include/main/a.h", '#include "store/store.h"', "umbrella"),
    ("own header not first", "daemon/base/err.c", '#include <stdio.h>\n#include "base/err.h"', "own header"),
    ("atoi", "daemon/base/a.c", "int n = atoi(s);", "atoi() is banned"),
    ("exit in an organ", "daemon/store/a.c", "void f(void) { exit(1); }", "exit() is banned"),
    ("another clock", "daemon/store/a.c", "int n = time(NULL);", "time() is banned"),
    ("a long file", "daemon/base/a.c", "\n" * 601, "600 at most"),
    ("a long function", "daemon/base/a.c", "int f(void)\n{\n" + "\tf();\n" * 80 + "}", "80 at most"),
    ("a wide line", "daemon/base/a.c", "/* " + "x" * 100 + " */", "100 columns"),
    ("an option without a word", "daemon/config/options.c", '\t{"hidden", 1},', '"hidden" is not explained'),
]


def plant(top, files):
    (top / "daemon").mkdir(exist_ok=True)
    (top / "daemon/FLOORS").write_text(FLOORS)
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".h":
            guard = f"{path.parent.name}_{path.stem}_H".upper()
            text = f"#ifndef {guard}\n#define {guard}\n{text}\n#endif"
        path.write_text(textwrap.dedent(text) + "\n")


def test_a_good_tree_has_no_findings(tmp_path):
    plant(tmp_path, GOOD)
    assert tree.check_tree(tmp_path).findings == []


@pytest.mark.parametrize("what,name,text,finding", BAD, ids=[row[0] for row in BAD])
def test_a_bad_tree_has_exactly_its_finding(tmp_path, what, name, text, finding):
    plant(tmp_path, {**GOOD, name: text})
    findings = tree.check_tree(tmp_path).findings
    assert len(findings) == 1 and findings[0].startswith(name) and finding in findings[0]


def test_words_in_comments_and_strings_are_no_code(tmp_path):
    plant(tmp_path, {**GOOD, "daemon/base/a.c": '/* atoi(s) */\nconst char *s = "exit(1)";'})
    assert tree.check_tree(tmp_path).findings == []


def test_a_header_without_the_guard_of_its_place_is_found(tmp_path):
    plant(tmp_path, GOOD)
    (tmp_path / "include/base/a.h").write_text("#ifndef A_H\n#define A_H\n#define A 1\n#endif\n")
    findings = tree.check_tree(tmp_path).findings
    assert len(findings) == 1 and "the include guard is BASE_A_H" in findings[0]
