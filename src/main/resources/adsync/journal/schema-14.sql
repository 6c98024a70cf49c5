-- Each deleted root has a hold of its own, which names it even when it is there again.
ALTER TABLE deleted_root ADD COLUMN dn TEXT NOT NULL DEFAULT '';
UPDATE deleted_root SET dn = coalesce((SELECT c.rdn FROM container c WHERE c.guid = deleted_root.guid), '');
ALTER TABLE hold ADD COLUMN root BLOB;
ALTER TABLE hold ADD COLUMN root_dn TEXT;
UPDATE hold SET root = (SELECT guid FROM deleted_root WHERE approved = FALSE),
  root_dn = (SELECT dn FROM deleted_root WHERE approved = FALSE)
WHERE kind = 'ROOT_DELETED' AND state = 'OPEN' AND 1 = (SELECT count(*) FROM deleted_root WHERE approved = FALSE);

-- How much has joined a hold, what left it again included: if that has grown, somebody has not seen all of it.
ALTER TABLE hold ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
UPDATE hold SET joined = CASE WHEN state <> 'OPEN' THEN objects ELSE (SELECT coalesce(sum(one.amount), 0) FROM
  (SELECT max(z.amount) AS amount FROM hazard z WHERE z.hold = hold.id GROUP BY z.object) one) END;

-- Of the members that a group loses: the version of the newest that was judged, and of the newest that may go.
ALTER TABLE hazard ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hazard ADD COLUMN covered INTEGER NOT NULL DEFAULT 0;
UPDATE hazard SET judged = coalesce((SELECT max(m.version) FROM member_change m
  JOIN shipped_group s ON s.id = m.shipped_group WHERE s.guid = hazard.object), 0) WHERE kind = 'MEMBER_REMOVAL';
UPDATE hazard SET covered = judged WHERE state IN ('PASSED', 'APPROVED');
