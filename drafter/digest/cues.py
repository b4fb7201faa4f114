"""Which sentences tell what happened: cue words of outcome, change, learning, feeling and plan, as tables.

Centrality finds typical sentences, a retrospective wants outcomes: cues first, graph ranking second.
A definition, an instruction or another person's words scores below zero and is never told as the author's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from drafter.records import FactKind


@dataclass(frozen=True, slots=True)
class Cue:
    """What a sentence is, how much it says by its words, and the name of the life event it hints at, if any."""

    kind: FactKind
    weight: float
    event: str = ""


# The turning points of a year, by the words people use around them. The name is for grouping, not for the draft.
EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "job",
        re.compile(
            r"転職|退職(?!した(?:メンバー|人|友人|同僚|先輩|方|仲間))|入社(?!後)|内定|最終出社|前職|現職|新しい会社|異動(?:し|に|が|の|先)|昇進"
            r"|オファー(?:を|レター)|有給消化"
            r"|new job|quit my job|last day at|joined .{1,30} as|promoted to",
            re.I,
        ),
    ),
    (
        "move",
        re.compile(
            r"引っ?越し|引越|転居|上京|移住|帰国し|日本に帰って|海外赴任"
            r"|moved (?:in)?to (?:a new )?(?:apartment|house|flat|city|town)"
            r"|new apartment|new house",
            re.I,
        ),
    ),
    (
        "family",
        re.compile(
            r"結婚(?:し|式を挙)|入籍|婚約|出産|(?:子|子ども|子供|息子|娘|赤ちゃん)が生まれ|育休(?:を|に|から)"
            r"|got married|was born|engaged to",
            re.I,
        ),
    ),
)

_GIVES_AWAY = re.compile(
    r"面接(?!官)|(?:一次|二次|最終|カジュアル|オファー)面談|選考|送別会|引き継ぎ|仕事が変わ[っり]|新しい(?:仕事|職場)"
    r"|job interview|notice period",
    re.I,
)

_OUTCOME = re.compile(
    r"合格|受かっ|(?:資格|認定|試験|免許|特許|スコア)[^。]{0,12}取得(?:し|でき)|受賞|選出|達成|完走|優勝|入賞|リリースし|公開し|完成し|終わらせ|終えた|読了"
    r"|読み終え|登壇し|発表し|寄稿し|出版"
    r"|採用され|マージされ|開設し|立ち上げ|自己ベスト|無事|ようやく|ついに|やっと|完売|突破"
    r"|できるようになっ|使えるようになっ|[から]ら?[0-9０-９一二三四五六七八九十百千.]+(?:%|％|時間|分|秒|倍|件|人"
    r"|円|km|キロ|本|冊).{0,8}(?:短縮|削減|増え|減っ|改善|向上)"
    r"|\b(?:released|launched|shipped|published|finished|completed|passed|won|reached|hired|all-time high"
    r"|first time|finally"
    r"|sold|grew|increased|doubled|closed|migrated|record)\b",
    re.I,
)
_CHANGE = re.compile(
    r"初めて|はじめて|始め(?:た|まし|てみ)|はじめ(?:た|まし)|辞め(?:た|まし)|やめ(?:た|まし)|移行し|導入し|乗り換え"
    r"|買(?:った|いまし)|購入し|作っ(?:た|てみ)|つくっ(?:た|てみ)"
    r"|作成し|実装し|書き直し|切り替え(?:た|まし)|参加し(?:た|まし|始)|開発し|挑戦し|続け(?:た|まし|られ)"
    r"|決め(?:た|まし)|決まっ"
    r"|\b(?:started|stopped|switched|moved|bought|built|rewrote|replaced|decided|joined|learned to|tried"
    r"|redesigned|outsourced)\b",
    re.I,
)
_DECIDED = re.compile(r"決め(?:た|まし)|ことにし(?:た|まし)|決断|\bdecided\b", re.I)
_LEARNED = re.compile(
    r"学ん|学び(?:が|に|を|だ|で|となっ)|勉強になっ|分かっ(?:た|て|まし)|わかっ(?:た|て|まし)|気[づ付]い(?:た|て)"
    r"|気づき|理解(?:でき|が(?:深|進)|し(?:た|まし))|身に[つ付]"
    r"|知っ(?:た|て|まし)|教訓|\b(?:i learned|learned that|realized|discovered|lesson|turns out)\b",
    re.I,
)
_FELT = re.compile(
    r"感じ(?:た|る|て|まし)|実感|思っ(?:た|て|まし)|思う|思います|気がする|嬉し|うれし|楽し(?:か|い|く|め)"
    r"|面白(?:か|い|く)|良かっ|よかっ|悔し|残念|反省|満足|助かっ"
    r"|驚い|不安|後悔|大変だっ|しんど|つら(?:か|い)|辛(?:か|い)|ありがた|感謝"
    r"|\bI(?:'m| am| was| felt| feel| love| loved| enjoyed| hate| hated| wish)\b"
    r"|\b(?:happy|proud|surprised|frustrat\w+|disappoint\w+|regret)\b",
    re.I,
)
_STRUGGLED = re.compile(
    r"苦労|ハマっ|はまっ(?:た|て)|つまず|詰まっ|うまくいか|できなかっ|失敗|間に合わ|諦め|挫折|炎上"
    r"|障害(?:が|を|対)|\b(?:struggled|failed|stuck|mistake|problem was|couldn't|didn't work)\b",
    re.I,
)
# 「食べたい」, not 「夢みたい」 or 「冷たい」.
_WISHED = r"(?:(?:て|で|読|飲|住|組|休|頼|進|挑)み|[しきぎえてねりいちにびべれめけげせぜじ見出寝着得居来])たい"
_PLANNED = re.compile(
    rf"{_WISHED}(?:$|[。！!〜ー～と、なでがけ])|つもり(?:だ(?!っ)|です)"
    r"|予定(?:だ(?!っ)|です|。)|来年(?:は|も|こそ)|するぞ|がんばるぞ|頑張るぞ"
    r"|\b(?:I plan to|I want to|I'd like to|next year|my goal)\b",
    re.I,
)
_PAST = re.compile(
    r"(?:した|った|いた|えた|けた|げた|せた|てた|ねた|べた|めた|れた|きた|ぎた|じた|ちた|びた|みた|りた|んだ|いだ"
    r"|ました|でした|なかった)(?:[。！!？?…〜～ー笑\s]|$|(?:が|けど|けれど|ので|から|と思)[、,])"
)
_TERSE = re.compile(
    r"[をにがへで][^。、をにがへで]{0,8}(?:公開|完了|開始|終了|調査|作成|対応|修正|確認|参加|購入|受験|提出|発表|登壇|導入|移行|更新"
    r"|追加|削除|実装|リリース|レビュー|デプロイ|[うくぐすつぬぶむる])[。]?$"
)
_PAST_EN = re.compile(
    r"\b(?:I|we|We|my|My|our|Our)\b[^.!?]*\b(?:\w+ed|was|were|had|did|went|got|made|wrote|took|found|began|came"
    r"|saw|spent|ran)\b"
)
_NUMBER = re.compile(
    r"[0-9０-９]+(?:\.[0-9]+)?\s*(?:%|％|時間|分|秒|倍|件|人|名|円|万|km|キロ|本|冊|点|回|個|kg|位|社|ページ"
    r"|スター|年ぶり|か月|ヶ月|カ月|週間)|\$[0-9]"
)
# The author is in the sentence: what they felt, found out or did. Study notes tell of other things in the past, too.
_PERSONAL = re.compile(
    r"自分|私(?!立|鉄)|僕|俺|我が家|業務|仕事で|個人的|今回|備忘|調べ(?:た|て|まし)|調査し|試し(?:た|て|まし)"
    r"|てみ(?:た|まし|て)|参加し|読ん(?:だ|で)|勉強(?:し|を)|受験|受け(?:た|まし)|合格|落ち(?:た|まし)"
    r"|書い(?:た|て|まし)|買っ|購入|行っ(?:た|て|まし)(?!い)|使っ(?:た|てみ|て(?:いる|みる|き))|作っ(?:た|て|まし)"
    r"|始め(?:た|まし)|続け(?:た|て)|走っ|登っ|終え|公開し(?:た|まし)|リリースし(?:た|まし)"
    r"|\b(?:I|we|my|our|me|us)\b",
    re.I,
)
_PASSIVE = re.compile(r"(?:され|られ)(?:てい)?(?:た|ました)[。]?$")
_SUPPOSES = re.compile(
    r"としても|(?:した|なっ|れ|け|え)(?:ら|たら|ば)[、,]|場合|\b[Ii]f (?:I|we|you|it)\b|\bwould(?:n't)? have\b"
)
# A problem told without what became of it; the sentence after it often says.
_PROBLEM = re.compile(
    r"遅い|遅く|不便|困難|難しい|気になって|困って|悩ん|できなかった|詰まっ|失敗|と思っていた[。]?$"
    r"|\b(?:slow|annoying|problem|struggl\w+|painful|failed)\b"
)

# Not the author's own telling: instructions, definitions, other people's words, talk to the reader.
_INSTRUCTS = re.compile(
    r"してください|して下さい|しましょう|クリック|以下(?:の|を|に|は|が)|次の(?:よう|コマンド|手順)"
    r"|手順(?:は|を|で|に)|する(?:必要がある|ことで|場合は?|際は?|には)|すればよい|とする[。]?$"
    r"|(?:コマンド|ファイル|フォルダ|設定|記事|本記事|当記事|サイト|ページ)(?:を|で|では|に)(?:実行|開|参照|追加"
    r"|紹介|説明|まとめ|解説)|について(?:まとめ|説明|紹介|解説|整理)"
    r"|(?:この|本|別の|次の|当)記事|次回|次の機会|備忘録|(?:まとめて|残して|書いて|触れて)(?:おく|おきます|みる|みます|いきます)"
    r"|書いてみました|(?:共有|紹介|解説|説明|公開予定)します|を?書きます|行ってみる|してみる[。]?$"
    r"|\b(?:click|run the|you (?:can|should|need|must|will)|let's|make sure|see below|the following|as follows)\b",
    re.I,
)
_DEFINES = re.compile(
    r"(?:とは|って)[、,]|[^っ]である[。]?$|ことができる[。]?$"
    r"|(?:される|されている|を指す|を表す|を意味する|と呼ばれる|と呼ぶ|となる|になる|がある|が可能|を持つ)[。]?$"
    r"|である。$"
)
_HEARSAY = re.compile(r"らしい[。]?$|そうだ[。]?$|と言(?:われ|って(?:くれ|もら|い)|った)|によると|とのこと|だそう")
_THAT_DAY = re.compile(
    r"今日|本日|明日|昨日|今朝|今夜|今週|来週|先週|さっき|\b(?:today|tomorrow|yesterday|this week|next week"
    r"|last week)\b",
    re.I,
)
_ASKS = re.compile(r"[？?](?:[）)」』]|[（(][^（()）]{1,6}[)）]|笑|[wｗ]{1,9})?\s*$")
_LEANS = re.compile(
    r"^(?:その(?:ため|結果|後|とき|時|中|上|他|際)?|これ|それ|この|その|こう|そう|そこ|ここ|また|しかし|ただし?"
    r"|一方|例えば|たとえば|つまり|なお|ちなみに|なので|だから|でも|けど|あと|さらに|そして|なぜなら|もちろん"
    r"|やはり|逆に"
    r"|どちら|いずれ|上記|前述|同様|ということ|というわけ|とはいえ|とりあえず|結論から|特に|本当は|実際に"
    r"|(?:This|That|These|Those|It|They|He|She|But|And|So|However|Also|Then|Because|Although|Instead|For example"
    r"|In (?:this|that|any case)|At (?:that|one point)|Still|Now|Otherwise|There)\b)",
)

_LABEL = re.compile(
    r"^(?:\*\*)?(?:結果|評価|感想|原因|対策|補足|備考|注意?|例|Result|Grade|Note|Update|Why|Edit)(?:\*\*)?\s*[:：]",
    re.I,
)
_ANNOUNCES = re.compile(r"[:：、,]\s*$|(?<![A-Za-z])[xXnN] ?[個件本回]|[○〇◯]{2}|XX")
_TERM = re.compile(r"^[^。、\s:：]{1,24}\s*[:：]")
_WISH_END = re.compile(
    rf"{_WISHED}(?:です|と思(?:う|います|っている|っています)|な)?[。！!〜～ー…\s]*$|つもり(?:だ|です)[。！!]*$"
    r"|来年[^。]*(?:する|したい|挑戦|目指)[^。]*[。！!]*$|\b(?:I plan to|I want to|I'd like to|my goal is)\b",
    re.I,
)
_WISH_CHARS = 90
_WISH_WEIGHT = 1.6

# What the heading above says about the sentences below it.
_GOOD_HEADING = re.compile(
    r"結果|感想|所感|おわりに|終わりに|さいごに|最後に|振り返り|ふりかえり|学び|学んだ|得たもの|良かった|よかった"
    r"|嬉しかった|できた|成果|活動|やったこと|やっていた|褒め|まとめ|近況"
    r"|highlight|lesson|learned|result|wrap|reflection|retrospective|what i did|what got done|goal grade|impression",
    re.I,
)
_BAD_HEADING = re.compile(
    r"抜粋|要約|引用|参考|手順|方法|使い方|インストール|準備|前提|環境|目次|関連|リンク|とは$|ニュース|TODO|todo"
    r"|やりたいこと|明日|予定|問題$|設定$|内容$"
    r"|reference|install|setup|usage|prerequisite|further reading|links?$|table of contents|appendix",
    re.I,
)

# Under such a heading stand examples, not events.
_SAMPLE_HEADING = re.compile(
    r"サンプル|テンプレート|ひな形|記入例|出力例|実行例|\b(?:sample|template|example)s?\b", re.I
)
_BEST_HEADING = re.compile(r"ハイライト|成果|できたこと|達成|やったこと|\bhighlights?\b|what got done", re.I)

_BASE: tuple[tuple[re.Pattern[str], float, FactKind], ...] = (
    (_OUTCOME, 3.0, FactKind.ACHIEVED),
    (_STRUGGLED, 2.0, FactKind.STRUGGLED),
    (_LEARNED, 2.0, FactKind.LEARNED),
    (_CHANGE, 2.0, FactKind.DID),
    (_FELT, 1.2, FactKind.FELT),
    (_PLANNED, 1.0, FactKind.PLANNED),
)


def read_cue(sentence: str, *, headings: tuple[str, ...] = ()) -> Cue:
    """What the words of one plain sentence (no Markdown) promise; a weight of 0 or less is no fact.

    Cues add up, the strongest names the kind. `headings` is the path above the sentence, outermost first.
    """
    hits = [(weight, kind) for pattern, weight, kind in _BASE if pattern.search(sentence)]
    event = "" if supposes(sentence) else next((name for name, pattern in EVENTS if pattern.search(sentence)), "")
    past = is_past(sentence)
    if not (hits or event or past):
        return Cue(FactKind.DID, min(0.0, -_drag(sentence)))
    top = max((weight for weight, _ in hits), default=0.5)
    weight = top + 0.4 * (len(hits) - 1 if hits else 0) + 1.0 * past + 2.5 * bool(event)
    weight += min(0.8, 0.4 * len(_NUMBER.findall(sentence))) + _heading_weight(headings) - _drag(sentence)
    return Cue(_kind(sentence, hits, past=past), max(weight, _WISH_WEIGHT * wishes(sentence)), event)


def told_by_author(sentence: str) -> bool:
    """Whether a sentence may stand as the author's own telling: past, felt or planned, nothing dictated."""
    tells = any(p.search(sentence) for p in (_PAST, _PAST_EN, _OUTCOME, _FELT, _PLANNED, _LEARNED))
    return tells and not (_INSTRUCTS.search(sentence) or _DEFINES.search(sentence) or _ASKS.search(sentence))


