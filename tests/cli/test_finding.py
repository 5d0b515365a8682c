"""What a search shows and explains; related papers; links; named searches; templates."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.cli.arguments.query_words import _NEGATED
from paperlist.cli.terminal.line_template import check, filled
from paperlist.errors import ConfigError, NoLinkError
from paperlist.library.opening import address
from paperlist.model.entry import Entry
from paperlist.search.query import parse, within
from paperlist.search.snippets import marks, snippet
from tests.conftest import WriteNote
from tests.console import Console, without_colours
from tests.modules import missing

NOTES = {
    "2024-04/bank": (
        "title: 'MA-LMM: Memory bank'\ncategory: LLM\nkeypoints: [Memory bank, Video]\n"
        "objective: |-\n  First line.\n  A memory bank for video.\nstatus: read\n"
        "links: {paper: https://a.org/p, Code: https://a.org/c}\n"
    ),
    "2024-05/survey": "title: A survey of video memory\nkeypoints: [Video]\narxiv: '2404.05726'\n",
    "2024-06/other": "title: Diffusion of heat\nkeypoints: [Diffusion]\ndoi: 10.1000/x\n",
    "2023-01/alone": "title: Zebras\nnotes: nothing of it\n",
}


@pytest.fixture
def filled_library(library: Library, write: WriteNote) -> Library:
    for place, text in NOTES.items():
        write(place, text)
    return library


def filled_console(folder: Path) -> Console:
    """Make a library of the notes above."""
    console = Console(folder)
    console.run("paperlist init")
    for place, text in NOTES.items():
        path = console.here / "data" / f"{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A library for one test, which may change it."""
    return filled_console(tmp_path)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A library for all tests that only read it."""
    return filled_console(tmp_path_factory.mktemp("unchanged"))


# Why a hit is one


def test_a_hit_says_what_was_found_and_where(filled_library: Library) -> None:
    """Words as the note has them, by field, also those meant by a typo."""
    hit = filled_library.search("memry bank").hits[0]
    assert hit.entry.id == "bank"
    assert hit.matched == {
        "title": ["memory", "bank"], "keypoints": ["memory", "bank"],
        "objective": ["memory", "bank"], "other": ["bank"],
    }  # fmt: skip
    shown = snippet(hit.entry, hit.matched)
    assert shown is not None
    assert (shown.field, shown.text) == ("objective", "A memory bank for video.")
    assert [shown.text[start:end] for start, end in shown.marks] == ["memory", "bank"]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("A Café, café", ["cafe"], ["Café", "café"]),
        ("long-context", ["longcontext"], ["long-context"]),
        ("long-context", ["context"], ["context"]),
        ("图像生成与扩散模型", ["生成", "模型"], ["生成", "模型"]),
        ("图像生成", ["图像", "像生"], ["图像生"]),
        ("memories", ["memory"], []),
        ("基于GPT模型的检索", ["gpt"], ["GPT"]),
        ("re\u0301sume\u0301 x", ["resume"], ["re\u0301sume\u0301"]),
        ("ﾒﾓﾘ x", ["メモ"], ["ﾒﾓ"]),
        ("Straße", ["strasse"], ["Straße"]),
        ("", ["x"], []),
    ],
)
def test_marks(text: str, words: list[str], marked: list[str]) -> None:
    """Where folded words stand in a text as it is written."""
    assert [text[start:end] for start, end in marks(text, words)] == marked


def test_a_long_line_is_cut_around_what_was_found() -> None:
    """At words, with the marks still in their places."""
    line = " ".join([f"word{i}" for i in range(100)] + ["needle"] + ["end"] * 100)
    shown = snippet(Entry("a", "2024-04", {"title": "A", "notes": line}), {"notes": ["needle"]}, 80)
    assert shown is not None
    assert len(shown.text) <= 82
    assert [shown.text[start:end] for start, end in shown.marks] == ["needle"]
    assert shown.text.startswith("…word")
    assert shown.text.endswith("end…")


def test_json_says_why(console: Console) -> None:
    """Score, matched fields with their words, and the best line; nothing else on stdout."""
    (found,) = json.loads(console.run("paperlist search memry bank --json 2>/dev/null"))
    assert found["id"] == "bank"
    assert 0.2 < found["score"] < 2
    assert found["matched"]["objective"] == ["memory", "bank"]
    assert found["snippet"] == "A memory bank for video."


def test_a_card_on_a_terminal_marks_what_was_found(console: Console) -> None:
    """In title, keypoints and the best line, in colour."""
    output = console.on_terminal("paperlist search memry")
    assert output.count("\x1b[1;33m") >= 4
    plain = without_colours(output)
    assert "bank  2024-04  LLM  read" in plain
    assert "objective: A memory bank for video." in plain
    assert "memry → memory" in plain


def test_a_card_is_wrapped_between_words(console: Console) -> None:
    """Below its id, with the mark of what was found where it goes on to the next line."""
    (console.here / "data/2024-05/wide.yaml").write_text(
        "title: A way to read zebra stripes of the savannah\nkeypoints: [Stripes, Zebra stripes]\n"
        "objective: 斑马的条纹有什么用，没有人知道；我们数了一数，一共一百二十条。\n"
    )
    output = console.on_terminal("paperlist search 'zebra-stripes 条纹'", columns=45)
    assert output.count("\x1b[1;33m") >= 3
    plain = without_colours(output)
    assert "\n  A way to read zebra stripes of the\n  savannah\n" in plain
    assert "\n  objective: 斑马的条纹有什么用，没有人知\n  道；我们" in plain


def test_hits_are_apart_and_none_is_wider_than_the_terminal(console: Console) -> None:
    """A blank line between them; a long id, category or word goes on below."""
    (console.here / f"data/2024-05/{'video-' * 7}end.yaml").write_text(
        f"title: Video {'a' * 70}\ncategory: Video / Long / Categories / Of / Videos\n"
    )
    plain = without_colours(console.on_terminal("paperlist search video", columns=50))
    hits, _, last = plain.rstrip().rpartition("\n")
    assert last == "3 of 5 papers"
    assert [card.split()[0] for card in hits.split("\n\n")] == [
        f"{'video-' * 7}end",
        "survey",
        "bank",
    ]
    assert max(map(len, plain.splitlines())) < 50


def test_a_note_says_nothing_to_the_terminal(console: Console) -> None:
    """Neither on a card, nor in a table, a form of one's own, all its notes, or as JSON."""
    (console.here / "data/2024-04/evil.yaml").write_text(
        'title: "Zebra \\e[2J"\nkeypoints: ["zebra \\e[2J \\x9b2J"]\n'
        'objective: "zebra \\e[2J"\nnotes: "\\u202e *zebra* &#x202e; `\\e[2J` [\\e[2J](\\x9b2J)"\n'
        'category: "\\e[2J"\nvenue: "\\e[2J"\n'
    )
    form = "--line '{title} {keypoints} {objective}'"
    for command in (
        "search zebra", f"search zebra {form}", "search zebra --json", "list", "show evil",
        "show evil --json",
    ):  # fmt: skip
        output = console.on_terminal(f"paperlist {command} --no-pager", columns=130)
        assert "ebra" in output
        assert not re.search("[\x1b\x9b\u202e]", without_colours(output))


