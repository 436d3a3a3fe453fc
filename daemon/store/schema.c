#include "schema.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "query.h"

/*
 * Version 2: what the publisher asks for, what people were told of a source,
 * permanent redirects, and entries of the ledger that no claim made: they are
 * known by event_key, which stands in their hashed text too.
 */
static const char version_2[] =
	"ALTER TABLE sources ADD COLUMN gap_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE sources ADD COLUMN down_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE sources ADD COLUMN silent_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE sources ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE sources ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"

	"ALTER TABLE validators ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE validators ADD COLUMN moved_since_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE validators ADD COLUMN has_moved INTEGER NOT NULL DEFAULT 0"
	" CHECK (has_moved IN (0, 1));"

	"ALTER TABLE changes ADD COLUMN event_key TEXT;"
	"CREATE UNIQUE INDEX changes_event ON changes (event_key) WHERE event_key IS NOT NULL;"
	"DROP TRIGGER changes_once;"
	"CREATE TRIGGER changes_once BEFORE INSERT ON changes"
	" WHEN EXISTS (SELECT 1 FROM changes WHERE id = NEW.id OR hash = NEW.hash"
	" OR (claim_id = NEW.claim_id AND kind = NEW.kind) OR event_key = NEW.event_key) BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never replaced'); END;";

/*
 * Version 3: claims in a chain of their own, see seal.h; what people decided of
 * them, append-only; and what follows from that, a cache.
 */
static const char version_3[] =
	"ALTER TABLE claims ADD COLUMN seal TEXT NOT NULL DEFAULT '';"

	"CREATE TABLE decisions ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" claim_id INTEGER NOT NULL REFERENCES claims,"
	" verdict TEXT NOT NULL"
	" CHECK (verdict IN ('confirmed', 'rejected', 'corrected', 'superseded')),"
	" by_claim_id INTEGER REFERENCES claims," /* which stands in its place */
	" who TEXT NOT NULL,"
	" why TEXT NOT NULL,"
	" recorded_s INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX decisions_claim ON decisions (claim_id, id);"
	"CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions BEGIN"
	" SELECT RAISE(ABORT, 'decisions are never altered'); END;"
	"CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions BEGIN"
	" SELECT RAISE(ABORT, 'decisions are never deleted'); END;"
	"CREATE TRIGGER decisions_once BEFORE INSERT ON decisions"
	" WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id) BEGIN"
	" SELECT RAISE(ABORT, 'decisions are never replaced'); END;"

	/* the last decision of a claim in one word */
	"CREATE TABLE verdicts ("
	" claim_id INTEGER PRIMARY KEY REFERENCES claims,"
	" status TEXT NOT NULL CHECK (status IN ('accepted', 'rejected', 'superseded'))"
	") STRICT;";

/*
 * Version 4: a claim may be read again in the same words (its natural key then
 * holds the number of the reading), and an entry that a decision made is known
 * by its event_key, so that a claim can have several of one kind.
 */