def tells_of_author(sentence: str) -> bool:
    """Whether the author is in the sentence: they felt, found out or did something. A product's history has none."""
    return bool(
        _PERSONAL.search(sentence) or _FELT.search(sentence) or _LEARNED.search(sentence)
    ) and not _PASSIVE.search(sentence)


def names_event(sentence: str) -> bool:
    """Whether it holds a word of a turning point, 内定 or "new job", or one that gives it away: 面接, 引き継ぎ."""
    return bool(_GIVES_AWAY.search(sentence)) or any(pattern.search(sentence) for _, pattern in EVENTS)


def is_terse(sentence: str) -> bool:
    """Whether it tells a deed as daily notes do, without tense: 「記事を公開」, 「過去問を解く」."""
    tells_else = (_INSTRUCTS, _DEFINES, _ASKS)
    return bool(_TERSE.search(sentence)) and not any(pattern.search(sentence) for pattern in tells_else)


def heads_no_deeds(heading: str) -> bool:
    """Whether wishes, plans, instructions or the words of others stand below a heading: 「やりたいこと」, 「手順」."""
    return bool(_BAD_HEADING.search(heading))


def asks(sentence: str) -> bool:
    """Whether it is a question."""
    return bool(_ASKS.search(sentence))


def instructs(sentence: str) -> bool:
    """Whether it tells the reader what to do, or speaks of the post itself."""
    return bool(_INSTRUCTS.search(sentence))


