"""From what names a paper to a note: each form to the one entry, or to a clear line."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pexpect
import pytest
from pytest_httpserver import HTTPServer

from paperlist import Library, Paper
from paperlist.errors import DuplicatePaperError
from paperlist.library.capturing import capture, completed
from paperlist.model.combine import OnDuplicate
from paperlist.sources.fetch import Fetcher
from tests.console import Console
from tests.services import (
    ARXIV,
    AUTHORS,
    CITATION,
    DOI,
    TITLE,
    Services,
    comment,
    crossref,
    datacite,
    entry,
    page,
    pdf,
    sending,
)

FORMS = [
    "2404.05726", "2404.05726v2", "arXiv:2404.05726", "https://arxiv.org/abs/2404.05726v1",
    "https://arxiv.org/pdf/2404.05726v2.pdf", "https://arxiv.org/html/2404.05726v1",
    "https://arxiv.org/list/cs.CV/2404.05726", "10.48550/arXiv.2404.05726",
    "https://doi.org/10.48550/arXiv.2404.05726", "https://huggingface.co/papers/2404.05726",
    "https://www.semanticscholar.org/arxiv/2404.05726", DOI, f"https://doi.org/{DOI}",
    f"http://dx.doi.org/{DOI}.", f"https://dl.acm.org/doi/{DOI}", f"doi:{DOI.upper()}",
    "PAGE", "FILE.pdf", "https://openreview.net/forum?id=aBc", "https://aclanthology.org/2024.x-y.1",
    "https://www.semanticscholar.org/paper/T/0123456789abcdef0123456789abcdef01234567",
]  # fmt: skip


@pytest.fixture
def console(tmp_path: Path, services: Services) -> Console:
    """A console in an empty library that asks the local services."""
    console = Console(tmp_path)
    console.env["PAPERLIST_PRIVATE_HOSTS"] = "localhost"
    console.run("paperlist init")
    (console.here / "paperlist.toml").write_text(_settings(services))
    services.papers[ARXIV] = entry(extra=f"<arxiv:doi>{DOI}</arxiv:doi>")
    services.answer_doi()
    tags = [*CITATION, ("citation_doi", DOI)]
    services.server.expect_request("/page").respond_with_data(page(tags))
    for path in ("/forum", "/2024.x-y.1/", "/paper/0123456789abcdef0123456789abcdef01234567"):
        services.server.expect_request(path).respond_with_data(page(tags))
    stamp = f"arXiv:{ARXIV}v2 [cs.CV] 24 Apr 2024"
    (console.here / "FILE.pdf").write_bytes(pdf([(17, TITLE)], stamp=stamp))
    return console


def _settings(services: Services) -> str:
    here = services.server.url_for("")
    mirrors = "".join(
        f'"{host}" = "{here}"\n'
        for host in ("openreview.net", "aclanthology.org", "www.semanticscholar.org")
    )
    return f"{services.toml(retries=1, delay=0.01)}[sources.mirrors]\n{mirrors}"


def _form(services: Services, form: str) -> str:
    return services.server.url_for("/page") if form == "PAGE" else form


def notes(console: Console) -> list[Path]:
    return sorted(console.here.glob("data/*/*"))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_makes_the_same_entry(
    library: Library, console: Console, services: Services, form: str
) -> None:
    """In an empty library: one id, title, authors, and the same identifiers as far as known."""
    (library.root / "paperlist.toml").write_text(_settings(services))
    text = str(console.here / form) if form == "FILE.pdf" else _form(services, form)
    (found,) = capture(library, [text])
    assert found.paper, found.error
    outcome = library.add(found.paper, "published")
    assert (outcome.entry.id, outcome.entry.month[:4]) == ("patient-gardeners", "2024")
    paper = found.paper
    assert (paper.title, paper.authors, paper.doi) == (TITLE, list(AUTHORS), DOI)
    assert paper.arxiv == ARXIV or "doi" in form or form == DOI
    for other in FORMS:
        text = str(console.here / other) if other == "FILE.pdf" else _form(services, other)
        (again,) = capture(library, [text])
        if again.paper is None:
            assert isinstance(again.error, DuplicatePaperError)
            continue
        with pytest.raises(DuplicatePaperError):
            library.add(again.paper)


def test_a_paper_that_is_here_is_refused_before_anybody_is_asked(
    console: Console, services: Services
) -> None:
    """By every form that names it by itself; the exit status and the line say so."""
    console.run(f"paperlist add {ARXIV}")
    before = len(services.server.log)
    for form in FORMS[:16]:
        output = console.run(f"paperlist add '{form}'")
        assert "already in the library as 'patient-gardeners' (the same" in output
        assert output.endswith("[1]\n")
    assert len(services.server.log) == before
    assert len(notes(console)) == 1


def test_the_note_that_add_makes(console: Console) -> None:
    """Its id on stdout, the rest on stderr; the file as it is meant to be."""
    output = console.run(f"paperlist add {ARXIV} -c LLM -k 'a; b' -s to-read --month published")
    assert output == "patient-gardeners\n2> Added 1 paper in 2024-04.\n"
    (note,) = notes(console)
    assert note.read_text().split("added:")[0] == (
        f"title: '{TITLE}'\n"
        "category: LLM\n"
        "keypoints:\n- a\n- b\n"
        "sections:\n  Abstract: We keep what was seen in a bank. It stays small.\n"
        f"links:\n  paper: https://arxiv.org/abs/{ARXIV}\n"
        f"arxiv: '{ARXIV}'\n"
        f"doi: '{DOI}'\n"
        "authors:\n- Ada Moss\n- Ludwig van der Fern\n"
        "published: '2024-04-08'\n"
        "status: to-read\n"
    )


def test_options_go_before_what_is_fetched(console: Console) -> None:
    """The person's words win."""
    options = "-t Mine --url code=https://example.org/c --section Results=Good"
    console.run(f"paperlist add {ARXIV} {options}")
    (note,) = notes(console)
    text = note.read_text()
    assert note.name == "mine.yaml"
    assert "title: Mine\n" in text
    assert "  Abstract: We keep" in text
    assert "  Results: Good\n" in text
    assert "  code: https://example.org/c\n" in text


