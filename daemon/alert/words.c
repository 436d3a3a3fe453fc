#include "words.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* --- numbers */

const char *words_form(enum alert_language language, int64_t n, struct words_forms forms)
{
	int64_t tens = llabs(n) % 100, ones = llabs(n) % 10;

	if (language == ALERT_EN)
		return n == 1 ? forms.one : forms.many;
	if (ones == 1 && tens != 11)
		return forms.one;
	return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? forms.few : forms.many;
}

/* Russian writes a comma. */
static const char *number(enum alert_language language, struct decimal d, struct arena *arena)
{
	char text[DECIMAL_TEXT_SIZE], *point;

	decimal_format(d, text);
	point = strchr(text, '.');
	if (point && language == ALERT_RU)
		*point = ',';
	return arena_strdup(arena, text);
}

/* "80", "70–75". */
static const char *bare(enum alert_language language, const struct claim *claim,
                        struct arena *arena)
{
	const char *value = number(language, claim->value, arena);

	if (!claim->has_high)
		return value;
	return arena_printf(arena, "%s–%s", value, number(language, claim->high, arena));
}

static const char *bound_of(enum alert_language language, enum claim_bound bound)
{
	static const char *const texts[ALERT_LANGUAGES][4] = {
		[ALERT_EN] = { [CLAIM_EXACT] = "",
		               [CLAIM_ABOUT] = "about ",
		               [CLAIM_AT_LEAST] = "at least ",
		               [CLAIM_AT_MOST] = "at most " },
		[ALERT_RU] = { [CLAIM_EXACT] = "",
		               [CLAIM_ABOUT] = "около ",
		               [CLAIM_AT_LEAST] = "не менее ",
		               [CLAIM_AT_MOST] = "не более " },
	};

	return texts[language][bound];
}

const char *words_figure(enum alert_language language, const struct claim *claim,
                         struct arena *arena)
{
	const char *bound = bound_of(language, claim->bound);
	const char *value = bare(language, claim, arena);

	if (claim->unit == CLAIM_PERCENT)
		return arena_printf(arena, "%s%s%%", bound, value);
	if (!claim->has_total)
		return arena_printf(arena, "%s%s", bound, value);
	return arena_printf(arena, language == ALERT_EN ? "%s%s of %s" : "%s%s из %s", bound, value,
	                    number(language, claim->total, arena));
}

/* The whole part of the number that a noun stands behind. */
static int64_t count_of(const struct claim *claim)
{
	struct decimal d = claim->has_high ? claim->high : claim->value;
	int64_t n = d.digits;

	for (int i = 0; i < d.scale; i++)
		n /= 10;
	return n;
}

/* --- what is said, in English */

static bool is_whole(const struct claim *claim)
{
	return strcmp(claim->subject, CLAIM_ALL) == 0;
}

static const char *stage_en(const struct claim *claim)
{
	if (claim->modality == CLAIM_EXPECTED)
		return claim->stage == CLAIM_COMPLETED ? "to be completed" : "to be in progress";
	return claim->stage == CLAIM_COMPLETED ? "completed" : "in progress";
}

static const char *noun_en(const struct claim *claim)
{
	bool is_one = claim->unit == CLAIM_COUNT && !claim->has_total && !claim->has_high &&
	              count_of(claim) == 1;

	if (claim->measure == CLAIM_ACTIVITIES)
		return is_one ? "activity" : "activities";
	return is_one ? "programme" : "programmes";
}

/* Programmes in percent are not so many of them: it is how far they have got. */
static bool is_degree_of_programmes(const struct claim *claim)
{
	return claim->measure == CLAIM_PROGRAMMES && claim->unit == CLAIM_PERCENT &&
	       claim->stage == CLAIM_COMPLETED;
}

static const char *say_en(const struct claim *claim, struct arena *arena)
{
	const char *figure = words_figure(ALERT_EN, claim, arena), *noun = noun_en(claim);

	if (is_degree_of_programmes(claim))
		return arena_printf(arena, "%s %s%s carried out",
		                    is_whole(claim) ? "programmes" : "programme",
		                    claim->modality == CLAIM_EXPECTED ? "to be " : "", figure);
	return arena_printf(arena, "%s%s %s %s", figure, claim->unit == CLAIM_PERCENT ? " of" : "",
	                    noun, stage_en(claim));
}

/* --- what is said, in Russian */

static const struct words_forms programme_plain = { "программа", "программы", "программ" };
static const struct words_forms programme_genitive = { "программы", "программ", "программ" };
static const struct words_forms activity_plain = { "мероприятие", "мероприятия", "мероприятий" };
static const struct words_forms activity_genitive = { "мероприятия", "мероприятий", "мероприятий" };

