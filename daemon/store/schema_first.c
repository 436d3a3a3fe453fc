#include "schema.h"

/*
 * Version 1. Times are seconds since 1970 UTC (…_s), days are days since 1970.
 * Figures are text, as printed: the record never passes through a double.
 *
 * `claims` and `changes` are append-only. A trigger before each insert holds
 * them against REPLACE too, also from connections that know nothing of
 * recursive_triggers.
 */
const char schema_first[] =
	"CREATE TABLE marks ("
	" name TEXT PRIMARY KEY,"
	" value TEXT NOT NULL"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE sources ("
	" id INTEGER PRIMARY KEY,"
	" key TEXT NOT NULL UNIQUE,"
	" next_s INTEGER NOT NULL DEFAULT 0,"
	" interval_s INTEGER NOT NULL DEFAULT 0,"
	" wish_s INTEGER NOT NULL DEFAULT 0,"
	" first_poll_s INTEGER NOT NULL DEFAULT 0,"
	" first_reply_s INTEGER NOT NULL DEFAULT 0,"
	" last_poll_s INTEGER NOT NULL DEFAULT 0,"
	" last_success_s INTEGER NOT NULL DEFAULT 0,"
	" last_new_s INTEGER NOT NULL DEFAULT 0,"
	" failing_since_s INTEGER NOT NULL DEFAULT 0,"
	" failures INTEGER NOT NULL DEFAULT 0,"
	" backoff INTEGER NOT NULL DEFAULT 0,"
	" address INTEGER NOT NULL DEFAULT 0," /* index of the one in use */
	" failure TEXT NOT NULL DEFAULT '',"
	" failure_why TEXT NOT NULL DEFAULT '',"
	" item_count INTEGER NOT NULL DEFAULT 0"
	") STRICT;"

	"CREATE TABLE validators ("
	" source_id INTEGER NOT NULL REFERENCES sources,"
	" address TEXT NOT NULL,"
	" etag TEXT NOT NULL,"
	" last_modified TEXT NOT NULL,"
	" body_hash TEXT NOT NULL,"
	" full_s INTEGER NOT NULL,"
	" PRIMARY KEY (source_id, address)"
	") STRICT, WITHOUT ROWID;"

	/*
	 * every item that was seen, so that none is read twice; the identity's
	 * top bit is flipped
	 */
	"CREATE TABLE items ("
	" source_id INTEGER NOT NULL REFERENCES sources,"
	" identity INTEGER NOT NULL,"
	" seen_s INTEGER NOT NULL,"
	" PRIMARY KEY (source_id, identity)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE articles ("
	" id INTEGER PRIMARY KEY,"
	" key TEXT NOT NULL UNIQUE," /* the address; else guid:SOURCE:GUID; else text:SHA-256 */
	" source_id INTEGER NOT NULL REFERENCES sources,"
	" outlet TEXT NOT NULL,"
	" guid TEXT NOT NULL,"
	" address TEXT NOT NULL,"
	" language TEXT NOT NULL,"
	" author TEXT NOT NULL,"
	" has_published INTEGER NOT NULL CHECK (has_published IN (0, 1)),"
	" published_is_clamped INTEGER NOT NULL CHECK (published_is_clamped IN (0, 1)),"
	" published TEXT NOT NULL," /* with its own precision */
	" published_s INTEGER NOT NULL,"
	" near_day INTEGER NOT NULL," /* its last day, else the day it was seen: to find near-copies */
	" seen_s INTEGER NOT NULL,"
	" recorded_s INTEGER NOT NULL,"
	" origin_id INTEGER NOT NULL," /* the lowest id among its copies: a cache */
	" is_import INTEGER NOT NULL CHECK (is_import IN (0, 1)),"
	" follow TEXT NOT NULL CHECK (follow IN ('none', 'wanted', 'done', 'failed')),"
	" follow_tries INTEGER NOT NULL DEFAULT 0,"
	" follow_next_s INTEGER NOT NULL DEFAULT 0,"
	" follow_why TEXT NOT NULL DEFAULT ''"
	") STRICT;"
	"CREATE INDEX articles_source ON articles (source_id);"
	"CREATE INDEX articles_origin ON articles (origin_id);"
	"CREATE INDEX articles_follow ON articles (follow_next_s) WHERE follow = 'wanted';"

	/* the long text comes last, so that what stands before it is read without its pages */
	"CREATE TABLE texts ("
	" id INTEGER PRIMARY KEY,"
	" article_id INTEGER NOT NULL REFERENCES articles,"
	" sha256 TEXT NOT NULL," /* of title, newline, text */
	" title TEXT NOT NULL,"
	" minhash BLOB," /* 64 numbers of 4 bytes, little-endian; NULL: too short to tell */
	" fetched_s INTEGER NOT NULL,"
	" text_bytes INTEGER NOT NULL,"
	" text BLOB NOT NULL," /* zstd */
	" UNIQUE (article_id, sha256)"
	") STRICT;"

	/* a band is a hash over 4 of the 64 numbers: texts that share one may be near-copies */
	"CREATE TABLE bands ("
	" band INTEGER NOT NULL,"
	" text_id INTEGER NOT NULL REFERENCES texts,"
	" PRIMARY KEY (band, text_id)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE series ("
	" name TEXT PRIMARY KEY,"
	" package TEXT NOT NULL,"
	" subject TEXT NOT NULL,"
	" measure TEXT NOT NULL,"
	" stage TEXT NOT NULL,"
	" kind TEXT NOT NULL,"
	" claim_count INTEGER NOT NULL DEFAULT 0," /* accepted and actual: a cache, and so is … */
	" current_id INTEGER REFERENCES claims"    /* … the current figure */
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE claims ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" natural_key TEXT NOT NULL UNIQUE,"
	" article_id INTEGER NOT NULL REFERENCES articles,"
	" text_id INTEGER NOT NULL REFERENCES texts,"
	" series TEXT NOT NULL REFERENCES series,"
	" package TEXT NOT NULL,"
	" subject TEXT NOT NULL,"
	" measure TEXT NOT NULL CHECK (measure IN ('programmes', 'activities')),"
	" stage TEXT NOT NULL CHECK (stage IN ('completed', 'in_progress')),"
	" unit TEXT NOT NULL CHECK (unit IN ('percent', 'count')),"
	" value TEXT NOT NULL,"
	" high TEXT,"
	" total TEXT,"
	" bound TEXT NOT NULL CHECK (bound IN ('exact', 'about', 'at_least', 'at_most')),"
	" modality TEXT NOT NULL CHECK (modality IN ('actual', 'expected')),"
	" basis TEXT NOT NULL CHECK (basis IN ('stated', 'today', 'restated')),"
	" as_of TEXT NOT NULL,"
	" as_of_day INTEGER NOT NULL," /* the as-of key: day, then precision */
	" as_of_precision INTEGER NOT NULL,"
	" figure TEXT NOT NULL," /* equal for equal figures of a series */
	" speaker TEXT,"
	" quote TEXT NOT NULL,"
	" in_title INTEGER NOT NULL CHECK (in_title IN (0, 1)),"
	" offset INTEGER NOT NULL,"
	" length INTEGER NOT NULL,"
	" confidence INTEGER NOT NULL," /* per mille, and so is the threshold */
	" threshold INTEGER NOT NULL,"
	" reasons TEXT NOT NULL,"
	" trace TEXT,"
	" status TEXT NOT NULL CHECK (status IN ('accepted', 'held')),"
	" trust TEXT NOT NULL CHECK (trust IN ('official', 'agency', 'media')),"
	" is_backfill INTEGER NOT NULL CHECK (is_backfill IN (0, 1)),"
	" engine TEXT NOT NULL,"
	" lexicon TEXT NOT NULL,"
	" recorded_s INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX claims_series ON claims (series, modality, as_of_day, as_of_precision);"
	"CREATE INDEX claims_article ON claims (article_id);"
	"CREATE INDEX claims_held ON claims (id) WHERE status = 'held';"
	"CREATE INDEX series_current ON series (current_id);"

	"CREATE TRIGGER claims_keep BEFORE UPDATE ON claims BEGIN"
	" SELECT RAISE(ABORT, 'claims are never altered'); END;"
	"CREATE TRIGGER claims_stay BEFORE DELETE ON claims BEGIN"
	" SELECT RAISE(ABORT, 'claims are never deleted'); END;"
	"CREATE TRIGGER claims_once BEFORE INSERT ON claims"
	" WHEN EXISTS (SELECT 1 FROM claims"
	" WHERE natural_key = NEW.natural_key OR id = NEW.id) BEGIN"
	" SELECT RAISE(ABORT, 'claims are never replaced'); END;"

	"CREATE TABLE changes ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" recorded_s INTEGER NOT NULL,"
	" kind TEXT NOT NULL,"
	" severity TEXT NOT NULL CHECK (severity IN ('info', 'notice', 'warning')),"
	" series TEXT REFERENCES series,"
	" claim_id INTEGER REFERENCES claims,"
	" announced INTEGER NOT NULL CHECK (announced IN (0, 1)),"
	" json TEXT NOT NULL,"        /* verbatim */
	" prev_hash TEXT NOT NULL,"   /* of the entry before; 64 zeros in the first */
	" hash TEXT NOT NULL UNIQUE," /* SHA-256(prev_hash, json) */
	" UNIQUE (claim_id, kind)"
	") STRICT;"
	"CREATE INDEX changes_series ON changes (series, id);"
	"CREATE INDEX changes_announced ON changes (series, id) WHERE announced = 1;"

	"CREATE TRIGGER changes_keep BEFORE UPDATE ON changes BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never altered'); END;"
	"CREATE TRIGGER changes_stay BEFORE DELETE ON changes BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never cut'); END;"
	"CREATE TRIGGER changes_once BEFORE INSERT ON changes"
	" WHEN EXISTS (SELECT 1 FROM changes WHERE id = NEW.id OR hash = NEW.hash"
	" OR (claim_id = NEW.claim_id AND kind = NEW.kind)) BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never replaced'); END;"
	"CREATE TRIGGER changes_chain BEFORE INSERT ON changes"
	" WHEN NEW.prev_hash IS NOT coalesce("
	" (SELECT hash FROM changes ORDER BY id DESC LIMIT 1), printf('%064d', 0)) BEGIN"
	" SELECT RAISE(ABORT, 'the entry does not follow the last one'); END;"
	/* after the insert, since before it SQLite does not know an id that it gives itself */
	"CREATE TRIGGER changes_grow AFTER INSERT ON changes"
	" WHEN NEW.id < (SELECT max(id) FROM changes) BEGIN"
	" SELECT RAISE(ABORT, 'ids of the ledger only grow'); END;";
