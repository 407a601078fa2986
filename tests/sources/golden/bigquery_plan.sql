SELECT `会員`.`店`, `会員`.`番号`, `会員`.`氏名`, `会員`.`生年月日`, `会員`.`Tel`, `会員`.`mail`
FROM `crm`.`会員`
WHERE `会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2 ORDER BY `会員`.`店`, `会員`.`番号`

SELECT count(*) AS `count_1`
FROM (SELECT `会員`.`店` AS `店`, `会員`.`番号` AS `番号`, `会員`.`氏名` AS `氏名`, `会員`.`生年月日` AS `生年月日`, `会員`.`Tel` AS `Tel`, `会員`.`mail` AS `mail`
FROM `crm`.`会員`
WHERE `会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2) AS `anon_1`

SELECT `Orders`.`id`, `Orders`.`店`, `Orders`.`会員`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2 ORDER BY `Orders`.`id`

SELECT count(*) AS `count_1`
FROM (SELECT `Orders`.`id` AS `id`, `Orders`.`店` AS `店`, `Orders`.`会員` AS `会員`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2) AS `anon_1`

SELECT `lines`.`id`, `lines`.`order_id`
FROM `crm`.`lines`
WHERE `lines`.`order_id` IN (SELECT `Orders`.`id`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2) ORDER BY `lines`.`id`

SELECT count(*) AS `count_1`
FROM (SELECT `lines`.`id` AS `id`, `lines`.`order_id` AS `order_id`
FROM `crm`.`lines`
WHERE `lines`.`order_id` IN (SELECT `Orders`.`id`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2)) AS `anon_1`

UPDATE `crm`.`会員` SET `氏名`=:param_1, `Tel`=:Tel WHERE `会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2

DELETE FROM `crm`.`lines` WHERE `lines`.`id` IN UNNEST(:id_1)

DELETE FROM `crm`.`Orders` WHERE `Orders`.`id` IN UNNEST(:id_1)

SELECT (SELECT count(*) AS `count_1`
FROM `crm`.`会員`
WHERE (`会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2) AND `会員`.`氏名` = :param_1 AND `会員`.`Tel` IS NULL) AS `anon_1`, (SELECT count(*) AS `count_2`
FROM `crm`.`Orders`
WHERE `Orders`.`id` IN UNNEST(:id_1)) AS `anon_2`, (SELECT count(*) AS `count_3`
FROM `crm`.`lines`
WHERE `lines`.`id` IN UNNEST(:id_2)) AS `anon_3`

SELECT `会員`.`店`, `会員`.`番号`, `会員`.`氏名`, `会員`.`Tel`
FROM `crm`.`会員`
WHERE `会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2

SELECT `Orders`.`id`, `Orders`.`id` AS `id__1`, `Orders`.`店`, `Orders`.`会員`
FROM `crm`.`Orders`
WHERE `Orders`.`id` IN UNNEST(:id_1)

SELECT `lines`.`id`, `lines`.`id` AS `id__1`, `lines`.`order_id`
FROM `crm`.`lines`
WHERE `lines`.`id` IN UNNEST(:id_1)
