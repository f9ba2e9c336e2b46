-- The public log of each audience: its leaves are the entries of that audience's
-- releases and nothing else, so that its size tells of no row. An entry holds a
-- salted commitment to the vault's own log as it was before the release.
CREATE TABLE released_public (
    seq  INTEGER PRIMARY KEY REFERENCES released (seq),
    size INTEGER NOT NULL,              -- of the vault's log, at a checkpoint
    salt BLOB NOT NULL,                 -- of the commitment to that checkpoint
    note TEXT NOT NULL                  -- the public log's checkpoint with the release as its last leaf, signed
) STRICT;
CREATE TRIGGER released_public_fixed BEFORE UPDATE ON released_public BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER released_public_kept  BEFORE DELETE ON released_public BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