@pytest.mark.parametrize(
    ("option", "month"),
    [("", "THIS-MONTH"), ("-m 2023-01", "2023-01"), ("-m published", "2024-04")],
)
def test_the_month_of_a_note(console: Console, option: str, month: str) -> None:
    """This month, one that is named, or the paper's own."""
    assert f"in {month}." in console.run(f"paperlist add {ARXIV} {option}")


def test_a_paper_of_a_year_only_has_no_month_of_its_own(
    console: Console, services: Services
) -> None:
    """It is filed under this month, and a line says so."""
    services.dois["10.5555/year"] = datacite(DOI="10.5555/year", title="Of a year")
    services.answer_doi()
    output = console.run("paperlist add 10.5555/year -m published")
    assert "10.5555/year has no month of its own; it is filed under this month" in output
    assert "Added 1 paper in THIS-MONTH" in output
    assert "published: '2024'" in notes(console)[0].read_text()


def test_several_at_once_and_a_failure_among_them(console: Console, services: Services) -> None:
    """The rest is added, each failure is named, the status is 1; one undo takes it all back."""
    services.papers["2404.00001"] = entry("2404.00001", "Another one")
    services.papers["2404.00002"] = entry("2404.00002", "Gone", extra=comment("Withdrawn"))
    services.server.expect_request("/doi/10.5555/none").respond_with_data("", 404)
    output = console.run(
        f"paperlist add {ARXIV} nonsense 9999.99999 arXiv:{ARXIV}v2 2404.00002 10.5555/none "
        "https://arxiv.org/list/cs.CV/recent 2404.00001 -m 2024-04 -c LLM"
    )
    lines = output.splitlines()
    assert lines[:3] == ["patient-gardeners", "another-one", "2> Added 2 papers in 2024-04."]
    assert lines[-1] == "[1]"
    for line, text, said in zip(
        lines[3:-1],
        ("nonsense", "9999.99999", "2404.00002", "10.5555/none", "https://arxiv.org/list"),
        (
            "no arXiv id, DOI",
            "no paper 9999",
            "withdrawn: Withdrawn",
            "no such paper (404",
            "a paper's own",
        ),
        strict=True,
    ):
        assert line.startswith("2> error: ")
        assert line.count(text)
        assert said in line
    assert len(notes(console)) == 2
    console.run("paperlist undo")
    assert not notes(console)