static const char version_4[] =
	"ALTER TABLE claims ADD COLUMN reading INTEGER NOT NULL DEFAULT 1;"

	"CREATE TABLE ledger ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" recorded_s INTEGER NOT NULL,"
	" kind TEXT NOT NULL,"
	" severity TEXT NOT NULL CHECK (severity IN ('info', 'notice', 'warning')),"
	" series TEXT REFERENCES series,"
	" claim_id INTEGER REFERENCES claims,"
	" event_key TEXT,"
	" announced INTEGER NOT NULL CHECK (announced IN (0, 1)),"
	" json TEXT NOT NULL,"
	" prev_hash TEXT NOT NULL,"
	" hash TEXT NOT NULL UNIQUE"
	") STRICT;"
	"INSERT INTO ledger (id, recorded_s, kind, severity, series, claim_id, event_key, announced,"
	" json, prev_hash, hash) SELECT id, recorded_s, kind, severity, series, claim_id, event_key,"
	" announced, json, prev_hash, hash FROM changes ORDER BY id;"
	"DROP TABLE changes;"
	"ALTER TABLE ledger RENAME TO changes;"
	"CREATE INDEX changes_series ON changes (series, id);"
	"CREATE INDEX changes_announced ON changes (series, id) WHERE announced = 1;"
	"CREATE INDEX changes_claim ON changes (claim_id, kind);"
	"CREATE UNIQUE INDEX changes_event ON changes (event_key) WHERE event_key IS NOT NULL;"
	"CREATE UNIQUE INDEX changes_kind ON changes (claim_id, kind) WHERE event_key IS NULL;"

	"CREATE TRIGGER changes_keep BEFORE UPDATE ON changes BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never altered'); END;"
	"CREATE TRIGGER changes_stay BEFORE DELETE ON changes BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never cut'); END;"
	"CREATE TRIGGER changes_once BEFORE INSERT ON changes"
	" WHEN EXISTS (SELECT 1 FROM changes WHERE id = NEW.id OR hash = NEW.hash"
	" OR event_key = NEW.event_key OR (claim_id = NEW.claim_id AND kind = NEW.kind"
	" AND event_key IS NULL AND NEW.event_key IS NULL)) BEGIN"
	" SELECT RAISE(ABORT, 'the ledger is never replaced'); END;"
	"CREATE TRIGGER changes_chain BEFORE INSERT ON changes"
	" WHEN NEW.prev_hash IS NOT coalesce("
	" (SELECT hash FROM changes ORDER BY id DESC LIMIT 1), printf('%064d', 0)) BEGIN"
	" SELECT RAISE(ABORT, 'the entry does not follow the last one'); END;"
	"CREATE TRIGGER changes_grow AFTER INSERT ON changes"
	" WHEN NEW.id < (SELECT max(id) FROM changes) BEGIN"
	" SELECT RAISE(ABORT, 'ids of the ledger only grow'); END;";

/*
 * Version 5: alerts on their way. An alert is one message to one sink; the
 * changes that it tells of are in alert_changes. Silences and what is known of
 * each sink's health stand beside them. Unlike the ledger all this is state.
 */
static const char version_5[] =
	"CREATE TABLE alerts ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" message TEXT NOT NULL UNIQUE," /* the id that a receiver sees, the same at each try */
	" sink TEXT NOT NULL,"
	" rule TEXT NOT NULL,"  /* that asked for its first change */
	" topic TEXT NOT NULL," /* what gathers in it: a series, a kind of event, a digest */
	" language TEXT NOT NULL,"
	" state TEXT NOT NULL"
	" CHECK (state IN ('waiting', 'sent', 'given-up', 'merged', 'silenced')),"
	" made_s INTEGER NOT NULL,"
	" begun_s INTEGER NOT NULL DEFAULT 0," /* of the first try, or of the last wish to try again */
	" next_s INTEGER NOT NULL,"
	" tries INTEGER NOT NULL DEFAULT 0,"
	" done_s INTEGER NOT NULL DEFAULT 0,"
	" why TEXT NOT NULL DEFAULT '',"
	" body TEXT," /* frozen before the first try; NULL: changes may still join */
	" into_id INTEGER REFERENCES alerts"
	") STRICT;"
	"CREATE INDEX alerts_waiting ON alerts (sink, next_s) WHERE state = 'waiting';"
	"CREATE INDEX alerts_open ON alerts (sink, topic) WHERE state = 'waiting' AND body IS NULL;"
	"CREATE INDEX alerts_done ON alerts (sink, state, done_s);"

	"CREATE TABLE alert_changes ("
	" alert_id INTEGER NOT NULL REFERENCES alerts,"
	" change_id INTEGER NOT NULL,"
	" figure TEXT NOT NULL," /* equal where two changes tell the same figure; '' never */
	" PRIMARY KEY (alert_id, change_id)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX alert_changes_figure ON alert_changes (figure, alert_id) WHERE figure <> '';"

	"CREATE TABLE sinks ("
	" name TEXT PRIMARY KEY,"
	" down_since_s INTEGER NOT NULL DEFAULT 0,"
	" failures INTEGER NOT NULL DEFAULT 0,"
	" next_s INTEGER NOT NULL DEFAULT 0,"
	" why TEXT NOT NULL DEFAULT ''"
	") STRICT, WITHOUT ROWID;"

	/* '' in a place: whatever it is */
	"CREATE TABLE silences ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" kind TEXT NOT NULL,"
	" package TEXT NOT NULL,"
	" subject TEXT NOT NULL,"
	" source TEXT NOT NULL,"
	" sink TEXT NOT NULL,"
	" made_s INTEGER NOT NULL,"
	" until_s INTEGER NOT NULL,"
	" who TEXT NOT NULL,"
	" why TEXT NOT NULL"
	") STRICT;";

