"""The marks of a page, and what stands between them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.errors import ConflictError, MarksError
from paperlist.markdown.marks import BEGIN, END, cut, digest, marked, put
from tests.strategies import texts

NEW = f"{BEGIN}\nnew\n{END}"


def put_between(page: str, generated: str, path: str) -> str | None:
    found = cut(page.encode(), path)
    if found is None:
        return None
    if found.is_of_windows():
        generated = generated.replace("\n", "\r\n")
    return (found.above + generated.encode() + found.below).decode()


@pytest.mark.parametrize(
    ("page", "after"),
    [
        (f"{BEGIN}\nold\n{END}", NEW),
        (f"{BEGIN}{END}", NEW),
        (f"mine\n\n{BEGIN}\nold\n{END}\n\nalso\n", f"mine\n\n{NEW}\n\nalso\n"),
        (f"mine {BEGIN} old {END} also", f"mine {NEW} also"),
        ("<!--paperlist:begin-->\n<!--  paperlist : end  -->", NEW),
        (f"<!-- paperlist:begin (what follows is generated) -->\nx\n{END}", NEW),
        (f"```\n{BEGIN}\n```\n{BEGIN}\n{END}\n", f"```\n{BEGIN}\n```\n{NEW}\n"),
        (f"~~~~\n~~~\n{END}\n~~~~\n{BEGIN}\n{END}", f"~~~~\n~~~\n{END}\n~~~~\n{NEW}"),
        (f"- x\n\n      ```\n      {END}\n      ```\n\n{BEGIN}{END}",
         f"- x\n\n      ```\n      {END}\n      ```\n\n{NEW}"),
        (f"a `` ``` `b\n{BEGIN}\n{END}", f"a `` ``` `b\n{NEW}"),
        (f"``` `\n{BEGIN}\n{END}", f"``` `\n{NEW}"),
        (f"```\nx\n```python\n```\n{BEGIN}\n{END}", f"```\nx\n```python\n```\n{NEW}"),
        (f"<!-- paperlist is fine --> {BEGIN}{END}", f"<!-- paperlist is fine --> {NEW}"),
        (f"Put `{BEGIN}` above.\n{BEGIN}\n{END}", f"Put `{BEGIN}` above.\n{NEW}"),
        (f"\u2028```\n{BEGIN}\n{END}", f"\u2028```\n{NEW}"),
    ],
)  # fmt: skip
def test_what_is_between_the_marks_is_replaced(page: str, after: str) -> None:
    """And every other byte stays; marks in code are examples."""
    assert put_between(page, NEW, "p") == after
    assert put_between(after, NEW, "p") == after


@pytest.mark.parametrize(
    "page", ["", "words\n", f"```\n{BEGIN}\n{END}\n```", "paperlist:begin", f"```\n{BEGIN}\n{END}"]
)
def test_a_page_without_marks_is_all_its_writer_s(page: str) -> None:
    """Told from one whose marks are wrong."""
    assert put_between(page, NEW, "p") is None


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (BEGIN, "README.md:1: paperlist:begin without a paperlist:end"),
        (f"a\n\n{END}", "README.md:3: paperlist:end where begin should be"),
        (f"{END}\n{BEGIN}\n", "README.md:1: paperlist:end where begin should be"),
        (f"{BEGIN}\n{BEGIN}\n{END}", "README.md:2: paperlist:begin where end should be"),
        (f"{BEGIN}\n{END}\n{END}", "README.md:3: a second paperlist:end"),
        (f"{BEGIN}\n{END}\nmine\n{BEGIN}\n{END}", "README.md:4: a second paperlist:begin"),
        (f"{BEGIN}\n{END}\n\n<!-- paperlist:ned -->",
         "README.md:4: 'paperlist:ned' is neither begin nor end"),
        (f"<!-- paperlist:begins -->\n{END}", "'paperlist:begins' is neither begin nor end"),
        (f"<!-- paperlist: -->\n{BEGIN}{END}", "'paperlist:' is neither"),
        (f"a\r\nb\rc\n{END}", "README.md:4: paperlist:end where"),
        (f"a\n{BEGIN}\n\n<!-- paperlst:end -->", ":4: '<!-- paperlst:end -->' is no mark; write"),
        (f"<!-- paperlists:begin --> {BEGIN}{END}", "README.md:1: '<!-- paperlists:begin -->' is"),
        (f"<!-- Paperlist:Begin -->\nx\n{END}", ":1: '<!-- Paperlist:Begin -->' is no mark"),
        (f"{BEGIN}\n<!-- paperlist-end -->\n", "README.md:2: '<!-- paperlist-end -->' is no mark"),
        (f"{BEGIN}\n<!-- paperlist:end\n", "README.md:2: '<!-- paperlist:end' is no mark"),
        (f"\n<!- paperlist:begin -->\n{END}", "README.md:2: '<!- paperlist:begin -->' is no mark"),
        ("words\n\n<!-- papperlist begin -->\n", "README.md:3: '<!-- papperlist begin -->' is no"),
    ],
)  # fmt: skip
def test_marks_that_are_wrong_name_their_line(page: str, message: str) -> None:
    """Nothing is guessed: what is between two wrong marks may be somebody's."""
    with pytest.raises(MarksError) as caught:
        put_between(page, NEW, "README.md")
    assert message in str(caught.value)
    assert str(caught.value).endswith("; nothing was written. Mend the marks first.")
    assert caught.value.exit_status == 1


