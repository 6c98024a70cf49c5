// The set-up, step by step. What is answered is kept by the service at once and tried there; nothing is written before the end.

import { announce, chip, field, h, input, table, trouble } from './elements.js';
import { ask } from './service.js';
import { finish } from './setup-finish.js';
import { answer, arrived, frame, mark, mind, password, state, take, text, trial, TYPING } from './setup-form.js';
import { provider } from './setup-provider.js';
import { Choice, tree } from './tree.js';
import { plural } from './words.js';

// 1. The directory

function directory(signal) {
  const results = h('ul', { class: 'tried' });
  const servers = input((state.answers['directory.servers'] ?? []).join(' ') || text('directory.domain'), { placeholder: 'contoso.com' });
  const startTls = h('input', { type: 'checkbox', checked: text('directory.startTls') === 'true' });
  const encryption = h('div', { class: 'field wide', data: { key: 'directory.startTls' } }, h('label', {}, startTls, ' StartTLS: encrypt what begins as ldap:// before anything else is said'), h('p', { class: 'wrong' }));
  const user = input(text('directory.user'), { placeholder: 'svc-adsync@contoso.com' });
  const secret = password('directory.password');
  const shown = h('div', { class: 'shown' });
  const pem = h('textarea', { rows: 3, spellcheck: 'false', placeholder: text('directory.trust') || '-----BEGIN CERTIFICATE-----' });
  const root = frame(
    'The directory',
    'Where your users are, and the account that reads them. It needs no right to change anything.',
    field('directory.servers', 'Domain, or addresses of domain controllers', servers, 'A domain is looked up in DNS. Addresses look like ldaps://dc1.contoso.com; several have blanks between them.'),
    encryption,
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
  const check = trial(root, results, signal);
  let typing;

  /** Only for whoever has use for it. */
  function offer() {
    encryption.hidden = !startTls.checked && !servers.value.includes('ldap://');
  }

  async function reach() {
    const given = servers.value.trim();
    if (given === '') {
      await answer({ remove: ['directory.servers', 'directory.domain'] });
      await check.tell();
      return;
    }
    const found = await ask('setup-discover', { domain: given }, signal);
    if (servers.value.trim() !== given) return;
    if (found.servers) await answer({ remove: ['directory.servers'], set: { 'directory.domain': given } });
    else await answer({ remove: ['directory.domain'], set: { 'directory.servers': found.addresses } });
    check.touch('directory.servers');
    await check.tell('servers');
  }

  const answered = (key) => state.answers[key] !== undefined || state.secrets.includes(key);

  async function login() {
    await answerAccount();
    if (answered('directory.user') && answered('directory.password')) await check.tell('directory');
    else check.say();
  }

  async function answerAccount() {
    const answers = user.value.trim() === '' ? { remove: ['directory.user'] } : { set: { 'directory.user': user.value.trim() } };
    if (secret.value !== '') answers.secrets = { 'directory.password': secret.value };
    await answer(answers);
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
            if (trusted.answers) {
              take(trusted); // else only failures are told, and the trial says what they are
              shown.replaceChildren(h('p', {}, chip('up', 'trusted')));
            }
            await check.tell('servers');
          },
        },
        'It is the same: trust it',
      ),
    );
  }

  startTls.addEventListener('change', async () => {
    await answer(startTls.checked ? { set: { 'directory.startTls': true } } : { remove: ['directory.startTls'] });
    check.touch('directory.servers');
    await check.tell('servers');
  });
  offer();
  servers.addEventListener('input', () => {
    offer();
    clearTimeout(typing);
    typing = setTimeout(reach, TYPING);
  });
  pem.addEventListener('change', async () => {
    if (pem.value.trim() === '') await answer({ remove: ['directory.trust'] });
    else await answer({ certificates: { 'directory.trust': pem.value } });
    await check.tell('servers');
  });
  for (const [key, one] of Object.entries({ 'directory.user': user, 'directory.password': secret })) {
    one.addEventListener('change', () => {
      check.touch(key);
      login();
    });
    mind(one, key, check);
  }
  mind(servers, 'directory.servers', check);
  return {
    root,
    leave: async () => {
      clearTimeout(typing);
      await reach();
      await answerAccount();
      check.touch('directory.servers', 'directory.user', 'directory.password');
      return check.tell('directory');
    },
  };
}

