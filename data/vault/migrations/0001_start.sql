-- The vault's first shape. Rows are only ever added: (id, version) supersedes
-- (id, version - 1), and triggers refuse anything else.

CREATE TABLE import (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,              -- file name, or "demo"
    format      TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    bytes       INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL
) STRICT;

CREATE TABLE agent (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    key         TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    consent     INTEGER NOT NULL CHECK (consent IN (0, 1)),
    note        TEXT NOT NULL,
    digest      BLOB NOT NULL,
    import_id   INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (key, version)
) STRICT;

CREATE TABLE source (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    key         TEXT NOT NULL,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    agent       TEXT NOT NULL,              -- key of an agent
    perspective TEXT NOT NULL,
    body        TEXT NOT NULL,              -- the whole source as JSON
    digest      BLOB NOT NULL,
    import_id   INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (key, version)
) STRICT;

CREATE TABLE record (
    id            TEXT NOT NULL,
    version       INTEGER NOT NULL CHECK (version > 0),
    collection    TEXT NOT NULL,
    key           TEXT NOT NULL,
    geometry      BLOB,                     -- WKB, lon lat; null: no position
    uncertainty_m REAL,
    place         TEXT NOT NULL,            -- collection/key, or empty
    location_group TEXT NOT NULL,           -- key shared by records that share a cell, or empty
    names         TEXT NOT NULL,            -- JSON array
    when_text     TEXT NOT NULL,            -- EDTF, or empty
    earliest      INTEGER,                  -- days since 1970-01-01; null: open
    latest        INTEGER,
    when_role     TEXT NOT NULL,
    properties    TEXT NOT NULL,            -- JSON object of the collection's fields
    source        TEXT NOT NULL,            -- key of a source
    asserted_by   TEXT NOT NULL,            -- key of an agent, or empty: the source's
    locator       TEXT NOT NULL,            -- JSON, or empty
    digest        BLOB NOT NULL,
    import_id     INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
    import_row    INTEGER NOT NULL,
    recorded_at   TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (collection, key, version)
) STRICT;

CREATE INDEX record_import ON record (import_id);
CREATE INDEX record_group ON record (location_group) WHERE location_group <> '';

CREATE TABLE claim (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    key         TEXT NOT NULL,
    subject     TEXT NOT NULL,              -- collection/key
    property    TEXT NOT NULL,
    value       TEXT NOT NULL,              -- JSON
    when_text   TEXT NOT NULL,
    earliest    INTEGER,
    latest      INTEGER,
    when_role   TEXT NOT NULL,
    source      TEXT NOT NULL,
    asserted_by TEXT NOT NULL,
    rank        TEXT NOT NULL,
    assertion   TEXT NOT NULL,              -- JSON: via, locator, perspective, note ...
    digest      BLOB NOT NULL,
    import_id   INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (key, version)
) STRICT;
CREATE INDEX claim_subject ON claim (subject, property);

CREATE TABLE figure (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    key         TEXT NOT NULL,
    scope       TEXT NOT NULL,              -- collection/key
    measure     TEXT NOT NULL,
    low         INTEGER,
    best        INTEGER,
    high        INTEGER,
    comparator  TEXT NOT NULL,
    word        TEXT NOT NULL,              -- the source's own, where it gave no number
    when_text   TEXT NOT NULL,
    earliest    INTEGER,
    latest      INTEGER,
    when_role   TEXT NOT NULL,
    source      TEXT NOT NULL,
    asserted_by TEXT NOT NULL,
    rank        TEXT NOT NULL,
    assertion   TEXT NOT NULL,
    digest      BLOB NOT NULL,
    import_id   INTEGER NOT NULL REFERENCES import (id) DEFERRABLE INITIALLY DEFERRED,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (key, version)
) STRICT;
CREATE INDEX figure_scope ON figure (scope, measure);

-- disputes and supports, between claims and figures by key
CREATE TABLE stance (
    entity    TEXT NOT NULL CHECK (entity IN ('claim', 'figure')),
    id        TEXT NOT NULL,
    version   INTEGER NOT NULL,
    stance    TEXT NOT NULL CHECK (stance IN ('disputes', 'supports')),
    target    TEXT NOT NULL,                -- key of a claim or figure
    PRIMARY KEY (entity, id, version, stance, target)
) STRICT;

-- The position that a record's (or a group's) public cells are computed from.
-- It stays while corrections are small, so that a cell does not change hands
-- over a border that runs near by; the newest row counts.
CREATE TABLE anchor (
    seq     INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,                  -- an audience and a record's ID, or an audience, "group" and a group's key
    lon_e7  INTEGER NOT NULL,               -- 1e-7 degrees
    lat_e7  INTEGER NOT NULL
) STRICT;
CREATE INDEX anchor_subject ON anchor (subject, seq);

CREATE TABLE decision (
    seq     INTEGER PRIMARY KEY,
    entity  TEXT NOT NULL CHECK (entity IN ('agent', 'source', 'record', 'claim', 'figure')),
    id      TEXT NOT NULL,
    version INTEGER NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'embargoed', 'published', 'withdrawn')),
    by      TEXT NOT NULL,
    at      TEXT NOT NULL,
    reason  TEXT NOT NULL,
    note    TEXT NOT NULL,
    policy  TEXT NOT NULL
) STRICT;
CREATE INDEX decision_entity ON decision (entity, id, seq);

CREATE TRIGGER import_kept   BEFORE DELETE ON import   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER agent_kept    BEFORE DELETE ON agent    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER source_kept   BEFORE DELETE ON source   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER record_kept   BEFORE DELETE ON record   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER claim_kept    BEFORE DELETE ON claim    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER figure_kept   BEFORE DELETE ON figure   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER stance_kept   BEFORE DELETE ON stance   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER anchor_kept   BEFORE DELETE ON anchor   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'rows of the vault are never deleted'); END;

CREATE TRIGGER import_fixed   BEFORE UPDATE ON import   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER agent_fixed    BEFORE UPDATE ON agent    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER source_fixed   BEFORE UPDATE ON source   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER record_fixed   BEFORE UPDATE ON record   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER claim_fixed    BEFORE UPDATE ON claim    BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER figure_fixed   BEFORE UPDATE ON figure   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER stance_fixed   BEFORE UPDATE ON stance   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER anchor_fixed   BEFORE UPDATE ON anchor   BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'rows of the vault are never changed'); END;