/*
 * Version 6: the archive. Articles that gave claims are visited again, every
 * poll leaves a line for some time, and every text is found by its words: the
 * index holds a copy that is folded, see base/fold.h. What was recorded before
 * is indexed bit by bit, downwards from the mark search-left.
 */
static const char version_6[] =
	"CREATE TABLE visits ("
	" article_id INTEGER PRIMARY KEY REFERENCES articles,"
	" first_s INTEGER NOT NULL,"         /* the plan counts from it */
	" next_s INTEGER NOT NULL,"          /* 0: never any more */
	" done INTEGER NOT NULL DEFAULT 0,"  /* visits of the plan */
	" tries INTEGER NOT NULL DEFAULT 0," /* of the next one, that told nothing */
	" etag TEXT NOT NULL DEFAULT '',"    /* of a page that had every quote */
	" last_modified TEXT NOT NULL DEFAULT '',"
	" why TEXT NOT NULL DEFAULT ''" /* the last one told nothing, or what it told */
	") STRICT;"
	"CREATE INDEX visits_due ON visits (next_s) WHERE next_s > 0;"

	/* what the visits saw of each claim's quote */
	"CREATE TABLE sights ("
	" claim_id INTEGER PRIMARY KEY REFERENCES claims,"
	" was_seen INTEGER NOT NULL CHECK (was_seen IN (0, 1)),"
	" misses INTEGER NOT NULL," /* visits in a row that did not find it */
	" told INTEGER NOT NULL"    /* 1: source-edited, 2: source-gone */
	") STRICT;"

	"CREATE TABLE polls ("
	" id INTEGER PRIMARY KEY,"
	" source_id INTEGER NOT NULL REFERENCES sources,"
	" at_s INTEGER NOT NULL,"
	" outcome TEXT NOT NULL,"   /* ok, unchanged, or the name of the failure */
	" status INTEGER NOT NULL," /* of HTTP; 0: there was none */
	" bytes INTEGER NOT NULL,"
	" duration_ms INTEGER NOT NULL,"
	" items INTEGER NOT NULL,"
	" fresh INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX polls_source ON polls (source_id, id);"

	"CREATE VIRTUAL TABLE search USING fts5 (title, text,"
	" tokenize = 'unicode61 remove_diacritics 0');"
	"INSERT INTO marks (name, value) SELECT 'search-left', CAST(max(id) AS TEXT) FROM texts"
	" HAVING count(*) > 0;";

/*
 * Version 7: what analysts ask by SQL. The names and columns of these views, and
 * those of the table changes, are a contract (integractl(1)): later steps may add
 * columns at the end, and no more. SQLite refuses to rename a table while a view
 * misses one: a step that does so drops the views before and makes them again.
 */
#define VIEW_STATUS " coalesce(v.status, c.status)"
#define VIEW_COUNTS VIEW_STATUS " = 'accepted' AND c.modality = 'actual'"
#define VIEW_FIGURE \
	" c.package, c.subject, c.measure, c.stage, r.kind, c.value, c.high, c.total, c.unit," \
	" c.bound, round(CASE c.unit WHEN 'percent' THEN CAST(c.value AS REAL)" \
	" ELSE 100.0 * c.value / c.total END, 2) AS percent, c.as_of," \
	" date(c.as_of_day * 86400, 'unixepoch') AS as_of_day, c.basis"
