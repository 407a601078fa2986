"""A schema nobody here designed, as the three servers write it: composite keys, names in Japanese
and in mixed case, self and cyclic references, a view, partitions, a generated column, an enum, a
JSON document, a table without a key, and on MariaDB a table in Shift_JIS."""

from __future__ import annotations

import re

import sqlalchemy as sa

_MEMBERS = """
CREATE TABLE "会員" (
  "店コード" {short} NOT NULL, "会員番号" INTEGER NOT NULL,
  "氏名" VARCHAR(60) NOT NULL, "フリガナ" VARCHAR(60), "生年月日" DATE,
  "TelNo" VARCHAR(30), "eMail" VARCHAR(120), "区分" {enum},
  "属性" {json}, "検索名" VARCHAR(200) GENERATED ALWAYS AS ({name}) STORED,
  "紹介店" {short}, "紹介者" INTEGER, "主配送先" INTEGER, "登録" {moment},
  PRIMARY KEY ("店コード", "会員番号"),
  FOREIGN KEY ("紹介店", "紹介者") REFERENCES "会員" ("店コード", "会員番号")
) {utf8}
"""
_PLACES = """
CREATE TABLE "配送先" (
  id INTEGER PRIMARY KEY, "店コード" {short} NOT NULL, "会員番号" INTEGER NOT NULL,
  "郵便番号" VARCHAR(8), "住所" VARCHAR(200),
  FOREIGN KEY ("店コード", "会員番号") REFERENCES "会員" ("店コード", "会員番号")
) {utf8}
"""
_INQUIRIES = """
CREATE TABLE "Inquiries" (
  "InquiryId" INTEGER PRIMARY KEY, "ShopCode" {short}, "MemberNo" INTEGER,
  "ParentId" INTEGER REFERENCES "Inquiries" ("InquiryId"), "Body" {text}, "ReceivedAt" {instant},
  FOREIGN KEY ("ShopCode", "MemberNo") REFERENCES "会員" ("店コード", "会員番号")
) {utf8}
"""
_NOTES = """
CREATE TABLE "控え" ("店コード" {short}, "会員番号" INTEGER, "メモ" VARCHAR(200)) {utf8}
"""
_LOG = """
CREATE TABLE "購買" (
  "購買番号" INTEGER NOT NULL, "店コード" {short} NOT NULL, "会員番号" INTEGER NOT NULL,
  "購買日" DATE NOT NULL, "金額" DECIMAL(12,0), PRIMARY KEY ("購買番号", "購買日")
) {partitioned}
"""
_OLD = """
CREATE TABLE "旧会員" (
  "番号" INTEGER PRIMARY KEY, "氏名" VARCHAR(60), "電話" VARCHAR(30), "住所" VARCHAR(200)
) {old}
"""
_VIEW = 'CREATE VIEW "会員一覧" AS SELECT "店コード", "会員番号", "氏名" FROM "会員"'

_BRANDS = {
    "sqlite": {
        "short": "VARCHAR(4)", "enum": "VARCHAR(10)", "json": "JSON", "text": "TEXT",
        "name": """replace("氏名", ' ', '')""", "moment": "DATETIME", "instant": "DATETIME",
        "utf8": "", "old": "", "partitioned": "",
    },
    "postgresql": {
        "short": "VARCHAR(4)", "enum": '"区分型"', "json": "JSONB", "text": "TEXT",
        "name": """replace("氏名", ' ', '')""", "moment": "TIMESTAMP", "instant": "TIMESTAMPTZ",
        "utf8": "", "old": "", "partitioned": 'PARTITION BY RANGE ("購買日")',
    },
    "mysql": {
        "short": "VARCHAR(4)", "enum": "ENUM('一般', '優良')", "json": "JSON", "text": "TEXT",
        "name": """replace("氏名", ' ', '')""", "moment": "DATETIME", "instant": "TIMESTAMP",
        "utf8": "CHARSET utf8mb4", "old": "CHARSET sjis",
        "partitioned": 'CHARSET ujis PARTITION BY HASH ("購買番号") PARTITIONS 3',
    },
}  # fmt: skip

