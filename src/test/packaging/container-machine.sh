# container-machine.sh - sourced by scripts/test-machines: the image, as its compose.yaml says.

compose() { # as an administrator would, beside the files
  (cd "$work/context" && podman-compose --project-name adsync-test -f compose.yaml -f test.yaml "$@")
}

in_container() { podman exec adsync-test_adsync_1 "$@"; }

container_end() {
  [ ! -d "$work/storage" ] || podman rm --all --force >/dev/null 2>&1
}

link() { # -> a link to the page, once there is one
  in_container adsync web 2>/dev/null | grep '^http'
}

status_ends_with() { # code
  local code=0
  in_container adsync status >/dev/null 2>&1 || code=$?
  [ "$code" = "$1" ]
}

container_machine() {
  say "the image is built"
  mkdir -p "$work/context" "$work/storage" "$work/cni"
  tar -C "$work/context" --strip-components=1 -xzf target/package/adsync-*-container.tar.gz
  # Images, networks and limits of this test alone; podman's standard limits are higher than a container may have here.
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/storage" "$work/run" >"$work/storage.conf"
  printf '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]\n[engine]\ncgroup_manager = "cgroupfs"\n[network]\nnetwork_config_dir = "%s"\n' \
    "$work/cni" >"$work/containers.conf"
  export CONTAINERS_STORAGE_CONF=$work/storage.conf CONTAINERS_CONF=$work/containers.conf
  podman import --quiet "$base" localhost/minimal-debian >/dev/null
  # What only this place needs: the base that is here, and the names of the lab.
  printf 'services:\n  adsync:\n    build:\n      args: {BASE: localhost/minimal-debian}\n    extra_hosts: ["dc1.contoso.com:%s", "scim.example.net:%s"]\n' \
    "$SAMBA_DC_IP" "$provider_address" >"$work/context/test.yaml"
  for files in compose.yaml "compose.yaml -f compose.by-hand.yaml"; do
    # shellcheck disable=SC2086 # words
    (cd "$work/context" && touch adsync.yaml directory-password provider-secret && docker-compose -f $files config --quiet) ||
      die "$files is no Compose file"
  done
  (cd "$work/context" && BUILDAH_FORMAT=docker podman build --quiet --tag adsync --build-arg BASE=localhost/minimal-debian . >/dev/null)

  say "without a configuration it offers the set-up page"
  compose up --detach >"$work/compose.log" 2>&1 || { cat "$work/compose.log"; die "it does not start"; }
  awaits "it waits for the set-up" link >/dev/null
  status_ends_with 1 || die "its status is not that of one that waits"
  link=$(link)
  [ "$link" != "${link#http://127.0.0.1:8480/#}" ] || die "the link leads elsewhere: $link"
  curl --silent --fail --output /dev/null http://127.0.0.1:8480/ || die "the host does not reach the page"
  ! curl --silent --max-time 2 --output /dev/null "http://$provider_address:8480/" || die "the page is not on loopback alone"
  newcomer "$link" container
  awaits "ada.adler is at the provider" has ada.adler@contoso.com

  say "the page of the service is reached, by those who are signed in alone"
  awaits "the service is well" status_ends_with 0
  podman healthcheck run adsync-test_adsync_1 || die "the health check fails"
  [ "$(curl --silent --output /dev/null --write-out '%{http_code}' --json '{}' http://127.0.0.1:8480/api/overview)" = 401 ] ||
    die "it answers to anybody"
  curl --silent --fail http://127.0.0.1:8480/metrics | grep -q '^adsync_' || die "no metrics"
  in_container sh -c 'ls -l /etc/adsync; test "$(stat -c %u:%a /etc/adsync/provider-password)" = 990:600; ! touch /usr/x 2>/dev/null'

  say "a new container goes on where the old one was"
  compose down >>"$work/compose.log" 2>&1
  person bo.container
  compose up --detach >>"$work/compose.log" 2>&1
  awaits "bo.container, created meanwhile, is at the provider" has bo.container@contoso.com
  podman logs adsync-test_adsync_1 2>&1 | grep -q 'enumerating the root' && die "the state was not kept"

  say "with a password that is wrong it stays, and says so on the page"
  in_container sh -c 'cp -p /etc/adsync/directory-password /etc/adsync/right && echo wrong >/etc/adsync/directory-password'
  podman restart --time 30 adsync-test_adsync_1 >/dev/null
  awaits "it offers the page again" link >/dev/null
  podman logs --tail 20 adsync-test_adsync_1 2>&1 | grep -q 'the service cannot start as it is configured' || die "the log does not say why"
  [ "$(podman inspect --format '{{.RestartCount}}' adsync-test_adsync_1)" = 0 ] || die "it is started again and again"
  in_container mv /etc/adsync/right /etc/adsync/directory-password
  podman restart --time 30 adsync-test_adsync_1 >/dev/null
  awaits "the service is well" status_ends_with 0
  podman stop --time 30 adsync-test_adsync_1 >/dev/null
  [ "$(podman inspect --format '{{.State.ExitCode}}' adsync-test_adsync_1)" = 0 ] || die "it did not stop well"
}
