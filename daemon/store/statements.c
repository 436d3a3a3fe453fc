#include "statements.h"

#include "statements_alerts.h"

/* What a claim needs beside its figure to be shown; see read_claim(). */
#define CLAIM_COLUMNS \
	FIGURE_COLUMNS \
	", c.series, c.article_id, c.text_id, a.guid, t.title, c.threshold, c.engine, c.lexicon," \
	" c.recorded_s, t.fetched_s, c.returned_s"
#define CLAIM_SELECT "SELECT" CLAIM_COLUMNS " FROM claims c" FIGURE_JOINS " WHERE"
#define CLAIM_FILTER \
	" (?1 = '' OR c.package = ?1) AND (?2 = '' OR c.subject = ?2)" \
	" AND (?3 = '' OR c.series = ?3) AND (?4 = '' OR s.key = ?4)" \
	" AND (?5 = '' OR" EFFECTIVE_STATUS " = ?5) AND (?6 = '' OR c.modality = ?6)" \
	" AND (?7 = 0 OR c.article_id = ?7)"
#define NEWEST_CLAIMS CLAIM_FILTER " AND (?8 = 0 OR c.id < ?8) ORDER BY c.id DESC LIMIT ?9"

#define CHANGE_COLUMNS \
	" x.id, x.recorded_s, x.kind, x.severity, x.series, x.claim_id, x.announced, x.json, x.hash"
#define CHANGE_SELECT \
	"SELECT" CHANGE_COLUMNS " FROM changes x LEFT JOIN series r ON r.name = x.series WHERE"
#define CHANGE_FILTER \
	" x.id > ?1 AND x.recorded_s >= ?2 AND (?3 = '' OR x.kind = ?3)" \
	" AND (?4 = '' OR x.series = ?4) AND (?5 = '' OR r.package = ?5)" \
	" AND (?6 = '' OR r.subject = ?6) AND (?7 = 0 OR x.claim_id = ?7)"

/* Which text an article a has now. */
#define NEWEST_TEXT \
	" coalesce(nullif(a.text_id, 0)," \
	" (SELECT max(n.id) FROM texts n WHERE n.article_id = a.id))"

/* Of articles a and their sources s; see follows_read_job(). */
#define FETCH_COLUMNS \
	" a.id, a.source_id, s.key, a.guid, a.address," \
	" (SELECT title FROM texts t WHERE t.id =" NEWEST_TEXT ")," \
	" a.author, a.has_published, a.published_is_clamped, a.published_s, a.published"

/* What can be current and is a point of a series' history. */
#define COUNTS EFFECTIVE_STATUS " = 'accepted' AND c.modality = 'actual' AND c.basis <> 'restated'"

/* The last article of a source ?1 that is so. The first condition is that of the index. */
#define LAST_FOLLOWED(how) \
	" coalesce((SELECT max(id) FROM articles INDEXED BY articles_followed" \
	" WHERE source_id = ?1 AND follow <> 'none' AND follow = '" how "'), 0)"

/* Of a row of sources: what it gave. */
#define SOURCE_COUNTS \
	"SELECT count(DISTINCT a.id), count(c.id) FROM articles a" \
	" LEFT JOIN claims c ON c.article_id = a.id WHERE a.source_id = sources.id"

/* Of a row of series: its accepted actual claims. */
#define SERIES_COUNT \
	" (SELECT count(*) FROM claims c" VERDICT_JOIN " WHERE c.series = series.name" \
	" AND" EFFECTIVE_STATUS " = 'accepted' AND c.modality = 'actual')"

/* See read_decision(). */
#define DECISION_FIELDS \
	" d.id, d.claim_id, c.natural_key, d.verdict, d.by_claim_id, b.natural_key, d.who, d.why," \
	" d.recorded_s, d.made_s"
#define DECISION_SOURCES \
	" FROM decisions d JOIN claims c ON c.id = d.claim_id" \
	" LEFT JOIN claims b ON b.id = d.by_claim_id"

/* A figure in other articles of the same days, that are of another origin; see bind_figure(). */
#define SAME_FIGURES \
	" claims c INDEXED BY claims_figure JOIN articles o ON o.id = ?5" \
	" JOIN articles a ON a.id = c.article_id AND a.origin_id <> o.origin_id" \
	" AND a.near_day BETWEEN o.near_day - ?6 AND o.near_day + ?6"
#define SAME_DAYS \
	" c.series = ?1 AND c.figure = ?2 AND c.modality = ?3 AND abs(c.as_of_day - ?4) <= ?6"

/* What follows from the last decision of each claim. */
#define VERDICTS_OF(condition) \
	"SELECT claim_id, CASE verdict WHEN 'confirmed' THEN 'accepted'" \
	" WHEN 'rejected' THEN 'rejected' ELSE 'superseded' END AS status FROM decisions" \
	" WHERE id IN (SELECT max(id) FROM decisions" condition " GROUP BY claim_id)"
#define DERIVED_VERDICTS VERDICTS_OF("")

/*
 * An article's origin is its own until it joined another, and that may have
 * joined a third: the lowest of them. A join that is older than the article was
 * of one that had its number before.
 */
#define DERIVED_ORIGINS \
	"WITH RECURSIVE step (id, origin) AS (SELECT id, id FROM articles UNION" \
	" SELECT s.id, j.origin FROM step s JOIN articles a ON a.id = s.id" \
	" JOIN origin_joins j ON j.joined = s.origin " \
	" AND (j.recorded_s >= a.recorded_s OR s.origin <> s.id))," \
	" lowest (id, origin) AS (SELECT id, min(origin) FROM step GROUP BY id)"

/*
 * Whether what the hashed text of an entry says is what its columns have.
 * A text that is no JSON agrees with nothing.
 */
#define SAYS(path, column) \
	" AND (json_type(json, '" path "') IS NULL OR " column " IS json_extract(json, '" path "'))"
