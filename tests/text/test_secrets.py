from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.secrets import find_secrets

RANDOM = "Zk3vQ9xTb7LmW2yRc8NhJ4pGd6SfUa5Ke1XtBo0PqViMwHrEjYgCzDnAsFuI"


def body(n_chars: int, *, hexadecimal: bool = False) -> str:
    """Characters of a key that nobody has: written so, no key stands in this file."""
    signs = hashlib.sha256(b"shelf").hexdigest() if hexadecimal else RANDOM
    return "".join(islice(cycle(signs), n_chars))


def masked(text: str) -> str:
    for secret in reversed(find_secrets(text)):
        text = f"{text[: secret.start]}[{secret.kind}]{text[secret.end :]}"
    return text


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("sk-" + body(48), "OpenAI key"),
        ("sk-proj-" + body(40) + "_-" + body(60), "OpenAI key"),
        ("sk-svcacct-" + body(60), "OpenAI key"),
        ("sk-ant-" + "api03-" + body(90), "Anthropic key"),
        ("sk-or-v1-" + body(64, hexadecimal=True), "key"),
        ("AIza" + body(35), "Google key"),
        ("GOCSPX-" + body(28), "Google key"),
        ("ghp_" + body(36), "GitHub token"),
        ("ghs_" + body(36), "GitHub token"),
        ("github_pat_" + body(22) + "_" + body(59), "GitHub token"),
        ("glpat-" + body(20), "GitLab token"),
        ("xoxb-" + "123456789012-123456789012-" + body(24), "Slack token"),
        ("xapp-1-" + "A0B1C2D3E4F-1234567890123-" + body(64, hexadecimal=True), "Slack token"),
        ("hf_" + body(34), "Hugging Face token"),
        ("hf_" + re.sub("[0-9]", "", body(45)), "Hugging Face token"),
        ("AKIA" + body(40).upper()[:16], "AWS key"),
        ("dapi" + body(32, hexadecimal=True), "Databricks token"),
        ("eyJ" + body(20) + ".eyJ" + body(40) + "." + body(43), "JWT"),
        ("sk_" + "live_" + body(24), "key"),
        ("whsec_" + body(32), "key"),
        ("SG." + body(22) + "." + body(43), "SendGrid key"),
        ("npm_" + body(36), "npm token"),
        ("pypi-" + body(90), "PyPI token"),
        ("1234567890:AA" + body(33), "Telegram token"),
        ("M" + body(23) + "." + body(6) + "." + body(27), "Discord token"),
        ("ntn_" + body(46), "Notion token"),
        ("gsk_" + body(52), "key"),
        ("tvly-" + body(32), "key"),
        ("hvs." + body(90), "Vault token"),
        ("ATATT3x" + body(180), "Atlassian token"),
        ("dop_v1_" + body(64, hexadecimal=True), "key"),
        ("AGE-SECRET-KEY-1" + body(58).upper(), "age key"),
        ("kura_" + body(32), "key"),
        (body(40), "key"),
    ],
    ids=lambda value: value[:12] if value[0] != "Z" else "no prefix",
)
def test_a_key_is_found_in_each_place(secret: str, kind: str) -> None:
    assert masked(secret) == f"[{kind}]"
    assert masked(f"鍵は{secret}にした。") == f"鍵は[{kind}]にした。"
    assert masked(f"use `{secret}` here") == f"use `[{kind}]` here"
    assert masked(f'call("{secret}")\n') == f'call("[{kind}]")\n'
    assert masked(wide(secret)) == f"[{kind}]"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("Wi-Fiのパスワードはtanuki2024だ。", "Wi-Fiのパスワードは[password]だ。", id="は"),
        pytest.param("パスワードは秘密基地に変えた。", "パスワードは[password]。", id="は, in words"),
        pytest.param("パスワードは「ひらけごま」だ。", "パスワードは「[password]」だ。", id="は, quoted"),
        pytest.param("パスワードをtanuki99に変えた。", "パスワードを[password]に変えた。", id="を…に"),
        pytest.param("パスワード：himitsu-kichi9", "パスワード：[password]", id="full-width colon"),
        pytest.param("パスワード：ひみつ きち\n次", "パスワード：[password]\n次", id="the rest of the line"),
        pytest.param("**パスワード**: `tanuki99`", "**パスワード**: `[password]`", id="Markdown"),
        pytest.param("パスワード：つかいすて", "パスワード：[password]", id="a word"),
        pytest.param("| パスワード | tanuki99 |", "| パスワード | [password] |", id="a table"),
        pytest.param("Password:\n  hunter22\nnext", "Password:\n  [password]\nnext", id="on the next line"),
        pytest.param("暗証番号は4649にした。", "暗証番号は[password]にした。", id="PIN"),
        pytest.param("ＰＡＳＳＷＯＲＤ：ｔａｎｕｋｉ９９", "ＰＡＳＳＷＯＲＤ：[password]", id="full width"),
        pytest.param("the password is tanuki2024, ok", "the password is [password], ok", id="is"),
        pytest.param("ID: kaede / PW: tanuki99", "ID: kaede / PW: [password]", id="PW"),
        pytest.param("DB_PASSWORD=s3cr3t!x\nDB=x", "DB_PASSWORD=[password]\nDB=x", id="environment"),
        pytest.param('password = "hunter2"', 'password = "[password]"', id="code"),
        pytest.param('{"password": "hunter2", "a": 1}', '{"password": "[password]", "a": 1}', id="JSON"),
        pytest.param("Server=db;Password=Xy12abcd;", "Server=db;Password=[password];", id="a connection string"),
        pytest.param("postgresql://app:Xy12abcd@db:5432/app", "postgresql://app:[password]@db:5432/app", id="a URL"),
        pytest.param(
            "curl -u kaede:Xy12abcd https://a.example", "curl -u kaede:[password] https://a.example", id="curl"
        ),
        pytest.param("api_key = abc", "api_key = [key]", id="a short key that is named"),
        pytest.param("APIキーは9f8e7d6c5b4a3210だった。", "APIキーは[key]だった。", id="APIキー"),
        pytest.param("client_secret: 'ab-cd-ef-12'", "client_secret: '[key]'", id="client secret"),
        pytest.param("https://a.example/x?token=ab12cd34ef", "https://a.example/x?token=[token]", id="in a query"),
        pytest.param("トークン: ab12cd34ef56", "トークン: [token]", id="トークン"),
        pytest.param("Authorization: Bearer ab12cd34ef56gh", "Authorization: Bearer [token]", id="Bearer"),
        pytest.param("Authorization: Basic a2FlZGU6eHg=", "Authorization: Basic [token]", id="Basic"),
    ],
)
def test_what_a_word_announces_is_found(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("連絡はkaede@example.comまで", "連絡は[e-mail address]まで", id="e-mail"),
        pytest.param("m.example/kaede@v2.example", "m.example/[e-mail address]", id="e-mail, behind a slash"),
        pytest.param("ｋａｅｄｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[e-mail address]", id="e-mail, full width"),
        pytest.param(
            "https://a.example/?to=kaede%40example.com", "https://a.example/?to=[e-mail address]", id="in a query"
        ),
        pytest.param("kaede(at)example.com", "[e-mail address]", id="(at)"),
        pytest.param("電話03-1234-5678に", "電話[telephone number]に", id="telephone"),
        pytest.param("０９０－１２３４－５６７８", "[telephone number]", id="telephone, full width"),
        pytest.param("０９０ー１２３４ー５６７８", "[telephone number]", id="telephone, long vowels as hyphens"),
        pytest.param("090 1234 5678", "[telephone number]", id="telephone, blanks"),
        pytest.param("03(1234)5678", "[telephone number]", id="telephone, brackets"),
        pytest.param("(03)1234-5678", "[telephone number]", id="telephone, area in brackets"),
        pytest.param("0120-123-456", "[telephone number]", id="toll-free"),
        pytest.param("09012345678", "[telephone number]", id="mobile"),
        pytest.param("TEL: 0312345678", "TEL: [telephone number]", id="a number that is named"),
        pytest.param("+81 90-1234-5678", "[telephone number]", id="+81"),
        pytest.param("+1 (555) 234-5678", "[telephone number]", id="+1"),
        pytest.param("Call (555) 234-5678.", "Call [telephone number].", id="American"),
        pytest.param("4111 1111 1111 1111", "[card number]", id="card"),
        pytest.param("3782-822463-10005", "[card number]", id="card of 15 digits"),
        pytest.param("マイナンバーは1234 5678 9018です", "マイナンバーは[number of a paper]です", id="My Number"),
        pytest.param("口座番号：1234567", "口座番号：[number of a paper]", id="account"),
    ],
)
def test_what_leads_to_a_person_is_found(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("トークンは単語より短く、日本語では1文字がおよそ1トークンになる。", id="tokens"),
        pytest.param("max_tokens = 4000, n_tokens: 512, token: 128", id="numbers of tokens"),
        pytest.param("A token is what a tokenizer gives. Token: the smallest unit.", id="tokens, English"),
        pytest.param("tokens = tokenizer.encode(text)", id="tokens in code"),
        pytest.param("The key to the city. Key: C major. キー: ハ長調", id="keys"),
        pytest.param("パスワードの管理を見直した。パスワードを忘れた。", id="about passwords"),
        pytest.param("パスワードは定期的に変えなくてよい。パスワードは使い回さない。", id="advice on passwords"),
        pytest.param("パスワードは8文字以上、bcryptやSHA-256で保存する。", id="how passwords are kept"),
        pytest.param("Passwords are hashed with bcrypt, a secret is shared by two.", id="about passwords, English"),
        pytest.param("password = os.environ['DB_PASSWORD']\nAPI_KEY=${API_KEY}\ntoken: <your token>", id="stand-ins"),
        pytest.param("commit 3f9a2c81b04e5d6f7a8b9c0d1e2f3a4b5c6d7e8f", id="commit"),
        pytest.param("sha256:" + hashlib.sha256(b"x").hexdigest(), id="SHA-256"),
        pytest.param("MD5は" + hashlib.md5(b"x").hexdigest() + "だった。", id="MD5"),
        pytest.param("123e4567-e89b-12d3-a456-426614174000", id="UUID"),
        pytest.param("image_3f9a2c81b04e5d6f7a8b9c0d.png", id="a file named by its hash"),
        pytest.param("https://youtu.be/dQw4w9WgXcQ?t=42 https://docs.example/d/" + body(44) + "/edit", id="links"),
        pytest.param(
            "https://a.example/posts/2024/05/key-points-of-the-new-token-api-2024/", id="a slug of such words"
        ),
        pytest.param("AutoModelForSequenceClassificationV2, getUserByIdOrThrowException3", id="long names in code"),
        pytest.param("sk-learn-tutorial-for-absolute-beginners, task-management-software", id="sk- in words"),
        pytest.param("hf_hub_download, npm_config_registry, api_key_rotation_policy", id="prefixes in names"),
        pytest.param("git@github.com:kaede/shelf.git, logo@2x.png, react@18.2.0", id="@ in no address"),
        pytest.param("@kaede@social.example", id="a handle"),
        pytest.param("https://m.example/@kaede@social.example, m.example/@kaede@social", id="a handle in an address"),
        pytest.param("`shelf.io/quote@v1.5.2`, shelf.io/quote@v1.5.2.mod, shelf.io/x@v1.5.2/go.mod", id="a module"),
        pytest.param("パスワードの使いまわしや単純なパスワードはNG。パスワードの使い回しをやめた。", id="reuse"),
        pytest.param("パスワード：使いまわし禁止\n- パスワードの使いまわし\n", id="reuse behind a colon"),
        pytest.param("2024-05-01、2024/05/01 09:00-10:30、第10-12章", id="dates and times"),
        pytest.param("978-4-04-123456-7, ISBN 0-13-468599-1", id="ISBN"),
        pytest.param("v0.12.3456, 192.168.100.200, 35.6895,139.6917", id="versions, addresses, places"),
        pytest.param("4111 1111 1111 1112, 1712345678901234, 0000 0000 0000 0000", id="no card numbers"),
        pytest.param("1,234,567円、12345678人、合計 100 200 300 400", id="amounts"),
        pytest.param("U+0152-0153, +15, C++20", id="plus signs"),
        pytest.param("鍵を失くした。秘密鍵と公開鍵の違いを学んだ。", id="about keys"),
        pytest.param("[secret] パスワードは[secret]。password: [secret]", id="hidden already"),
    ],
)
def test_no_secret_is_found(text: str) -> None:
    assert find_secrets(text) == ()