def test_identifiers_from_a_file_and_from_a_pipe(console: Console, services: Services) -> None:
    """Comments and blank lines are passed over; an address keeps its own hash."""
    services.papers["2404.00001"] = entry("2404.00001", "Another one")
    (console.here / "ids.txt").write_text(
        f"\ufeff# to read\n\n  {ARXIV}   # the first\n\t\r\nhttps://arxiv.org/html/2404.00001#S1\n"
    )
    assert console.run("paperlist add --from-file ids.txt").startswith(
        "patient-gardeners\nanother-one\n2> Added 2 papers"
    )
    console.run("paperlist undo")
    assert "Added 2 papers" in console.run("grep -v '^$' ids.txt | paperlist add --from-file -")
    assert console.run("echo '# none' | paperlist add --from-file -") == "2> Nothing added.\n"


BAD_SERVERS: dict[str, Callable[[HTTPServer], object]] = {
    "404": lambda server: server.expect_request("/api/query").respond_with_data("", 404),
    "429": lambda server: server.expect_request("/api/query").respond_with_data(
        "", 429, {"Retry-After": "0"}
    ),
    "429 for an hour": lambda server: server.expect_request("/api/query").respond_with_data(
        "", 429, {"Retry-After": "3600"}
    ),
    "500": lambda server: server.expect_request("/api/query").respond_with_data("oops", 500),
    "a loop": lambda server: server.expect_request("/api/query").respond_with_data(
        "", 302, {"Location": "/api/query"}
    ),
    "inwards": lambda server: server.expect_request("/api/query").respond_with_data(
        "", 302, {"Location": "http://127.0.0.1:1/"}
    ),
    "HTML": lambda server: server.expect_request("/api/query").respond_with_data("<html>busy"),
    "too large": lambda server: server.expect_request("/api/query").respond_with_data(
        b"x" * 10_000_001
    ),
}


@pytest.mark.parametrize("kind", BAD_SERVERS)
def test_a_server_that_fails_leaves_no_half_note(
    console: Console, services: Services, kind: str
) -> None:
    """One clear error, status 1, nothing written, and no more requests than the settings allow."""
    services.server.clear()
    BAD_SERVERS[kind](services.server)
    output = console.run(f"paperlist add {ARXIV}")
    assert output.startswith("2> error: ")
    assert output.endswith("[1]\n")
    assert "Traceback" not in output
    assert not notes(console)
    assert len(services.server.log) <= 6
    assert console.run("paperlist undo") == "2> error: nothing to undo.\n[1]\n"


def test_offline_a_note_is_what_its_identifier_tells(console: Console, services: Services) -> None:
    """Id, month and link; `update` fills the rest, and only what is empty."""
    output = console.run(
        f"paperlist add --offline {ARXIV} {DOI} https://openreview.net/pdf?id=aBc math.CA/0611800 "
        "-m published 2>&1; cat data/2024-04/*; cat data/2006-11/*"
    )
    assert "Added 4 papers in 2006-11, 2024-04, THIS-MONTH." in output
    assert (
        f"title: '{ARXIV}'\nlinks:\n  paper: https://arxiv.org/abs/{ARXIV}\n"
        f"arxiv: '{ARXIV}'\npublished: 2024-04\n"
    ) in output.replace("'2024-04'", "2024-04")
    assert "title: math/0611800\n" in output
    assert not services.server.log


