"""The table of the checks, by code. The list in docs/ is made from it."""

from functools import partial

from paperlist.library.checks import addresses, files, names, notes
from paperlist.library.checks.finding import Rule
from paperlist.library.curating import Kind
from paperlist.library.library import Library

RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "unreadable-note",
            "a note, or a month's folder of notes, that cannot be read",
            "Searches, lists and the page leave it out. 'paperlist edit ID' opens it at the "
            "line that is wrong.",
            notes.unreadable,
        ),
        Rule(
            "merge-conflict",
            "a note with the markers of a git merge conflict",
            "Searches, lists and the page leave the note out. 'paperlist resolve' merges the two "
            "versions. By hand: keep the right lines, and remove the lines with <<<<<<<, ======= "
            "and >>>>>>>.",
            notes.conflicts,
        ),
        Rule(
            "two-versions",
            "a field that two people changed in different ways",
            "A merge keeps both versions: in a text, between comments that say so; of any other "
            "field, in the field undecided. Keep one: remove the comments, or set the field with "
            "'paperlist edit'.",
            notes.two_versions,
        ),
        Rule(
            "stray-file",
            "a file below data/ that looks like a note but is not read",
            "Notes are files data/YYYY-MM/ID.yaml. Any other place or name is not read.",
            notes.strays,
        ),
        Rule(
            "conflict-copy",
            "a copy of a note that a synchronising program made",
            "Dropbox, Syncthing and others keep both versions when two computers change a file. "
            "'paperlist merge' joins the copy and the original.",
            notes.conflict_copies,
        ),
        Rule(
            "misspelled-field",
            "a field of your own whose name is nearly that of a standard field",
            "paperlist keeps any field, but only standard fields are on the page. If the name is "
            "right, add this code to skip_checks in paperlist.toml.",
            notes.misspelled_fields,
            repairs="renames the field, if the note does not have the standard field",
        ),
        Rule(
            "bad-identifier",
            "an arXiv id or DOI that is none, or that a link to the paper contradicts",
            "Duplicates are recognised by identifiers, and links on the page are made from them.",
            notes.bad_identifiers,
        ),
        Rule(
            "odd-id",
            "an id that some systems do not accept as the name of a file",
            "Windows refuses names such as con and aux, and macOS and Windows cannot keep two "
            "names that differ only in case. A clone there fails.",
            notes.odd_ids,
        ),
        Rule(
            "missing-field",
            "a paper that was read and lacks what most papers of its category have",
            f"A field is expected if at least {notes.USUAL:.0%} of the papers in the category have "
            f"it, and the category has at least {notes.FEWEST} papers. Papers with the status "
            "to-read or reading are not asked.",
            notes.missing_fields,
        ),
        Rule(
            "old-spelling",
            "a keypoint for which [aliases] in paperlist.toml has another spelling",
            "An alias holds for what is typed or imported from now on. Notes from before keep the "
            "old spelling until it is replaced.",
            names.old_spellings,
            repairs="replaces the keypoint",
        ),
        Rule(
            "keypoint-variants",
            "keypoints that are probably one in different spellings",
            "A filter by one spelling misses the papers with the others. 'paperlist keypoints "
            "merge' makes them one.",
            partial(names.variants, kind=Kind.KEYPOINT),
            repairs="takes the most common spelling, if only the case of letters differs",
        ),
        Rule(
            "category-variants",
            "categories that are probably one in different spellings",
            "The page has a section for each. 'paperlist categories merge' makes them one.",
            partial(names.variants, kind=Kind.CATEGORY),
            repairs="takes the most common spelling, if only the case of letters or blanks differ",
        ),
        Rule(
            "duplicate",
            "two notes on one paper",
            "They have the same arXiv id or DOI, or nearly the same title. 'paperlist merge' joins "
            "them, and 'paperlist duplicates' shows them side by side.",
            names.duplicates,
        ),
        Rule(
            "bad-link",
            "a link that is neither an address nor a file in the library",
            "It cannot be opened, and the page shows it as text.",
            files.bad_links,
        ),
        Rule(
            "dead-link",
            "a link whose page is gone, or whose server cannot be reached",
            "Only 'paperlist check --links' asks, each address once, with a pause between two "
            "requests to one server. A server that is busy or refuses programs does not count.",
            addresses.dead_links,
            asks_servers=True,
        ),
        Rule(
            "dead-figure",
            "an image in a note whose file is not in the library",
            "The path of an image counts from the published page, the note, or the library.",
            files.dead_figures,
        ),
        Rule(
            "lost-files",
            "a folder of attached files that has no note",
            "Attached files lie in a folder that is called like the note. Perhaps the note was "
            "renamed or removed by hand.",
            files.lost_files,
        ),
        Rule(
            "large-file",
            "an attached file of 10 MB or more in a git repository",
            "Everyone who clones the library fetches it, and its old versions. git LFS keeps such "
            "files apart; GitHub refuses files of 100 MB.",
            files.large_files,
        ),
        Rule(
            "page-conflict",
            "a published page with the markers of a git merge conflict",
            "The page is made from the notes, so it never has to be merged by hand: 'paperlist "
            "export --force' writes it again.",
            files.page_conflicts,
        ),
        Rule(
            "stale-page",
            "a published page that is not what the notes say",
            "'paperlist export' writes it again. A page that was edited by hand is left alone.",
            files.stale_page,
            repair=Library.publish,
            repairs="writes the page again, unless it was edited by hand or a note is unreadable",
        ),
    )
}
