-- The log: every row of the vault is a leaf of a Merkle tree (package ledger).
-- A row's leaf is the SHA-256 of its salt and of the digest of its content; the
-- row itself holds the leaf's number and the salt, so that taking a row out
-- takes out the salt and the fact together and leaves the tree as it was.

CREATE TABLE log_identity (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    origin   TEXT NOT NULL,             -- names the log in its checkpoints
    verifier TEXT NOT NULL              -- public key; the secret one is the file log.key
) STRICT;

-- The tree's hashes, 32 bytes each, some to a chunk. The last chunk grows.
CREATE TABLE log_chunk (
    n      INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL
) STRICT;

-- One signed checkpoint for each transaction that changed something.
CREATE TABLE log_checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

ALTER TABLE import   ADD COLUMN leaf INTEGER;
ALTER TABLE import   ADD COLUMN salt BLOB;
ALTER TABLE agent    ADD COLUMN leaf INTEGER;
ALTER TABLE agent    ADD COLUMN salt BLOB;
ALTER TABLE source   ADD COLUMN leaf INTEGER;
ALTER TABLE source   ADD COLUMN salt BLOB;
ALTER TABLE record   ADD COLUMN leaf INTEGER;
ALTER TABLE record   ADD COLUMN salt BLOB;
ALTER TABLE claim    ADD COLUMN leaf INTEGER;
ALTER TABLE claim    ADD COLUMN salt BLOB;
ALTER TABLE figure   ADD COLUMN leaf INTEGER;
ALTER TABLE figure   ADD COLUMN salt BLOB;
ALTER TABLE decision ADD COLUMN leaf INTEGER;
ALTER TABLE decision ADD COLUMN salt BLOB;

-- Anchors are logged by the publish that needed them, one leaf for all and one
-- even for none: whether a position has moved far enough for a new anchor is for
-- nobody to see who sees the size of the log.
CREATE TABLE anchoring (
    seq         INTEGER PRIMARY KEY,
    commitments BLOB NOT NULL,          -- 32 bytes for each anchor, in their order
    leaf        INTEGER,
    salt        BLOB
) STRICT;
ALTER TABLE anchor ADD COLUMN anchoring INTEGER;
ALTER TABLE anchor ADD COLUMN place     INTEGER; -- in the commitments, from 0
ALTER TABLE anchor ADD COLUMN salt      BLOB;

-- What is left of a row that was taken out: no key, no digest, no salt. Anchors
-- go with their record: id is the record's then, redacted the anchoring, and
-- version the place in it. A copy goes with the last source that names it: id is
-- the source's, version 0.
CREATE TABLE redaction (
    seq      INTEGER PRIMARY KEY,
    entity   TEXT NOT NULL CHECK (entity IN ('agent', 'source', 'record', 'claim', 'figure', 'anchor', 'archived')),
    id       TEXT NOT NULL,
    version  INTEGER NOT NULL,
    redacted INTEGER NOT NULL,          -- the leaf of the row
    by       TEXT NOT NULL,
    at       TEXT NOT NULL,
    reason   TEXT NOT NULL,
    leaf     INTEGER,
    salt     BLOB,
    UNIQUE (entity, redacted, version)
) STRICT;
CREATE INDEX redaction_entity ON redaction (entity, id, version);

-- The files of the archive that the vault answers for.
CREATE TABLE archived (
    sha256     TEXT PRIMARY KEY,
    bytes      INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    at         TEXT NOT NULL,
    by         TEXT NOT NULL,
    leaf       INTEGER,
    salt       BLOB
) STRICT;

-- A release's leaf has no salt: what it says is public. It is entered before
-- the file is whole, the file when it is.
CREATE TABLE released (
    seq          INTEGER PRIMARY KEY,
    audience     TEXT NOT NULL,
    version      TEXT NOT NULL,
    policy       TEXT NOT NULL,
    published_on TEXT NOT NULL,
    leaf         INTEGER
) STRICT;
CREATE TABLE released_file (
    seq    INTEGER PRIMARY KEY REFERENCES released (seq),
    sha256 TEXT NOT NULL,
    bytes  INTEGER NOT NULL,
    leaf   INTEGER,
    salt   BLOB
) STRICT;

-- From here on a row is fixed once it is in the log, and goes only when a
-- redaction of it is recorded.
DROP TRIGGER import_fixed;
DROP TRIGGER agent_fixed;
DROP TRIGGER source_fixed;
DROP TRIGGER record_fixed;
DROP TRIGGER claim_fixed;
DROP TRIGGER figure_fixed;
DROP TRIGGER decision_fixed;
DROP TRIGGER anchor_fixed;
CREATE TRIGGER import_fixed    BEFORE UPDATE ON import    WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER agent_fixed     BEFORE UPDATE ON agent     WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER source_fixed    BEFORE UPDATE ON source    WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER record_fixed    BEFORE UPDATE ON record    WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER claim_fixed     BEFORE UPDATE ON claim     WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER figure_fixed    BEFORE UPDATE ON figure    WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER decision_fixed  BEFORE UPDATE ON decision  WHEN OLD.leaf IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER anchor_fixed    BEFORE UPDATE ON anchor    WHEN OLD.anchoring IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER redaction_fixed BEFORE UPDATE ON redaction BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER anchoring_fixed BEFORE UPDATE ON anchoring BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER archived_fixed  BEFORE UPDATE ON archived  BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER released_fixed  BEFORE UPDATE ON released  BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER released_file_fixed   BEFORE UPDATE ON released_file   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER log_identity_fixed   BEFORE UPDATE ON log_identity   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER log_checkpoint_fixed BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER log_chunk_grows BEFORE UPDATE ON log_chunk WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

DROP TRIGGER agent_kept;
DROP TRIGGER source_kept;
DROP TRIGGER record_kept;
DROP TRIGGER claim_kept;
DROP TRIGGER figure_kept;
DROP TRIGGER stance_kept;
DROP TRIGGER anchor_kept;
CREATE TRIGGER agent_kept  BEFORE DELETE ON agent WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'agent' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER source_kept BEFORE DELETE ON source WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'source' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER record_kept BEFORE DELETE ON record WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'record' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER claim_kept  BEFORE DELETE ON claim WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'claim' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER figure_kept BEFORE DELETE ON figure WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'figure' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER anchor_kept BEFORE DELETE ON anchor WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'anchor' AND r.redacted = OLD.anchoring AND r.version = OLD.place)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER stance_kept BEFORE DELETE ON stance WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = OLD.entity AND r.id = OLD.id AND r.version = OLD.version)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER redaction_kept    BEFORE DELETE ON redaction    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER anchoring_kept    BEFORE DELETE ON anchoring    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER archived_kept     BEFORE DELETE ON archived WHEN NOT EXISTS (SELECT 1 FROM redaction r WHERE r.entity = 'archived' AND r.redacted = OLD.leaf)
    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER released_kept     BEFORE DELETE ON released     BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER released_file_kept BEFORE DELETE ON released_file BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER log_identity_kept   BEFORE DELETE ON log_identity   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER log_checkpoint_kept BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER log_chunk_kept      BEFORE DELETE ON log_chunk      BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
