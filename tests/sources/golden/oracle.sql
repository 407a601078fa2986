SELECT owner, CASE WHEN owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') THEN 1 ELSE 0 END,
       table_name, column_name, data_type, NULL
FROM all_tab_columns WHERE (owner IN (:schemas_1))

SELECT crm."会員"."店", crm."会員"."番号", crm."会員"."氏名", crm."会員"."生年月日", crm."会員"."Tel", crm."会員".mail
FROM crm."会員"
WHERE "生年月日" = :"生年月日_1" OR lower(trim(coalesce(mail, ''))) IN (:written_1_1) OR CASE WHEN REGEXP_LIKE(coalesce(mail, ''), '[^ -~]') THEN 1 ELSE 0 END = 1 AND ((coalesce(mail, '') LIKE '%' || :part_1 || '%') OR (coalesce(mail, '') LIKE '%' || :part_2 || '%')) OR (coalesce("Tel", '') LIKE :cheap_1 OR CASE WHEN REGEXP_LIKE(coalesce("Tel", ''), '[^ -~]') THEN 1 ELSE 0 END = 1) AND regexp_like(coalesce("Tel", ''), :spread_1) OR (coalesce(CAST("番号" AS VARCHAR2(255)), '') LIKE :cheap_2 OR CASE WHEN REGEXP_LIKE(coalesce(CAST("番号" AS VARCHAR2(255)), ''), '[^ -~]') THEN 1 ELSE 0 END = 1) AND regexp_like(coalesce(CAST("番号" AS VARCHAR2(255)), ''), :spread_2) OR "生年月日" IS NULL AND trim(coalesce(mail, '')) IS NULL AND trim(coalesce("Tel", '')) IS NULL AND trim(coalesce(CAST("番号" AS VARCHAR2(255)), '')) IS NULL AND ((coalesce("氏名", '') LIKE '%' || :part_3 || '%') OR (coalesce("氏名", '') LIKE '%' || :part_4 || '%') OR (coalesce("氏名", '') LIKE '%' || :part_5 || '%')) AND (coalesce("氏名", '') LIKE '%' || :part_6 || '%') ORDER BY crm."会員"."店", crm."会員"."番号"
 FETCH FIRST 5001 ROWS ONLY

SELECT crm."会員"."店", crm."会員"."番号", crm."会員"."氏名", crm."会員"."生年月日", crm."会員"."Tel", crm."会員".mail
FROM crm."会員"
WHERE (crm."会員"."店", crm."会員"."番号") IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2)) ORDER BY crm."会員"."店", crm."会員"."番号"

SELECT crm."Orders".id, crm."Orders"."店", crm."Orders"."会員"
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2)) ORDER BY crm."Orders".id

SELECT crm.lines.id, crm.lines.order_id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm."Orders".id
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2))) ORDER BY crm.lines.id

SELECT crm.lines.id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm."Orders".id
FROM crm."Orders"
WHERE (crm."Orders"."店", crm."Orders"."会員") IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2))) ORDER BY crm.lines.id
 FETCH FIRST 1 ROWS ONLY

CREATE INDEX "chikai_会員_生年月日" ON crm."会員" ("生年月日");

CREATE INDEX chikai_phone_f1c7aa62 ON crm."会員" (CASE WHEN REGEXP_LIKE(coalesce("Tel", ''), '[^0-9 ().+-]') THEN '?' ELSE translate(coalesce("Tel", ''), '0 ().+-', '0') END);

CREATE INDEX chikai_email_8df3319a ON crm."会員" (CASE WHEN REGEXP_LIKE(coalesce(mail, ''), '[^ -~]') THEN '?' ELSE lower(trim(coalesce(mail, ''))) END);

CREATE INDEX chikai_member_number_63f7ed2c ON crm."会員" (CASE WHEN REGEXP_LIKE(coalesce(CAST("番号" AS VARCHAR2(255)), ''), '[^ -~]') THEN '?' ELSE lower(translate(coalesce(CAST("番号" AS VARCHAR2(255)), ''), '0 -', '0')) END);

CREATE INDEX "chikai_Orders_店_会員" ON crm."Orders" ("店", "会員");

CREATE INDEX chikai_lines_order_id ON crm.lines (order_id);