def test_plain_output_is_columns(console: Console) -> None:
    """Id, month, category, title, keypoints; what was corrected is on stderr."""
    assert console.run("paperlist search memry bank") == (
        "bank\t2024-04\tLLM\tMA-LMM: Memory bank\tMemory bank; Video\n2> memry → memory\n"
    )


def test_what_was_left_out_is_said(console: Console) -> None:
    """Words that no paper shown has, else how many of the words each has."""
    assert "2> no paper has all words; left out: walrus\n" in console.run(
        "paperlist search bank walrus"
    )
    output = console.run("paperlist search bank diffusion zebras")
    assert "2> no paper has all 3 words; these have 1 of them\n" in output
    found = json.loads(console.run("paperlist search bank diffusion zebras --json 2>/dev/null"))
    assert [sorted(each["missing"]) for each in found] == [
        [word for word in ("bank", "diffusion", "zebras") if word not in str(each["matched"])]
        for each in found
    ]


def test_no_match_asks_what_was_meant(console: Console) -> None:
    """On stderr, with status 1."""
    assert console.run("paperlist search dfsn") == "2> no paper matches.\n[1]\n"
    assert console.run("paperlist search dxffxxion") == (
        '2> no paper matches. Did you mean "diffusion"?\n[1]\n'
    )


