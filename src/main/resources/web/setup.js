// The set-up, step by step. What is answered is kept by the service at once and tried there; nothing is written before the end.

import { announce, card, chip, h, table, trouble } from './elements.js';
import { ask, session } from './service.js';
import { Choice, tree } from './tree.js';
import { plural } from './words.js';

const TYPING = 600;
const PART = 50;
const ASK_AGAIN = 1000;

const KINDS = {
  create: 'created',
  link: 'taken over',
  update: 'updated',
  rename: 'get another login',
  service_removal: 'lose a service',
  disable: 'switched off',
  enable: 'switched on',
  delete: 'deleted',
  park: 'cannot be shipped',
};

const GROUP_KINDS = {
  create: 'created',
  link: 'taken over',
  rename: 'get another name',
  add_members: 'get members',
  remove_members: 'lose members',
  delete: 'deleted',
  park: 'cannot be shipped',
};

let state;

/** Gives answers; the state is then as the service has it. */
async function answer(answers, signal) {
  state = await ask('setup-answer', answers, signal);
  return state;
}

const text = (key) => state.answers[key] ?? '';

/** A labelled input with its help, and a place for what is wrong with it. */
function field(key, label, input, help = '') {
  const id = `setup-${key.replace(/\W/g, '-')}`;
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-wrong ${id}-help`);
  return h(
    'div',
    { class: 'field wide', data: { key } },
    h('label', { for: id }, label),
    input,
    h('p', { class: 'wrong', id: `${id}-wrong` }),
    h('p', { class: 'quiet help', id: `${id}-help` }, help),
  );
}

function input(value, properties = {}) {
  return h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value, ...properties });
}

function password(key, properties = {}) {
  const known = state.secrets.includes(key);
  return h('input', { type: 'password', autocomplete: 'new-password', placeholder: known ? 'as it is' : '', ...properties });
}

/** Puts each failure at its answer, and what has none here above them. */
function mark(root, failures) {
  for (const one of root.querySelectorAll('.field')) {
    one.querySelector('.wrong').textContent = '';
    one.querySelector('input, textarea, select').removeAttribute('aria-invalid');
  }
  const rest = root.querySelector('.rest');
  rest.replaceChildren();
  for (const failure of failures) {
    const words = failure.cause + (failure.remedy ? `; to mend it: ${failure.remedy}` : '');
    const place = [...root.querySelectorAll('.field')].find((one) => failure.key.startsWith(one.dataset.key));
    if (place) {
      place.querySelector('.wrong').textContent = words;
      place.querySelector('input, textarea, select').setAttribute('aria-invalid', 'true');
    } else {
      rest.append(trouble(`${failure.key ? `${failure.key}: ` : ''}${words}`));
    }
  }
}

function steps(into, tried) {
  into.replaceChildren(
    ...tried.steps.map((step) =>
      h('li', {}, chip(step.passed ? 'up' : 'down', step.passed ? 'ok' : 'failed'), h('b', {}, step.name), h('span', {}, step.detail)),
    ),
  );
}

/** A step with a trial: `part` names what is tried; `attempt` tries it and says whether all is well. */
function trial(root, part, results, signal) {
  let number = 0;
  return async (what = part) => {
    number += 1;
    const mine = number;
    root.setAttribute('aria-busy', 'true');
    const tried = await ask('setup-try', { part: what }, signal);
    if (mine !== number) return tried; // a later answer is tried already
    root.removeAttribute('aria-busy');
    steps(results, tried);
    mark(root, tried.failures);
    announce(tried.passed ? 'All is well.' : plural(tried.failures.length, 'problem'));
    return tried;
  };
}

function frame(title, lead, ...children) {
  return card(title, h('p', { class: 'quiet' }, lead), h('div', { class: 'rest' }), children);
}

// 1. The directory

function directory(signal) {
  const results = h('ul', { class: 'tried' });
  const servers = input((state.answers['directory.servers'] ?? []).join(' ') || text('directory.domain'), { placeholder: 'contoso.com' });
  const user = input(text('directory.user'), { placeholder: 'svc-adsync@contoso.com' });
  const secret = password('directory.password');
  const shown = h('div', { class: 'shown' });
  const pem = h('textarea', { rows: 3, spellcheck: 'false', placeholder: text('directory.trust') || '-----BEGIN CERTIFICATE-----' });
  const root = frame(
    'The directory',
    'Where your users are, and the account that reads them. It needs no right to change anything.',
    field('directory.servers', 'Domain, or addresses of domain controllers', servers, 'A domain is looked up in DNS. Addresses look like ldaps://dc1.contoso.com; several have blanks between them.'),
    h(
      'details',
      { class: 'trust', open: state.answers['directory.trust'] !== undefined },
      h('summary', {}, 'Certificate authority of the directory'),
      field('directory.trust', 'Certificates in PEM, unless this machine knows them already', pem, 'Paste what the authority exported; or look at what the server shows.'),
      h('button', { type: 'button', class: 'plain', onclick: () => show() }, 'Show the certificate of the server'),
      shown,
    ),
    field('directory.user', 'Account', user, 'As name@domain, DOMAIN\\name or a distinguished name.'),
    field('directory.password', 'Its password', secret, 'It is kept in a file that only the account of the service may read.'),
    results,
  );
  const attempt = trial(root, 'directory', results, signal);
  let typing;

  async function reach() {
    const given = servers.value.trim();
    if (given === '') return;
    if (given.includes('://')) {
      await answer({ remove: ['directory.domain'], set: { 'directory.servers': given.split(/[\s,]+/) } }, signal);
    } else {
      const found = await ask('setup-discover', { domain: given }, signal);
      if (servers.value.trim() !== given) return;
      if (found.servers) {
        await answer({ remove: ['directory.servers'], set: { 'directory.domain': given } }, signal);
      } else {
        await answer({ remove: ['directory.domain'], set: { 'directory.servers': [`ldaps://${given}`] } }, signal);
      }
    }
    await tell(await attempt('servers'));
  }

  async function tell(tried) {
    if (tried.failures.some((one) => one.key === 'directory.trust')) root.querySelector('.trust').open = true;
    return tried;
  }

  async function login() {
    if (user.value.trim() === '' || (secret.value === '' && !state.secrets.includes('directory.password'))) return;
    await answerAccount();
    await tell(await attempt());
  }

  async function answerAccount() {
    const answers = { set: { 'directory.user': user.value.trim() } };
    if (secret.value !== '') answers.secrets = { 'directory.password': secret.value };
    await answer(answers, signal);
  }

  async function show() {
    const told = await ask('setup-certificate', {}, signal);
    if (told.failures) {
      mark(root, told.failures);
      return;
    }
    shown.replaceChildren(
      h('p', {}, `The certificate of ${told.subject}, ${told.authority ? 'an authority' : 'the server’s own'}, valid until ${told.notAfter.slice(0, 10)}.`),
      h('p', {}, 'SHA-256: ', h('code', {}, told.fingerprint)),
      h('p', { class: 'quiet' }, 'Compare it with what the administrator of the server sees there: else anybody could pretend to be it.'),
      h(
        'button',
        {
          type: 'button',
          onclick: async () => {
            const trusted = await ask('setup-trust', { fingerprint: told.fingerprint }, signal);
            if (!trusted.failures) {
              state = trusted;
              shown.replaceChildren(h('p', {}, chip('up', 'trusted')));
            }
            await tell(await attempt('servers'));
          },
        },
        'It is the same: trust it',
      ),
    );
  }

  servers.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(reach, TYPING);
  });
  pem.addEventListener('change', async () => {
    if (pem.value.trim() === '') await answer({ remove: ['directory.trust'] }, signal);
    else await answer({ certificates: { 'directory.trust': pem.value } }, signal);
    await tell(await attempt('servers'));
  });
  user.addEventListener('change', login);
  secret.addEventListener('change', login);
  return {
    root,
    leave: async () => {
      clearTimeout(typing);
      await reach();
      await answerAccount();
      return (await tell(await attempt())).passed;
    },
  };
}

