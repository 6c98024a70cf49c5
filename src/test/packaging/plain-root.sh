# plain-root.sh - sourced by scripts/test-package: the .deb in a root that is an ordinary folder, without a mount of its own, and
# where no systemd runs, as a chroot has it. Of the machine it shares /usr, to which it adds in a folder of its own.

plain=$work/plain
plain_command=(chroot "$plain" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
  LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive ADSYNC_LISTEN=127.0.0.1:8481 sh -euc)

plain() { # runs a script there
  "${plain_command[@]}" "cd /root; $1"
}

plain_root() { # as the machine is before the package is installed
  local link usr=/usr
  [ "${ADSYNC_CLEAN_ROOT-overlay}" != debootstrap ] || usr=$root/usr
  mkdir -p "$plain"/{usr,proc,dev,run,tmp,etc,var/lib,var/log} "$work"/plain-usr/{upper,work}
  install -d -m 700 "$plain/root"
  chmod 1777 "$plain/tmp"
  for link in bin sbin lib lib32 lib64 libx32; do
    [ ! -L "/$link" ] || cp -P "/$link" "$plain/$link"
  done
  cp -a "$root/etc/." "$plain/etc"
  cp -a "$root/var/lib/dpkg" "$plain/var/lib/dpkg"
  mount -t overlay adsync-plain -o "lowerdir=$usr,upperdir=$work/plain-usr/upper,workdir=$work/plain-usr/work" "$plain/usr"
  [ ! -d "$plain/usr/lib/jvm" ] || mount -t tmpfs hidden "$plain/usr/lib/jvm"
  mount -t proc proc "$plain/proc"
  mount --rbind /dev "$plain/dev"
}

plain_machine() {
  say "a root that is an ordinary folder, where no systemd runs"
  plain '! cut -d " " -f 2 /proc/mounts | grep -qx /' || die "the root is a mount"
  cp "$deb" "$plain/tmp/adsync.deb"
  cp "$SAMBA_DC_HOME/tls/ca.pem" "$plain/tmp/ca.pem"
  chmod 644 "$plain/tmp/ca.pem"
  plain 'dpkg -i /tmp/adsync.deb' >"$work/plain.log" 2>&1 || { cat "$work/plain.log" >&2; die "it cannot be installed there"; }
  grep -q 'adsync run --setup .*set-up page' "$work/plain.log" && ! grep -q systemctl "$work/plain.log" ||
    die "the package does not say what is next: $(tail -n 4 "$work/plain.log")"
  plain '! adsync web 2>&1' | grep -q 'adsync setup --web' || die "adsync web does not know the way"
  plain 'printf "%s\n" "Choose-Another.1" scim-password | adsync setup --non-interactive --organization contoso \
    --server ldaps://dc1.contoso.com --ca /tmp/ca.pem --user svc-adsync@contoso.com --password-file - \
    --root OU=Staff,DC=contoso,DC=com --provider-url https://scim.example.net/scim/v2 --provider-ca /tmp/ca.pem \
    --provider-user scim --provider-password-file -' >"$work/plain.log" || die "no set-up: $(cat "$work/plain.log")"
  grep -q '{file:' "$plain/etc/adsync/adsync.yaml" || die "the secrets are in no files"
  plain 'adsync config validate; adsync check' >"$work/plain.log" || die "it cannot be used: $(cat "$work/plain.log")"
  "${plain_command[@]}" 'exec adsync run --yes' >"$work/plain.log" 2>&1 &
  children+=($!)
  awaits "the service runs" plain 'adsync status >/dev/null 2>&1'
  bundle_from_a_closed_folder plain
  kill "${children[-1]}"
  wait "${children[-1]}" || die "the service did not end well: $(tail -n 3 "$work/plain.log")"
  unset 'children[-1]'
}
