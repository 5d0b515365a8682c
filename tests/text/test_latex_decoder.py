"""LaTeX as plain text: that of a bibliography, and the little of it that is in titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.text.latex_decoder import decode, decode_title
from tests.strategies import texts


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("plain", "plain"),
        (r"{\'e}t\'e, K\"{o}nig, na{\"\i}ve, \L{}\'od\'z", "été, König, naïve, Łódź"),
        (r"50\% of R\&D, C\#", "50% of R&D, C#"),
        (r"50% of \emph{all words}", "50% of all words"),
        (r"H\textsubscript{2}O in \mbox{the} {\bf garden}", "H2O in the garden"),
        (r"our \method wins", r"our \method wins"),
        (r"see \cite{key} and \footnote{more}", r"see \cite{key} and \footnote{more}"),
        (r"\method{K\"onig}{b}x", r"\method{König}{b}x"),
        (r"\href{http://a.org}{text}x", r"\href{http://a.org}{text}x"),
        (r"\alpha{x} and \ss{en}", "αx and ßen"),
        (r"\begin{verse}a\end{verse}", r"\begin{verse}a\end{verse}"),
    ],
)
def test_commands_are_decoded_alike(latex: str, shown: str) -> None:
    """Letters and symbols become characters; what is not known stays as it is written."""
    assert decode(latex) == shown
    assert decode_title(latex) == shown


@pytest.mark.parametrize(
    ("latex", "in_bibliography", "in_title"),
    [
        ("{GPU}s for {BERT}", "GPUs for BERT", "{GPU}s for {BERT}"),
        ("a--b, c---d, ``q''", "a–b, c—d, “q”", "a--b, c---d, ``q''"),
        ("one~two", "one two", "one~two"),
        (r"one~two \'etudes", "one two études", "one~two études"),
        (r"$O(n^2)$ and {$x_{i}$}", "$O(n^2)$ and $x_{i}$", "O(n^2) and x_i"),
        (r"$\alpha$-rank", r"$\alpha$-rank", "α-rank"),
        (r"$O(n\log n)$", r"$O(n\log n)$", "O(n log n)"),
        (r"$\mathcal{O}(n)$", r"$\mathcal{O}(n)$", "O(n)"),
        (r"\'Etudes for $10 or $20", "Études for $10 or $20", "Études for $10 or $20"),
    ],
)
def test_a_title_is_plain_text_with_some_latex(
    latex: str, in_bibliography: str, in_title: str
) -> None:
    """What LaTeX has a meaning for, and a title's writer did not mean, stays in the title."""
    assert decode(latex) == in_bibliography
    assert decode_title(latex) == in_title


_WRITTEN = (
    "{}", r"\textit{{{}}}", r"\method{{{}}}", r"\method {}", r"\cite{{{}}}", r"\ref{{{}}}",
    r"\href{{x}}{{{}}}", r"{{\it {}}}", "{{{}}}", "``{}''", r"\footnote{{{}}}", r"\alpha{{{}}}",
    r"\includegraphics[width=1]{{{}}}", r"\begin{{verse}}{}\end{{verse}}", r"$x_{{\text{{{}}}}}$",
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(_WRITTEN), st.sampled_from(["oak", "ash"])), max_size=6))
def test_no_word_is_lost(written: list[tuple[str, str]]) -> None:
    """Whatever commands stand around them."""
    latex = " ".join(form.format(word) for form, word in written)
    for shown in (decode(latex), decode_title(latex)):
        for word in ("oak", "ash"):
            assert shown.count(word) == latex.count(word)


@given(texts)
def test_any_text_is_decoded(text: str) -> None:
    """Without an exception."""
    decode(text)
    decode_title(text)