def test_update_fills_what_is_missing(console: Console, services: Services) -> None:
    """The title that was none gives way; what the person wrote stays, and comments do."""
    console.run(f"paperlist add --offline {ARXIV} -m 2024-04")
    (note,) = notes(console)
    note.write_text(f"# mine\n{note.read_text()}venue: My venue # surely\nobjective: Mine.\n")
    shown = console.run("paperlist update 2404-05726 --dry-run")
    assert f"-title: '{ARXIV}'" in shown
    assert f"+title: '{TITLE}'" in shown
    assert note.read_text().startswith(f"# mine\ntitle: '{ARXIV}'")
    assert console.run("paperlist update 2404.05726") == (
        "2404-05726\n2> Updated 1 paper; 0 unchanged.\n"
    )
    text = note.read_text()
    assert text.startswith(f"# mine\ntitle: '{TITLE}'\n")
    assert "venue: My venue # surely\nobjective: Mine.\n" in text
    assert "published: '2024-04-08'\n" in text
    assert "- Ludwig van der Fern\n" in text
    assert console.run("paperlist update --all") == "2> Updated 0 papers; 1 unchanged.\n"
    asked = len(services.server.log)
    assert console.run("paperlist update --all --missing") == "2> Updated 0 papers; 1 unchanged.\n"
    assert len(services.server.log) == asked
    console.run("paperlist undo")
    assert note.read_text().startswith(f"# mine\ntitle: '{ARXIV}'")


def test_update_says_what_it_could_not_fill(console: Console, services: Services) -> None:
    """The others are filled; the status is 1."""
    console.run(f"paperlist add --offline {ARXIV} 9999.99999 -m 2024-04")
    console.run("paperlist add -t 'By hand' -m 2024-04")
    console.run("paperlist add -t 'Grasping fruit' --arxiv 2404.00003 -m 2024-04")
    services.papers["2404.00003"] = entry("2404.00003", "A Survey of Unrelated Words")
    another = "'A Survey of Unrelated Words'"
    assert console.run("paperlist update --all").splitlines() == [
        "2404-05726",
        "2> Updated 1 paper; 2 unchanged.",
        "2> error: 9999-99999: arXiv has no paper 9999.99999.",
        f"2> error: grasping-fruit: its identifier is that of another paper, {another}.",
        "[1]",
    ]
    assert "it has no arXiv id, DOI or link to ask with" in console.run("paperlist update by-hand")
    for wrong in ("", "by-hand --all"):
        assert "error: say which papers to update" in console.run(f"paperlist update {wrong}")


def test_without_network_a_note_is_what_its_identifier_tells(
    console: Console, services: Services
) -> None:
    """A line says so and how to fill it later; the note is there, so the status is 0."""
    services.server.stop()
    try:
        output = console.run(f"paperlist add {ARXIV} 10.5555/x")
        failed = console.run("paperlist update --all")
    finally:
        services.server.start()
    assert output.startswith(
        "2404-05726\n10-5555-x\n2> Added 2 papers in THIS-MONTH.\n2> warning: "
    )
    assert "cannot be reached (connection refused)" in output.lower()
    assert "'paperlist update' fetches the rest" in output
    assert not output.endswith("]\n")
    assert "2 papers: localhost" in failed
    assert failed.endswith("[1]\n")


