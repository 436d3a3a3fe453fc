#include "marks.h"

const struct mark_section mark_sections[MARK_ALIAS] = {
#define X(name, section, value) [MARK_##name] = { section, value },
	MARKS(X)
#undef X
};