# Forms and orders


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ("video --ids", "survey\nbank\n"),
        ("video --sort title --ids", "survey\nbank\n"),
        ("video --sort month --ids", "survey\nbank\n"),
        ("memory --sort id --ids", "bank\nsurvey\n"),
        ("memory --sort id -n 1 --ids", "bank\n"),
        ("video --in keypoint --ids", "survey\nbank\n"),
        ("video --in title --in objective --ids", "survey\nbank\n"),
        ("video --in title --ids", "survey\n"),
        ("video memory --in title --ids", "survey\n"),
        ("objective:video memory --in title --ids", "bank\n"),
        ("video -survey --ids", "bank\n"),
        ("video -title:survey --ids", "bank\n"),
        ("video '-\"memory bank\"' --ids", "survey\n"),
        ("-video -zebras --ids", "other\n"),
        ("-n1 video --ids", "survey\n"),
        ("video -n 1 --ids", "survey\n"),
        # Behind `--` all is words, so `--ids` is one that must not be there.
        ("video -- -survey --ids", "bank\t2024-04\tLLM\tMA-LMM: Memory bank\tMemory bank; Video\n"),
        ("--since 2024-05 --ids", "other\nsurvey\n"),
        ("-k video --ids", "survey\nbank\n"),
        ("since:2024 until:2024 --ids --sort id", "bank\nother\nsurvey\n"),
        (
            "memory --sort id --line '{id}: {title} [{keypoints}] {links.Code}'",
            (
                "bank: MA-LMM: Memory bank [Memory bank; Video] https://a.org/c\n"
                "survey: A survey of video memory [Video] \n"
            ),
        ),
        ("zebras --line '{{{id}}}\\t{path}'", "{alone}\tdata/2023-01/alone.yaml\n"),
        ("zebras --line '- {id}'", "- alone\n"),
        ("zebras --line '-{id}'", "-alone\n"),
    ],
)  # fmt: skip
def test_options_of_search(unchanged: Console, options: str, output: str) -> None:
    """What each prints on stdout."""
    found = unchanged.run(f"paperlist search {options} 2>/dev/null")
    assert found == output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("", "there is nothing to search for"),
        ("''", "there is nothing to search for"),
        ("-", "there is no word to search for in '-'"),
        ("x --in titel", "there is no field 'titel' to search in; did you mean 'title'?"),
        ("x --in qqqq", "there are title, keypoint, objective"),
        ("x --line '{titel}'", "unknown name '{titel}'; known are id, month, path, title"),
        ("x --line '{id'", "unmatched '{'"),
        ("x --since soon", "'soon' is not a date"),
        ("@unread", "there is no search '@unread'; write it below [searches] in paperlist.toml."),
    ],
)
def test_wrong_usage(unchanged: Console, options: str, message: str) -> None:
    """A clear line, and status 2."""
    output = unchanged.run(f"paperlist search {options}")
    assert message in output
    assert output.endswith("[2]\n")
    assert "Traceback" not in output


def test_list_takes_a_template(console: Console) -> None:
    """The same names, without what only a hit has."""
    output = console.run("paperlist list --line '{month} {id}' 2>/dev/null")
    assert output.splitlines()[0] == "2024-06 other"
    assert "unknown name '{score}'" in console.run("paperlist list --line '{score}'")


def test_a_template_takes_text_to_the_letter() -> None:
    """Brackets within a value are no names."""
    entry = Entry("a", "2024-04", {"title": "{id} {{x}}", "sections": {"Results": "a\nb"}})
    check("{id}{{x}}{sections.Results}")
    assert filled("{title}|{sections.Results}|{venue}|{sections}", entry) == (
        "{id} {{x}}|a b||Results: a b"
    )


@pytest.mark.parametrize(
    ("argument", "negated"),
    [
        ("-survey", True), ("-title:x", True), ('-"two words"', True), ("-图像", True),
        ("-2d", True), ("-n5", False), ("-n", False), ("-k", False), ("--ids", False),
        ("-", False), ("survey", False),
    ],
)  # fmt: skip
def test_what_is_a_negated_word(argument: str, *, negated: bool) -> None:
    """And what an option."""
    assert bool(_NEGATED.match(argument)) == negated


def test_within_leaves_fields_that_are_named(filled_library: Library) -> None:
    """`--in` is for the words that name none."""
    query = within(parse("method:x y"), ["title", "k"])
    assert [term.columns for term in query.terms] == [("method",), ("title", "keypoints")]


# Named searches


def test_named_searches(console: Console) -> None:
    """They stand for their text, beside other words; the nearest name is named."""
    (console.here / "paperlist.toml").write_text(
        '[searches]\nread = "status:read"\nclips = "keypoint:video since:2024"\n'
    )
    assert console.run("paperlist search @read --ids 2>/dev/null") == "bank\n"
    assert console.run("paperlist search @clips survey --ids 2>/dev/null") == "survey\n"
    assert console.run("paperlist search @clips @read --ids 2>/dev/null") == "bank\n"
    assert "there is no search '@raed'; did you mean '@read'?" in console.run(
        "paperlist search @raed"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('x = "month:2024-99"', "x: '2024-99' is not a month"),
        ('x = "keypiont:a"', "there is no field 'keypiont'"),
        ('x = ""', "x has to be the text of a search"),
        ("x = 5", "x has to be the text of a search"),
        ('y = "a"\nx = "@y b"', "x names another search"),
        ('"a b" = "c"', "'a b' is not a name for a search"),
    ],
)
def test_a_wrong_named_search_is_named_when_read(library: Library, text: str, reason: str) -> None:
    """By a search that uses it, and by whatever reads the settings."""
    (library.root / "paperlist.toml").write_text(f"[searches]\n{text}\n")
    with pytest.raises(ConfigError, match=re.escape(reason)):
        library.search("@x")
    with pytest.raises(ConfigError, match="searches"):
        _ = Library(library.root).settings


