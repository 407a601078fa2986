SELECT crm.[会員].[店], crm.[会員].[番号], crm.[会員].[氏名], crm.[会員].[生年月日], crm.[会員].[Tel], crm.[会員].mail
FROM crm.[会員]
WHERE crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2 ORDER BY crm.[会員].[店], crm.[会員].[番号]

SELECT count(*) AS count_1
FROM (SELECT crm.[会員].[店] AS [店], crm.[会員].[番号] AS [番号], crm.[会員].[氏名] AS [氏名], crm.[会員].[生年月日] AS [生年月日], crm.[会員].[Tel] AS [Tel], crm.[会員].mail AS mail
FROM crm.[会員]
WHERE crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2) AS anon_1

SELECT crm.[Orders].id, crm.[Orders].[店], crm.[Orders].[会員]
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2 ORDER BY crm.[Orders].id

SELECT count(*) AS count_1
FROM (SELECT crm.[Orders].id AS id, crm.[Orders].[店] AS [店], crm.[Orders].[会員] AS [会員]
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2) AS anon_1

SELECT crm.lines.id, crm.lines.order_id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm.[Orders].id
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2) ORDER BY crm.lines.id

SELECT count(*) AS count_1
FROM (SELECT crm.lines.id AS id, crm.lines.order_id AS order_id
FROM crm.lines
WHERE crm.lines.order_id IN (SELECT crm.[Orders].id
FROM crm.[Orders]
WHERE crm.[Orders].[店] = :店_1 AND crm.[Orders].[会員] = :会員_1 OR crm.[Orders].[店] = :店_2 AND crm.[Orders].[会員] = :会員_2)) AS anon_1

UPDATE crm.[会員] SET [氏名]=:param_1, [Tel]=:Tel WHERE crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2

DELETE FROM crm.lines WHERE crm.lines.id IN (:id_1_1, :id_1_2)

DELETE FROM crm.[Orders] WHERE crm.[Orders].id IN (:id_1_1, :id_1_2)

SELECT (SELECT count(*) AS count_1
FROM crm.[会員]
WHERE (crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2) AND crm.[会員].[氏名] = :param_1 AND crm.[会員].[Tel] IS NULL) AS anon_1, (SELECT count(*) AS count_2
FROM crm.[Orders]
WHERE crm.[Orders].id IN (:id_1_1, :id_1_2)) AS anon_2, (SELECT count(*) AS count_3
FROM crm.lines
WHERE crm.lines.id IN (:id_2_1, :id_2_2)) AS anon_3

SELECT crm.[会員].[店], crm.[会員].[番号], crm.[会員].[氏名], crm.[会員].[Tel]
FROM crm.[会員]
WHERE crm.[会員].[店] = :店_1 AND crm.[会員].[番号] = :番号_1 OR crm.[会員].[店] = :店_2 AND crm.[会員].[番号] = :番号_2

SELECT crm.[Orders].id, crm.[Orders].id AS id__1, crm.[Orders].[店], crm.[Orders].[会員]
FROM crm.[Orders]
WHERE crm.[Orders].id IN (:id_1_1, :id_1_2)

SELECT crm.lines.id, crm.lines.id AS id__1, crm.lines.order_id
FROM crm.lines
WHERE crm.lines.id IN (:id_1_1, :id_1_2)
