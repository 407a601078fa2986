SELECT table_schema, CASE WHEN table_schema = table_schema THEN 1 ELSE 0 END, table_name, column_name,
       data_type, NULL
FROM INFORMATION_SCHEMA.COLUMNS WHERE 1 = 1

SELECT `会員`.`店`, `会員`.`番号`, `会員`.`氏名`, `会員`.`生年月日`, `会員`.`Tel`, `会員`.`mail`
FROM `crm`.`会員`
WHERE `生年月日` = :生年月日_1 OR lower(trim(coalesce(`mail`, ''))) IN UNNEST(:written_1) OR CASE WHEN REGEXP_CONTAINS(coalesce(`mail`, ''), r'[^ -~]') THEN 1 ELSE 0 END = 1 AND ((coalesce(`mail`, '') LIKE '%' || :part_1 || '%') OR (coalesce(`mail`, '') LIKE '%' || :part_2 || '%')) OR (coalesce(`Tel`, '') LIKE :cheap_1 OR CASE WHEN REGEXP_CONTAINS(coalesce(`Tel`, ''), r'[^ -~]') THEN 1 ELSE 0 END = 1) AND regexp_contains(coalesce(`Tel`, ''), :spread_1) OR (coalesce(CAST(`番号` AS STRING), '') LIKE :cheap_2 OR CASE WHEN REGEXP_CONTAINS(coalesce(CAST(`番号` AS STRING), ''), r'[^ -~]') THEN 1 ELSE 0 END = 1) AND regexp_contains(coalesce(CAST(`番号` AS STRING), ''), :spread_2) OR `生年月日` IS NULL AND trim(coalesce(`mail`, '')) = '' AND trim(coalesce(`Tel`, '')) = '' AND trim(coalesce(CAST(`番号` AS STRING), '')) = '' AND ((coalesce(`氏名`, '') LIKE '%' || :part_3 || '%') OR (coalesce(`氏名`, '') LIKE '%' || :part_4 || '%') OR (coalesce(`氏名`, '') LIKE '%' || :part_5 || '%')) AND (coalesce(`氏名`, '') LIKE '%' || :part_6 || '%') ORDER BY `会員`.`店`, `会員`.`番号`
 LIMIT :param_1

SELECT `会員`.`店`, `会員`.`番号`, `会員`.`氏名`, `会員`.`生年月日`, `会員`.`Tel`, `会員`.`mail`
FROM `crm`.`会員`
WHERE `会員`.`店` = :店_1 AND `会員`.`番号` = :番号_1 OR `会員`.`店` = :店_2 AND `会員`.`番号` = :番号_2 ORDER BY `会員`.`店`, `会員`.`番号`

SELECT `Orders`.`id`, `Orders`.`店`, `Orders`.`会員`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2 ORDER BY `Orders`.`id`

SELECT `lines`.`id`, `lines`.`order_id`
FROM `crm`.`lines`
WHERE `lines`.`order_id` IN (SELECT `Orders`.`id`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2) ORDER BY `lines`.`id`

SELECT `lines`.`id`
FROM `crm`.`lines`
WHERE `lines`.`order_id` IN (SELECT `Orders`.`id`
FROM `crm`.`Orders`
WHERE `Orders`.`店` = :店_1 AND `Orders`.`会員` = :会員_1 OR `Orders`.`店` = :店_2 AND `Orders`.`会員` = :会員_2) ORDER BY `lines`.`id`
 LIMIT :param_1
