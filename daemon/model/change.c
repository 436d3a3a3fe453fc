#include "model/change.h"

#include "names.h"

static const char *const kind_names[] = {
	[CHANGE_FIRST] = "first",
	[CHANGE_BACKFILL] = "backfill",
	[CHANGE_REFINED] = "refined",
	[CHANGE_RESTATED] = "restated",
	[CHANGE_REVISED] = "revised",
	[CHANGE_CONFLICT] = "conflict",
	[CHANGE_RISE] = "rise",
	[CHANGE_FALL] = "fall",
	[CHANGE_COMPLETE] = "complete",
	[CHANGE_EXPECTED] = "expected",
	[CHANGE_EXPECTED_MOVED] = "expected-moved",
	[CHANGE_HELD] = "held",
	[CHANGE_DEADLINE_MET] = "deadline-met",
	[CHANGE_DEADLINE_MISSED] = "deadline-missed",
	[CHANGE_STALE] = "stale",
	[CHANGE_CONFIRMED] = "confirmed",
	[CHANGE_RETRACTED] = "retracted",
	[CHANGE_SOURCE_EDITED] = "source-edited",
	[CHANGE_SOURCE_GONE] = "source-gone",
	[CHANGE_SOURCE_DOWN] = "source-down",
	[CHANGE_SOURCE_UP] = "source-up",
	[CHANGE_SOURCE_SILENT] = "source-silent",
	[CHANGE_SOURCE_MOVED] = "source-moved",
	[CHANGE_NETWORK_DOWN] = "network-down",
};
static const char *const severity_names[] = {
	[CHANGE_INFO] = "info",
	[CHANGE_NOTICE] = "notice",
	[CHANGE_WARNING] = "warning",
};
/* Random once (RFC 4122, version 4); a user's filters rely on them. */
static const char *const message_ids[] = {
	[CHANGE_FIRST] = "b88f5a3f9c49453ca773537d5ce5bd06",
	[CHANGE_BACKFILL] = "df6a3bf56fec422e8442a70e84a7ef81",
	[CHANGE_REFINED] = "3a5d9273ece842adb3bfe05b5433f157",
	[CHANGE_RESTATED] = "e7ba7f64040e4a4d883671c2d0656a22",
	[CHANGE_REVISED] = "e462835b5aec4edd998f9e68b3a1ae0b",
	[CHANGE_CONFLICT] = "eff1d629ae694ebf86c686fde86f5a9e",
	[CHANGE_RISE] = "de44d9edb72648548fc828ffc3508f1f",
	[CHANGE_FALL] = "313cc9ff1cd64894938b4092be0510f9",
	[CHANGE_COMPLETE] = "80657748319d474d8b93de6ee23896a3",
	[CHANGE_EXPECTED] = "bbabd4c78d8d4f8aaf9c72d3e32e7d44",
	[CHANGE_EXPECTED_MOVED] = "4482a5d84bec433f927e773bcd7c121a",
	[CHANGE_HELD] = "2dd31418f84843b4918622de046c45c8",
	[CHANGE_DEADLINE_MET] = "8f2a0238b3fe44338d57a7fe19f89cb8",
	[CHANGE_DEADLINE_MISSED] = "d4a41abd4e894651b19ec2d3b93ef18b",
	[CHANGE_STALE] = "07b5c0d33d944124bde76776aa939ed9",
	[CHANGE_CONFIRMED] = "adfc101e43934a1b9ebd45ee3d956a71",
	[CHANGE_RETRACTED] = "8b2e31ec00f1487d86003ed1b8b74a9a",
	[CHANGE_SOURCE_EDITED] = "738a14f8c29c42bba6d77927e891a783",
	[CHANGE_SOURCE_GONE] = "8075b3f0c46f45e0aca4628a4c7b8893",
	[CHANGE_SOURCE_DOWN] = "7522efb73f9240278d47dcf010307f93",
	[CHANGE_SOURCE_UP] = "8857d70f695f4c239a36d2008c2ebd2f",
	[CHANGE_SOURCE_SILENT] = "51a81592c014475eaa31647cba53baa3",
	[CHANGE_SOURCE_MOVED] = "47cd198fbc9b48c4b8ca9b5f27fddb3d",
	[CHANGE_NETWORK_DOWN] = "63beb658574241eaa68e31ef5c2f0ac2",
};

NAMES_DEFINE(change_kind, kind_names)
NAMES_DEFINE(change_severity, severity_names)

const char *change_message_id(enum change_kind kind)
{
	return message_ids[kind];
}