#define VIEW_SOURCE \
	" c.speaker, c.quote, a.outlet, c.trust, a.published, t.title, a.address AS url," \
	" a.language, a.origin_id AS origin," \
	" strftime('%Y-%m-%dT%H:%M:%SZ', c.recorded_s, 'unixepoch') AS recorded," \
	" c.series, c.id AS claim_id, t.sha256"
#define VIEW_TABLES \
	" JOIN articles a ON a.id = c.article_id JOIN texts t ON t.id = c.text_id" \
	" LEFT JOIN verdicts v ON v.claim_id = c.id"
static const char version_7[] =
	"CREATE VIEW current_figures AS SELECT" VIEW_FIGURE "," VIEW_SOURCE ","
	" (SELECT count(DISTINCT oa.origin_id) FROM claims c JOIN articles oa ON oa.id = c.article_id"
	" LEFT JOIN verdicts v ON v.claim_id = c.id WHERE c.series = k.series AND c.as_of = k.as_of"
	" AND c.figure = k.figure AND c.basis <> 'restated' AND" VIEW_COUNTS ") AS origins,"
	" (SELECT count(DISTINCT c.article_id) FROM claims c"
	" LEFT JOIN verdicts v ON v.claim_id = c.id WHERE c.series = k.series AND c.as_of = k.as_of"
	" AND c.figure = k.figure AND c.basis <> 'restated' AND" VIEW_COUNTS ") AS copies,"
	" r.claim_count AS claims"
	" FROM series r JOIN claims c ON c.id = r.current_id JOIN claims k ON k.id = c.id" VIEW_TABLES
	";"

	"CREATE VIEW figure_history AS SELECT" VIEW_FIGURE "," VIEW_SOURCE ","
	" c.id IS r.current_id AS is_current"
	" FROM series r JOIN claims c ON c.series = r.name" VIEW_TABLES " WHERE" VIEW_COUNTS ";"

	"CREATE VIEW claims_with_quotes AS SELECT" VIEW_FIGURE ", c.modality," VIEW_STATUS
	" AS status, c.confidence / 1000.0 AS confidence," VIEW_SOURCE ","
	" c.in_title, c.offset, c.length, c.engine, c.lexicon"
	" FROM claims c JOIN series r ON r.name = c.series" VIEW_TABLES ";";

/*
 * Version 8: when origins became one, so that the picture of a past day can be
 * made again: what was copied then, not what has turned out since.
 */
static const char version_8[] =
	"CREATE TABLE origin_joins ("
	" joined INTEGER PRIMARY KEY," /* articles of this origin … */
	" origin INTEGER NOT NULL,"    /* … have had this one since then */
	" recorded_s INTEGER NOT NULL"
	") STRICT;"
	"INSERT INTO origin_joins (joined, origin, recorded_s)"
	" SELECT id, origin_id, recorded_s FROM articles WHERE origin_id <> id;";

/*
 * Version 9: texts go with their articles, so whatever points at a text is
 * found by it; else each would cost a walk through all that points at texts.
 */
static const char version_9[] = "CREATE INDEX bands_text ON bands (text_id);"
				"CREATE INDEX claims_text ON claims (text_id);";

/*
 * Version 10: the figure of a claim among thousands of its series, the entries
 * of a kind among all of the ledger; and articles that came without claims,
 * which wait for the reader across restarts.
 */
static const char version_10[] = "CREATE INDEX claims_figure ON claims (series, figure, as_of);"
				 "CREATE INDEX changes_of_kind ON changes (kind, id);"
				 "CREATE TABLE unread ("
				 " article_id INTEGER PRIMARY KEY REFERENCES articles"
				 ") STRICT;";

/*
 * Version 11: an edit that is taken back. The article says again what an
 * earlier text of it said: that text is its newest one then, and the claim that
 * counts again is recorded as another reading, with the time of its return.
 */
static const char version_11[] =
	"ALTER TABLE articles ADD COLUMN text_id INTEGER NOT NULL DEFAULT 0;" /* that returned; 0: the last one */
	"ALTER TABLE claims ADD COLUMN returned_s INTEGER NOT NULL DEFAULT 0;";

