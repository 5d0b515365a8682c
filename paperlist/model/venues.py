"""The conferences and journals that are known by name, for readers and writers alike."""

import re
from collections.abc import Iterable

CONFERENCES = (
    "3dv, aaai, aacl, accv, acl, acm mm, acml, aistats, asplos, asru, automl, bmvc, ccs, chi, "
    "cikm, cogsci, coling, colm, colt, conll, corl, cscw, cvpr, dac, eacl, ecai, eccv, emnlp, "
    "eurosys, fg, focs, gecco, hpca, icassp, iccad, iccv, icde, icip, iclr, icme, icml, icpr, "
    "icra, ijcai, ijcnn, interspeech, iros, isca, ismir, kdd, lrec, miccai, micro, mlsys, "
    "naacl, neurips, nips, nsdi, osdi, recsys, rss, siggraph, siggraph asia, sigir, sigmod, "
    "soda, sosp, stoc, uai, uist, usenix, vldb, wacv, wsdm, www"
).split(", ")
JOURNALS = (
    "cell dmlr ijcv jair jmlr nature pami patterns pnas ra-l ral science tacl taslp tcsvt tip tkde "
    "tmlr tmm tnnls tog tois tpami tro tvcg"
).split()
# These name conferences only if they stand alone; within a longer text they are ordinary words.
AMBIGUOUS_CONFERENCES = ("acm", "date", "mm")


def any_of(names: Iterable[str]) -> str:
    """Return the text of a regular expression that matches any of `names`.

    The text can be a part of an expression with the flag `re.VERBOSE`.
    """
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