// 2. The users

function people(signal) {
  const results = h('ul', { class: 'tried' });
  const choice = new Choice(
    state.answers['directory.roots'] ?? (text('directory.root') ? [text('directory.root')] : []),
    state.answers['scope.exclude'] ?? [],
  );
  const chosen = h('div', { class: 'chosen', 'aria-live': 'polite' });
  const name = input('', { placeholder: 'OU=Staff,DC=contoso,DC=com' });
  const filter = input(text('scope.filter'), { placeholder: '(employeeType=staff)' });
  const units = tree(choice, keep, signal);
  const root = frame(
    'Users',
    'Tick the units whose users are kept at the provider. Take the tick from what is to be left out below.',
    units.element,
    chosen,
    h(
      'details',
      {},
      h('summary', {}, 'By name or by filter'),
      field('directory.root', 'Distinguished name of one more unit', name),
      field('scope.filter', 'Only users who match this LDAP filter', filter),
    ),
    results,
  );
  const attempt = trial(root, 'selection', results, signal);

  function list(title, names) {
    return names.length === 0
      ? null
      : h(
          'div',
          {},
          h('h3', {}, title),
          h(
            'ul',
            {},
            names.map((dn) =>
              h('li', {}, dn, ' ', h('button', { type: 'button', class: 'link', 'aria-label': `Remove ${dn}`, onclick: () => drop(dn) }, 'remove')),
            ),
          ),
        );
  }

  async function drop(dn) {
    choice.turn(dn);
    units.refresh();
    await keep();
  }

  function tell() {
    chosen.replaceChildren(
      ...[list('Shipped: at and below', choice.roots), list('Left out: at and below', choice.excluded)].filter((one) => one !== null),
    );
  }

  async function keep() {
    tell();
    mark(root, []);
    const set = {};
    if (choice.roots.length === 1) set['directory.root'] = choice.roots[0];
    if (choice.roots.length > 1) set['directory.roots'] = choice.roots;
    if (choice.excluded.length > 0) set['scope.exclude'] = choice.excluded;
    if (filter.value.trim() !== '') set['scope.filter'] = filter.value.trim();
    await answer({ remove: ['directory.root', 'directory.roots', 'scope.exclude', 'scope.filter'], set }, signal);
  }

  name.addEventListener('change', async () => {
    const dn = name.value.trim();
    if (dn === '' || choice.of(dn) !== 'free') return;
    name.value = '';
    await drop(dn);
  });
  filter.addEventListener('change', keep);
  tell();
  return {
    root,
    leave: async () => {
      if (choice.roots.length === 0) {
        mark(root, [{ key: '', cause: 'Nobody would be shipped: tick a unit.', remedy: '' }]);
        return false;
      }
      await keep();
      return (await attempt()).passed;
    },
  };
}

