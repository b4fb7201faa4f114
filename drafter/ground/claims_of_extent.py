"""Claims of how often, how far, how much and how strongly, as tables of folded words."""

from __future__ import annotations

from drafter.ground.claim import claim

CLAIMS_OF_EXTENT = (
    claim(
        "sweep",
        ja="毎日|毎朝|毎晩|日課|日次[でに]",
        en=r"every (?:single )?(?:day|morning|night)\b|daily\b",
        more="日々|日次|日報|日刊",
    ),
    claim(
        "sweep",
        ja="毎週|週次[でに]",
        en=r"every week\b|weekly\b",
        more=r"週次|週報|週刊|ウィークリー|\bweekly",
    ),
    claim(
        "sweep",
        ja="毎月|月次[でに]",
        en=r"every month\b|monthly\b",
        more=r"月次|月報|月刊|マンスリー|\bmonthly",
    ),
    claim(
        "sweep",
        ja="毎年",
        en=r"every year\b|annually\b",
    ),
    claim(
        "sweep",
        ja="毎回|必ず(?!しも)",
        en=r"every time\b|without fail\b",
        more="毎",
    ),
    claim(
        "sweep",
        ja="全て|すべて|全部|(?<!完)全員|(?<![完安健保万])全(?:資格|種類|冊|巻|章|問|話|曲|試合|日程|カ国|か国)|どれも|いずれも|余さず",
        en=r"all (?:of|the|my|our|in|done)\b|everything\b|everyone\b|each and every\b",
        more=r"全|どちらも|両方|\ball\b|\bevery|\bboth\b",
    ),
    claim(
        "sweep",
        ja="(?<!話)半分|半数",
        en=r"(?<!better )(?<!other )half (?:of|the)\b",
        more=r"半|5割|50%|1/2|\bhalf\b",
    ),
    claim(
        "sweep",
        ja="倍(?:増|に(?:なっ|増)|以上)",
        en=r"(?:doubled|tripled)\b|twice as\b",
        more=r"倍|\bdoubl|\btripl|\btwice",
    ),
    claim(
        "sweep",
        ja="ほとんど|大半|大部分|大多数|多くを占め|ほぼ(?!同)",
        en=r"most(?:ly)? of\b|mostly\b|majority\b|almost (?:all|every|entirely)\b",
        more=r"8割|9割|\bmost\b|\balmost\b|\bnearly\b",
    ),
    claim(
        "sweep",
        ja=(
            "初めて|はじめて(?!み|い|か[らく])|(?<![最当月期週])(?<!(?<![今同])年)初(?:参加|登壇|出場|挑戦|受験|開催|公開|優勝|完走|の)"
            "|人生初"
        ),
        en=r"first[ -](?:time|ever)\b|for the first\b|my first\b",
        more=r"(?<![最当月期週])(?<!(?<![今同])年)初(?![期旬頭日週月年])|はじめて|\bfirst\b|デビュー",
    ),
    claim(
        "sweep",
        ja="一番(?!目|乗り)|いちばん|最も|もっとも(?!らし)|最多|最大(?!限|手|化|公)|最長|最速|最高の|最悪|何より|過去最|ハイライト",
        en=r"most (?!of|ly)\w+|(?:biggest|largest|best|worst|longest|fastest|highlight) (?!practice)",
        more=r"最高|自己ベスト|トップ|\bmost\b|\bbest\b|\bworst\b|\w+est\b",
        judgement=True,
    ),
    claim(
        "sweep",
        ja=(
            r"ずっと(?!先)|(?<![今来昨去同翌本\d])年中(?!行事)|一年中|1年中|通年|年間を通[しじ]|(?:一年|1年|年)を通[しじ]"
            "|終始|(?<![非正異日通平尋])常に|いつも(?!り)|絶えず"
            "|欠かさず"
        ),
        en=(
            r"always\b|constantly\b|all year\b|(?:most|much|a (?:big|large) part) of the year\b"
            r"|throughout (?:the )?(?:year|\d{4})\b|all along\b"
            r"|continuously\b"
        ),
        more=r"毎|続け|\ball\b",
    ),
    claim(
        "sweep",
        ja="一度も|一切(?!れ|合)|全く|まったく|(?<![解可対裁判採否議先自])決して",
        en=(
            r"never\b(?! (?:learned to (?:like|love|enjoy)|been (?:so|this|that|more|as) |thought|knew|known|felt|liked"
            r"|loved|expected|imagined|realized))|not once\b|at all\b|none of\b"
        ),
        more=r"1度も|全然|ゼロ|\bno\b|\bzero\b",
    ),
    claim(
        "sweep",
        ja=(
            "を?中心(?:に|と|だ|で|の)|がメイン(?![ァ-ヺー])|(?<![ァ-ヺー])メインに|一色|(?<![ただんは名])ばかり(?!では|でなく|か)"
            "|三昧|づくし|(?<![をちいりみ出心])尽くし"
            "|に明け暮れ|軸(?:に|と)"
        ),
        en=(
            r"mainly\b|primarily\b|cent(?:er|re)d (?:on|around)\b|dominated\b|revolved around\b"
            r"|focused (?:mainly|mostly)"
        ),
        more=r"中心|メイン|主に|\bmain|\bfocus",
    ),
    claim(
        "sweep",
        ja="徐々に|(?<!り)次第に|だんだん|どんどん|ますます|年々|日に日に|着実に|右肩上がり",
        en=(
            r"increasingly\b|gradually\b|steadily\b|more and more\b|less and less\b"
            r"|over time\b"
        ),
    ),
    claim(
        "sweep",
        ja="少しずつ",
        en=r"little by little\b",
        more="徐々|だんだん",
        hard=False,
    ),
    claim(
        "sweep",
        ja="(?:後半|前半|上半期|下半期|終盤|中盤|序盤)(?:は|には?、?ずっと)",
        en=r"(?:first|second|latter) half (?:was|of the year was)\b",
    ),
    claim(
        "sweep",
        ja="相次[いぎぐ]|立て続け|続々|次々|連続(?:で|し)",
        en=r"one after (?:another|the other)\b|in a row\b",
        more="連続|相次|続",
    ),
    claim(
        "sweep",
        ja="何度も|何回も|幾度|コンスタントに|たびたび|頻繁に|しばしば|定期的に|繰り返し",
        en=r"often\b|frequently\b|repeatedly\b|regularly\b",
        more=r"毎|回|度|よく|\btimes\b|\bevery\b|週\d|月\d",
        n_quotes=3,
    ),
    claim(
        "sweep",
        ja="久しぶり|久々",
        en=r"for the first time in\b",
        more="ぶり|久",
        hard=False,
    ),
    claim(
        "sweep",
        ja="例年|昨年(?:より|に比べ|と比べ|以上)|去年(?:より|に比べ|と比べ|以上)|前年(?:より|比)",
        en=r"than (?:last year|the year before)\b|compared (?:to|with) last\b",
        more=r"昨年|去年|前年|\blast year\b",
    ),
    claim(
        "amount",
        ja="数多|多数(?!決)|多くの|大量|数々|たくさん|無数",
        en=r"many\b|numerous\b|countless\b|a lot of\b|lots of\b|dozens of\b|hundreds of\b",
        more=r"多|いっぱい|山ほど|\blot|\bmany\b|\bmuch\b|\bmultiple\b",
        n_quotes=3,
    ),
    claim(
        "amount",
        ja="様々|さまざま|いろいろ|色々|幅広[いく]|多岐|あらゆる|多様な",
        en=r"various\b|wide range\b|variety of\b|all (?:kinds|sorts) of\b",
        more=r"幅|多|\bvari|\bdiverse\b",
        hard=False,
        n_quotes=3,
    ),
    claim(
        "amount",
        ja="複数の|いくつか|いくつも|(?<![複関変係回])数(?:冊|本|件|回|個|社|人|日|週|か月|ヶ月)",
        en=r"several\b|a (?:few|couple)\b|multiple\b",
        more=r"多|等|など|\bsome\b",
        hard=False,
        n_quotes=2,
    ),
    claim(
        "amount",
        ja=r"\d[^。、]{0,6}(?:以上|超え|を超|オーバー)",
        en=r"(?:more than|over|at least) (?:\$|\d)",
        more=r"以上|超|オーバー|\bmore than\b|\bover\b|\bat least\b|\+",
        hard=False,
    ),
    claim(
        "strength",
        ja="(?<!不)徹底|(?<!不)完全に|完璧|隈なく|一から十|根本から|抜本|入念|丹念|念入り|網羅|隅々|余すところなく|くまなく|みっちり",
        en=(
            r"thorough|painstaking|meticulous|from top to bottom|completely\b|fully\b|perfect|entirely\b"
            "|comprehensive|exhaustive"
        ),
        more=r"全て|すべて|完全|隅から|\bcomplete|\bfull",
    ),
    claim(
        "strength",
        ja="大幅|大きく(?!分け|は)|劇的|飛躍的|格段に|圧倒的|急(?:激|速)に",
        en=r"dramatic|significant|massive|hugely?\b|drastic|substantial",
        more=r"かなり|大き|ぐっと|すごく|倍|\bbig\b|\blot\b|\bmuch\b|\blarge\b",
    ),
    claim(
        "strength",
        ja="(?<![意奥心深い慨根け味罪])深く|深掘り|掘り下げ|深め|深ま|じっくり|とことん|突き詰め",
        en=r"deep(?:ly|er|ened| dive)?\b|in[- ]depth\b|extensive",
        more=r"深|\bdeep",
    ),
    claim(
        "strength",
        ja="(?<![ァ-ヺー])マスターし|使いこな|熟練|熟知|(?<![見月り])極め(?!て)|達人|習熟",
        en=r"master(?:ed|y|ing)\b|expert|fluent",
        more=r"習得|\bproficien",
    ),
    claim(
        "strength",
        ja="本格的|本格化|全面的|全力|がっつり|没頭|打ち込|熱中|のめり込|どっぷり|夢中",
        en=r"seriously\b|in earnest\b|full[- ]scale\b|immersed\b|obsess|dedicated\b",
        more=r"ハマ|はまっ|本気|集中|\bdeep|\bhooked\b",
    ),
    claim(
        "strength",
        ja="独学|一人で|ひとりで(?!に)|独力|(?<![各独])自力",
        en=r"(?:all )?by myself\b|on my own\b|single-handed|self-taught\b",
        more=r"一人|ひとり|独学|自力|\balone\b|\bmyself\b|\bsolo\b",
    ),
    claim(
        "strength",
        ja="精力的|積極的|意欲的|熱心|懸命|大胆|思い切|地道に|こつこつ|コツコツ",
        en=r"actively\b|diligent|enthusiastic|tireless",
        more=r"頑張|がんば|\bactive",
        hard=False,
    ),
    claim(
        "strength",
        ja="きちんと|しっかり|(?<![いえ兄姉婆爺赤])ちゃんと",
        en=r"properly\b|carefully\b",
        more=r"丁寧|じっくり|\bcareful|\bproper",
        hard=False,
    ),
    claim(
        "strength",
        ja=(
            "(?<!ほ)(?<!わず)かなり|とても|非常に|すごく|大変(?=[^だでな])|(?<![見月り])極めて|(?<!み)きわめて|めちゃ|めっちゃ"
            "|相当(?![すし])"
        ),
        en=r"very\b|extremely\b|incredibly\b|really\b|highly\b",
        more=r"超|すご|すぎ|過ぎ|まじ|マジ|むちゃ|むっちゃ|ほんと|本当|だいぶ|\bso\b|\btoo\b|\bsuper\b|!",
        hard=False,
    ),
)
