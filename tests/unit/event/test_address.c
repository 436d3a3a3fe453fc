#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/address.h"

static void one_listens_at_a_number_with_a_port(void **state)
{
	(void)state;
	assert_true(address_has_port("127.0.0.1:8329"));
	assert_true(address_has_port("[::1]:8329"));
	assert_false(address_has_port("127.0.0.1"));
	assert_false(address_has_port("127.0.0.1:0"));
	assert_false(address_has_port("::1"));
	assert_false(address_has_port("localhost:8329"));
	assert_false(address_has_port(":8329"));
	assert_false(address_has_port(""));
}

static void the_loopback_is_known_by_its_numbers(void **state)
{
	(void)state;
	assert_true(address_is_loopback("127.0.0.1:8328"));
	assert_true(address_is_loopback("127.8.8.8:1"));
	assert_true(address_is_loopback("[::1]:8328"));
	assert_false(address_is_loopback("0.0.0.0:8328"));
	assert_false(address_is_loopback("[::]:8328"));
	assert_false(address_is_loopback("[::ffff:127.0.0.1]:8328"));
	assert_false(address_is_loopback("192.0.2.1:8328"));
	assert_false(address_is_loopback("localhost:8328"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_listens_at_a_number_with_a_port),
		cmocka_unit_test(the_loopback_is_known_by_its_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
