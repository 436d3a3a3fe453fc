#include "boiler.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "model/stamp.h"

/* Of the longest first words that are known, in lower case. */
#define START_MAX 96
/* A line with the publisher's name, or a day. */
#define BYLINE_MAX_BYTES 80

struct line_row {
	const char *start; /* lower case */
	size_t max_bytes;  /* of the whole paragraph */
};

#define NOTE 300 /* a sentence to the reader */
#define LABEL 90 /* few words: a longer paragraph may begin with them by chance */

static const struct line_row rows[] = {
	{ "читайте также", NOTE },
	{ "читать также", NOTE },
	{ "читайте:", NOTE },
	{ "читайте подробнее", NOTE },
	{ "читать далее", NOTE },
	{ "читать подробнее", NOTE },
	{ "смотрите также", NOTE },
	{ "см. также", NOTE },
	{ "чытайце таксама", NOTE },
	{ "глядзіце таксама", NOTE },
	{ "чытайце:", NOTE },
	{ "материалы по теме", NOTE },
	{ "по теме:", NOTE },
	{ "ранее по теме", NOTE },
	{ "другие новости", LABEL },
	{ "подписывайтесь", NOTE },
	{ "подпишитесь", NOTE },
	{ "подписаться", NOTE },
	{ "падпісвайцеся", NOTE },
	{ "падпішыцеся", NOTE },
	{ "следите за", NOTE },
	{ "присоединяйтесь к", NOTE },
	{ "наш телеграм", NOTE },
	{ "наш канал", NOTE },
	{ "фото:", NOTE },
	{ "фото ", LABEL },
	{ "фота:", NOTE },
	{ "фота ", LABEL },
	{ "видео:", LABEL },
	{ "источник фото", NOTE },
	{ "источник:", LABEL },
	{ "автор:", LABEL },
	{ "текст:", LABEL },
	{ "аўтар:", LABEL },
	{ "иллюстративное фото", NOTE },
	{ "снимок носит", NOTE },
	{ "фотография носит", NOTE },
	{ "поделиться", LABEL },
	{ "падзяліцца", LABEL },
	{ "копировать", LABEL },
	{ "скопировать", LABEL },
	{ "реклама", LABEL },
	{ "рэклама", LABEL },
	{ "теги:", NOTE },
	{ "тэги:", NOTE },
	{ "тэгі:", NOTE },
	{ "метки:", NOTE },
	{ "комментарии", LABEL },
	{ "комментировать", LABEL },
	{ "каментары", LABEL },
	{ "просмотров", LABEL },
	{ "нашли ошибку", NOTE },
	{ "нашли опечатку", NOTE },
	{ "заметили ошибку", NOTE },
	{ "заметили опечатку", NOTE },
	{ "знайшлі памылку", NOTE },
	{ "если вы заметили", NOTE },
	{ "если вы нашли", NOTE },
	{ "распечатать", LABEL },
	{ "версия для печати", LABEL },
	{ "возврат к списку", LABEL },
	{ "назад к списку", LABEL },
	{ "при использовании материалов", NOTE },
	{ "при перепечатке", NOTE },
	{ "при полном или частичном", NOTE },
	{ "при цитировании", NOTE },
	{ "использование материалов", NOTE },
	{ "любое использование", NOTE },
	{ "полное или частичное", NOTE },
	{ "полная перепечатка", NOTE },
	{ "перепечатка", NOTE },
	{ "все права защищены", NOTE },
	{ "постоянный адрес", NOTE },
	{ "короткая ссылка", NOTE },
	{ "мы используем файлы cookie", NOTE },
	{ "мы используем cookie", NOTE },
	{ "этот сайт использует", NOTE },
	{ "наш сайт использует", NOTE },
	{ "сайт использует файлы cookie", NOTE },
	{ "мы выкарыстоўваем", LABEL },
	{ "©", NOTE },
	{ "read also", NOTE },
	{ "read more", NOTE },
	{ "read next", NOTE },
	{ "read:", NOTE },
	{ "more:", LABEL },
	{ "watch:", LABEL },
	{ "watch now", LABEL },
	{ "listen:", LABEL },
	{ "source:", LABEL },
	{ "also read", NOTE },
	{ "see also", NOTE },
	{ "related:", NOTE },
	{ "related articles", LABEL },
	{ "related stories", LABEL },
	{ "related topics", LABEL },
	{ "more on this", LABEL },
	{ "you may also like", LABEL },
	{ "you might also like", LABEL },
	{ "photo:", NOTE },
	{ "photo by", LABEL },
	{ "photograph:", NOTE },
	{ "photo credit", NOTE },
	{ "file photo", NOTE },
	{ "picture:", NOTE },
	{ "image credit", NOTE },
	{ "getty images", LABEL },
	{ "фото ©", NOTE },
	{ "image:", NOTE },
	{ "image source", NOTE },
	{ "image caption", NOTE },
	{ "media caption", NOTE },
	{ "share this", LABEL },
	{ "share on", LABEL },
	{ "advertisement", LABEL },
	{ "sponsored content", LABEL },
	{ "tags:", NOTE },
	{ "topics:", NOTE },
	{ "subscribe", LABEL },
	{ "sign up for", NOTE },
	{ "sign up to", NOTE },
	{ "follow us", NOTE },
	{ "join us on", NOTE },
	{ "join our", LABEL },
	{ "copyright", NOTE },
	{ "all rights reserved", NOTE },
	{ "click here to", NOTE },
	{ "recommended", LABEL },
	{ "skip to", LABEL },
	{ "print this", LABEL },
	{ "filed under", NOTE },
	{ "posted in", NOTE },
	{ "loading", LABEL },
	{ "we use cookies", NOTE },
	{ "this site uses", NOTE },
	{ "this website uses", NOTE },
	{ "by continuing to", NOTE },
};

