-- Times are microseconds since 1970. States are the names of the HTTP interface. JSON columns hold the domain's own serialization.

-- One sender on one line. The lane is what a worker holds: its owner and fence guard every write about its messages.
CREATE TABLE lanes (
    id      INTEGER PRIMARY KEY,
    line    TEXT    NOT NULL,
    sender  TEXT    NOT NULL,            -- E.164, or what the carrier wrote
    phone   INTEGER NOT NULL,            -- 1: a number that may be answered
    head    INTEGER,                     -- the message whose turn it is
    due     INTEGER,                     -- when it may be claimed: ready since, put back until, or leased until; null without a head
    owner   TEXT,                        -- who holds it; still there after the lease has ended: that owner died
    fence   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (line, sender, phone)
);
CREATE INDEX lanes_due ON lanes (due, head) WHERE due IS NOT NULL;

-- Every accepted message, in the order of acceptance.
CREATE TABLE messages (
    seq         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,
    line        TEXT    NOT NULL,
    lane        INTEGER REFERENCES lanes (id),  -- null for a request that could not be read
    key         TEXT,                           -- of de-duplication: i: and the carrier's id, or f: and the fingerprint
    fingerprint TEXT,
    provider_id TEXT,
    recipient   TEXT,                           -- our number, as the carrier gave it
    text        TEXT    NOT NULL,
    media       INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER,
    received_at INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    crashes     INTEGER NOT NULL DEFAULT 0,
    postponed   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (line, key)
);
-- The few that have not ended. What has ended is found through the log, so that accepting stays cheap.
-- SQLite takes a partial index only for a query that repeats its condition word for word.
CREATE INDEX messages_open ON messages (lane, state) WHERE state IN ('received', 'running', 'waiting');

CREATE TRIGGER messages_stay BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'messages are never deleted'); END;
CREATE TRIGGER messages_are_erased_at_most BEFORE UPDATE OF seq, id, line, text, received_at ON messages
WHEN NEW.seq <> OLD.seq OR NEW.id <> OLD.id OR NEW.line <> OLD.line OR NEW.received_at <> OLD.received_at OR NEW.text <> ''
BEGIN SELECT RAISE(ABORT, 'what was received can only be erased'); END;

-- The same carrier id with another body: the first is kept, the others are counted here.
CREATE TABLE conflicts (
    message     INTEGER NOT NULL REFERENCES messages (seq),
    fingerprint TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (message, fingerprint)
) WITHOUT ROWID;

CREATE TABLE opt_outs (
    line  TEXT    NOT NULL,
    phone TEXT    NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (line, phone)
) WITHOUT ROWID;

-- What a message was frozen to.
CREATE TABLE plans (
    message INTEGER PRIMARY KEY REFERENCES messages (seq),
    answers INTEGER REFERENCES messages (seq),  -- the message whose question it answered
    frozen  TEXT    NOT NULL
);

-- The journal: one row for each call, and for each answer of the person (those have no call).
CREATE TABLE calls (
    message  INTEGER NOT NULL REFERENCES messages (seq),
    command  INTEGER NOT NULL,
    step     INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    call     TEXT,
    method   TEXT,
    path     TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    status   INTEGER,
    ms       INTEGER,
    seen     TEXT,
    at       INTEGER NOT NULL,
    PRIMARY KEY (message, command, step)
) WITHOUT ROWID;

-- The conversation of a lane. A question stands here exactly as long as its message waits.
CREATE TABLE threads (
    lane     INTEGER PRIMARY KEY REFERENCES lanes (id),
    question INTEGER REFERENCES messages (seq),
    expires  INTEGER,
    thread   TEXT NOT NULL
);
CREATE INDEX threads_expire ON threads (expires) WHERE expires IS NOT NULL;

