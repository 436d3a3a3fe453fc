"""integractl search: every text of the record by its words, as people type them."""
import sqlite3

import pytest

from feeds import Item, rss
from news_server import Reply

GAS = Item("Ещё о едином рынке газа", "Союзные программы: выполнено около 70% мероприятий 28 союзных программ, сообщили в министерстве. "
           "Единый рынок газа создаётся, ёмкость его известна.", "http://news.test/gas")
OIL = Item("Союзная нефть", "О рынке нефти говорили в Минске: из 28 союзных программ закрыты 8, сообщили в министерстве.", "http://news.test/oil")


@pytest.fixture
def archive(daemon, web):
    web.put("/feed", Reply(rss("Новости", [GAS, OIL], "ru"), etag='"1"'))
    daemon.source("feed", web.url("/feed"), language="ru", follow=False)
    assert daemon.once() == 0
    return daemon


def titles(archive, *words):
    return sorted(hit["title"] for hit in archive.rows("search", *words))


def test_all_words_have_to_be_there_whatever_their_case_and_yo(archive):
    assert titles(archive, "ЕЩЕ", "Рынок") == [GAS.title]
    assert titles(archive, "емкость") == titles(archive, "Ёмкость") == [GAS.title]
    assert titles(archive, "союзн*") == sorted([GAS.title, OIL.title])
    assert titles(archive, "рынок нефти") == []


def test_quotation_marks_hold_words_together(archive):
    assert titles(archive, '"рынок газа"') == [GAS.title]
    assert titles(archive, '"газа рынок"') == []


def test_a_hit_tells_where_it_stands_and_how_many_figures_it_gave(archive):
    (hit,) = archive.rows("search", "газа")
    assert hit["url"] == GAS.link and hit["claims"] == 1 and hit["source"] == "feed" and hit["article"] > 0
    assert "рынок [газа] создаётся" in hit["snippet"]
    shown = archive.ctl("search", "газа").out
    assert "[газа]" in shown and GAS.title in shown and "1 claim" in shown and "SELECT" not in shown


@pytest.mark.parametrize("words, mistake", [('"рынок', "a quotation mark is not closed"), ("ры*нок", "* stands at the end of a word"),
                                            ("%", "no letter or digit")])
def test_a_mistake_in_the_words_is_told_in_a_line(archive, words, mistake):
    result = archive.ctl("search", words)
    assert result.code == 2 and mistake in result.err and result.err.count("\n") == 1 and "fts5" not in result.err


def test_nothing_found_is_status_1(archive):
    result = archive.ctl("search", "слоны")
    assert result.code == 1 and "no article has слоны" in result.err


def test_a_record_that_is_older_than_the_index_is_filled_in(archive):
    with sqlite3.connect(archive.state / "integrad.db") as db:
        db.execute("DELETE FROM search")
        db.execute("INSERT INTO marks SELECT 'search-left', CAST(max(id) AS TEXT) FROM texts WHERE true "
                   "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    db.close()
    result = archive.ctl("search", "газа")
    assert result.code == 1 and "2 texts were not searched" in result.err
    archive.start()
    archive.wait_for(lambda: titles(archive, "газа") == [GAS.title], "the index")
    assert archive.ctl("search", "нефть").err == ""
