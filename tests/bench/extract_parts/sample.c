#include "sample.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/limits.h"

const struct sample SAMPLES[SAMPLE_COUNT] = {
	{ "en",
	  { "The central bank left its key rate at 9.5% on Thursday, as most analysts had forecast.",
	    "Heavy rain is expected in the west of the country, with gusts of up to 20 metres a second.",
	    "The museum opens a new hall with more than 300 paintings from private collections.",
	    "Exports of timber rose by 12% to $340 million in the first half of the year.",
	    "The home side won 3:1 and moved up to fourth place in the table.",
	    "Doctors advise elderly people to drink enough water and to stay out of the sun.",
	    "A new school for 1,200 pupils was opened in the suburb, the mayor said at the ceremony.",
	    "Trains on the line will run every 15 minutes from Monday, the operator announced." },
	  { "About 80% of the activities of the 28 Union State programmes have been carried out, the "
	    "state secretary said in Minsk.",
	    "Seven of the 28 programmes had been completed by the end of the first quarter.",
	    "Trade between Belarus and Russia grew by 35% and passed $50 billion last year.",
	    "In December the figure had stood at 60%, and in mid-2022 at no more than 30%.",
	    "The programme for a single gas market is still being discussed by the governments.",
	    "The two sides spoke about customs, transport and the recognition of diplomas.",
	    "By the end of 2023 all 28 programmes are expected to be completed in full.",
	    "The document was signed on 4 November 2021 and covers the years 2021–2023." } },
	{ "ru",
	  { "Центральный банк сохранил ключевую ставку на уровне 9,5%, как и ожидало большинство аналитиков.",
	    "На западе страны прогнозируются сильные дожди, порывы ветра достигнут 20 метров в секунду.",
	    "В музее откроется новый зал, где покажут более 300 картин из частных собраний.",
	    "Экспорт древесины вырос за полугодие на 12% и составил 340 млн долларов.",
	    "Хозяева победили со счетом 3:1 и поднялись на четвертое место в таблице.",
	    "Врачи советуют пожилым людям пить больше воды и не находиться на солнце.",
	    "В пригороде открылась новая школа на 1200 учеников, сообщил мэр на церемонии.",
	    "С понедельника поезда на этой линии будут ходить каждые 15 минут, сообщил перевозчик." },
	  { "Около 80% мероприятий 28 программ Союзного государства уже выполнено, сообщил "
	    "госсекретарь в Минске.",
	    "К концу первого квартала полностью завершены семь из 28 программ.",
	    "Товарооборот Беларуси и России вырос на 35% и превысил 50 млрд долларов за прошлый год.",
	    "В декабре показатель составлял 60%, а в середине 2022 года не превышал 30%.",
	    "Программа по единому рынку газа пока обсуждается правительствами двух стран.",
	    "Стороны говорили о таможне, транспорте и взаимном признании дипломов.",
	    "Ожидается, что до конца 2023 года будут выполнены все 28 программ.",
	    "Документ подписан 4 ноября 2021 года и рассчитан на 2021–2023 годы." } },
	{ "be",
	  { "Цэнтральны банк пакінуў ключавую стаўку на ўзроўні 9,5%, як і чакала большасць аналітыкаў.",
	    "На захадзе краіны прагназуюцца моцныя дажджы, парывы ветру дасягнуць 20 метраў за секунду.",
	    "У музеі адкрыецца новая зала, дзе пакажуць больш за 300 карцін з прыватных збораў.",
	    "Экспарт драўніны вырас за паўгоддзе на 12% і склаў 340 млн долараў.",
	    "Гаспадары перамаглі з лікам 3:1 і падняліся на чацвёртае месца ў табліцы.",
	    "Урачы раяць пажылым людзям піць больш вады і не знаходзіцца на сонцы.",
	    "У прыгарадзе адкрылася новая школа на 1200 вучняў, паведаміў мэр на цырымоніі.",
	    "З панядзелка аўтобусы будуць хадзіць кожныя 15 хвілін, паведамілі на вакзале." },
	  { "Каля 80% мерапрыемстваў 28 праграм Саюзнай дзяржавы ўжо выканана, паведаміў "
	    "дзяржсакратар у Мінску.",
	    "Да канца першага квартала цалкам завершаны сем з 28 праграм.",
	    "Тавараабарот Беларусі і Расіі вырас на 35% і перавысіў 50 млрд долараў за мінулы год.",
	    "У снежні паказчык складаў 60%, а ў сярэдзіне 2022 года не перавышаў 30%.",
	    "Праграма па адзіным рынку газу пакуль абмяркоўваецца ўрадамі дзвюх краін.",
	    "Бакі гаварылі пра мытню, транспарт і ўзаемнае прызнанне дыпломаў.",
	    "Чакаецца, што да канца 2023 года будуць выкананы ўсе 28 праграм.",
	    "Дакумент падпісаны 4 лістапада 2021 года і разлічаны на 2021–2023 гады." } },
};

/* --- generated text */

/* The same on every machine: the multiplier of Knuth's MMIX. */
static unsigned next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33);
}

/* Sentences in a random order, five a paragraph, at least so many bytes. */
char *sample_text(const char *const sentences[SENTENCES], size_t bytes, uint64_t *random)
{
	struct buf text;

	buf_init(&text, bytes + 8 * KIB);
	for (int n = 1; text.len < bytes; n++)
		if (buf_printf(&text, "%s%s", sentences[next_random(random) % SENTENCES],
		               n % 5 ? " " : "\n") != 0)
			break;
	return buf_take(&text);
}