/*
 * The noun behind the figure: of a percentage and behind "из", "около" and
 * "не менее" in the genitive, else as the number wants it.
 */
static const char *noun_ru(const struct claim *claim, bool is_genitive)
{
	bool is_programmes = claim->measure == CLAIM_PROGRAMMES;
	struct words_forms forms = is_programmes ? programme_plain : activity_plain;
	int64_t n = count_of(claim);

	if (claim->unit == CLAIM_PERCENT)
		return is_programmes ? programme_genitive.many : activity_genitive.many;
	if (claim->has_total)
		n = claim->total.digits;
	if (is_genitive || claim->has_total || claim->bound != CLAIM_EXACT)
		forms = is_programmes ? programme_genitive : activity_genitive;
	return words_form(ALERT_RU, n, forms);
}

/* "выполнена 21 программа", but "выполнено 22 программы", "выполнено около 21 программы". */
static const char *verb_ru(const struct claim *claim)
{
	bool is_one = claim->unit == CLAIM_COUNT && claim->bound == CLAIM_EXACT && !claim->has_high;

	if (claim->stage == CLAIM_IN_PROGRESS)
		return claim->modality == CLAIM_EXPECTED ? "в работе будет" : "в работе";
	if (is_one && claim->measure == CLAIM_PROGRAMMES)
		return words_form(ALERT_RU, count_of(claim),
		                  (struct words_forms){ "выполнена", "выполнено", "выполнено" });
	return "выполнено";
}

static const char *degree_ru(const struct claim *claim, struct arena *arena)
{
	static const char *const bounds[] = { [CLAIM_EXACT] = "на ",
		                              [CLAIM_ABOUT] = "примерно на ",
		                              [CLAIM_AT_LEAST] = "не менее чем на ",
		                              [CLAIM_AT_MOST] = "не более чем на " };

	return arena_printf(arena, "%s%s%%", bounds[claim->bound], bare(ALERT_RU, claim, arena));
}

/* "выполнение": what is to be completed is named, not told. */
static bool is_plan(const struct claim *claim)
{
	return claim->modality == CLAIM_EXPECTED && claim->stage == CLAIM_COMPLETED;
}

static const char *goal_ru(const struct claim *claim, struct arena *arena)
{
	const char *figure = words_figure(ALERT_RU, claim, arena);

	if (is_degree_of_programmes(claim) && is_plan(claim))
		return arena_printf(arena, "выполнение %s %s",
		                    is_whole(claim) ? "программ" : "программы",
		                    degree_ru(claim, arena));
	if (is_degree_of_programmes(claim))
		return arena_printf(arena, "%s %s",
		                    is_whole(claim) ? "программы выполнены" : "программа выполнена",
		                    degree_ru(claim, arena));
	if (is_plan(claim))
		return arena_printf(arena, "выполнение %s %s", figure, noun_ru(claim, true));
	return arena_printf(arena, "%s %s %s", verb_ru(claim), figure, noun_ru(claim, false));
}

static const char *say_ru(const struct claim *claim, struct arena *arena)
{
	const char *goal = goal_ru(claim, arena);

	return is_plan(claim) ? arena_printf(arena, "ожидается %s", goal) : goal;
}

const char *words_goal(enum alert_language language, const struct claim *claim, struct arena *arena)
{
	struct claim plain = *claim;

	/* That it is to be is told by what stands before it. */
	plain.modality = CLAIM_ACTUAL;
	return language == ALERT_EN ? say_en(&plain, arena) : goal_ru(claim, arena);
}

const char *words_package(const char *package, struct arena *arena)
{
	const char *dash = strchr(package, '-');

	if (!dash)
		return package;
	return arena_printf(arena, "%.*s–%s", (int)(dash - package), package, dash + 1);
}

const char *words_statement(enum alert_language language, const struct claim *claim,
                            struct arena *arena)
{
	const char *said = language == ALERT_EN ? say_en(claim, arena) : say_ru(claim, arena);
	const char *deadline = words_deadline(language, claim->as_of, arena);

	if (claim->modality == CLAIM_ACTUAL || !deadline[0])
		return said;
	return arena_printf(arena, "%s %s", said, deadline);
}

const char *words_measure(enum alert_language language, const struct claim *claim,
                          struct arena *arena)
{
	/* by measure and stage */
	static const char *const texts[ALERT_LANGUAGES][2][2] = {
		[ALERT_EN] = { { "completed programmes", "programmes in progress" },
		               { "completed activities of the programmes",
		                 "activities of the programmes in progress" } },
		[ALERT_RU] = { { "выполненные программы", "программы в работе" },
		               { "выполненные мероприятия программ",
		                 "мероприятия программ в работе" } },
	};
	/* of one programme, and of all */
	static const char *const degrees[ALERT_LANGUAGES][2] = {
		[ALERT_EN] = { "how far the programme is carried out",
		               "how far the programmes are carried out" },
		[ALERT_RU] = { "степень выполнения программы", "степень выполнения программ" },
	};