ROWS = {
    "会員": (
        'INSERT INTO "会員" ("店コード", "会員番号", "氏名", "フリガナ", "生年月日",'
        ' "TelNo", "eMail", "区分", "属性", "紹介店", "紹介者", "登録") VALUES'
        " ('A1', 1, '見本 太郎', 'ミホン タロウ', '1980-02-03', '０９０ー００００ー２００１',"
        ' \'Taro@Example.jp\', \'優良\', \'{"連絡": {"LINE": "taro-line"}, "家族":'
        ' [{"氏名": "見本 花"}, {"氏名": "見本 葉"}], "色": "青"}\','
        " NULL, NULL, '2026-01-02 03:04:05'),"
        " ('B2', 1, '例示 次郎', 'レイジ ジロウ', '1990-05-06', '090-0000-2002',"
        " 'jiro@example.jp', '一般', '{}', 'A1', 1, '2026-01-02 03:04:05')"
    ),
    "配送先": (
        "INSERT INTO \"配送先\" VALUES (10, 'A1', 1, '000-0001', '架空県架空市1-1'),"
        " (11, 'B2', 1, '000-0002', '架空県架空市2-2')"
    ),
    "Inquiries": (
        "INSERT INTO \"Inquiries\" VALUES (1, 'A1', 1, NULL, '質問', '{instant}'),"
        " (2, NULL, NULL, 1, '返信', '{instant}'), (3, NULL, NULL, 2, '再返信', '{instant}'),"
        " (4, 'B2', 1, NULL, '別人', '{instant}')"
    ),
    "控え": "INSERT INTO \"控え\" VALUES ('A1', 1, '折返し'), ('A1', 1, '済'), ('B2', 1, '他')",
    "購買": (
        "INSERT INTO \"購買\" VALUES (1, 'A1', 1, '2025-12-31', 1200),"
        " (2, 'A1', 1, '2026-01-01', 800), (3, 'B2', 1, '2026-01-01', 5)"
    ),
    "旧会員": (
        "INSERT INTO \"旧会員\" VALUES (1, '見本太郎', '(090) 0000-2001', '架空県架空市1-1'),"
        " (2, '例示次郎', '09000002002', '架空県')"
    ),
}


def make(engine: sa.Engine) -> None:
    """Write the schema and two persons' rows into an empty database."""
    brand = "mysql" if engine.dialect.name == "mariadb" else engine.dialect.name
    words = _BRANDS[brand]
    instant = {"postgresql": "2026-01-01 00:00:00+00", "mysql": "2026-01-01 00:00:00"}
    with engine.begin() as connection:
        if brand == "mysql":
            run(connection, "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'")
            run(connection, "SET SESSION time_zone = '+00:00'")
        if brand == "postgresql":
            run(connection, """CREATE TYPE "区分型" AS ENUM ('一般', '優良')""")
        for each in (_MEMBERS, _PLACES, _INQUIRIES, _NOTES, _LOG, _OLD):
            run(connection, re.sub(r"\{(\w+)\}", lambda found: words[found[1]], each))
        if brand == "postgresql":
            for year in (2025, 2026):
                span = f"FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
                part = f'"購買_{year}" PARTITION OF "購買" FOR VALUES {span}'
                run(connection, f"CREATE TABLE {part}")
        run(connection, _VIEW)
        for statement in ROWS.values():
            at = instant.get(brand, "2026-01-01T00:00:00+00:00")
            run(connection, statement.replace("{instant}", at))
        run(connection, 'UPDATE "会員" SET "主配送先" = 10 WHERE "店コード" = \'A1\'')
        if brand != "sqlite":
            run(
                connection,
                'ALTER TABLE "会員" ADD FOREIGN KEY ("主配送先") REFERENCES "配送先" (id)',
            )


def run(connection: sa.Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
