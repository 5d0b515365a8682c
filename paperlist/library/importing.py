"""What an import changes, and its report."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperlist.library import config
from paperlist.library.adding import Intake, Outcome
from paperlist.markdown.marks import restamped
from paperlist.readers.draft import texts_of, words_in
from paperlist.readers.files import Source
from paperlist.store import content as contents
from paperlist.store.changeset import Change, name_of
from paperlist.store.containment import given

if TYPE_CHECKING:
    from paperlist.library.settings import Settings
    from paperlist.model.combine import OnDuplicate
    from paperlist.readers.records import Progress


class Imported(NamedTuple):
    """A file that was imported, and what became of each of its papers."""

    source: Source
    outcomes: list[Outcome]

    @property
    def unsaid(self) -> list[tuple[str, list[str]]]:
        """The papers that were there already and lack words of the file: ids, and these words."""
        pairs = zip(self.source.papers, self.outcomes, strict=True)
        found = [
            (outcome.entry.id, _lacking(outcome.entry.fields, incoming.paper.fields()))
            for incoming, outcome in pairs
            if outcome.action in {"skipped", "updated"}
        ]
        return [(paper_id, words) for paper_id, words in found if words]

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        source = self.source
        report: dict[str, Any] = {
            "page": source.name,
            "papers": [
                {
                    "action": outcome.action,
                    "why": outcome.why,
                    "same_identifier_as": outcome.clash,
                    "line": paper.line,
                    "month_from": paper.month_from,
                    **outcome.entry.as_json(),
                }
                for paper, outcome in zip(source.papers, self.outcomes, strict=True)
            ],
            "introduction": source.words,
            "unknown_labels": [*source.unknown_labels],
            "no_papers": [
                {"line": line, "heading": heading, "why": why}
                for line, heading, why in source.no_papers
            ],
            "problems": [{"line": line, "why": why} for line, why in source.problems],
            "not_in_the_library": dict(self.unsaid),
        }
        if source.coverage:
            kept, structure, lost = source.coverage
            report["words"] = {
                "kept": kept,
                "structure": structure,
                "lost": [{"line": line, "words": words} for line, words in lost],
            }
        return report


# What a note says in words, as against what names its paper.
_SAID = (
    "keypoints", "objective", "method", "metric", "limitation", "sections", "notes", "title",
)  # fmt: skip


def _lacking(have: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    """The words of `said` that `have` has not."""
    known = {word for text in texts_of(dict(have)) for word in words_in(text)}
    texts = texts_of([said[name] for name in _SAID if name in said])
    return list(dict.fromkeys(w for text in texts for w in words_in(text) if w not in known))


def taken_in(
    intake: Intake,
    sources: Sequence[Source],
    on_duplicate: "OnDuplicate",
    progress: "Progress | None" = None,
) -> list[Imported]:
    """Give `intake` the papers of all sources; returns what became of each.

    `progress` is called with how many papers are done, and how many there are.
    """
    total = sum(len(source.papers) for source in sources)
    imported: list[Imported] = []
    for source in sources:
        outcomes: list[Outcome] = []
        imported.append(Imported(source, outcomes))
        for each in source.papers:
            edited = source.edited and each.month_from == "heading"
            outcomes.append(
                intake.take(each.paper, each.month, on_duplicate, each.id, edited=edited)
            )
            if progress:
                progress(len(intake.files), total)
    return imported


def own_words(root: Path, settings: "Settings", sources: Sequence[Source]) -> dict[str, Change]:
    """The pages' own title and words, kept in paperlist.toml."""
    title = next((source.title for source in sources if source.title), "")
    called = settings.title if "title" in settings.model_fields_set else title
    words = _introduction(settings.introduction, sources, called)
    after = config.with_words(root, settings, title, words)
    if after is None:
        return {}
    return {config.FILE: Change(config.content_of(root), after.encode())}


def taken_over(root: Path, sources: Iterable[Source]) -> dict[str, Change]:
    """Pages of this library whose edits are in the notes now, marked as unedited."""
    pages = [Path(source.name).absolute() for source in sources if source.edited]
    held = {
        page: contents.read(given(root, page), str(page))
        for page in pages
        if page.is_relative_to(root)
    }
    return {
        name_of(root, page): Change(content, restamped(content, str(page)))
        for page, content in held.items()
    }


def _introduction(have: str, sources: Sequence[Source], title: str) -> str:
    """The introduction `have` with the pages' own words behind it, each piece once.

    A page that is called otherwise than the library keeps its title there.
    """
    parts = [have.strip()] if have.strip() else []
    for source in sources:
        other = source.title if source.title != title and not source.edited else ""
        words = "\n\n".join(filter(None, (other, source.words.strip())))
        if words and not any(words in part for part in parts):
            parts.append(words)
    return "\n\n".join(parts)
