# systemd-machine.sh - sourced by scripts/test-machines: the .deb where systemd is the first process.

machine_root=$work/machine
leader=

inside() { # runs a script on the machine that ADSync is installed on
  nsenter --target "$leader" --mount --uts --ipc --pid env -i HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh -euc "cd /tmp; $1"
}

shown() { # property -> what systemd says of the service
  inside "systemctl show --property=$1 --value adsync"
}

is() { # property, value
  [ "$(shown "$1")" = "$2" ]
}

told() { # text -> whether the service has said so
  inside 'journalctl --unit=adsync --output=cat --no-pager' | grep -q "$1"
}

systemd_end() {
  [ -z "$leader" ] || kill -KILL "$leader" 2>/dev/null
}

boot() {
  local nspawn
  mkdir -p "$machine_root"
  tar -C "$machine_root" -xf "$base"
  printf '127.0.0.1 localhost\n%s dc1.contoso.com\n%s scim.example.net\n' "$SAMBA_DC_IP" "$provider_address" \
    >"$machine_root/etc/hosts"
  mkdir -p "$machine_root/opt/adsync"
  cp target/package/adsync_*.deb "$machine_root/opt/adsync/adsync.deb"
  # nspawn wants to see a machine that was booted by systemd; this one need not be.
  mkdir -p /run/systemd/system
  systemd-nspawn --quiet --register=no --keep-unit --resolv-conf=off --directory "$machine_root" --boot \
    >"$work/console.log" 2>&1 </dev/null &
  nspawn=$!
  children+=("$nspawn")
  awaits "systemd is started" sh -c "pgrep --parent $nspawn >/dev/null"
  leader=$(pgrep --parent "$nspawn")
  awaits "the machine is up" sh -c "nsenter --target $leader --mount --pid systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'"
}

systemd_machine() {
  local began link
  say "systemd $(systemd-nspawn --version | sed -n 's/^systemd \([0-9]*\).*/\1/p') is the first process"
  boot
  inside 'readlink /proc/1/exe; systemctl --failed --no-legend' | sed 's/^/   /'

  say "the package starts its service, which offers the set-up"
  began=$SECONDS
  inside 'dpkg -i /opt/adsync/adsync.deb' | sed 's/^/   /'
  is ActiveState active || die "the service is $(shown ActiveState)"
  is UnitFileState enabled || die "the service does not start with the machine"

  say "a newcomer sets up on the page"
  link=$(inside 'adsync web' | grep '^http')
  newcomer "$link" systemd
  awaits "ada.adler is at the provider" has ada.adler@contoso.com
  echo "   $((SECONDS - began)) s from the package to the first user at the provider"
  is NRestarts 0 || die "the service was started anew"

  say "reload"
  inside 'echo "reconcile: {every: 12h}" >>/etc/adsync/adsync.yaml; systemctl reload adsync'
  awaits "the configuration is reloaded" told 'configuration reloaded.*used from now on'

  say "credentials"
  inside 'printf scim-password >/etc/adsync/credentials/provider-secret
    sed -i "s|^\( *password: \).*provider.*|\1\${credential:provider-secret}|" /etc/adsync/adsync.yaml
    grep -q "{credential:provider-secret}" /etc/adsync/adsync.yaml
    systemctl restart adsync
    test "$(stat -c %U:%a /run/credentials/adsync.service/provider-secret)" = adsync:400'
  inside 'adsync check' | grep -E 'provider: login' | sed 's/^/   /'

  say "a bundle for who helps, with the log of the service"
  inside 'cd /root; adsync support-bundle --output bundle.tar.gz; tar -xzOf bundle.tar.gz logs/journald.log | grep -q "started"
    tar -tzf bundle.tar.gz | grep -qx health.json; rm bundle.tar.gz' | sed 's/^/   /'

  say "a crash"
  inside 'kill -KILL "$(systemctl show --property=MainPID --value adsync)"'
  person bo.berg
  awaits "it runs again" is NRestarts 1
  awaits "it is ready again" is ActiveState active
  awaits "bo.berg, created meanwhile, is at the provider" has bo.berg@contoso.com

  say "the watchdog"
  inside 'mkdir -p /run/systemd/system/adsync.service.d
    printf "[Service]\nWatchdogSec=6\n" >/run/systemd/system/adsync.service.d/test.conf
    systemctl daemon-reload; systemctl restart adsync
    sleep 15; test "$(systemctl show --property=NRestarts --value adsync)" = 0
    kill -STOP "$(systemctl show --property=MainPID --value adsync)"'
  awaits "a service that hangs is started anew" is NRestarts 1
  awaits "it is ready again" is ActiveState active
  told 'watchdog' || inside 'journalctl --unit=adsync --no-pager' | grep -qi watchdog || die "it was not the watchdog"

  say "what it may do"
  limits
  say "a refused configuration is not tried again and again"
  inside 'sed -i "s/OU=Staff/OU=Nowhere/" /etc/adsync/adsync.yaml; ! systemctl restart adsync 2>/dev/null'
  is ActiveState failed || die "it is $(shown ActiveState)"
  is ExecMainStatus 3 || is ExecMainStatus 2 || die "it ended with $(shown ExecMainStatus)"
  inside 'sed -i "s/OU=Nowhere/OU=Staff/" /etc/adsync/adsync.yaml; systemctl restart adsync'

  say "upgrade, remove, install again"
  packages_come_and_go
  say "stop, remove, purge"
  inside 'systemctl stop adsync'
  is Result success || die "it did not stop well: $(shown Result)"
  inside 'systemctl start adsync; dpkg -P adsync' >/dev/null
  inside '! systemctl cat adsync 2>/dev/null; test ! -e /etc/adsync; test ! -e /var/lib/adsync; ! ls -l /proc/[0-9]*/exe 2>/dev/null | grep -q /usr/lib/adsync' ||
    die "purging left something"
  inside 'systemctl --failed --no-legend' | sed 's/^/   /'
}

