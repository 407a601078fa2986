SELECT table_schema, CASE WHEN table_schema = SCHEMA_NAME() THEN 1 ELSE 0 END, table_name, column_name,
       data_type, NULL
FROM INFORMATION_SCHEMA.COLUMNS WHERE (table_schema IN (:schemas_1))

SELECT TOP 5001 crm.[会員].[店], crm.[会員].[番号], crm.[会員].[氏名], crm.[会員].[生年月日], crm.[会員].[Tel], crm.[会員].mail
FROM crm.[会員]
WHERE [生年月日] = :生年月日_1 OR lower(trim(coalesce(mail, ''))) IN (:written_1_1) OR CASE WHEN coalesce(mail, '') LIKE '%[^ -~]%' COLLATE Latin1_General_BIN THEN 1 ELSE 0 END = 1 AND ((coalesce(mail, '') LIKE '%' + :part_1 + '%') OR (coalesce(mail, '') LIKE '%' + :part_2 + '%')) OR (coalesce([Tel], '') LIKE :cheap_1 OR CASE WHEN coalesce([Tel], '') LIKE '%[^ -~]%' COLLATE Latin1_General_BIN THEN 1 ELSE 0 END = 1) AND coalesce([Tel], '') LIKE :spread_1 OR (coalesce(CAST([番号] AS VARCHAR(255)), '') LIKE :cheap_2 OR CASE WHEN coalesce(CAST([番号] AS VARCHAR(255)), '') LIKE '%[^ -~]%' COLLATE Latin1_General_BIN THEN 1 ELSE 0 END = 1) AND coalesce(CAST([番号] AS VARCHAR(255)), '') LIKE :spread_2 OR [生年月日] IS NULL AND trim(coalesce(mail, '')) = '' AND trim(coalesce([Tel], '')) = '' AND trim(coalesce(CAST([番号] AS VARCHAR(255)), '')) = '' AND ((coalesce([氏名], '') LIKE '%' + :part_3 + '%') OR (coalesce([氏名], '') LIKE '%' + :part_4 + '%') OR (coalesce([氏名], '') LIKE '%' + :part_5 + '%')) AND (coalesce([氏名], '') LIKE '%' + :part_6 + '%') ORDER BY crm.[会員].[店], crm.[会員].[番号]

SELECT crm.[会員].[店], crm.[会員].[番号], crm.[会員].[氏名], crm.[会員].[生年月日], crm.[会員].[Tel], crm.[会員].mail
FROM crm.[会員]
WHERE crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2 ORDER BY crm.[会員].[店], crm.[会員].[番号]

SELECT crm.[Orders].id, crm.[Orders].[店], crm.[Orders].[会員]
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2 ORDER BY crm.[Orders].id

SELECT crm.lines.id, crm.lines.order_id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm.[Orders].id
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2) ORDER BY crm.lines.id

SELECT TOP 1 crm.lines.id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm.[Orders].id
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2) ORDER BY crm.lines.id

CREATE INDEX [chikai_会員_生年月日] ON crm.[会員] ([生年月日]);

ALTER TABLE crm.[会員] ADD chikai_phone_9081b75d AS CAST(CASE WHEN coalesce([Tel], '') LIKE '%[^0-9 ().+-]%' COLLATE Latin1_General_BIN THEN '?' ELSE replace(replace(replace(replace(replace(replace(coalesce([Tel], ''), ' ', ''), '(', ''), ')', ''), '.', ''), '+', ''), '-', '') END AS NVARCHAR(255)); CREATE INDEX chikai_phone_9081b75d ON crm.[会員] (chikai_phone_9081b75d);

ALTER TABLE crm.[会員] ADD chikai_email_ded8eb63 AS CAST(CASE WHEN coalesce(mail, '') LIKE '%[^ -~]%' COLLATE Latin1_General_BIN THEN '?' ELSE lower(trim(coalesce(mail, ''))) END AS NVARCHAR(255)); CREATE INDEX chikai_email_ded8eb63 ON crm.[会員] (chikai_email_ded8eb63);

ALTER TABLE crm.[会員] ADD chikai_member_number_4651d6e7 AS CAST(CASE WHEN coalesce(CAST([番号] AS VARCHAR(255)), '') LIKE '%[^ -~]%' COLLATE Latin1_General_BIN THEN '?' ELSE lower(replace(replace(coalesce(CAST([番号] AS VARCHAR(255)), ''), ' ', ''), '-', '')) END AS NVARCHAR(255)); CREATE INDEX chikai_member_number_4651d6e7 ON crm.[会員] (chikai_member_number_4651d6e7);

CREATE INDEX [chikai_Orders_店_会員] ON crm.[Orders] ([店], [会員]);

CREATE INDEX chikai_lines_order_id ON crm.lines (order_id);
