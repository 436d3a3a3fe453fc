/* Every statement of the record, in one table: each is prepared at start, so a typo dies early. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

enum sql_id {
	SQL_BEGIN,
	SQL_BEGIN_READ,
	SQL_COMMIT,
	SQL_DATA_VERSION,
	SQL_GET_MARK,
	SQL_SET_MARK,
	SQL_LIST_MARKS,
	SQL_DROP_MARK,

	SQL_FIND_SOURCE,
	SQL_ADD_SOURCE,
	SQL_LIST_SOURCES,
	SQL_SAVE_POLL,
	SQL_LOAD_VALIDATORS,
	SQL_SAVE_VALIDATORS,
	SQL_COUNT_ITEMS,
	SQL_KNOWN_ITEMS,
	SQL_ADD_ITEM,
	SQL_SAVE_ITEM_COUNT,
	SQL_DROP_OLD_ITEMS,

	SQL_FIND_ARTICLE_KEY,
	SQL_ADD_ARTICLE,
	SQL_DATE_ARTICLE,
	SQL_WANT_FOLLOW,
	SQL_ARTICLE_HAS_CLAIMS,
	SQL_ARTICLE_PLACE,
	SQL_FIND_TEXT,
	SQL_ADD_TEXT,
	SQL_ADD_BAND,
	SQL_BAND_TEXTS,
	SQL_NEAR_TEXT,
	SQL_JOIN_ORIGINS,
	SQL_NOTE_JOIN,
	SQL_DUE_FOLLOWS,
	SQL_NEXT_FOLLOW,
	SQL_SET_FOLLOW,
	SQL_SHOW_ARTICLE,
	SQL_ARTICLE_AFTER,
	SQL_TEXTS_OF_ARTICLE,
	SQL_COUNT_ARTICLES,

	SQL_INDEX_TEXT,
	SQL_SEARCH,
	SQL_COUNT_UNINDEXED,
	SQL_UNINDEXED_TEXT,

	SQL_LOG_POLL,
	SQL_LIST_POLLS,
	SQL_NEXT_AGED,
	SQL_DROP_INDEXED,
	SQL_DROP_BANDS,
	SQL_DROP_TEXTS,
	SQL_DROP_VISITS,
	SQL_DROP_ARTICLE,
	SQL_NEXT_SOURCE,
	SQL_DROP_AGED_ITEMS,
	SQL_RECOUNT_ITEMS,
	SQL_DROP_AGED_POLLS,
	SQL_FREE_PAGES,
	SQL_VACUUM_PAGE,

	SQL_PLAN_VISITS,
	SQL_SAVE_VISIT,
	SQL_DUE_VISITS,
	SQL_NEXT_VISIT,
	SQL_GET_SIGHT,
	SQL_SAVE_SIGHT,

	SQL_ADD_SERIES,
	SQL_CLAIM_ARTICLE,
	SQL_FIND_CLAIM_KEY,
	SQL_ADD_CLAIM,
	SQL_SEAL_OF,
	SQL_SEAL_HEAD,
	SQL_SHOW_CLAIM,
	SQL_LIST_CLAIMS,
	SQL_LIST_CLAIMS_OF_ARTICLE,
	SQL_LIST_CLAIMS_OF_SERIES,
	SQL_EACH_CLAIM,
	SQL_COUNT_SAME,
	SQL_COUNT_HELD,

	SQL_ADD_DECISION,
	SQL_SET_VERDICT,
	SQL_LIST_DECISIONS,
	SQL_DECIDED_OF_ARTICLE,
	SQL_DECIDED_OF_ORIGIN,
	SQL_COPIES_OF_CLAIM,

	SQL_FIND_FIGURE,
	SQL_SERIES_FIGURES,
	SQL_SPAN_FIGURES,
	SQL_FORECAST_FIGURES,
	SQL_CURRENT_FIGURE,
	SQL_ANNOUNCED_FIGURE,
	SQL_HISTORY,
	SQL_POINT_BEFORE,
	SQL_SET_CURRENT,
	SQL_GET_CURRENT,
	SQL_LIST_SERIES,
	SQL_RECOUNT_SERIES,
	SQL_RECOUNT_ONE,
	SQL_LAST_CHANGE,
	SQL_SERIES_NAMES,
	SQL_ORIGIN_SERIES,

	SQL_LEDGER_HEAD,
	SQL_FIND_CHANGE,
	SQL_FIND_EVENT,
	SQL_ADD_CHANGE,
	SQL_CHANGES_NEWEST,
	SQL_CHANGES_AFTER,
	SQL_CHANGES_OF_CLAIM,

	SQL_FIND_ALERT_MESSAGE,
	SQL_ADD_ALERT,
	SQL_ADD_ALERT_CHANGE,
	SQL_GATHERING_ALERT,
	SQL_ALERT_OF_FIGURE,
	SQL_SAVE_ALERT,
	SQL_DUE_ALERTS,
	SQL_NEXT_ALERT,
	SQL_COUNT_SENT,
	SQL_NTH_SENT,
	SQL_EXPIRE_ALERTS,
	SQL_LIST_ALERTS,
	SQL_FIND_ALERT,
	SQL_ALERT_CHANGES,
	SQL_JOIN_ALERT_CHANGES,
	SQL_SAVE_SINK,
	SQL_FIND_SINK,
	SQL_ADD_SILENCE,
	SQL_LIST_SILENCES,
	SQL_END_SILENCE,
	SQL_FIGURE_WAS_KNOWN,

	SQL_PICTURE_FIGURES,
	SQL_PICTURE_JOINS,
	SQL_PICTURE_HEAD,

	SQL_QUICK_CHECK,
	SQL_FOREIGN_KEY_CHECK,
	SQL_WALK_CHANGES,
	SQL_WALK_CLAIMS,
	SQL_WALK_SEALS,
	SQL_WALK_TEXTS,
	SQL_WALK_SERIES,
	SQL_WALK_DECISIONS,
	SQL_LOST_DECISIONS,
	SQL_WRONG_VERDICTS,
	SQL_DROP_VERDICTS,
	SQL_DERIVE_VERDICTS,
	SQL_WRONG_COUNTS,
	SQL_WRONG_ORIGINS,
	SQL_DERIVE_ORIGINS,

	SQL_COUNT
};

extern const char *const sql_statements[SQL_COUNT];

/* What a claim counts as: as it was recorded, unless a decision says otherwise. */
#define EFFECTIVE_STATUS " coalesce(v.status, c.status)"
#define VERDICT_JOIN " LEFT JOIN verdicts v ON v.claim_id = c.id"