// 3. The provider

function provider(signal) {
  const results = h('ul', { class: 'tried' });
  const organization = input(text('organization'), { placeholder: 'contoso' });
  const url = input(text('provider.url'), { placeholder: 'https://scim.example.net/scim/v2', type: 'url' });
  const way = h(
    'select',
    {},
    h('option', { value: 'basic' }, 'User name and password'),
    h('option', { value: 'token' }, 'Bearer token'),
    state.answers['provider.oauth'] ? h('option', { value: 'oauth' }, 'OAuth, as it is') : null,
  );
  way.value = state.answers['provider.oauth'] ? 'oauth' : state.secrets.includes('provider.token') ? 'token' : 'basic';
  const user = input(text('provider.user'));
  const secret = password('provider.password');
  const token = password('provider.token');
  const basic = h('div', {}, field('provider.user', 'User name', user), field('provider.password', 'Password', secret));
  const bearer = h('div', {}, field('provider.token', 'Token', token));
  const pem = h('textarea', { rows: 3, spellcheck: 'false', placeholder: text('provider.trust') || '-----BEGIN CERTIFICATE-----' });
  const root = frame(
    'The provider',
    'Where the accounts are kept. The provider gave you these.',
    field('organization', 'Organisation', organization, 'How the provider calls you.'),
    field('provider.url', 'Address of the SCIM endpoints', url, 'The base address, without /Users.'),
    field('provider.way', 'How to sign in there', way),
    basic,
    bearer,
    h('details', {}, h('summary', {}, 'Certificate authority of the provider'), field('provider.trust', 'Certificates in PEM, unless this machine knows them already', pem)),
    results,
  );
  const attempt = trial(root, 'provider', results, signal);

  function choose() {
    basic.hidden = way.value !== 'basic';
    bearer.hidden = way.value !== 'token';
  }

  async function keep() {
    const set = {};
    const remove = [];
    const secrets = {};
    if (organization.value.trim() !== '') set.organization = organization.value.trim();
    if (url.value.trim() !== '') set['provider.url'] = url.value.trim();
    if (way.value === 'basic') {
      remove.push('provider.token');
      if (user.value.trim() !== '') set['provider.user'] = user.value.trim();
      if (secret.value !== '') secrets['provider.password'] = secret.value;
    }
    if (way.value === 'token') {
      remove.push('provider.user', 'provider.password');
      if (token.value !== '') secrets['provider.token'] = token.value;
    }
    await answer({ remove, set, secrets }, signal);
  }

  /** Only when all is there: what is not answered yet is no mistake. */
  async function changed() {
    await keep();
    const signs = way.value === 'basic' ? user.value && (secret.value || state.secrets.includes('provider.password')) : way.value === 'oauth' || token.value || state.secrets.includes('provider.token');
    if (url.value.trim() !== '' && organization.value.trim() !== '' && signs) await attempt();
  }

  way.addEventListener('change', () => {
    choose();
    changed();
  });
  for (const one of [organization, url, user, secret, token]) one.addEventListener('change', changed);
  pem.addEventListener('change', async () => {
    if (pem.value.trim() === '') await answer({ remove: ['provider.trust'] }, signal);
    else await answer({ certificates: { 'provider.trust': pem.value } }, signal);
    await changed();
  });
  choose();
  return {
    root,
    leave: async () => {
      await keep();
      return (await attempt()).passed;
    },
  };
}

