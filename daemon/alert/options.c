#include "alert/options.h"

#include <string.h>

static const char *const languages[] = { [ALERT_EN] = "en", [ALERT_RU] = "ru" };
static const char *const kinds[] = {
	[ALERT_WEBHOOK] = "webhook",
	[ALERT_SLACK] = "slack",
	[ALERT_MATTERMOST] = "mattermost",
	[ALERT_TELEGRAM] = "telegram",
	[ALERT_NTFY] = "ntfy",
	[ALERT_MATRIX] = "matrix",
	[ALERT_ALERTMANAGER] = "alertmanager",
	[ALERT_SMTP] = "smtp",
	[ALERT_EXEC] = "exec",
};

const char *alert_language_name(enum alert_language language)
{
	return languages[language];
}

bool alert_language_parse(const char *s, enum alert_language *ret)
{
	for (int i = 0; i < ALERT_LANGUAGES; i++) {
		if (strcmp(s, languages[i]) != 0)
			continue;
		*ret = (enum alert_language)i;
		return true;
	}
	return false;
}

const char *alert_sink_kind_name(enum alert_sink_kind kind)
{
	return kinds[kind];
}