/* Columns that read_figure() reads, and the tables that they come from. */
#define FIGURE_COLUMNS \
	" c.id, c.natural_key, c.package, c.subject, c.measure, c.stage, c.unit, c.value, c.high," \
	" c.total, c.bound, c.modality, c.basis, c.as_of, c.speaker, c.quote, c.in_title," \
	" c.offset, c.length, c.confidence, c.reasons, c.trace," EFFECTIVE_STATUS ", c.trust," \
	" c.is_backfill, a.address, t.sha256, s.key, a.outlet, a.published, a.published_s, a.origin_id," \
	" c.recorded_s, c.seal"
/* What a claim's seal covers, in this order; the tables are those of FIGURE_JOINS. */
#define SEAL_COLUMNS \
	" c.natural_key, a.key, t.sha256, c.series, c.package, c.subject," \
	" c.measure, c.stage, c.unit, c.value, c.high, c.total, c.bound," \
	" c.modality, c.basis, c.as_of, c.as_of_day, c.as_of_precision, c.figure," \
	" c.speaker, c.quote, c.in_title, c.offset, c.length, c.confidence," \
	" c.threshold, c.reasons, c.trace, c.status, c.trust, c.is_backfill," \
	" c.engine, c.lexicon, c.recorded_s"

#define FIGURE_JOINS \
	" JOIN articles a ON a.id = c.article_id" \
	" JOIN texts t ON t.id = c.text_id" \
	" JOIN sources s ON s.id = a.source_id" VERDICT_JOIN

#endif