// 4. The services

function services(signal) {
  const results = h('ul', { class: 'tried' });
  const list = h('div', {});
  const name = input('', { placeholder: 'mailbox' });
  const search = input('', { type: 'search', placeholder: 'Part of a group’s name' });
  const found = h('ul', { class: 'found', 'aria-label': 'Groups' });
  const root = frame(
    'Services',
    'Members of a group, nested ones too, have the service at the provider. Without services, everybody has an account and nothing more.',
    list,
    h('h3', {}, 'Add a group to a service'),
    field('services.', 'Service, as the provider calls it', name),
    field('setup.group', 'Group', search, 'Type a part of its name.'),
    found,
    results,
  );
  const attempt = trial(root, 'selection', results, signal);
  let typing;

  function tell() {
    const names = Object.keys(state.services);
    list.replaceChildren(
      names.length === 0
        ? h('p', {}, 'No services yet.')
        : table(
            'Services',
            ['Service', 'Who has it', ''],
            names.map((service) => [
              service,
              h('ul', {}, state.services[service].groups.map((dn) => h('li', {}, dn)), state.services[service].filter ? h('li', {}, `who match ${state.services[service].filter}`) : null),
              h('button', { type: 'button', class: 'link', onclick: () => drop(service), 'aria-label': `Remove ${service}` }, 'remove'),
            ]),
          ),
    );
  }

  async function drop(service) {
    await answer({ remove: [`services.${service}`] }, signal);
    tell();
  }

  async function look() {
    const told = await ask('setup-groups', { text: search.value.trim() }, signal);
    if (told.failures) {
      mark(root, told.failures);
      return;
    }
    found.replaceChildren(
      ...told.groups.map((group) =>
        h(
          'li',
          {},
          h('button', { type: 'button', class: 'plain', onclick: () => add(group) }, `Add ${group.name}`),
          h('span', { class: 'place' }, group.description ? `${group.description} – ` : '', group.dn),
        ),
      ),
    );
    announce(plural(told.groups.length, 'group'));
  }

  async function add(group) {
    const service = name.value.trim();
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(service)) {
      mark(root, [{ key: 'services.', cause: 'Name the service first: lower-case words joined by hyphens, as in mailbox.', remedy: '' }]);
      name.focus();
      return;
    }
    const groups = [...new Set([...(state.services[service]?.groups ?? []), group.dn])];
    await answer({ set: { [`services.${service}.groups`]: groups } }, signal);
    mark(root, []);
    tell();
    announce(`${group.name} has ${service}`);
  }

  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(look, TYPING / 2);
  });
  tell();
  return { root, leave: async () => (await attempt()).passed };
}