packages_come_and_go() { # as an administrator left it, so it is afterwards
  inside 'dpkg-deb -R /opt/adsync/adsync.deb next; sed -i "s/^Version: .*/&+next/" next/DEBIAN/control
    printf "#!/bin/sh\n[ \"\$1\" != upgrade ] || ! systemctl is-active adsync\n" >next/DEBIAN/preinst
    chmod 755 next/DEBIAN/preinst; dpkg-deb --root-owner-group -Znone -b next /opt/adsync/next.deb; rm -r next' >/dev/null
  inside 'dpkg -i /opt/adsync/next.deb' >/dev/null || die "the upgrade failed, or the service ran while its files were exchanged"
  is ActiveState active || die "after the upgrade it is $(shown ActiveState)"
  is UnitFileState enabled || die "after the upgrade it does not start with the machine"
  inside 'dpkg -r adsync; if ls -l /proc/[0-9]*/exe 2>/dev/null | grep /usr/lib/adsync; then exit 1; fi; test -s /var/lib/adsync/journal.db
    dpkg -i /opt/adsync/next.deb' >/dev/null || die "removing left the service running, or took the state"
  is ActiveState active || die "installed again, it is $(shown ActiveState)"
  is UnitFileState enabled || die "installed again, it does not start with the machine"
  inside 'systemctl disable --now adsync; dpkg -i /opt/adsync/next.deb; dpkg -r adsync; dpkg -i /opt/adsync/next.deb' >/dev/null 2>&1
  is ActiveState inactive || die "it was disabled and is $(shown ActiveState)"
  is UnitFileState disabled || die "it was disabled and is $(shown UnitFileState)"
  inside 'systemctl enable --now adsync' 2>/dev/null
}

limits() { # as the kernel says of the running process
  local status exposure
  status=$(inside 'cat /proc/$(systemctl show --property=MainPID --value adsync)/status')
  grep -qE '^NoNewPrivs:\s*1$' <<<"$status" && grep -qE '^Seccomp:\s*2$' <<<"$status" || die "it may gain rights: $status"
  grep -qE '^CapBnd:\s*0+$' <<<"$status" || die "it has capabilities: $status"
  inside 'in=$(systemctl show --property=MainPID --value adsync)
    nsenter --target $in --mount sh -c "! touch /usr/x 2>/dev/null && ! touch /var/x 2>/dev/null && test -z \"\$(ls -A /root)\""
    touch /home/seen; ! nsenter --target $in --mount test -e /home/seen' || die "it may write, or sees, what it should not"
  exposure=$(inside 'systemd-analyze security adsync --no-pager' | sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
  echo "   exposure $exposure of 10"
  [ "${exposure%%.*}" -lt 3 ] || die "systemd-analyze finds the service too much exposed"
}
