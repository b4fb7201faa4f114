"""`drafter publish`: a draft becomes a post by two lines, or stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli
from drafter.pipeline.check import find_hugo
from drafter.store.published import load_published
from drafter.store.state import State

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Publish = Callable[..., tuple[int, bytes, str, str]]
POST = "content/posts/2024/index.md"
HUGO: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\ntimeZone = 'Asia/Tokyo'\n",
    "layouts/_default/single.html": "<html><body>{{ .Content }}</body></html>",
    "content/posts/onshitsu.md": "---\ntitle: 温室\ndate: 2024-03-10\n---\n\n温室を建てた。\n",
}
BODY = "\n## 庭\n\n温室を建てた。  \n- 柿\n"
TOML = """\
+++
title = '2024年の振り返り' # 仮
date = 2024-12-01T08:00:00+09:00 # 書き始め
draft = true
tags = ['園芸',]
+++
"""
YAML = '---\ntitle: "2024年の振り返り"\ndraft:   true # まだ\ndate: "2024-12-01"\n---\n'
JSON = '{\n  "title": "2024年の振り返り",\n  "draft": true,\n  "date": "2024-12-01"\n}\n'


@pytest.fixture
def publish(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Publish:
    """Publish a file at its place; the code, the bytes it has then, and what was printed and said."""

    def call(
        content: str | bytes, *arguments: str, site: Mapping[str, str | bytes] = HUGO, path: str = POST
    ) -> tuple[int, bytes, str, str]:
        monkeypatch.chdir(build_tree({**site, path: content}))
        code = cli.main(["publish", path, *arguments])
        out, err = capsys.readouterr()
        return code, Path(path).read_bytes(), out, err

    return call


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize(
    ("head", "changes"),
    [
        pytest.param(TOML, {"2024-12-01T08": "2025-01-03T00", "draft = true": "draft = false"}, id="TOML"),
        pytest.param(YAML, {"2024-12-01": "2025-01-03", "draft:   true": "draft:   false"}, id="YAML"),
        pytest.param(JSON, {"2024-12-01": "2025-01-03", '"draft": true': '"draft": false'}, id="JSON"),
    ],
)
def test_the_flag_and_the_date_change_and_no_other_byte(
    publish: Publish, head: str, changes: dict[str, str], mark: str, ends: str
) -> None:
    before = mark + (head + BODY).replace("\n", ends)
    code, after, out, err = publish(before.encode(), "--date", "2025-01-03", "--no-build")
    wanted = before
    for old, new in changes.items():
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, new)
    assert (code, after.decode(), out) == (0, wanted, f"{POST}\n")
    assert "set draft = false" in err


def test_without_a_date_it_is_dated_now_in_its_own_shape(publish: Publish) -> None:
    code, after, _, _ = publish(TOML + BODY, "--no-build")
    assert code == 0
    assert b"2024-12-01" not in after
    assert b"+09:00 # " in after
    assert b"draft = false" in after


@pytest.mark.parametrize(
    ("left", "rule"),
    [
        ("温室を建てた。<!-- ? -->", "left-proposal"),
        ("<!-- ? 柿は？ -->", "left-question"),
        ("<!-- drafter: 短く -->", "left-directive"),
        ("[池](/posts/nai/)を見た。", "dead-link"),
    ],
)
def test_it_refuses_and_lists_what_is_left(publish: Publish, left: str, rule: str) -> None:
    text = TOML + BODY + left + "\n"
    code, after, out, err = publish(text, "--no-build")
    assert (code, after) == (9, text.encode())
    (line,) = out.splitlines()
    assert line.startswith(f"{POST}:12:")
    assert line.endswith(f"[{rule}]")
    assert "nothing was changed" in err
    assert not Path(".drafter").exists()


def test_a_hint_on_the_authors_own_words_keeps_nothing_back(publish: Publish) -> None:
    code, _, _, err = publish(TOML + BODY + "柿を777個もらった。\n", "--no-build")
    assert code == 0
    assert "1 hint" in err


def test_a_dry_run_writes_nothing(publish: Publish) -> None:
    code, after, _, err = publish(TOML + BODY, "--date", "2025-01-03", "--dry-run", "--no-build")
    assert (code, after) == (0, (TOML + BODY).encode())
    assert "would set draft = false\n" in err
    assert not Path(".drafter").exists()


def test_a_published_post_keeps_its_date_unless_one_is_given(publish: Publish) -> None:
    text = (TOML + BODY).replace("draft = true", "draft = false")
    code, after, _, err = publish(text, "--no-build")
    assert (code, after) == (0, text.encode())
    assert "published already" in err
    assert b"2025-02-01T00:00:00+09:00" in publish(text, "--no-build", "--date", "2025-02-01")[1]


def test_jekyll_and_zenn_publish_by_their_own_key(publish: Publish) -> None:
    jekyll = {
        "_config.yml": "title: x\nurl: https://x.example\n",
        "_posts/2024-04-02-a.md": "---\ntitle: a\n---\n\nA.\n",
    }
    text = "---\nlayout: post\ntitle: 2024 in review\npublished: false\n---\n\nI baked.\n"
    after = publish(text, site=jekyll, path="_posts/2025-01-04-2024-in-review.md")[1]
    assert after.decode() == text.replace("false", "true")
    head = '---\ntitle: "x"\nemoji: "🦀"\ntype: "tech"\ntopics: []\npublished: false\n---\n\n走った。\n'
    zenn = {"articles/a.md": head.replace("false", "true")}
    assert publish(head, site=zenn, path="articles/b.md")[1].decode() == head.replace("false", "true")


def test_what_lies_in_drafts_is_not_published_by_its_front_matter(publish: Publish) -> None:
    jekyll = {"_config.yml": "title: x\n", "_posts/2024-04-02-a.md": "---\ntitle: a\n---\n\nA.\n"}
    code, after, _, err = publish("---\ntitle: b\n---\n\nB.\n", site=jekyll, path="_drafts/b.md")
    assert (code, after) == (4, b"---\ntitle: b\n---\n\nB.\n")
    assert "hint: move it to _posts" in err


def test_other_encodings_and_wrong_days_are_refused(publish: Publish) -> None:
    code, _, _, err = publish((TOML + BODY).encode("cp932"), "--no-build")
    assert (code, "not UTF-8" in err) == (8, True)
    assert publish(TOML, "--date", "soon")[0] == 2


def test_what_was_published_is_remembered_beside_what_drafter_wrote(
    publish: Publish, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(TOML, "--dry-run")  # lays out the site
    Path(POST).unlink()
    assert cli.main(["generate", "--year", "2024", "--no-figure", "--out", POST]) == 0
    path, state = Path(POST).resolve(), State(Path().resolve())
    before = state.load_written(path)
    assert before is not None
    text = path.read_text("utf-8")
    path.write_text("".join(line for line in text.splitlines(True) if "<!-- ?" not in line), "utf-8")
    assert cli.main(["publish", POST, "--date", "2025-01-03", "--no-build"]) == 0
    published = load_published(state, path)
    assert published is not None
    assert (published.text, published.date[:10]) == (path.read_text("utf-8"), "2025-01-03")
    assert state.load_written(path) == before


@pytest.mark.skipif(find_hugo() is None, reason="no hugo on the PATH")
def test_hugo_serves_the_published_post_without_drafts(publish: Publish, build_hugo: Callable[..., Path]) -> None:
    assert publish(TOML + BODY, "--date", "2025-01-03")[0] == 0
    assert (build_hugo(Path(), drafts=False) / "posts/2024/index.html").exists()
