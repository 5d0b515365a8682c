"""Writer of the notes on one paper, as they stand below the paper's heading on a page.

    - `Keypoints:` one; another
    - `Objective:` ...
    -   <details>
        <summary>Details</summary>

        - `Method:` ...

        </details>

An import of this text gives the same fields. Writing these fields again gives the same bytes.
"""

from collections.abc import Iterator, Sequence

from paperlist.markdown.disarm import disarm
from paperlist.markdown.escape import escape_address, escape_line
from paperlist.markdown.parser import first_block
from paperlist.model.entry import Entry
from paperlist.model.identifiers import parse
from paperlist.model.keypoints import join_keypoints
from paperlist.model.labels import FIELD_LABELS, field_of

_FOLDED = ("method", "metric", "limitation")
_IDENTIFIERS = ("arxiv", "doi")
_LINES = ("venue", "published", *_IDENTIFIERS)


def notes(entry: Entry) -> str:
    """Return the Markdown below the heading of a paper. It is empty if the paper has no notes."""
    return "".join(_notes(entry)).rstrip("\n")


def _notes(entry: Entry) -> Iterator[str]:
    if entry.keypoints:
        keypoints = (escape_line(keypoint) for keypoint in entry.keypoints)
        yield _item(FIELD_LABELS["keypoints"], join_keypoints(keypoints), "")
    if entry.objective:
        yield _item(FIELD_LABELS["objective"], disarm(entry.objective), "")
    if authors := entry.authors:
        names = (escape_line(author).replace(";", "&#x003B;") for author in authors)
        yield _item(FIELD_LABELS["authors"], "; ".join(names), "")
    for field in _LINES:
        if value := entry.fields.get(field):
            found = parse(value) if field in _IDENTIFIERS else None
            shown = (
                f"[{escape_line(value)}]({escape_address(found.url)})"
                if found
                else escape_line(value)
            )
            yield _item(FIELD_LABELS[field], shown, "")
    if links := entry.links:
        named = (f"[{escape_line(name)}]({escape_address(url)})" for name, url in links.items())
        yield _item(FIELD_LABELS["links"], " ".join(named), "")
    if folded := "".join(_folded(entry)):
        yield f"-   <details>\n    <summary>Details</summary>\n\n{folded}\n    </details>\n"


def _folded(entry: Entry) -> Iterator[str]:
    for field in _FOLDED:
        if text := entry.fields.get(field):
            yield _item(FIELD_LABELS[field], disarm(text), "    ")
    for name, text in entry.sections.items():
        yield _item(name, disarm(text), "    ", section=True)
    if entry.notes:
        yield _item(FIELD_LABELS["notes"], disarm(entry.notes), "    ")


def _item(label: str, text: str, indent: str, *, section: bool = False) -> str:
    first, *rest = text.split("\n")
    head = f"{indent}- {_label(label, section=section)}"
    body = f"{indent}  "
    kind = first_block(text)
    if rest and (kind != "paragraph" or all(line[:1] in {"", " ", "\t"} for line in rest)):
        # Text that is not a paragraph starts below its label, after a blank line unless the text is
        # a list. A list whose first item has no words needs the blank line too: a lone `-` right
        # below the label would make the label a heading.
        gap = "" if kind == "bullet_list" and len(first.split()) > 1 else "\n"
        return f"{head}\n{gap}{_indented([first, *rest], body)}"
    if kind != "paragraph":
        return f"{head}\n\n{_indented([first], body)}"
    return f"{head} {first}\n{_indented(rest, body)}"


def _indented(lines: Sequence[str], indent: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in lines)


def _label(label: str, *, section: bool) -> str:
    code = not section or (field_of(label) is None and not set(label) & set("`:：\\<>&"))
    # A section that has the name of a field is written in bold, to distinguish it from the field.
    return f"`{label}:`" if code else f"**{escape_line(label, bold=True)}:**"