def defines_term(sentence: str) -> bool:
    """Whether it is a term with its explanation, 「帯域幅：…」, as study notes have them."""
    return bool(_TERM.match(sentence))


def tells_problem(sentence: str) -> bool:
    """Whether it tells a difficulty, 「起動が遅いのがずっと気になっていた」: half of a story."""
    return bool(_PROBLEM.search(sentence))


def supposes(sentence: str) -> bool:
    """Whether it tells what would be, not what was: 「入社したとしても」."""
    return bool(_SUPPOSES.search(sentence))


def is_past(sentence: str) -> bool:
    """Whether it ends, or a clause of it ends, in the past tense; in English, whether the author acts in the past."""
    return bool(_PAST.search(sentence) or _PAST_EN.search(sentence))


def wishes(sentence: str) -> bool:
    """Whether it ends in a wish or plan of its author, one that can be read alone."""
    return bool(_WISH_END.search(sentence)) and len(sentence) <= _WISH_CHARS and stands_alone(sentence)


def stands_alone(sentence: str) -> bool:
    """Whether it can be read without what stands around it.

    It leans on no 「これ」, 「そのため」 or "however", is no label's value, and announces nothing that follows.
    """
    marks = sentence.replace("，", "、")
    return not (_LEANS.match(marks) or _LABEL.match(marks) or _ANNOUNCES.search(marks))


