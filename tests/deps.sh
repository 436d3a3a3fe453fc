#!/bin/sh
# Installs the packages that integrad needs and that are missing; says which,
# and does nothing where all are there.
#
#     tests/deps.sh GROUP…           make, build, check, lint, bench, package (any of them)
#     tests/deps.sh --list GROUP…    names the packages, installs nothing
#
# Debian 12 and Ubuntu 24.04, as root or with sudo. On another system it tells
# what is missing and leaves the installing to you.
set -uf # -f: no file names below, only words

packages_of() {
	case $1 in
	make) echo make ;;
	build)
		echo make gcc libc6-dev pkgconf ca-certificates
		echo libevent-dev libcurl4-openssl-dev libsqlite3-dev libzstd-dev zlib1g-dev libssl-dev
		echo libxml2-dev libicu-dev libjansson-dev libyaml-dev libseccomp-dev libsystemd-dev
		;;
	check)
		echo jq libcmocka-dev mandoc openssl python3 python3-aiosmtpd python3-h2 python3-pytest python3-pytest-xdist
		echo systemd-container zsh
		;;
	lint) echo clang libclang-rt-dev clang-format-14 cppcheck python3 ;;
	bench) echo libexpat1-dev libpcre2-dev nginx-light ;;
	package) echo debhelper dpkg-dev git lintian systemd ;;
	*)
		echo "tests/deps.sh: no group '$1'; there are make, build, check, lint, bench, package" >&2
		return 1
		;;
	esac
}

# Without dpkg: what of the group's commands and libraries is not found.
not_found_of() {
	commands=
	libraries=
	case $1 in
	make) commands='make' ;;
	build)
		commands="make cc pkg-config"
		libraries="libevent libcurl sqlite3 libzstd zlib libcrypto libxml-2.0 icu-i18n jansson yaml-0.1"
		;;
	check)
		commands=pytest
		libraries=cmocka
		;;
	lint) commands="clang clang-format cppcheck python3" ;;
	bench) libraries="expat libpcre2-8" ;;
	package) commands="git dpkg-buildpackage dh lintian" ;;
	esac
	for command in $commands; do
		command -v "$command" >/dev/null || echo "$command"
	done
	for library in $libraries; do
		pkg-config --exists "$library" 2>/dev/null || echo "$library"
	done
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

apt_install() {
	as_root apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"
}

list=no
if [ "${1:-}" = --list ]; then
	list=yes
	shift
fi
[ $# -gt 0 ] || set -- build check lint
for group; do
	packages_of "$group" >/dev/null || exit 2
done
wanted=$(for group; do packages_of "$group"; done | tr ' ' '\n' | sort -u | tr '\n' ' ')
if [ $list = yes ]; then
	echo "$wanted"
	exit 0
fi

system=unknown
if [ -r /etc/os-release ]; then
	system=$(. /etc/os-release && echo "${ID:-unknown} ${VERSION_ID:-}")
fi

if ! command -v dpkg-query >/dev/null; then
	missing=$(for group; do not_found_of "$group"; done | tr '\n' ' ')
	[ -n "$missing" ] || exit 0
	echo "Not found: $missing- please install what has them." >&2
	echo "On Debian 12 the packages are: $wanted" >&2
	exit 1
fi

# shellcheck disable=SC2086
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status} ' $wanted 2>/dev/null)
missing=
for package in $wanted; do
	case " $installed" in
	*" $package installed "*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

case $system in
"debian 12" | "ubuntu 24.04") ;;
*)
	echo "This is $system, which is not one of the systems that we know." >&2
	echo "Missing, by the names on Debian 12:$missing" >&2
	exit 1
	;;
esac
if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
	echo "Missing packages. As root: apt-get install$missing" >&2
	exit 1
fi

echo "Installing:$missing"
if [ -z "$(find /var/lib/apt/lists -name '*_Packages*' -print -quit)" ]; then
	as_root apt-get -q update || exit 1
fi
# Package lists that are too old name files that are gone: fetch new ones and try once more.
# shellcheck disable=SC2086
apt_install $missing || { as_root apt-get -q update && apt_install $missing; }
