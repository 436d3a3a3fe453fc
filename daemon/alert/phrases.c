#include "phrases.h"

#include <string.h>

#include "base/mem.h"

static const char *const phrases[ALERT_LANGUAGES][PHRASE_COUNT] = {
	[ALERT_EN] = {
		[PHRASE_UNION] = "Union State",
		[PHRASE_SCOPE_LAST] = "{news} – {scope}",
		[PHRASE_WHAT] = "What",
		[PHRASE_PACKAGE] = "package",
		[PHRASE_NOW] = "Now",
		[PHRASE_BEFORE] = "Before",
		[PHRASE_FIGURE] = "Figure",
		[PHRASE_ONE] = "One figure",
		[PHRASE_OTHER] = "Other figure",
		[PHRASE_SAID_BEFORE] = "Said before",
		[PHRASE_REACHED] = "Reached",
		[PHRASE_LAST] = "Last figure",
		[PHRASE_WITHDRAWN] = "Withdrawn",
		[PHRASE_FORECAST] = "Forecast",
		[PHRASE_SAID_BY] = "Said by",
		[PHRASE_PUBLISHED] = "Published",
		[PHRASE_NOT_CERTAIN] = "The words leave room: both figures may be true.",
		[PHRASE_ORIGINS] = "Independent origins",
		[PHRASE_AGAINST] = "Contradicted by",
		[PHRASE_NOBODY] = "nobody, as far as is known",
		[PHRASE_WAS] = "The article said",
		[PHRASE_IS] = "It says now",
		[PHRASE_DECIDED_BY] = "Decided by",
		[PHRASE_WHY] = "Why",
		[PHRASE_LOGGED] = "Logged",
		[PHRASE_SINCE] = "Since",
		[PHRASE_DOWN_SINCE] = "Down since",
		[PHRASE_ADDRESS] = "Address",
		[PHRASE_MOVED_TO] = "New address",
		[PHRASE_ALSO] = "Also",
		[PHRASE_MORE_CHANGES] = "and {n} more",
		[PHRASE_MORE] = "More",
		[PHRASE_DASH] = " – ",
		[PHRASE_NOT] = "not",
		[PHRASE_DIGEST_DAY] = "Digest: {title} ({what}, {day})",
		[PHRASE_DIGEST_WEEK] = "Week: {title} ({what} to {day})",
		[PHRASE_DIGEST_DAY_EMPTY] = "Digest, {day}: nothing new",
		[PHRASE_DIGEST_WEEK_EMPTY] = "Digest of the week to {day}: nothing new",
		[PHRASE_ALIVE] = "integrad is at work; no change asked for this message.",
		[PHRASE_TRIAL] = "integrad: a trial message",
		[PHRASE_TRIAL_TEXT] = "If you can read this, alerts arrive here. Nothing has changed.",
	},
	[ALERT_RU] = {
		[PHRASE_UNION] = "Союзное государство",
		[PHRASE_SCOPE_LAST] = "{news} — «{scope}»",
		[PHRASE_WHAT] = "Что",
		[PHRASE_PACKAGE] = "пакет",
		[PHRASE_NOW] = "Сейчас",
		[PHRASE_BEFORE] = "Ранее",
		[PHRASE_FIGURE] = "Данные",
		[PHRASE_ONE] = "Одни данные",
		[PHRASE_OTHER] = "Другие данные",
		[PHRASE_SAID_BEFORE] = "Сообщалось ранее",
		[PHRASE_REACHED] = "Достигнуто",
		[PHRASE_LAST] = "Последние данные",
		[PHRASE_WITHDRAWN] = "Отозвано",
		[PHRASE_FORECAST] = "Прогноз",
		[PHRASE_SAID_BY] = "Кто сообщил",
		[PHRASE_PUBLISHED] = "Опубликовано",
		[PHRASE_NOT_CERTAIN] = "Формулировки неточные: верны могут быть оба значения.",
		[PHRASE_ORIGINS] = "Независимых источников",
		[PHRASE_AGAINST] = "Противоречит",
		[PHRASE_NOBODY] = "никто, насколько известно",
		[PHRASE_WAS] = "В статье было",
		[PHRASE_IS] = "В статье стало",
		[PHRASE_DECIDED_BY] = "Кто решил",
		[PHRASE_WHY] = "Причина",
		[PHRASE_LOGGED] = "Запись в журнале",
		[PHRASE_SINCE] = "С какого времени",
		[PHRASE_DOWN_SINCE] = "Не отвечал с",
		[PHRASE_ADDRESS] = "Адрес",
		[PHRASE_MOVED_TO] = "Новый адрес",
		[PHRASE_ALSO] = "Также",
		[PHRASE_MORE_CHANGES] = "и ещё {n}",
		[PHRASE_MORE] = "Подробнее",
		[PHRASE_DASH] = " — ",
		[PHRASE_NOT] = "а не",
		[PHRASE_DIGEST_DAY] = "Сводка: {title} ({what}, {day})",
		[PHRASE_DIGEST_WEEK] = "Неделя: {title} ({what} до {day})",
		[PHRASE_DIGEST_DAY_EMPTY] = "Сводка, {day}: нового нет",
		[PHRASE_DIGEST_WEEK_EMPTY] = "Сводка за неделю до {day}: нового нет",
		[PHRASE_ALIVE] = "integrad работает; сообщать не о чем.",
		[PHRASE_TRIAL] = "integrad: пробное сообщение",
		[PHRASE_TRIAL_TEXT] =
			"Если вы это читаете, оповещения сюда доходят. Ничего не изменилось.",
	},
};

