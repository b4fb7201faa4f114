"""`drafter generate` with a model on a real server: what is sent, paid, kept and written, and what is not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import BuildTree
from tests.model.server import Body, Canned, Faulty, ModelServer, Plan, fail, say
from tests.model_blog import FILES, answer_words

CANARY = "sk-proj-" + "Zq7" * 16
DENIED = "湖月商事"


def answer_well(body: Body) -> Canned:
    """As a good model does."""
    messages = [str(message["content"]) for message in body["messages"]]
    usage = {"prompt_tokens": sum(map(len, messages)), "completion_tokens": 300}
    return say(answer_words(messages[0], messages[-1]), usage=usage)


@dataclass
class Blog:
    root: Path
    server: ModelServer

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environ(environ),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def command(self, *arguments: str) -> list[str]:
        base = ["-C", str(self.root), "--year", "2024", "--notes", str(self.root / "notes"), "--date", "2025-01-03"]
        endpoint = ["--model", "test-model", "--base-url", self.server.base_url]
        return [sys.executable, "-m", "drafter", "generate", *base, *endpoint, *arguments]

    def environ(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
        return {**kept, "OPENAI_API_KEY": CANARY, **(more or {})}

    def drafter(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "drafter", *arguments, "-C", str(self.root)]
        return subprocess.run(
            command, env=self.environ(), capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    @property
    def n_asked(self) -> int:
        return len(self.server.bodies)

    @property
    def state_text(self) -> str:
        files = (path for path in (self.root / ".drafter").rglob("*") if path.is_file())
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


MakeBlog = Callable[..., Blog]


@pytest.fixture
def make_blog(build_tree: BuildTree) -> Iterator[MakeBlog]:
    """The blog of tests.model_blog, and a server that answers by a plan."""
    running = []

    def make(plan: Plan = answer_well, files: Mapping[str, str] = FILES) -> Blog:
        server = ModelServer(plan).run()
        running.append(server)
        return Blog(build_tree(files), server.__enter__())

    yield make
    for server in running:
        server.__exit__(None, None, None)


def test_a_run_writes_the_draft_and_says_what_it_took(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.run()
    assert done.returncode == 0, done.stderr
    text = Path(done.stdout.strip()).read_text("utf-8")
    assert "湖のまわりを4時間52分で走り切った。" in text
    assert "⟦" not in text
    assert "draft" in text
    for said in ("facts: ", "grounded", "cost unknown", "1 question stands in the draft", "drafter runs"):
        assert said in done.stderr
    explained = blog.drafter("explain", done.stdout.strip())
    assert "content/posts/run/index.md:6" in explained.stdout


def test_the_second_run_asks_nobody(make_blog: MakeBlog) -> None:
    blog = make_blog()
    first = blog.run("--stdout")
    n_asked = blog.n_asked
    second = blog.run("--stdout")
    assert second.stdout == first.stdout
    assert blog.n_asked == n_asked
    assert "0 answered" in second.stderr


def test_one_changed_note_is_asked_about_on_its_path_only(make_blog: MakeBlog) -> None:
    blog = make_blog()
    blog.run("--stdout")
    before = blog.n_asked
    (blog.root / "notes/2024-09-01.md").write_text("朝の散歩を始めた。川沿いは涼しくて静かだ。\n", "utf-8")
    blog.run("--stdout")
    new = [str(body["messages"][-1]["content"]) for body in blog.server.bodies[before:]]
    facts = [words for words in new if words.startswith("Below are documents")]
    assert len(facts) == 1
    assert "静かだ" in facts[0]
    assert "湖のまわり" not in facts[0]


def test_a_run_that_is_killed_loses_nothing_that_was_answered(make_blog: MakeBlog) -> None:
    def slow_at_the_plan(body: Body) -> Canned:
        if "Plan the retrospective" in str(body["messages"][-1]["content"]):
            time.sleep(3)
        return answer_well(body)

    blog = make_blog(slow_at_the_plan)
    process = subprocess.Popen(blog.command("--stdout"), env=blog.environ(), stdout=-1, stderr=-1)
    deadline = time.monotonic() + 30
    while not any("Plan the" in str(b["messages"][-1]["content"]) for b in blog.server.bodies):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    n_before = blog.n_asked
    assert blog.run("--stdout").returncode == 0
    again = [str(body["messages"][-1]["content"]) for body in blog.server.bodies[n_before:]]
    assert not any(words.startswith(("Below are documents", "These facts")) for words in again)
    assert "stopped" in blog.drafter("runs").stdout


def test_ctrl_c_says_how_to_go_on(make_blog: MakeBlog) -> None:
    def answer_late(body: Body) -> Canned:
        time.sleep(1)
        return answer_well(body)

    blog = make_blog(answer_late)
    process = subprocess.Popen(blog.command("--stdout"), env=blog.environ(), stdout=-1, stderr=-1, encoding="utf-8")
    while not blog.server.bodies:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from there and pays for nothing twice" in said


def test_a_dry_run_shows_the_requests_and_sends_none(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.run("--dry-run")
    bodies = [json.loads(line)["body"] for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert blog.n_asked == 0
    assert any("湖のまわり" in str(body["messages"]) for body in bodies)
    assert "cost unknown" in done.stderr
    assert "nothing was sent" in done.stderr
    assert not (blog.root / ".drafter/runs").exists()
    blog.run("--stdout")
    sent = [body["messages"] for body in blog.server.bodies]
    assert all(body["messages"] in sent for body in bodies)


def test_a_cap_on_tokens_is_kept_and_leaves_a_usable_draft(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.run("--stdout", "--max-tokens", "20000")
    assert done.returncode == 0, done.stderr
    assert "走り切った。" in done.stdout
    assert "of 20,000 are left" in done.stderr
    usages = sum(sum(map(len, (str(m["content"]) for m in b["messages"]))) + 300 for b in blog.server.bodies)
    assert usages <= 20_000
    assert "partial" in blog.drafter("runs").stdout


def test_a_cap_on_money_needs_a_price(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.run("--max-cost", "0.5")
    assert done.returncode == 3
    assert "the price of test-model is unknown" in done.stderr
    (blog.root / "drafter.toml").write_text('[model.prices]\n"test-model" = { input = 0, output = 0 }\n', "utf-8")
    assert blog.run("--stdout", "--max-cost", "0.5").returncode == 0


def test_secrets_and_denied_names_of_a_note_are_nowhere(make_blog: MakeBlog) -> None:
    files = {
        **FILES,
        "notes/2024-10-02.md": f"{DENIED}の仕事で鍵 {CANARY} を使った。{DENIED}に行った。\n",
        "drafter.toml": f'[privacy]\ndeny = ["{DENIED}"]\n',
    }

    def curious(body: Body) -> Canned:
        words = str(body["messages"][-1]["content"])
        if words.startswith("Below are documents") and "に行った" in words:
            label = words.rpartition("===== end of ")[2].split()[0]
            name = words.split("に行った")[0].rpartition("。")[2]
            quote = f"{name}に行った。"
            fact = {"document": label, "kind": "did", "subject": "", "text": quote, "quotes": [quote], "when": ""}
            return say(json.dumps({"facts": [{**fact, "salience": 5}]}, ensure_ascii=False))
        return answer_well(body)

    blog = make_blog(curious, files)
    done = blog.run()
    assert done.returncode == 0, done.stderr
    sent = json.dumps([body["messages"] for body in blog.server.bodies], ensure_ascii=False)
    draft = Path(done.stdout.strip()).read_text("utf-8")
    for where in (sent, blog.state_text, done.stdout, done.stderr, draft):
        assert CANARY not in where
        assert DENIED not in where
    assert "PSN-" in sent
    assert all(headers["authorization"] == f"Bearer {CANARY}" for headers in blog.server.headers)


def test_private_documents_leave_only_when_allowed_by_name(make_blog: MakeBlog) -> None:
    files = {**FILES, "notes/2024-10-02.md": "---\nprivate: true\n---\n秘密の散歩をした。\n"}
    blog = make_blog(files=files)
    blog.run("--stdout")
    assert "秘密の散歩" not in json.dumps(blog.server.bodies, ensure_ascii=False)
    blog.run("--stdout", DRAFTER_ALLOW="notes/2024-10-02.md")
    assert "秘密の散歩" in json.dumps(blog.server.bodies, ensure_ascii=False)


def test_what_left_can_be_seen_and_forgotten(make_blog: MakeBlog) -> None:
    blog = make_blog()
    blog.run("--stdout")
    (run,) = json.loads(blog.drafter("runs", "--json").stdout)
    shown = blog.drafter("runs", run["id"], "--sent")
    assert "127.0.0.1" in shown.stdout
    assert "content/posts/run/index.md" in shown.stdout
    assert blog.drafter("forget", "--yes").returncode == 0
    assert not (blog.root / ".drafter").exists()


@pytest.mark.parametrize("rate", [0.1, 0.3])
def test_a_bad_endpoint_gives_a_whole_draft_or_a_clear_partial_one_and_is_paid_once(
    make_blog: MakeBlog, rate: float
) -> None:
    blog = make_blog(Faulty(answer_well, rate=rate, seed=7))
    done = blog.run("--stdout", DRAFTER_TIMEOUT_S="2")
    assert done.returncode in (0, 6, 7), done.stderr
    if done.returncode == 0:
        assert "走り切った。" in done.stdout or "\nwarning: " in done.stderr, done.stderr
    assert max(blog.server.answered.values(), default=0) <= 1


@pytest.mark.parametrize(
    ("plan", "code", "said"),
    [
        (lambda _: fail(401, "bad key"), 6, "OPENAI_API_KEY"),
        (lambda _: fail(404, "no such model", code="model_not_found"), 6, "test-model"),
        (lambda _: say("I would rather not.", usage={}), 7, ""),
    ],
    ids=["a wrong key", "no such model", "no JSON"],
)
def test_an_endpoint_that_answers_nothing_is_an_error(make_blog: MakeBlog, plan: Plan, code: int, said: str) -> None:
    blog = make_blog(plan)
    done = blog.run()
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "hint:" in done.stderr
    assert CANARY not in done.stderr
    assert not (blog.root / "content/posts/looking-back/2024").exists()


def test_what_only_a_model_can_do_is_refused_without_one(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.drafter("generate", "--year", "2024", "--candidates", "3")
    assert done.returncode == 2
    assert "--candidates: only with a model" in done.stderr
    assert blog.run("--no-model", "--stdout").returncode == 0
    assert blog.n_asked == 0


def test_prompts_of_the_project_and_of_a_folder_go_before_the_bundled_ones(make_blog: MakeBlog) -> None:
    own = "{# mine #}\nPlan the retrospective my way.\n{% for f in facts %}{{ f.id }} | {{ f.text }}\n{% endfor %}\n"
    blog = make_blog(files={**FILES, "prompts/outline.j2": own, "elsewhere/outline.j2": own.replace("my", "our")})
    assert "prompts/outline.j2" in blog.drafter("prompts").stdout
    blog.run("--stdout")
    assert any("retrospective my way" in str(body["messages"]) for body in blog.server.bodies)
    blog.run("--stdout", "--prompts", str(blog.root / "elsewhere"))
    assert any("retrospective our way" in str(body["messages"]) for body in blog.server.bodies)


def test_nothing_leaves_for_a_new_host_where_nobody_can_agree(make_blog: MakeBlog) -> None:
    blog = make_blog()
    done = blog.run("--base-url", "https://models.example/v1")
    assert done.returncode == 6
    assert "about to send text to models.example" in done.stderr
    assert "3 notes and 4 posts" in done.stderr
    assert "nobody is there to agree" in done.stderr
    (run,) = json.loads(blog.drafter("runs", "--json").stdout)
    assert (run["asked"], run["status"]) == (0, "stopped")


def test_a_plan_is_written_to_be_edited_and_the_draft_follows_it(make_blog: MakeBlog) -> None:
    blog = make_blog()
    planned = blog.run("--outline-only")
    assert planned.returncode == 0, planned.stderr
    path = Path(planned.stdout.strip())
    assert path.name == "outline-2024.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("### 走る", "### 湖のまわり"), "utf-8")
    done = blog.run("--outline", str(path), "--stdout")
    assert done.returncode == 0, done.stderr
    assert any("### 湖のまわり" in str(body["messages"][-1]["content"]) for body in blog.server.bodies)
    again = blog.run("--outline-only")
    assert Path(again.stdout.strip()).name == "outline-2024.2.md"


def test_a_draft_in_another_language_is_checked_by_what_carries_over(make_blog: MakeBlog) -> None:
    english = """## Highlights of 2024
### Running
I ran around the lake in 4 hours and 52 minutes.⟦{run}⟧ I ran it in 3 hours.⟦{run}⟧

### The timetable app
I released [my timetable app]({p_bus}).⟦{bus}⟧ I wrote ⟦=posts⟧ posts.
"""

    def answer(body: Body) -> Canned:
        messages = [str(message["content"]) for message in body["messages"]]
        usage = {"prompt_tokens": sum(map(len, messages)), "completion_tokens": 300}
        return say(answer_words(messages[0], messages[-1], draft=english), usage=usage)

    blog = make_blog(answer)
    done = blog.run("--lang", "en", "--stdout")
    assert done.returncode == 0, done.stderr
    assert "I ran around the lake in 4 hours and 52 minutes." in done.stdout
    assert "I released [my timetable app](/posts/bus/). I wrote 4 posts." in done.stdout
    assert "3 hours" not in done.stdout
    assert all("is in English" in body["messages"][0]["content"] for body in blog.server.bodies)
