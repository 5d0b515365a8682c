"""The tables and the drawing in docs/architecture.md, made from the code itself by `cog`."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1] / "paperlist"
TOP = ("__init__", "__main__", "_version")


def diagram() -> str:
    """Return a Mermaid drawing of what imports what; an arrow that two others imply is left out."""
    imports = imports_of_packages()
    lines = ["```mermaid", "flowchart TD"]
    for package, imported in imports.items():
        implied = {far for near in imported for far in reachable(near, imports)}
        lines += [f"  {package} --> {name}" for name in sorted(imported - implied)]
    return "\n".join([*lines, "```"])


def table_of_imports() -> str:
    """Return a Markdown table of the packages, with all that each of them imports."""
    rows = [
        f"| `{package}` | {', '.join(sorted(imported)) or 'nothing'} |"
        for package, imported in imports_of_packages().items()
    ]
    return "\n".join(["| package | imports |", "| --- | --- |", *rows])


def list_of_modules() -> str:
    """Return every package and every module, with the first sentence of its docstring."""
    parts = [_described(ROOT / f"{name}.py") for name in TOP]
    for package in sorted(path.parent for path in ROOT.rglob("__init__.py")):
        if package != ROOT:
            name = package.relative_to(ROOT).as_posix()
            modules = sorted(package.glob("[!_]*.py"))
            parts.append(f"\n### {name}/\n\n{summary(package / '__init__.py')}\n")
            parts += [_described(module) for module in modules]
    return "\n".join(parts)


def imports_of_packages() -> dict[str, set[str]]:
    """Return what each package imports of the others, packages that import the most first."""
    imports: dict[str, set[str]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        package = path.relative_to(ROOT).with_suffix("").parts[0]
        if package not in TOP:
            imports.setdefault(package, set()).update(imported_by(path) - {package})
    return dict(sorted(imports.items(), key=lambda each: -len(reachable(each[0], imports))))


def imported_by(path: Path) -> set[str]:
    """Return the packages of paperlist that a module imports, now or when it needs them."""
    names = (name for node in _nodes(ast.parse(path.read_text())) for name in _names(node))
    parts = (name.split(".") for name in names)
    packages = {part[1] for part in parts if part[0] == "paperlist" and len(part) > 1}
    return {name for name in packages if (ROOT / name).is_dir()}


def reachable(package: str, imports: dict[str, set[str]]) -> set[str]:
    """Return all packages that `package` imports, itself or through others."""
    found: set[str] = set()
    waiting = [*imports.get(package, ())]
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += imports.get(name, ())
    return found


def summary(path: Path) -> str:
    """Return the first paragraph of a module's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def _described(path: Path) -> str:
    return f"- `{path.name}`: {summary(path)}"


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a module, without those that only the type checker reads."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _nodes(node)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