/* By the kind's name, so that a kind without a row still has a title. */
static const struct {
	const char *kind;
	const char *titles[ALERT_LANGUAGES];
	const char *with_old[ALERT_LANGUAGES]; /* NULL: the same */
} titles[] = {
	{ "first",
	  { "{scope}: {now} – the first figure", "{scope}: {now} — первые данные" },
	  { NULL, NULL } },
	{ "backfill",
	  { "{scope}: on record{dated}: {now}", "{scope}: архив{dated}: {now}" },
	  { NULL, NULL } },
	{ "refined",
	  { "{scope}: more exactly {now}", "{scope}: точнее: {now}" },
	  { "{scope}: more exactly {now} (earlier: {old})",
	    "{scope}: точнее: {now} (ранее: {old})" } },
	{ "restated",
	  { "{scope}: said again: {now}", "{scope}: повторено: {now}" },
	  { NULL, NULL } },
	{ "revised",
	  { "{scope}: revised: {now}", "{scope}: данные пересмотрены: {now}" },
	  { "{scope}: {now}, not {old} – revised",
	    "{scope}: {now}, а не {old} — данные пересмотрены" } },
	{ "conflict",
	  { "{scope}: disputed: {now}", "{scope}: данные расходятся: {now}" },
	  { "{scope}: {now}, or {old}? – disputed",
	    "{scope}: {now} или {old}? — данные расходятся" } },
	{ "rise",
	  { "{scope}: {now}, more than before", "{scope}: {now}, больше прежнего" },
	  { "{scope}: {now}, up from {old}", "{scope}: {now}, было {old}" } },
	{ "fall",
	  { "{scope}: {now}, less than before", "{scope}: {now}, меньше прежнего" },
	  { "{scope}: {now}, down from {old}", "{scope}: снижение: {now}, было {old}" } },
	{ "complete",
	  { "{scope}: {now} – all done", "{scope}: {now} — сделано всё" },
	  { "{scope}: {now} – all done, up from {old}",
	    "{scope}: {now} — сделано всё, было {old}" } },
	{ "expected",
	  { "{scope}: forecast: {goal}{until}", "{scope}: прогноз: {goal}{until}" },
	  { NULL, NULL } },
	{ "expected-moved",
	  { "{scope}: forecast moved: {goal}{until}", "{scope}: прогноз изменён: {goal}{until}" },
	  { "{scope}: forecast: {moved}", "{scope}: прогноз: {moved}" } },
	{ "expected-put-off",
	  { "{scope}: forecast now {shift}: {goal}", "{scope}: прогноз теперь {shift}: {goal}" },
	  { NULL, NULL } },
	{ "held",
	  { "{scope}: to be reviewed: {now}", "{scope}: на проверку: {now}" },
	  { NULL, NULL } },
	{ "deadline-met",
	  { "{scope}: forecast met: {goal}{until}", "{scope}: прогноз сбылся: {goal}{until}" },
	  { "{scope}: forecast of {figure} met: {oldnow}; it was expected {by}",
	    "{scope}: прогноз {figure} сбылся: {oldnow}; ожидалось {by}" } },
	{ "deadline-missed",
	  { "{scope}: forecast missed: {goal}{until}",
	    "{scope}: прогноз не сбылся: {goal}{until}" },
	  { "{scope}: forecast of {figure} missed: {oldnow}; it was expected {by}",
	    "{scope}: прогноз {figure} не сбылся: {oldnow}; ожидалось {by}" } },
	{ "stale",
	  { "{scope}: no new figure since {asof}; the last: {now}",
	    "{scope}: нет новых данных с {asof}; последние: {now}" },
	  { NULL, NULL } },
	{ "confirmed",
	  { "{scope}: confirmed on review: {now}", "{scope}: подтверждено при проверке: {now}" },
	  { NULL, NULL } },
	{ "retracted",
	  { "{scope}: withdrawn: {now}", "{scope}: отозвано: {now}" },
	  { "{scope}: withdrawn: {now}; {old} stands",
	    "{scope}: отозвано: {now}; остаётся {old}" } },
	{ "source-edited",
	  { "{outlet}: the article with this figure was edited: {now}",
	    "{outlet}: статья с этими данными изменена: {now}" },
	  { NULL, NULL } },
	{ "source-gone",
	  { "{outlet}: the article with this figure is gone: {now}",
	    "{outlet}: статья с этими данными удалена: {now}" },
	  { NULL, NULL } },
	{ "source-down",
	  { "{outlet}: the source is down: {failure}", "{outlet}: источник недоступен: {failure}" },
	  { NULL, NULL } },
	{ "source-up",
	  { "{outlet}: the source is up again; it was down since {since}",
	    "{outlet}: источник снова доступен; не отвечал с {since}" },
	  { NULL, NULL } },
	{ "source-silent",
	  { "{outlet}: nothing new since {since}", "{outlet}: ничего нового с {since}" },
	  { NULL, NULL } },
	{ "source-moved",
	  { "{outlet}: the source has moved to {address}",
	    "{outlet}: источник переехал на {address}" },
	  { NULL, NULL } },
	{ "network-down",
	  { "integrad has no network: {why}", "integrad остался без сети: источники не отвечают" },
	  { NULL, NULL } },
};

