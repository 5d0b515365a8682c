"""Recognizes what a short text is: a venue, a date, a name, an arXiv id or a link's text."""

import re

from paperlist.markdown.escape import restore
from paperlist.model import identifiers
from paperlist.model.labels import link_words
from paperlist.model.months import parse_month
from paperlist.model.venues import AMBIGUOUS_CONFERENCES, CONFERENCES, JOURNALS, any_of
from paperlist.text.words import fold

# Words of usual texts of links. A text of only these words is no title.
_LINK_NAMES = frozenset(
    """
    paper papers pdf abs abstract html arxiv openreview doi link links url code github git repo
    repository project page website web site homepage home demo video youtube slides poster blog
    post dataset data datasets model models weights checkpoint checkpoints huggingface hf supp
    supplementary supplement appendix bib bibtex cite citation talk colab notebook twitter x
    tweet medium zhihu wechat review reviews news docs documentation official unofficial
    implementation pytorch tensorflow jax here acm ieee springer cvf openaccess aclanthology
    semantic scholar leaderboard benchmark api app report tech technical note notes summary
    论文 代码 源码 源代码 主页 项目 链接 数据集 视频 博客 解读 演示 模型 知乎 笔记
    """.split()
)
# Usual Chinese texts of links, and the English names that links are stored under.
LINKS_CALLED = {
    "论文": "paper", "论文地址": "paper", "论文链接": "paper", "代码": "code", "主页": "project",
    "项目主页": "project", "项目": "project", "数据集": "dataset", "视频": "video",
    "源码": "code", "源代码": "code",
}  # fmt: skip
_PAPER_HOST = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:arxiv\.org|openreview\.net|doi\.org|aclanthology\.org|aclweb\.org|"
    r"thecvf\.com|neurips\.cc|nips\.cc|mlr\.press|ieee\.org|acm\.org|springer\.com|nature\.com|"
    r"science\.org|sciencedirect\.com|biorxiv\.org|medrxiv\.org|semanticscholar\.org|jmlr\.org|"
    r"isca-speech\.org|isca-archive\.org|aaai\.org|ijcai\.org|usenix\.org|ecva\.net)(?![\w-]|\.\w)"
    r"|https?://(?:[\w.-]*\.)?(?:eccv2\d+|huggingface\.co/papers|papers\.)",
    re.I,
)
_PDF = re.compile(r"https?://\S+\.pdf\b", re.I)
# It is tried once for each word, from the first address on: an address may contain another one.
_WITH_PDF = re.compile(r"(?<!\S)(?>\S*?https?://)\S+\.pdf\b", re.I)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html)/|\s*[:：]\s*|\s+)|huggingface\.co/papers/)"
    r"(\d{4}\.\d{4,5}(?:v\d+)?)",
    re.I,
)
BARE_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_TO_TOP = re.compile(r"\W*(?:(?:back|to|the|top|返回|回到|顶部|目录)\W*)*", re.I)
_NAMED_BY_ID = re.compile(r"(arxiv)?[\s:]*\d{4}\.\d{4,5}(?:v\d+)?", re.I)
_VENUE = re.compile(
    rf"""
    (?:in\s+|published\s+(?:in|at)\s+|accepted\s+(?:to|by|at)\s+)?(?:the\s+)?
    (?: {any_of([*CONFERENCES, *JOURNALS, *AMBIGUOUS_CONFERENCES])}
    | ieee(?:\s+[\w&-]+){{1,5}}
    | arxiv|preprint|biorxiv|medrxiv|under\s+review
    | openreview|(?:\w+\s+){{0,2}}tech(?:nical)?\s+report
    )
    (?:\W{{0,2}}(?:19|20)?\d\d)?
    (?:\W+(?:oral|spotlight|poster|highlight|outstanding|workshops?|findings|best|student|paper|award|finalist|
       nominee|candidate|main|demo|w|track|datasets?|benchmarks?|and|(?:19|20)\d\d|accepted|
       submission|preprint))*
    \W*
    """,
    re.I | re.X,
)
NAME = r"(?:[^\W\d_][\w.'’-]*\.?)"
_INVERTED = re.compile(rf"({NAME}(?:\s+{NAME}){{0,2}}),\s*({NAME}(?:\s+{NAME}){{0,2}})")
_AUTHOR = re.compile(rf"{NAME}(?:\s+{NAME}){{1,4}}|et\s+al\.?")
SHORTCODES = re.compile(r"(?<!\s)\s*+(?>(?::[a-z][a-z0-9_+-]*+:\s*+)+)")
ET_AL = re.compile(r"(?<!\s)\s*+\bet\.?\s*al\b\.?")
_PARTICLES = frozenset("van von der den de la le del di da dos ter bin al y e zu".split())
# Words that stand in remarks and titles. A text with one of them is no name of a person.
_NO_NAMES = frozenset(
    """
    must read great good best nice very paper papers award awards baseline classic important
    recommended favorite favourite new survey university institute college lab labs research
    school department academy code project page note notes again interesting seminal influential
    highly work dataset benchmark model models learning vision language the this not todo is are all
    you your need for with from in on at to we our via using towards toward can does what how why
    when
    """.split()
) | frozenset(
    # The most frequent words of 5,000 real titles; none is a name.
    """
    abstract accurate action active adaptation adaptive adversarial agent agents algorithm
    algorithms alignment analysis application applications approach architecture attack attacks
    attention augmented automated automatic autonomous aware bayesian behavior bias
    classification clustering communication compression computation conditional constrained
    context continuous contrastive control convolution convolutional convolutions data
    decentralized decision decoder deep deformable dense depth descent design detection
    deterministic diffusion distillation distributed domain dynamic dynamics efficient
    embedding embeddings encoder energy estimation evaluation event exploration fast feature
    features federated feedback framework functions fusion gated gaussian generalization
    generation generative geometric gradient graph graphs hierarchical human hybrid image
    images implicit improved inference information instruction interactive intelligence
    interpretable inverse kernel knowledge label language large latent learned lidar linear
    local localization logic loss machine mapping matching memory meta method methods metric
    mixture mobile modal motion multi multimodal natural navigation network networks neural
    noise novel object objects odometry offline online open optical optimal optimization
    parallel perception performance planning policy pose prediction preference prior privacy
    probabilistic programming quantization query random ranking reasoning recognition recurrent
    region regression reinforcement relational representation residual retrieval robot robotic
    robotics robots robust safe sampling scalable scale scene search segmentation selective
    self semantic sensor sequence shot simulation space spaces sparse spatial spectral speech
    state states stochastic structured supervised surface synthesis system systems tactile
    target task tasks temporal text theory tracking training trajectory transfer transformer
    transformers translation tuning uncertainty unified universal unsupervised value
    variational vector video videos virtual visual zero
    """.split()
)
_AWARD = re.compile(
    r"oral|spotlight|highlight|poster|(?:best|outstanding)(?:\s+student)?\s+paper(?:\s+award)?"
    r"(?:\s+(?:finalist|nominee|candidate|runner-up))?|hono(?:u)?rable\s+mention",
    re.I,
)
_DAY = re.compile(
    r"((?:19|20)\d\d)(?:[-./]|\s*年\s*)(\d\d?)(?:[-./]|\s*月\s*)(\d\d?)\s*日?", re.ASCII
)
_DAY_FIRST = re.compile(
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})",
    re.I | re.ASCII,
)
_DAY_SECOND = re.compile(
    r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    re.I | re.ASCII,
)
_ACRONYM = re.compile(r"([A-Z0-9][\w&@-]{1,19}?)(?:\s*(?:19|20)|\s*['’])\d\d")
_NAMED_YEAR = re.compile(
    r"(?P<name>[A-Z][\w@&./-]*(?:\s[\w@&./-]+){0,6}),?\s*(?:(?:19|20)|['’])\d\d"
)
PREPRINT_DATE = re.compile(r"(arxiv|preprint)\W*((?:20)?\d\d[./-]\d\d?)", re.I)
SEPARATORS = re.compile(
    r"^[>\s,，;；|·•:：。/—–\-]+|(?<![\s,，;；|·•:：/—–\-])[\s,，;；|·•:：/—–\-]++$"
)
_LINKED = re.compile(r"\[(?P<name>[^\[\]]+)\]\((?:<(?P<quoted>[^<>]+)>|(?P<url>[^\s()]+))\)")


