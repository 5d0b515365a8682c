"""The reading status of a paper: its three values, and the words that people use for them."""

from paperlist.text.words import fold

STATUSES = ("to-read", "reading", "read")
# An empty check box says that a paper is to be read, and a check mark that it was read.
_WORDS = {
    "to-read": "to-read toread todo to-do unread not-yet no n later queued planned wanted ☐ ⬜ 🔲 "
    "未读 待读 想读",
    "reading": "reading in-progress wip started currently-reading ongoing 在读 正在读 阅读中",
    "read": "read done finished completed complete yes y already-read x ✓ ✔ ✅ ☑ 已读 读完 完成",
}
_STATUS_OF = {word: status for status, words in _WORDS.items() for word in words.split()}
# Words of headings that say which papers follow, and are no name of a category.
_OF_HEADINGS = frozenset(
    "to-read toread unread currently-reading already-read 未读 待读 想读 正在读 已读".split()
)
# Labels and columns whose value says whether the paper was read, if it is such a word.
_QUESTIONS = frozenset("read read? done done? finished finished? 已读 读过".split())


def status_of(text: str) -> str:
    """Return the status that `text` means: `todo` gives `to-read`, and `✅` gives `read`.

    Return an empty text if `text` is no usual word for a status.
    """
    return _STATUS_OF.get(_as_word(text), "")


def status_of_heading(name: str) -> str:
    """Return the status of the papers below a heading such as `To read`, or an empty text."""
    word = _as_word(name)
    return _STATUS_OF[word] if word in _OF_HEADINGS else ""


def asks_for_status(label: str) -> bool:
    """Return whether a label or the name of a column asks for the status: `Read?`, `Done`."""
    return fold(label).strip() in _QUESTIONS


def _as_word(text: str) -> str:
    return "-".join(fold(text).replace("\ufe0f", "").strip(" :.!").split())
