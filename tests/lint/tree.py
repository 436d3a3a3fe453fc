"""Checks what no compiler does: floors, homes of libraries, names, lengths.

    python3 tests/lint/tree.py [TOP]

Prints findings as FILE:LINE: TEXT, warnings likewise; exits 1 where there is a
finding. daemon/FLOORS says what the floors are and where libraries live.
"""

import re
import sys
from pathlib import Path

FUNCTION_LINES_MAX = 80
FUNCTION_LINES_WARN = 60
FILE_LINES_MAX = 600
COLUMNS_MAX = 100
UMBRELLA_INCLUDES = 12  # a header that includes so many of ours describes no one thing

# Functions that nobody calls, where that is allowed after all, and why not.
BANNED = [
    ("atoi atol atoll atof", (), "it hides errors; base has parsers that say no"),
    ("strtod strtof strtold", (), "figures are struct decimal; floats follow the locale"),
    ("sprintf vsprintf strcpy strcat strncpy strncat stpcpy gets", (), "it has no bound; use struct buf"),
    ("strtok alloca system popen rand srand", (), "there is a safer way"),
    ("ctime asctime localtime gmtime mktime", (), "it has hidden state; model/date.h has dates"),
    ("setlocale", ("main", "ctl"), "the locale is C, but for a person's terminal"),
    ("time gettimeofday clock_gettime", ("base/clock.c",), "clocks are read in base/clock.c"),
    ("exit", ("main", "ctl"), "the process ends in main and ctl only"),
]
ORGANS_DO_NOT_LOG = "an organ returns its errors; pipeline, server and main log them"

C_HEADERS = set(
    """assert.h ctype.h dirent.h dlfcn.h endian.h errno.h fcntl.h float.h fnmatch.h getopt.h glob.h grp.h
    ifaddrs.h inttypes.h langinfo.h limits.h locale.h malloc.h math.h netdb.h paths.h poll.h pthread.h pwd.h
    regex.h search.h setjmp.h signal.h spawn.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h
    stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h syslog.h termios.h time.h unistd.h
    wchar.h wctype.h""".split()
)
C_FOLDERS = ("sys/", "arpa/", "netinet/", "net/", "linux/")


class Floors:
    """daemon/FLOORS, read."""

    def __init__(self, path):
        self.rows = []  # from the top
        self.libraries = []  # (header or folder/, homes)
        for line in path.read_text().splitlines():
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0] == "floor":
                self.rows.append(words[1:])
            elif words[0] == "library" and len(words) >= 4:
                self.libraries.append((words[1], words[3:]))
            else:
                raise SystemExit(f"{path}: not understood: {line}")
        self.level = {floor: i for i, row in enumerate(self.rows) for floor in row}
        self.organs = next(row for row in self.rows if "store" in row)

    def may_see(self, floor, other):
        return floor == other or self.level[floor] < self.level[other]

    def library_of(self, header):
        for prefix, homes in self.libraries:
            if header == prefix or (prefix.endswith("/") and header.startswith(prefix)):
                return prefix, homes
        return None


class Source:
    """One file of C. `code` is its text with comments and strings blanked, lines kept."""

    BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def __init__(self, top, path):
        self.path = path
        self.name = str(path.relative_to(top))
        self.text = path.read_text()
        self.lines = self.text.splitlines()
        self.code = self.BLANKED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.text)
        parts = path.relative_to(top).parts
        self.area = parts[0]
        self.floor = parts[2] if parts[:2] == ("tests", "unit") else parts[1]
        self.place = "/".join(parts[1:])  # "base/url.c"

    def includes(self):
        for number, line in enumerate(self.lines, 1):
            if m := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
                yield number, m[1] == '"', m[2]

    def functions(self):
        """(first line, length) of each; clang-format puts their braces into column 0."""
        start = None
        lines = self.code.splitlines()
        for number, line in enumerate(lines, 1):
            if line.rstrip() == "{":
                start = number
                while start > 1 and re.match(r"[^\s#}].*|\s+\S.*", lines[start - 2]):
                    start -= 1
            elif line.startswith("}") and start:
                yield start, number - start + 1
                start = None

    def calls(self, names):
        pattern = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(names))
        for number, line in enumerate(self.code.splitlines(), 1):
            for m in pattern.finditer(line):
                yield number, m[1]

    def declares_functions(self):
        code = re.sub(r"\{[^{}]*\}", "", re.sub(r"^\s*#.*(?:\\\n.*)*", "", self.code, flags=re.M))
        return any(
            re.match(r"(?!typedef\b|static\b)\w[\w\s*]*\(", statement.strip())
            for statement in code.split(";")
        )


class Report:
    def __init__(self):
        self.findings = []
        self.warnings = []

    def finding(self, source, line, text):
        self.findings.append(f"{source.name}:{line}: {text}")

    def warning(self, source, line, text):
        self.warnings.append(f"{source.name}:{line}: warning: {text}")


def check_floor_include(floors, source, line, target, top, report):
    """#include "floor/file.h" or, beside the file, #include "file.h"."""
    folder, _, name = target.rpartition("/")
    if not folder:
        if not (source.path.parent / name).is_file():
            report.finding(source, line, f'"{target}" is not beside this file; write "floor/file.h"')
        return
    if source.area == "tests" and (source.path.parents[1] / target).is_file():
        return
    if folder not in floors.level:
        report.finding(source, line, f'"{target}": daemon/FLOORS has no floor "{folder}"')
    elif not floors.may_see(source.floor, folder):
        way = "up" if floors.level[folder] < floors.level[source.floor] else "sideways"
        report.finding(source, line, f'"{target}": {source.floor} looks {way} to {folder}')
    elif (top / "daemon" / target).is_file() and folder != source.floor:
        report.finding(source, line, f'"{target}" is private to {folder}')


