# bundle.sh - sourced by scripts/test-package: what root asks for in a folder that the service's account may not enter.

bundle_from_a_closed_folder() { # machine: what runs a script where the package is
  local machine=$1
  say "root's own folder"
  # Only who may read the system's log gets something of it.
  "$machine" 'printf "#!/bin/sh\nif id -Gn | grep -qw systemd-journal; then echo the log of the service; fi\n" >/usr/local/bin/journalctl
    chmod 755 /usr/local/bin/journalctl; install -d -m 700 /root/desk'
  "$machine" 'cd /root/desk; adsync support-bundle >told; adsync version >/dev/null
    file=$(cut -d: -f1 told); case $file in /root/desk/adsync-support-*.tar.gz) ;; *) cat told; exit 1 ;; esac
    [ "$(stat -c %U:%a "$file")" = root:600 ]
    tar -tzf "$file" | tee parts | sed "s/^/   /"; grep -qx health.json parts
    tar -xzOf "$file" logs/journald.log | grep -qx "the log of the service"' || die "no bundle where root is"
  "$machine" 'cd /root/desk; adsync support-bundle --json -o given.tar.gz | grep -q "\"/root/desk/given.tar.gz\""
    before=$(sha256sum given.tar.gz); code=0; adsync support-bundle --output=given.tar.gz 2>told || code=$?
    [ $code = 2 ]; grep -q "is there already" told; [ "$before" = "$(sha256sum given.tar.gz)" ]' ||
    die "a bundle is not where it was to be, or one was overwritten"
  "$machine" 'cd /root/desk; echo scim-password >/tmp/leak.log; code=0
    adsync support-bundle --log /tmp/leak.log -o leak.tar.gz 2>told || code=$?
    [ $code = 1 ]; grep -q "leak.log, line 1" told; rm /tmp/leak.log
    adsync support-bundle --help -o help.tar.gz | grep -q Example
    left=$(ls -d leak.tar.gz help.tar.gz /tmp/adsync-support.* /tmp/hsperfdata_adsync 2>/dev/null || true); echo "$left"; [ -z "$left" ]' || die "something was left behind"
  "$machine" 'cd /root/desk; install -m 600 /etc/adsync/adsync.yaml NEW.yaml
    for command in "config validate" preview "setup --non-interactive" status web; do
      code=0; adsync $command --config NEW.yaml >told 2>&1 </dev/null || code=$?
      [ $code != 0 ] && grep -q "the account adsync cannot read; let it" told || { echo "$command:"; cat told; exit 1; }
    done
    echo secret >password; code=0
    adsync setup --non-interactive --password-file password 2>told || code=$?
    [ $code = 2 ]; grep -q "password cannot be read: permission denied for the account adsync" told' ||
    die "what the service may not read is not told"
  "$machine" 'if id -Gn adsync | grep -qw systemd-journal; then exit 1; fi; cd /root; rm -r desk /usr/local/bin/journalctl' ||
    die "the service itself may read the log of the system"
}
