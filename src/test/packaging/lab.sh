# lab.sh - sourced by scripts/test-machines: the Samba domain, and a SCIM server on SCIM-SDK behind TLS, that
# docs/getting-started.md names. $work, $provider_address and SAMBA_DC_* are set before.

samba=src/test/samba/samba-dc
children=()

say() { printf '== %s\n' "$*"; }
die() { echo "$(basename "$0"): $*" >&2; exit 1; }

lab_start() { # the domain, its unit Staff, the provider
  local ready
  "$samba" start >/dev/null
  coproc SCIM { exec scripts/test-program 7200 adsync.testing.SdkScimServer; }
  children+=("$SCIM_PID")
  read -r scim_url <&"${SCIM[0]}" || die "the provider does not start"
  (
    cd "$SAMBA_DC_HOME/tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -config req.cnf -keyout scim.key \
      -out scim.pem -subj /CN=scim.example.net -CA ca.pem -CAkey ca.key -addext basicConstraints=critical,CA:FALSE \
      -addext extendedKeyUsage=serverAuth -addext subjectAltName=DNS:scim.example.net 2>/dev/null
  )
  coproc TLS { exec node src/test/packaging/tls-proxy.mjs "$SAMBA_DC_HOME/tls/scim.pem" "$SAMBA_DC_HOME/tls/scim.key" \
    "$provider_address" 443 "$scim_url"; } 2>/dev/null
  children+=("$TLS_PID")
  read -r ready <&"${TLS[0]}"
  [ "$ready" = ready ] || die "the provider does not listen"

  # The domain controller's own commands find it where Debian has it.
  mkdir -p /var/lib/samba/private /etc/samba
  mount --bind "$SAMBA_DC_HOME/private" /var/lib/samba/private
  cp "$SAMBA_DC_HOME/etc/smb.conf" "$work/smb.conf"
  [ -e /etc/samba/smb.conf ] || : >/etc/samba/smb.conf
  mount --bind "$work/smb.conf" /etc/samba/smb.conf
  directory "samba-tool ou create OU=Staff,DC=contoso,DC=com" >/dev/null
}

lab_end() {
  local child
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  wait "${children[@]}" 2>/dev/null || true
  "$samba" stop || true
}

directory() { # runs a script on the domain controller
  PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -euc "$1"
}

account() { # makes the account of the service, as docs/getting-started.md says
  directory "$(sed -n '/^## 2/,/^## 3/{/^```sh/,/^```/{/^```/d;p}}' docs/getting-started.md)" >/dev/null
}

person() { # login -> somebody in the unit
  directory "samba-tool user create $1 'Choose-Another.3' --userou=OU=Staff --given-name="${1%.*}" --surname="${1#*.}" \
    --mail-address=$1@contoso.com" >/dev/null
}

newcomer() { # link, name of the pictures -> sets up on the page in a browser, for ada.adler
  scripts/test-program 600 adsync.web.Newcomer "$1" "$root" "$SAMBA_DC_HOME/tls/ca.pem" ada.adler@contoso.com "$2" | sed 's/^/   /'
}

provider() { # path -> its answer
  curl --silent --fail --cacert "$SAMBA_DC_HOME/tls/ca.pem" --user scim:scim-password \
    --resolve "scim.example.net:443:$provider_address" "https://scim.example.net/scim/v2$1"
}

has() { # login -> whether the provider has that active user
  provider "/Users?filter=userName%20eq%20%22$1%22" | grep -q '"active": *true'
}

awaits() { # what, command ... -> until it is true
  local what=$1 i
  shift
  for ((i = 0; i < 300; i++)); do
    if "$@"; then return; fi
    sleep 0.2
  done
  die "in a minute it did not happen: $what"
}
