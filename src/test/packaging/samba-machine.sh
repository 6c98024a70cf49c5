# samba-machine.sh - sourced by scripts/test-machines: a domain controller whose systemd runs Debian's samba-ad-dc.service, with the
# source of passwords installed by the commands of scripts/samba/README.md. ADSync itself runs outside.

controller_root=$work/controller
controller_address=10.77.0.30
intake=10.77.0.40:8443
master_folder=$work/master
controller=
master=
both=(adsync-samba-sync adsync-samba-courier)

on_controller() { # runs a script there
  nsenter --target "$controller" --mount --uts --ipc --net --pid env -i HOME=/root LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -euc "cd /root; $1"
}

of_unit() { # unit, property -> what systemd says
  on_controller "systemctl show --property=$2 --value $1"
}

unit_has() { # unit, property, value
  [ "$(of_unit "$1" "$2")" = "$3" ]
}

both_run() {
  local unit
  for unit in "${both[@]}"; do unit_has "$unit" ActiveState active || return 1; done
}

ask_master() { # arguments -> what the service answers
  scripts/adsync "$@" --config "$master_folder/adsync.yaml"
}

is_asked() { ask_master status >/dev/null 2>&1; }

samba_end() { # exit code
  if [ -n "$controller" ] && [ "$1" != 0 ]; then
    on_controller "journalctl --no-pager --lines=30 ${both[*]/#/--unit=}" >&2 || true
  fi
  [ -z "$master" ] || kill -KILL "$master" 2>/dev/null
  [ -z "$controller" ] || kill -KILL "$controller" 2>/dev/null
}

boot_controller() {
  local nspawn
  mkdir -p "$controller_root"
  tar -C "$controller_root" -xf "$samba_base"
  printf '127.0.0.1 localhost\n%s dc1.contoso.com dc1\n' "$controller_address" >"$controller_root/etc/hosts"
  printf 'search contoso.com\nnameserver %s\n' "$controller_address" >"$controller_root/etc/resolv.conf"
  # Of a domain controller Samba's one service starts these.
  systemctl --quiet --root="$controller_root" disable smbd nmbd winbind
  mkdir -p /run/systemd/system
  # With the one hierarchy of control groups that Debian 12 has, in which systemd is told when a service has no process left.
  unshare --mount --propagation private sh -c 'umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup; exec "$@"' sh \
    systemd-nspawn --quiet --register=no --keep-unit --resolv-conf=off --machine=dc1 --network-veth \
    --directory "$controller_root" --boot >"$work/controller.log" 2>&1 </dev/null &
  nspawn=$!
  children+=("$nspawn")
  awaits "systemd is started" sh -c "pgrep --parent $nspawn --exact systemd >/dev/null"
  controller=$(pgrep --parent "$nspawn" --exact systemd)
  awaits "the domain controller is up" \
    sh -c "nsenter --target $controller --mount --pid systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'"
  ip address add 10.77.0.1 peer "$controller_address" dev ve-dc1
  ip link set ve-dc1 up
  on_controller "ip address add $controller_address/24 dev host0; ip link set host0 up"
}

provision() { # as whoever has a domain with Samba does it; with the certificate of the lab, which has the same name
  on_controller "rm -f /etc/samba/smb.conf
    samba-tool domain provision --realm=CONTOSO.COM --domain=CONTOSO --host-name=dc1 --host-ip=$controller_address \
      --server-role=dc --dns-backend=SAMBA_INTERNAL --adminpass=Choose-Another.0
    samba-tool domain passwordsettings set --min-pwd-age=0" >"$work/provision.log" 2>&1 ||
    { tail -n 20 "$work/provision.log" >&2; die "the domain is not provisioned"; }
  mkdir -p "$controller_root/var/lib/samba/private/tls"
  cp "$SAMBA_DC_HOME"/tls/{ca,cert,key}.pem "$controller_root/var/lib/samba/private/tls"
  chmod 600 "$controller_root/var/lib/samba/private/tls/key.pem"
  on_controller 'systemctl --quiet enable samba-ad-dc' 2>&1 | sed 's/^/   /'
  restart_samba
}

answers() { # whether the domain controller does, to ADSync
  LDAPTLS_REQCERT=never ldbsearch -H "ldap://$controller_address" -b '' -s base defaultNamingContext >/dev/null 2>&1
}

