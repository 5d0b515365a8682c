"""Templates: what they get, what they may not, and what happens to wrong ones."""

from pathlib import Path

import pytest

from paperlist import Library, Paper
from paperlist.errors import LeadsOutError, ReadError, TemplateError
from paperlist.markdown.marks import cut
from paperlist.writers.sections import Layout, View
from paperlist.writers.template import Limits, Template, render
from tests.console import Console


@pytest.fixture
def one(library: Library) -> Library:
    """A library of one paper."""
    paper = Paper(
        title="A *b*",
        category="LLM",
        keypoints=["x", "y"],
        method="# m",
        links={"code": "http://c"},
    )
    library.add(paper, "2024-04")
    return library


def rendered(
    library: Library, text: str, name: str = "x.txt.j2", limits: Limits | None = None
) -> str:
    path = library.root / name
    path.write_text(text)
    return render(Template(path, path.parent), library.papers(), Layout("T"), View(), limits)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ title }}|{{ introduction }}|{{ papers | length }}", "T||1"),
        ("{{ papers[0].id }} {{ papers[0].month }}", "a-b 2024-04"),
        ("{{ papers[0].keypoints | join('; ') }}", "x; y"),
        ("{{ papers[0].venue }}{{ papers[0].links.paper }}{{ papers[0].links.code }}", "http://c"),
        ("{{ sections[0].heading }} {{ sections[0].parts[0].heading }}", "202404 LLM"),
        ("{{ sections[0].papers[0].title | line }}", r"A \*b\*"),
        ("{{ papers[0].method | text }}", "&#x0023; m"),
        ("{{ 'a (b)' | address }} {{ 'A b!' | anchor }}", "a&#x0020;&#x0028;b&#x0029; a-b"),
        ("{{ papers[0] | notes }}", None),
        ("{{ papers | selectattr('added', 'ge', days_ago(7)) | list | length }}", "1"),
        ("{{ papers | selectattr('added', 'lt', days_ago(7)) | list | length }}", "0"),
        ("{{ '<b>' }}", "<b>"),
    ],
)
def test_what_a_template_gets(one: Library, template: str, expected: str | None) -> None:
    """Papers and sections in the page's order; what a paper has not is empty."""
    text = rendered(one, template)
    assert text == expected if expected is not None else text.startswith("- `Keypoints:` x; y\n")


