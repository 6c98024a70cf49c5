-- Nothing: the number is another change's.
DELETE FROM meta WHERE name = '';
