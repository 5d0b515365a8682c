"""What a paper looks like in a .bib: names, keys, protected titles, escaped signs."""

import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model.entry import Entry
from paperlist.readers.markdown.line.recognize import is_venue
from paperlist.text.latex_decoder import decode
from paperlist.text.latex_encoder import encode, protect
from paperlist.text.mathematics import COMMANDS
from paperlist.text.names import Name, split_name
from paperlist.writers.bibliography.citekeys import citekeys, make_key
from paperlist.writers.bibliography.reference import Kind, kind
from tests.formats import written


def entry(month: str = "2024-04", paper_id: str = "a", **fields: Any) -> Entry:
    return Entry(paper_id, month, {"title": "A title", **fields})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("Aäron van den Oord", Name("Oord", "Aäron", "van den")),
        ("van den Oord, Aäron", Name("Oord", "Aäron", "van den")),
        ("Charles Louis de la Vallée Poussin", Name("Vallée Poussin", "Charles Louis", "de la")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Plato", Name("Plato")),
        ("张三", Name("张三")),
        ("OpenAI", Name("OpenAI")),
        ("Smith and Sons", Name("Smith and Sons")),
        ("The Gemini Team", Name("The Gemini Team")),
        ("e. e. cummings", Name("cummings", "", "e. e.")),
        (",", Name(",")),
        ("", Name("")),
    ],
)
def test_names_are_taken_apart_as_bibtex_does(name: str, expected: Name) -> None:
    assert split_name(name) == expected


@pytest.mark.parametrize(
    ("authors", "title", "expected"),
    [
        (["Ashish Vaswani", "Noam Shazeer"], "Attention Is All You Need", "vaswani2017attention"),
        (["Aäron van den Oord"], "The Neural Thing", "oord2017neural"),
        (["Jürgen Müller-Lüdenscheidt"], "On a Theory", "mullerludenscheidt2017theory"),
        (["张三"], "深度 学习", "zhangsan2017shendu"),
        (["A. Li"], "MA-LMM: Memory-Augmented Models", "li2017malmm"),
        (["A. Li"], "Memory-Augmented Models", "li2017memory"),
        (["A. Li"], "What Is It All For?", "li2017what"),
        (["A. Li"], "3D Gaussians", "li20173d"),
        ([], "RHO-1: Not All Tokens", "rho12017tokens"),
        ([], "图", "tu2017"),
        ([], "!?", "a2017"),
    ],
)
def test_a_citekey_is_lastname_year_word(authors: list[str], title: str, expected: str) -> None:
    assert make_key(entry(authors=authors, title=title, published="2017-06")) == expected


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"published": "2017-06-12", "venue": "NIPS 2018"}, "2017"),
        ({"venue": "CVPR 2023"}, "2023"),
        ({"arxiv": "2307.16449v2"}, "2023"),
        ({"arxiv": "cs.CL/0306050"}, "2003"),
        ({"arxiv": "hep-th/9901001"}, "1999"),
        ({"venue": "CVPR"}, "2024"),
    ],
)
def test_the_year_of_a_key_is_the_papers_as_far_as_known(fields: Any, year: str) -> None:
    assert make_key(entry(authors=["A. Li"], **fields)) == f"li{year}title"


def test_keys_are_unique_and_do_not_change_when_papers_come() -> None:
    papers = [
        entry(paper_id=f"p{number}", authors=["A. Li"], added=f"2024-04-{number:02}T00:00:00Z")
        for number in range(1, 31)
    ]
    keys = citekeys(papers)
    assert [keys["p1"], keys["p2"], keys["p3"]] == ["li2024title", "li2024titlea", "li2024titleb"]
    assert keys["p28"] == "li2024titleaa"
    assert len(set(keys.values())) == 30
    shuffled = papers.copy()
    random.Random(1).shuffle(shuffled)
    assert citekeys(shuffled) == keys
    assert citekeys(papers[:20]).items() <= keys.items()


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ("Vaswani:2017", "Vaswani:2017"),
        ("müller2020", "müller2020"),
        ("two words", "li2024title"),
        ("a,b", "li2024title"),
        ("a}b", "li2024title"),
        ("", "li2024title"),
        (7, "li2024title"),
    ],
)
def test_a_key_of_ones_own_is_kept_where_latex_can_use_it(own: Any, key: str) -> None:
    assert list(citekeys([entry(authors=["A. Li"], citekey=own)]).values()) == [key]