// 5. What will happen

function finish(signal) {
  const poll = input(text('directory.poll') || '60s');
  const status = h('div', { 'aria-live': 'polite' });
  const accounts = h('div', {});
  const search = input('', { type: 'search' });
  const kind = h('select', {}, h('option', { value: '' }, 'Everything'), Object.entries({ ...KINDS, ...GROUP_KINDS, ...KINDS }).map(([value, words]) => h('option', { value }, words)));
  const filters = h('div', { class: 'filters', hidden: true }, field('setup.text', 'Name, login or distinguished name', search), field('setup.kind', 'What happens', kind));
  const differences = h('div', {});
  const saved = h('div', { 'aria-live': 'assertive' });
  const save = h('button', { type: 'button', class: 'main', onclick: () => store() }, state.starts ? 'Save and start' : 'Save');
  const root = frame(
    'Preview and save',
    'See what a start would do at the provider before anything is written.',
    field('directory.poll', 'How often to ask the directory although it did not ring', poll, 'Changes are usually seen at once; this is the delay when that fails.'),
    h('div', { class: 'buttons turn' }, h('button', { type: 'button', onclick: () => preview() }, 'Preview')),
    status,
    filters,
    accounts,
    h('h3', {}, state.editing ? 'What changes in the configuration' : 'What is written'),
    h('p', { class: 'quiet' }, state.file),
    differences,
    h('div', { class: 'actions' }, save),
    saved,
  );
  let offset = 0;
  let typing;

  function tell() {
    differences.replaceChildren(
      state.changes.length === 0
        ? h('p', {}, 'Nothing is different from the configuration that is there.')
        : table(
            'Configuration',
            state.editing ? ['Key', 'Before', 'After'] : ['Key', 'Value'],
            state.changes.map((one) => (state.editing ? [one.key, one.before || '–', one.after || '–'] : [one.key, one.after])),
          ),
    );
    mark(root, state.failures);
    save.disabled = state.failures.length > 0;
  }

  async function keep() {
    await answer({ set: { 'directory.poll': poll.value.trim() || '60s' } }, signal);
    tell();
  }

  async function preview() {
    await keep();
    if (state.failures.length > 0) return;
    let told = await ask('setup-preview', { start: true }, signal);
    while (told.state === 'running' && !signal.aborted) {
      status.replaceChildren(h('p', {}, `Reading directory and provider… ${plural(told.told, 'account or group', 'accounts and groups')} so far`), h('progress', { 'aria-label': 'Preview' }));
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN / 2));
      told = await ask('setup-preview', {}, signal);
    }
    results(told);
  }

  function results(told) {
    if (told.state === 'failed') {
      status.replaceChildren(trouble(`There is no preview: ${told.cause}`));
      return;
    }
    if (told.state !== 'done') return;
    const { summary } = told;
    const waits = 'The provider holds accounts that are not known here: the first load waits until you approve it, on the overview.';
    status.replaceChildren(
      h('p', {}, `If the service were started now, this would happen at the provider, which has ${plural(summary.accounts, 'account')}:`),
      h(
        'div',
        { class: 'figures' },
        Object.entries(KINDS).filter(([name]) => summary.changes[name] > 0 || name === 'create').map(([name, words]) => figure(words, summary.changes[name], summary.held[name])),
        figure('unchanged', summary.unchanged, 0),
      ),
      ...groupFigures(summary.groups),
      ...(summary.firstLoadWaits ? [waits, ...summary.warnings] : summary.warnings).map((warning) => h('p', { class: 'cause' }, warning)),
    );
    filters.hidden = told.told === 0;
    look(0);
  }

  const figure = (name, value, held) =>
    h('div', { class: 'figure' }, h('span', { class: 'name' }, name), h('span', { class: 'value' }, String(value)), held > 0 ? h('span', { class: 'quiet' }, `${held} held`) : null);

  function groupFigures(groups) {
    const some = Object.entries(GROUP_KINDS).filter(([name]) => groups.changes[name] > 0 || groups.held[name] > 0);
    if (some.length === 0 && groups.unchanged === 0) return [];
    return [
      h('p', {}, 'To groups:'),
      h(
        'div',
        { class: 'figures' },
        some.map(([name, words]) => figure(words, groups.changes[name], groups.held[name])),
        figure('unchanged', groups.unchanged, 0),
        figure('members added', groups.membersAdded, 0),
        figure('members removed', groups.membersRemoved, 0),
      ),
    ];
  }

  async function look(from) {
    offset = from;
    const told = await ask('setup-accounts', { text: search.value, kind: kind.value, offset, limit: PART }, signal);
    accounts.replaceChildren(
      told.total === 0
        ? h('p', { class: 'empty' }, 'Nobody.')
        : table('Accounts and groups', ['Who', 'What', 'Values'], told.accounts.map(row)),
      h(
        'div',
        { class: 'buttons turn', hidden: told.total <= PART },
        h('button', { type: 'button', disabled: offset === 0, onclick: () => look(Math.max(0, offset - PART)) }, 'Back'),
        h('button', { type: 'button', disabled: offset + PART >= told.total, onclick: () => look(offset + PART) }, 'More'),
        h('span', { class: 'quiet' }, `${offset + 1} to ${Math.min(offset + PART, told.total)} of ${told.total}`),
      ),
    );
    announce(plural(told.total, 'account or group', 'accounts and groups'));
  }

  function row(one) {
    if (one.type === 'group') return groupRow(one);
    const words = one.kinds.map((name) => KINDS[name] ?? name).join(', ');
    const values = Object.entries(one.values);
    return [
      h('span', {}, one.userName || one.dn, h('span', { class: 'place' }, one.dn)),
      `${one.held ? 'held: ' : ''}${words}${one.cause ? ` – ${one.cause}` : ''}`,
      values.length === 0
        ? ''
        : h(
            'details',
            {},
            h('summary', {}, plural(values.length, 'value')),
            table(
              `Values of ${one.userName || one.dn}`,
              ['Value', 'Before', 'After'],
              values.map(([path, value]) => [path, shown(value.before), shown(value.after)]),
            ),
          ),
    ];
  }

  function groupRow(one) {
    const waits = (name) => one.held && (name === 'delete' || name === 'remove_members');
    const listed = (names) => names.map((name) => GROUP_KINDS[name] ?? name).join(', ');
    const done = listed(one.kinds.filter((name) => !waits(name)));
    const words = `${done}${done && one.held ? ', ' : ''}${one.held ? 'held: ' : ''}${listed(one.kinds.filter(waits))}`;
    const renamed = one.kinds.includes('rename') ? ` (was ${one.displayNameBefore})` : '';
    return [
      h('span', {}, `${one.displayName}${renamed}`, h('span', { class: 'place' }, one.dn)),
      `${words}${one.cause ? ` – ${one.cause}` : ''}`,
      h('span', {}, [members('added', one.added), members('removed', one.removed)].filter(Boolean).join('; ')),
    ];
  }

  function members(word, { count, first }) {
    if (count === 0) return '';
    const names = first.map((member) => member.name).join(', ');
    return `${plural(count, 'member')} ${word}: ${names}${count > first.length ? ', …' : ''}`;
  }

  const shown = (value) => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

  async function store() {
    await keep();
    if (state.failures.length > 0) return;
    save.disabled = true;
    const told = await ask('setup-save', {}, signal);
    if (!told.saved) {
      save.disabled = false;
      mark(root, told.failures);
      return;
    }
    saved.replaceChildren(h('p', {}, chip('up', 'saved'), ` ${state.file}`), told.warnings.map((warning) => h('p', { class: 'cause' }, warning)));
    const { starts } = state;
    await ask('setup-end', {}, signal).catch(() => undefined); // the server may be gone before it has answered
    if (starts) await started();
    else saved.append(h('p', {}, 'A service that runs takes it over at its next start. This page has ended.'));
  }

  /** Until the overview can be asked, or the set-up is back with the cause. */
  async function started() {
    saved.append(h('p', {}, 'Starting…'), h('progress', { 'aria-label': 'Starting' }));
    for (let tries = 0; !signal.aborted && tries < 120; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      try {
        const { questions } = await session();
        if (questions.includes('overview')) {
          location.hash = '#/';
          location.reload();
          return;
        }
        const again = await ask('setup', {}, signal);
        if (again.trouble) {
          location.reload();
          return;
        }
      } catch (failure) {
        if (failure.status === 401 || failure.name === 'AbortError') throw failure;
      }
    }
    saved.append(trouble('The service does not answer on this address. If it listens on another one, make a link with: adsync web'));
  }

  poll.addEventListener('change', keep);
  kind.addEventListener('change', () => look(0));
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => look(0), TYPING / 2);
  });
  tell();
  results(state.preview);
  return { root, leave: async () => false };
}

