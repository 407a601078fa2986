"""Who plays in the demo: what each person's request says, and where the file says otherwise.

A constant is the person as a form names them. `..._ON_FILE` is the same person as the company
has them on file, where that differs; everyone else stands on file as here.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from chikai.people.model import Address, Name, Person


def _person(
    full: str,
    kana: str,
    born: str,
    address: str,
    *,
    phone: str,
    email: str,
    postal_code: str = "000-0001",
    member_number: str | None = None,
) -> Person:
    return Person(
        names=(Name(full, kana),),
        addresses=(Address(address, postal_code),),
        birth_date=date.fromisoformat(born),
        phones=(phone,),
        emails=(email,),
        member_numbers=(member_number,) if member_number else (),
    )


HANAKO: Final = _person(
    "山田 花子",
    "ヤマダ ハナコ",
    "1988-04-12",
    "東京都架空区見本一丁目2番3号 見本ハイツ101",
    phone="090-0000-1001",
    email="hanako.yamada@example.jp",
)
"""A customer of everyone, with orders and an inquiry: nothing about her is unusual."""

KENICHI: Final = _person(
    "佐藤 健一",
    "サトウ ケンイチ",
    "1985-09-03",
    "東京都架空区見本二丁目4番5号",
    phone="090-0000-1002",
    email="kenichi.sato@example.jp",
)
"""The father of Mirai and Sora."""

MIRAI: Final = _person(
    "佐藤 みらい",
    "サトウ ミライ",
    "2014-06-21",
    "東京都架空区見本二丁目4番5号",
    phone="090-0000-1002",
    email="mirai.sato@example.jp",
)
"""A child for whom a parent asks."""

SORA: Final = _person(
    "佐藤 そら",
    "サトウ ソラ",
    "2016-11-02",
    "東京都架空区見本二丁目4番5号",
    phone="090-0000-1002",
    email="sora.sato@example.jp",
)
"""Mirai's younger sibling: one envelope may speak for both."""

TADASHI: Final = _person(
    "鈴木 正",
    "スズキ タダシ",
    "1941-02-28",
    "東京都架空区見本三丁目6番7号",
    phone="03-0000-1003",
    email="tadashi.suzuki@example.jp",
)
"""A ward: under curatorship at Enigmo, under guardianship at Bengo4."""

YUMI: Final = _person(
    "鈴木 由美",
    "スズキ ユミ",
    "1969-07-15",
    "東京都架空区見本三丁目8番9号",
    phone="090-0000-1004",
    email="yumi.suzuki@example.com",
)
"""Tadashi's curator, or guardian. She is on no company's file."""

ICHIRO: Final = _person(
    "高橋 一郎",
    "タカハシ イチロウ",
    "1979-12-30",
    "東京都架空区見本4-10-11",
    phone="+81 90 0000 1005",
    email="Ichiro.Takahashi@example.jp",
)
"""Writes his name with the common character and his address in short."""

ICHIRO_ON_FILE: Final = _person(
    "髙橋 一郎",
    "ﾀｶﾊｼ ｲﾁﾛｳ",
    "1979-12-30",
    "東京都架空区見本四丁目１０番１１号",
    phone="090-0000-1005",
    email="ichiro.takahashi@example.jp",
)

TARO_ELDER: Final = _person(
    "田中 太郎",
    "タナカ タロウ",
    "1958-01-05",
    "東京都架空区見本五丁目12番13号",
    phone="03-0000-1006",
    email="taro.tanaka@example.jp",
)
"""One of two people of one name."""

TARO_YOUNGER: Final = _person(
    "田中 太郎",
    "タナカ タロウ",
    "1996-08-19",
    "東京都架空区見本五丁目14番15号",
    phone="090-0000-1007",
    email="taro.tanaka.1996@example.com",
)
"""The other of two people of one name."""

TARO_BY_NAME: Final = Person(names=(Name("田中 太郎"),))
"""A request that says no more than the name."""

