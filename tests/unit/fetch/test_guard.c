#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fetch/guard.h"

static const struct {
	const char *ip;
	bool is_public;
} cases[] = {
	/* each range: its ends, and what lies just outside */
	{ "0.0.0.0", false },
	{ "0.255.255.255", false },
	{ "1.0.0.0", true },
	{ "8.8.8.8", true },
	{ "9.255.255.255", true },
	{ "10.0.0.0", false },
	{ "10.255.255.255", false },
	{ "11.0.0.0", true },
	{ "100.63.255.255", true },
	{ "100.64.0.0", false },
	{ "100.127.255.255", false },
	{ "100.128.0.0", true },
	{ "126.255.255.255", true },
	{ "127.0.0.1", false },
	{ "127.255.255.255", false },
	{ "128.0.0.0", true },
	{ "169.253.255.255", true },
	{ "169.254.169.254", false },
	{ "169.255.0.0", true },
	{ "172.15.255.255", true },
	{ "172.16.0.0", false },
	{ "172.31.255.255", false },
	{ "172.32.0.0", true },
	{ "192.0.0.8", false },
	{ "192.0.1.0", true },
	{ "192.0.2.1", false },
	{ "192.88.99.1", false },
	{ "192.167.255.255", true },
	{ "192.168.0.1", false },
	{ "192.168.255.255", false },
	{ "192.169.0.0", true },
	{ "198.17.255.255", true },
	{ "198.18.0.0", false },
	{ "198.19.255.255", false },
	{ "198.20.0.0", true },
	{ "198.51.100.7", false },
	{ "203.0.113.255", false },
	{ "203.0.114.0", true },
	{ "223.255.255.255", true },
	{ "224.0.0.1", false },
	{ "239.255.255.255", false },
	{ "240.0.0.1", false },
	{ "255.255.255.255", false },
	{ "178.172.160.1", true },
	/* IPv6 */
	{ "::", false },
	{ "::1", false },
	{ "::7f00:1", false },
	{ "::ffff:127.0.0.1", false },
	{ "::ffff:10.1.2.3", false },
	{ "::ffff:169.254.169.254", false },
	{ "::ffff:8.8.8.8", true },
	{ "64:ff9b::7f00:1", false },
	{ "64:ff9b::a9fe:a9fe", false },
	{ "64:ff9b::8.8.8.8", true },
	{ "64:ff9b:1::8.8.8.8", false },
	{ "100::1", false },
	{ "1fff:ffff::1", false },
	{ "2000::1", true },
	{ "2001::1", false },
	{ "2001:0:7f00:1::", false },
	{ "2001:1ff:ffff::1", false },
	{ "2001:200::1", true },
	{ "2001:db7::1", true },
	{ "2001:db8::1", false },
	{ "2001:db9::1", true },
	{ "2002:7f00:1::", false },
	{ "2002:808:808::1", false },
	{ "2003::1", true },
	{ "2a02:6b8::2:242", true },
	{ "3ffe::1", true },
	{ "3fff::1", false },
	{ "3fff:fff::1", false },
	{ "3fff:1000::1", true },
	{ "4000::1", false },
	{ "fc00::1", false },
	{ "fdff::1", false },
	{ "fe80::1", false },
	{ "fec0::1", false },
	{ "ff02::1", false },
};

static void an_address_is_public_or_it_is_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (guard_is_public_text(cases[i].ip) != cases[i].is_public)
			fail_msg("%s is taken for %s", cases[i].ip,
			         cases[i].is_public ? "private" : "public");
}

static void a_socket_address_is_judged_like_its_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sockaddr_in in = { .sin_family = AF_INET };
		struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
		const struct sockaddr *address = (const struct sockaddr *)&in;

		if (inet_pton(AF_INET, cases[i].ip, &in.sin_addr) != 1) {
			assert_int_equal(inet_pton(AF_INET6, cases[i].ip, &in6.sin6_addr), 1);
			address = (const struct sockaddr *)&in6;
		}
		assert_int_equal(guard_is_public(address), cases[i].is_public);
	}
}

static void what_is_no_internet_address_is_not_public(void **state)
{
	static const char *const texts[] = { "",         "localhost",  "8.8.8",
		                             "8.8.8.8 ", "fe80::1%lo", "[::1]" };
	struct sockaddr_un local = { .sun_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_false(guard_is_public_text(texts[i]));
	assert_false(guard_is_public((const struct sockaddr *)&local));
}

static void a_numeric_host_is_told_from_a_name(void **state)
{
	(void)state;
	assert_true(guard_is_address("127.0.0.1"));
	assert_true(guard_is_address("[::1]"));
	assert_true(guard_is_address("fe80::1"));
	assert_false(guard_is_address("www.belta.by"));
	assert_false(guard_is_address("127.0.0.1.example"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_public_or_it_is_not),
		cmocka_unit_test(a_socket_address_is_judged_like_its_text),
		cmocka_unit_test(what_is_no_internet_address_is_not_public),
		cmocka_unit_test(a_numeric_host_is_told_from_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
