-- What a vault of schema version 1 held: digests are in an older form.
INSERT INTO import VALUES (1, 'old.csv', 'csv', 'ab', 3, '2026-01-01T00:00:00Z', 'somebody');
INSERT INTO agent VALUES ('agent1', 1, 'office', 'An office', 'state_body', 0, '', zeroblob(32), 1, '2026-01-01T00:00:00Z');
INSERT INTO source VALUES ('source1', 1, 'atlas', 'gazetteer', 'An atlas', 'office', '',
    '{"key":"atlas","kind":"gazetteer","title":"An atlas","agent":"office","archive":{"state":"not_captured"}}', zeroblob(32), 1, '2026-01-01T00:00:00Z');
INSERT INTO record VALUES ('record1', 1, 'villages', 'a', x'010100000000000000000047400000000000004440', NULL, '', '', 'null', '', NULL, NULL, '',
    '{"kind":"village","status":"unknown"}', 'atlas', '', '{}', zeroblob(32), 1, 1, '2026-01-01T00:00:00Z');
INSERT INTO record VALUES ('record2', 1, 'villages', 'b', NULL, NULL, '', '', 'null', '', NULL, NULL, '', 'null', 'atlas', '', '{}', zeroblob(32), 1, 2, '2026-01-01T00:00:00Z');
INSERT INTO claim VALUES ('claim1', 1, 'c', 'villages/a', 'status', '"abandoned"', '', NULL, NULL, '', 'atlas', '', 'normal',
    '{"asserted_by":"","source":"atlas","rank":"normal"}', zeroblob(32), 1, '2026-01-01T00:00:00Z');
INSERT INTO figure VALUES ('figure1', 1, 'f', 'villages/a', 'killed', 1, NULL, NULL, '', '', '', NULL, NULL, '', 'atlas', '', 'normal',
    '{"asserted_by":"","source":"atlas","rank":"normal","disputes":["c"]}', zeroblob(32), 1, '2026-01-01T00:00:00Z');
INSERT INTO stance VALUES ('figure', 'figure1', 1, 'disputes', 'c');
INSERT INTO anchor VALUES (1, 'record1', 460000000, 400000000), (2, 'record1', 460000000, 400000000);
INSERT INTO decision VALUES (1, 'record', 'record1', 1, 'published', 'x', '2026-01-01T00:00:00Z', 'y', '', 'public-1'),
    (2, 'record', 'record2', 1, 'in_review', 'x', '2026-01-01T00:00:00Z', 'y', '', 'public-1');
PRAGMA user_version = 1;