restart_samba() {
  on_controller 'systemctl restart samba-ad-dc'
  awaits "Samba answers" answers
}

start_master() {
  scripts/adsync run --config "$master_folder/adsync.yaml" >>"$master_folder/log" 2>&1 </dev/null &
  master=$!
  children+=("$master")
  awaits "ADSync runs" is_asked
}

stop_master() {
  kill "$master"
  wait "$master" || true
  master=
}

set_up_master() { # with the account of docs/getting-started.md
  on_controller "$(sed -n '/^## 2/,/^## 3/{/^```sh/,/^```/{/^```/d;p}}' docs/getting-started.md)" >/dev/null
  on_controller 'samba-tool ou create OU=Staff,DC=contoso,DC=com' >/dev/null
  cp /etc/hosts "$work/hosts"
  printf '%s dc1.contoso.com\n%s scim.example.net\n' "$controller_address" "$provider_address" >>"$work/hosts"
  mount --bind "$work/hosts" /etc/hosts
  ip address add "${intake%:*}/32" dev lo
  mkdir -p -m 700 "$master_folder"
  # Debian's Python has what the keys are made of.
  root_key=$(sealed_passwords make "$master_folder")
  printf 'Choose-Another.1' >"$master_folder/directory-password"
  printf 'scim-password' >"$master_folder/provider-password"
  chmod 600 "$master_folder"/*-password
  cat >"$master_folder/adsync.yaml" <<EOF
organization: contoso
directory:
  servers: [ldaps://dc1.contoso.com]
  root: $root
  user: svc-adsync@contoso.com
  password: \${file:$master_folder/directory-password}
  trust: $SAMBA_DC_HOME/tls/ca.pem
provider:
  url: https://scim.example.net/scim/v2
  user: scim
  password: \${file:$master_folder/provider-password}
  trust: $SAMBA_DC_HOME/tls/ca.pem
passwords:
  listen: $intake
  name: $intake
  keySet: $master_folder/keys.jws
  rootKey: $root_key
state: $master_folder/state
listen: 127.0.0.1:8490
EOF
  start_master
}

sealed_passwords() {
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=src/test/windows /usr/bin/python3 -W ignore::DeprecationWarning src/test/packaging/sealed_passwords.py "$@"
}

signs_in() { # login, password -> whether the last password that the provider took of somebody is that
  sealed_passwords login "$master_folder" "$SEALED" "$1" "$2"
}

hired() { # login, password
  on_controller "samba-tool user create $1 '$2' --userou=OU=Staff --given-name=${1%.*} --surname=${1#*.} \
    --mail-address=$1@contoso.com" >/dev/null
}

sets() { # login, password
  on_controller "samba-tool user setpassword $1 --newpassword='$2'" >/dev/null
}

arrives() { # what, login, password: within seconds, and the time that it took
  local begun=${EPOCHREALTIME/./}
  awaits "$1" signs_in "$2" "$3"
  echo "   $1: $(((${EPOCHREALTIME/./} - begun) / 1000)) ms"
}

manual() { # each block of the README of the archive that is marked, where it says
  local where='' line block=''
  while IFS= read -r line; do
    line=${line#"${line%%[! ]*}"}
    case $line in
      '<!-- run: '*) where=${line#<!-- run: } where=${where% -->} block='' ;;
      '```')
        if [ -n "$where" ] && [ -n "$block" ]; then
          printf '%s' "$block" | sed 's/^/   > /'
          "$where" "$block" </dev/null
          where=
        fi
        ;;
      *) [ -z "$where" ] || block+=$line$'\n' ;;
    esac
  done <"$controller_root/root/adsync-samba/README.md"
  [ -z "$where" ] || die "a block of the manual has no end"
}

controller() { # a block of the manual
  on_controller "cd adsync-samba; $1" 2>&1 | sed 's/^/   /'
}

setting() {
  sed -i "s|^\[global\]|&\n\t${1%$'\n'}|" "$controller_root/etc/samba/smb.conf"
  restart_samba
}

named() {
  on_controller "${1/<86 characters>/$root_key}"
}

enrolled() {
  local line
  line=$(ask_master dc add dc1.contoso.com --json | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
  [ -n "$line" ] || die "there is no invitation"
  on_controller "printf '%s\n' '$line' | $1" 2>&1 | sed 's/^/   /'
}

reports() {
  ask_master passwords | grep -q '^1 of 1 domain controllers report'
}

samba_machine() {
  say "Samba's own service runs a domain"
  boot_controller
  provision
  on_controller '. /etc/os-release; echo "$PRETTY_NAME, $(systemctl --version | head -n 1), Samba $(samba --version)"
    systemctl is-active samba-ad-dc; systemctl --failed --no-legend' | sed 's/^/   /'

  say "ADSync follows it"
  set_up_master
  hired ada.adler Before-Passw0rd
  awaits "ada.adler is at the provider" has ada.adler@contoso.com

  say "scripts/samba/README.md, as it is written"
  tar -C "$controller_root/root" -xzf target/package/adsync-samba-*.tar.gz
  mv "$controller_root"/root/adsync-samba-* "$controller_root/root/adsync-samba"
  manual
  awaits "both services run" both_run

  say "a password is changed"
  passwords_arrive
  awaits "ADSync says that the domain controller reports" reports
  still_the_first

  say "what they may do"
  limits_of_sync
  limits_of_courier
  exposure

  say "ADSync is away"
  stop_master
  sets ada.adler Fourth-Passw0rd
  hired bo.berg Of-Bo-Passw0rd
  awaits "both wait, sealed" spooled 2
  start_master
  arrives "once it is back" ada.adler Fourth-Passw0rd
  arrives "of somebody who was created meanwhile" bo.berg Of-Bo-Passw0rd
  awaits "the spool is empty" spooled 0
  still_the_first

  say "both are restarted, and crash"
  on_controller "systemctl restart ${both[*]}"
  sets ada.adler Fifth-Passw0rd
  arrives "after a restart" ada.adler Fifth-Passw0rd
  crash adsync-samba-sync Sixth-Passw0rd
  crash adsync-samba-courier Seventh-Passw0rd

  say "Samba is restarted, stopped and started"
  restart_samba
  sync_goes_on "after a restart of Samba" Eighth-Passw0rd
  on_controller 'systemctl stop samba-ad-dc'
  unit_has adsync-samba-sync ActiveState inactive || die "without Samba it is $(of_unit adsync-samba-sync ActiveState)"
  on_controller 'systemctl start samba-ad-dc'
  sync_goes_on "after Samba was stopped and started" Ninth-Passw0rd

  say "no call is denied"
  no_call_is_denied
  said=$(ask_master passwords)
  grep -q '^2 of 2 users .*; 0 changed it and it never came' <<<"$said" || die "ADSync says: $said"
  grep '^[0-9]' <<<"$said" | sed 's/^/   /'
  stop_master
  umount /etc/hosts
}

still_the_first() { # neither was started anew by systemd
  local unit
  for unit in "${both[@]}"; do
    unit_has "$unit" NRestarts 0 || die "$unit was started $(of_unit "$unit" NRestarts) times again"
  done
}

spooled() { # number of what waits
  [ "$(on_controller 'ls /var/lib/adsync-samba/spool | wc -l')" = "$1" ]
}

crash() { # unit, password: set while all of its processes are killed
  sets ada.adler "$2"
  on_controller "systemctl kill --signal=KILL $1"
  awaits "systemd starts it again" unit_has "$1" NRestarts 1
  arrives "after a crash of $1" ada.adler "$2"
}

sync_goes_on() { # what, password
  awaits "Samba answers" answers
  awaits "both services run $1" both_run
  sets ada.adler "$2"
  arrives "$1" ada.adler "$2"
  unit_has adsync-samba-sync NRestarts 0 || die "adsync-samba-sync did not wait for Samba, and was started again"
}

confined() { # unit -> what the kernel says of its process; dies of too much
  local status
  status=$(on_controller "cat /proc/$(of_unit "$1" MainPID)/status")
  grep -qE '^NoNewPrivs:\s*1$' <<<"$status" && grep -qE '^Seccomp:\s*2$' <<<"$status" || die "$1 may gain rights: $status"
  [ "$(grep -cE '^Cap(Inh|Prm|Eff|Bnd|Amb):\s*0+$' <<<"$status")" = 5 ] || die "$1 has capabilities: $status"
  grep -E '^(Uid|Seccomp|NoNewPrivs|CapBnd):' <<<"$status" | tr -s '\n\t' '  ' | sed "s/^/   $1: /;s/$/\n/"
}

in_unit() { # unit, script: as the user of the unit, without capabilities, where it is
  on_controller "nsenter --target $(of_unit "$1" MainPID) --mount --net setpriv --reuid=$(of_unit "$1" User | sed 's/^$/root/') \
    --regid=$(of_unit "$1" Group | sed 's/^$/root/') --clear-groups --bounding-set=-all --inh-caps=-all sh -euc '$2'"
}

read_only() { # unit, folder ... -> whether not even root writes there, where the unit is
  local pid path
  pid=$(of_unit "$1" MainPID)
  shift
  for path; do
    on_controller "if nsenter --target $pid --mount touch $path/written 2>/dev/null; then rm -f $path/written; exit 1; fi" || return
  done
}

limits_of_sync() {
  confined adsync-samba-sync
  read_only adsync-samba-sync /usr /etc /etc/samba /var /var/lib || die "adsync-samba-sync may write too much"
  # shellcheck disable=SC2016 # there
  in_unit adsync-samba-sync 'test "$(sed "1,2d;s/:.*//" /proc/net/dev | tr -d " ")" = lo
    if ls /root 2>/dev/null; then exit 1; fi
    test -w /var/lib/samba/private' || die "adsync-samba-sync has a network, sees too much or cannot write what it has to"
}

