#!/bin/sh
# Prints the home of a JDK that can build and run Plimsoll, or says on stderr what is missing and ends with 1.
# Used by ./mvnw, ./plimsoll and .ci/run, because the `java` on the PATH is often older than the newest JDK installed.
#
# The first of these that is a JDK (it has javac) of release 21 or newer:
#   1. $PLIMSOLL_JAVA_HOME   2. $JAVA_HOME   3. the `java` on the PATH   4. the newest of the usual places
#
# PLIMSOLL_JDK_PLACES replaces the usual places (a list of folders, separated by colons; for tests).
# Releases are read from each JDK's `release` file: starting every JVM would cost a second.
set -u
LC_ALL=C
wanted=21
seen=''

# The feature release (17, 21, 25) of the JDK in folder $1; nothing where there is none.
release_of() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9.]*\).*/\1/p' "$1/release" | head -n 1)
  case $version in
    1.*) version=${version#1.} ;;
  esac
  echo "${version%%.*}"
}

note() {
  seen="$seen
  $1"
}

# Prints $2 and ends when it is a JDK that will do; $1 says where it was named, for the message.
take_if_good() {
  release=$(release_of "$2")
  if [ -n "$release" ] && [ "$release" -ge "$wanted" ]; then
    echo "$2"
    exit 0
  elif [ -n "$release" ]; then
    note "$1: JDK $release in $2"
  else
    note "$1: no JDK in $2"
  fi
}

# The home of the `java` on the PATH, links followed (readlink -f is not everywhere).
home_on_path() {
  file=$(command -v java) || return 0
  while [ -L "$file" ]; do
    target=$(readlink "$file")
    case $target in
      /*) file=$target ;;
      *) file=${file%/*}/$target ;;
    esac
  done
  case $file in
    */bin/java) (cd "${file%/bin/java}" 2>/dev/null && pwd -P) ;;
  esac
}

if [ -n "${PLIMSOLL_JAVA_HOME:-}" ]; then take_if_good '$PLIMSOLL_JAVA_HOME' "$PLIMSOLL_JAVA_HOME"; fi
if [ -n "${JAVA_HOME:-}" ]; then take_if_good '$JAVA_HOME' "$JAVA_HOME"; fi
on_path=$(home_on_path)
if [ -n "$on_path" ]; then take_if_good 'java on the PATH' "$on_path"; fi

best=''
best_release=0
consider() {
  release=$(release_of "$1")
  [ -n "$release" ] || return 0
  if [ "$release" -gt "$best_release" ]; then
    best=$1
    best_release=$release
  fi
  case $seen in
    *" $1"*) ;;
    *) note "JDK $release in $1" ;;
  esac
}

if [ -n "${PLIMSOLL_JDK_PLACES:-}" ]; then
  rest=$PLIMSOLL_JDK_PLACES:
  while [ -n "$rest" ]; do
    for home in "${rest%%:*}"/*; do consider "$home"; done
    rest=${rest#*:}
  done
else
  for home in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    consider "$home"
  done
fi

if [ "$best_release" -ge "$wanted" ]; then
  echo "$best"
  exit 0
fi

cat >&2 <<EOF
Plimsoll needs a JDK (not only a JRE) of release $wanted or newer, and none was found.
Found instead:${seen:-
  no JDK at all}
Install one, for example
  Debian, Ubuntu   apt-get install openjdk-21-jdk-headless
  Fedora           dnf install java-21-openjdk-devel
  macOS            brew install openjdk@21
  any              https://adoptium.net
or name the folder of one you have: PLIMSOLL_JAVA_HOME=/path/to/jdk
EOF
exit 1
