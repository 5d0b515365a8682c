"""Which files of a library git merges with paperlist: the lines of `.gitattributes`."""

from pathlib import PurePosixPath

from paperlist.store.layout import DATA, SUFFIX
from paperlist.text.files import decode
from paperlist.text.words import lazily

FILE = ".gitattributes"
ATTRIBUTE = "merge=paperlist-"
_code = lazily(r"%([YmBb%])")
_CODES = {"Y": "[0-9][0-9][0-9][0-9]", "m": "[0-9][0-9]", "B": "*", "b": "*", "%": "%"}
_special = lazily(r"[\\*?\[]")
# A pattern with one of these has to stand in quotes, since it would end at the first blank.
_to_quote = lazily(r"[\s\"]")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n"})


def wanted_lines(settings: str, page: str, split_name: str) -> list[str]:
    """Return the lines that a library needs, one for each kind of file.

    Args:
        settings: the name of the file with the settings.
        page: the path of the published page within the library.
        split_name: what the pages of months are called, such as `PaperList_%Y%m.md`.
    """
    folder = PurePosixPath(page).parent
    pages = [_escaped(page), _pattern_of_months(str(folder / split_name))]
    return [
        # Only notes: other files, which belong to a paper, lie in a folder further below.
        _line(f"/{DATA}/*/*{SUFFIX}", "note"),
        *(_line(f"/{pattern}", "page") for pattern in pages),
        _line(f"/{_escaped(settings)}", "settings"),
    ]


def with_lines(content: bytes, lines: list[str]) -> tuple[bytes, list[str]]:
    """Return a `.gitattributes` with the lines that it lacks, and these lines.

    All other lines stay as they are. The last line that fits a file counts, so new lines are added
    at the end.

    Raises:
        ReadError: `content` is not UTF-8 text.
    """
    known = {" ".join(line.split()) for line in decode(content, FILE).splitlines()}
    missing = [line for line in lines if line not in known]
    end = b"\r\n" if b"\r\n" in content else b"\n"
    gap = b"" if not content or content.endswith(b"\n") else end
    return content + gap + b"".join(line.encode() + end for line in missing), missing


def _line(pattern: str, kind: str) -> str:
    if _to_quote().search(pattern):
        pattern = f'"{pattern.translate(_ESCAPES)}"'
    return f"{pattern} {ATTRIBUTE}{kind}"


def _escaped(path: str) -> str:
    """Return the pattern that fits only `path`."""
    return _special().sub(lambda match: f"\\{match[0]}", path)


def _pattern_of_months(name: str) -> str:
    """Return the pattern that fits the name of each month's page."""
    parts = _code().split(name)
    return "".join(_CODES[part] if at % 2 else _escaped(part) for at, part in enumerate(parts))