def _kind(sentence: str, hits: list[tuple[float, FactKind]], *, past: bool) -> FactKind:
    if _DECIDED.search(sentence):
        return FactKind.DECIDED
    if _PLANNED.search(sentence) and not past:
        return FactKind.PLANNED
    return max(hits)[1] if hits else FactKind.DID


@lru_cache(maxsize=1024)  # all sentences below a heading ask
def _heading_weight(headings: tuple[str, ...]) -> float:
    last = headings[-1] if headings else ""
    sample = any(_SAMPLE_HEADING.search(heading) for heading in headings)
    good = 0.8 * bool(_GOOD_HEADING.search(last)) + 1.2 * bool(_BEST_HEADING.search(last))
    return good - 1.5 * bool(_BAD_HEADING.search(last)) - 6.0 * sample


def _drag(sentence: str) -> float:
    drag = 2.5 * bool(_INSTRUCTS.search(sentence)) + 1.5 * bool(_DEFINES.search(sentence))
    drag += (
        1.5 * bool(_HEARSAY.search(sentence)) + 2.0 * bool(_ASKS.search(sentence)) + 0.8 * (not stands_alone(sentence))
    )
    drag += 1.0 * bool(_THAT_DAY.search(sentence)) + 1.0 * defines_term(sentence)
    n = len(sentence)
    return drag + 1.5 * (n < 8) + 0.7 * (n < 10) + 0.3 * (n < 13) + 0.8 * (n > 160) + 1.5 * (n > 280)
