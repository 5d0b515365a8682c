"""The table of commands: where each one is, what it does, and what else people call it.

Only the module of the command that runs is imported, which keeps start-up fast; so the list of
commands in `--help` comes from this table. Words that are not names of commands are in `words.py`.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """One command.

    Attributes:
        module: the name of its module in `paperlist.cli.commands`.
        function: the name of its function there.
        summary: what the command does: the first sentence of the function's docstring.
        words: the other names of the command, separated by spaces.
    """

    module: str
    function: str
    summary: str
    words: str = ""


# For each heading in `--help` its commands.
GROUPS = {
    "Every day": {
        "add": Command(
            "add",
            "add",
            "Add papers by id, from options, or by answering questions.",
            "new create insert",
        ),
        "search": Command("search", "search", "Search papers; tolerates typos.", "find grep"),
        "list": Command(
            "list", "list_", "List all papers, or those that match the words and filters.", "ls"
        ),
        "show": Command("show", "show", "Show papers with all their notes.", "view cat info"),
        "open": Command("open", "open_", "Open a paper's link or file.", "browse"),
        "edit": Command(
            "edit",
            "edit",
            "Edit the fields of papers or a whole note, or attach files.",
            "modify change set",
        ),
        "next": Command("next", "next_", "Show what to read next.", "queue todo"),
    },
    "Organise": {
        "related": Command("related", "related", "Show similar papers.", "similar"),
        "keypoints": Command(
            "keypoints",
            "keypoints",
            "List the keypoints, or rename, merge or remove some in all notes.",
            "tags keywords",
        ),
        "categories": Command(
            "keypoints",
            "categories",
            "List the categories, or rename, merge or remove some in all notes.",
        ),
        "months": Command("months", "months", "Count papers and missing fields by month."),
        "stats": Command(
            "stats",
            "stats",
            "Count papers by month, category, status, keypoint and field.",
            "statistics",
        ),
        "table": Command(
            "table",
            "table",
            "Compare the notes on papers in a table with chosen fields.",
            "compare matrix",
        ),
        "duplicates": Command(
            "duplicates",
            "duplicates",
            "Find papers that are in the library more than once.",
            "dupes dedupe",
        ),
        "merge": Command("merge", "merge", "Merge duplicates into one paper.", "join"),
        "update": Command(
            "update", "update", "Fetch missing metadata from arXiv or Crossref.", "fetch"
        ),
        "rm": Command(
            "rm", "rm", "Remove papers; 'paperlist undo' restores them.", "delete remove del"
        ),
    },
    "Share": {
        "sync": Command(
            "sync",
            "sync",
            "Commit, merge what others did, publish and push, with git.",
            "pull push commit",
        ),
        "resolve": Command(
            "resolve",
            "resolve",
            "Merge what git left with two versions.",
            "mergetool",
        ),
    },
    "Look after": {
        "check": Command(
            "check", "check", "Find what is wrong with the library, and repair it.", "doctor lint"
        ),
        "git": Command("git", "git", "Let git merge notes field by field, and published pages."),
    },
    "Import and publish": {
        "import": Command(
            "import_", "import_", "Import hand-written pages and bibliographies as notes.", "load"
        ),
        "export": Command(
            "export",
            "export",
            "Export papers as Markdown, HTML, BibTeX or other formats.",
            "publish",
        ),
    },
    "Begin and go back": {
        "init": Command("init", "init", "Turn a folder into a library.", "setup"),
        "schema": Command(
            "schema",
            "schema",
            "Print the JSON Schema of a note or of paperlist.toml.",
            "jsonschema",
        ),
        "undo": Command("undo", "undo", "Undo the last changes to the library.", "revert"),
        "log": Command(
            "log", "log", "Show what was changed, when, and by which command.", "history changes"
        ),
        "redo": Command("undo", "redo", "Redo the changes that were undone last."),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}