def test_on_duplicate_decides(console: Console, services: Services) -> None:
    """Skip asks nobody and is no failure; update fills; add adds."""
    console.run(f"paperlist add --offline {ARXIV} -m 2024-04")
    skipped = console.run(f"paperlist add {ARXIV} --on-duplicate skip")
    assert skipped == f"2> {ARXIV} is already in the library.\n2> Nothing added.\n"
    assert not services.server.log
    assert "Updated 1 paper" in console.run(f"paperlist add {ARXIV} --on-duplicate update")
    assert "- Ada Moss" in notes(console)[0].read_text()
    assert "Added 1 paper" in console.run(f"paperlist add {ARXIV} --on-duplicate add -m 2024-04")
    assert len(notes(console)) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("nonsense", "'nonsense' is no arXiv id, DOI, http address or PDF file"),
        ("2404.05726 2404.00001 -t X", "title cannot be the same for 2 papers"),
        ("2404.05726 2404.00001 --edit", "--edit works for one paper at a time"),
        ("2404.05726 --from-json x", "--from-json and IDs cannot be used together"),
        ("--offline", "--offline has no effect without IDs"),
        ("--offline -t X", "--offline has no effect without IDs"),
        ("2404.05726 -m 2024-13", "'2024-13' is not a month"),
        ("-t X --arxiv nonsense", "'nonsense' is no arXiv id"),
        ("-t X --doi 2404.05726", "'2404.05726' is no DOI"),
        ("ftp://example.org/x", "is no arXiv id, DOI, http address"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nobody_is_asked(
    console: Console, services: Services, arguments: str, said: str
) -> None:
    """Status 2, a line that says what to do."""
    output = console.run(f"paperlist add {arguments}")
    assert said in output
    assert output.endswith("[2]\n")
    assert not services.server.log
    assert not notes(console)


def test_dry_run_shows_the_note_and_writes_none(console: Console) -> None:
    """As a diff."""
    output = console.run(f"paperlist add {ARXIV} --dry-run")
    assert f"+title: '{TITLE}'\n" in output
    assert not notes(console)


def test_arxiv_and_doi_options_are_put_in_their_normal_form(console: Console) -> None:
    """As they are by hand, too."""
    console.run(
        "paperlist add -t A --arxiv https://arxiv.org/abs/2404.05726v2 "
        "--doi https://doi.org/10.1145/ABC."
    )
    text = notes(console)[0].read_text()
    assert "arxiv: 2404.05726v2\ndoi: 10.1145/abc\n" in text.replace("'", "")
    assert "'x' is no DOI" in console.run("paperlist edit a doi=x")
    console.run("paperlist edit a arxiv=arXiv:2404.00001")
    assert "arxiv: '2404.00001'\n" in notes(console)[0].read_text()


def _on_a_terminal(console: Console, command: str, editor: str) -> "pexpect.spawn[str]":
    return pexpect.spawn(
        "bash", ["-c", f"{command}; echo status $?"], cwd=str(console.here),
        env={**console.env, "TERM": "xterm", "EDITOR": editor}, encoding="utf-8", timeout=30,
        dimensions=(40, 120),
    )  # fmt: skip


def test_on_a_terminal_the_editor_opens_on_the_form(console: Console, tmp_path: Path) -> None:
    """Filled with what was fetched; what is written there is in the note."""
    editor = tmp_path / "editor"
    editor.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\np = pathlib.Path(sys.argv[1])\n"
        "t = p.read_text()\nassert 'method:\\n' in t and 'Abstract:' in t\n"
        "p.write_text(t.replace('objective:\\n', 'objective:\\nTo see.\\n'))\n"
    )
    editor.chmod(0o755)
    terminal = _on_a_terminal(console, f"paperlist add {ARXIV}", str(editor))
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    text = notes(console)[0].read_text()
    assert "objective: To see.\n" in text
    assert "- Ada Moss\n" in text
    terminal = _on_a_terminal(console, "paperlist add https://openreview.net/forum?id=aBc", "false")
    terminal.expect_exact("Skip it, update the empty fields, or add it anyway?")
    terminal.sendline("s")
    terminal.expect_exact("status 0")
    assert len(notes(console)) == 1