def is_link_name(shown: str) -> bool:
    """Return whether a link's text is a usual word such as `paper` or `[Code]`, and no title."""
    words = re.findall(r"[^\W_]+", fold(SHORTCODES.sub(" ", shown)))
    return not words or (
        len(words) <= 4  # noqa: PLR2004
        and all(
            word in _LINK_NAMES
            or word.isdigit()
            or (not word.isascii() and link_words().fullmatch(word))
            for word in words
        )
    )


def is_way_back(shown: str) -> bool:
    """Return whether a link's text is like `back to top`."""
    return _TO_TOP.fullmatch(shown) is not None


def link_name(shown: str) -> str:
    """Return the name under which a link is stored: `[Code]` gives `code`, `论文` gives `paper`."""
    if named := _NAMED_BY_ID.fullmatch(shown.strip()):
        return "arxiv" if named[1] else "paper"
    if not is_link_name(shown):
        return shown
    name = re.sub(r"\A[\W_]+|[\W_]+\Z", "", shown).lower()
    return LINKS_CALLED.get(name, name)


def leads_to_a_paper(url: str) -> bool:
    """Return whether a URL leads to a paper: to arXiv, OpenReview, a DOI, a publisher or a PDF."""
    return _PAPER_HOST.match(url) is not None or _PDF.match(url) is not None


def names_a_paper(text: str) -> bool:
    """Return whether `text` contains the URL of a paper or an arXiv id."""
    return any(form.search(text) is not None for form in (_PAPER_HOST, _WITH_PDF, _ARXIV))


def arxiv_of(text: str) -> str:
    """Return the arXiv id in a URL or in the text of brackets; empty if there is none."""
    return arxiv_in(text)[0]


