"""`drafter revise` on a draft with directives: carried out by a model on a real server, or there still."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from drafter import cli
from drafter.model.chat import Request, Size
from drafter.store.state import State
from drafter.text.blocks import parse_blocks
from tests.commands.test_generate_with_model import answer_well
from tests.commands.test_revise import PLACE, BuildTree
from tests.model.server import Body, Canned, ModelServer, fail, hang, say
from tests.model_blog import FILES, ids_in

NOTES = {
    "notes/2024-05-02.md": "Sparkの集計を書き直した。シャッフルを減らすと速いと学んだ。\n",
    "notes/2024-10-05.md": "Learned that Spark keeps nothing in memory unless asked.\n",
}
RUN = "湖のまわりを4時間52分で走り切った。"
APP = "[時刻表アプリ](/posts/bus/)を公開した。"
LETTERS = "三通の手紙が届き、うれしかった。"
AGAIN = "(the second time)"  # what the model answers to what was found in its first answer
PROPOSED = "歩きたくなった自分とも、少し仲良くなれたのかもしれない。<!-- ? -->"


def ids_of(user: str) -> dict[str, str]:
    """The ids of a request by words of the facts, and those of posts."""
    found = {
        words: short for short, words in re.findall(r"^- (f[0-9a-f]{4,}) \|[^|]*\|[^|]*\| (.*?)(?: \|.*)?$", user, re.M)
    }
    posts = ids_in(Request(prompt="", system="", user=user, size=Size.LARGE))
    return {**found, **{name: short for name, short in posts.items() if name.startswith("p_")}}


def cited(reply: str, user: str) -> str:
    """A reply with the ids of facts in the place of their first words."""
    ids = ids_of(user)

    def find(words: str) -> str:
        return next((short for text, short in ids.items() if text.startswith(words)), words)

    reply = re.sub(r"\((p_\w+)\)", lambda m: f"({ids[m[1]]})", reply)
    return re.sub(r"⟦([^⟦⟧=?!][^⟦⟧]*)⟧", lambda m: f"⟦{' '.join(map(find, m[1].split('+')))}⟧", reply)


@dataclass
class Desk:
    """A draft made with a model, and what the model answers to directives."""

    root: Path
    server: ModelServer
    replies: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    broken: Canned | None = None

    @property
    def path(self) -> Path:
        return self.root / PLACE

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode("utf-8")

    def answer(self, body: Body) -> Canned:
        user = str(body["messages"][-1]["content"])
        if not user.startswith("Below is a part"):
            return answer_well(body)
        self.asked.append(user)
        self.meanwhile()
        if self.broken:
            return self.broken
        if self.replies.get("*") == "as it is":
            return self.echo(user)
        directive = re.findall(r"^What I ask: (.*)$", user, re.M)[0]
        usage = {"prompt_tokens": sum(len(str(m["content"])) for m in body["messages"]), "completion_tokens": 50}
        again = self.replies.get(AGAIN) if "\nWhat the check found in it:\n" in user else None
        if again == "fail":
            return fail(400, "no more")
        return say(cited(again or self.replies[directive], user), usage=usage)

    def echo(self, user: str) -> Canned:
        """The part as it was given."""
        (part,) = re.findall(
            r"^The part \([^\n]*\):\n(.*?)\n\n(?=What stands|What the part|Found in|My posts)", user, re.M | re.S
        )
        return say(part, usage={"prompt_tokens": 9000, "completion_tokens": 50})

    def put(self, old: str, new: str) -> str:
        text = self.text
        assert old in text
        self.path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
        return self.text

    def change(self, old: str, new: str) -> None:
        """As an editor that saves."""
        self.path.write_bytes(self.text.replace(old, new, 1).encode("utf-8"))

    @property
    def arguments(self) -> list[str]:
        return ["--model", "m", "--base-url", self.server.base_url, "--notes", "notes", "--yes"]


Drafter = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    root = build_tree({**FILES, **NOTES})
    monkeypatch.chdir(root)
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    server = ModelServer(answer_well)
    made = Desk(root, server)
    server.plan = made.answer
    with server.run():
        yield made


@pytest.fixture
def drafter(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Drafter:
    def call(*arguments: str, model: bool = True) -> tuple[int, str, str]:
        code = cli.main([*arguments, *(desk.arguments if model else ["--notes", "notes"])])
        out, err = capsys.readouterr()
        return code, out, err

    code, _, err = call("generate", "--year", "2024")
    assert code == 0, err
    return call


@pytest.mark.parametrize(
    ("words", "old", "new", "reply", "there", "gone"),
    [
        (
            "もっと短く、数字を入れて",
            RUN,
            "{}\n" + RUN,
            "4時間52分で走り切った。⟦湖のまわり⟧",
            ["### 走る\n4時間52分で走り切った。\n\n###"],
            ["仲良く", "湖のまわりを4時間52分で走り切った。歩き"],
        ),
        (
            "add what I learned about Spark",
            "2024年は4記事を書いた。",
            "{}\n2024年は4記事を書いた。",
            "2024年は⟦=posts⟧記事を書いた。Rustを少しだけ触った。⟦Rust⟧Sparkはシャッフルを減らすと速いと学んだ。⟦Spark+シャッフル⟧",
            ["2024年は4記事を書いた。Rustを少しだけ触った。Sparkはシャッフルを減らすと速いと学んだ。<!-- ? -->\n"],
            [],
        ),
        (
            "手紙が何通かを言って",
            LETTERS,
            "{}" + LETTERS,
            "[時刻表アプリ](p_bus)を公開した。⟦時刻表⟧使った人から三通の手紙が届いた。⟦使った⟧",
            [APP + "使った人から三通の手紙が届いた。\n"],
            ["うれしかった"],
        ),
        (
            "drop the feeling",
            LETTERS,
            LETTERS + " {}",
            "[時刻表アプリ](p_bus)を公開した。⟦時刻表⟧三通の手紙が届いた。⟦使った⟧",
            [APP + "三通の手紙が届いた。\n"],
            ["うれしかった"],
        ),
        (
            "節ごと一文に",
            "### ブログ\n",
            "{}\n\n### ブログ\n",
            "記事は⟦=posts⟧本で、Rustにも少しだけ触った。⟦Rust⟧",
            ["### ブログ\n記事は4本で、Rustにも少しだけ触った。\n\n![2024年の記事一覧]"],
            ["2024年は4記事を書いた。"],
        ),
        (
            "二段落に",
            "### ブログ\n",
            "{}\n\n### ブログ\n",
            "2024年は⟦=posts⟧記事を書いた。\n\nRustにも少しだけ触った。⟦Rust⟧",
            ["### ブログ\n2024年は4記事を書いた。\n\n![2024年の記事一覧]", ")\n\nRustにも少しだけ触った。\n"],
            ["Rustを少しだけ触った。"],
        ),
        (
            "もっと具体的に。",
            "- フルマラソンを完走する。",
            "- フルマラソンを完走する。 {}",
            "- フルマラソンを完走する。\n\n    最後の五キロは歩きたくなったが、なんとか走り続けた。⟦最後の五キロ⟧",
            ["- フルマラソンを完走する。\n\n    最後の五キロは歩きたくなったが、なんとか走り続けた。\n\n- 英語"],
            ["    湖のまわり"],
        ),
        (
            "一文に",
            "- フルマラソンを完走する。",
            "- {}フルマラソンを完走する。",
            "- フルマラソンを完走する。\n\n    4時間52分で走り切った。⟦湖のまわり⟧",
            ["- フルマラソンを完走する。\n\n    4時間52分で走り切った。\n"],
            ["    湖のまわり"],
        ),
        (
            "swap the two sentences",
            "2024年は4記事を書いた。",
            "{}\n2024年は4記事を書いた。",
            "Rustを少しだけ触った。⟦Rust⟧2024年は⟦=posts⟧記事を書いた。",
            ["\nRustを少しだけ触った。2024年は4記事を書いた。\n"],
            [],
        ),
        (
            "ask me what comes next",
            RUN,
            RUN + "{}",
            RUN + "⟦湖のまわり⟧\n\n⟦? 次はどの大会？⟧",
            [RUN + "\n\n<!-- ? 次はどの大会？ -->\n"],
            ["仲良く"],
        ),
        (
            "二文をつなげて、ＯＫ？の一言はいらない",
            APP,
            "{}\n" + APP,
            "[時刻表アプリ](p_bus)を公開し、三通の手紙が届いてうれしかった。⟦時刻表+使った⟧",
            ["[時刻表アプリ](/posts/bus/)を公開し、三通の手紙が届いてうれしかった。\n"],
            [LETTERS],
        ),
        (
            "make the goals a list with what came of them",
            "- フルマラソンを完走する。",
            "{}\n- フルマラソンを完走する。",
            "- フルマラソンを完走する。\n    - 湖のまわりを4時間52分で走り切った。⟦湖のまわり⟧\n- 英語の記事を書く。",
            ["- フルマラソンを完走する。\n  - 湖のまわりを4時間52分で走り切った。\n- 英語の記事を書く。"],
            ["\n    湖"],
        ),
    ],
)
def test_a_directive_has_its_part_written_again(
    desk: Desk, drafter: Drafter, words: str, old: str, new: str, reply: str, there: list[str], gone: list[str]
) -> None:
    before = desk.text
    desk.put(old, new.format(f"<!-- drafter: {words} -->"))
    desk.replies[words] = reply
    code, out, err = drafter("revise", str(PLACE))
    assert (code, out) == (0, f"{PLACE}\n"), err
    assert f"{PLACE}:" in err
    assert f": {words}\n" in err
    assert "drafter:" not in desk.text
    assert all(one in desk.text for one in there), desk.text
    assert not any(one in desk.text for one in gone), desk.text
    part = {
        line for line in before.splitlines() if not any(one in line for one in (old, *gone, RUN, APP, "4記事", "- "))
    }
    assert part <= set(desk.text.splitlines())  # what stands elsewhere is as it was
    assert len(desk.asked) == 1


def test_a_part_that_comes_back_as_it_was_changes_nothing_anywhere(desk: Desk, drafter: Drafter) -> None:
    desk.put(LETTERS, LETTERS + "手紙は宝物だ。It still is.")
    before = desk.put("- 英語の記事を書く。", "- 英語の記事を書く。\n- 泳ぐ。")
    desk.replies["*"] = "as it is"
    places = [block.start for block in parse_blocks(before, start=before.index("## 2024年の"))]
    for place in places:
        start = before.rindex("\n", 0, place) + 1
        indent = re.match(r"[ \t]*", before[start:place])
        lead = indent[0] if indent else ""
        asked = f"{before[:start]}{lead}<!-- drafter: 直して -->\n{before[start:]}"
        desk.path.write_bytes(asked.encode("utf-8"))
        code, _, err = drafter("revise", str(PLACE))
        if code == 0:  # a proposal below the person's own words alone
            assert "waits for you" in err
            assert all(line in desk.text.splitlines() for line in before.splitlines())
        else:
            assert "changes nothing" in err or "do not stand" in err, err
            assert desk.text == asked
    assert len(places) > 10


@pytest.mark.parametrize("words", ["ここの根拠は？", "what is this based on?", "出典を見せて"])
def test_a_question_of_proof_is_answered_in_the_terminal_without_a_model(
    desk: Desk, drafter: Drafter, words: str
) -> None:
    before = desk.text
    desk.put(LETTERS, LETTERS + f"<!-- drafter: {words} -->")
    code, out, err = drafter("revise", str(PLACE), model=False)
    assert (code, out) == (0, f"{PLACE}\n")
    assert "  時刻表アプリを公開した。\n" in err
    assert "content/posts/bus/index.md:6 「使った人から三通の手紙が届き、うれしくて返信を書き直した。」" in err
    assert desk.text == before
    assert not desk.asked


def test_a_question_of_proof_on_own_words_shows_what_is_found(desk: Desk, drafter: Drafter) -> None:
    own = desk.put(RUN, f"朝の散歩は続いている。\n\n{RUN}")
    desk.put("朝の散歩", "<!-- drafter: 根拠は? -->\n朝の散歩")
    code, _, err = drafter("revise", str(PLACE), model=False)
    assert code == 0
    assert "  yours; your notes and posts have:\n    notes/2024-09-01.md:1 朝の散歩を始めた。" in err
    assert desk.text == own


def test_own_words_stay_and_a_proposal_waits_below_them(desk: Desk, drafter: Drafter) -> None:
    own = "走るのは楽しい。Running is fun."
    desk.put(RUN, f"{own}\n\n{RUN}")
    desk.put(own, f"<!-- drafter: 最後の五キロのことを足して -->\n{own}")
    desk.replies["最後の五キロのことを足して"] = "最後の五キロは歩きたくなったが、なんとか走り続けた。⟦最後の五キロ⟧"
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    proposal = "最後の五キロは歩きたくなったが、なんとか走り続けた。<!-- ? -->"
    assert f"\n{own}\n\n{proposal}\n\n{RUN}" in desk.text
    assert "⟦mine⟧" in desk.asked[0]
    assert "the proposal below it waits for you" in err
    desk.put(proposal, "")
    assert drafter("revise", str(PLACE))[0] == 0
    assert "最後の五キロ" not in desk.text
    assert own in desk.text


def test_own_words_in_a_section_stay_where_the_rest_is_written_again(desk: Desk, drafter: Drafter) -> None:
    desk.put(LETTERS, LETTERS + "次の版も出す。")
    desk.put("### 時刻表アプリ", "<!-- drafter: 短く -->\n### 時刻表アプリ")
    desk.replies["短く"] = "[時刻表アプリ](p_bus)を公開した。⟦時刻表⟧次の版も出す。⟦mine⟧"
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    assert "次の版も出す。" in desk.text
    assert desk.text.count("次の版も出す。") == 1
    assert LETTERS not in desk.text
    assert "<!-- ? 次の版はいつ？ -->" in desk.text


def test_several_directives_are_carried_out_and_those_that_fail_stay(desk: Desk, drafter: Drafter) -> None:
    desk.put(RUN, f"<!-- drafter: 三倍速く -->\n{RUN}")
    desk.put(APP, f"<!-- drafter: Kafkaの話を足して -->\n{APP}")
    desk.put("- フルマラソン", "<!-- drafter: ここの根拠は？ -->\n- フルマラソン")
    desk.put("2024年は4", "<!-- drafter: 逆に -->\n2024年は4")
    desk.replies |= {
        "三倍速く": "1時間37分で走り切った。⟦湖のまわり⟧",
        "Kafkaの話を足して": "⟦!⟧ Kafkaのことはどこにも書かれていない。",
        "逆に": "Rustを少しだけ触った。⟦Rust⟧2024年は⟦=posts⟧記事を書いた。",
    }
    code, out, err = drafter("revise", str(PLACE))
    assert (code, out) == (7, f"{PLACE}\n")
    assert "not done, it stays: 1 of 1 sentences do not stand: number:" in err
    assert "not done, it stays: your notes do not carry it: Kafkaのことはどこにも書かれていない。" in err
    assert "2 directives of 4 not carried out; they stay in the file" in err
    assert f"<!-- drafter: 三倍速く -->\n{RUN}" in desk.text
    assert f"<!-- drafter: Kafkaの話を足して -->\n{APP}" in desk.text
    assert desk.text.count("drafter:") == 2
    assert "Rustを少しだけ触った。2024年は4記事を書いた。" in desk.text


FASTER = "湖のまわりを走り切った。⟦湖のまわり⟧1時間37分だった。⟦湖のまわり⟧"


@pytest.mark.parametrize(
    ("again", "there", "told"),
    [
        ("湖のまわりを走り切った。⟦湖のまわり⟧4時間52分だった。⟦湖のまわり⟧", "走り切った。4時間52分だった。\n", ""),
        (FASTER, "\n湖のまわりを走り切った。\n", "left out: 1時間37分だった。 (number:"),
        ("3時間だった。⟦湖のまわり⟧", "\n湖のまわりを走り切った。\n", "the revision was not taken: it kept 1 of 2"),
        ("⟦!⟧ 記録がない。", "\n湖のまわりを走り切った。\n", "warning: the revision failed: your notes do not carry"),
        ("fail", "\n湖のまわりを走り切った。\n", "warning: the revision failed:"),
    ],
    ids=["mended", "as bad", "shorter", "refused", "failed"],
)
def test_what_does_not_stand_is_asked_for_once_more(
    desk: Desk, drafter: Drafter, again: str, there: str, told: str
) -> None:
    desk.put(RUN, f"<!-- drafter: 二文に -->\n{RUN}")
    desk.replies |= {"二文に": FASTER, AGAIN: again}
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    assert there in desk.text
    assert told in err
    assert ("left out" in err) == bool(told)
    first, second = desk.asked
    assert second.startswith(first.rstrip("\n"))
    assert re.search(r"\n- 1時間37分だった。⟦f[0-9a-f]+⟧ → ", second)


def test_what_of_a_directive_the_notes_do_not_carry_is_told_and_the_rest_is_done(desk: Desk, drafter: Drafter) -> None:
    desk.put(RUN, f"<!-- drafter: 時間と順位を -->\n{RUN}")
    desk.replies["時間と順位を"] = "4時間52分で走り切った。⟦湖のまわり⟧\n\n⟦!⟧ 順位はどこにも\n書かれていない。"
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    assert "\n4時間52分で走り切った。\n" in desk.text
    assert "順位" not in desk.text
    assert "  your notes do not carry all of it: 順位はどこにも 書かれていない。\n" in err


def test_without_a_model_directives_stay_and_answers_are_taken_in(desk: Desk, drafter: Drafter) -> None:
    desk.put("<!-- ? 次の版はいつ？ -->", "<!-- ? 次の版はいつ？ -->\n来年の春に出す。")
    desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    code, _, err = drafter("revise", str(PLACE), model=False)
    assert code == 2
    assert "1 directive not carried out: a model is needed\nhint: give --model NAME" in err
    assert "1 answer taken in" in err
    assert "うれしかった。\n\n来年の春に出す。\n" in desk.text
    assert f"<!-- drafter: 短く -->\n{RUN}" in desk.text
    assert (desk.root / "drafter-answers/2024.md").exists()


def test_facts_that_were_paid_for_serve_a_directive_and_are_not_asked_for_again(desk: Desk, drafter: Drafter) -> None:
    desk.put(APP + LETTERS, f"<!-- drafter: 使った人のことを足して -->\n{APP}")
    desk.replies["使った人のことを足して"] = "[時刻表アプリ](p_bus)を公開した。⟦時刻表⟧手紙が届いた。⟦手紙が⟧"
    n_asked = len(desk.server.bodies)
    assert drafter("revise", str(PLACE))[0] == 0
    assert APP + "手紙が届いた。\n" in desk.text
    assert re.search(r"^- f[0-9a-f]+ \| [^|]*\| felt \| 手紙が届いてうれしかった。$", desk.asked[0], re.M)
    assert len(desk.server.bodies) - n_asked == 2  # the part, and what a judge says of it


def test_a_question_keeps_its_distance_from_the_line_that_ends_a_section(desk: Desk, drafter: Drafter) -> None:
    last = desk.root / "content/posts/looking-back/2023/index.md"
    text = last.read_text("utf-8")
    last.write_text(text.replace("広げたい。\n", "広げたい。\n\n<br>\n") + "\n<br>\n", "utf-8")
    assert drafter("generate", "--year", "2024")[0] == 0
    asked = "<!-- ? 次の版はいつ？ -->\n\n<br>\n"
    assert asked in desk.text
    desk.put("### 時刻表アプリ\n", "<!-- drafter: 一文に -->\n\n### 時刻表アプリ\n")
    desk.replies["一文に"] = "[時刻表アプリ](p_bus)を公開し、手紙が三通届いた。⟦時刻表+使った⟧"
    assert drafter("revise", str(PLACE))[0] == 0
    assert f"手紙が三通届いた。\n\n{asked}" in desk.text


def test_an_answer_is_evidence_for_a_directive(desk: Desk, drafter: Drafter) -> None:
    desk.put("<!-- ? 次の版はいつ？ -->", "<!-- ? 次の版はいつ？ -->\n来年の春に次の版を出す。")
    desk.put(APP, f"<!-- drafter: 次の版のことを足して -->\n{APP}")
    desk.replies["次の版のことを足して"] = "⟦!⟧ no"
    drafter("revise", str(PLACE))
    assert "my words: 「来年の春に次の版を出す。」" in desk.asked[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_stay(desk: Desk, drafter: Drafter, newline: str) -> None:
    text = desk.put(RUN, f"{{/* drafter： １文に */}}\n{RUN}")
    desk.path.write_bytes(("\ufeff" + text.replace("\n", newline)).encode("utf-8"))
    desk.replies["１文に"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    assert desk.text.startswith("\ufeff---")
    assert f"### 走る{newline}4時間52分で走り切った。{newline}{newline}###" in desk.text
    assert (desk.text.count("\r\n") == desk.text.count("\n")) is (newline == "\r\n")


def test_what_was_written_is_known_to_explain_and_to_undo(desk: Desk, drafter: Drafter) -> None:
    before = desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    assert drafter("revise", str(PLACE))[0] == 0
    written = State(desk.root).load_written(desk.path)
    assert written is not None
    assert written.text == desk.text
    told = {written.text[s.start : s.end]: s for s in written.sentences}
    assert told["4時間52分で走り切った。"].quotes[0].path == "content/posts/run/index.md"
    assert told["2024年は4記事を書いた。"].counts
    assert cli.main(["undo", str(PLACE)]) == 0
    assert desk.text == before


def test_diff_shows_and_writes_nothing(desk: Desk, drafter: Drafter) -> None:
    before = desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.put(APP, f"<!-- drafter: 根拠は？ -->\n{APP}")
    before = desk.text
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    code, out, _ = drafter("revise", str(PLACE), "--diff")
    assert code == 0
    assert "\n+4時間52分で走り切った。\n" in out
    assert out.count("\n-<!-- drafter:") == 2
    assert desk.text == before


def test_one_section_alone(desk: Desk, drafter: Drafter) -> None:
    desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.put(APP, f"<!-- drafter: 短く -->\n{APP}")
    desk.replies["短く"] = "[時刻表アプリ](p_bus)を公開した。⟦時刻表⟧"
    code, _, err = drafter("revise", str(PLACE), "--section", "時刻表アプリ")
    assert code == 0, err
    assert f"<!-- drafter: 短く -->\n{RUN}" in desk.text
    assert LETTERS not in desk.text


@pytest.mark.parametrize(
    ("broken", "code", "reason"),
    [
        (fail(500, "internal error"), 6, "internal error"),
        (fail(401, "bad key"), 6, "not done, it stays"),
        (say("", valid=False, usage={"prompt_tokens": 9000, "completion_tokens": 5}), 7, "not done, it stays"),
        (say("⟦⟦⟧?? 何か", usage={"prompt_tokens": 9000, "completion_tokens": 5}), 7, "do not stand"),
    ],
    ids=["500", "401", "empty", "garbage"],
)
def test_where_the_server_fails_the_directive_stays(
    desk: Desk, drafter: Drafter, broken: Canned, code: int, reason: str
) -> None:
    desk.put(APP, f"<!-- drafter: 根拠は？ -->\n{APP}")
    before = desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.broken = broken
    got, _, err = drafter("revise", str(PLACE), "--max-tokens", "100000")
    assert got == code, err
    assert reason in err
    assert desk.text == before.replace(f"<!-- drafter: 根拠は？ -->\n{APP}", APP)


def test_a_file_saved_meanwhile_wins_and_nothing_is_lost(desk: Desk, drafter: Drafter) -> None:
    desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"

    def meanwhile() -> None:
        desk.put("### 時刻表アプリ\n", "### 時刻表アプリ\n\n途中で書いた。\n\n")
        desk.put(f"{LETTERS}", "手紙は宝物だ。")

    desk.meanwhile = meanwhile
    code, _, err = drafter("revise", str(PLACE))
    assert code == 0, err
    assert "### 走る\n4時間52分で走り切った。\n" in desk.text
    assert "\n途中で書いた。\n" in desk.text
    assert "手紙は宝物だ。" in desk.text
    assert LETTERS not in desk.text


def test_words_changed_in_the_part_meanwhile_stand(desk: Desk, drafter: Drafter) -> None:
    desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    desk.meanwhile = lambda: desk.change(RUN, "走り切って泣いた。")
    code, _, err = drafter("revise", str(PLACE))
    assert "走り切って泣いた。" in desk.text, err
    assert code in (0, 7)


@pytest.mark.parametrize("now", ["", "<!-- drafter: やっぱり長く -->\n"])
def test_a_directive_that_changed_meanwhile_is_not_carried_out(desk: Desk, drafter: Drafter, now: str) -> None:
    desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    desk.meanwhile = lambda: desk.change("<!-- drafter: 短く -->\n", now)
    code, _, err = drafter("revise", str(PLACE))
    assert code == 8
    assert "you changed it while it was carried out" in err
    assert f"### 走る\n{now}{RUN}" in desk.text


def start(desk: Desk) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "drafter", "revise", str(PLACE), *desk.arguments]
    pipe = subprocess.DEVNULL
    paths = os.pathsep.join([str(Path(cli.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(command, cwd=desk.root, env={**os.environ, "PYTHONPATH": paths}, stdout=pipe, stderr=pipe)


@pytest.mark.parametrize("at", ["the request", "the judge's request, before the write"])
def test_a_killed_run_leaves_the_file_and_is_taken_up_again(desk: Desk, drafter: Drafter, at: str) -> None:
    before = desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    desk.replies["短く"] = "4時間52分で走り切った。⟦湖のまわり⟧"
    running: list[subprocess.Popen[bytes]] = []

    def answer(body: Body) -> Canned:
        user = str(body["messages"][-1]["content"])
        if user.startswith("Below is a part" if at == "the request" else "Below are sentences"):
            running[0].send_signal(signal.SIGKILL)
            return hang()
        return desk.answer(body)

    desk.server.plan = answer
    running.append(start(desk))
    assert running[0].wait(timeout=60) == -signal.SIGKILL
    assert desk.text == before
    desk.server.plan = desk.answer
    n_asked = len(desk.asked)
    assert drafter("revise", str(PLACE))[0] == 0
    assert "### 走る\n4時間52分で走り切った。\n" in desk.text
    assert len(desk.asked) == 1
    assert n_asked == (0 if at == "the request" else 1)  # what was answered is not paid for again


def test_nobody_agreed_so_nothing_is_sent(desk: Desk, drafter: Drafter, capsys: pytest.CaptureFixture[str]) -> None:
    before = desk.put(RUN, f"<!-- drafter: 短く -->\n{RUN}")
    code = cli.main(["revise", str(PLACE), "--model", "m", "--base-url", "http://model.example/v1"])
    assert code == 6
    assert "nobody is there to agree" in capsys.readouterr().err
    assert desk.text == before
    assert not desk.asked