def test_a_key_block_is_found_whole_with_or_without_its_end() -> None:
    lines = "\n".join(body(64) for _ in range(5))
    begin, end = ("-----" + words + " RSA PRIVATE KEY-----" for words in ("BEGIN", "END"))
    assert masked(f"前\n{begin}\n{lines}\n{end}\n後") == "前\n[private key]\n後"
    assert masked(f"前\n{begin}\n{lines}\n\n後。") == "前\n[private key]\n\n後。"
    assert masked('"' + f"{begin}\n{lines}\n{end}\n".replace("\n", "\\n") + '"') == '"[private key]\\n"'


def test_a_webhook_keeps_its_host() -> None:
    slack = "https://hooks.slack.com/" + "services/T0AB1CD2E/B0AB1CD2E/" + body(24)
    assert masked(slack) == "https://hooks.slack.com/services/[webhook]"
    discord = "https://discord.com/api/" + "webhooks/123456789012345678/" + body(68)
    assert masked(discord) == "https://discord.com/api/webhooks/[webhook]"


def test_the_second_half_of_an_aws_key_is_found_beside_the_first() -> None:
    text = "AKIA" + body(40).upper()[:16] + "\n" + body(20) + "/" + body(19) + "\n"
    assert masked(text) == "[AWS key]\n[AWS key]\n"


