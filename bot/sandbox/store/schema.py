"""The tables of ``sandbox.db``. Times are UTC Unix seconds; JSON is text."""

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, real_name TEXT NOT NULL, title TEXT NOT NULL,
    email TEXT NOT NULL, tz TEXT NOT NULL, color TEXT NOT NULL, is_bot INTEGER NOT NULL, updated INTEGER NOT NULL
);
CREATE TABLE channels (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT UNIQUE, creator TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL,
    topic TEXT NOT NULL DEFAULT '', topic_by TEXT NOT NULL DEFAULT '', topic_set INTEGER NOT NULL DEFAULT 0,
    purpose TEXT NOT NULL DEFAULT '', purpose_by TEXT NOT NULL DEFAULT '', purpose_set INTEGER NOT NULL DEFAULT 0,
    is_archived INTEGER NOT NULL DEFAULT 0, is_general INTEGER NOT NULL DEFAULT 0,
    previous_names TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE members (
    channel TEXT NOT NULL REFERENCES channels, user TEXT NOT NULL REFERENCES users,
    position INTEGER NOT NULL, last_read TEXT NOT NULL DEFAULT '0000000000.000000',
    PRIMARY KEY (channel, user)
) WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user);
CREATE TABLE messages (
    channel TEXT NOT NULL REFERENCES channels, ts TEXT NOT NULL, user TEXT NOT NULL, by_app INTEGER NOT NULL,
    subtype TEXT, text TEXT NOT NULL, blocks TEXT, metadata TEXT, thread_ts TEXT,
    broadcast INTEGER NOT NULL DEFAULT 0, edited_by TEXT, edited_ts TEXT, details TEXT NOT NULL DEFAULT '{}',
    viewer TEXT,
    PRIMARY KEY (channel, ts)
) WITHOUT ROWID;
CREATE INDEX messages_by_thread ON messages (channel, thread_ts) WHERE thread_ts IS NOT NULL;
CREATE TABLE reactions (
    position INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, ts TEXT NOT NULL,
    name TEXT NOT NULL, user TEXT NOT NULL, UNIQUE (channel, ts, name, user)
);
CREATE TABLE pins (
    position INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, ts TEXT NOT NULL,
    user TEXT NOT NULL, created INTEGER NOT NULL, UNIQUE (channel, ts)
);
CREATE TABLE bookmarks (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL,
    title TEXT NOT NULL, link TEXT NOT NULL, emoji TEXT NOT NULL, type TEXT NOT NULL,
    user TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
);
CREATE TABLE inputs (
    channel TEXT NOT NULL, ts TEXT NOT NULL, user TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (channel, ts, user)
) WITHOUT ROWID;
CREATE TABLE views (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, user TEXT NOT NULL, kind TEXT NOT NULL,
    is_open INTEGER NOT NULL, root_id TEXT NOT NULL, previous_id TEXT, external_id TEXT NOT NULL,
    hash TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL
);
CREATE INDEX views_by_user ON views (user, kind, is_open);
CREATE TABLE triggers (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, view_id TEXT, issued_real_s REAL NOT NULL, exchanged INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE response_urls (
    secret TEXT PRIMARY KEY, kind TEXT NOT NULL, user TEXT NOT NULL, channel TEXT NOT NULL,
    ts TEXT, thread_ts TEXT, issued_real_s REAL NOT NULL, uses INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0, due_real_s REAL NOT NULL, reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE calls (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, real_s REAL NOT NULL, method TEXT NOT NULL,
    args TEXT NOT NULL, unknown_args TEXT NOT NULL DEFAULT '[]', status INTEGER, error TEXT, fault TEXT,
    duration_ms REAL
);
CREATE TABLE files (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, length INTEGER NOT NULL, mimetype TEXT NOT NULL,
    alt_txt TEXT NOT NULL, user TEXT NOT NULL, created INTEGER NOT NULL, ticket TEXT NOT NULL UNIQUE,
    content BLOB, completed INTEGER NOT NULL DEFAULT 0, channels TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;
"""

_SECOND = """
CREATE TABLE scheduled_messages (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL REFERENCES channels, post_at INTEGER NOT NULL, message TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE canvases (
    id TEXT PRIMARY KEY, channel TEXT REFERENCES channels, is_of_channel INTEGER NOT NULL, title TEXT NOT NULL,
    markdown TEXT NOT NULL, user TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE user_groups (
    id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT NOT NULL,
    members TEXT NOT NULL, creator TEXT NOT NULL, created INTEGER NOT NULL
) WITHOUT ROWID;
"""

_THIRD = """
ALTER TABLE users ADD COLUMN is_restricted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN is_ultra_restricted INTEGER NOT NULL DEFAULT 0;
"""

STEPS = (_FIRST, _SECOND, _THIRD)
"""Each version's change, oldest first. ``PRAGMA user_version`` counts those that a file has had."""
