"""Seconds and memory of reading and drafting made-up notes, and how both grow from 1,000 notes to 10,000."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

NOTE_BYTES = 1_500
SECONDS_MAX = 60
MIB_MAX = 1024
GROWTH_MAX = 12
SUBJECTS = (
    "温室",
    "トマトの棚",
    "自転車の車輪",
    "古い棚板",
    "町内の地図",
    "ラジオの回路",
    "星の写真",
    "パンの種",
    "井戸の蓋",
    "句会",
)
VERBS = (
    "を直した",
    "を作り始めた",
    "で失敗した",
    "を読み返した",
    "を片付けた",
    "を人に見せた",
    "が終わった",
    "を測り直した",
)
ENDS = (
    "手応えがあった。",
    "来年もう一度やりたい。",
    "思ったより時間がかかった。",
    "3回目でうまくいった。",
    "理由はまだ分からない。",
)


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    mib: float


def write_notes(folder: Path, n_notes: int) -> None:
    """Notes of 1.5 kB over the days of 2022 to 2024, the same ones every time."""
    chance = random.Random(7)
    for number in range(n_notes):
        day = date(2022, 1, 1) + timedelta(days=number * 1096 // n_notes)
        text = f"---\ndate: {day}\ntags: [{chance.choice(SUBJECTS)}]\n---\n\n# {chance.choice(SUBJECTS)}\n"
        while len(text.encode()) < NOTE_BYTES:
            text += (
                f"\n{chance.choice(SUBJECTS)}{chance.choice(VERBS)}。{chance.choice(ENDS)}今日で{number}日目になる。\n"
            )
        (folder / f"{day}-{number}.md").write_text(text, "utf-8")


def measure(arguments: list[str]) -> Run:
    """Wall seconds and peak memory of one drafter process."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "drafter", *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Run(time.perf_counter() - start, usage.ru_maxrss / unit)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """1,000 notes, and 10,000."""
    small, large = tmp_path_factory.mktemp("small"), tmp_path_factory.mktemp("large")
    write_notes(small, 1_000)
    write_notes(large, 10_000)
    return small, large


@pytest.mark.parametrize(
    "period", [["--year", "2024"], ["--from", "2022-01-01", "--to", "2024-12-31"]], ids=["a third", "all"]
)
@pytest.mark.parametrize("command", [["stats"], ["generate", "--stdout"]], ids=["stats", "generate"])
def test_ten_times_the_notes_take_no_more_than_twelve_times_as_long(
    folders: tuple[Path, Path], command: list[str], period: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    small, large = (measure([*command, "-C", str(folder), *period]) for folder in folders)
    growth = large.seconds / small.seconds
    with capsys.disabled():
        print(
            f"\ndrafter {command[0]} of {' '.join(period)}: 1,000 notes {small.seconds:.1f} s, {small.mib:.0f} MiB;"
            f" 10,000 notes {large.seconds:.1f} s, {large.mib:.0f} MiB; growth {growth:.1f}"
        )
    assert growth <= GROWTH_MAX
    assert large.seconds < SECONDS_MAX
    assert large.mib < MIB_MAX
