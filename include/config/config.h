/*
 * The whole configuration: options, sources, packages, lexicons and history,
 * read and checked together. Two may live at once, so that a reload builds the
 * new one beside the old and keeps the old where the new has a mistake.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stddef.h>
#include <stdio.h>

#include "alert/options.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/tree.h"
#include "config/history.h"
#include "config/options.h"
#include "model/agency.h"
#include "model/package.h"
#include "model/source.h"

struct lexicon;

struct config {
	struct arena *arena; /* owns everything but the lexicon */
	const char *path;
	struct config_options options;
	struct package_list packages;
	struct agency_list agencies; /* of the lexicon, of all languages */
	struct lexicon *lexicon;     /* NULL after config_load_sources() */
	struct buf pack; /* of packages and lexicon; config_drop_pack() frees it earlier */
	/* of config_load() and config_load_sources() alone */
	struct source *sources; /* in the order of their keys */
	size_t source_count;
	struct alert_options alerts;
	struct history history;
};

/*
 * Reads the file and everything that it names. NULL where there is any
 * mistake; `mistakes` (its arena set by the caller) then has all of them, of
 * all files.
 */
struct config *config_load(const char *path, struct tree_mistakes *mistakes);

/*
 * The same for who leaves reading to others: the lexicon is built to be
 * checked, and gone before the sources come.
 */
struct config *config_load_sources(const char *path, struct tree_mistakes *mistakes);

/*
 * Only what reading a text needs: options, packages, lexicon. Mistakes in
 * sources and history are not seen.
 */
struct config *config_load_language(const char *path, struct tree_mistakes *mistakes);

/*
 * What config_load_language() reads, sources and alerts; files of secrets in
 * `alerts` are not opened, and their fields are "".
 */
struct config *config_load_rules(const char *path, struct tree_mistakes *mistakes);

/*
 * Packages and lexicon of a pack that another configuration was read with, and
 * nothing else: opens no file.
 */
struct config *config_load_pack(const char *pack, size_t len, struct tree_mistakes *mistakes);

/* For whoever has handed the pack on. */
void config_drop_pack(struct config *config);

void config_free(struct config *config); /* NULL is fine */

/* NULL where no source has the key. */
const struct source *config_source(const struct config *config, const char *key);

/*
 * `integrad --check`: reads everything and writes each mistake as
 * "file:line:column: text", in the order of files and lines; nothing where
 * there is none. Returns how many mistakes there are.
 */
size_t config_check(const char *path, FILE *out);

/* Writes mistakes as config_check() does. */
void config_print_mistakes(const struct tree_mistakes *mistakes, FILE *out);

/* The running configuration: options, then how much of each kind was read. */
void config_print(const struct config *config, FILE *out);

/*
 * `integrad --describe`: every key that a file of the configuration may have,
 * one a line: what it is of (integrad.yaml, source, package, total, programme,
 * lexicon), its name, kind of value, default, least and greatest value, and
 * meaning, with tabs between. What is documented is tested against it.
 */
void config_describe(FILE *out);

/*
 * The file that is read where the command line names none: config/integrad.yaml
 * of the source tree for a program that lies in its build folder, else the
 * installed one (/etc/integrad/integrad.yaml). Yours to free.
 */
char *config_default_path(void);

#endif
