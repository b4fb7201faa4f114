"""`drafter search` on a blog with notes: what is found, shown, kept, and what never is."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import cli
from tests.conftest import BuildTree

EXAMPLE = Path(__file__).parents[2] / "eval" / "kaede-2024"
CANARY = "sk-proj-" + "Zq7" * 16
FILES = {
    "hugo.toml": 'baseURL = "https://example.org/"\nlanguageCode = "ja"\n',
    "content/posts/spark.md": "+++\ntitle = 'Sparkの試験'\ndate = 2024-12-08\n+++\n\n# 準備\n\n## 落ちたところ\n\n"
    "ウィンドウ関数でつまずいた。\r\n\r\n二度目で資格を取れた。\r\n",
    "content/posts/cat.md": "---\ntitle: A cat\ndate: 2023-05-01\ndraft: true\n---\n\nA cat on the ２ｎｄ shelf.\n",
    "notes/2024-03-02.md": "\ufeff猫が窓にいた。\n転職のことを考える。\n",
    "notes/"
    + unicodedata.normalize("NFD", "2024-04-01 ガラス.md"): "ガラスを拭いた。%%転職の本音%%\n<!-- 転職の覚え書き -->\n",
    "notes/secret.md": f"---\ndate: 2024-05-05\n---\n鍵は {CANARY} に変えた。\n",
    "notes/2024-06-01.md": "---\nprivate: true\n---\n転職の面接を受けた。\n",
}
Search = Callable[..., tuple[str, str]]


@pytest.fixture
def search(build_tree: BuildTree, capsys: pytest.CaptureFixture[str]) -> Search:
    """Search the blog of FILES; what is printed on each stream."""
    root = build_tree(FILES)

    def run(*arguments: str) -> tuple[str, str]:
        assert cli.main(["search", "-C", str(root), "--notes", str(root / "notes"), *arguments]) == 0
        return capsys.readouterr()

    return run


def paths(out: str) -> list[str]:
    return [line.split("  ")[0] for line in out.splitlines() if not line.startswith(" ")]


def test_a_place_is_shown_with_line_date_heading_and_words(search: Search) -> None:
    out, err = search("Spark", "資格")
    place = "content/posts/spark.md:12  2024-12-08  Sparkの試験 > 準備 > 落ちたところ  [spark, 資格]"
    assert out.splitlines()[:2] == [place, "    二度目で資格を取れた。"]
    assert paths(out) == ["content/posts/spark.md:12", "content/posts/spark.md:6"]
    assert err == "2 places for Spark 資格\n"


def test_one_and_two_characters_are_enough(search: Search) -> None:
    assert paths(search("猫")[0]) == ["notes/2024-03-02.md:1"]
    assert paths(search("転職")[0]) == ["notes/2024-03-02.md:2"]
    assert paths(search("2nd")[0]) == ["content/posts/cat.md:7"]
    assert paths(search("ガラス")[0]) == ["notes/2024-04-01 ガラス.md:1"]


def test_private_documents_comments_and_secrets_are_not_found_and_not_kept(search: Search, tmp_path: Path) -> None:
    assert search("本音", "面接", "覚え書き", CANARY)[0] == ""
    assert "鍵は" in search("鍵")[0]
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".drafter").rglob("*") if path.is_file())
    assert "猫".encode() in kept
    for hidden in ("面接", "本音", CANARY.lower(), "zq7zq7"):
        assert hidden.encode() not in kept
    assert CANARY not in search("鍵")[0]


def test_a_private_document_is_found_once_it_is_allowed_and_gone_when_no_more(search: Search, tmp_path: Path) -> None:
    settings = tmp_path / "drafter.toml"
    settings.write_text('[privacy]\nallow = ["notes/2024-06-01.md"]\n', "utf-8")
    assert paths(search("面接")[0]) == ["notes/2024-06-01.md:4"]
    settings.unlink()
    assert search("面接")[0] == ""
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".drafter").rglob("*") if path.is_file())
    assert "面接".encode() not in kept


def test_what_changed_is_found_anew_and_what_went_is_gone(search: Search, tmp_path: Path) -> None:
    search("猫")
    (tmp_path / "notes/2024-03-02.md").write_text("犬が窓にいた。\n", "utf-8")
    (tmp_path / "content/posts/spark.md").unlink()
    assert search("猫")[0] == ""
    assert paths(search("犬")[0]) == ["notes/2024-03-02.md:1"]
    assert search("ウィンドウ")[0] == ""


def test_a_broken_index_is_made_again_without_a_word(search: Search, tmp_path: Path) -> None:
    before = search("転職")
    (tmp_path / ".drafter/index.sqlite3").write_bytes(b"broken" * 2000)
    assert search("転職") == before


def test_a_year_leaves_out_the_others(search: Search) -> None:
    assert search("cat", "--year", "2024") == ("", "0 places for cat in 2024\n")
    assert paths(search("cat", "--year", "2023")[0]) == ["content/posts/cat.md:7"]


def test_json_is_for_programs(search: Search) -> None:
    out, _ = search("資格", "--json", "--limit", "1")
    (place,) = json.loads(out)
    assert (place["path"], place["line"], place["day"], place["words"]) == (
        "content/posts/spark.md",
        12,
        "2024-12-08",
        ["資格"],
    )
    assert json.loads(search("ペンギン", "--json")[0]) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ギター", "notes/趣味/2024-06-16 ガットギターとアコギ.md"),
        ("引き継ぎ資料を書いたのはいつ？", "notes/2024-09-02.md"),
        ("フルマラソンのタイム", "初めてのフル/index.md"),
        ("バスを止めてしまった", "つぎのバス 三日間の停止/index.md"),
        ("asdf", "tools/mise/index.md"),
        ("同じ時間の予約が重なるのを防ぐ", "排他制約で 二重予約を防ぐ/index.md"),
        ("ウィンドウ関数", "ウィンドウ関数の 覚え方/index.md"),
        ("青森", "青森 三泊四日/index.md"),
        ("DuckDB", "tools/duckdb/index.md"),
        ("日本語の文字数", "日本語の 文字数を数える/index.md"),
        ("UUID primary keys", "english/uuid-primary-key/index.md"),
        ("応用情報", "looking-back/2023/index.md"),
        ("有給", "notes/2024-09-17.md"),
        ("梅", ""),
    ],
)
def test_the_example_s_documents_are_among_the_first_five(
    query: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "kaede")
    arguments = ["-C", str(tmp_path / "kaede/site"), "--notes", str(tmp_path / "kaede/notes")]
    assert cli.main(["search", *arguments, query, "--limit", "5", "--json"]) == 0
    found = [unicodedata.normalize("NFC", place["path"]) for place in json.loads(capsys.readouterr().out)]
    assert any(path.endswith(expected) for path in found) if expected else not found