def test_html_is_escaped(one: Library) -> None:
    """In a template whose name says that it makes HTML."""
    assert rendered(one, "{{ '<b>' }}", "x.html.j2") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n{{ paper.title }}", ":2: 'paper' is undefined"),
        ("{{ papers[0].titel }}", ":1: 'dict object' has no attribute 'titel'"),
        ("\n\n{% if %}", ":3: Expected an expression"),
        ("{{ 1 / 0 }}", ":1: division by zero"),
        ("{{ title.__class__.__mro__ }}", ":1: access to attribute '__class__'"),
        ("{{ days_ago.__globals__ }}", ":1: access to attribute '__globals__'"),
        ("{{ papers.append(1) }}", ":1: "),
        ("{% include '/etc/passwd' %}", ":1: there is no template '/etc/passwd'"),
        ("{% include '../paperlist.toml' %}", ":1: there is no template"),
        ("{% include 'paperlist.toml' %}", ":1: there is no template"),
        ("{% import 'os' as os %}", ":1: there is no template 'os'"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", ":1: calls itself without end"),
        ("{{ 'a' * 10 ** 10 }}", "MB of memory"),
        ("{{ lipsum() }}", ":1: 'lipsum' is undefined"),
        ("{{ range(10 ** 9) }}", ":1: "),
        ("{% for x in range(99999) %}{{ 'x' * 1000 }}{% endfor %}", "makes more than 100,000 char"),
        ("{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
         "takes longer than 2 s"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_named_with_its_line(one: Library, template: str, message: str) -> None:
    """In one line; and none takes more than its share, nor reads files."""
    with pytest.raises(TemplateError) as caught:
        rendered(one, template, limits=Limits(2, 1024, 100_000))
    assert f"{one.root / 'x.txt.j2'}:" in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_template_includes_its_neighbours(one: Library) -> None:
    """An error in one of them is named there."""
    (one.root / "part.j2").write_text("\n{{ nothing }}")
    with pytest.raises(TemplateError, match=r"part\.j2:2: 'nothing' is undefined"):
        rendered(one, "{% include 'part.j2' %}")
    (one.root / "part.j2").write_text("part")
    assert rendered(one, "{% include 'part.j2' %}!") == "part!"


def test_a_link_does_not_lead_out_of_the_library(one: Library, tmp_path: Path) -> None:
    """A library that was cloned must not publish what else is on the disk."""
    (tmp_path / "secret").write_text("secret")
    folder = one.root / "templates"
    folder.mkdir()
    (folder / "notes.md.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(LeadsOutError, match=r"notes\.md\.j2 is a link that leads out"):
        one.publish()
    assert not (one.root / "README.md").exists()


def test_the_library_s_templates_stand_over_ours(one: Library) -> None:
    """Between the marks of the page of their style, and of no other."""
    folder = one.root / "templates"
    folder.mkdir()
    (folder / "list.md.j2").write_text(
        "{% for paper in papers %}\n"
        "* {{ paper.title | line }} <!-- paperlist:end -->\n"
        "{% endfor %}\n"
    )
    one.publish(view=one.view(style="list"))
    content = (one.root / "README.md").read_bytes()
    found = cut(content, "p")
    assert found
    assert b"template=list.md.j2 -->" in content
    assert found.generated == b"\n\n* A \\*b\\* &#x003C;!-- paperlist:end -->\n\n"
    one.publish()
    assert b"#### A" in (one.root / "README.md").read_bytes()


def test_a_template_on_the_command_line(tmp_path: Path) -> None:
    """What a template makes is printed, unless -o says where; into a page, between its marks."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04; mkdir templates")
    (console.here / "mine.md.j2").write_text("## Mine\n")
    (console.here / "templates" / "mail.txt.j2").write_text("{{ papers[0].title }}\n")
    assert console.run("paperlist export --template mail.txt.j2") == "One\n"
    assert console.run("paperlist export --template mine.md.j2") == "## Mine\n"
    assert console.run("paperlist export --template mine.md.j2 -o README.md") == "README.md\n"
    assert "-->\n\n## Mine\n\n<!-- paperlist:hash=" in (console.here / "README.md").read_text()
    assert console.run("paperlist export --template mine.md.j2 -o README.md --check") == ""
    console.run("paperlist export --template mail.txt.j2 -o m.txt")
    assert (console.here / "m.txt").read_text() == "One"
    output = console.run("paperlist export --template no.j2")
    assert output == (
        "2> error: cannot read no.j2: no such template, neither here nor in /here/templates.\n[1]\n"
    )


def test_what_lies_about_is_not_run(tmp_path: Path) -> None:
    """A module of the current folder is none of ours."""
    console = Console(tmp_path)
    console.run("paperlist init; paperlist add --title One -m 2024-04")
    for name in ("jinja2.py", "json.py", "paperlist.py"):
        (console.here / name).write_text("open('owned', 'w')\n")
    (console.here / "x.txt.j2").write_text("{{ title }}")
    assert console.run("paperlist export --template x.txt.j2").startswith("PaperList")
    assert not (console.here / "owned").exists()


def test_the_weekly_mail_of_the_documentation(tmp_path: Path) -> None:
    """What was added this week, and nothing older."""
    page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text()
    template = page.split("```jinja\n")[1].split("```")[0]
    console = Console(tmp_path)
    console.run("paperlist init; mkdir templates")
    (console.here / "templates" / "mail.txt.j2").write_text(template)
    console.run("paperlist add --title 'A <b> paper' -k 'x; y' --objective See. -m 2024-04")
    console.run("paperlist add --title Plain --url http://x.y/z -m 2024-05")
    console.run("paperlist add --title Old -m 2024-05")
    note = console.here / "data" / "2024-05" / "old.yaml"
    note.write_text("title: Old\nadded: 2024-05-01T00:00:00Z\n")
    assert console.run("paperlist export --template mail.txt.j2") == (
        "Subject: PaperList: 2 new this week\n\n"
        "* Plain\n  http://x.y/z\n\n"
        "* A <b> paper\n  x; y\n  See.\n\n"
    )


def test_templates_are_not_endless_together(one: Library) -> None:
    """Each may be a megabyte; hundreds of them would not fit into memory."""
    for number in range(6):
        (one.root / f"{number}.j2").write_text("x" * 990_000)
    with pytest.raises(ReadError, match="its templates have more than 5 MB"):
        rendered(one, "x")