limits_of_courier() {
  confined adsync-samba-courier
  [ "$(on_controller "stat -c %U /proc/$(of_unit adsync-samba-courier MainPID)")" = adsync-samba ] || die "the courier is somebody else"
  read_only adsync-samba-courier /usr /etc /var /var/lib || die "the courier may write too much"
  # shellcheck disable=SC2016 # there
  in_unit adsync-samba-courier 'for path in /var/lib/samba /var/lib/samba/private /etc/samba /root /var/lib/adsync-samba/staging; do
      if ls $path 2>/dev/null; then exit 1; fi
    done
    if touch /var/lib/adsync-samba/written 2>/dev/null; then exit 1; fi
    ls /var/lib/adsync-samba/spool' || die "the courier sees or writes too much, or does not see the spool"
}

exposure() { # of both, in tenths
  local unit level
  for unit in "${both[@]}"; do
    level=$(on_controller "systemd-analyze security $unit --no-pager" | sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
    echo "   $unit: exposure $level of 10"
    [ -n "$level" ] && [ "${level/./}" -le 15 ] || die "systemd-analyze finds $unit too much exposed"
  done
}

no_call_is_denied() { # one that the filter denies ends the process now, instead of failing
  local unit
  for unit in "${both[@]}"; do
    on_controller "mkdir -p /run/systemd/system/$unit.service.d
      printf '[Service]\nSystemCallErrorNumber=kill\n' >/run/systemd/system/$unit.service.d/test.conf"
  done
  on_controller "systemctl daemon-reload; systemctl restart ${both[*]}"
  sets ada.adler Tenth-Passw0rd
  arrives "where a denied call kills" ada.adler Tenth-Passw0rd
  still_the_first
  ! on_controller "journalctl --no-pager --unit=adsync-samba-sync --unit=adsync-samba-courier" |
    grep -iE 'denied|not permitted|read-only file|Traceback|SIGSYS|dumped|unknown|ignoring' || die "see above"
}

passwords_arrive() { # whoever changes it, and however
  sets ada.adler First-Passw0rd
  arrives "by samba-tool" ada.adler First-Passw0rd
  on_controller "samba-tool user password -U ada.adler%First-Passw0rd --newpassword=Second-Passw0rd --ipaddress=$controller_address" >/dev/null
  arrives "by the user, over the network" ada.adler Second-Passw0rd
  printf 'dn: CN=ada adler,%s\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: %s\n' "$root" \
    "$(printf '"Third-Passw0rd"' | iconv -t utf-16le | base64 -w 0)" >"$controller_root/root/change.ldif"
  on_controller "ldbmodify -H ldap://dc1.contoso.com -U Administrator%Choose-Another.0 change.ldif; rm change.ldif" >/dev/null
  arrives "by LDAP" ada.adler Third-Passw0rd
  ! signs_in ada.adler Second-Passw0rd || die "an older password is good, too"
}