# Related papers


def test_related_papers(filled_library: Library) -> None:
    """Those that share keypoints and words; not the paper itself, nor what shares nothing."""
    hits = filled_library.related("bank")
    assert [hit.entry.id for hit in hits] == ["survey"]
    assert hits[0].matched["keypoints"] == ["Video"]
    assert "memory" in hits[0].matched["words"]
    assert filled_library.related("alone") == []


def test_the_command_related(console: Console) -> None:
    """Prints as search does; nothing in common is status 1."""
    assert console.run("paperlist related bank --ids") == "survey\n"
    assert console.run("paperlist related alone").endswith("in common with it.\n[1]\n")


# Links


@pytest.mark.parametrize(
    ("paper", "link", "expected"),
    [
        ("bank", None, "https://a.org/p"),
        ("bank", "code", "https://a.org/c"),
        ("survey", None, "https://arxiv.org/abs/2404.05726"),
        ("other", None, "https://doi.org/10.1000/x"),
    ],
)
def test_addresses(filled_library: Library, paper: str, link: str | None, expected: str) -> None:
    """The paper's link, else its arXiv page, else its DOI."""
    assert address(filled_library.get(paper), link, filled_library.root) == expected


def test_a_link_to_a_file_of_the_library(library: Library) -> None:
    """Is opened where it is."""
    (library.root / "a.pdf").write_bytes(b"%PDF")
    entry = Entry("a", "2024-04", {"title": "A", "links": {"file": "a.pdf"}})
    assert address(entry, None, library.root) == (library.root / "a.pdf").as_uri()


def test_no_link_says_what_to_do(filled_library: Library) -> None:
    """And which there are."""
    with pytest.raises(NoLinkError, match=r"no arXiv id, no DOI and no file.*\n.*links\.paper=URL"):
        address(filled_library.get("alone"), None, filled_library.root)
    with pytest.raises(NoLinkError, match="no link or file 'slides'; it has paper, Code"):
        address(filled_library.get("bank"), "slides", filled_library.root)


def test_open(console: Console, tmp_path: Path) -> None:
    """In the browser; printed where there is no display, or where that is asked for."""
    assert console.run("paperlist open bank") == "https://a.org/p\n"
    assert console.run("paperlist open bank code --print") == "https://a.org/c\n"
    assert console.run("paperlist open alone").endswith("[1]\n")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    output = console.run(f"BROWSER='{browser} %s' paperlist open bank")
    assert output == "2> Opened https://a.org/p\n"
    assert (tmp_path / "opened").read_text() == "https://a.org/p\n"


# Starting fast


@pytest.mark.parametrize("words", ["memry", "@read", "memory --since 2024", "-k video"])
def test_a_command_imports_nothing_heavy(console: Console, words: str) -> None:
    """The whole of `paperlist search`, once the index is there and its files are settled."""
    (console.here / "paperlist.toml").write_text('[searches]\nread = "status:read"\n')
    console.run("find . -name '*.yaml' | xargs touch -d 2024-01-01; paperlist search x")
    script = (
        "import sys, atexit; from paperlist.__main__ import main;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        f"sys.argv = ['paperlist', 'search', *{words.split()!r}]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=console.here, env=console.env,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    modules = set(done.stderr.split())
    assert "paperlist.search.search" in modules
    heavy = {"pydantic", "ruamel", "ruamel.yaml", "rich", "jinja2", "requests", "markdown_it",
             "prompt_toolkit", "yaml_rs", "tomlkit", "slugify", "filelock", "hashlib",
             "multiprocessing", "logging", "paperlist.model.paper", "paperlist.cli.commands.add",
             "paperlist.cli.commands.edit", "paperlist.index.rows"}  # fmt: skip
    assert missing(heavy) == []
    assert not heavy & modules
    assert ("tomllib" in modules) == words.startswith("@")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("video -c LML", "there is no category 'LML'; there are 'LLM'."),
        (
            "-k zebra",
            "there is no keypoint 'zebra'; there are 'Video', 'Diffusion', 'Memory bank'.",
        ),
        ("-m 2030-01", "no paper is of 2030-01."),
        ("--since 2030", "no paper is filed under 2030-01 or later; the newest month is 2024-06."),
        ("--until 2020", "no paper is filed under 2020-12 or earlier; the oldest is 2023-01."),
        ("status:to-read", "no paper has the status to-read."),
    ],
)
def test_what_no_paper_is_is_said(unchanged: Console, options: str, said: str) -> None:
    """So that a slip of the pen in an option does not look like an empty library."""
    output = unchanged.run(f"paperlist search {options}")
    assert f"\n2> {said}" in output
    assert output.endswith("[1]\n")
