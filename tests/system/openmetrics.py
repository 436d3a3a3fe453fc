"""Reads OpenMetrics 1.0 text, and is strict: whatever the format forbids is an error."""
import re

LINE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
SUFFIX = {"counter": "_total", "info": "_info", "gauge": ""}


def labels_of(text):
    found, at = {}, 0
    while at < len(text or ""):
        match = LABEL.match(text, at)
        assert match and match[1] not in found, text
        found[match[1]] = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], match[2])
        at = match.end()
    return found


def read(text):
    """{family: (type, {labels: value})}, labels as sorted pairs."""
    assert text.endswith("\n# EOF\n"), text[-80:]
    families, helps, name = {}, set(), None
    for line in text.splitlines()[:-1]:
        assert line and line == line.strip(), repr(line)
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in families and name not in helps and len(line.split(" ", 3)) == 4, line
            helps.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in families and kind in SUFFIX, line
            assert not name.endswith(("_total", "_info")), line
            families[name] = (kind, {})
        else:
            match = LINE.fullmatch(line)
            assert match, line
            kind, samples = families[name]
            assert match[1] == name + SUFFIX[kind], line
            key = tuple(sorted(labels_of(match[2]).items()))
            assert key not in samples, line
            samples[key] = float(match[3])
            assert samples[key] >= 0, line
    assert helps == set(families)
    return families


def value(families, name, **labels):
    return families[name][1][tuple(sorted(labels.items()))]
