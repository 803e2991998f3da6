"""What the README says can be typed, in both languages, works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.M | re.S)


def commands(readme: str, program: str) -> list[list[str]]:
    lines = (line for block in blocks(readme, "sh") for line in block.splitlines())
    return [shlex.split(line) for line in lines if line.startswith(f"{program} ")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a fresh clone from where the README's reader stands."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


def test_both_languages_say_the_same_commands() -> None:
    assert blocks("README.md", "sh") == blocks("README.zh.md", "sh")
    assert len(blocks("README.md", "python")) == len(blocks("README.zh.md", "python"))


def test_commands_work_in_their_order(place: Path) -> None:
    for command in commands("README.md", "kg"):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=place, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{command}: {done.stderr}{done.stdout}"
        assert done.stdout


@pytest.mark.parametrize("readme", READMES)
def test_python_works(readme: str, place: Path) -> None:
    for block in blocks(readme, "python"):
        done = subprocess.run([sys.executable, "-c", block], cwd=place, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) > 1


def test_make_has_what_is_named() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = {line.split()[1] for line in listed.splitlines()}
    for _, target in commands("README.md", "make"):
        assert target in targets
