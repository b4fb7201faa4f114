"""The draft by a model, from facts to sections: what is proved stands, what is not is mended or dropped and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from drafter.errors import BudgetError, ContextError, ModelError, ReplyError
from drafter.model.budget import Budget
from drafter.model.chat import Request, Size
from drafter.model.prices import load_prices
from drafter.model.privacy import load_mask
from drafter.model.prompts import load_prompts
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.model_draft import ModelDrafted, draft_by_model
from drafter.records import Form, Standing
from drafter.store.state import State
from drafter.text.periods import year_period
from drafter.write.by_model import Written
from drafter.write.markdown import Layout, render_markdown
from tests.conftest import BuildTree
from tests.model_blog import FILES, GOOD, NOTHING_FOUND, as_it_was, draft_as, ids_in, plan, read_facts
from tests.pipeline.conftest import OpenBlog
from tests.scripted import Answer, ScriptedModel


@dataclass(frozen=True)
class Made:
    made: ModelDrafted
    model: ScriptedModel

    @property
    def text(self) -> str:
        return render_markdown(self.made.drafted.draft, layout=Layout())[0]

    @property
    def written(self) -> Written:
        assert self.made.written is not None
        return self.made.written

    @property
    def dropped(self) -> str:
        return "\n".join(f"{d.text} {d.reason}" for d in self.made.drafted.draft.dropped)


Write = Callable[..., Made]


@pytest.fixture
def write(build_tree: BuildTree, open_blog: OpenBlog) -> Write:
    """Draft the blog of FILES with a scripted model that answers `draft` so, and the rest well."""

    def run(draft: Answer, *, files: Mapping[str, str] = FILES, candidates: int = 1, **answers: object) -> Made:
        root = build_tree(files)
        project = open_blog(root, notes=("notes",))
        given: dict[str, object] = {
            "facts": read_facts,
            "resolve": {"same": [], "subjects": []},
            "outline": plan,
            "draft": draft,
            "check": NOTHING_FOUND,
            "revise": as_it_was,
        }
        model = ScriptedModel(**{**given, **answers})  # type: ignore[arg-type]
        model.models = {Size.LARGE: "large", Size.SMALL: "small"}  # type: ignore[attr-defined]
        session = SimpleNamespace(
            client=model,
            budget=Budget(load_prices({})),
            mask=load_mask(State(root), deny=("湖月商事",)),
            prompts=load_prompts(),
            host="models.example",
        )
        prepared = prepare_period(project, year_period(2024), GenerateOptions()).prepared
        return Made(draft_by_model(prepared, session, candidates=candidates), model)  # type: ignore[arg-type]

    return run


def test_the_draft_has_no_marks_of_the_model_and_the_marks_of_its_author(write: Write) -> None:
    made = write(draft_as(GOOD))
    assert "⟦" not in made.text
    assert "少し仲良くなれたのかもしれない。<!-- ? -->" in made.text
    assert "<!-- ? 次の版はいつ？ -->" in made.text
    assert "2024年は4記事を書いた。" in made.text
    assert "[時刻表アプリ](/posts/bus/)を公開した。" in made.text
    assert "- 英語の記事を書く。" in made.text
    assert made.dropped.count("\n") < 3
    assert [question.text for question in made.made.drafted.draft.asked] == ["次の版はいつ？"]


def test_every_sentence_points_to_the_words_it_rests_on(write: Write) -> None:
    made = write(draft_as(GOOD))
    sentences = [
        s for x in made.made.drafted.draft.sections for p in x.passages for s in p.sentences if p.form != Form.QUESTION
    ]
    by_text = {s.text: s for s in sentences}
    run = by_text["湖のまわりを4時間52分で走り切った。"]
    assert [quote.text for quote in run.quotes] == ["湖のまわりを4時間52分で走り切った。"]
    assert by_text["2024年は4記事を書いた。"].counts[0].rule.startswith("documents of kind post, published")
    assert all(s.quotes or s.counts or s.standing is Standing.PROPOSED for s in sentences)


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("湖のまわりを3時間52分で走り切った。⟦{run}⟧", "number"),
        ("Rustを徹底的に学んだ。⟦{rust}⟧", "claim"),
        ("Kubernetesを少しだけ触った。⟦{rust}⟧", "name"),
        ("十月のメモには、Rustを少しだけ触ったと書いていた。⟦{rust}⟧", "archive"),
        ("来年は海外で働く。", "unmarked"),
        ("何かがあった。⟦f0000⟧", "mark"),
        ("来年は5冊の本を読みたい。⟦?⟧", "proposal"),
        ("Rustを少しだけ触り、とても楽しかった。⟦{rust}⟧", "feeling"),
    ],
    ids=lambda value: value if "⟦" not in value and len(value) < 10 else "",
)
def test_a_sentence_that_does_not_stand_is_dropped_with_its_reason(write: Write, sentence: str, rule: str) -> None:
    made = write(
        draft_as(GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", f"Rustを少しだけ触った。⟦{{rust}}⟧\n\n{sentence}"))
    )
    words = re.sub(r"⟦.*?⟧", "", sentence)
    assert words not in made.text
    assert words in made.dropped
    assert rule in {fault.rule for faults in made.written.first.hard for fault in faults}
    (revise,) = made.model.asked("revise")
    assert words in revise.user.split("What the check found:")[1]


def test_what_the_title_of_its_source_gives_may_be_told(write: Write) -> None:
    files = {
        **FILES,
        "content/posts/rust/index.md": FILES["content/posts/rust/index.md"].replace("少し触る", "７日で触る"),
    }
    told = GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", "Rustを7日、少しだけ触った。⟦{rust}⟧")
    assert "Rustを7日、少しだけ触った。" in write(draft_as(told), files=files).text
    assert "Rustを7日、少しだけ触った。" not in write(draft_as(told)).text


def test_what_the_judge_finds_is_given_to_the_revision_and_dropped_if_it_stays(write: Write) -> None:
    def judge(request: Request) -> Mapping[str, object]:
        (number,) = re.findall(r"^(\d+)\. \[proved\] 三通の手紙", request.user, re.M)
        finding = {"problem": "feeling", "words": "うれしかった", "advice": "say only that they came"}
        return {"findings": [{"sentence": int(number), **finding}]}

    made = write(draft_as(GOOD), check=[judge])
    assert "say only that they came" in made.model.asked("revise")[0].user
    assert "三通の手紙" not in made.text
    assert "judged: feeling" in made.dropped


def test_a_revision_that_mends_is_taken(write: Write) -> None:
    bad = GOOD.replace("4時間52分で走り切った。⟦{run}⟧歩き", "3時間52分で走り切った。⟦{run}⟧歩き")
    made = write(
        draft_as(bad), revise=lambda request: as_it_was(request).replace("3時間52分で", "4時間52分で、なんとか")
    )
    assert made.written.revised
    assert "3時間" not in made.text
    assert len(made.model.asked("check")) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda body: re.sub(r"⟦f[0-9a-f]+⟧", "", body), "it lost marks"),
        (lambda body: body.replace("4時間52分", "9時間52分"), "the check found"),
        (lambda body: body.split("###")[0] + "### 走る\nRustを少しだけ触った。⟦?⟧", "it kept"),
    ],
    ids=["loses marks", "worse", "shorter"],
)
def test_a_revision_that_is_worse_is_refused(write: Write, change: Callable[[str], str], reason: str) -> None:
    made = write(draft_as(GOOD), revise=lambda request: change(as_it_was(request)))
    assert not made.written.revised
    assert any(f"the revision was not taken: {reason}" in notice for notice in made.made.drafted.notices)
    assert "4時間52分で走り切った。" in made.text


def test_without_judge_and_revision_the_draft_is_checked_by_code(write: Write) -> None:
    bad = GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", "Rustを徹底的に学んだ。⟦{rust}⟧")
    made = write(draft_as(bad), check=ModelError("no answer"), revise=ReplyError("no answer"))
    assert "徹底的" not in made.text
    assert "4時間52分で走り切った。" in made.text
    assert any("checked by code only" in notice for notice in made.made.drafted.notices)


@pytest.mark.parametrize("stage", ["outline", "draft"])
@pytest.mark.parametrize("error", [BudgetError("spent"), ReplyError("no form")], ids=["budget", "reply"])
def test_where_a_stage_fails_the_draft_is_made_by_code_and_says_so(
    write: Write, stage: str, error: ModelError | ReplyError
) -> None:
    made = write(**{"draft": draft_as(GOOD), stage: error})
    assert made.made.written is None
    assert any(str(error) in notice for notice in made.made.drafted.notices)
    assert "湖のまわりを4時間52分で走り切った。" in made.text


def test_a_draft_that_is_too_long_to_ask_is_written_by_sections_that_know_each_other(write: Write) -> None:
    def answer(request: Request) -> object:
        if "Write only these sections now" not in request.user:
            return ContextError("too long")
        ids = ids_in(request)
        heading = re.search(r"^### (.*)", request.user.split("The plan")[1], re.M)
        told = {"走る": "湖のまわりを4時間52分で走り切った。⟦{run}⟧", "時刻表アプリ": "時刻表アプリを公開した。⟦{bus}⟧"}
        body = told.get(heading[1] if heading else "", "Rustを少しだけ触った。⟦{rust}⟧")
        return f"### {heading[1] if heading else 'x'}\n" + re.sub(r"\{(\w+)\}", lambda m: ids.get(m[1], m[1]), body)

    made = write(answer)
    parts = [request for request in made.model.asked("draft") if "Write only" in request.user]
    assert len(parts) >= 3
    assert "The other sections tell" in parts[0].user
    assert "走り切った。" in made.text
    assert "時刻表アプリを公開した。" in made.text


def test_private_words_need_a_yes_and_private_traces_of_a_new_job_are_not_told(write: Write) -> None:
    more = "朝の散歩を始めた。⟦{walk}⟧\n\n最終出社日だった。⟦{job}⟧"
    made = write(
        draft_as(GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", f"Rustを少しだけ触った。⟦{{rust}}⟧\n\n{more}"))
    )
    assert "朝の散歩を始めた。<!-- ? -->" in made.text
    assert "最終出社日" not in made.text
    assert "(not shown) private:" in made.dropped
    assert "最終出社日" not in made.dropped
    questions = [question.text for question in made.made.drafted.draft.questions]
    assert any("新しい会社" in text or "最終出社" in text for text in questions)


def test_proposals_are_a_quarter_at_most(write: Write) -> None:
    thought = "".join(f"それでよかったのだと思う{'。' if n else 'な。'}⟦?⟧\n\n" for n in range(9))
    made = write(draft_as(GOOD.replace("### ブログ\n", f"### ブログ\n{thought}")))
    sentences = [
        s for x in made.made.drafted.draft.sections for p in x.passages for s in p.sentences if p.form != Form.QUESTION
    ]
    n_proposed = sum(s.standing is Standing.PROPOSED for s in sentences)
    assert 0 < n_proposed <= len(sentences) / 4
    assert "more proposals than a quarter" in made.dropped


def test_of_several_candidates_the_one_with_fewer_faults_and_the_judges_vote_is_kept(write: Write) -> None:
    bad = GOOD.replace("4時間52分", "1時間52分")
    other = GOOD.replace("少し仲良くなれたのかもしれない", "もう一度走りたい気もする")
    made = write(
        [draft_as(bad), draft_as(GOOD), draft_as(other)],
        candidates=3,
        choose={"reason": "livelier", "best": "B"},
    )
    (choose,) = made.model.asked("choose")
    assert [request.sample for request in made.model.asked("draft")] == [0, 1, 2]
    assert choose.user.index("仲良く") < choose.user.index("もう一度走りたい")
    assert "もう一度走りたい気もする" in made.text


def test_the_earlier_retrospective_gives_form_and_no_event(write: Write) -> None:
    made = write(draft_as(GOOD.replace("### ブログ\n", "### ブログ\n思ったより考えることが多かった。⟦{rust}⟧\n\n")))
    (request,) = made.model.asked("draft")
    assert "毎朝使っている" in request.user
    assert "Not one of its events belongs to 2024年" in request.user


def test_the_year_is_told_from_what_was_read_where_some_was_not(write: Write) -> None:
    def answer(request: Request) -> object:
        return (
            BudgetError("the next request may cost $0.2") if "Rustを少しだけ" in request.user else read_facts(request)
        )

    made = write(draft_as(GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", "")), facts=[answer])
    assert "content/posts/rust/index.md" in "\n".join(made.made.drafted.notices)
    assert "走り切った。" in made.text
    assert made.made.told.unread


def test_scores_say_how_much_is_proved(write: Write) -> None:
    scores = {score.metric: score for score in write(draft_as(GOOD)).made.scores}
    assert scores["grounded"].value is not None
    assert scores["grounded"].value > 0.8


def test_no_request_names_a_path_of_this_machine(write: Write, tmp_path: Path) -> None:
    made = write(draft_as(GOOD))
    assert all(str(tmp_path) not in request.user for request in made.model.requests)


def test_goals_for_next_year_are_a_menu_with_one_question(write: Write) -> None:
    made = write(draft_as(GOOD + "\n## 2025年の目標\n### 書く\n- 英語の記事を書く。\n"))
    _, _, menu = made.text.partition("## 2025年の目標")
    assert menu == "\n\n### 書く\n\n- 英語の記事を書く。\n\n<!-- ? どれを2025年の目標にする？ -->\n"
    assert "どれを2025年" not in write(draft_as(GOOD)).text


def test_the_menu_is_the_section_that_names_the_next_year(write: Write) -> None:
    two = "\n## やりたいこと\n- 英語の記事を書く。\n\n## ２０２５年にやりたいこと\n- 英語の記事を書く。\n"
    text = write(draft_as(GOOD + two)).text
    assert text.endswith("年にやりたいこと\n\n- 英語の記事を書く。\n\n<!-- ? どれを2025年の目標にする？ -->\n")
    assert text.count("どれを2025年") == 1


def test_posts_that_no_sentence_names_are_listed_where_the_posts_are_counted(write: Write) -> None:
    files = {**FILES, "content/posts/memo/index.md": "---\ntitle: 棚の寸法\ndate: 2024-04-02\n---\n\n棚の寸法。\n"}
    made = write(draft_as(GOOD), files=files)
    assert "そのほか：[棚の寸法](/posts/memo/)" in made.text
    assert made.text.index("記事を書いた。") < made.text.index("棚の寸法")
    linked = GOOD.replace("仲良くなれたのかもしれない", "[棚]({p_memo})のように整えられるのかもしれない")
    assert write(draft_as(linked), files=files).text.count("/posts/memo/") == 1


def test_an_item_that_heads_what_stands_below_it_needs_no_mark(write: Write) -> None:
    made = write(
        draft_as(GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", "\n\n- 言語\n\n    Rustを少しだけ触った。⟦{rust}⟧"))
    )
    assert "- 言語\n" in made.text
    assert "Rustを少しだけ触った。" in made.text


def test_a_heading_of_items_goes_with_what_it_heads(write: Write) -> None:
    made = write(draft_as(GOOD.replace("Rustを少しだけ触った。⟦{rust}⟧", "\n\n- 言語\n\n    Rustを極めた。⟦{rust}⟧")))
    assert "言語" not in made.text


def test_what_the_last_one_promised_can_be_called_back_to(write: Write) -> None:
    made = write(draft_as(GOOD))
    (plan_request,) = made.model.asked("outline")
    said = re.search(r"^(f[0-9a-f]{4,}) \| 来年は隣の町まで広げたい。", plan_request.user, re.M)
    assert said
    told = f"### ブログ\n来年は隣の町まで広げたい、というのが一年前の抱負だった。⟦{said[1]}⟧"
    again = write(draft_as(GOOD.replace("### ブログ", told)))
    assert "一年前の抱負" in again.text, again.dropped
    assert "隣の町まで広げた。" not in again.text


def test_without_a_single_proved_fact_the_draft_is_made_by_code(write: Write) -> None:
    made = write(draft_as(GOOD), facts=[{"facts": []}])
    assert made.made.written is None
    assert "found no fact whose words stand" in made.made.drafted.notices[0]
    assert "湖のまわりを4時間52分で走り切った。" in made.text


def test_a_goal_that_goes_on_from_what_is_unfinished_may_be_proposed(write: Write) -> None:
    goal = "Rustの試験に合格する。⟦?⟧"
    made = write(draft_as(GOOD + f"\n## 2025年の目標\n- {goal}\n"))
    assert "- Rustの試験に合格する。<!-- ? -->" in made.text
    assert "試験に合格" not in write(draft_as(GOOD.replace("### ブログ\n", f"### ブログ\n{goal}\n\n"))).text


def test_what_became_of_a_goal_is_kept_where_it_stands_in_a_menu_too(write: Write) -> None:
    def plan_twice(request: Request) -> Mapping[str, object]:
        planned = dict(plan(request))
        goals = re.findall(r"^(g[0-9a-f]{4,}) \|", request.user, re.M)
        review, menu = ([{"id": g, "facts": f} for g in goals] for f in ([ids_in(request)["rust"]], []))
        heads = {"level": 2, "brief": "", "facts": [], "works": []}
        planned["items"] = [
            {**heads, "heading": "目標の振り返り", "goals": review},
            {**heads, "heading": "2025年の目標", "goals": menu},
        ]
        return planned

    made = write(draft_as(GOOD), outline=plan_twice)
    ((asked,), (request,)) = made.model.asked("outline"), made.model.asked("draft")
    assert len(re.findall(rf"shown by: .*{ids_in(asked)['rust']}", request.user)) == 4
