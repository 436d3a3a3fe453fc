/* The commands of integractl in the groups of its help. */
#include "commands.h"

const struct ctl_group CTL_GROUPS[] = {
	{ "Commands that show what is known", CTL_VIEW_COMMANDS },
	{ "Judging it", CTL_REVIEW_COMMANDS },
	{ "The whole record", CTL_RECORD_COMMANDS },
	{ "The daemon, its sources and its alerts", CTL_DAEMON_COMMANDS },
	{ "Trying texts and files", CTL_TEXT_COMMANDS },
	{ NULL, NULL },
};