/*
 * Version 12: bands by the fortnight of their article. Copies lie within days
 * of one another, so that what a new text is held against, and where its own
 * bands go, stands together, however many years the record has.
 */
static const char version_12[] =
	"CREATE TABLE near ("
	" fortnight INTEGER NOT NULL," /* near_day / 14 */
	" band INTEGER NOT NULL,"
	" text_id INTEGER NOT NULL REFERENCES texts,"
	" PRIMARY KEY (fortnight, band, text_id)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO near (fortnight, band, text_id) SELECT a.near_day / 14, b.band, b.text_id"
	" FROM bands b JOIN texts t ON t.id = b.text_id JOIN articles a ON a.id = t.article_id"
	" ORDER BY 1, 2, 3;"
	"DROP TABLE bands;"
	"ALTER TABLE near RENAME TO bands;"
	"CREATE INDEX bands_text ON bands (text_id);";

/* Version 13: an article that waits for the reader keeps the trust that it came with. */
static const char version_13[] =
	"ALTER TABLE unread ADD COLUMN trust TEXT NOT NULL DEFAULT 'media';";

/* Version 14: the index of a series has what a trend shows, so that no claim is read for it. */
static const char version_14[] =
	"DROP INDEX claims_series;"
	"CREATE INDEX claims_series ON claims (series, modality, as_of_day, as_of_precision, id,"
	" status, basis, measure, unit, value, high, total);";

/* Version 15: who gives a figure in the same days is found without reading those of other years. */
static const char version_15[] =
	"DROP INDEX claims_figure;"
	"CREATE INDEX claims_figure ON claims (series, figure, as_of, as_of_day);";

/* Version 16: the last articles of a source that were followed, and how that went. */
static const char version_16[] =
	"CREATE INDEX articles_followed ON articles (source_id, follow, id) WHERE follow <> 'none';";

/*
 * Version 17: what is told of an article stays once claims rest on it. Origin,
 * follow and the text that is its newest are the record's own notes.
 */
static const char version_17[] =
	"CREATE TRIGGER articles_keep BEFORE UPDATE OF id, key, source_id, outlet, guid, address,"
	" language, author, has_published, published_is_clamped, published, published_s, seen_s,"
	" recorded_s, is_import ON articles"
	" WHEN EXISTS (SELECT 1 FROM claims WHERE article_id = OLD.id) BEGIN"
	" SELECT RAISE(ABORT, 'an article with claims is never altered'); END;"
	"CREATE TRIGGER articles_once BEFORE INSERT ON articles"
	" WHEN EXISTS (SELECT 1 FROM articles a JOIN claims c ON c.article_id = a.id"
	" WHERE a.key = NEW.key OR a.id = NEW.id) BEGIN"
	" SELECT RAISE(ABORT, 'an article with claims is never replaced'); END;"
	"CREATE TRIGGER sources_keep BEFORE UPDATE OF id, key ON sources BEGIN"
	" SELECT RAISE(ABORT, 'a source keeps its key'); END;";

/*
 * Version 18: which agencies are credited with a claim's figure, or print it
 * themselves, so that reports of one agency are one origin in whatever order they
 * come; and when a decision was made in the record that it was imported from.
 */
static const char version_18[] =
	"CREATE TABLE credits ("
	" claim_id INTEGER NOT NULL REFERENCES claims,"
	" agency TEXT NOT NULL," /* as the lexicon calls it */
	" PRIMARY KEY (claim_id, agency)"
	") STRICT, WITHOUT ROWID;"
	"ALTER TABLE decisions ADD COLUMN made_s INTEGER NOT NULL DEFAULT 0;"; /* 0: here */

/* Version 19: bands of new texts, until thousands go into the index together (see bands.h). */
static const char version_19[] = "CREATE TABLE new_bands ("
				 " text_id INTEGER PRIMARY KEY REFERENCES texts,"
				 " fortnight INTEGER NOT NULL,"
				 " bands BLOB NOT NULL" /* 8 bytes each, little-endian */
				 ") STRICT;";

