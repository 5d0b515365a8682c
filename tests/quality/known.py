"""Papers whose queries are known: known.txt has title, keypoints, a note and a class's query."""

from pathlib import Path

from paperlist import Library
from tests.bench import generator
from tests.quality.queries import queries

Known = tuple[str, str, str]


def known(root: Path) -> tuple[Library, list[Known]]:
    """A library of these papers, and class, id and query: those of known.txt and made ones."""
    text = Path(__file__).with_name("known.txt").read_text(encoding="utf-8")
    papers = [line.split(" | ") for line in text.splitlines()]
    generator.write(
        root,
        (
            {"title": title, "keypoints": keypoints, "notes": note}
            for title, keypoints, note, _ in papers
        ),
    )
    library = Library.find(root)
    ids = {entry.title: entry.id for entry in library.papers()}
    titles = [title for title, *_ in papers]
    made = [(name, ids[titles[place]], query) for name, place, query in queries(titles, seed=1)]
    for title, _, _, asked in papers:
        name, _, query = asked.partition(": ")
        made.append((name, ids[title], query))
    return library, made
