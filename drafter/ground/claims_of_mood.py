"""Claims of why, of how it is at the end, and of how it felt, as tables of folded words."""

from __future__ import annotations

from drafter.ground.claim import claim

_CAUSE_PROOF = (
    "ため|ので|(?<=[るただいうす])から|だから|おかげ|お陰|きっかけ|により|によって|せいで|せいか|理由|原因|結果"
    "|由来|発端|影響|なぜ"
    r"|を受けて|に伴|のは、|したがって|従って"
    r"|\bbecause\b|\bsince\b|\bdue\b|\bthanks\b|\btherefore\b|\breason|\bcaus|\bwhy\b"
    r"|\bresult(?:ed)? in\b|\bas a result\b|\bconsequently\b|\bhence\b|(?:^|[.!?\n] ?)so,? "
    r"|\bled\b|\bhelped\b|\binspir|, so\b|\bso that\b"
)

CLAIMS_OF_MOOD = (
    claim(
        "cause",
        ja="おかげ(?!さま|様)|お陰(?!様)|きっかけ|せいで|ことから(?!始|はじ)|影響(?:で|を受け)|結果として|その結果|(?:が|に)背中を押",
        en=(
            r"because\b|thanks to\b|due to\b|as a result\b|led (?:me )?to\b|inspired\b"
            r"|therefore\b|which is why\b"
        ),
        more=_CAUSE_PROOF,
    ),
    claim(
        "cause",
        ja=(
            "ため(?:に?、|に(?=[一-鿿ァ-ヺ])|。)|(?<!も)ので(?![すは。あ])|(?<!な)によ(?:り|って)"
            "|(?<=[ただいるうくす])(?<![こほょ]う)(?<![近遠]く)(?<!らい)から、"
        ),
        en=r"so that\b|in order to\b",
        more=rf"{_CAUSE_PROOF}|そこで、|なんで|たところ、",
        hard=False,
    ),
    claim(
        "cause",
        ja="(?<![みめ])たく(?:て|なり|なっ)",
        more="(?<![みめ])た[いくか]|しよう|思|考え|興味|気にな",
    ),
    claim(
        "state",
        ja="(?<![まさざ])まだ(?!し|まだ|った)|いまだ|未だ",
        en=r"still\b(?!,)|not yet\b|yet to\b",
        more=r"途中|今後|これから|\byet\b|\bstill\b",
    ),
    claim(
        "state",
        ja="(?<!昨)今も(?![うらっ])|(?<!昨)今でも|(?<!な)いまも(?![うらっ])|(?<!な)いまでも|変わらず|相変わらず",
        en=r"to this day\b|as (?:always|ever)\b|unchanged\b",
        more=r"ずっと|毎|いつも|\balways\b|\bstill\b",
    ),
    claim(
        "state",
        ja="続けて(?:い(?!き(?:たい|ます)|[くけこ])|き(?!たい))|続いて(?:い|き)|継続して|続けられて|習慣にして",
        en=(
            r"(?:have|has) (?:kept|continued|been \w+ing)\b|remains?\b"
            r"|(?<!to )(?<!will )(?<!'ll )(?:continues? to\b|keeps? \w+ing\b)"
        ),
        more=r"続|継続|毎|ずっと|\bcontinu|\bkeep|\bkept\b|\bstill\b",
    ),
    claim(
        "state",
        ja=(
            "(?<![月日])現在(?!地|進行)|(?<!な)いまや(?![っらりるろ])|(?<!昨)今や(?![っらりるろ])|(?<!昨)今では"
            "|(?<![昨只])今は|いまは|今となっては"
        ),
        en=r"currently\b|nowadays\b|these days\b|as of now\b",
        more=r"今|いま|現|最近|\bnow\b|\bcurrent|\bam\b|\btoday\b",
    ),
    claim(
        "state",
        en=r"now\b",
        more=r"\bcurrent|\btoday\b|今",
        hard=False,
    ),
    claim(
        "state",
        ja="手つかず|手付かず|止まったまま|手が止ま|途絶え|放置し|滞っ",
        en=r"untouched\b|neglected\b|stalled\b",
        more=r"できて(?:い)?な|止ま|放置|進んで(?:い)?な|サボ|さぼ|\bstop|\bnot\b|n't",
    ),
    claim(
        "feeling",
        ja="嬉し|うれし|喜(?![多劇寿利捨])",
        en=r"happy\b|happi|glad\b|delighted\b|pleased\b|thrilled\b|joy\b",
        more=r"良かった|よかった|最高|やった|ありがた|楽し|\bgreat\b|\blove",
    ),
    claim(
        "feeling",
        ja="楽し(?!み方|さを)|(?<!不)愉快|ワクワク|わくわく",
        en=r"fun\b|enjoy|loved\b|excit",
        more=r"面白|おもしろ|嬉し|うれし|最高|好き|ハマ|はまっ|\bgreat\b|\bhappy\b|\bexcit|\bfun\b|\blove",
    ),
    claim(
        "feeling",
        ja="面白|おもしろ|興味深",
        en=r"interesting\b|fascinat|intrigu",
        more=r"楽し|すごい|好き|ハマ|はまっ|興味|へえ|笑|\bfun\b|\binterest|\bcool\b",
    ),
    claim(
        "feeling",
        ja="(?<![塩甘激旨])辛[いかく]|(?<![へげ])つら[いかく]|(?<![八見堅暑])苦し|しんど|(?<![行泣抱焼引付着])きつ[いかく]|苦労|苦戦|骨が折れ|手こず|てこず|追われ|大変(?=だ|で|な)",
        en=r"painful\b|tough\b|hard(?:est)? (?:time|part|year)\b|struggl|exhaust|stressful\b|nightmare\b|overwhelm",
        more=(
            r"大変|難し|むずかし|疲れ|ハマっ|詰まっ|ストレス|限界|病|\bdifficult|\bhard\b|\bstress|\btired\b|\bpain"
            r"|\btough"
        ),
    ),
    claim(
        "feeling",
        ja="悔し|くやし|残念|後悔|がっかり|落ち込|凹[んみ]|無念",
        en=r"frustrat|disappoint|regret|sad\b|sadly\b|unfortunate",
        more=r"失敗|もったいな|だめ|ダメ|ショック|反省|悲し|泣|\bsorry\b|\bwish\b|\bsad",
    ),
    claim(
        "feeling",
        ja="ほっと|すっきり|安堵|安心し|胸をなで下ろ|肩の荷|晴れやか",
        en=r"(?:was|felt|what a) relie|at ease\b",
        more=r"よかった|良かった|無事|やっと|ようやく|安|\bfinally\b|\brelie",
    ),
    claim(
        "feeling",
        ja="反省",
        en=r"should have\b|i wish i\b",
        more=r"できなかっ|悔|失敗|よくな|良くな|サボ|べきだっ|\bmistake|\bwrong\b",
    ),
    claim(
        "feeling",
        ja="充実|(?<!不)満足|達成感|手応え|手ごたえ|やりがい",
        en=r"fulfill|satisf|rewarding\b|accomplishment\b|worthwhile\b",
        more=r"良かった|よかった|楽し|嬉し|うれし|最高|できた|\bgood\b|\bgreat\b|\bhappy\b",
    ),
    claim(
        "feeling",
        ja="感謝|ありがた[いかく]|恵まれ",
        en=r"grateful\b|thankful\b|appreciat|blessed\b",
        more=r"ありがと|助か|嬉し|うれし|\bthank",
    ),
    claim(
        "feeling",
        ja="不安(?!定)|心配|怖[いかく]|緊張|焦[りっる]|戸惑|(?<!び)悩[みんま]|迷[いっう](?!路|子|児)",
        en=r"anxious\b|worr|nervous\b|afraid\b|scar(?:ed|y)\b|uneasy\b",
        more=r"不安|心配|怖|緊張|焦|戸惑|悩|迷|どうし|やばい|ヤバい|わから|分から|\bworr|\bfear|\bunsure",
    ),
    claim(
        "feeling",
        ja="驚[いき]|びっくり|衝撃|意外",
        en=r"surpris|shock|amaz|astonish",
        more=r"まさか|すごい|思わなかっ|予想|ショック|\bexpect|\bwow\b",
    ),
    claim(
        "feeling",
        ja="(?<![ちき])誇ら|(?<![ちき])誇り|自信(?:が|を|に)",
        en=r"proud|confident|confidence\b",
        more=r"自慢|自信|誇|\bproud",
    ),
    claim(
        "feeling",
        ja="感動|感激|心に残|印象(?:に残|的|深)|思い出(?:に|深)|忘れられ|胸が|心を(?:打|動)|刺激(?:を|に|的)|新鮮(?!味)",
        en=r"memorable\b|moved by\b|unforgettable\b|inspiring\b|refreshing\b",
        more=r"泣|すごい|最高|良かった|よかった|楽し|面白|忘れ|感|印象|刺激|\bgreat\b|\bimpress|\binspir",
    ),
    claim(
        "feeling",
        ja="と(?:身をもって|強く|改めて)?(?:感じ|実感|痛感)|を(?:感じ|実感|痛感)|実感し|痛感し",
        en=r"i felt\b|realized\b|realised\b",
        more=r"感|思|気が|分か|わか|気[付づ]|学|やっぱ|\bfe[el]l|\bfelt\b|\bthink|\bthought|\brealiz|\blearn",
        frame=True,
    ),
    claim(
        "feeling",
        ja="(?<!物)好き(?!嫌)|大好き|お気に入り|愛着|ハマっ(?:た|て)|はまっ(?:た|て)|魅了|(?<![捕俘])虜",
        en=r"fell in love\b|favou?rite\b|hooked\b|passion",
        more=r"好|気に入|楽し|面白|最高|ハマ|はま|\blov|\blike|\bfavou?rite|\bfun\b",
    ),
    claim(
        "feeling",
        ja="貴重な|有意義|実り(?:ある|の)|(?<!色)濃(?:い(?!口|茶|め)|密)|激動|怒涛|怒濤|かけがえ|最高(?:だ|で)|幸せ",
        en=r"invaluable\b|precious\b|meaningful\b|whirlwind\b|happiest\b",
        more=r"良かった|よかった|濃|激|忙し|最高|勉強になっ|幸|楽し|\bbusy\b|\bgreat\b|\bvaluable\b",
    ),
    claim(
        "feeling",
        ja="(?<!ふ)(?<!ちょっ)(?<!ちゃん)(?<!ずっ)(?<!やっ)と(?:思(?:う|った|って|い(?![出立つ込浮返知切描]))|考え(?:た|て))|気がす|気がし",
        en=r"i (?:think|thought|believe|suppose)\b",
        more=(
            r"思|考|感|気が|かな|かも|たい|べき|良|よ[いか]|\bthink|\bthought|\bbeliev|\bguess\b|\bfe[el]l|\bfelt\b"
            r"|\bmaybe\b"
        ),
        hard=False,
        frame=True,
    ),
)