@pytest.mark.parametrize("cut", ["\n", "\r\n", "\n> ", " \\\n    "], ids=["LF", "CRLF", "a quote", "a shell's"])
def test_a_key_cut_by_a_line_end_is_one_key(cut: str) -> None:
    key = "sk-proj-" + body(40)
    assert masked(f"鍵:\n{key[:24]}{cut}{key[24:]}\n次の行") == "鍵:\n[OpenAI key]\n次の行"
    assert masked(f"{key}{cut}2024-05-01 次の行") == f"[OpenAI key]{cut}2024-05-01 次の行"


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f"])
def test_invisible_characters_hide_no_secret(sign: str) -> None:
    for text in ("sk-proj-" + body(40), "kaede@example.com", "090-1234-5678"):
        (secret,) = find_secrets("前" + sign.join(text) + "後")
        assert (secret.start, secret.end) == (1, 2 * len(text))


def test_decomposed_words_announce_as_well() -> None:
    text = unicodedata.normalize("NFD", "パスワードはtanuki99だ。")
    assert "tanuki99" not in masked(text)
    assert masked(text).startswith(unicodedata.normalize("NFD", "パスワードは"))


@given(st.text(st.sampled_from("aA1-_.@:=/ \n「」はパスワード鍵key０Ａ\u200b\u3099ｻﾞ"), max_size=60))
def test_secrets_stand_in_order_inside_the_text_and_apart(text: str) -> None:
    secrets = find_secrets(text)
    places = [place for secret in secrets for place in (secret.start, secret.end)]
    assert places == sorted(places)
    assert all(0 <= secret.start < secret.end <= len(text) for secret in secrets)


@pytest.mark.parametrize(
    "piece",
    [
        *("api_key=", "token=", "password: ", "パスワードは", "curl -u ", "http://a:", "@a.a", "0-0", "aB3", "\u200b"),
        *("eyJaaaaaaaa-", "-----BEGIN PRIVATE KEY-----", "SG.", "sk-aaaaaaaa1\n", "AKIA1234567890123456 ", "か\u3099"),
    ],
)
def test_text_that_never_ends_costs_no_square_of_time(piece: str) -> None:
    start = time.process_time()
    find_secrets(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 3


def test_a_megabyte_without_secrets_takes_a_fraction_of_a_second() -> None:
    lines = (
        "2024年の春は新しい棚を作り、トークンの数え方を学んだ（全12章）。本当に良い時間を過ごした。\n"
        "The commit 3f9a2c81b04e was merged, see [notes](https://example.com/posts/2024/05/long-slug-of-a-post/).\n"
    )
    text = lines * (1_000_000 // len(lines.encode()))
    start = time.process_time()
    assert find_secrets(text) == ()
    assert time.process_time() - start < 0.8