/* Of such a line a figure is a day, not news. */
static const char *const dated[] = { "published", "updated",   "last updated",    "last modified",
	                             "posted",    "создано",   "опубликовано",    "обновлено",
	                             "изменено",  "размещено", "дата публикации", "апублікавана",
	                             "абноўлена", "дата:" };

/* The first words in lower case; how many bytes there are of them. */
static size_t lower_start(const char *text, size_t len, char out[START_MAX])
{
	size_t n = 0;
	uint32_t cp;

	for (size_t i = 0; i < len && n + 4 < START_MAX;) {
		i += utf8_decode_quick(text + i, len - i, &cp);
		n += utf8_encode((uint32_t)u_tolower((UChar32)cp), out + n);
	}
	out[n] = '\0';
	return n;
}

static bool begins(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

static bool ends_sentence(const char *text, size_t len)
{
	return strchr(".!?:;", text[len - 1]) != NULL;
}

static bool has_digit(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (isdigit((unsigned char)text[i]))
			return true;
	return false;
}

static bool names_day(const char *text, size_t len)
{
	struct stamp when;

	return stamp_parse(text, len, &when) && when.day.precision == DATE_DAY;
}

/* "By Jane Roe": a name, not "By the end of the year …". */
static bool is_byline(const char *text, size_t len)
{
	static const char by[] = "By ";

	if (len > BYLINE_MAX_BYTES || len < sizeof(by) ||
	    strncasecmp(text, by, sizeof(by) - 1) != 0)
		return false;
	return isupper((unsigned char)text[sizeof(by) - 1]) && !ends_sentence(text, len) &&
	       !has_digit(text, len);
}

bool boiler_is_line(const char *text, size_t len)
{
	char start[START_MAX];

	if (len == 0 || len > NOTE)
		return false;
	if (is_byline(text, len))
		return true;
	lower_start(text, len, start);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (len <= rows[i].max_bytes && begins(start, rows[i].start))
			return true;
	if (len > BYLINE_MAX_BYTES || !has_digit(text, len))
		return false;
	for (size_t i = 0; i < COUNT(dated); i++)
		if (begins(start, dated[i]))
			return !ends_sentence(text, len) || names_day(text, len);
	return false;
}