-- The command log: one entry for each message that has ended, for good.
CREATE TABLE log (
    message  INTEGER PRIMARY KEY REFERENCES messages (seq),
    lane     INTEGER REFERENCES lanes (id),
    state    TEXT    NOT NULL,
    outcome  TEXT,
    outcomes TEXT    NOT NULL,
    person   TEXT,
    ended_at INTEGER NOT NULL
);
CREATE INDEX log_lane ON log (lane, message);
CREATE INDEX log_state ON log (state, message);
CREATE INDEX log_outcome ON log (outcome, message);

CREATE TRIGGER log_stays BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the command log is append-only'); END;
CREATE TRIGGER log_is_written_once BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE message = NEW.message)
BEGIN SELECT RAISE(ABORT, 'the command log has this entry already'); END;
CREATE TRIGGER log_is_erased_at_most BEFORE UPDATE ON log
WHEN NEW.message <> OLD.message OR NEW.lane IS NOT OLD.lane OR NEW.state <> OLD.state OR NEW.outcome IS NOT OLD.outcome OR NEW.ended_at <> OLD.ended_at
    OR NEW.outcomes <> '[]' OR NEW.person IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the command log is append-only'); END;

-- Messages whose effects were taken back, and by which.
CREATE TABLE undone (
    message INTEGER PRIMARY KEY REFERENCES messages (seq),
    by      INTEGER NOT NULL REFERENCES messages (seq)
);

-- Outgoing texts. Of those to one number on one line only the first open one has a due time: the others wait for it.
CREATE TABLE replies (
    seq              INTEGER PRIMARY KEY,
    id               TEXT    NOT NULL UNIQUE,
    message          INTEGER NOT NULL REFERENCES messages (seq),
    line             TEXT    NOT NULL,
    recipient        TEXT    NOT NULL,
    text             TEXT    NOT NULL,
    segments         INTEGER NOT NULL,
    unicode          INTEGER NOT NULL,
    confirms_opt_out INTEGER NOT NULL,
    secret           TEXT,               -- a one-time code in the text; null once it is masked there
    state            TEXT    NOT NULL,
    not_before       INTEGER NOT NULL,
    due              INTEGER,            -- when it may be claimed, or leased until
    owner            TEXT,
    fence            INTEGER NOT NULL DEFAULT 0,
    attempts         INTEGER NOT NULL DEFAULT 0,
    inline           INTEGER NOT NULL DEFAULT 0,  -- 1: went back in the answer to the hook
    provider_ref     TEXT,
    reported         TEXT,               -- a delivery report that came before the carrier's answer to the send was stored
    reason           TEXT,               -- why it was given up or not delivered
    at               INTEGER NOT NULL    -- when its state last changed
);
CREATE INDEX replies_due ON replies (due, seq) WHERE due IS NOT NULL;
CREATE INDEX replies_open ON replies (line, recipient, seq) WHERE state IN ('pending', 'sending');
CREATE INDEX replies_message ON replies (message);
CREATE INDEX replies_ref ON replies (line, provider_ref) WHERE provider_ref IS NOT NULL;
CREATE INDEX replies_secret ON replies (at) WHERE secret IS NOT NULL;

-- Delivery reports for references that no reply has yet.
CREATE TABLE early_reports (
    line         TEXT    NOT NULL,
    provider_ref TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    error        TEXT,
    opted_out    INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (line, provider_ref)
) WITHOUT ROWID;
CREATE INDEX early_reports_age ON early_reports (at);

-- Short numbers that people type, and what they point at.
CREATE TABLE handles (
    line      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    crm_id    TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    completed INTEGER NOT NULL,
    PRIMARY KEY (line, kind, number),
    UNIQUE (line, kind, crm_id)
) WITHOUT ROWID;

-- Where the numbers of a kind begin, where that is not 1.
CREATE TABLE handle_starts (
    line  TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (line, kind)
) WITHOUT ROWID;

-- The mirror of the CRM's contacts.
CREATE TABLE contacts (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    contact TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE directory (version INTEGER NOT NULL);
INSERT INTO directory VALUES (0);

CREATE TABLE people (
    phone   TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    user_id TEXT,
    lang    TEXT NOT NULL,
    tz      TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