// 2. The users

/** Why a unit that is named is not chosen by that. */
const KNOWN = {
  root: 'It is chosen already.',
  inside: 'It is below a unit that is chosen.',
  excluded: 'It is left out: remove it there first.',
  outside: 'It is below a unit that is left out: remove that there first.',
};

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
  const check = trial(root, results, signal);

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
    const set = {};
    if (choice.roots.length === 1) set['directory.root'] = choice.roots[0];
    if (choice.roots.length > 1) set['directory.roots'] = choice.roots;
    if (choice.excluded.length > 0) set['scope.exclude'] = choice.excluded;
    if (filter.value.trim() !== '') set['scope.filter'] = filter.value.trim();
    await answer({ remove: ['directory.root', 'directory.roots', 'scope.exclude', 'scope.filter'], set });
    check.touch('directory.root', 'directory.roots', 'scope.exclude', 'scope.filter');
    await check.tell();
  }

  name.addEventListener('change', async () => {
    const dn = name.value.trim();
    const known = dn === '' ? undefined : KNOWN[choice.of(dn)];
    mark(root, known ? [{ key: 'directory.root', cause: known, remedy: '' }] : []);
    if (dn === '' || known) return;
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
      return check.tell('selection');
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
  const check = trial(root, results, signal);
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
    await answer({ remove: [`services.${service}`] });
    tell();
  }

  async function look() {
    const wanted = search.value.trim();
    const told = await ask('setup-groups', { text: wanted }, signal);
    if (search.value.trim() !== wanted) return; // it is asked for something else already
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
    await answer({ set: { [`services.${service}.groups`]: groups } });
    mark(root, []);
    tell();
    announce(`${group.name} has ${service}`);
  }

  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(look, TYPING / 2);
  });
  tell();
  return { root, leave: async () => check.tell('selection') };
}

const STEPS = [
  { title: 'Directory', build: directory },
  { title: 'Users', build: people },
  { title: 'Provider', build: provider },
  { title: 'Services', build: services },
  { title: 'Preview and save', build: finish },
];

/** Answers outlive the page: whoever comes back goes on, or begins again from the file. */
function unsaved(main, argument, signal) {
  const discard = async () => {
    await ask('setup-discard', {}, signal);
    main.replaceChildren();
    await show(main, argument, signal);
    announce('The answers are discarded.');
  };
  return h(
    'p',
    { class: 'cause unsaved' },
    `${plural(state.changes.length, 'answer')} of before ${state.changes.length === 1 ? 'is' : 'are'} not saved yet. `,
    h('button', { type: 'button', class: 'plain', onclick: discard }, 'Discard'),
  );
}

export async function show(main, argument, signal) {
  try {
    take(await ask('setup', {}, signal));
  } catch (failure) {
    if (failure.status !== 400) throw failure;
    main.append(h('h1', {}, 'Change the set-up'), trouble(failure.message));
    return;
  }
  const place = h('div', {});
  const path = h('ol', { class: 'steps' });
  let step = new AbortController();
  signal.addEventListener('abort', () => step.abort());

  function go(number) {
    step.abort();
    step = new AbortController();
    announce(''); // what was said of another step
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
    const back = h('button', { type: 'button', class: 'plain', disabled: number === 0, onclick: () => arrived().then(() => go(number - 1)) }, 'Back');
    path.replaceChildren(
      ...STEPS.map((one, at) =>
        h('li', {}, h('button', { type: 'button', class: 'plain', 'aria-current': at === number ? 'step' : undefined, onclick: () => arrived().then(() => go(at)) }, `${at + 1}. ${one.title}`)),
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
    state.own && state.changes.length > 0 ? unsaved(main, argument, signal) : '',
    h('nav', { 'aria-label': 'Steps' }, path),
    place,
  );
  go(state.trouble ? STEPS.length - 1 : 0);
}