def test_what_was_fetched_is_added_only_if_it_is_saved(console: Console) -> None:
    """Saved as it is, it is added as it is; --no-edit opens nothing at all."""
    terminal = _on_a_terminal(console, f"paperlist add {ARXIV}", "true")
    terminal.expect_exact("Nothing was added: the note was closed without saving.")
    terminal.expect_exact(f"'paperlist add {ARXIV} --no-edit' adds it as it is.")
    terminal.expect_exact("status 1")
    assert not notes(console)
    terminal = _on_a_terminal(console, f"paperlist add {ARXIV}", "touch")
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    console.run("paperlist undo")
    terminal = _on_a_terminal(console, f"paperlist add {ARXIV} --no-edit", "false")
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    assert len(notes(console)) == 1


def test_an_editor_that_fails_adds_nothing(console: Console) -> None:
    """Status 1; what was fetched is kept."""
    terminal = _on_a_terminal(console, f"paperlist add {ARXIV}", "false")
    terminal.expect_exact("nothing saved.")
    terminal.expect_exact("'paperlist add --resume' opens it again.")
    terminal.expect_exact("status 1")
    assert not notes(console)
    terminal = _on_a_terminal(console, "paperlist add --resume", "touch")
    terminal.expect_exact("Added 1 paper")


def test_an_identifier_in_the_place_of_the_title_is_fetched(console: Console) -> None:
    """As if it had been given behind `add`; nothing else is asked."""
    terminal = _on_a_terminal(console, "paperlist add", "touch")
    terminal.expect_exact("Title:")
    sleep(0.3)  # prompt_toolkit drops what comes before it has drawn itself
    terminal.send(f"https://arxiv.org/abs/{ARXIV}\r")
    terminal.expect_exact("Added 1 paper")
    terminal.expect_exact("status 0")
    assert f"title: {TITLE}" in notes(console)[0].read_text().replace("'", "")


@pytest.mark.parametrize(
    ("editor", "reason"),
    [
        ("vim '", "the editor vim ' is not a command: No closing quotation."),
        (" ", "without a terminal, an editor opens only if"),
    ],
)
def test_an_editor_that_is_no_command_is_named(
    console: Console, monkeypatch: pytest.MonkeyPatch, editor: str, reason: str
) -> None:
    """An open quote is said in words, and nothing but spaces is no editor."""
    monkeypatch.setitem(console.env, "EDITOR", editor)
    assert reason in console.run("paperlist add --edit </dev/null")


