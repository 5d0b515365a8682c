"""What stands beside a title on the same line, sorted by kind."""

from dataclasses import dataclass, field


@dataclass
class Tail:
    """What stands beside a title on the same line.

    Attributes:
        keypoints: tags, from code, brackets or hash tags.
        venues: conferences, journals and awards.
        dates: dates as `2024`, `2024-11` or `2024-11-09`.
        authors: names of people.
        links: pairs of a link's name and its address.
        arxiv: the arXiv id, or empty.
        structure: words of the line that no field needs to keep, such as `by` before an author.
        rest: remarks, pictures, and whatever else fits no other attribute.
        tips: titles of links, which browsers show on hover.
    """

    keypoints: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    arxiv: str = ""
    structure: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)

    @property
    def says_anything(self) -> bool:
        """Return whether anything worth keeping stands beside the title."""
        return bool(self.is_evidence or self.keypoints or self.rest or self.tips)

    @property
    def is_evidence(self) -> bool:
        """Return whether a link, date, venue, author or arXiv id stands beside the title."""
        return bool(self.links or self.dates or self.venues or self.authors or self.arxiv)

    def put_first(self, other: "Tail") -> None:
        """Insert the authors, links and so on of another tail before those of this tail."""
        for name, values in vars(other).items():
            if isinstance(values, list):
                getattr(self, name)[:0] = values
