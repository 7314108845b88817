"""Files that mean harm, or came about by accident; each with a problem that it must have."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024
_MODULE = b"format: 1\nid: x\ntitle: X\nmodules: [{id: m, title: M, steps: [\n"
_STEP = b"title: S, kind: skill, why: w, done_when: d"


def _step(keys: bytes) -> bytes:
    return _MODULE + b"{id: s, " + _STEP + b", " + keys + b"}]}]\n"


def _steps(count: int, keys: str) -> bytes:
    """So many steps, each with keys that may hold its number and the next one's."""
    lines = (
        f"{{id: s{n}, {_STEP.decode()}, {keys.format(n=n, next=(n + 1) % count)}}},\n" for n in range(count)
    )
    return _MODULE + "".join(lines).encode() + b"]}]\n"


HOSTILE = {
    "brackets": (b"[" * 100_000, "1:21 too-deep"),
    "braces": (b"{" * MEBIBYTE, "1:21 too-deep"),
    "dashes": (b"- " * (MEBIBYTE // 2), "1:41 too-deep"),
    "keys of keys": (b"? " * (MEBIBYTE // 2), "1:41 too-deep"),
    "ten megabytes": (b"a: " + b"x" * 10_000_000, "1:1 too-large"),
    "one line": (b"title: " + b"x" * (MEBIBYTE - 7), "1:8 too-long"),
    "one key": (b"k" * (MEBIBYTE - 4) + b": 1\n", "1:1048573 syntax"),
    "one tag": (b"a: !" + b"t" * (MEBIBYTE - 6) + b" b", "1:4 tag"),
    "one anchor": (b"a: &" + b"t" * (MEBIBYTE - 6) + b" b", "1:4 anchor"),
    "items": (b"-\n" * (MEBIBYTE // 2), "100000:2 too-large"),
    "items on one line": (b"[" + b"a," * (MEBIBYTE // 2 - 1), "1:200000 too-large"),
    "keys": (b"".join(b"k%d: 1\n" % number for number in range(40_000)), "501:1 too-many"),
    "the same key": (b"k:\n" * (MEBIBYTE // 3), "502:1 too-many"),
    "two keys": (b"format: 1\nid: x\nid: y\n", "3:1 duplicate-key"),
    "aliases": (b"a: &a [x]\nb: [" + b"*a," * 300_000 + b"]", "2:1502 too-many"),
    "a bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in range(97, 106)),
        "10:32 alias",
    ),
    "a bomb of merges": (
        b"a: &a {x: 1}\n"
        + b"".join(
            b"%c: &%c {<<: [%s]}\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in range(97, 106)
        ),
        "10:13 alias",
    ),
    "a merge": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n<<: *c\n", "4:5 alias"),
    "an alias of itself": (b"a: &a [*a]\n", "1:8 alias"),
    "tags": (b"title: !!python/object/apply:os.system [echo]\n", "1:8 tag"),
    "blanks": (b" " * MEBIBYTE, "1:1 empty-file"),
    "line ends": (b"\n" * MEBIBYTE, "1:1 empty-file"),
    "comments": (b"#\n" * (MEBIBYTE // 2), "1:1 empty-file"),
    "tabs": (b"\t" * MEBIBYTE, "1:1 syntax"),
    "quotes": (b'"' * MEBIBYTE, "1:3 syntax"),
    "colons": (b": " * (MEBIBYTE // 2), "1:1 syntax"),
    "documents": (b"---\n" * (MEBIBYTE // 4), "2:1 many-documents"),
    "directives": (b"%A b\n" * (MEBIBYTE // 5), "1:3 syntax"),
    "controls": (b"\x01\n" * (MEBIBYTE // 2), "501:1 too-many"),
    "a line of controls": (b"title: " + b"\x01" * (MEBIBYTE - 7), "1:8 bad-character"),
    "an escape": (b'title: "\\e]52;c;eA==\\a"\nt\x1b[2J: 1\n', "2:2 bad-character"),
    "nul": (b"format: 1\nid: x\0y\n", "2:6 bad-character"),
    "nul at first": (b"\0format: 1\n", "1:1 not-utf-8"),
    "half a surrogate": (b'format: 1\ntitle: "\\ud800"\n', "2:11 syntax"),
    "half a surrogate as bytes": (b"format: 1\ntitle: \xed\xa0\x80\n", "2:8 not-utf-8"),
    "latin-1": ("format: 1\ntitle: Führung\n".encode("latin-1"), "2:9 not-utf-8"),
    "utf-16": ("\ufeffformat: 1\n".encode("utf-16-le"), "1:1 not-utf-8"),
    "utf-16 without a mark": ("format: 1\n".encode("utf-16-be"), "1:1 not-utf-8"),
    "utf-32": ("format: 1\n".encode("utf-32"), "1:1 not-utf-8"),
    "nothing": (b"", "1:1 empty-file"),
    "null": (b"~\n", "1:1 empty-file"),
    "a list": (b"- a\n- b\n", "1:1 wrong-type"),
    "a text": (b"no\n", "1:1 wrong-type"),
    "no": (_step(b"minutes: 1, optional: no"), "5:76 wrong-type"),
    "sexagesimal": (_step(b"minutes: 1:30"), "5:63 wrong-type"),
    "a fraction": (_step(b"minutes: 1.10"), "5:63 wrong-type"),
    "no day": (_step(b"minutes: 1, verified_on: 2026-99-99"), "5:79 bad-date"),
    "a way out": (b"format: 1\nid: ../../etc/passwd\n", "2:5 bad-id"),
    "a ref out": (_step(b"minutes: 1, requires: [../../etc/passwd]"), "5:77 bad-ref"),
    "an id": (b"format: 1\nid: " + b"a" * 10_000 + b"\n", "2:5 bad-id"),
    "a ref": (_step(b"minutes: 1, requires: [" + b"a" * 10_000 + b"]"), "5:77 bad-ref"),
    "a number": (b"format: " + b"9" * 100_000 + b"\n", "1:9 wrong-type"),
    "an exponent": (b"format: 1e999999999\n", "1:9 wrong-type"),
    "refs": (_steps(5500, "minutes: 1, requires: [stop-{n}]"), "505:80 too-many"),
    "a circle": (_steps(5500, "minutes: 1, requires: [s{next}]"), "5504:81 requires-cycle"),
    "circles": (
        _steps(900, "minutes: 1, requires: [" + ", ".join(["s{next}", "s{n}"] * 40) + "]"),
        "893:86 requires-cycle",
    ),
    "former ids": (_steps(5500, "minutes: 1, was: [s{next}]"), "505:75 too-many"),
}
"""By what they are: the bytes, and `line:column code` of one of their problems."""
