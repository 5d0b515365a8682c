"""The labels on a page, such as `Keypoints`: which to write, and which words mean which field."""

import re
from collections.abc import Mapping
from functools import lru_cache

from paperlist.text.words import fold, lazily

# The label of each field on the published page.
FIELD_LABELS = {
    "keypoints": "Keypoints",
    "objective": "Objective",
    "authors": "Authors",
    "venue": "Venue",
    "published": "Published",
    "arxiv": "arXiv",
    "doi": "DOI",
    "links": "Links",
    "method": "Method",
    "metric": "Metric",
    "limitation": "Limitation",
    "notes": "Notes",
}
# The words that people use as the label of each field; plural, case and accents are ignored.
_ALSO = {
    "keypoints": (
        "keypoint keyword key keyphrase key_word tag topic "
        "关键词 关键字 关键点 要点 标签 キーワード 키워드"
    ),
    "objective": (
        "objective goal aim purpose task motivation_and_objective key_takeaway takeaway "
        "tldr tl;dr one_sentence_summary brief_introduction 一句话总结 一句话概括 简介 "
        "目标 目的 研究目标 研究目的 任务 目標 목표 목적"
    ),
    "authors": "author author(s) 作者 著者 저자",
    "venue": (
        "venue conference conf journal published_in published_at publisher publication "
        "会议 期刊 发表 出处 收录"
    ),
    "published": (
        "published date publication_date publish_date published_on submission_date "
        "submission_time year 年份 日期 时间 发表时间 提交时间"
    ),
    "arxiv": "arxiv arxiv_id",
    "doi": "doi",
    "links": "link url 链接 论文链接 论文地址 リンク 링크",
    "method": (
        "method methodology approach proposed_method "
        "方法 方法论 研究方法 主要方法 核心思想 手法 방법"
    ),
    "metric": "metric evaluation_metric performance 指标 评价指标 评估指标 評価指標 지표",
    "limitation": "limitation weakness drawback shortcoming 局限 局限性 不足 缺点 限界 한계",
    "notes": "note remark comment 备注 笔记 ノート 메모",
    "status": "status reading_status read_status 状态 阅读状态",
}
# Known labels that are not fields: they become sections with their own names.
_SECTIONS = frozenset(
    """
    result summary discussion motivation background introduction abstract conclusion contribution
    experiment dataset data evaluation analysis problem challenge insight idea key_idea finding
    future_work related_work implementation training architecture model loss ablation baseline
    highlight novelty question observation code setup setting input output advantage pro con
    strength application example affiliation institution institute paper pdf github repository
    project project_page website homepage demo video
    单位 机构 作者单位 实验结果 主页 项目主页 论文
    概要 結果 要約 まとめ 요약 결과 초록 결론
    结果 总结 讨论 动机 背景 摘要 结论 贡献 实验 数据集 创新点 优点 代码 评估 分析 问题 挑战 启发
    """.split()
)
# Words for links on Chinese pages, in any combination: `论文下载链接`, `代码和数据集`.
link_words = lazily(
    "(?:论文|代码|源码|数据集|数据|项目|主页|链接|地址|下载|视频|解读|演示|官网|官方|开源|补充材料|和|与|及|demo|\\d)+",
    re.I,
)
# Labels with at least this many letters may have one typing error.
_TYPO_FROM = 5
_unseen = lazily("[\u200b-\u200f\u2060\ufeff]")


# Keys are cached, because a page repeats the same few labels.
@lru_cache(maxsize=1000)
def _key(label: str) -> str:
    name = re.sub(r"[\s_\-]+", "_", fold(_unseen().sub("", label)).strip(" \t:：*`_"))
    plural = len(name) > 3 and name.endswith("s") and not name.endswith("ss")  # noqa: PLR2004
    return name[:-1] if plural else name


_FIELD_OF = {_key(name): field for field, names in _ALSO.items() for name in names.split()}


def field_of(label: str, label_aliases: Mapping[str, str] | None = None) -> str | None:
    """Return the field that a label on a page means: `Goal` gives `objective`.

    Return None if the label means no field; the label is then the name of a section. A label of
    five letters or more may have one typing error. `label_aliases` is the setting `labels`: a dict
    from a label to the field or section that the label means.
    """
    key = _key(label)
    for name, meaning in (label_aliases or {}).items():
        if _key(name) == key:
            return _FIELD_OF.get(_key(meaning))
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    if key in _SECTIONS:
        return None
    return _FIELD_OF.get(_nearest(key) or "")


def section_of(label: str, label_aliases: Mapping[str, str] | None = None) -> str:
    """Return the name of the section that a label on a page starts.

    If `label_aliases` has a name for the label, return that name. If the label is a usual name with
    one typing error, return the usual name: `Motivaton` gives `Motivation`. Return any other label
    unchanged.
    """
    key = _key(label)
    for name, meaning in (label_aliases or {}).items():
        if _key(name) == key:
            return meaning
    meant = _nearest(key) if key not in _SECTIONS else None
    return meant.replace("_", " ").capitalize() if meant else label.strip()


def is_known(label: str, label_aliases: Mapping[str, str] | None = None) -> bool:
    """Return whether `label` is a usual name of a field or a section, allowing one typo."""
    key = _key(label)
    return (
        key in _FIELD_OF
        or key in _SECTIONS
        or any(_key(name) == key for name in label_aliases or ())
        or (not key.isascii() and link_words().fullmatch(key) is not None)
        or _nearest(key) is not None
    )


@lru_cache(maxsize=1000)
def _nearest(key: str) -> str | None:
    if len(key) < _TYPO_FROM or not key.isascii():
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    best = extractOne(key, [*_FIELD_OF, *_SECTIONS], scorer=OSA.distance, score_cutoff=1)
    return best[0] if best else None
