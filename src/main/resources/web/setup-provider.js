// The step of the set-up that is about the provider.

import { field, h, input } from './elements.js';
import { answer, frame, mind, password, state, text, trial, TYPING } from './setup-form.js';

export function provider(signal) {
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
  const check = trial(root, results, signal);
  const KEYS = { basic: ['provider.user', 'provider.password'], token: ['provider.token'], oauth: [] };
  let typing;

  function choose() {
    basic.hidden = way.value !== 'basic';
    bearer.hidden = way.value !== 'token';
  }

  async function keep() {
    const set = {};
    const remove = [];
    const secrets = {};
    const plain = (key, one) => {
      if (one.value.trim() === '') remove.push(key);
      else set[key] = one.value.trim();
    };
    plain('organization', organization);
    plain('provider.url', url);
    if (way.value === 'basic') {
      remove.push('provider.token');
      plain('provider.user', user);
      if (secret.value !== '') secrets['provider.password'] = secret.value;
    }
    if (way.value === 'token') {
      remove.push('provider.user', 'provider.password');
      if (token.value !== '') secrets['provider.token'] = token.value;
    }
    await answer({ remove, set, secrets });
  }

  /** Whoever is asked for is told only what is ready to be told: a name is looked up as it is typed, a login is not tried then. */
  async function changed(ready) {
    clearTimeout(typing);
    await keep();
    const signs = KEYS[way.value].every((key) => state.answers[key] !== undefined || state.secrets.includes(key));
    if (state.answers['provider.url'] === undefined) await check.tell();
    else await check.tell(ready && signs ? 'provider' : 'address');
  }

  way.addEventListener('change', () => {
    choose();
    changed(true);
  });
  for (const [key, one] of Object.entries({ organization, 'provider.url': url, 'provider.user': user, 'provider.password': secret, 'provider.token': token })) {
    one.addEventListener('change', () => {
      check.touch(key);
      changed(true);
    });
    mind(one, key, check);
  }
  for (const [key, one] of Object.entries({ organization, 'provider.url': url })) {
    one.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        check.touch(key);
        changed(false);
      }, TYPING);
    });
  }
  signal.addEventListener('abort', () => clearTimeout(typing));
  pem.addEventListener('change', async () => {
    if (pem.value.trim() === '') await answer({ remove: ['provider.trust'] });
    else await answer({ certificates: { 'provider.trust': pem.value } });
    await changed(true);
  });
  choose();
  return {
    root,
    leave: async () => {
      clearTimeout(typing);
      check.touch('organization', 'provider.url', ...KEYS[way.value]);
      await keep();
      return check.tell('provider');
    },
  };
}