def test_a_key_of_ones_own_goes_before_a_made_one() -> None:
    """The made one steps aside, though its paper is older; keys that differ in case only clash."""
    made = entry(paper_id="old", authors=["A. Li"], added="2020-01-01T00:00:00Z")
    own = entry(paper_id="new", citekey="Li2024Title", added="2024-01-01T00:00:00Z")
    assert citekeys([made, own]) == {"new": "Li2024Title", "old": "li2024titlea"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50% of $5 & a_b #1", r"50\% of \$5 \& a\_b \#1"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("{a} | b", r"\{a\} \ensuremath{|} b"),
        ("{a", r"\ensuremath{\lbrace}a"),
        ("}{", r"\ensuremath{\rbrace}\ensuremath{\lbrace}"),
        ("<b>", r"\ensuremath{<}b\ensuremath{>}"),
        ("the $\\alpha_{i}$ of it", r"the $\alpha_{i}$ of it"),
        ("$\\frac{1$", r"\$\textbackslash{}frac\ensuremath{\lbrace}1\$"),
        ("$5%$", r"\$5\%\$"),
        ("a -- b", "a -{}- b"),
        ("''", "'{}'"),
        ("Nguyễn Thị Lan", r"Nguy{\~{ê}}n Th{\d{i}} Lan"),
        ("Go\u0308del", r"G{\"o}del"),
        ("Gödel", r"G{\"o}del"),
        ("Łukasz Ångström", r"{\L}ukasz {\r{A}}ngstr{\"o}m"),
        ("α → 图", r"{\ensuremath{\alpha}} {\textrightarrow} 图"),
    ],
)
def test_signs_of_latex_are_escaped(text: str, expected: str) -> None:
    assert encode(text) == expected


def test_biblatex_keeps_letters_as_they_are() -> None:
    assert encode("Gödel α_1", accents=False) == r"Gödel α\_1"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("MA-LMM: Memory-Augmented Models", "{MA-LMM}: Memory-Augmented Models"),
        ("RHO-1: Not All Tokens", "{RHO-1}: Not All Tokens"),
        ("CLIP-Based Search (with LLaMA)", "{CLIP}-Based Search (with {LLaMA})"),
        ("Scaling T5 and 3D in R", "Scaling {T5} and {3D} in {R}"),
        ("Training a Model: A Study", "Training a Model: A Study"),
        ("a kernel with Gaussian noise: Bayes", "a kernel with {Gaussian} noise: Bayes"),
        ("The $\\infty$-former", r"The {$\infty$}-former"),
        ("iPhone & ÜBER", r'{iPhone} \& {{\"U}BER}'),
        ("R&D in AI", r"{R\&D} in {AI}"),
    ],
)  # fmt: skip
def test_capitals_that_matter_are_protected(title: str, expected: str) -> None:
    assert protect(title) == expected


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        ("CVPR 2024", Kind.CONFERENCE),
        ("Proceedings of the 41st International Conference on Machine Learning", Kind.CONFERENCE),
        ("NeurIPS Workshop on Science", Kind.CONFERENCE),
        ("XYZ 2023", Kind.CONFERENCE),
        ("IEEE Transactions on Robotics", Kind.JOURNAL),
        ("Journal of Machine Learning Research", Kind.JOURNAL),
        ("Nature", Kind.JOURNAL),
        ("TPAMI 2023", Kind.JOURNAL),
        ("arXiv", Kind.PREPRINT),
        ("arXiv preprint arXiv:2404.05726", Kind.PREPRINT),
        ("", Kind.PREPRINT),
        ("Distill", Kind.OTHER),
        ("PhD thesis", Kind.OTHER),
    ],
)
def test_the_venue_tells_what_a_paper_appeared_as(venue: str, expected: Kind) -> None:
    assert kind(entry(venue=venue)) == expected


