#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/network.h"

/* A folder with one secret in it, and the node of a YAML file beside it. */
struct fixture {
	char folder[64];
	char *secret;
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct tree node;
	const char **headers;
	size_t header_count;
};

static void write_secret(struct fixture *f, const char *text, mode_t mode)
{
	FILE *file = fopen(f->secret, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(f->secret, mode), 0);
}

static int setup(void **state)
{
	struct fixture *f = mem_alloc(sizeof(*f));

	snprintf(f->folder, sizeof(f->folder), "/tmp/integrad-secrets-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	f->secret = mem_printf("%s/secret", f->folder);
	f->arena = arena_new(MIB);
	f->mistakes.arena = f->arena;
	f->node = (struct tree){ .kind = TREE_SCALAR,
		                 .file = arena_printf(f->arena, "%s/a.yaml", f->folder),
		                 .line = 7,
		                 .column = 3,
		                 .key = "headers-file",
		                 .text = "secret" };
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unsetenv("CREDENTIALS_DIRECTORY");
	unlink(f->secret);
	rmdir(f->folder);
	arena_free(f->arena);
	free(f->secret);
	free(f);
	return 0;
}

static void read_headers(struct fixture *f, const char *text)
{
	write_secret(f, text, 0600);
	network_headers(&f->node, f->arena, &f->headers, &f->header_count, &f->mistakes);
}

static const char *read_proxy(struct fixture *f, const char *text)
{
	f->node.key = "proxy";
	f->node.text = text;
	return network_proxy(&f->node, f->arena, &f->mistakes);
}

static void assert_mistake(const struct fixture *f, const char *text)
{
	assert_int_equal(f->mistakes.count, 1);
	if (!strstr(f->mistakes.list[0].text, text))
		fail_msg("expected \"%s\", found \"%s\"", text, f->mistakes.list[0].text);
}

static void headers_are_read_a_line_each(void **state)
{
	struct fixture *f = *state;

	read_headers(f, "# of the agency\nAuthorization: Bearer abc=\r\n\nX-Key:\t1 2 \n");
	assert_int_equal(f->mistakes.count, 0);
	assert_int_equal(f->header_count, 2);
	assert_string_equal(f->headers[0], "Authorization: Bearer abc=");
	assert_string_equal(f->headers[1], "X-Key:\t1 2");
}

static void a_mistake_in_a_secret_names_its_line_and_not_its_text(void **state)
{
	static const struct {
		const char *line, *mistake;
	} cases[] = {
		{ "the-secret", "expected \"Name: value\"" },
		{ "the secret: 1", "expected \"Name: value\"" },
		{ ": the-secret", "expected \"Name: value\"" },
		{ "the-secret:  ", "a header without a value" },
		{ "X: the-secret\001", "a control character" },
		{ "HOST: the-secret", "this header is integrad's own" },
		{ "Transfer-Encoding: the-secret", "this header is integrad's own" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture *f;
		char text[64];

		assert_int_equal(setup(state), 0);
		f = *state;
		snprintf(text, sizeof(text), "A: b\n%s\n", cases[i].line);
		read_headers(f, text);
		assert_mistake(f, cases[i].mistake);
		assert_string_equal(f->mistakes.list[0].file, f->secret);
		assert_int_equal(f->mistakes.list[0].line, 2);
		assert_null(strstr(f->mistakes.list[0].text, "the-secret"));
		teardown(state);
	}
}

static void a_secret_that_everybody_may_read_is_none(void **state)
{
	struct fixture *f = *state;

	write_secret(f, "A: b\n", 0644);
	network_headers(&f->node, f->arena, &f->headers, &f->header_count, &f->mistakes);
	assert_mistake(f, "everybody may read");
	assert_int_equal(f->mistakes.list[0].line, 7);
	assert_int_equal(f->header_count, 0);
}

static void a_secret_that_is_not_there_is_a_mistake(void **state)
{
	struct fixture *f = *state;

	network_headers(&f->node, f->arena, &f->headers, &f->header_count, &f->mistakes);
	assert_mistake(f, "secret cannot be read: No such file");
}

static void a_credential_is_where_systemd_says(void **state)
{
	struct fixture *f = *state;

	f->node.text = "credential:secret";
	setenv("CREDENTIALS_DIRECTORY", f->folder, 1);
	read_headers(f, "A: b\n");
	assert_int_equal(f->mistakes.count, 0);
	assert_int_equal(f->header_count, 1);
	unsetenv("CREDENTIALS_DIRECTORY");
	read_headers(f, "A: b\n");
	assert_mistake(f, "LoadCredential=");
}

static void a_proxy_is_an_address_that_can_be_one(void **state)
{
	static const char *const sound[] = { "", "http://proxy.example:3128", "https://192.0.2.1",
		                             "socks5://127.0.0.1:9050", "socks5h://[::1]:9050" };
	static const char *const unsound[] = { "proxy.example:3128", "ftp://proxy.example",
		                               "http://", "socks5h://a b", "http://a:70000" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(sound); i++)
		assert_string_equal(read_proxy(f, sound[i]), sound[i]);
	assert_int_equal(f->mistakes.count, 0);
	for (size_t i = 0; i < COUNT(unsound); i++)
		assert_null(read_proxy(f, unsound[i]));
	assert_int_equal(f->mistakes.count, COUNT(unsound));
}

static void a_proxys_password_stands_in_a_file_alone(void **state)
{
	struct fixture *f = *state;

	assert_null(read_proxy(f, "http://me:word@proxy.example:3128"));
	assert_mistake(f, "a password does not belong here");
	write_secret(f, "http://me:word@proxy.example:3128\n", 0600);
	assert_string_equal(read_proxy(f, "file:secret"), "http://me:word@proxy.example:3128");
	setenv("CREDENTIALS_DIRECTORY", f->folder, 1);
	assert_string_equal(read_proxy(f, "credential:secret"),
	                    "http://me:word@proxy.example:3128");
	write_secret(f, "word\n", 0600);
	assert_null(read_proxy(f, "file:secret"));
	assert_null(strstr(f->mistakes.list[1].text, "word"));
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(headers_are_read_a_line_each),
		cmocka_unit_test(a_mistake_in_a_secret_names_its_line_and_not_its_text),
		CASE(a_secret_that_everybody_may_read_is_none),
		CASE(a_secret_that_is_not_there_is_a_mistake),
		CASE(a_credential_is_where_systemd_says),
		CASE(a_proxy_is_an_address_that_can_be_one),
		CASE(a_proxys_password_stands_in_a_file_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
