"""`drafter interview` through the real command: by pipe, by terminal, by file; and what the next draft makes of it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import BuildTree
from tests.model.server import Body, Canned, ModelServer, Plan, fail, say
from tests.model_blog import FILES, LAST, answer_words

MakeServer = Callable[[Plan], ModelServer]


@dataclass
class Blog:
    root: Path

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
        return subprocess.run(
            [sys.executable, "-m", "drafter", *arguments, "-C", str(self.root)],
            env={**environ, "OPENAI_API_KEY": "key"},
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def interview(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        done = self.run("interview", "--year", "2024", "--notes", str(self.root / "notes"), *arguments, given=given)
        assert done.returncode == 0, done.stderr
        return done

    def questions(self) -> list[str]:
        """What would be asked now."""
        said = self.interview(given="\n" * 8).stderr
        return [line.partition(" ")[2] for line in said.splitlines() if line[:1].isdigit() and "/" in line[:3]]

    def draft(self, *arguments: str) -> str:
        done = self.run(
            "generate", "--year", "2024", "--notes", str(self.root / "notes"), "--stdout", "--no-model", *arguments
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def sheet(self) -> Path:
        return self.root / "drafter-answers" / "2024.md"


@pytest.fixture
def blog(build_tree: BuildTree) -> Blog:
    months = {f"content/posts/m{n}/index.md": _post(n) for n in (1, 2, 3, 4, 5, 7, 9, 10, 12)}
    return Blog(build_tree({**FILES, **months}))


def _post(month: int) -> str:
    return f"---\ntitle: 棚の話{month}\ndate: 2024-{month:02}-03\n---\n\n{month}段目の棚を直した。\n"


def answers(blog: Blog, **by_word: str) -> str:
    """The lines to give so that the question that holds a word gets its answer."""
    return "".join(
        next((words for word, words in by_word.items() if word in question), "") + "\n" for question in blog.questions()
    )


def test_questions_are_short_and_at_most_eight(blog: Blog) -> None:
    asked = blog.questions()
    assert 3 <= len(asked) <= 8
    assert any("英語の記事を書く：どうなった？" in question for question in asked)
    assert any("仕事が変わった？" in question for question in asked)
    assert len(set(asked)) == len(asked)


def test_nothing_is_written_where_nothing_is_answered(blog: Blog) -> None:
    done = blog.interview(given="\n\nq\n")
    assert done.stdout == ""
    assert not blog.sheet.parent.exists()
    assert not blog.interview(given="").stdout


def test_an_answer_settles_its_goal_and_is_asked_no_more(blog: Blog) -> None:
    assert "英語の記事を書く。\n\n    <!-- ? どうなった？ -->" in blog.draft()
    done = blog.interview(given=answers(blog, 英語="11月に一本公開した。"))
    assert done.stdout.endswith("drafter-answers/2024.md\n")
    draft = blog.draft()
    assert "英語の記事を書く。\n\n    11月に一本公開した。" in draft
    assert "どうなった？" not in draft
    assert not any("英語" in question for question in blog.questions())


@pytest.mark.parametrize("words", ["合格した。", "ｎ", "まだ書けていない。"])
def test_any_answer_or_refusal_ends_the_question(blog: Blog, words: str) -> None:
    blog.interview(given=answers(blog, 英語=words))
    assert not any("英語" in question for question in blog.questions())
    draft = blog.draft()
    assert "<!-- ? どうなった？ -->" not in draft
    assert ("合格した。" in draft) is (words == "合格した。")


def test_never_again_outlives_the_answers(blog: Blog) -> None:
    blog.interview(given=answers(blog, 英語="n"))
    assert not blog.sheet.exists()
    assert not any("英語" in question for question in blog.questions())
    assert "英語" in json.dumps(
        json.loads((blog.root / ".drafter/refusals.json").read_text("utf-8")), ensure_ascii=False
    )


def test_an_answer_stands_in_the_draft_where_its_question_stood_and_can_be_explained(blog: Blog) -> None:
    blog.interview(given=answers(blog, 仕事="9月に転職した。", 何をしていた="6月は父と旅をした。楽しかった。"))
    done = blog.run("generate", "--year", "2024", "--notes", str(blog.root / "notes"))
    path = blog.root / done.stdout.strip().rpartition(str(blog.root))[2].lstrip("/")
    text = path.read_text("utf-8")
    assert "9月に転職した。" in text
    line = next(n for n, line in enumerate(text.splitlines(), 1) if "転職した" in line)
    place = next(n for n, line in enumerate(blog.sheet.read_text("utf-8").splitlines(), 1) if "転職した" in line)
    assert f"drafter-answers/2024.md:{place}" in blog.run("explain", f"{path}:{line}").stdout
    assert "9月に転職した。<!-- ? -->" not in text


def test_back_lets_an_answer_be_given_again(blog: Blog) -> None:
    blog.interview(given="最初の答え。\nb\n別の答え。\nq\n")
    text = blog.sheet.read_text("utf-8")
    assert "別の答え。" in text
    assert "最初の答え。" not in text


def test_a_form_is_filled_in_the_editor_and_read_back(blog: Blog) -> None:
    n_asked = len(blog.questions())
    done = blog.interview("--file")
    assert done.stdout.endswith("drafter-answers/2024.md\n")
    assert f"0 answers in the file, {n_asked} new questions" in done.stderr
    form = blog.sheet.read_text("utf-8")
    assert form.count("<!-- question ") == n_asked
    head, _, rest = form.partition("英語の記事を書く：どうなった？\n")
    key, _, rest = rest.partition("\n")
    filled = f"\ufeff{head}英語の記事を書く：どうなった？\n{key}\n\n合格した。\n{rest}"
    filled += "\n## 自分で足したこと\n\n春に初めて味噌を仕込んだ。\n"
    blog.sheet.write_bytes(filled.replace("\n", "\r\n").encode("utf-8"))
    before = blog.sheet.read_bytes()
    again = blog.interview("--file")
    assert "2 answers in the file, 0 new questions" in again.stderr
    assert blog.sheet.read_bytes() == before
    draft = blog.draft()
    assert "英語の記事を書く。\n\n    合格した。" in draft
    assert "味噌を仕込んだ。" in draft


def test_a_refusal_in_the_form_is_remembered(blog: Blog) -> None:
    blog.interview("--file")
    form = blog.sheet.read_text("utf-8")
    at = form.index("-->", form.index("英語の記事を書く：どうなった？")) + 3
    blog.sheet.write_text(form[:at] + "\n\nＮ\n" + form[at:], "utf-8")
    blog.interview("--file")
    blog.sheet.unlink()
    assert not any("英語" in question for question in blog.questions())
    assert "どうなった？" not in blog.draft()


def test_answers_are_sources_and_not_published(blog: Blog) -> None:
    blog.interview(given=answers(blog, 英語="11月に一本公開した。"))
    listing = json.loads(blog.run("sources", "--year", "2024", "--json").stdout)
    (row,) = [row for row in listing["rows"] if row["kind"] == "answer"]
    assert (row["path"], row["level"], row["day"], row["use"]) == (
        "drafter-answers/2024.md",
        "own",
        "2024-12-31",
        "material",
    )
    assert (blog.sheet.parent / ".gitignore").read_text("utf-8").endswith("*\n")
    assert blog.sheet.stat().st_mode & 0o077 == 0
    found = json.loads(blog.run("search", "一本公開", "--json").stdout)
    assert found[0]["path"] == "drafter-answers/2024.md"
    assert not any(row["kind"] == "note" and "answers" in row["path"] for row in listing["rows"])


@pytest.mark.parametrize(
    ("name", "content", "folder"),
    [
        ("_config.yml", "title: 庭\n", "_drafter-answers"),
        (".obsidian/app.json", "{}", "drafter-answers"),
        ("plain.txt", "", "drafter-answers"),
    ],
    ids=["Jekyll copies what has no underscore", "a vault", "a plain folder"],
)
def test_answers_are_read_as_answers_wherever_they_lie(
    build_tree: BuildTree, name: str, content: str, folder: str
) -> None:
    folder_of_posts = "_posts/" if name == "_config.yml" else ""
    files = {"2023-12-31-2023-review.md": LAST, "2024-05-01-a.md": "---\ntitle: 棚\n---\n\n棚を直した。\n"}
    here = Blog(build_tree({name: content, **{folder_of_posts + path: text for path, text in files.items()}}))
    assert here.run("interview", "--year", "2024", "--file").returncode == 0
    sheet = here.root / folder / "2024.md"
    form = sheet.read_text("utf-8")
    sheet.write_text(form + "\n## ほかに\n\n味噌を仕込んだ。\n", "utf-8")
    rows = json.loads(here.run("sources", "--year", "2024", "--json").stdout)["rows"]
    assert [row["kind"] for row in rows if folder in row["path"]] == ["answer"]


def test_a_file_that_is_named_after_no_period_is_told(blog: Blog) -> None:
    blog.interview("--file")
    (blog.sheet.parent / "覚え書き.md").write_text("## 何か\n\n答え\n", "utf-8")
    listing = json.loads(blog.run("sources", "--year", "2024", "--json").stdout)
    assert any(left["path"] == "drafter-answers/覚え書き.md" for left in listing["left_out"])


@pytest.fixture
def make_server() -> Iterator[MakeServer]:
    running = []

    def make(plan: Plan) -> ModelServer:
        running.append(ModelServer(plan).run())
        return running[-1].__enter__()

    yield make
    for server in running:
        server.__exit__(None, None, None)


def sharpen(body: Body) -> Canned:
    """Other words for all questions: fit for one, with a number of its own or without a question for the others."""
    words = body["messages"][-1]["content"]
    labels = [line.partition(".")[0] for line in words.splitlines() if line.startswith("q") and ". " in line[:4]]
    good = next(line.partition(".")[0] for line in words.splitlines() if "英語の記事を書く" in line)
    texts = [
        {
            "label": label,
            "text": "英語の記事を書く目標は、どこまで進みましたか？" if label == good else "12回やりましたか？",
        }
        for label in labels
    ]
    return say(json.dumps({"questions": [*texts, {"label": "q99", "text": "何？"}]}, ensure_ascii=False))


def test_a_model_may_put_questions_in_better_words_and_no_more(blog: Blog, make_server: MakeServer) -> None:
    server = make_server(sharpen)
    model = ("--model", "m", "--base-url", server.base_url)
    plain = blog.questions()
    said = blog.interview(*model, given="\n" * len(plain)).stderr
    assert "英語の記事を書く目標は、どこまで進みましたか？" in said
    assert "12回" not in said
    assert len(server.bodies) == 1
    given = "".join("一本公開した。\n" if "英語" in question else "\n" for question in plain)
    blog.interview(*model, given=given)
    assert "英語の記事を書く。\n\n    一本公開した。" in blog.draft()


def test_the_model_of_the_settings_is_asked_unless_told_not_to(blog: Blog, make_server: MakeServer) -> None:
    server = make_server(sharpen)
    with (blog.root / "drafter.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[model]\nlarge = "m"\nbase_url = "{server.base_url}"\n')
    sharpened = "英語の記事を書く目標は、どこまで進みましたか？"
    assert sharpened not in blog.interview("--no-model", given="q\n").stderr
    assert not server.bodies
    assert sharpened in blog.interview(given="\n" * 8).stderr
    assert len(server.bodies) == 1


def test_where_the_model_fails_the_questions_stay(blog: Blog, make_server: MakeServer) -> None:
    server = make_server(lambda _: fail(401, "bad key"))
    done = blog.interview("--model", "m", "--base-url", server.base_url, given="q\n")
    assert "warning: the questions are as code put them" in done.stderr
    assert "1/" in done.stderr


def answer_well(body: Body) -> Canned:
    """As a model does that is asked for a draft."""
    system, user = (str(message["content"]) for message in body["messages"][:2])
    usage = {"prompt_tokens": len(system) + len(user), "completion_tokens": 300}
    return say(answer_words(system, user), usage=usage)


def test_a_model_reads_answers_and_asks_them_no_more(blog: Blog, make_server: MakeServer) -> None:
    server = make_server(answer_well)
    blog.interview(given=answers(blog, 英語="11月に一本公開した。"))
    notes = ("--notes", str(blog.root / "notes"), "--base-url", server.base_url)
    done = blog.run("generate", "--year", "2024", "--stdout", "--model", "m", *notes)
    assert done.returncode == 0, done.stderr
    asked = [str(body["messages"][-1]["content"]) for body in server.bodies]
    (facts,) = [words for words in asked if words.startswith("Below are documents") and "11月に一本公開した。" in words]
    assert "the author's answer, given for this retrospective, to: 英語の記事を書く：どうなった？" in facts
    (plan,) = [words for words in asked if words.startswith("Plan the retrospective")]
    (goal,) = re.findall(r"^g[0-9a-f]+ \|.*英語の記事を書く.*$", plan, re.MULTILINE)
    assert re.search(r"\| f[0-9a-f]{4,}$", goal)  # the answer is its evidence
    assert "どうなった？" not in done.stdout


def test_in_a_terminal_questions_come_one_by_one(blog: Blog) -> None:
    first = blog.questions()[0]
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "drafter", "interview", "--year", "2024", "-C", str(blog.root)]
    with subprocess.Popen(
        [*command, "--notes", str(blog.root / "notes")], stdin=follower, stdout=subprocess.PIPE, stderr=follower
    ) as process:
        os.close(follower)
        seen = _read_until(leader, "> ")
        assert unicodedata.normalize("NFC", first) in seen
        assert "2/" not in seen
        os.write(leader, "端末で答えた。\n".encode())
        assert "2/" in _read_until(leader, "> ")
        assert "端末で答えた。" in blog.sheet.read_text("utf-8")
        os.write(leader, b"q\n")
        assert process.stdout is not None
        assert process.stdout.read().decode().endswith("2024.md\n")
        assert process.wait(30) == 0
    os.close(leader)


def _read_until(leader: int, end: str) -> str:
    seen = b""
    while not seen.decode("utf-8", "ignore").endswith(end):
        seen += os.read(leader, 4096)
    return seen.decode("utf-8")