@pytest.mark.parametrize(
    ("venue", "expected"),
    [
        *(
            (name, Kind.JOURNAL)
            for name in ("TKDE", "TMM", "TASLP", "TOIS", "TCSVT", "JAIR", "TRO")
        ),
        *((name, Kind.CONFERENCE) for name in ("STOC", "SODA", "FOCS", "GECCO", "Interspeech")),
    ],
)
def test_readers_and_writers_know_the_same_venues(venue: str, expected: Kind) -> None:
    """Also with a year, where an unknown acronym would be taken for a conference."""
    for name in (venue, f"{venue} 2023"):
        assert is_venue(name)
        assert kind(entry(venue=name)) == expected


WHOLE = entry(
    title="GPT-4 & Gödel",
    authors=["Aäron van den Oord", "Smith and Sons"],
    venue="ICML 2024",
    published="2024-07-01",
    arxiv="2404.05726",
    doi="10.1000/a_b%",
    links={"paper": "https://x.y/a_b#c"},
    keypoints=["Memory", "a, b"],
    sections={"Abstract": "We show 5%."},
    volume=12,
)


def test_a_paper_in_bibtex() -> None:
    assert (
        written("bibtex", [WHOLE])
        == r"""% Written by `paperlist export`.

@inproceedings{oord2024gpt4,
  title = {{GPT-4} \& G{\"o}del},
  author = {A{\"a}ron van den Oord and {Smith and Sons}},
  booktitle = {ICML 2024},
  year = {2024},
  month = jul,
  day = {1},
  eprint = {2404.05726},
  archivePrefix = {arXiv},
  doi = {10.1000/a_b%},
  url = {https://x.y/a_b#c},
  keywords = {Memory, {a, b}},
  abstract = {We show 5\%.},
  volume = {12},
}
"""
    )


def test_a_paper_in_biblatex() -> None:
    assert (
        written("biblatex", [WHOLE])
        == r"""% Written by `paperlist export`.

@inproceedings{oord2024gpt4,
  title = {{GPT-4} \& Gödel},
  author = {Aäron van den Oord and {Smith and Sons}},
  booktitle = {ICML 2024},
  date = {2024-07-01},
  eprint = {2404.05726},
  eprinttype = {arxiv},
  doi = {10.1000/a_b%},
  url = {https://x.y/a_b#c},
  keywords = {Memory, {a, b}},
  abstract = {We show 5\%.},
  volume = {12},
}
"""
    )


def test_a_field_of_ones_own_stands_in_for_none_of_ours() -> None:
    """`Title` and `URL` are written once, from the paper's own title and links."""
    text = written(
        "bibtex",
        [entry(links={"paper": "https://p"}, URL="https://q", Title="other", Pages="1--9")],
    )
    assert "https://q" not in text
    assert "other" not in text
    assert "Pages = {1-{}-9}" in text


