"""Shapes of schemas as the world has them, each in a few lines: for every table its columns, those
about a person marked `*`. Two persons of fiction, one row each unless the shape says more."""

from __future__ import annotations

SHOP = """
shop_customer: id! name01* name02* kana01* kana02* postal_code* addr01* addr02* email* phone_number*
shop_customer_address: id! customer_id name01* addr01* phone_number*
shop_order: id! customer_id message* email* order_name01* paid_on
mtb_pref: id! name
"""
BLOG = """
wp_users: ID! user_login* user_pass* user_email* display_name*
wp_usermeta: umeta_id! user_id meta_key meta_value*
wp_comments: comment_ID! comment_author* comment_author_email* comment_author_IP* user_id comment_x
wp_terms: term_id! name slug
"""
OFFICE = """
顧客マスタ: 顧客コード! 氏名* 氏名カナ* 生年月日* 住所１* 住所２* 電話番号1* 電話番号2* 電話番号3*
受注トラン: 受注番号! 顧客コード 届け先氏名* 届け先電話*
商品マスタ: 商品コード! 商品名
"""
ROMAJI = """
t_kokyaku: kokyaku_id! simei_kanji* simei_kana* seibetu* jusyo1* denwa_no* mailadr* biko*
t_juchu: juchu_no! kokyaku_id haisosaki_jusyo* kingaku
m_syohin: syohin_cd! syohin_mei
"""
MUSIC = """
Customer: CustomerId! FirstName* LastName* Company Email* Phone* BillingCity*
Invoice: InvoiceId! CustomerId BillingAddress* BillingCountry* Total
Artist: ArtistId! Name
Playlist: PlaylistId! Name
"""
LOGIN = """
user_entity: id! email* first_name* last_name* username*
user_attribute: id! user_id name value*
event_entity: id! user_id ip_address* event_type
realm: realm_id! name
"""
SPREAD = """
person: person_id! firstname* lastname*
email_address: email_id! person_id email_address*
person_address: person_id! addressline1* city* state* country*
orders: order_id! person_id state total
labels: label_id! object_id content_type_id tag
"""
CODED = """
tbl0001: f01! f02* f03* f04* f05*
tbl0003: f01! f02
"""
CLINIC = """
patient: patient_no! first_name* last_name* born*
stay: id! patient_no ward
"""
FORUM = """
users: id! username* name*
user_emails: id! user_id email*
user_custom_fields: id! user_id name value*
user_profiles: user_id! bio*
posts: id! user_id raw
post_search_data: post_id! raw_data
"""
CHAT = """
contacts: id! name* middle_name* last_name* email* worth_value
conversations: id! contact_id referer
messages: id! conversation_id content*
"""
LOGIN_SERVICE = """
accounts: id! email* phone*
account_profiles: account_id! full_name* has_phone
"""
SHAPES = {
    "shop": SHOP, "blog": BLOG, "office": OFFICE, "romaji": ROMAJI, "music": MUSIC,
    "login": LOGIN, "coded": CODED, "spread": SPREAD, "clinic": CLINIC,
    "forum": FORUM, "chat": CHAT, "login_service": LOGIN_SERVICE,
}  # fmt: skip
VALUES = {
    "forum.user_custom_fields": ("1", "phone", "090-0000-1001"),
    "coded.tbl0001": ("見本 花子", "hana@example.jp", "090-0000-1001", "架空県架空市1-1"),
    "coded.tbl0003": ("架空の湯のみ",),
    "blog.wp_usermeta": ("1", "billing_phone", "090-0000-1001"),
}


def tables(shape: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(": ") for line in SHAPES[shape].strip().splitlines())
    return {name: tuple(columns.split()) for name, _, columns in lines}


def statements(shape: str) -> list[str]:
    """What makes the shape in SQLite, with a row in each table."""
    found = []
    for table, columns in tables(shape).items():
        bare = [c.strip("!*") for c in columns]
        kinds = ["INTEGER" if _number(c) else "VARCHAR(4)" if _short(c) else "TEXT" for c in bare]
        keys = [" PRIMARY KEY" if c.endswith("!") else "" for c in columns]
        parts = [f'"{c}" {k}{key}' for c, k, key in zip(bare, kinds, keys, strict=True)]
        found.append(f'CREATE TABLE "{table}" ({", ".join(parts)})')
        said = VALUES.get(f"{shape}.{table}", ("x",) * (len(bare) - 1))
        row = ", ".join(f"'{value}'" for value in ("1", *said))
        found.append(f'INSERT INTO "{table}" VALUES ({row})')
    return found


def _number(column: str) -> bool:
    return column.casefold().endswith("id") or column == "f01"


def _short(column: str) -> bool:
    return column.startswith("電話番号")


def personal(shape: str) -> set[tuple[str, str]]:
    """Every column about a person."""
    return {(t, c[:-1]) for t, columns in tables(shape).items() for c in columns if c[-1] == "*"}