/* Version 20: texts that are put into the index of words a moment after they were recorded. */
static const char version_20[] = "CREATE TABLE unindexed ("
				 " text_id INTEGER PRIMARY KEY REFERENCES texts"
				 ") STRICT;";

/* Version 21: what a source gave is counted as it comes, not each time that somebody asks. */
static const char version_21[] =
	"ALTER TABLE sources ADD COLUMN article_count INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE sources ADD COLUMN claim_count INTEGER NOT NULL DEFAULT 0;"
	"UPDATE sources SET"
	" article_count = (SELECT count(*) FROM articles a WHERE a.source_id = sources.id),"
	" claim_count = (SELECT count(*) FROM articles a JOIN claims c ON c.article_id = a.id"
	" WHERE a.source_id = sources.id);"
	"CREATE TRIGGER articles_come AFTER INSERT ON articles BEGIN"
	" UPDATE sources SET article_count = article_count + 1 WHERE id = NEW.source_id; END;"
	"CREATE TRIGGER articles_go AFTER DELETE ON articles BEGIN"
	" UPDATE sources SET article_count = article_count - 1 WHERE id = OLD.source_id; END;"
	"CREATE TRIGGER claims_come AFTER INSERT ON claims BEGIN"
	" UPDATE sources SET claim_count = claim_count + 1"
	" WHERE id = (SELECT source_id FROM articles WHERE id = NEW.article_id); END;";

/* Append-only: a step that was released is never edited. Step n leads to version n + 1. */
static const char *const ladder[] = {
	schema_first, version_2,  version_3,  version_4,  version_5,  version_6,  version_7,
	version_8,    version_9,  version_10, version_11, version_12, version_13, version_14,
	version_15,   version_16, version_17, version_18, version_19, version_20, version_21,
};

int schema_version(void)
{
	return (int)COUNT(ladder);
}

/* One number by SQL that cannot be prepared with the rest, since the schema is not there yet. */
static int ask(struct store *store, const char *sql, int64_t *ret_number, struct err *err)
{
	struct query q = { .store = store };
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &q.stmt, NULL);

	if (rc != SQLITE_OK)
		return store_fail(store, rc, "cannot read", err);
	rc = query_number(&q, 0, ret_number, err);
	sqlite3_finalize(q.stmt);
	return rc;
}

int schema_identify(struct store *store, int *ret_version, struct err *err)
{
	int64_t application_id, version, tables;

	if (ask(store, "PRAGMA application_id", &application_id, err) ||
	    ask(store, "PRAGMA user_version", &version, err) ||
	    ask(store, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return -1;
	if (application_id == 0 && version == 0 && tables == 0) {
		*ret_version = 0;
		return 0;
	}
	if (application_id != SCHEMA_APPLICATION_ID)
		return err_set(err, ERR_BROKEN,
		               "%s is the database of another program, not integrad's; it was not "
		               "touched",
		               store->path);
	if (version < 1 || version > schema_version())
		return err_set(err, ERR_BROKEN,
		               "%s was written by a newer integrad (schema %lld, this one knows up "
		               "to %d); it was not touched: install that version again",
		               store->path, (long long)version, schema_version());
	*ret_version = (int)version;
	return 0;
}

static int climb_step(struct store *store, int version, struct err *err)
{
	char *sql = mem_printf("BEGIN IMMEDIATE; %s PRAGMA application_id = %d;"
	                       " PRAGMA user_version = %d; COMMIT",
	                       ladder[version], SCHEMA_APPLICATION_ID, version + 1);
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	MEM_FREE(sql);
	if (rc == SQLITE_OK)
		return 0;
	store_fail(store, rc, "the database", err);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return err_wrap(err, "migrating to schema %d", version + 1);
}

int schema_climb(struct store *store, int version, struct err *err)
{
	for (; version < schema_version(); version++)
		if (climb_step(store, version, err))
			return -1;
	return 0;
}
