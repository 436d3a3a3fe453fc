#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include "base/mem.h"
#include "base/near.h"

#define ZONE_NAME_MAX (ZONE_NAME_SIZE - 1)
#define ZONES_MAX 2000 /* ICU 72 knows 637 */
#define MS_PER_MIN 60000

/* The name in ICU's characters; 0 where it is no plain ASCII name of sensible length. */
static int32_t zone_name(const char *zone, UChar out[ZONE_NAME_MAX])
{
	size_t len = strlen(zone);

	if (len == 0 || len > ZONE_NAME_MAX)
		return 0;
	for (size_t i = 0; i < len; i++)
		if (zone[i] <= ' ' || zone[i] > '~')
			return 0;
	u_charsToUChars(zone, out, (int32_t)len);
	return (int32_t)len;
}

static bool is_known(const UChar *name, int32_t len)
{
	UChar canonical[ZONE_NAME_MAX * 2];
	UErrorCode status = U_ZERO_ERROR;
	UBool is_system = 0;

	ucal_getCanonicalTimeZoneID(name, len, canonical, ZONE_NAME_MAX * 2, &is_system, &status);
	return U_SUCCESS(status) && is_system;
}

bool zone_is_known(const char *zone)
{
	UChar name[ZONE_NAME_MAX];
	int32_t len = zone_name(zone, name);

	return len > 0 && is_known(name, len);
}

/* NULL where the zone is unknown. */
static UCalendar *calendar_open(const char *zone)
{
	UChar name[ZONE_NAME_MAX];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = zone_name(zone, name);
	UCalendar *calendar;

	if (len == 0 || !is_known(name, len))
		return NULL;
	calendar = ucal_open(name, len, "", UCAL_GREGORIAN, &status);
	return U_SUCCESS(status) ? calendar : NULL;
}

/* Of the calendar's own moment. */
static bool offset_of(UCalendar *calendar, int *ret_offset_min)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
	             ucal_get(calendar, UCAL_DST_OFFSET, &status);

	if (U_FAILURE(status))
		return false;
	*ret_offset_min = ms / MS_PER_MIN;
	return true;
}

bool zone_offset_at(const char *zone, int64_t seconds, int *ret_offset_min)
{
	UCalendar *calendar = calendar_open(zone);
	UErrorCode status = U_ZERO_ERROR;
	bool is_found = false;

	if (!calendar)
		return false;
	ucal_setMillis(calendar, (UDate)seconds * 1000, &status);
	if (U_SUCCESS(status))
		is_found = offset_of(calendar, ret_offset_min);
	ucal_close(calendar);
	return is_found;
}

bool zone_offset_at_local(const char *zone, int64_t local_seconds, int *ret_offset_min)
{
	UCalendar *calendar = calendar_open(zone);
	UErrorCode status = U_ZERO_ERROR;
	int32_t raw_ms = 0, saving_ms = 0;

	if (!calendar)
		return false;
	ucal_setMillis(calendar, (UDate)local_seconds * 1000, &status);
	ucal_getTimeZoneOffsetFromLocal(calendar, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
	                                &raw_ms, &saving_ms, &status);
	ucal_close(calendar);
	if (U_FAILURE(status))
		return false;
	*ret_offset_min = (raw_ms + saving_ms) / MS_PER_MIN;
	return true;
}

/* Every name, NULL-terminated; each and the list are the caller's to free. */
static char **zone_names(void)
{
	char **names = mem_array(ZONES_MAX + 1, sizeof(*names));
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *zones = ucal_openTimeZones(&status);
	const char *name;
	size_t count = 0;

	while (count < ZONES_MAX && U_SUCCESS(status) &&
	       (name = uenum_next(zones, NULL, &status)) != NULL)
		if (strlen(name) <= ZONE_NAME_MAX)
			names[count++] = mem_strdup(name);
	uenum_close(zones);
	return names;
}

static const char *zone_of_city(const char *city, char *const *names)
{
	for (; *names; names++) {
		const char *slash = strrchr(*names, '/');

		if (slash && strcmp(slash + 1, city) == 0)
			return *names;
	}
	return NULL;
}

bool zone_nearest(const char *name, char out[ZONE_NAME_SIZE])
{
	char **names = zone_names();
	const char *found = zone_of_city(name, names);

	if (!found)
		found = near_name(name, (const char *const *)names);
	if (found)
		snprintf(out, ZONE_NAME_SIZE, "%s", found);
	for (size_t i = 0; names[i]; i++)
		free(names[i]);
	free(names);
	return found != NULL;
}