def arxiv_in(text: str) -> tuple[str, str]:
    """Return the arXiv id in `text` and the rest of the text; either may be empty."""
    match = _ARXIV.search(text)
    if match:
        return match[1], f"{text[: match.start()]} {text[match.end() :]}".strip(" []()<>,;:，；：")
    bare = text.strip(" []()")
    if BARE_ARXIV.fullmatch(bare):
        return bare, ""
    # An id from before 2007 counts only with `arxiv` beside it: `arxiv.org/abs/math/0611800`.
    found = identifiers.parse(bare) if "arxiv" in bare.lower() else None
    return (found.versioned, "") if found and found.kind == "arxiv" else ("", "")


def unlinked(text: str) -> tuple[str, str]:
    """Return the id and the address in `[10.1/x](https://doi.org/10.1/x)`.

    Such a text is one arXiv id or DOI with a link to its own page. For any other `text`, return
    `text` unchanged and an empty address.
    """
    match = _LINKED.fullmatch(text.strip())
    if match is None:
        return text, ""
    url = match["url"] or match["quoted"]
    page, named = (
        identifiers.parse(restore(url)),
        identifiers.parse(match["name"].replace("\\", "")),
    )
    return (match["name"], url) if page and page == named else (text, "")


def is_venue(text: str) -> bool:
    """Return whether `text` is only a known venue or an award: `CVPR 2024`, `Nature`, `oral`."""
    text = text.strip()
    return _VENUE.fullmatch(text) is not None or _AWARD.fullmatch(text) is not None


def is_dated_venue(text: str) -> bool:
    """Return whether `text` is a known venue with a number, usually a year: `CVPR 2024`."""
    return is_venue(text) and re.search(r"\d", text) is not None


def is_acronym_of_a_year(text: str) -> bool:
    """Return whether `text` looks like an unknown conference: an acronym and a year, `RAL 2024`."""
    match = _ACRONYM.fullmatch(text.strip())
    return match is not None and sum(map(str.isupper, match[1])) > 1


def is_venue_in_brackets(text: str) -> bool:
    """Return whether `text`, found in brackets, looks like a venue: `SMDB workshop 2021`."""
    match = _NAMED_YEAR.fullmatch(text.strip())
    several = match is not None and " " in match["name"] and not is_name(match["name"])
    return several or is_acronym_of_a_year(text)


def date_of(text: str) -> str:
    """Return a date as `2024-11-09`, `2024-11` or `2024`; empty if `text` is no usual date."""
    stripped = text.strip(" ()[]")
    if day := _DAY.fullmatch(stripped):
        year, month_of_year, number = (int(part) for part in day.groups())
        if 1 <= month_of_year <= 12 and 1 <= number <= 31:  # noqa: PLR2004 (months, days)
            return f"{year}-{month_of_year:02}-{number:02}"
    for named in (_DAY_FIRST, _DAY_SECOND):
        match = named.fullmatch(stripped)
        if match and (month := parse_month(f"{match['month']} {match['year']}")):
            return f"{month}-{int(match['day']):02}"
    if month := parse_month(stripped):
        return month
    return stripped if re.fullmatch(r"(?:19|20)\d\d", stripped) else ""


def is_aside(text: str) -> bool:
    """Return whether `text` is only a venue or a date, perhaps in brackets."""
    bare = SEPARATORS.sub("", text).strip("()（）[]【】` ")
    return is_venue(bare) or bool(date_of(bare)) or PREPRINT_DATE.fullmatch(bare) is not None


def names_in(text: str) -> list[str]:
    """Return the names in a list of names, such as `Ada Moss, Ben Reed`.

    BibTeX's form, `Moss, Ada and Reed, Ben`, is read too. Return an empty list if `text` is a
    single name, or contains anything else.
    """
    *parts, last = text.strip(" .*_").split(" and ")
    parts += [] if last == "others" else [last]
    inverted = [match for match in map(_INVERTED.fullmatch, parts) if match]
    if 1 < len(inverted) == len(parts):
        names = [f"{match[2].strip()} {match[1].strip()}" for match in inverted]
        return names if parts[-1] == last else [*names, last]
    parts = [part.strip(" .*_") for part in re.split(r"[,，;、]|\s+(?:and|&)\s+", text.strip())]
    parts = [part for part in parts if part]
    names = [part for part in parts if is_name(part)]
    return names if len(parts) == len(names) > 1 else []


def is_name(text: str) -> bool:
    """Return whether `text` looks like one person's full name, or like `Moss et al.`."""
    if (
        text.isupper()
        or re.search(r"\d", text)
        or not _NO_NAMES.isdisjoint(re.findall(r"\w+", text.lower()))
    ):
        return False
    alone = re.sub(r"(?<!\s)\s*+\bet\.?\s*al\.?$", "", text)
    if alone != text:
        return not alone or (len(alone.split()) <= 4 and alone[:1].isupper())  # noqa: PLR2004 (words of a name)
    return _AUTHOR.fullmatch(text) is not None and all(
        word[:1].isupper() or word in _PARTICLES for word in text.split()
    )