def test_ctrl_c_keeps_what_came_in(
    library: Library, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was fetched until then was paid for."""
    from typer import Exit

    from paperlist.cli.commands.add_by_id import Wanted, add_named

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    (library.root / "paperlist.toml").write_text(services.toml())
    monkeypatch.setattr("paperlist.sources.doi.paper", interrupt)
    with pytest.raises(Exit) as caught:
        add_named(library, Wanted([ARXIV, DOI], {}, None, None, edit=None, offline=False))
    assert caught.value.exit_code == 130
    assert [entry.title for entry in library.papers()] == [TITLE]
    with pytest.raises(KeyboardInterrupt):
        add_named(library, Wanted([DOI], {}, None, None, edit=None, offline=False))


def test_a_library_that_is_cloned_cannot_lead_inwards(console: Console) -> None:
    """Its settings name a private host; only the user's own word opens it."""
    del console.env["PAPERLIST_PRIVATE_HOSTS"]
    output = console.run(f"paperlist add {ARXIV}")
    assert "localhost is in a private network; nothing fetched" in output
    assert output.endswith("[1]\n")
    private = 'private = true\nprivate_hosts = ["localhost"]\n'
    toml = console.here / "paperlist.toml"
    toml.write_text(toml.read_text().replace("[sources]\n", f"[sources]\n{private}"))
    assert "there is no setting 'private'" in console.run(f"paperlist add {ARXIV}")
    toml.write_text(toml.read_text().replace(private, ""))
    folder = console.home / ".config" / "paperlist"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('private_hosts = "localhost"\n')
    assert "private_hosts has to be a list" in console.run(f"paperlist add {ARXIV}")
    (folder / "config.toml").write_text('private_hosts = ["LocalHost"]\n')
    assert "Added 1 paper" in console.run(f"paperlist add {ARXIV}")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("delay = -1", "sources.delay"), ("retries = 99", "sources.retries"),
        ('arxiv = "ftp://x"', "sources.arxiv: has to be an http or https address"),
        ('arxive = "https://x"', "there is no setting 'arxive'; did you mean 'arxiv'?"),
        ("[sources.mirrors]\nx = 'y'", "sources.mirrors"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_named(console: Console, setting: str, said: str) -> None:
    """With its line."""
    (console.here / "paperlist.toml").write_text(f"[sources]\n{setting}\n")
    output = console.run(f"paperlist add {ARXIV}")
    assert said in output
    assert "paperlist.toml:" in output
    assert "Traceback" not in output


def test_a_note_without_a_title_yet_is_the_paper_that_comes_with_one(
    library: Library, services: Services
) -> None:
    """However unlike the two titles are: the first one is but the identifier."""
    (library.root / "paperlist.toml").write_text(services.toml())
    (offline,) = capture(library, [ARXIV], offline=True)
    assert offline.paper
    library.add(offline.paper)
    outcome = library.add(Paper(title=TITLE, arxiv=ARXIV), on_duplicate=OnDuplicate.UPDATE)
    assert outcome.action == "updated"
    (entry_,) = library.papers()
    fetcher = Fetcher(services.settings(), ["localhost"])
    new = fetcher.paper(offline.target.identifier)  # type: ignore[arg-type]
    old = Paper.parse(entry_.fields)
    assert completed(new, old).title == TITLE
    assert completed(new, Paper(title="Mine", arxiv=ARXIV)).title == "Mine"
    dated = Paper(title="Mine", arxiv=ARXIV, published="2023-01-01")
    assert completed(new, dated).published == "2023-01-01"


def test_crossref_and_arxiv_of_one_paper_meet(library: Library, services: Services) -> None:
    """By the same title where neither knows the other's identifier."""
    services.dois[DOI] = crossref(title=TITLE.upper())
    services.answer_doi()
    (library.root / "paperlist.toml").write_text(services.toml())
    first, second = capture(library, [ARXIV, DOI])
    assert first.paper
    assert second.paper
    library.add(first.paper)
    with pytest.raises(DuplicatePaperError, match="the same title"):
        library.add(second.paper)


ODD_ANSWERS = {
    "a redirect to what is no address": b"302 Found\r\nLocation: http://[\r\n\r\n",
    "charset idna": b"200 OK\r\nContent-Type: text/html; charset=idna\r\n\r\n",
    "charset undefined": b"200 OK\r\nContent-Type: text/html; charset=undefined\r\n\r\n",
    "charset zlib": b"200 OK\r\nContent-Type: text/html; charset=zlib\r\n\r\n",
    "charset punycode": b"200 OK\r\nContent-Type: text/html; charset=punycode\r\n\r\n",
    "broken gzip": b"200 OK\r\nContent-Encoding: gzip\r\n\r\n",
    "broken deflate": b"200 OK\r\nContent-Encoding: deflate\r\n\r\n",
    "a length without end": b"200 OK\r\nContent-Length: %s\r\n\r\n" % (b"9" * 5000),
    "a wait before time": b"503 No\r\nRetry-After: Fri, 01 Jan 0000 00:00:00 +9999\r\n\r\n",
    "no status": b"x\r\n\r\n",
}


@pytest.mark.parametrize("kind", ODD_ANSWERS)
def test_a_page_that_cannot_be_read_costs_the_others_nothing(
    library: Library, services: Services, kind: str
) -> None:
    """The papers named before and after it are captured, and it is named or made the best of."""
    services.answer_doi()
    (library.root / "paperlist.toml").write_text(services.toml(retries=0))
    body = page([("citation_title", "Odd"), ("citation_pdf_url", "http://[")]).encode()
    answer = b"HTTP/1.1 " + ODD_ANSWERS[kind] + body + b"\xff-" * 9
    with sending(lambda: iter([answer])) as odd:
        found = {each.target.text: each for each in capture(library, [ARXIV, odd, DOI])}
    assert found[ARXIV].paper
    assert found[DOI].paper
    paper = found[odd].paper
    assert (paper is not None) is kind.startswith("charset")
    assert paper is None or paper.links == {"paper": odd}


@pytest.mark.parametrize(
    "culprit",
    [
        "paperlist.sources.web._fields", "paperlist.sources.doi.fields_of", "json.loads",
        "paperlist.sources.arxiv._paper", "paperlist.sources.http._body",
        "paperlist.sources.pdf.read", "paperlist.sources.pdf.paper", "lxml.etree.fromstring",
        "arxiv.Client.results" ],
)  # fmt: skip
@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, OSError, KeyError])
def test_whatever_a_source_stumbles_on_is_an_error_of_its_paper(
    console: Console,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    culprit: str,
    error: type[Exception],
) -> None:
    """Each paper is answered for, by itself or by an error; nothing else is raised."""

    def stumble(*_: object, **__: object) -> None:
        raise error

    library = Library(console.here)
    (console.here / "FILE.pdf").write_bytes(pdf([(17, "A Paper of Its Own")]))
    monkeypatch.setattr(culprit, stumble)
    texts = [ARXIV, "2404.00001", DOI, services.server.url_for("/page"), f"{console.here}/FILE.pdf"]
    found = list(capture(library, texts, OnDuplicate.ADD))
    assert sorted(each.target.text for each in found) == sorted(texts)
    assert all((each.paper is None) is (each.error is not None) for each in found)
    assert any(each.error for each in found)


