"""A person in five tables: the name in one, e-mail addresses, telephone numbers and addresses in
others, and whatever else in rows of a key and a value. Fictional people."""

from __future__ import annotations

import sqlalchemy as sa
from erasing import run

TABLES = (
    "CREATE TABLE persons (id INTEGER PRIMARY KEY, family VARCHAR(20), given VARCHAR(20))",
    "CREATE TABLE emails (person INTEGER NOT NULL REFERENCES persons (id), no INTEGER NOT NULL,"
    " address VARCHAR(60), PRIMARY KEY (person, no))",
    "CREATE TABLE phones (id INTEGER PRIMARY KEY, person INTEGER, tel VARCHAR(20), kind CHAR(8))",
    "CREATE TABLE places (id INTEGER PRIMARY KEY, pref VARCHAR(10), line VARCHAR(60))",
    "CREATE TABLE living (person INTEGER NOT NULL, place INTEGER NOT NULL, since INTEGER,"
    " PRIMARY KEY (person, place))",
    "CREATE TABLE facts (id INTEGER PRIMARY KEY, person INTEGER, name CHAR(12), value VARCHAR(60))",
)
ROWS = (
    "INSERT INTO persons VALUES (1, '見本', '花子'), (2, '見本', '花子'), (3, '例示', '次郎')",
    "INSERT INTO emails VALUES (1, 1, 'hana@example.jp'), (1, 2, 'hana@work.example.jp'),"
    " (2, 1, 'other@example.jp'), (3, 1, 'jiro@example.jp')",
    "INSERT INTO phones VALUES (10, 1, '090-0000-1001', 'mobile'), (11, 1, '03-0000-1001', 'fax'),"
    " (12, 2, '090-0000-1002', 'mobile'), (13, 3, '090-0000-1003', 'mobile')",
    "INSERT INTO places VALUES (20, '架空県', '架空市1-1'), (21, '架空県', '架空市9-9'),"
    " (22, '架空県', '見本市2-2')",
    "INSERT INTO living VALUES (1, 20, 2010), (1, 21, 2020), (2, 22, 2000), (3, 21, 2020)",
    "INSERT INTO facts VALUES (30, 1, 'birth_date', '1985-04-12'), (31, 1, 'mynumber', '架空-1'),"
    " (32, 1, 'theme', 'dark'), (33, 1, 'hobby', '切手'), (34, 2, 'birth_date', '1970-07-07'),"
    " (35, 2, 'theme', 'light'), (36, 1, 'line_id', 'hana-line')",
)
MAPPING = """\
schema: 1
source: club
company: enigmo
label: {ja: 会, en: Club}
url_env: CLUB_URL
tables:
  persons:
    category: customers
    label: {ja: 会員, en: Members}
    key: id
    recognise:
      name: [family, given]
      birth_date: {table: facts, columns: value, where: {name: birth_date}}
      email: {table: emails, columns: address}
      phone: {table: phones, columns: tel, where: {kind: mobile}}
      address: {table: places, columns: [pref, line]}
    erase: columns
    columns:
      id: {personal: false}
      family: {item: name, label: {ja: 姓, en: Family name}, erase: null}
      given: {item: name, label: {ja: 名, en: Given name}, erase: null}
  emails:
    category: customers
    label: {ja: メール, en: E-mail}
    key: [person, no]
    follows: {person: persons.id}
    erase: row
    columns:
      person: {personal: false}
      no: {personal: false}
      address: {item: email, label: {ja: メール, en: E-mail}}
  phones:
    category: customers
    label: {ja: 電話, en: Telephone}
    key: id
    follows: {person: persons.id}
    erase: row
    columns:
      id: {personal: false}
      person: {personal: false}
      tel: {item: phone, label: {ja: 電話, en: Telephone}}
      kind: {personal: false}
  living:
    category: customers
    label: {ja: 住まい, en: Homes}
    key: [person, place]
    follows: {person: persons.id}
    erase: row
    columns:
      person: {personal: false}
      place: {personal: false}
      since: {item: address, label: {ja: いつから, en: Since}}
  places:
    category: customers
    label: {ja: 住所, en: Addresses}
    key: id
    follows:
      - {columns: id, table: living, to: place}
    shared: {keep: {reason: {ja: 同居のかた, en: Someone else lives there}}}
    erase: row
    columns:
      id: {personal: false}
      pref: {item: address, label: {ja: 都道府県, en: Prefecture}}
      line: {item: address, label: {ja: 番地, en: Street}}
  facts:
    category: customers
    label: {ja: 属性, en: Attributes}
    key: id
    follows: {person: persons.id}
    erase: columns
    columns:
      id: {personal: false}
      person: {personal: false}
      name: {personal: false}
      value:
        by: name
        keys:
          birth_date:
            item: birth_date
            label: {ja: 生年月日, en: Date of birth}
            format: date
            erase: {generalise: year}
          mynumber:
            item: name
            label: {ja: 番号, en: Number}
            withheld: {ja: 照合値です。, en: A check value.}
            erase: {keep: {reason: {ja: 法定調書, en: Statutory report}}}
          theme: {personal: false}
          line_id: {item: phone, label: {ja: LINE, en: LINE}, erase: null}
        item: inquiry_text
        label: {ja: その他, en: Other}
        erase: {replace: ''}
"""


def make(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    run(engine, *TABLES, *ROWS)
    return engine
