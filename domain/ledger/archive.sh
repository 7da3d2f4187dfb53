# Puts one file of the write-ahead log in the archive; the server runs it inside its cluster, under its own account:
#
#     sh ./archive.sh PATH NAME NUMBER
#
# NUMBER is that of the folder of the archive, which the server was started with as an open file: the account need not
# be able to enter the folders above it. Nothing is ever overwritten; a file has its name once it is on the disk whole.
# What a segment does not use takes no room there.
#
# The record comes first. When the archive cannot take a file, the server keeps it and tries again, up to 64 files and
# as long as there is a gigabyte left on the disk of the cluster; then it is given up, and the archive has a gap, which
# is told by `trede status`. Where no backup needs the archive (folder backups/), its last 64 segments are kept; a backup
# that was not finished within two days is none.

path=$1 name=$2 archive=/proc/self/fd/$3/.
most=64 room=1073741824

roomy() { [ "$(($(stat -f -c '%a * %S' "$1")))" -ge "$room" ]; }

store() {
  [ -d "$archive" ] || { echo "archive: its folder is not there, or was not when the server started" >&2; return 1; }
  if [ -e "$archive/$name" ]; then
    cmp -s "$path" "$archive/$name" || { echo "archive: another $name is there already" >&2; return 1; }
    sync "$archive"
    return
  fi
  roomy "$archive" || { echo "archive: less than a gigabyte is free on its disk" >&2; return 1; }
  rm -f "$archive/$name.part" &&
    dd if="$path" of="$archive/$name.part" bs=64K conv=excl,sparse,fsync status=none &&
    mv "$archive/$name.part" "$archive/$name" &&
    sync "$archive"
}

if ! store; then
  [ "$(find pg_wal/archive_status -name '*.ready' | wc -l)" -le "$most" ] && roomy . && exit 1
  echo "archive: $name is given up, so the archive has a gap: make a backup once it works again" >&2
  exit 0
fi

needed=$(find "$archive/backups" -name '*.json' \( ! -name '*.unfinished.json' -o -mtime -2 \))
[ -n "$needed" ] || (cd "$archive" && ls | grep -x '[0-9A-F]\{24\}' | sort | head -n "-$most" | xargs -r rm -f)
exit 0