const STEPS = [
  { title: 'Directory', build: directory },
  { title: 'Users', build: people },
  { title: 'Provider', build: provider },
  { title: 'Services', build: services },
  { title: 'Preview and save', build: finish },
];

export async function show(main, argument, signal) {
  state = await ask('setup', {}, signal);
  const place = h('div', {});
  const path = h('ol', { class: 'steps' });
  let step = new AbortController();
  signal.addEventListener('abort', () => step.abort());

  function go(number) {
    step.abort();
    step = new AbortController();
    const built = STEPS[number].build(step.signal);
    const anyway = h('button', { type: 'button', class: 'plain', hidden: true, onclick: () => go(number + 1) }, 'Go on anyway');
    const next = h(
      'button',
      {
        type: 'button',
        class: 'main',
        onclick: async () => {
          next.disabled = true;
          try {
            if (await built.leave()) go(number + 1);
            else anyway.hidden = false;
          } finally {
            next.disabled = false;
          }
        },
      },
      'Try and go on',
    );
    const back = h('button', { type: 'button', class: 'plain', disabled: number === 0, onclick: () => go(number - 1) }, 'Back');
    path.replaceChildren(
      ...STEPS.map((one, at) =>
        h('li', {}, h('button', { type: 'button', class: 'plain', 'aria-current': at === number ? 'step' : undefined, onclick: () => go(at) }, `${at + 1}. ${one.title}`)),
      ),
    );
    place.replaceChildren(built.root, h('div', { class: 'actions' }, back, number === STEPS.length - 1 ? null : [anyway, next]));
    built.root.querySelector('h2').setAttribute('tabindex', '-1');
    if (number > 0) built.root.querySelector('h2').focus();
  }

  main.append(
    h('h1', {}, state.editing ? 'Change the set-up' : 'Set up ADSync'),
    h('p', { class: 'lead' }, 'Each answer is tried at once. Nothing is written before the last step.'),
    ...(state.trouble ? [trouble(`The service could not start: ${state.trouble}`)] : []),
    h('nav', { 'aria-label': 'Steps' }, path),
    place,
  );
  go(state.trouble ? STEPS.length - 1 : 0);
}
