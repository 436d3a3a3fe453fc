#include "model/source.h"

#include "names.h"

static const char *const outlet_names[] = {
	[SOURCE_OUTLET_GOVERNMENT] = "government", [SOURCE_OUTLET_AGENCY] = "agency",
	[SOURCE_OUTLET_NEWSPAPER] = "newspaper",   [SOURCE_OUTLET_BROADCASTER] = "broadcaster",
	[SOURCE_OUTLET_ONLINE] = "online",         [SOURCE_OUTLET_ANALYSIS] = "analysis",
	[SOURCE_OUTLET_AGGREGATOR] = "aggregator",
};
static const char *const trust_names[] = {
	[SOURCE_TRUST_MEDIA] = "media",
	[SOURCE_TRUST_AGENCY] = "agency",
	[SOURCE_TRUST_OFFICIAL] = "official",
};

NAMES_DEFINE(source_outlet, outlet_names)
NAMES_DEFINE(source_trust, trust_names)