def check_library_include(floors, source, line, header, report):
    library = floors.library_of(header)
    if library is None:
        if header not in C_HEADERS and not header.startswith(C_FOLDERS):
            report.finding(source, line, f"<{header}> is of no library that daemon/FLOORS knows")
        return
    prefix, homes = library
    if "anywhere" not in homes and source.floor not in homes and source.place not in homes:
        report.finding(source, line, f"<{header}>: the home of {prefix} is {' '.join(homes)}")


def check_includes(floors, source, top, report):
    includes = list(source.includes())
    for line, ours, target in includes:
        if ours:
            check_floor_include(floors, source, line, target, top, report)
        elif source.area != "tests":
            check_library_include(floors, source, line, target, report)
        if target == "base/log.h" and source.floor in floors.organs and source.area != "tests":
            report.finding(source, line, f'"{target}": {ORGANS_DO_NOT_LOG}')
    if source.area == "daemon" and source.path.suffix == ".c":
        own = f"{source.floor}/{source.path.stem}.h"
        beside = source.path.with_suffix(".h").name
        names = [target for _, _, target in includes]
        expected = own if (top / "include" / own).is_file() else beside
        exists = expected == own or (source.path.parent / beside).is_file()
        if exists and (not names or names[0] not in (expected, f"{source.floor}/{beside}")):
            report.finding(source, 1, f'includes its own header, "{expected}", first')


def check_header(source, top, report):
    stem = source.path.stem
    guard = re.sub(r"\W", "_", f"{source.floor}_{stem}_H").upper()
    found = re.search(r"^#ifndef (\w+)\n#define \1\n", source.text, re.M)
    if not found or (found[1] != guard and source.area == "include"):
        report.finding(source, 1, f"the include guard is {guard}")
    body = re.sub(r"^\s*#.*(?:\\\n.*)*", "", source.code, flags=re.M)
    ours = sum(1 for _, is_ours, _ in source.includes() if is_ours)
    defines = [d for d in re.findall(r"#\s*define\s+(\w+)", source.code) if not found or d != found[1]]
    if (not body.strip() and not defines) or ours > UMBRELLA_INCLUDES:
        report.finding(source, 1, "an umbrella header: include what is used instead")
    if source.area == "include" and source.declares_functions():
        twin = top / "daemon" / source.floor / f"{stem}.c"
        if not twin.is_file():
            report.finding(source, 1, f"has no twin daemon/{source.floor}/{stem}.c")


def check_calls(source, report):
    if source.area == "tests":
        return
    for names, homes, reason in BANNED:
        if source.floor in homes or source.place in homes:
            continue
        for line, name in source.calls(names.split()):
            report.finding(source, line, f"{name}() is banned: {reason}")


def check_lengths(source, report):
    if len(source.lines) > FILE_LINES_MAX:
        report.finding(source, 1, f"has {len(source.lines)} lines, {FILE_LINES_MAX} at most")
    for line, length in source.functions():
        if length > FUNCTION_LINES_MAX:
            report.finding(source, line, f"a function of {length} lines, {FUNCTION_LINES_MAX} at most")
        elif length > FUNCTION_LINES_WARN and source.area != "tests":
            report.warning(source, line, f"a function of {length} lines; 40 is the habit")
    for number, line in enumerate(source.lines, 1):
        if len(line.expandtabs(8)) > COLUMNS_MAX and '"' not in line:  # a text stays whole
            report.finding(source, number, f"over {COLUMNS_MAX} columns")


def check_options(top, report):
    """Each option of the table in daemon/config/options.c stands in the annotated configuration."""
    table = top / "daemon/config/options.c"
    example = top / "config/integrad.yaml"
    if not table.is_file() or not example.is_file():
        return
    source = Source(top, table)
    documented = set(re.findall(r"^[\s#]*([a-z][a-z0-9-]*):", example.read_text(), re.M))
    for number, line in enumerate(source.lines, 1):
        if (m := re.match(r'\s*\{\s*(?:\.name = )?"([a-z][a-z0-9.-]*)"', line)) and (
            m[1].rpartition(".")[2] not in documented
        ):
            report.finding(source, number, f'option "{m[1]}" is not explained in config/integrad.yaml')


def check_tree(top):
    floors = Floors(top / "daemon/FLOORS")
    report = Report()
    for path in sorted(p for pattern in PATTERNS for p in top.glob(pattern)):
        source = Source(top, path)
        if source.floor not in floors.level:
            report.finding(source, 1, f'daemon/FLOORS has no floor "{source.floor}"')
            continue
        check_includes(floors, source, top, report)
        if path.suffix == ".h" and source.area != "tests":
            check_header(source, top, report)
        check_calls(source, report)
        check_lengths(source, report)
    check_options(top, report)
    return report


PATTERNS = ("include/**/*.h", "daemon/**/*.[ch]", "tests/unit/*/*.[ch]")


def main():
    top = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    report = check_tree(top)
    for line in report.findings + report.warnings:
        print(line)
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