	if (is_degree_of_programmes(claim))
		return arena_strdup(arena, degrees[language][is_whole(claim)]);
	return arena_strdup(arena, texts[language][claim->measure][claim->stage]);
}

/* --- dates */

static const char *const months_en[] = { "January",   "February", "March",    "April",
	                                 "May",       "June",     "July",     "August",
	                                 "September", "October",  "November", "December" };
static const char *const months_ru[] = { "январь",   "февраль", "март",   "апрель",
	                                 "май",      "июнь",    "июль",   "август",
	                                 "сентябрь", "октябрь", "ноябрь", "декабрь" };
static const char *const months_ru_genitive[] = { "января",   "февраля", "марта",  "апреля",
	                                          "мая",      "июня",    "июля",   "августа",
	                                          "сентября", "октября", "ноября", "декабря" };
static const char *const ordinals_en[] = { "first", "second", "third", "fourth" };
static const char *const ordinals_ru[] = { "первый", "второй", "третий", "четвёртый" };
static const char *const ordinals_ru_genitive[] = { "первого", "второго", "третьего",
	                                            "четвёртого" };

static const char *date_en(struct date d, struct arena *arena)
{
	switch (d.precision) {
	case DATE_DAY:
		return arena_printf(arena, "%d %s %d", d.day, months_en[d.part - 1], d.year);
	case DATE_MONTH:
		return arena_printf(arena, "%s %d", months_en[d.part - 1], d.year);
	case DATE_QUARTER:
		return arena_printf(arena, "the %s quarter of %d", ordinals_en[d.part - 1], d.year);
	case DATE_HALF:
		return arena_printf(arena, "the %s half of %d", ordinals_en[d.part - 1], d.year);
	case DATE_YEAR:
		return arena_printf(arena, "%d", d.year);
	case DATE_NONE:
		break;
	}
	return "";
}

static const char *month_ru(int month, bool is_genitive)
{
	return is_genitive ? months_ru_genitive[month - 1] : months_ru[month - 1];
}

static const char *ordinal_ru(int n, bool is_genitive)
{
	return is_genitive ? ordinals_ru_genitive[n - 1] : ordinals_ru[n - 1];
}

static const char *date_ru(struct date d, bool is_genitive, struct arena *arena)
{
	switch (d.precision) {
	case DATE_DAY:
		return arena_printf(arena, "%d %s %d года", d.day, months_ru_genitive[d.part - 1],
		                    d.year);
	case DATE_MONTH:
		return arena_printf(arena, "%s %d года", month_ru(d.part, is_genitive), d.year);
	case DATE_QUARTER:
		return arena_printf(arena, "%s %s %d года", ordinal_ru(d.part, is_genitive),
		                    is_genitive ? "квартала" : "квартал", d.year);
	case DATE_HALF:
		if (is_genitive)
			return arena_printf(arena, "%s полугодия %d года",
			                    ordinals_ru_genitive[d.part - 1], d.year);
		return arena_printf(arena, "%s полугодие %d года",
		                    d.part == 1 ? "первое" : "второе", d.year);
	case DATE_YEAR:
		return arena_printf(arena, "%d %s", d.year, is_genitive ? "года" : "год");
	case DATE_NONE:
		break;
	}
	return "";
}

const char *words_date(enum alert_language language, struct date date, struct arena *arena)
{
	return language == ALERT_EN ? date_en(date, arena) : date_ru(date, false, arena);
}

const char *words_as_of(enum alert_language language, struct date date, struct arena *arena)
{
	const char *text = words_date(language, date, arena);

	if (!text[0])
		return "";
	return arena_printf(arena, language == ALERT_EN ? "as of %s" : "на %s", text);
}

const char *words_deadline(enum alert_language language, struct date date, struct arena *arena)
{
	bool is_day = date.precision == DATE_DAY;

	if (date.precision == DATE_NONE)
		return "";
	if (language == ALERT_EN)
		return arena_printf(arena, is_day ? "by %s" : "by the end of %s",
		                    date_en(date, arena));
	return arena_printf(arena, is_day ? "к %s" : "к концу %s", date_ru(date, true, arena));
}

const char *words_since(enum alert_language language, struct date date, struct arena *arena)
{
	return language == ALERT_EN ? date_en(date, arena) : date_ru(date, true, arena);
}