NAOKI: Final = _person(
    "伊藤 直樹",
    "イトウ ナオキ",
    "1990-03-14",
    "大阪府架空市見本町1-1-1",
    postal_code="000-0005",
    phone="090-0000-1008",
    email="naoki.ito@example.jp",
)
"""Has moved since the company last heard of him."""

NAOKI_ON_FILE: Final = _person(
    "伊藤 直樹",
    "イトウ ナオキ",
    "1990-03-14",
    "東京都架空区見本六丁目16番17号",
    phone="090-0000-1008",
    email="naoki.ito@example.jp",
)

MISAKI: Final = _person(
    "小林 美咲",
    "コバヤシ ミサキ",
    "1993-05-25",
    "東京都架空区見本七丁目18番19号",
    phone="090-0000-1009",
    email="misaki@example.jp",
)
"""Has another family name since the company last heard of her."""

MISAKI_ON_FILE: Final = _person(
    "渡邊 美咲",
    "ワタナベ ミサキ",
    "1993-05-25",
    "東京都架空区見本七丁目18番19号",
    phone="090-0000-1009",
    email="misaki@example.jp",
)

AOI: Final = _person(
    "中村 あおい",
    "ナカムラ アオイ",
    "1982-10-10",
    "東京都架空区見本八丁目20番21号",
    phone="090-0000-1010",
    email="aoi.nakamura@example.jp",
)
"""A twin. The police once inquired about her; nobody outside may learn that."""

AKANE: Final = _person(
    "中村 あかね",
    "ナカムラ アカネ",
    "1982-10-10",
    "東京都架空区見本八丁目22番23号",
    phone="090-0000-1011",
    email="akane.nakamura@example.jp",
)
"""The other twin: the same rows, and no inquiry."""

KAI: Final = _person(
    "松本 海",
    "マツモト カイ",
    "1975-04-04",
    "東京都架空区見本九丁目24番25号",
    phone="090-0000-1012",
    email="kai.matsumoto@example.com",
)
"""Known to a company by nothing but an inquiry of the police."""

NAGISA: Final = _person(
    "松本 渚",
    "マツモト ナギサ",
    "1976-05-05",
    "東京都架空区見本九丁目26番27号",
    phone="090-0000-1013",
    email="nagisa.matsumoto@example.com",
)
"""On no file at all: answered exactly as Kai is."""

RIN: Final = _person(
    "加藤 りん",
    "カトウ リン",
    "2017-01-30",
    "東京都架空区旧居一丁目1番1号",
    phone="090-0000-1014",
    email="rin.kato@example.jp",
)
"""A child living apart from one parent, as that parent's form names her: at the old address."""

RIN_ON_FILE: Final = _person(
    "加藤 りん",
    "カトウ リン",
    "2017-01-30",
    "東京都架空区秘匿九丁目9番9号",
    postal_code="000-0009",
    phone="090-0000-1015",
    email="rin.kato@example.jp",
)
"""Support measures for victims protect this address."""

MAKOTO: Final = _person(
    "加藤 誠",
    "カトウ マコト",
    "1984-12-24",
    "東京都架空区旧居一丁目1番1号",
    phone="090-0000-1014",
    email="makoto.kato@example.com",
)
"""The parent who lives apart from Rin."""

ON_FILE: Final = (
    HANAKO,
    KENICHI,
    MIRAI,
    SORA,
    TADASHI,
    ICHIRO_ON_FILE,
    TARO_ELDER,
    TARO_YOUNGER,
    NAOKI_ON_FILE,
    MISAKI_ON_FILE,
    AOI,
    AKANE,
    RIN_ON_FILE,
)
"""The cast as the companies have it on file, in the order of their rows."""

ON_FORMS: Final = (
    *(HANAKO, KENICHI, MIRAI, SORA, TADASHI, YUMI, ICHIRO, TARO_ELDER, TARO_YOUNGER),
    *(NAOKI, MISAKI, AOI, AKANE, KAI, NAGISA, RIN, MAKOTO),
)
"""The cast as requests name it."""
