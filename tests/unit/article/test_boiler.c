#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/boiler.h"
#include "base/mem.h"

static void a_class_tells_body_from_frame(void **state)
{
	static const struct {
		const char *classes;
		enum boiler_kind kind;
	} rows[] = {
		{ "js-mediator-article", BOILER_BODY },
		{ "entry-content clearfix", BOILER_BODY },
		{ "elementor-widget elementor-widget-theme-post-content", BOILER_BODY },
		{ "article__text", BOILER_BODY },
		{ "share-buttons", BOILER_FRAME },
		{ "block related_news", BOILER_FRAME },
		{ "cookie-notice", BOILER_FRAME },
		{ "weather", BOILER_FRAME },
		{ "header__currency", BOILER_FRAME },
		{ "widget widget_recent", BOILER_FRAME },
		{ "comments", BOILER_FRAME },
		{ "hidden", BOILER_FOLD },
		{ "read-more-content", BOILER_FOLD },
		{ "article__author", BOILER_FRAME },
		{ "doc__text document_authors", BOILER_FRAME },
		{ "flex overflow-hidden", BOILER_UNKNOWN },
		{ "photo-story", BOILER_UNKNOWN },
		{ "header", BOILER_UNKNOWN },
		{ "addition", BOILER_UNKNOWN },
		{ "text", BOILER_UNKNOWN },
		{ "", BOILER_UNKNOWN },
		{ "post comments-open has-sidebar", BOILER_UNKNOWN },
		{ "content no-sidebar share-enabled ad-free", BOILER_UNKNOWN },
		{ "has-sidebar sidebar", BOILER_FRAME },
		{ "with-comments entry-content", BOILER_BODY },
		{ "paywall", BOILER_FOLD },
		{ "item item_image no_caption", BOILER_UNKNOWN },
		{ "post type-post hentry category-weather tag-banner", BOILER_UNKNOWN },
		{ "tag-banner", BOILER_FRAME },
		{ "graf graf--pullquote", BOILER_FRAME },
		{ "trending-now", BOILER_FRAME },
		{ "respond", BOILER_FRAME },
		{ "respondents", BOILER_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (boiler_kind_of(rows[i].classes) != rows[i].kind)
			fail_msg("\"%s\" is taken for %d", rows[i].classes,
			         boiler_kind_of(rows[i].classes));
}

static void a_paragraph_that_talks_of_the_page_is_known_by_its_start(void **state)
{
	static const struct {
		const char *text;
		bool is_boiler;
	} rows[] = {
		{ "Читайте также: Другая новость", true },
		{ "Фото: пресс-служба", true },
		{ "Read also: another story", true },
		{ "ЧИТАЙТЕ ТАКЖЕ: Другая новость", true },
		{ "Чытайце таксама: Іншая навіна", true },
		{ "Обновлено: 06.04.2023 10:00", true },
		{ "Last updated April 6, 2023", true },
		{ "posted on April 21, 2015, at 11:29 a.m.", true },
		{ "By Jane Roe", true },
		{ "Полная перепечатка текста и фотографий запрещена.", true },
		{ "Мы используем файлы cookie, чтобы знать, что читают.", true },
		{ "Фотографии показали на выставке.", false },
		{ "By the end of the year 80% will have been carried out", false },
		{ "By Friday the ministry is to answer.", false },
		{ "Обновлено 70% парка машин.", false },
		{ "Updated rules come into force in May.", false },
		{ "Комментарии к отчёту дали в ведомстве: из 310 мероприятий выполнено 125, остальные "
		  "перенесены на следующий год.",
		  false },
		{ "", false },
		{ "Выполнено 80% программ.", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(boiler_is_line(rows[i].text, strlen(rows[i].text)),
		                 rows[i].is_boiler);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_class_tells_body_from_frame),
		cmocka_unit_test(a_paragraph_that_talks_of_the_page_is_known_by_its_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
