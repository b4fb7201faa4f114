"""Made-up Japanese texts of 1.5 kB, the same ones every time: daily notes of three years or of one, posts of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

NOTE_BYTES = 1_500
SPANS = {"three years": (date(2022, 1, 1), 1096), "one year": (date(2024, 1, 1), 366)}
_PLACES = "温室 納屋 図書室 公民館 土手 作業台 屋根裏 港 直売所 分校 井戸端 工房".split()
_THINGS = """トマトの棚 自転車の車輪 古い棚板 町内の地図 ラジオの回路 星の写真 パンの種 井戸の蓋 句会の清書 雨量計
    ESP32の温度計 Rustの写経 SQLiteの台帳 MIDIの譜面 水車の歯車 活版の活字 燻製箱 蜂の巣箱 反射望遠鏡 灯油の配管
    PostgreSQLの控え LoRaの中継器 綿の糸車 柿渋の桶 藍の甕 真空管アンプ 製本の背 鳥の観察票 防災倉庫の帳面""".split()
_DEEDS = """を直した を作り始めた で失敗した を読み返した を片付けた を人に見せた が終わった を測り直した を諦めた
    に初めて触れた を公開した が完成した を組み替えた の勘違いに気づいた を3つに分けた""".split()
_REASONS = """雨が続いて外に出られなかったので 先週の失敗が悔しくて 近所の子に頼まれて 部品がやっと届いて
    本の図が間違っていると分かって 朝のうちに手が空いたので 湿気で紙が波打っていたから 古い帳面を見つけて""".split()
_FEELINGS = """手応えがあった。 来年もう一度やりたい。 思ったより時間がかかった。 理由はまだ分からない。
    とても嬉しかった。 少し悔しい。 やってみると難しくなかった。 次は順番を変えるべきだと学んだ。
    道具の手入れが一番大事だと気づいた。""".split()
_PLANS = "を仕上げる を人に教える の本を読む を測る を写真に残す の手順を書く を売りに出す".split()
_HEADINGS = "やったこと 分かったこと 困ったこと 気持ち 明日".split()
_TAGS = "工作 畑 読書 電子工作 観察 町内".split()
_GOALS = "水車の歯車を完成させる Rustで台帳を書き直す 句会に12回出る 反射望遠鏡で土星を撮る 本を24冊読む".split()
_LOOKING_BACK = "\n## やったこと\n\n水車を組んだ。\n\n## 2024年の目標\n\n" + "".join(f"- {goal}\n" for goal in _GOALS)


def make_part(number: int, n_chars: int) -> str:
    """Paragraphs of about so many characters, among them a word that stands in few parts."""
    chance = random.Random(number)
    text, paragraphs = f"第{number % 997}号の{chance.choice(_THINGS)}。\n", _paragraphs(chance)
    while len(text) < n_chars:
        text += f"{next(paragraphs)}\n"
    return text


def write_notes(folder: Path, n_notes: int, *, span: str) -> None:
    """Write the notes of a span into a folder, and beside them what its author looked back on and set out to do."""
    for number, day in enumerate(_days(n_notes, span)):
        chance = random.Random(number)
        head = f"---\ndate: {day}\ntags: [{', '.join(chance.sample(_TAGS, 2))}]\n---\n\n# {chance.choice(_THINGS)}\n"
        (folder / f"{day}-{number:05}.md").write_text(_fill(head, chance), "utf-8")
    (folder / "2023-12-31-looking-back.md").write_text(f"# 2023年の振り返り\n{_LOOKING_BACK}", "utf-8")


def write_site(root: Path, n_posts: int) -> None:
    """Write a Hugo site with the posts of one year, every tenth on a book, and the retrospective before."""
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    (root / "hugo.toml").write_text('baseURL = "https://example.org/"\nlanguageCode = "ja"\n', "utf-8")
    for number, day in enumerate(_days(n_posts, "one year")):
        chance = random.Random(number)
        tags = f'"{chance.choice(_TAGS)}", "{"読書" if number % 10 == 0 else chance.choice(_PLACES)}"'
        head = f'+++\ntitle = "{_deed(chance)}日のこと"\ndate = {day}T09:00:00+09:00\ntags = [{tags}]\n+++\n'
        (posts / f"{number:05}.md").write_text(_fill(head, chance), "utf-8")
    head = '+++\ntitle = "2023年の振り返り"\ndate = 2023-12-31T09:00:00+09:00\n+++\n'
    (posts / "looking-back.md").write_text(head + _LOOKING_BACK, "utf-8")


def _days(n: int, span: str) -> list[date]:
    start, n_days = SPANS[span]
    return [start + timedelta(days=number * n_days // n) for number in range(n)]


def _fill(text: str, chance: random.Random) -> str:
    paragraphs = _paragraphs(chance)
    while len(text.encode()) < NOTE_BYTES:
        text += f"\n{next(paragraphs)}\n"
    return text


def _paragraphs(chance: random.Random) -> Iterator[str]:
    """Headings, paragraphs and lists in turn, without end."""
    while True:
        yield f"## {chance.choice(_HEADINGS)}"
        yield "".join(_sentence(chance) for _ in range(chance.randint(2, 4)))
        yield "\n".join(f"- {_deed(chance)}" for _ in range(chance.randint(2, 4)))


def _sentence(chance: random.Random) -> str:
    plan = f"今年こそ{chance.choice(_THINGS)}{chance.choice(_PLANS)}つもりだ。"
    return chance.choice(
        [
            f"{chance.choice(_REASONS)}、{chance.choice(_PLACES)}で{_deed(chance)}。{chance.choice(_FEELINGS)}",
            f"{_deed(chance)}が、{chance.choice(_REASONS)}、{chance.randint(2, 90)}分かかった。",
            f"{chance.randint(2, 40)}回目で{_deed(chance)}。",
            plan,
        ]
    )


def _deed(chance: random.Random) -> str:
    return f"{chance.choice(_THINGS)}{chance.choice(_DEEDS)}"
