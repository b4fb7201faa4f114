"""Claims of how something ended, what changed, and of the turning points of a life, as tables of folded words."""

from __future__ import annotations

from drafter.ground.claim import claim

CLAIMS_OF_OUTCOME = (
    claim(
        "result",
        ja="(?<!不)合格(?!率|ライン|点|基準|者|体験|できな|しな)|受かっ|受かり|(?<![ァ-ヺー])パスし",
        en=r"passed\b",
        more=r"取得し|取得でき|取れた|\bpass\b|\bcertified\b",
    ),
    claim(
        "result",
        ja="不合格|(?<!腑に)落ちた(?!り)|(?<!腑に)落ちまし",
        more=r"不合格|落ち|だめだっ|ダメだっ|できなかっ|失敗|\bfail|\bdidn't\b",
    ),
    claim(
        "result",
        ja="取得(?!率|元|先)|(?:資格|免許|賞|認定)を(?:取っ|獲得)|手に入れ",
        en=r"(?:earned|obtained|acquired|got certified)\b",
        more=r"合格|取れ|取っ|取り|取る|受かっ|ゲット|獲得|貰っ|もらっ|買っ|\bcertifi|\bpass|\bgot\b|\bbought\b",
    ),
    claim(
        "result",
        ja=(
            "(?<!未)完成(?!度)|完了|仕上(?:が|げ)|終え|終わら(?!な)|完走|完遂|走り切|やり切|やりき|やり遂げ|クリアし|できあが"
            "|出来上が|作り上げ|書き上げ"
        ),
        en=r"(?:completed|finished|finali[sz]ed|wrapped up)\b",
        more=r"終わ|でき(?:た|まし|てき)|出来(?:た|まし)|達成|走った|\bdone\b|\bfinish|\bcomplet",
    ),
    claim(
        "result",
        ja="読了|読み終|読み切|読破|完読|読み通",
        en=r"finished reading\b|read through\b",
        more=r"読んだ|読み(?:まし|ま)|最後まで|読めた|\bfinish|\bread\b",
    ),
    claim(
        "result",
        ja="達成(?!感)|成し遂げ|(?<=[をもは])果た[しせ]|クリアし|叶[いっえ]|かなった|到達",
        en=r"(?:achieved|accomplished|attained|met my|hit my|reached)\b",
        more=(
            r"でき(?:た|まし)|[読書行走解][めけい]た|突破|超え|切れた|\bachiev|\baccomplish|\bhit\b|\bmet\b|\breach"
            r"|\bpassed\b"
        ),
    ),
    claim(
        "result",
        ja=(
            "リリース(?=し|でき|に|を(?:し|迎)|[。、!」]|$)|ローンチ|(?<!未)(?<!非)公開(?=し|でき|に(?:至|こぎ)"
            "|[。、!」]|$)|出版|発売し|世に出"
        ),
        en=r"(?:released|launched|published|shipped|went live|rolled out)\b",
        more=r"リリース|公開|出した|デプロイ|投稿|v\d|ver|\breleas|\blaunch|\bpublish|\bship|\blive\b|\bdeploy",
    ),
    claim(
        "result",
        ja="受賞|優勝(?!杯|旗|候補|者)|入賞|選出|採択|選ばれ|表彰",
        en=r"(?:won|awarded|was selected|were selected)\b",
        more=r"賞|award|当選|\bwin|\bselected\b|選ば",
    ),
    claim(
        "result",
        ja="成功(?!裏|例|者|率)|うまくいっ|うまくいき|上手くいっ",
        en=r"succeed|success",
        more=r"でき(?:た|まし)|うまく|上手く|\bworked\b",
    ),
    claim(
        "result",
        ja="失敗(?!談|例)|挫折|断念|諦め|あきらめ|頓挫",
        en=r"gave up\b|abandoned\b|failed\b",
        more=r"でき(?:な|ません)|だめ|ダメ|やめ|うまくいか|\bfail|\bcouldn't\b|\bstopped\b|\bquit\b",
    ),
    claim(
        "result",
        ja="(?:でき|使え|書け|読め|話せ|走れ|作れ|解け|分か|わか)るようにな(?:っ|り)|(?<![中自全出刺心単変独])身に[つ付](?:い|け)|習得",
        en=r"(?:became|was|am now) able to\b|learned (?:how )?to\b",
        more=r"できるように|使えるように|身に|覚え|マスター|\bable to\b|\blearn",
    ),
    claim(
        "result",
        ja="学び(?:[がとに]|の多)|勉強にな(?:っ|り)|教わっ|教えられ|知見を得",
        en=r"(?:taught me|learned (?:a lot|that|from)|lessons? (?:i )?learned)\b",
        more=r"学|勉強|分か|わか|知|気[づ付]|身に|覚え|理解|読|教|\blearn|\btaught|\bteach|\blesson|\brealiz|\bread\b",
        frame=True,
    ),
    claim(
        "result",
        ja="気づかされ",
        more=r"学|勉強|分か|わか|知|気[づ付]|覚え|理解|読|教|\blearn|\brealiz",
        judgement=True,
    ),
    claim(
        "result",
        ja="ようになっ(?:た|て)|ようになり",
        more="な(?:っ|り|る)|化|変|改善|やす|楽|[くう]でき|始め|感じ|思",
        hard=False,
    ),
    claim(
        "result",
        ja="(?<!な)くなっ(?:た|て)|(?:楽|便利|快適|身近|得意|上手|自由|可能|スムーズ)になっ",
        en=(
            r"(?:(?:became|got|grew) (?:an? )?(?:better|easier|faster|stronger|bigger|smoother|happier|more)"
            r"|ma(?:de|king) (?:\w+ ){1,3}(?:easier|faster|better|simpler))\b"
        ),
        more=r"な(?:っ|り|る)|化|変|改善|やす|楽|[くう]でき|始め|\b\w+er\b|\bmore\b|\bless\b|\bnow\b|\bimprov",
    ),
    claim(
        "result",
        ja="習慣(?:にな(?:っ|り)|にでき|化し|が(?:つ|付|身)|として続)|定着|日課に|ルーティンに",
        en=r"(?:became|into) a habit\b|habit of\b",
        more=r"習慣|毎日|ルーティン|\bhabit|\broutine",
    ),
    claim(
        "result",
        ja="上達|成長し|成長でき|成長を|成長が|スキルアップし|レベルアップし|腕を上げ",
        en=r"(?:improved|progressed|grew as|got better)\b",
        more=r"成長|上手く|うまく|伸び|改善|アップ|\bimprov|\bbetter\b|\bgrew\b|\bgrow",
    ),
    claim(
        "result",
        ja=(
            "向上(?=し|が|に(?:つな|繋|も)|[。、])|改善(?=し|でき|され|[。、])|効率化(?:し|でき)|高速化(?:し|でき)"
            "|短縮(?:し|でき)"
        ),
        en=r"(?:reduced|boosted|sped up)\b",
        more=(
            r"向上|改善|良く|よく|速く|早く|楽に|上が|上げ|下が|減|増|短|\bimprov|\bfaster\b|\bincreas|\breduc"
            r"|\b\w+er\b"
        ),
    ),
    claim(
        "result",
        ja=(
            "増え(?:た|て|まし|続)|増加(?:し|傾向)|増やせ|伸び(?:た|て|まし)|減っ(?:た|て)|減り(?:まし)|減少(?:し"
            "|傾向)|急増|激減"
        ),
        en=r"(?:grew|increased|rose|dropped|declined|decreased)\b",
        more=r"増|伸|減|上が|下が|多く|少なく|倍|\bgr[eo]w|\bincreas|\bris|\brose\b|\bdrop|\bmore\b|\bfewer\b|\bless\b",
    ),
    claim(
        "result",
        ja=(
            "(?:幅|視野|世界|知見|可能性|領域|輪)が広が|(?:幅|視野|知見|領域)を広げ(?!た[いく])|(?:理解|知識|知見"
            "|学び|造詣)(?:が|を)深"
        ),
        en=r"broadened\b|expanded my\b|deepened\b",
        more=r"広が|広げ|深ま|深め|増え|得ら|学ん|理解でき|\bbroad|\bexpand|\bdeep",
    ),
    claim(
        "result",
        ja="土台|基盤を|(?<![基定])礎(?![材石])|糧に|(?<!的)財産に|転機|節目|分岐点",
        en=r"turning point\b|milestone\b|foundation (?:for|of)\b|paved the way\b",
        judgement=True,
    ),
    claim(
        "event",
        ja="転職(?!活動|サイト|エージェント|市場)|転職活動",
        more=r"新しい(?:会社|職場)|退職し|入社し|\bnew job\b|\bjob hunt",
    ),
    claim(
        "event",
        ja="退職|会社を(?:辞め|離れ)|離職",
        en=r"(?:quit|left|quitting|leaving) (?:my|the) (?:job|company)\b|chang(?:ed|ing) jobs\b|resign",
        more=r"最終出社|辞め|退社|退職|\bquit\b|\blast day\b",
    ),
    claim(
        "event",
        ja="入社(?!後|前|式)|ジョインし",
        en=r"joined (?:a|the|my) (?:new )?(?:company|team|startup)\b",
        more=r"新しい(?:会社|職場)|入社|転職|\bjoin|\bnew job\b|初出社",
    ),
    claim(
        "event",
        ja="結婚(?!式)|入籍|離婚",
        en=r"(?:got|getting) married\b|divorce",
        more=r"婚|\bmarri|\bwedding\b",
    ),
    claim(
        "event",
        ja="引っ?越[しさ]|転居|移住",
        en=(
            r"moved (?:in)?to\b|relocat|mov(?:ed|ing) (?:house|home|apartments?|flats?|cities|countries|abroad|away)\b"
            r"|moving (?:in(?:to)?\b|out\b|to (?:a|the|another) )"
        ),
        more=r"引越|引っ越|新居|新しい(?:家|部屋)|帰国|\bmov|\bnew (?:house|apartment)",
    ),
    claim(
        "event",
        ja="出産|生まれた|誕生し",
        en=r"was born\b|gave birth\b",
        more=r"産|生まれ|誕生|\bborn\b|\bbaby\b",
    ),
    claim(
        "event",
        ja="独立し|起業|フリーランスにな|卒業(?!生|証|論)|入学|進学|昇進|異動|就職|内定",
        en=r"promoted\b|graduat",
        more=r"独立|起業|フリーランス|卒業|入学|進学|昇|異動|就職|内定|オファー|\bpromot|\boffer",
    ),
    claim(
        "event",
        ja="入院|手術|体調を崩|骨折|怪我|ケガ|病気|コロナに",
        en=r"hospital|surgery\b|injur",
        more=r"入院|手術|体調|骨折|怪我|ケガ|病|痛|熱|\bhospital|\bsurger|\binjur|\bsick|\bill\b",
    ),
)
