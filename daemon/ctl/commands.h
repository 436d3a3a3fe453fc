/* One function a command; the tables of commands_*.c name and document them. */
#ifndef CTL_COMMANDS_H
#define CTL_COMMANDS_H

#include "ctl.h"

extern const struct ctl_command CTL_VIEW_COMMANDS[];
extern const struct ctl_command CTL_REVIEW_COMMANDS[];
extern const struct ctl_command CTL_RECORD_COMMANDS[];
extern const struct ctl_command CTL_DAEMON_COMMANDS[];
extern const struct ctl_command CTL_TEXT_COMMANDS[];

/* status.c */
enum ctl_exit command_status(struct ctl *ctl);
/* storage.c: of status, with --storage */
enum ctl_exit command_storage(struct ctl *ctl);
/* health.c */
enum ctl_exit command_sources(struct ctl *ctl);
/* trial_command.c: of sources, with --test */
enum ctl_exit command_test_sources(struct ctl *ctl);
/* history.c */
enum ctl_exit command_history(struct ctl *ctl);
/* changes.c */
enum ctl_exit command_changes(struct ctl *ctl);
/* claims.c */
enum ctl_exit command_claims(struct ctl *ctl);
enum ctl_exit command_show(struct ctl *ctl);
enum ctl_exit command_search(struct ctl *ctl);
/* extract.c */
enum ctl_exit command_extract(struct ctl *ctl);
/* explain.c */
enum ctl_exit command_explain(struct ctl *ctl);
/* parse.c */
enum ctl_exit command_parse_feed(struct ctl *ctl);
enum ctl_exit command_text(struct ctl *ctl);
/* exchange.c */
enum ctl_exit command_import(struct ctl *ctl);
enum ctl_exit command_logs(struct ctl *ctl);
enum ctl_exit command_verify(struct ctl *ctl);
/* decide.c */
enum ctl_exit command_confirm(struct ctl *ctl);
enum ctl_exit command_reject(struct ctl *ctl);
enum ctl_exit command_correct(struct ctl *ctl);
enum ctl_exit command_rebuild(struct ctl *ctl);
/* reextract.c */
enum ctl_exit command_reextract(struct ctl *ctl);
/* review.c */
enum ctl_exit command_review(struct ctl *ctl);
/* export.c */
enum ctl_exit command_export(struct ctl *ctl);
/* report.c */
enum ctl_exit command_report(struct ctl *ctl);
/* backup.c */
enum ctl_exit command_backup(struct ctl *ctl);
/* verbs.c */
enum ctl_exit command_poll(struct ctl *ctl);
enum ctl_exit command_reload(struct ctl *ctl);

/* alerts.c */
enum ctl_exit command_alerts(struct ctl *ctl);
enum ctl_exit command_silence(struct ctl *ctl);
/* test_alert.c */
enum ctl_exit command_test_alert(struct ctl *ctl);

#endif
