package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake, with the words an administrator reads. */
class BadConfigurationTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            organization: contoso | organization: 12 | adsync.yaml:1: organization: expected a name of letters, digits, dots, hyphens and underscores, found a number; put it in quotes if it is meant as text
            organization: contoso | organization: a/b | adsync.yaml:1: organization: expected a name of letters, digits, dots, hyphens and underscores, found text with other characters; use the name the provider gave you
            organization: contoso | organization: | adsync.yaml:1: organization: expected a name of letters, digits, dots, hyphens and underscores, found nothing
            organization: contoso | log: json | adsync.yaml:1: organization: expected a name of letters, digits, dots, hyphens and underscores, found nothing; add it, for example organization: contoso
            organization: contoso | organisation: contoso | adsync.yaml:1: organisation: expected one of organization, directory, scope, groups, provider, mapping, services, deprovision, reconcile, guard, passwords, state, listen, web, log, found an unknown key; did you mean organization?
            root: OU=Staff,DC=contoso,DC=com | root: Staff | adsync.yaml:4: directory.root: expected a distinguished name, found text that is none; write it as OU=Staff,DC=contoso,DC=com
            root: OU=Staff,DC=contoso,DC=com | root: [DC=contoso] | adsync.yaml:4: directory.root: expected a distinguished name, found a list
            user: svc-adsync@contoso.com | user: svc-adsync | adsync.yaml:5: directory.user: expected an account: user@domain, DOMAIN\\user or a distinguished name, found text of another form; a bare name is not enough to sign in with
            [ldaps://dc1.contoso.com] | ldaps://dc1.contoso.com | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found text; write [ldaps://dc1.contoso.com], also for a single one
            [ldaps://dc1.contoso.com] | [] | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found an empty list
            ldaps://dc1.contoso.com | dc1.contoso.com | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found no scheme; begin it with ldap:// or ldaps://
            ldaps://dc1.contoso.com | https://dc1.contoso.com | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found another scheme; begin it with ldap:// or ldaps://
            ldaps://dc1.contoso.com | "ldaps://me:hunter2@dc1" | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found a user name in it; write user and password as keys of their own
            ldaps://dc1.contoso.com | ldaps:///DC=x | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found no host
            ldaps://dc1.contoso.com | "ldaps://dc1:70000" | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found a port that does not exist; use 1 to 65535
            ldaps://dc1.contoso.com | ldaps://dc1/DC=x | adsync.yaml:3: directory.servers: expected a list of ldaps:// or ldap:// addresses, found something behind the host; the place to look at belongs into directory.root
            ldaps://dc1.contoso.com | ldap://dc1.contoso.com | adsync.yaml:3: directory.servers: expected encrypted connections, found ldap:// without TLS; use ldaps://, or StartTLS (directory.startTls: true)
            servers: [ldaps://dc1.contoso.com] | poll: 60s | adsync.yaml:2: directory.servers: expected this or directory.domain, found neither; add one, for example servers: [ldaps://dc1.contoso.com, ldaps://dc2.contoso.com]
            servers: [ldaps://dc1.contoso.com] | domain: not/a/name | adsync.yaml:3: directory.domain: expected the DNS name of a domain, found text that is no DNS name; write it as contoso.com
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  poll: 60 | adsync.yaml:4: directory.poll: expected a duration from 1s to 1h, found a number without a unit; add one of ms, s, m, h, d, as in 1s
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  poll: soon | adsync.yaml:4: directory.poll: expected a duration from 1s to 1h, found text of another form; write a number and one of ms, s, m, h, d, as in 20s
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  poll: 20ms | adsync.yaml:4: directory.poll: expected a duration from 1s to 1h, found a shorter one
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  poll: 30d | adsync.yaml:4: directory.poll: expected a duration from 1s to 1h, found a longer one
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  startTls: yes | adsync.yaml:4: directory.startTls: expected true or false, found text; write true or false, without quotes
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  kdc: dc1 | adsync.yaml:2: directory.keytab: expected it together with directory.kdc, found nothing; add it, for example keytab: conf/svc-adsync.keytab
            servers: [ldaps://dc1.contoso.com] | domain: contoso.com%n  servers: [ldaps://dc1] | adsync.yaml:3: directory.domain: expected either directory.servers or this, found both; remove one
            ${env:ADSYNC_DIRECTORY_PASSWORD} | ${env:NOWHERE} | adsync.yaml:6: directory.password: expected a secret, as ${env:NAME} or ${file:/path}, found the environment variable NOWHERE, which is not set; set it for this process
            ${env:ADSYNC_DIRECTORY_PASSWORD} | ${file:nowhere} | adsync.yaml:6: directory.password: expected a secret, as ${env:NAME} or ${file:/path}, found the file nowhere, which is no file; create it
            ${env:ADSYNC_DIRECTORY_PASSWORD} | 123456 | adsync.yaml:6: directory.password: expected a secret, as ${env:NAME} or ${file:/path}, found a number; put it in quotes if it is meant as text
            ${env:ADSYNC_DIRECTORY_PASSWORD} | [hunter2] | adsync.yaml:6: directory.password: expected a secret, as ${env:NAME} or ${file:/path}, found a list
            password: ${env:ADSYNC_DIRECTORY_PASSWORD} | pasword: hunter2 | adsync.yaml:6: directory.pasword: expected one of servers, domain, root, roots, user, password, keytab, kdc, trust, startTls, allowClearText, poll, found an unknown key; did you mean password?
            url: https://scim.example.net/scim/v2 | url: ftp://scim.example.net | adsync.yaml:8: provider.url: expected an https:// or http:// address, found another scheme; begin it with http:// or https://
            url: https://scim.example.net/scim/v2 | url: http://scim.example.net | adsync.yaml:8: provider.url: expected an encrypted connection, found http:// to another machine; use https://
            url: https://scim.example.net/scim/v2 | url: https://x/?tenant=1 | adsync.yaml:8: provider.url: expected an https:// or http:// address, found a question mark; remove it and what follows
            url: https://scim.example.net/scim/v2 | url: https://x/a b | adsync.yaml:8: provider.url: expected an https:// or http:// address, found text that is no address; check it for blanks and brackets
            url: https://scim.example.net/scim/v2 | url: https://x/v2/Users | adsync.yaml:8: provider.url: expected an https:// or http:// address, found the address of Users there; leave /Users away
            url: https://scim.example.net/scim/v2 | url: https://x/v2/Groups// | adsync.yaml:8: provider.url: expected an https:// or http:// address, found the address of Groups there; leave /Groups away
            url: https://scim.example.net/scim/v2 | url: https://x/{organization}/ServiceProviderConfig | adsync.yaml:8: provider.url: expected an https:// or http:// address, found the address of ServiceProviderConfig there; leave /ServiceProviderConfig away
            url: https://scim.example.net/scim/v2 | url: https://x/Schemas/ | adsync.yaml:8: provider.url: expected an https:// or http:// address, found the address of Schemas there; leave /Schemas away
            url: https://scim.example.net/scim/v2 | url: https://x/ResourceTypes | adsync.yaml:8: provider.url: expected an https:// or http:// address, found the address of ResourceTypes there; leave /ResourceTypes away
            user: contoso-sync | token: abc | adsync.yaml:7: provider.user: expected it together with provider.password, found nothing; add it, for example user: contoso-sync
            user: contoso-sync | oauth: {scope: scim} | adsync.yaml:9: provider.oauth.tokenUrl: expected it as part of oauth, found nothing; add it, for example tokenUrl: https://login.example.net/oauth2/token
            url: https://scim.example.net/scim/v2 | url: https://x%n  batch: 7 | adsync.yaml:9: provider.batch: expected a section, found a number
            url: https://scim.example.net/scim/v2 | url: https://x%n  batch: {size: 0} | adsync.yaml:9: provider.batch.size: expected a number from 1 to 1000, found a smaller one
            url: https://scim.example.net/scim/v2 | url: https://x%n  batch: {size: 1.5} | adsync.yaml:9: provider.batch.size: expected a number from 1 to 1000, found a number that is not whole or too large
            url: https://scim.example.net/scim/v2 | url: https://x%n  batch: {size: many} | adsync.yaml:9: provider.batch.size: expected a number from 1 to 1000, found text
            url: https://scim.example.net/scim/v2 | url: https://x%n  adopt: sometimes | adsync.yaml:9: provider.adopt: expected never or unmanaged or always, found another word
            url: https://scim.example.net/scim/v2 | url: https://x%n  poll: 60s | adsync.yaml:9: provider.poll: expected one of url, user, password, token, oauth, trust, allowClearText, adopt, batch, concurrency, timeout, passwords, found an unknown key; did you mean directory.poll?
            organization: contoso | organization: contoso%ndeprovision: archive | adsync.yaml:2: deprovision: expected disable or delete or disable-then-delete, found another word
            root: OU=Staff,DC=contoso,DC=com | poll: 60s | adsync.yaml:2: directory.root: expected this or directory.roots, found neither; add one, for example root: OU=Staff,DC=contoso,DC=com
            root: OU=Staff,DC=contoso,DC=com | root: DC=com%n  roots: ["DC=a,DC=com"] | adsync.yaml:5: directory.roots: expected either directory.root or this, found both; remove one
            root: OU=Staff,DC=contoso,DC=com | roots: OU=Staff,DC=contoso,DC=com | adsync.yaml:4: directory.roots: expected a list of distinguished names, found text; write ["OU=Staff,DC=contoso,DC=com"], also for a single one
            root: OU=Staff,DC=contoso,DC=com | roots: [OU=Staff,DC=contoso,DC=com] | adsync.yaml:4: directory.roots: expected a list of distinguished names, found names that are cut at their commas; put each in quotes, or on a line of its own
            root: OU=Staff,DC=contoso,DC=com | roots: [] | adsync.yaml:4: directory.roots: expected a list of distinguished names, found an empty list
            root: OU=Staff,DC=contoso,DC=com | roots:%n    - DC=a,DC=com%n    - Students | adsync.yaml:6: directory.roots: expected a distinguished name, found text that is none; write it as OU=Staff,DC=contoso,DC=com
            root: OU=Staff,DC=contoso,DC=com | roots:%n    - OU=A,DC=a,DC=com%n    - dc=A,dc=com | adsync.yaml:5: directory.roots: expected roots that lie apart, found one within another; remove it
            root: OU=Staff,DC=contoso,DC=com | roots:%n    - DC=a,DC=com%n    - dc=A,dc=com | adsync.yaml:6: directory.roots: expected roots that lie apart, found one within another; remove it
            organization: contoso | scope: {exclude: ["OU=Else,DC=contoso,DC=com"]}%norganization: contoso | adsync.yaml:1: scope.exclude: expected objects below a root, found one that is not; only what lies below a root is looked at
            organization: contoso | scope: {exclude: ["ou=staff,dc=contoso,dc=com"]}%norganization: contoso | adsync.yaml:1: scope.exclude: expected objects below a root, found one that is not; only what lies below a root is looked at
            organization: contoso | scope:%n  exclude:%n    - OU=A,OU=Staff,DC=contoso,DC=com%n    - DC=contoso,DC=com%norganization: contoso | adsync.yaml:4: scope.exclude: expected objects below a root, found one that is not; only what lies below a root is looked at
            organization: contoso | scope: {excluded: []}%norganization: contoso | adsync.yaml:1: scope.excluded: expected one of exclude, filter, found an unknown key; did you mean exclude?
            organization: contoso | scope:%n  filter: "(memberOf=CN=X)"%norganization: contoso | adsync.yaml:2: scope.filter: expected an LDAP filter that can be evaluated here, found (memberOf=CN=X): memberOf is computed by the directory, which does not tell its changes; name the groups of a service under services, and select a scope by another attribute
            organization: contoso | services: []%norganization: contoso | adsync.yaml:1: services: expected a section for each service, found a list; write mailbox: {groups: ["CN=Mail,OU=Groups,DC=contoso,DC=com"]}
            organization: contoso | services:%n  Mail Box: {filter: "(mail=*)"}%norganization: contoso | adsync.yaml:2: services.Mail Box: expected the name of a service, found other characters; write lower-case words joined by hyphens, as in mailbox
            organization: contoso | services:%n  mailbox: on%norganization: contoso | adsync.yaml:2: services.mailbox: expected groups, filter or both, found text; write {groups: ["CN=Mail,OU=Groups,DC=contoso,DC=com"]}
            organization: contoso | services:%n  mailbox: {}%norganization: contoso | adsync.yaml:2: services.mailbox: expected groups, filter or both, found neither; say who has the service
            organization: contoso | services:%n  mailbox:%n    group: ["DC=a,DC=b"]%norganization: contoso | adsync.yaml:3: services.mailbox.group: expected one of groups, filter, found an unknown key; did you mean groups?
            organization: contoso | services:%n  mailbox:%n    filter: "(mail~=a)"%norganization: contoso | adsync.yaml:3: services.mailbox.filter: expected an LDAP filter that can be evaluated here, found (mail~=a): every directory means something else by ~=; use = with or without *
            organization: contoso | services:%n  mailbox:%n    groups:%n      - Mail%norganization: contoso | adsync.yaml:4: services.mailbox.groups: expected a distinguished name, found text that is none; write it as OU=Staff,DC=contoso,DC=com
            organization: contoso | services:%n  chat: {filter: "(mail=*)"}%n  chat: {filter: "(mail=*)"}%norganization: contoso | adsync.yaml:3: services.chat: expected every key once, found it again; it is already on line 2
            organization: contoso | deprovision: {policy: disable, after: 3d}%norganization: contoso | adsync.yaml:1: deprovision.after: expected it together with the policy disable-then-delete, found another one; remove it or change the policy
            organization: contoso | deprovision:%n  after: 3d%norganization: contoso | adsync.yaml:2: deprovision.policy: expected disable or delete or disable-then-delete, found nothing; add it
            organization: contoso | deprovision:%n  policy: disable-then-delete%n  after: 30%norganization: contoso | adsync.yaml:3: deprovision.after: expected a duration from 1s to 3650d, found a number without a unit; add one of ms, s, m, h, d, as in 1s
            organization: contoso | deprovision:%n  polcy: delete%norganization: contoso | adsync.yaml:2: deprovision.polcy: expected one of policy, after, found an unknown key; did you mean policy?
            organization: contoso | guard: {window: 1s}%norganization: contoso | adsync.yaml:1: guard.window: expected a duration from 1m to 30d, found a shorter one
            organization: contoso | guard: {delete: {percent: 200}}%norganization: contoso | adsync.yaml:1: guard.delete.percent: expected a number from 0 to 100, or off, found a larger one
            organization: contoso | guard: {delete: {count: none}}%norganization: contoso | adsync.yaml:1: guard.delete.count: expected a number from 0 to 1000000, or off, found text
            organization: contoso | guard: {deletes: {percent: 2}}%norganization: contoso | adsync.yaml:1: guard.deletes: expected one of window, grace, delete, disable, leaveScope, services, members, rename, found an unknown key; did you mean delete?
            organization: contoso | organization: contoso%nlisten: 8480 | adsync.yaml:2: listen: expected a host and a port, found a number; write host:port, for example 127.0.0.1:8480
            organization: contoso | organization: contoso%nlisten: localhost | adsync.yaml:2: listen: expected a host and a port, found no port; write host:port
            organization: contoso | organization: contoso%nlisten: "a:99999" | adsync.yaml:2: listen: expected a host and a port, found a port that does not exist; use 0 to 65535
            organization: contoso | organization: contoso%nlog: xml | adsync.yaml:2: log: expected json or console, found another word
            organization: contoso | organization: contoso%norganization: other | adsync.yaml:2: organization: expected every key once, found it again; it is already on line 1
            organization: contoso | organization: &a contoso | adsync.yaml:1: expected plain values, found an anchor or alias (& or *); write the value out, in quotes if it begins so
            organization: contoso | organization: contoso%n--- | adsync.yaml:2: expected one document, found a second one; remove the line ---
            organization: contoso | organization: [[[[[[[[[[[[]]]]]]]]]]]] | adsync.yaml:1: expected at most 10 levels of nesting, found more
            """)
    void a_mistake_is_told_with_its_line_and_how_to_mend_it(String old, String mistake, String problem) {
        Written written = new Written(folder);

        assertThat(written.problems(written.with(old, mistake.replace("%n", "\n"))))
                .contains(problem)
                .allMatch(line -> !line.contains("hunter2"));
    }
}
