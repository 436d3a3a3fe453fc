"""Reads the manual pages: what their lists name, and what they say of its kind and default."""
import re
import subprocess

from daemon import BUILD, ROOT

PAGES = sorted([*ROOT.glob("daemon/*/*.[1-8]"), *ROOT.glob("config/*.[1-8]")])
# .It Cm interval-min : Ar duration Pq 15min; 1s to 30d
KEY = re.compile(r"\.It Cm (\S+)(?: : Ar (.+?))?(?: Pq (.+))?$")


def page(name):
    (path,) = [path for path in PAGES if path.name == name]
    return path.read_text()


def sections(text):
    """The lines of each section, by its name; subsections are part of their section."""
    found = {}
    for line in text.splitlines():
        if line.startswith(".Sh "):
            lines = found.setdefault(line[4:].strip('"'), [])
        elif found:
            lines.append(line)
    return found


def keys(lines):
    """{key: (kind, default, bounds)} of a section's lists."""
    found = {}
    for match in filter(None, map(KEY.match, lines)):
        name, kind, bracket = match.groups()
        parts = bracket.split("; ") if bracket else []
        bounds = parts.pop() if parts and " to " in parts[-1] else None
        assert name not in found, f"{name} stands twice"
        found[name] = ((kind or "").replace(" | ", "|"), parts[0] if parts else None, bounds)
    return found


def subsection(lines, name):
    """Its lines; name None: those before the first subsection."""
    here, found = name is None, []
    for line in lines:
        if line.startswith(".Ss "):
            here = line[4:] == name
        elif here:
            found.append(line)
    return found


def described():
    """The tables of the program: {of: {key: fields}}."""
    out = subprocess.run([BUILD / "integrad", "--describe"], capture_output=True, text=True, check=True).stdout
    tables = {}
    for line in out.splitlines():
        of, name, *fields = line.split("\t")
        tables.setdefault(of, {})[name] = fields
    return tables


def as_a_page_has_it(fields):
    kind, default, low, high, _ = fields
    default = {"-": None, '""': "empty"}.get(default, default)
    return kind, default, f"{low} to {high}" if high != "-" else None


# the command line


def flags(lines):
    """The options that .Fl names: {"since", "f"}."""
    found = set()
    for line in lines:
        if line.startswith("."):
            for names in re.findall(r"\bFl ((?:-?(?!Fl )[a-zA-Z][\w-]*(?: [,|] )?)+)", line):
                found |= {name.removeprefix("-") for name in re.split(r" [,|] ", names) if name}
    return found


def commands(text):
    """{name: (flags in the heads of its items, flags beneath them)} of a page's COMMANDS."""
    found, name, in_head, depth = {}, None, False, 0
    for line in sections(text)["COMMANDS"]:
        depth += line.startswith(".Bl") - line.startswith(".El")
        if line.startswith(".It") and depth == 1:
            name, in_head = None, True
        if in_head and name is None and (match := re.match(r"\.(?:It )?Cm (\S+)", line)):
            name = match[1]
        if name:
            head, body = found.setdefault(name, (set(), set()))
            (head if in_head else body).update(flags([line]))
        if in_head and (line == ".Xc" or line.startswith(".It Cm")):
            in_head = False
    return found


def table_of(help):
    """The options that a program's --help lists, as two sets: its own, and those of every command."""
    own, common = set(), set()
    into = None
    for line in help.splitlines():
        if "ptions of every command" in line:
            into = common
        elif line.endswith("ptions"):
            into = own
        elif match := re.match(r"  (?:-(\w), )?--([a-z-]+)", line):
            (own if into is None else into).update(filter(None, match.groups()))
    return own, common
