"""Bytes to text: declared, wrongly declared, not declared, broken."""

from __future__ import annotations

import codecs

import pytest

import cleanpress
from cleanpress.readers.decode import decode

RUSSIAN = (
    "Городской совет во вторник решил купить старый вокзал и открыть в нём библиотеку. "
    "Жители ждали этого одиннадцать лет. Работы начнутся весной, когда сойдёт снег, и продлятся до осени."
)
CHINESE = (
    "市议会周二批准了购买旧火车站并改建为图书馆的计划。居民为此等待了十一年，工程将于明年春天开始。"
    "校长罗玉兰说，屋顶上仍保留着三十年前的木梁，馆内现有图书八千册，其中一半来自县城的旧书店。"
    "村民下午四点以后也可以进馆阅读，冬天还有炉火。她表示，这是我们村里的第一座图书馆，也是一个新的开始。"
)
JAPANESE = "市議会は火曜日、古い駅舎を買い取り図書館にする計画を承認した。住民は十一年も待っていたという。"
KOREAN = "시의회는 화요일 옛 기차역을 사들여 도서관으로 바꾸는 계획을 승인했다. 주민들은 열한 해를 기다렸다고 한다."
FRENCH = "Le conseil a décidé mardi d'acheter l'ancienne gare. Les élèves y liront dès l'été prochain, à côté du café."


ANY = [b"", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xfe\xff\0", bytes(range(256)), b"\x80" * 99]


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("bom", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(bom: bytes, charset: str) -> None:
    assert decode(bom + page(RUSSIAN, "iso-8859-1").encode(charset)) == (page(RUSSIAN, "iso-8859-1"), ())


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(charset: str) -> None:
    assert decode(page(FRENCH).encode(charset)) == (page(FRENCH), ())


@pytest.mark.parametrize("declared", ["", "iso-8859-1", "windows-1251", "utf-16", "gibberish"])
def test_valid_utf8_is_utf8_whatever_is_declared(declared: str) -> None:
    text = page(RUSSIAN + CHINESE, declared)
    assert decode(text.encode()) == (text, ())


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "iso8859-5", "ISO-8859-5"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gbk", "GBK"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (KOREAN, "cp949", "euc-kr"),
        (FRENCH, "cp1252", "iso-8859-1"),
        ("“smart” – 5 €", "cp1252", "latin-1"),
    ],
)
def test_a_right_declaration_is_followed(text: str, charset: str, declared: str) -> None:
    assert decode(page(text, declared).encode(charset)) == (page(text, declared), ())


def test_an_xml_declaration_is_followed() -> None:
    text = f'<?xml version="1.0" encoding="windows-1251"?><html><body><p>{RUSSIAN}</p></body></html>'
    assert decode(text.encode("cp1251")) == (text, ())


@pytest.mark.parametrize(
    ("text", "charset"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (CHINESE, "gb18030"), (JAPANESE, "shift_jis"), (KOREAN, "euc-kr")],
)
@pytest.mark.parametrize("declared", ["", "utf-8"])
def test_missing_and_wrong_declarations_are_guessed_around(text: str, charset: str, declared: str) -> None:
    source = page(text * 3, declared)
    assert decode(source.encode(charset)) == (source, ("charset-guessed",))


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    raw = page(RUSSIAN).encode()
    middle = raw.index("вокзал".encode())
    text, notes = decode(raw[:middle] + b"\xff" + raw[middle:])
    assert notes == ("undecodable-bytes",)
    assert text.replace("\ufffd", "") == page(RUSSIAN)


def test_a_truncated_character_at_the_end_costs_only_itself() -> None:
    text, notes = decode(RUSSIAN.encode()[:-2])
    assert notes == ("undecodable-bytes",)
    assert text.rstrip("\ufffd") == RUSSIAN[:-2]


def test_truncated_utf16_costs_only_its_end() -> None:
    text, notes = decode(codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le")[:-1])
    assert notes == ("undecodable-bytes",)
    assert text.rstrip("\ufffd") == FRENCH[:-1]


def test_mixed_charsets_keep_the_larger_part() -> None:
    text, notes = decode(page(RUSSIAN * 4).encode() + "Ещё".encode("cp1251"))
    assert notes
    assert RUSSIAN in text


@pytest.mark.parametrize("raw", ANY)
def test_any_bytes_give_text(raw: bytes) -> None:
    text, notes = decode(raw)
    assert isinstance(text, str)
    assert set(notes) <= {"charset-guessed", "undecodable-bytes"}


def test_notes_reach_the_article() -> None:
    assert "charset-guessed" in cleanpress.clean(page(RUSSIAN * 3).encode("cp1251")).notes
    assert cleanpress.clean(page(RUSSIAN).encode()).notes == ()


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_all_kinds_of_bytes_are_read(kind: type) -> None:
    assert cleanpress.clean_text(kind(RUSSIAN.encode())) == RUSSIAN


@pytest.mark.parametrize(
    ("http", "meta", "right"),
    [
        ("windows-1251", "", "cp1251"),
        ("CP1251", "koi8-r", "cp1251"),
        ("koi8-r", "windows-1251", "koi8-r"),
        ("shift_jis", "windows-1251", "cp1251"),  # HTTP is wrong, as the bytes show
        ("nonsense", "windows-1251", "cp1251"),
        ("utf-16", "windows-1251", "cp1251"),
        ("rot13", "windows-1251", "cp1251"),
        ("windows-1251", "windows-1251", "utf-8"),
        ("windows-1251", "", "utf-8-sig"),
    ],
)
def test_http_goes_before_the_page_and_the_bytes_before_both(http: str, meta: str, right: str) -> None:
    raw = page(RUSSIAN, meta).encode(right)
    assert decode(raw, http) == (page(RUSSIAN, meta), ())
    article = cleanpress.clean(raw, charset=http)
    assert (article.text, article.notes) == (RUSSIAN, ())
    assert RUSSIAN in article.html
    assert RUSSIAN in cleanpress.clean_html(raw, charset=http)
    assert RUSSIAN in cleanpress.clean_soup(raw, charset=http).get_text()
    assert cleanpress.clean_text(memoryview(raw), charset=http) == RUSSIAN
    assert cleanpress.Cleaner().judge(raw, charset=http)[0].text == RUSSIAN


def test_the_charset_of_http_is_for_bytes_only() -> None:
    assert cleanpress.clean_text(page(RUSSIAN, "koi8-r"), charset="cp1251") == RUSSIAN


def test_notes_reach_the_article_with_a_charset_too() -> None:
    assert "undecodable-bytes" in cleanpress.clean(page(RUSSIAN).encode() + b"\xff", charset="utf-8").notes