def test_the_page_s_line_ends_are_kept() -> None:
    """Windows' own in a Windows file, and Unix ones elsewhere."""
    page = f"a\r\n{BEGIN}\r\nold\r\n{END}\r\nb\r\n"
    assert put_between(page, NEW, "p") == f"a\r\n{BEGIN}\r\nnew\r\n{END}\r\nb\r\n"
    assert put_between(f"a\n{BEGIN}{END}\n", NEW, "p") == f"a\n{NEW}\n"


_pieces = st.one_of(st.sampled_from([BEGIN, END, "```", "```\n", "\n", "\r\n", "- "]), texts)


@given(st.lists(_pieces, max_size=8))
def test_only_what_is_between_the_marks_changes(parts: list[str]) -> None:
    """Any page: refused, or all before the first mark and behind the last one is as it was."""
    page = "\n".join(parts)
    with contextlib.suppress(MarksError):
        after = put_between(page, NEW, "p")
        assert (after is None) or (after.count("new") >= 1)
        if after is not None:
            generated = NEW.replace("\n", "\r\n") if "\r\n" in page else NEW
            before, _, behind = after.partition(generated)
            assert page.startswith(before)
            assert page.endswith(behind)
            assert put_between(after, NEW, "p") == after


# Edits


def test_a_hash_tells_an_edit() -> None:
    """Of a word, of a blank within a line, of a line that is gone; marks without one tell none."""
    page = marked(b"## 202404\n\n- a b").decode()
    for edited in (
        page.replace("a b", "a  b"),
        page.replace("- a b", ""),
        page.replace("- a", "- A"),
    ):
        found = cut(edited.encode(), "p")
        assert found
        assert found.is_edited()
    for same in (
        page,
        page.replace("\n", "\r\n"),
        page.replace("04\n\n", "04\n\n"),
        f"{BEGIN}x{END}",
    ):
        found = cut(same.encode(), "p")
        assert found
        assert not found.is_edited()


def test_each_section_has_a_hash_of_its_own() -> None:
    """An edit of any of them is noticed, and the hashes of the others stay as they were."""
    page = put(b"# P\n\n", [b"start", b"## A\n\n- a", b"## B\n\n- b"], b"\n")
    found = cut(page, "p")
    assert found
    assert found.is_vouched_for()
    assert found.generated.split() == [b"start", b"##", b"A", b"-", b"a", b"##", b"B", b"-", b"b"]
    for edited in (
        page.replace(b"start", b"begin"), page.replace(b"- a", b"- a\n- c"),
        page.replace(b"- b", b""), page.replace(b"<!-- paperlist:h", b"words\n<!-- paperlist:h", 1),
        page.replace(b"<!-- paperlist:end", b"words\n<!-- paperlist:end"),
    ):  # fmt: skip
        again = cut(edited, "p")
        assert again
        assert again.is_edited()
        assert (fresh := cut(again.restamped(), "p"))
        assert fresh.is_vouched_for()
        assert fresh.generated.split() == again.generated.split()
    more = put(b"# P\n\n", [b"start", b"## A\n\n- a", b"## B\n\n- b\n- c"], b"\n")
    assert page.split(b"## B")[0] == more.split(b"## B")[0]


@given(st.binary(max_size=40).filter(lambda body: b"<" not in body and b"`" not in body))
def test_line_ends_are_no_edit(body: bytes) -> None:
    """What git does to a file on Windows."""
    unix = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert digest(unix.replace(b"\n", b"\r\n")) == digest(unix)


def test_marks_in_an_unedited_page_are_found_without_reading_it() -> None:
    """The same, whether the hash vouches for what is between or not."""
    for above in ("", "words\n\n", "```\ncode\n```\n", "a `b` c\n"):
        page = above + marked(b"x").decode() + "\n\nbelow\n"
        known = page.split("paperlist:hash=")[1].split(" -->")[0]
        without = page.replace(known, "0" * len(known))
        first, second = cut(page.encode(), "p"), cut(without.encode(), "p")
        assert first
        assert second
        assert (first.above, first.generated, first.below) == (
            second.above, second.generated, second.below,
        )  # fmt: skip
    assert cut(f"```\n{marked(b'x').decode()}\n```".encode(), "p") is None


OURS = marked(b"ours").decode()
CONFLICT = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (f"# L\n\n{CONFLICT}\n{OURS}\n", 3),
        (f"# L\n\n{OURS}\n\n{CONFLICT}", 11),
        (f"# L\n<<<<<<< HEAD\n{OURS}\n=======\n{OURS}\n>>>>>>> other\n", 2),
        (f"# L\n{OURS}\n>>>>>>> other\n", 9),
        (OURS.replace("ours", CONFLICT), 3),
        (f"# L\r\n\r\n{CONFLICT}\n{OURS}\n".replace("\n", "\r\n").replace("\r\r", "\r"), 3),
        (f"{BEGIN}\n{CONFLICT}{END}", 2),
        (CONFLICT, 1),
    ],
)
def test_a_page_with_a_merge_conflict_names_its_line(page: str, line: int) -> None:
    """Wherever git left its marks."""
    with pytest.raises(ConflictError, match=rf"^README\.md:{line}: a git merge conflict; "):
        cut(page.encode(), "README.md")


@pytest.mark.parametrize(
    "above",
    [
        f"```\n{CONFLICT}```\n", "Heading\n=======\n", "a <<<<<<< b\n", "<<<<<<<<<<\n",
        "> > > > > > > deep\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_conflict_is_none(above: str) -> None:
    """Code that shows one, a heading, and what does not begin a line."""
    page = f"{above}\n{OURS}\n"
    assert cut(page.encode(), "README.md")
    assert cut(marked(CONFLICT.strip().encode()), "README.md")
