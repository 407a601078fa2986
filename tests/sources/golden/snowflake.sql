SELECT table_schema, CASE WHEN table_schema = current_schema() THEN 1 ELSE 0 END, table_name, column_name,
       data_type, NULL
FROM INFORMATION_SCHEMA.COLUMNS WHERE (table_schema IN (%(schemas_1)s))

SELECT crm."会員"."店", crm."会員"."番号", crm."会員"."氏名", crm."会員"."生年月日", crm."会員"."Tel", crm."会員".mail
FROM crm."会員"
WHERE "生年月日" = %(生年月日_1)s OR lower(trim(coalesce(mail, ''))) IN (%(written_1_1)s) OR CASE WHEN REGEXP_INSTR(coalesce(mail, ''), '[^ -~]') > 0 THEN 1 ELSE 0 END = 1 AND ((coalesce(mail, '') LIKE '%%' || %(part_1)s || '%%') OR (coalesce(mail, '') LIKE '%%' || %(part_2)s || '%%')) OR (coalesce("Tel", '') LIKE %(cheap_1)s OR CASE WHEN REGEXP_INSTR(coalesce("Tel", ''), '[^ -~]') > 0 THEN 1 ELSE 0 END = 1) AND regexp_instr(coalesce("Tel", ''), %(spread_1)s) > 0 OR (coalesce(CAST("番号" AS VARCHAR(255)), '') LIKE %(cheap_2)s OR CASE WHEN REGEXP_INSTR(coalesce(CAST("番号" AS VARCHAR(255)), ''), '[^ -~]') > 0 THEN 1 ELSE 0 END = 1) AND regexp_instr(coalesce(CAST("番号" AS VARCHAR(255)), ''), %(spread_2)s) > 0 OR "生年月日" IS NULL AND trim(coalesce(mail, '')) = '' AND trim(coalesce("Tel", '')) = '' AND trim(coalesce(CAST("番号" AS VARCHAR(255)), '')) = '' AND ((coalesce("氏名", '') LIKE '%%' || %(part_3)s || '%%') OR (coalesce("氏名", '') LIKE '%%' || %(part_4)s || '%%') OR (coalesce("氏名", '') LIKE '%%' || %(part_5)s || '%%')) AND (coalesce("氏名", '') LIKE '%%' || %(part_6)s || '%%') ORDER BY crm."会員"."店", crm."会員"."番号"
 LIMIT %(param_1)s

SELECT crm."会員"."店", crm."会員"."番号", crm."会員"."氏名", crm."会員"."生年月日", crm."会員"."Tel", crm."会員".mail
FROM crm."会員"
WHERE (crm."会員"."店", crm."会員"."番号") IN ((%(param_1_1_1)s, %(param_1_1_2)s), (%(param_1_2_1)s, %(param_1_2_2)s)) ORDER BY crm."会員"."店", crm."会員"."番号"

SELECT crm."Orders".id, crm."Orders"."店", crm."Orders"."会員"
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((%(param_1_1_1)s, %(param_1_1_2)s), (%(param_1_2_1)s, %(param_1_2_2)s)) ORDER BY crm."Orders".id

SELECT crm.lines.id, crm.lines.order_id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm."Orders".id
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((%(param_1_1_1)s, %(param_1_1_2)s), (%(param_1_2_1)s, %(param_1_2_2)s))) ORDER BY crm.lines.id

SELECT crm.lines.id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm."Orders".id
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((%(param_1_1_1)s, %(param_1_1_2)s), (%(param_1_2_1)s, %(param_1_2_2)s))) ORDER BY crm.lines.id
 LIMIT %(param_2)s