FORMULAS = [
    r"$O(n \log n)$", r"$\alpha_{i} \leq \mathbf{W}^{\top} x$", r"$\frac{1}{2} \sqrt[3]{x}$",
    r"$\sum_{i=1}^{N} \left( x_i - \bar{x} \right)^2$", r"$\mathbb{R}^{d \times d}$",
    r"$\text{softmax}(QK^{\top} / \sqrt{d_k})$", r"$\operatorname*{arg\,max}_\theta p$",
    r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", r"$\|x\|_2 \; \{1, \dots, n\}$",
    r"$\begin{cases} 1 & x > 0 \\ \frac{1}{2} & x = 0 \end{cases}$", r"$95\%$", r"$\infty$",
    r"$\underbrace{a + b}_{\text{both}} \overset{!}{=} c$", r"$\mathcal{L}_\mathrm{KL}$",
    r"$p(x \mid y) \propto \exp\{-E\}$", r"$\left. \frac{a}{b} \right|_{0}$", r"${a \over b}$",
]  # fmt: skip
ATTACKS = [
    r"$\input{/etc/passwd}$", r"$\include{x}$", r"$\write18{id}$", r"$\immediate\write18{id}$",
    r"$\openout5=x$", r"$\openin5=x$", r"$\read5 to\x$", r"$\catcode`\%=0$", r"$\usepackage{x}$",
    r"$\csname input\endcsname{x}$", r"$\def\alpha{\input x}$", r"$\let\alpha\input$",
    r"$\newcommand{\x}{y}$", r"$\expandafter\input$", r"$\directlua{x}$", r"$\end{document}$",
    r"$\begin{filecontents}{x}\end{filecontents}$", r"$^^5cinput{x}$", r"$\alpha^^5cinput{x}$",
    r"$^^^^005cinput{x}$", r"$a % b$", r"$\\% b$", r"$\left( a$", r"$a \right)$", r"$a & b$",
    r"$\special{x}$", r"$\loop\iftrue\repeat$", r"$\alphaé$", r"$\inputé{x}$", r"$\text{\input x}$",
    r"$\verb|x|$", r"$\include graphics$", r"$\uppercase{\input}$", r"$#1$", r"$\begin{verbatim}$",
    r"$\begin{array}{c} {a \end{array} }$", r"$\frac{\left( a}{\right) b}$",
    r"$\@input{x}$", r"$\char92 input$", r"$\scantokens{x}$", r"$\url{x}$", r"$\href{x}{y}$",
    r"\input{x}", r"^^5cinput{x}", r"\end{document}", r"a % b", r"}\input{x}{", r"\write18{id}",
]  # fmt: skip
# What an escaped text may hold beside mathematics.
_OF_TEXT = {"textbackslash", "textasciitilde", "textasciicircum", "ensuremath", "lbrace", "rbrace"}


def _harmless(encoded: str) -> bool:
    """Whether TeX finds no command, comment or sign of its own in it that could do anything."""
    names = set(re.findall(r"\\([^\W\d_]+)", encoded.replace("\\\\", "")))
    bare = re.sub(r"\\.", "", encoded, flags=re.DOTALL)
    depth = 0
    for sign in re.findall(r"[{}]", encoded):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    begun = {"begin", "end"} if re.search(r"\\begin\{(?:pmatrix|cases|array)\}", encoded) else set()
    known = COMMANDS | _OF_TEXT | begun
    return names <= known and not re.search(r"[%#]|\^\^", bare) and depth == 0


@pytest.mark.parametrize("formula", FORMULAS)
def test_mathematics_stays_as_it_is(formula: str) -> None:
    """Whatever people who use LaTeX with amsmath write."""
    assert encode(f"the {formula} of") == f"the {formula} of"
    assert formula in protect(f"The {formula} of")


@pytest.mark.parametrize("text", ATTACKS)
def test_no_command_but_of_mathematics_passes(text: str) -> None:
    """It is escaped, so that LaTeX prints it; no word is lost."""
    for encoded in (encode(text), protect(text)):
        assert _harmless(encoded)
        assert "$" not in encoded.replace("\\$", "")
        assert decode(encoded) == text


@given(
    st.lists(
        st.sampled_from([
            "$", "\\", "{", "}", "%", "^", "^^5c", "&", "#", "_", " ", "\n", "`", "@", "x", "é",
            "input", "write18", "\\input{x}", "\\alpha", "\\left(", "\\right)", "\\begin{cases}",
            "\\end{cases}", "\\\\", "\\%", "\\$", "\\csname ", "\\text{", "\\frac{1}{2}",
        ]),
        max_size=14,
    )
)  # fmt: skip
def test_no_text_makes_latex_do_anything(pieces: list[str]) -> None:
    """However commands, braces and dollars are put together."""
    text = "".join(pieces)
    for encoded in (encode(text), encode(text, accents=False), protect(text)):
        assert _harmless(re.sub(r"\{\\'\{?e\}?\}", "", encoded))


def test_odd_values_of_ones_own_fields_are_written_as_text() -> None:
    """A type that is a list, an address with what TeX takes for a backslash, yes and no."""
    links = {"paper": "https://x.org/^^5cinput"}
    odd = entry(type=["article"], links=links, mine="$\\input{x}$", cited=True, by=[None, 2])
    text = written("bibtex", [odd])
    assert "cited = {true}" in text
    assert "by = {null; 2}" in text
    assert text.count("@misc{") == 1
    assert "^^" not in text
    assert "\\input" not in text
