#!/bin/sh
# make deb: builds the Debian package of a source tarball.
#
#     systemd/debian/build.sh TARBALL VERSION FOLDER
#
# The same tarball gives the same bytes: times in it are those of its commit.
set -eu

tarball=$1 version=$2 folder=$3
tree=$folder/integrad-$version

for command in dpkg-buildpackage dh; do
	command -v $command >/dev/null || {
		echo "make deb: $command not found; install dpkg-dev and debhelper" >&2
		exit 1
	}
done

rm -rf "$folder"
mkdir -p "$folder"
tar -C "$folder" -xzf "$tarball"
cp -R "$tree/systemd/debian" "$tree/debian"
rm "$tree/debian/build.sh" "$tree/debian/control.in"

SOURCE_DATE_EPOCH=$(stat -c %Y "$tree/Makefile")

needed=$("$tree/tests/deps.sh" --list build | tr ' ' '\n' | grep . | paste -sd, | sed 's/,/, /g')
sed "s/@BUILD_DEPENDS@/$needed/" "$tree/systemd/debian/control.in" >"$tree/debian/control"

maintainer=$(sed -n 's/^Maintainer: //p' "$tree/debian/control")
cat >"$tree/debian/changelog" <<EOF
integrad ($version-1) unstable; urgency=medium

  * integrad $version; what is new in it stands in changelog.gz.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
EOF

# A clean environment: what make was told here, or a person's flags, are not for the package.
cd "$tree"
exec env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" \
	DEB_BUILD_OPTIONS="parallel=$(nproc) ${DEB_BUILD_OPTIONS:-}" \
	dpkg-buildpackage --build=binary --no-sign