#define RECORDED "strftime('%Y-%m-%dT%H:%M:%SZ', recorded_s, 'unixepoch')"
#define CLAIM_KEY "(SELECT natural_key FROM claims c WHERE c.id = claim_id)"
#define CLAIM_SEAL "(SELECT seal FROM claims c WHERE c.id = claim_id)"
#define COLUMNS_AGREE \
	" CASE WHEN json_valid(json) THEN 1" SAYS("$.change", "kind") \
		SAYS("$.severity", "severity") SAYS("$.announced", "announced") \
			SAYS("$.series", "series") SAYS("$.recorded", RECORDED) \
				SAYS("$.new.claim", CLAIM_KEY) SAYS("$.new.seal", CLAIM_SEAL) \
					SAYS("$.key", "event_key") " ELSE 0 END"

const char *const sql_statements[SQL_COUNT] = {
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_BEGIN_PART] = "SAVEPOINT part",
	[SQL_END_PART] = "RELEASE part",
	[SQL_DATA_VERSION] = "PRAGMA data_version",
	[SQL_GET_MARK] = "SELECT value FROM marks WHERE name = ?",
	[SQL_SET_MARK] = "INSERT INTO marks (name, value) VALUES (?, ?)"
			 " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	[SQL_LIST_MARKS] = "SELECT name, value FROM marks"
			   " WHERE name >= ?1 AND name < ?1 || char(1114111) ORDER BY name",
	[SQL_DROP_MARK] = "DELETE FROM marks WHERE name = ?",

	/* sources */
	[SQL_FIND_SOURCE] = "SELECT id FROM sources WHERE key = ?",
	[SQL_ADD_SOURCE] = "INSERT INTO sources (key) VALUES (?)",
	[SQL_LIST_SOURCES] =
		"SELECT s.id, s.key, s.next_s, s.interval_s, s.wish_s, s.first_poll_s,"
		" s.first_reply_s, s.last_poll_s, s.last_success_s, s.last_new_s,"
		" s.failing_since_s, s.failures, s.backoff, s.address, s.gap_s, s.down_s,"
		" s.silent_s, s.skip_hours, s.skip_days, s.failure, s.failure_why,"
		" s.item_count FROM sources s ORDER BY s.key",
	[SQL_COUNT_OF_SOURCE] = "SELECT article_count, claim_count FROM sources WHERE id = ?",
	/* what most sources answer, by three looks into the index */
	[SQL_MAY_BE_UNREADABLE] = "SELECT max(" LAST_FOLLOWED("failed") "," LAST_FOLLOWED(
		"wanted") ")"
			  " > " LAST_FOLLOWED("done"),
	[SQL_FIND_UNREADABLE] =
		"SELECT follow_why, recorded_s FROM articles INDEXED BY articles_followed"
		" WHERE source_id = ?1 AND follow <> 'none' AND follow IN ('failed', 'wanted')"
		" AND id >" LAST_FOLLOWED(
			"done") " AND (follow = 'failed' OR (follow = 'wanted' AND follow_tries > 0 AND"
				" follow_why IN ('http-401', 'http-403', 'http-429', 'challenge-page',"
				" 'consent-page'))) ORDER BY id DESC LIMIT ?2",
	[SQL_SAVE_POLL] =
		"UPDATE sources SET next_s = ?, interval_s = ?, wish_s = ?, first_poll_s = ?,"
		" first_reply_s = ?, last_poll_s = ?, last_success_s = ?, last_new_s = ?,"
		" failing_since_s = ?, failures = ?, backoff = ?, address = ?, gap_s = ?,"
		" down_s = ?, silent_s = ?, skip_hours = ?, skip_days = ?, failure = ?,"
		" failure_why = ? WHERE id = ?",
	[SQL_LOAD_VALIDATORS] =
		"SELECT etag, last_modified, body_hash, full_s, moved_to, moved_since_s,"
		" has_moved FROM validators"
		" WHERE source_id = ? AND address = ?",
	[SQL_SAVE_VALIDATORS] =
		"INSERT INTO validators (source_id, address, etag, last_modified, body_hash,"
		" full_s, moved_to, moved_since_s, has_moved)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source_id, address) DO UPDATE SET"
		" etag = excluded.etag, last_modified = excluded.last_modified,"
		" body_hash = excluded.body_hash, full_s = excluded.full_s,"
		" moved_to = excluded.moved_to, moved_since_s = excluded.moved_since_s,"
		" has_moved = excluded.has_moved",
	[SQL_COUNT_ITEMS] = "SELECT item_count FROM sources WHERE id = ?",
	[SQL_KNOWN_ITEMS] = "SELECT identity FROM items WHERE source_id = ? ORDER BY identity",
	[SQL_ADD_ITEM] = "INSERT INTO items (source_id, identity, seen_s) VALUES (?, ?, ?)"
			 " ON CONFLICT (source_id, identity) DO NOTHING",
	[SQL_FORGET_ITEMS] = "DELETE FROM items WHERE source_id = ? AND identity BETWEEN ? AND ?",
	[SQL_SAVE_ITEM_COUNT] = "UPDATE sources SET item_count = ? WHERE id = ?",
	[SQL_DROP_OLD_ITEMS] = "DELETE FROM items WHERE source_id = ?1 AND identity IN"
			       " (SELECT identity FROM items WHERE source_id = ?1"
			       " ORDER BY seen_s DESC, identity LIMIT -1 OFFSET ?2)",

	/* articles */
	[SQL_FIND_ARTICLE_KEY] =
		"SELECT id, origin_id, seen_s, has_published, follow FROM articles WHERE key = ?",
	[SQL_ADD_ARTICLE] =
		"INSERT INTO articles (key, source_id, outlet, guid, address, language, author,"
		" has_published, published_is_clamped, published, published_s, near_day, seen_s,"
		" recorded_s, origin_id, is_import, follow)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
		" (SELECT coalesce(max(id), 0) + 1 FROM articles), ?15, ?16)",
	[SQL_DATE_ARTICLE] =
		"UPDATE articles SET has_published = 1, published_is_clamped = ?, published = ?,"
		" published_s = ?, near_day = ? WHERE id = ?",
	[SQL_WANT_FOLLOW] = "UPDATE articles SET follow = 'wanted' WHERE id = ?",
	[SQL_ARTICLE_HAS_CLAIMS] = "SELECT count(*) FROM claims WHERE article_id = ?",
	[SQL_ARTICLE_PLACE] = "SELECT origin_id, near_day FROM articles WHERE id = ?",
	[SQL_FIND_TEXT] = "SELECT id FROM texts WHERE article_id = ? AND sha256 = ?",
	[SQL_NEWEST_TEXT] = "SELECT coalesce(" NEWEST_TEXT ", 0) FROM articles a"
			    " WHERE a.id = ?",
	[SQL_SET_NEWEST_TEXT] = "UPDATE articles SET text_id = ? WHERE id = ?",
	[SQL_ADD_TEXT] = "INSERT INTO texts (article_id, sha256, title, text, text_bytes, minhash,"
			 " fetched_s) VALUES (?, ?, ?, ?, ?, ?, ?)",
	[SQL_ADD_BAND] = "INSERT INTO bands (fortnight, band, text_id) VALUES (?, ?, ?)"
			 " ON CONFLICT (fortnight, band, text_id) DO NOTHING",
	[SQL_MOVE_BANDS] = "UPDATE bands SET fortnight = ?2 WHERE text_id IN"
			   " (SELECT id FROM texts WHERE article_id = ?1)",
	[SQL_ADD_NEW_BANDS] = "INSERT INTO new_bands (text_id, fortnight, bands) VALUES (?, ?, ?)",
	[SQL_LIST_NEW_BANDS] = "SELECT text_id, fortnight, bands FROM new_bands ORDER BY text_id",
	[SQL_MOVE_NEW_BANDS] = "UPDATE new_bands SET fortnight = ?2 WHERE text_id IN"
			       " (SELECT id FROM texts WHERE article_id = ?1)",
	[SQL_DROP_SORTED_BANDS] = "DELETE FROM new_bands WHERE text_id <= ?",
	[SQL_BAND_TEXTS] = "SELECT text_id FROM bands WHERE fortnight = ? AND band = ?"
			   " ORDER BY text_id DESC LIMIT ?",
	[SQL_NEAR_TEXT] = "SELECT a.id, a.origin_id, a.near_day, t.minhash"
			  " FROM texts t JOIN articles a ON a.id = t.article_id WHERE t.id = ?",
	[SQL_JOIN_ORIGINS] = "UPDATE articles SET origin_id = ?1 WHERE origin_id = ?2",
	[SQL_NOTE_JOIN] = "INSERT INTO origin_joins (origin, joined, recorded_s) VALUES (?, ?, ?)"
			  " ON CONFLICT (joined) DO UPDATE SET origin = excluded.origin,"
			  " recorded_s = excluded.recorded_s",
	[SQL_DUE_FOLLOWS] = "SELECT" FETCH_COLUMNS ", a.follow_tries, a.follow_next_s"
			    " FROM articles a JOIN sources s ON s.id = a.source_id"
			    " WHERE a.follow = 'wanted' AND a.follow_next_s <= ?"
			    " ORDER BY a.follow_next_s, a.id LIMIT ?",
	[SQL_NEXT_FOLLOW] =
		"SELECT coalesce(min(max(follow_next_s, 1)), 0) FROM articles WHERE follow = 'wanted'",
	[SQL_SET_FOLLOW] = "UPDATE articles SET follow = ?, follow_tries = ?, follow_next_s = ?,"
			   " follow_why = ? WHERE id = ?",
	[SQL_SHOW_ARTICLE] =
		"SELECT a.id, t.id, t.sha256, a.origin_id, a.seen_s, a.guid, a.address, t.title,"
		" t.text, t.text_bytes, a.author, a.language, a.has_published,"
		" a.published_is_clamped, a.published_s, a.published, t.minhash, a.key, s.key,"
		" a.outlet, a.is_import, t.fetched_s, a.recorded_s, a.follow,"
		" (SELECT count(*) FROM articles o WHERE o.origin_id = a.origin_id)"
		" FROM articles a JOIN sources s ON s.id = a.source_id"
		" JOIN texts t ON t.id = CASE ?2 WHEN 0 THEN" NEWEST_TEXT " ELSE ?2 END"
		" AND t.article_id = a.id WHERE a.id = ?1",

	[SQL_ADD_UNREAD] = "INSERT INTO unread (article_id, trust) VALUES (?, ?)"
			   " ON CONFLICT (article_id) DO NOTHING",
	[SQL_NEXT_UNREAD] = "SELECT article_id, trust FROM unread WHERE article_id > ?"
			    " ORDER BY article_id LIMIT 1",
	[SQL_ARTICLE_AFTER] =
		"SELECT id FROM articles WHERE id > ? AND follow <> 'wanted' ORDER BY id LIMIT 1",
	[SQL_TEXTS_OF_ARTICLE] = "SELECT id FROM texts WHERE article_id = ? ORDER BY id",
	[SQL_COUNT_ARTICLES] = "SELECT count(*) FROM articles WHERE follow <> 'wanted'",

	/* words */
	[SQL_INDEX_TEXT] = "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
	[SQL_SEARCH] =
		"SELECT a.id, a.published, s.key, a.outlet, a.address, t.title,"
		" (SELECT count(*) FROM claims c WHERE c.article_id = a.id), t.text_bytes, t.text"
		" FROM (SELECT n.article_id, max(n.id) AS text_id, b.published_s FROM search"
		" JOIN texts n ON n.id = search.rowid JOIN articles b ON b.id = n.article_id"
		" WHERE search MATCH ?1 GROUP BY n.article_id"
		" ORDER BY b.published_s DESC, n.article_id DESC LIMIT ?2) m"
		" JOIN articles a ON a.id = m.article_id JOIN texts t ON t.id = m.text_id"
		" JOIN sources s ON s.id = a.source_id ORDER BY m.published_s DESC, a.id DESC",
	[SQL_ADD_UNINDEXED] = "INSERT INTO unindexed (text_id) VALUES (?)",
	[SQL_LIST_UNINDEXED] = "SELECT text_id FROM unindexed ORDER BY text_id LIMIT ?",
	[SQL_INDEXED] = "DELETE FROM unindexed WHERE text_id <= ?",
	[SQL_COUNT_LEFT] = "SELECT (SELECT count(*) FROM texts WHERE id <= ?1)"
			   " + (SELECT count(*) FROM unindexed WHERE text_id > ?1)",
	[SQL_LEFT_TEXT] = "SELECT id, title, text_bytes, text FROM texts WHERE id <= ?"
			  " ORDER BY id DESC LIMIT 1",

	/* the log of polls */
	[SQL_LOG_POLL] = "INSERT INTO polls (source_id, at_s, outcome, status, bytes, duration_ms,"
			 " items, fresh) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_LIST_POLLS] = "SELECT at_s, outcome, status, bytes, duration_ms, items, fresh"
			   " FROM polls WHERE source_id = (SELECT id FROM sources WHERE key = ?)"
			   " ORDER BY id DESC LIMIT ?",

	/* what goes with time */
	[SQL_NEXT_AGED] =
		"SELECT a.id, a.recorded_s, EXISTS (SELECT 1 FROM articles o"
		" JOIN claims c ON c.article_id = o.id WHERE o.origin_id = a.origin_id)"
		" FROM articles a WHERE a.id > ? AND a.id < (SELECT max(id) FROM articles)"
		" ORDER BY a.id LIMIT 1",
	[SQL_DROP_INDEXED] = "DELETE FROM search WHERE rowid IN"
			     " (SELECT id FROM texts WHERE article_id = ?)",
	[SQL_DROP_UNINDEXED] = "DELETE FROM unindexed WHERE text_id IN"
			       " (SELECT id FROM texts WHERE article_id = ?)",
	[SQL_DROP_NEW_BANDS] = "DELETE FROM new_bands WHERE text_id IN"
			       " (SELECT id FROM texts WHERE article_id = ?)",
	[SQL_DROP_BANDS] = "DELETE FROM bands WHERE text_id IN"
			   " (SELECT id FROM texts WHERE article_id = ?)",
	[SQL_DROP_TEXTS] = "DELETE FROM texts WHERE article_id = ?",
	[SQL_DROP_VISITS] = "DELETE FROM visits WHERE article_id = ?",
	[SQL_DROP_UNREAD] = "DELETE FROM unread WHERE article_id = ?",
	[SQL_DROP_ARTICLE] = "DELETE FROM articles WHERE id = ?",
	[SQL_NEXT_SOURCE] = "SELECT id FROM sources WHERE id > ? ORDER BY id LIMIT 1",
	[SQL_DROP_AGED_ITEMS] = "DELETE FROM items WHERE source_id = ? AND seen_s < ?",
	[SQL_RECOUNT_ITEMS] = "UPDATE sources SET item_count ="
			      " (SELECT count(*) FROM items i WHERE i.source_id = sources.id)"
			      " WHERE id = ?",
	[SQL_DROP_AGED_POLLS] = "DELETE FROM polls WHERE id IN (SELECT id FROM"
				" (SELECT id, at_s FROM polls ORDER BY id LIMIT ?2)"
				" WHERE at_s < ?1)",
	[SQL_FREE_PAGES] = "PRAGMA freelist_count",
	[SQL_PAGE_COUNT] = "PRAGMA page_count",
	[SQL_PAGE_SIZE] = "PRAGMA page_size",
	[SQL_OLDEST_ARTICLE] = "SELECT recorded_s FROM articles ORDER BY id LIMIT 1",
	[SQL_AGING_ARTICLES] = /* the same that SQL_NEXT_AGED lets go */
	"SELECT count(*), coalesce(sum(a.recorded_s < ?), 0),"
	" coalesce(min(a.recorded_s), 0) FROM articles a"
	" WHERE a.id < (SELECT max(id) FROM articles) AND NOT EXISTS (SELECT 1 FROM articles o"
	" JOIN claims c ON c.article_id = o.id WHERE o.origin_id = a.origin_id)",
	[SQL_AGING_ITEMS] = "SELECT count(*), coalesce(sum(seen_s < ?), 0),"
			    " coalesce(min(seen_s), 0) FROM items",
	[SQL_AGING_POLLS] = "SELECT count(*), coalesce(sum(at_s < ?), 0),"
			    " coalesce(min(at_s), 0) FROM polls",
	[SQL_AUTO_VACUUM] = "PRAGMA auto_vacuum",
	[SQL_VACUUM_PAGE] = "PRAGMA incremental_vacuum",

	/* visits */
	[SQL_PLAN_VISITS] = "INSERT INTO visits (article_id, first_s, next_s) VALUES (?, ?, ?)"
			    " ON CONFLICT (article_id) DO NOTHING",
	[SQL_SAVE_VISIT] = "UPDATE visits SET next_s = ?, done = ?, tries = ?, etag = ?,"
			   " last_modified = ?, why = ? WHERE article_id = ?",
	[SQL_DUE_VISITS] = "SELECT" FETCH_COLUMNS ", v.tries, v.next_s, v.first_s, v.done, v.etag,"
			   " v.last_modified, v.why, a.follow = 'done' FROM visits v"
			   " JOIN articles a ON a.id = v.article_id"
			   " JOIN sources s ON s.id = a.source_id"
			   " WHERE v.next_s > 0 AND v.next_s <= ? ORDER BY v.next_s, a.id LIMIT ?",
	[SQL_NEXT_VISIT] = "SELECT coalesce(min(next_s), 0) FROM visits WHERE next_s > 0",
	[SQL_GET_SIGHT] = "SELECT was_seen, misses, told FROM sights WHERE claim_id = ?",
	[SQL_SAVE_SIGHT] = "INSERT INTO sights (claim_id, was_seen, misses, told)"
			   " VALUES (?, ?, ?, ?) ON CONFLICT (claim_id) DO UPDATE SET"
			   " was_seen = excluded.was_seen, misses = excluded.misses,"
			   " told = excluded.told",

	/* claims */
	[SQL_ADD_SERIES] =
		"INSERT INTO series (name, package, subject, measure, stage, kind, claim_count)"
		" VALUES (?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (name) DO UPDATE SET claim_count = claim_count + excluded.claim_count",
	[SQL_CLAIM_ARTICLE] = "SELECT key, published FROM articles WHERE id = ?",
	[SQL_FIND_CLAIM_KEY] = "SELECT id FROM claims WHERE natural_key = ?",
	[SQL_ADD_CLAIM] =
		"INSERT INTO claims (natural_key, article_id, text_id, series, package, subject,"
		" measure, stage, unit, value, high, total, bound, modality, basis, as_of,"
		" as_of_day, as_of_precision, figure, speaker, quote, in_title, offset, length,"
		" confidence, threshold, reasons, trace, status, trust, is_backfill, engine,"
		" lexicon, recorded_s, seal, reading, returned_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_SEAL_OF] = "SELECT ?1, (SELECT key FROM articles WHERE id = ?2), "
			"(SELECT sha256 FROM texts WHERE id = ?3), ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
			"?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, "
			"?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34",
	[SQL_SEAL_HEAD] = "SELECT seal FROM claims ORDER BY id DESC LIMIT 1",
	[SQL_SHOW_CLAIM] = CLAIM_SELECT " c.id = ?",
	[SQL_LIST_CLAIMS] = CLAIM_SELECT NEWEST_CLAIMS,
	[SQL_LIST_CLAIMS_OF_ARTICLE] = CLAIM_SELECT " c.article_id = ?7 AND" NEWEST_CLAIMS,
	[SQL_LIST_CLAIMS_OF_SERIES] = CLAIM_SELECT " c.series = ?3 AND" NEWEST_CLAIMS,
	[SQL_EACH_CLAIM] = CLAIM_SELECT CLAIM_FILTER
	" AND (?8 = 0 OR c.id < ?8) AND c.id > ?10 ORDER BY c.id LIMIT ?9",
	[SQL_COUNT_SAME] =
		"SELECT a.origin_id, c.article_id FROM claims k"
		" JOIN claims c ON c.series = k.series AND c.figure = k.figure AND c.as_of = k.as_of"
		" AND c.modality = k.modality"
		" JOIN articles a ON a.id = c.article_id" VERDICT_JOIN " WHERE k.id = ? AND" COUNTS,
	[SQL_SAME_FIGURES] =
		"SELECT c.article_id, c.text_id, a.outlet, c.trust, c.in_title, c.offset, c.length"
		" FROM" SAME_FIGURES " WHERE" SAME_DAYS " ORDER BY c.id DESC LIMIT ?7",
	[SQL_SAME_CREDITS] =
		"SELECT min(c.article_id) FROM" SAME_FIGURES
		" JOIN credits y ON y.claim_id = c.id AND y.agency = ?7 WHERE" SAME_DAYS
		" GROUP BY a.origin_id",
	[SQL_ADD_CREDIT] = "INSERT INTO credits VALUES (?, ?) ON CONFLICT DO NOTHING",
	[SQL_LIST_CREDITS] = "SELECT agency FROM credits WHERE claim_id = ? ORDER BY agency",
	[SQL_COUNT_HELD] = "SELECT count(*) FROM claims c WHERE c.status = 'held'"
			   " AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.claim_id = c.id)",

	/* decisions */
	[SQL_ADD_DECISION] = "INSERT INTO decisions (claim_id, verdict, by_claim_id, who, why,"
			     " recorded_s, made_s) VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?)",
	[SQL_SET_VERDICT] = "INSERT INTO verdicts (claim_id, status) VALUES (?, ?)"
			    " ON CONFLICT (claim_id) DO UPDATE SET status = excluded.status",
	[SQL_LIST_DECISIONS] = "SELECT" DECISION_FIELDS DECISION_SOURCES
			       " WHERE (?1 = 0 OR d.claim_id = ?1)"
			       " ORDER BY d.id",
	[SQL_DECIDED_OF_ARTICLE] =
		"SELECT" FIGURE_COLUMNS ", d.verdict FROM claims c" FIGURE_JOINS
		" JOIN decisions d ON d.claim_id = c.id WHERE c.article_id = ?"
		" AND d.id = (SELECT max(id) FROM decisions WHERE claim_id = c.id) ORDER BY c.id",
	[SQL_DECIDED_OF_ORIGIN] =
		"SELECT c.id, d.verdict FROM claims c INDEXED BY claims_figure"
		" JOIN articles a ON a.id = c.article_id"
		" JOIN decisions d ON d.claim_id = c.id WHERE c.series = ?1 AND c.figure = ?2"
		" AND c.as_of = ?3 AND a.origin_id = (SELECT origin_id FROM articles WHERE id = ?4)"
		" AND d.verdict <> 'superseded'"
		" ORDER BY d.id DESC LIMIT 1",
	[SQL_COPIES_OF_CLAIM] =
		"SELECT c.id FROM claims k JOIN articles o ON o.id = k.article_id"
		" JOIN claims c ON c.series = k.series AND c.modality = k.modality"
		" AND c.as_of_day = k.as_of_day AND c.as_of = k.as_of AND c.figure = k.figure"
		" AND c.id <> k.id JOIN articles a ON a.id = c.article_id"
		" AND a.origin_id = o.origin_id" VERDICT_JOIN " WHERE k.id = ? AND" EFFECTIVE_STATUS
		" <> 'superseded' ORDER BY c.id",

	/* figures */
	[SQL_FIND_FIGURE] = "SELECT" FIGURE_COLUMNS " FROM claims c" FIGURE_JOINS " WHERE c.id = ?",
	[SQL_SERIES_FIGURES] = "SELECT" FIGURE_COLUMNS " FROM claims c" FIGURE_JOINS
			       " WHERE c.series = ?1 ORDER BY c.as_of_day, c.as_of_precision, c.id",
	[SQL_SPAN_FIGURES] = "SELECT" FIGURE_COLUMNS " FROM claims c" FIGURE_JOINS
			     " WHERE c.series = ?1 AND c.modality = 'actual'"
			     " AND c.as_of_day BETWEEN ?2 AND ?3"
			     " ORDER BY c.as_of_day, c.as_of_precision, c.id",
	[SQL_FORECAST_FIGURES] = "SELECT" FIGURE_COLUMNS " FROM claims c" FIGURE_JOINS
				 " WHERE c.series = ?1 AND c.modality = 'expected'"
				 " ORDER BY c.as_of_day, c.as_of_precision, c.id",
	/* the plus keeps the planner from walking the series, which is the longer way */
	[SQL_ORIGIN_FIGURES] = "SELECT" FIGURE_COLUMNS " FROM claims c" FIGURE_JOINS
			       " WHERE +c.series = ?1 AND c.article_id IN"
			       " (SELECT id FROM articles WHERE origin_id = ?2)"
			       " ORDER BY c.as_of_day, c.as_of_precision, c.id",
	[SQL_CURRENT_FIGURE] = "SELECT" FIGURE_COLUMNS
			       " FROM series r JOIN claims c ON c.id = r.current_id" FIGURE_JOINS
			       " WHERE r.name = ?1",
	[SQL_ANNOUNCED_FIGURE] = "SELECT" FIGURE_COLUMNS
				 " FROM changes x JOIN claims c ON c.id = x.claim_id" FIGURE_JOINS
				 " WHERE x.series = ?1 AND x.announced = 1"
				 " AND" EFFECTIVE_STATUS " = 'accepted'"
				 " ORDER BY x.id DESC LIMIT 1",
	[SQL_HISTORY] = "SELECT" FIGURE_COLUMNS
			" FROM series r JOIN claims c ON c.series = r.name" FIGURE_JOINS
			" WHERE (?1 = '' OR r.package = ?1) AND (?2 = '' OR r.subject = ?2)"
			" AND" COUNTS " ORDER BY r.name, c.as_of_day, c.as_of_precision, c.id",
	/* a step along claims_series, however many claims the series has */
	[SQL_POINTS_BEFORE] = "SELECT c.measure, c.unit, c.value, c.high, c.total, c.as_of_day,"
			      " c.as_of_precision FROM claims c" VERDICT_JOIN " WHERE c.series = ?1"
			      " AND (c.as_of_day, c.as_of_precision) < (?2, ?3) AND" COUNTS
			      " ORDER BY c.as_of_day DESC, c.as_of_precision DESC, c.id DESC",
	[SQL_LATEST_DAY] = "SELECT c.as_of_day FROM claims c" VERDICT_JOIN " WHERE c.series = ?1"
			   " AND" COUNTS " ORDER BY c.as_of_day DESC LIMIT 1",
	[SQL_SET_CURRENT] = "UPDATE series SET current_id = nullif(?, 0) WHERE name = ?",
	[SQL_GET_CURRENT] = "SELECT coalesce(current_id, 0) FROM series WHERE name = ?",
	[SQL_LIST_SERIES] = "SELECT r.name, r.claim_count," FIGURE_COLUMNS
			    " FROM series r JOIN claims c ON c.id = r.current_id" FIGURE_JOINS
			    " WHERE (?1 = '' OR r.package = ?1) ORDER BY r.name",
	[SQL_RECOUNT_SERIES] = "UPDATE series SET claim_count =" SERIES_COUNT,
	[SQL_RECOUNT_ONE] = "UPDATE series SET claim_count =" SERIES_COUNT " WHERE name = ?",
	[SQL_LAST_CHANGE] = "SELECT id, recorded_s, kind, severity FROM changes"
			    " WHERE series = ? ORDER BY id DESC LIMIT 1",
	[SQL_SERIES_NAMES] = "SELECT name FROM series ORDER BY name",
	[SQL_ORIGIN_SERIES] = "SELECT DISTINCT c.series FROM articles a"
			      " JOIN claims c ON c.article_id = a.id"
			      " WHERE a.origin_id = ? ORDER BY c.series",

	/*
	 * The picture of a moment (?1) from what was published up to a day (?2): with
	 * the decisions of then, and each article an origin of its own at first.
	 */
	[SQL_PICTURE_FIGURES] =
		"SELECT" FIGURE_COLUMNS " FROM claims c"
		" JOIN (SELECT id, id AS origin_id, source_id, address, outlet, published,"
		" published_s, near_day FROM articles) a ON a.id = c.article_id"
		" JOIN texts t ON t.id = c.text_id JOIN sources s ON s.id = a.source_id"
		" LEFT JOIN (" VERDICTS_OF(
			" WHERE recorded_s <= ?1") ") v ON v.claim_id = c.id"
						   " WHERE c.recorded_s <= ?1 AND a.near_day <= ?2 AND" COUNTS
						   " ORDER BY c.series, c.as_of_day, c.as_of_precision, c.id",
	[SQL_PICTURE_JOINS] = "SELECT joined, origin FROM origin_joins WHERE recorded_s <= ?"
			      " ORDER BY joined",
	[SQL_PICTURE_HEAD] = "SELECT id, hash FROM changes WHERE recorded_s <= ?"
			     " ORDER BY id DESC LIMIT 1",

	/* the ledger */
	[SQL_LEDGER_HEAD] = "SELECT id, hash FROM changes ORDER BY id DESC LIMIT 1",
	[SQL_FIND_CHANGE] = "SELECT id, hash FROM changes WHERE claim_id = ? AND kind = ?"
			    " AND event_key IS NULL",
	[SQL_FIND_EVENT] = "SELECT id, hash FROM changes WHERE event_key = ?",
	[SQL_ADD_CHANGE] =
		"INSERT INTO changes (recorded_s, kind, severity, series, claim_id, event_key,"
		" announced, json, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_CHANGES_NEWEST] = CHANGE_SELECT CHANGE_FILTER " ORDER BY x.id DESC LIMIT ?8",
	[SQL_CHANGES_AFTER] = CHANGE_SELECT CHANGE_FILTER " ORDER BY x.id LIMIT ?8",
	/* along an index of their own */
	[SQL_CHANGES_OF_KIND] = CHANGE_SELECT " x.kind = ?3 AND" CHANGE_FILTER
					      " ORDER BY x.id DESC LIMIT ?8",
	[SQL_CHANGES_OF_SERIES] = CHANGE_SELECT " x.series = ?4 AND" CHANGE_FILTER
						" ORDER BY x.id DESC LIMIT ?8",
	[SQL_CHANGES_OF_CLAIM] = CHANGE_SELECT " x.claim_id = ?7 AND" CHANGE_FILTER
					       " ORDER BY x.id LIMIT ?8",

	/* the outbox */
	[SQL_FIND_ALERT_MESSAGE] = "SELECT id FROM alerts WHERE message = ?",
	[SQL_ADD_ALERT] = "INSERT INTO alerts (message, sink, rule, topic, language, state, made_s,"
			  " next_s, done_s, why, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_ADD_ALERT_CHANGE] = "INSERT INTO alert_changes (alert_id, change_id, figure)"
				 " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
	[SQL_GATHERING_ALERT] = "SELECT id, next_s FROM alerts WHERE sink = ? AND topic = ?"
				" AND language = ? AND state = 'waiting' AND body IS NULL"
				" ORDER BY id LIMIT 1",
	[SQL_ALERT_OF_FIGURE] =
		"SELECT a.id FROM alert_changes c JOIN alerts a ON a.id = c.alert_id"
		" WHERE c.figure = ? AND a.sink = ? AND a.made_s >= ? AND a.state <> 'silenced'"
		" ORDER BY a.id DESC LIMIT 1",
	[SQL_SAVE_ALERT] =
		"UPDATE alerts SET state = ?, begun_s = ?, next_s = ?, tries = ?, done_s = ?,"
		" why = ?, body = ?, into_id = ? WHERE id = ?",
	[SQL_DUE_ALERTS] = ALERT_SELECT ALERT_IS_DUE " ORDER BY a.next_s, a.id LIMIT ?3",
	[SQL_FIRST_UNTRIED] = "SELECT a.id, a.language FROM alerts a WHERE" ALERT_IS_DUE
			      " AND a.tries = 0 ORDER BY a.next_s, a.id LIMIT 1",
	[SQL_NEXT_ALERT] = "SELECT coalesce(min(max(next_s, 1)), 0) FROM alerts"
			   " WHERE sink = ? AND state = 'waiting'",
	[SQL_COUNT_SENT] = "SELECT count(*) FROM alerts WHERE sink = ? AND state = 'sent'"
			   " AND done_s > ? AND done_s <= ?",
	[SQL_COUNT_ALERTS] = "SELECT count(*) FROM alerts WHERE sink = ?1 AND state = ?2"
			     " AND coalesce(done_s, 0) >= ?3",
	[SQL_NTH_SENT] = "SELECT done_s FROM alerts WHERE sink = ? AND state = 'sent'"
			 " ORDER BY done_s DESC LIMIT 1 OFFSET ?",
	[SQL_EXPIRE_ALERTS] =
		"UPDATE alerts SET state = 'given-up', done_s = ?1,"
		" why = CASE WHEN why = '' THEN ?4 ELSE why END WHERE sink = ?2 AND state = 'waiting'"
		" AND (CASE WHEN begun_s > 0 THEN begun_s ELSE next_s END) <= ?3 AND tries >= ?5",
	[SQL_LIST_ALERTS] = ALERT_SELECT " (?1 = '' OR a.state = ?1) AND (?2 = '' OR a.sink = ?2)"
					 " ORDER BY a.id DESC LIMIT ?3",
	[SQL_FIND_ALERT] = ALERT_SELECT " a.id = ?",
	[SQL_ALERT_CHANGES] = "SELECT" CHANGE_COLUMNS
			      " FROM alert_changes c JOIN changes x ON x.id = c.change_id"
			      " WHERE c.alert_id = ? ORDER BY x.id LIMIT ?",
	[SQL_JOIN_ALERT_CHANGES] =
		"INSERT INTO alert_changes (alert_id, change_id, figure)"
		" SELECT ?4, c.change_id, c.figure FROM alerts a"
		" JOIN alert_changes c ON c.alert_id = a.id WHERE" ALERT_IS_DUE ALERT_MAY_MERGE
		" ON CONFLICT DO NOTHING",
	[SQL_SUSPECT_ALERTS] = "UPDATE alerts SET tries = 1"
			       " WHERE state = 'waiting' AND tries = 0 AND body IS NOT NULL",
	[SQL_MERGE_ALERTS] = "UPDATE alerts AS a SET state = 'merged', done_s = ?2, into_id = ?4"
			     " WHERE" ALERT_IS_DUE ALERT_MAY_MERGE,
	[SQL_SAVE_SINK] = "INSERT INTO sinks (name, down_since_s, failures, next_s, why)"
			  " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
			  " down_since_s = excluded.down_since_s, failures = excluded.failures,"
			  " next_s = excluded.next_s, why = excluded.why",
	/* One that nothing waits for is asked by nobody: whether it is up is not known. */
	[SQL_WAITING_SINKS] = "SELECT DISTINCT sink FROM alerts WHERE state = 'waiting'",
	[SQL_DOWN_SINKS] =
		"SELECT * FROM (SELECT s.name, s.down_since_s, s.failures, s.next_s, s.why,"
		" (SELECT count(*) FROM alerts a WHERE a.sink = s.name AND a.state = 'waiting')"
		" AS waiting FROM sinks s WHERE s.down_since_s > 0) WHERE waiting > 0"
		" ORDER BY down_since_s, name",
	[SQL_UNDELIVERED] = "SELECT (SELECT count(*) FROM alerts WHERE state = 'waiting'"
			    " AND (tries > 0 OR next_s <= ?1)),"
			    " (SELECT count(*) FROM alerts WHERE state = 'given-up')",
	[SQL_FIND_SINK] = "SELECT down_since_s, failures, next_s, why FROM sinks WHERE name = ?",
	[SQL_ADD_SILENCE] = "INSERT INTO silences (kind, package, subject, source, sink, made_s,"
			    " until_s, who, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_LIST_SILENCES] =
		"SELECT id, kind, package, subject, source, sink, made_s, until_s, who, why"
		" FROM silences WHERE ?1 = 0 OR until_s > ?1 ORDER BY id",
	[SQL_END_SILENCE] = "UPDATE silences SET until_s = ?1 WHERE id = ?2 AND until_s > ?1",
	[SQL_FIGURE_WAS_KNOWN] =
		"SELECT count(*) FROM claims k JOIN claims c ON c.series = k.series"
		" AND c.figure = k.figure AND c.modality = k.modality"
		" WHERE k.id = ?1 AND c.recorded_s < ?2",

	/* looking whether all is sound */
	[SQL_QUICK_CHECK] = "PRAGMA quick_check(20)",
	[SQL_FOREIGN_KEY_CHECK] = "PRAGMA foreign_key_check",
	[SQL_WALK_CHANGES] = "SELECT id, json, prev_hash, hash," COLUMNS_AGREE
			     " FROM changes ORDER BY id",
	[SQL_STRAYED_CHANGES] =
		"SELECT x.id FROM changes x JOIN claims c ON c.id = x.claim_id"
		" JOIN articles a ON a.id = c.article_id JOIN sources s ON s.id = a.source_id"
		" WHERE CASE WHEN json_valid(json) THEN NOT (1" SAYS("$.new.address", "a.address")
			SAYS("$.new.outlet", "a.outlet") SAYS("$.new.published", "a.published")
				SAYS("$.new.source", "s.key") ") END ORDER BY x.id",
	[SQL_WALK_CLAIMS] = "SELECT" FIGURE_COLUMNS ", a.key, c.reading FROM claims c" FIGURE_JOINS
			    " ORDER BY c.id",
	[SQL_WALK_SEALS] = "SELECT c.id, c.seal," SEAL_COLUMNS " FROM claims c" FIGURE_JOINS
			   " ORDER BY c.id",
	[SQL_WALK_TEXTS] = "SELECT id, sha256, title, text, text_bytes FROM texts ORDER BY id",
	[SQL_WALK_SERIES] = "SELECT name, coalesce(current_id, 0) FROM series ORDER BY name",
	[SQL_WALK_DECISIONS] =
		"SELECT" DECISION_FIELDS ", json_extract(x.json, '$.decision')" DECISION_SOURCES
		" LEFT JOIN changes x ON x.event_key = 'decision:' || d.id AND json_valid(x.json)"
		" ORDER BY d.id",
	[SQL_LOST_DECISIONS] =
		"SELECT id FROM changes WHERE event_key GLOB 'decision:*' AND json_valid(json)"
		" AND json_type(json, '$.decision') IS NOT NULL AND NOT EXISTS (SELECT 1"
		" FROM decisions d WHERE d.id = json_extract(json, '$.decision.id')) ORDER BY id",
	[SQL_WRONG_VERDICTS] =
		"SELECT claim_id FROM (SELECT claim_id, status FROM verdicts UNION ALL"
		" SELECT claim_id, status FROM (" DERIVED_VERDICTS "))"
		" GROUP BY claim_id, status HAVING count(*) <> 2 ORDER BY claim_id",
	[SQL_DROP_VERDICTS] = "DELETE FROM verdicts",
	[SQL_DERIVE_VERDICTS] = "INSERT INTO verdicts (claim_id, status) " DERIVED_VERDICTS,
	[SQL_CUT_OFF] =
		"SELECT seq || ' of ' || name FROM sqlite_sequence WHERE seq > ifnull(CASE name WHEN"
		" 'changes' THEN (SELECT max(id) FROM changes) WHEN 'claims' THEN (SELECT max(id) FROM"
		" claims) WHEN 'decisions' THEN (SELECT max(id) FROM decisions) ELSE seq END, 0)",
	[SQL_WRONG_ORIGINS] = DERIVED_ORIGINS
	" SELECT a.id FROM articles a JOIN lowest l ON l.id = a.id WHERE a.origin_id <> l.origin"
	" ORDER BY a.id",
	[SQL_DERIVE_ORIGINS] = DERIVED_ORIGINS
	" UPDATE articles SET origin_id = (SELECT origin FROM lowest l WHERE l.id = articles.id)"
	" WHERE origin_id <> (SELECT origin FROM lowest l WHERE l.id = articles.id)",
	[SQL_WRONG_SOURCE_COUNTS] = "SELECT key FROM sources WHERE (article_count, claim_count) <>"
				    " (" SOURCE_COUNTS ") ORDER BY key",
	[SQL_RECOUNT_SOURCES] = "UPDATE sources SET (article_count, claim_count) ="
				" (" SOURCE_COUNTS ")",
	[SQL_WRONG_COUNTS] = "SELECT name, claim_count," SERIES_COUNT
			     " AS counted FROM series WHERE claim_count <> counted ORDER BY name",
};
