r"""A check of whether a formula may be written to a LaTeX file unchanged.

TeX commands can read and write files or redefine other commands, so only commands that are known
to typeset mathematics are accepted. A formula with any other command is written as text.

Source: the symbol lists of the LaTeX Companion, chapter 9, and amsldoc.pdf, short-math-guide.pdf.
"""

import re

# The commands of LaTeX, amsmath, amssymb, mathtools, bm and mathrsfs that typeset mathematics.
COMMANDS = frozenset(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu
    nu xi omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varGamma varDelta varTheta varLambda
    varXi varPi varSigma varUpsilon varPhi varPsi varOmega

    aleph beth gimel daleth ell hbar hslash imath jmath wp Re Im partial infty prime backprime
    emptyset varnothing nabla surd top bot angle measuredangle sphericalangle triangle triangledown
    forall exists nexists neg lnot flat natural sharp clubsuit diamondsuit heartsuit spadesuit mho
    eth Bbbk complement backslash square blacksquare lozenge blacklozenge bigstar diagup diagdown
    checkmark maltese dag dagger ddag ddagger S P copyright pounds circledR circledS yen Box Diamond

    pm mp times div ast star circ bullet cdot cdotp cap cup uplus sqcap sqcup vee lor wedge land
    setminus smallsetminus wr diamond bigtriangleup bigtriangledown triangleleft triangleright lhd
    rhd unlhd unrhd oplus ominus otimes oslash odot bigcirc amalg dotplus ltimes rtimes
    leftthreetimes rightthreetimes curlywedge curlyvee circleddash circledast circledcirc
    centerdot intercal
    boxplus boxminus boxtimes boxdot barwedge veebar doublebarwedge divideontimes Cap Cup

    leq le geq ge ll gg prec succ preceq succeq subset supset subseteq supseteq sqsubset sqsupset
    sqsubseteq sqsupseteq in ni owns notin vdash dashv models smile frown mid nmid parallel
    nparallel perp equiv sim simeq asymp approx cong neq ne doteq propto bowtie Join leqslant
    geqslant eqslantless eqslantgtr lesssim gtrsim lessapprox gtrapprox approxeq lessdot gtrdot lll
    ggg lessgtr gtrless lesseqgtr gtreqless leqq geqq doteqdot risingdotseq fallingdotseq backsim
    backsimeq subseteqq supseteqq Subset Supset preccurlyeq succcurlyeq curlyeqprec curlyeqsucc
    precsim succsim precapprox succapprox vartriangleleft vartriangleright trianglelefteq
    trianglerighteq vDash Vdash Vvdash smallsmile smallfrown shortmid shortparallel bumpeq Bumpeq
    thicksim thickapprox varpropto therefore because blacktriangle blacktriangledown
    blacktriangleleft blacktriangleright vartriangle triangleq between pitchfork circeq eqcirc
    backepsilon nless ngtr nleq ngeq nleqslant ngeqslant nleqq ngeqq lneq gneq lneqq gneqq lvertneqq
    gvertneqq lnsim gnsim lnapprox gnapprox nprec nsucc npreceq nsucceq precnsim succnsim
    precnapprox succnapprox precneqq succneqq nsim ncong nvdash nvDash nVdash nVDash ntriangleleft
    ntriangleright ntrianglelefteq ntrianglerighteq nsubseteq nsupseteq nsubseteqq nsupseteqq
    subsetneq supsetneq varsubsetneq varsupsetneq subsetneqq supsetneqq coloneqq eqqcolon coloneq
    eqcolon vcentcolon dblcolon Coloneqq colon not

    leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
    longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow iff implies
    impliedby mapsto longmapsto hookleftarrow hookrightarrow leftharpoonup leftharpoondown
    rightharpoonup rightharpoondown rightleftharpoons leftrightharpoons leadsto rightsquigarrow
    leftrightsquigarrow uparrow downarrow updownarrow Uparrow Downarrow Updownarrow nearrow searrow
    swarrow nwarrow dashleftarrow dashrightarrow leftleftarrows rightrightarrows leftrightarrows
    rightleftarrows Lleftarrow Rrightarrow twoheadleftarrow twoheadrightarrow leftarrowtail
    rightarrowtail looparrowleft looparrowright curvearrowleft curvearrowright circlearrowleft
    circlearrowright Lsh Rsh upuparrows downdownarrows upharpoonleft upharpoonright restriction
    downharpoonleft downharpoonright multimap nleftarrow nrightarrow nLeftarrow nRightarrow
    nleftrightarrow nLeftrightarrow xleftarrow xrightarrow xleftrightarrow xRightarrow xLeftarrow
    xLeftrightarrow xmapsto xhookrightarrow xhookleftarrow

    sum prod coprod int oint iint iiint iiiint idotsint bigcap bigcup bigsqcup bigvee bigwedge
    bigodot bigotimes bigoplus biguplus limits nolimits substack sideset
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim
    liminf limsup ln log max min Pr projlim sec sin sinh sup tan tanh varinjlim varprojlim varliminf
    varlimsup operatorname operatornamewithlimits bmod mod pmod pod

    frac dfrac tfrac cfrac genfrac binom dbinom tbinom sqrt root of over atop choose brace brack
    stackrel overset underset overbrace underbrace overline underline overleftarrow overrightarrow
    overleftrightarrow underleftarrow underrightarrow underleftrightarrow overbracket underbracket
    boxed phantom hphantom vphantom smash mathstrut prescript

    hat widehat check widecheck tilde widetilde acute grave dot ddot dddot ddddot breve bar vec
    mathring

    left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr
    Biggm lbrace rbrace lbrack rbrack langle rangle lfloor rfloor lceil rceil lvert rvert lVert
    rVert vert Vert lgroup rgroup lmoustache rmoustache ulcorner urcorner llcorner lrcorner
    arrowvert Arrowvert bracevert

    mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal boldsymbol bm pmb
    boldmath rm bf it sf tt cal bold text textrm textbf textit textsf texttt textsc textsl textup
    textmd textnormal emph mbox hbox mathord mathop mathbin mathrel mathopen mathclose mathpunct
    mathinner displaystyle textstyle scriptstyle scriptscriptstyle tiny scriptsize footnotesize
    small normalsize large Large

    quad qquad enspace thinspace medspace thickspace negthinspace negmedspace negthickspace nobreak
    hspace space enskip mspace
    ldots cdots vdots ddots dots dotsc dotsb dotsm dotsi dotso lq rq nonumber notag
    hline
    """.split()
)
# Commands named by one character: spaces, braces, line ends, and special characters of TeX.
_CHARACTERS = frozenset(r",;:!>/ {}|\_#&%$")
_ENVIRONMENTS = frozenset(
    """
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases aligned
    alignedat gathered split subarray
    """.split()
)
# The name of a command may have letters of any script, since newer TeX allows them all.
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{(?P<environment>[^{}\\]*)\}|\\(?P<name>[^\W\d_]+)|\\(?P<character>.?)"
    r"|(?P<brace>[{}])|(?P<special>\^\^|[%#&$])",
    re.DOTALL,
)


def is_safe(inner: str) -> bool:
    """Return whether a formula, given without its `$`, has only known commands and is complete.

    A formula is complete if all its braces, environments and `left`-`right` pairs are closed in
    order.
    """
    opened: list[str] = []
    for token in _TOKEN.finditer(inner):
        if not _may_pass(token, opened) or not _track_group(token, opened):
            return False
    return not opened


def _may_pass(token: re.Match[str], opened: list[str]) -> bool:
    if token["environment"] is not None:
        return token["environment"] in _ENVIRONMENTS
    if token["name"]:
        return token["name"] in COMMANDS
    if token["character"] is not None:
        return token["character"] in _CHARACTERS
    # An & is allowed only directly within an environment, where it separates cells.
    in_cells = bool(opened) and opened[-1] in _ENVIRONMENTS
    return token["special"] is None or (token["special"] == "&" and in_cells)


def _track_group(token: re.Match[str], opened: list[str]) -> bool:
    """Add a group that `token` opens to `opened`, or remove a group that `token` closes.

    Return False if `token` closes another group than the last in `opened`.
    """
    if token["environment"] is not None:
        name, opens = token["environment"], token[0].startswith("\\begin")
    elif token["name"] in {"left", "right"}:
        name, opens = "left", token["name"] == "left"
    elif token["brace"]:
        name, opens = "{", token["brace"] == "{"
    else:
        return True
    if opens:
        opened.append(name)
        return True
    return bool(opened) and opened.pop() == name