/* Why a source fails, where the record's own words are not the language's. */
static const struct {
	const char *failure;
	const char *russian;
	const char *english; /* NULL: the record's */
} failures[] = {
	{ "dns", "имя сервера не находится", NULL },
	{ "connect", "нет соединения с сервером", NULL },
	{ "proxy", "прокси не даёт соединения", NULL },
	{ "tls", "нет защищённого соединения", NULL },
	{ "timeout", "сервер не отвечает вовремя", NULL },
	{ "slow", "сервер отвечает слишком медленно", NULL },
	{ "reset", "сервер обрывает соединение", NULL },
	{ "too-big", "ответ слишком велик", NULL },
	{ "redirects", "перенаправления не ведут к ленте", NULL },
	{ "challenge-page", "вместо ленты — страница проверки", NULL },
	{ "http-401", "сервер требует пароль (HTTP 401)", NULL },
	{ "http-403", "сервер отказывает в доступе (HTTP 403)", NULL },
	{ "http-404", "по этому адресу ничего нет (HTTP 404)",
	  "nothing is at this address (HTTP 404)" },
	{ "http-410", "страница удалена (HTTP 410)", "the page was removed (HTTP 410)" },
	{ "http-429", "слишком частые запросы (HTTP 429)", NULL },
	{ "http-5xx", "ошибка на сервере", NULL },
	{ "empty-feed", "лента пуста", NULL },
	{ "not-a-feed", "вместо ленты — что-то другое", NULL },
	{ "bad-address", "адрес записан неверно", NULL },
	{ "private-address", "адрес ведёт во внутреннюю сеть", NULL },
	{ "protocol", "ответ сервера не по правилам HTTP", NULL },
	{ "encoding", "ответ сервера сжат с ошибкой", NULL },
	{ "cut-short", "ответ сервера оборван", NULL },
	{ "crowded", "слишком много запросов сразу", NULL },
	{ "paused", "сервер просит подождать", NULL },
	{ "http-4xx", "сервер не принимает запрос", NULL },
	{ "http-other", "неожиданный ответ сервера", NULL },
	{ "local", "сбой на самом компьютере", NULL },
	{ "consent-page", "вместо статьи — запрос согласия", NULL },
	{ "no-text", "на странице нет текста статьи", "no main text was found in the page" },
	{ "too-large", "слишком велик для чтения", NULL },
	{ "reader-crash", "чтение прервано сбоем", NULL },
	{ "reader-timeout", "чтение заняло слишком много времени", NULL },
	{ "reader-cpu", "чтение заняло слишком много времени процессора", NULL },
	{ "reader-memory", "для чтения не хватило памяти", NULL },
	{ "reader-forbidden", "чтение потребовало того, что ему запрещено", NULL },
	/* what a visit to an article finds has its sentence for a name */
	{ "the page has other words in its place", "на странице теперь другие слова", NULL },
	{ "the page does not have the quote any more", "цитаты на странице больше нет", NULL },
};

const char *phrase_failure(enum alert_language language, const char *failure, const char *why)
{
	for (size_t i = 0; i < COUNT(failures) && failure; i++) {
		if (strcmp(failures[i].failure, failure) != 0)
			continue;
		if (language == ALERT_RU)
			return failures[i].russian;
		if (!why && failures[i].english)
			return failures[i].english;
	}
	return why ? why : failure;
}

const char *phrase(enum alert_language language, enum phrase phrase)
{
	return phrases[language][phrase];
}

const char *phrase_title(enum alert_language language, const char *kind_name, bool has_old)
{
	for (size_t i = 0; i < COUNT(titles); i++) {
		if (strcmp(titles[i].kind, kind_name) != 0)
			continue;
		if (has_old && titles[i].with_old[language])
			return titles[i].with_old[language];
		return titles[i].titles[language];
	}
	return "{scope}: {now}";
}