def test_one_entry_of_arxiv_that_cannot_be_read_costs_the_others_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows it in the same answer is asked for again, alone."""
    from paperlist.model.identifiers import parse
    from paperlist.sources import arxiv

    ids = ["2404.00001", "2404.00002", "2404.00003"]
    services.papers = {each: entry(each, f"Paper {each}") for each in ids}
    real = arxiv._paper  # noqa: SLF001 (what reads one entry)

    def stumble(result: object, identifier: object) -> object:
        if getattr(identifier, "value", "") == ids[1]:
            raise RecursionError
        return real(result, identifier)  # type: ignore[arg-type]

    monkeypatch.setattr(arxiv, "_paper", stumble)
    fetcher = Fetcher(services.settings(), ["localhost"], lambda _: None)
    found = dict(fetcher.papers([named for each in ids if (named := parse(each))]))
    assert [isinstance(each, Paper) for each in found.values()] == [True, False, True]


def test_a_bad_answer_between_two_good_ones_loses_neither(
    console: Console, services: Services
) -> None:
    """The command adds both, names the bad one in a line, and ends with status 1."""
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n"
    services.papers["2404.00001"] = entry("2404.00001", "Another one")
    with sending(lambda: iter([answer])) as odd:
        output = console.run(f"paperlist add {ARXIV} {odd} 2404.00001")
    lines = output.splitlines()
    assert lines[:2] == ["patient-gardeners", "another-one"]
    assert [line.startswith("2> error: ") for line in lines].count(True) == 1
    assert lines[-1] == "[1]"


@pytest.mark.parametrize(
    "text", ["x" * 5000, "~nobody-here/x", "a\udc80b", "http://[", "\0.pdf", ""]
)
def test_a_text_that_names_nothing_is_an_error_of_its_own(library: Library, text: str) -> None:
    """However odd it is."""
    (found,) = capture(library, [text])
    assert found.error
    assert len(str(found.error).splitlines()) == 1
