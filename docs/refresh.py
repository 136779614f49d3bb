"""Bring every number and picture of the pages up to date: ``python -m docs.refresh``.

Generated pages, the page and the pictures of the demo, and what examples print. With
``--no-demo`` everything but the demo, which takes about a minute on two quiet
cores, compilation included, and several on busy or slower ones.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from docs import examples, generate

FOLDER = Path(__file__).parent
IMAGES = ("functionality", "waiting", "differences", "curves")
#: Packages whose versions may move the last bits of a result.
PACKAGES = ("numpy", "numba", "scipy", "pandas")
VERSIONS = FOLDER / "made_with.toml"


def made_with() -> dict[str, str]:
    """Versions that the printed results were made with."""
    found = {name: version(name) for name in PACKAGES}
    return {"python": ".".join(platform.python_version_tuple()[:2]), **found}


def write_versions() -> None:
    """Note the versions behind what examples print (read by tests/docs/test_examples.py)."""
    lines = ["# Versions that the printed results were made with; written by docs/refresh.py.", ""]
    lines += [f'{name} = "{found}"' for name, found in made_with().items()]
    VERSIONS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def demo() -> None:
    """Run the demo; its pictures go to docs/images and its answer to docs/demo.md."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "resilience_sim", "demo", "--out", "demo"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(examples.ROOT), "COLUMNS": "140",
                 "PYTHONIOENCODING": "utf-8", "RESILIENCE_SIM_LANG": "en", "MPLBACKEND": "Agg"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )  # fmt: skip
        keep_demo(done.stdout, Path(folder) / "demo")


def keep_demo(printed: str, out: Path) -> None:
    """Put what the demo printed and wrote where the pages show it."""
    (FOLDER / "images").mkdir(exist_ok=True)
    for name in IMAGES:
        shutil.copyfile(out / f"{name}.png", FOLDER / "images" / f"{name}.png")
    table = printed[: printed.index("\n“today” is as things are")].strip("\n")
    rows = "\n".join(line.rstrip() for line in table.splitlines())
    told = {"table": f"```text\n{rows}\n```"}
    for lang, name in (("en", "english"), ("zh", "chinese")):
        told[name] = (out / f"summary.{lang}.md").read_text(encoding="utf-8").strip()
    page = FOLDER / "demo.md"
    text = page.read_text(encoding="utf-8")
    for name, part in told.items():
        begin, end = f"<!-- demo: {name} -->", f"<!-- end: {name} -->"
        head, rest = text.split(begin)
        text = f"{head}{begin}\n\n{part}\n\n{end}{rest.split(end)[1]}"
    page.write_text(text, encoding="utf-8")


def stamp() -> str:
    """What the demo's page was made with: the one run that stands in full at its end."""
    (run,) = examples.examples(FOLDER / "demo.md")
    printed = "\n".join(run.told).encode()
    return f"<!-- made with: {hashlib.blake2b(printed, digest_size=8).hexdigest()} -->"


def put_stamp() -> None:
    """Note it on the page; a test sees when the run moved and the demo was not run again."""
    page = FOLDER / "demo.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("<!-- made with:"))
    lines[at] = stamp()
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Refresh everything, in the order in which one thing needs another."""
    for name, text in generate.pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    if "--no-demo" not in arguments:
        demo()
    for page in examples.pages():
        print(f"{page.name}: {'moved' if examples.rewrite(page) else 'the same'}")
    if "--no-demo" not in arguments:
        put_stamp()
    write_versions()


if __name__ == "__main__":
    main(sys.argv[1:])
