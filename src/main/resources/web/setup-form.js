// What all steps of the set-up share: the answers as the service has them, fields with what is wrong with them, and trials.

import { announce, card, chip, h, trouble } from './elements.js';
import { ask } from './service.js';
import { plural } from './words.js';

/** What is tried apart from the rest, if that is all that was tried. */
const REACHED = { servers: 'The directory answers.', address: 'The provider answers.' };

/** How long a pause is taken for the end of typing. */
export const TYPING = 600;

/** What to do about an answer that is not there yet, and the step that asks for it. */
const MISSING = {
  organization: [3, 'Enter how the provider calls your organisation.'],
  'directory.servers': [1, 'Enter the domain, or the address of a domain controller.'],
  'directory.user': [1, 'Enter the account.'],
  'directory.password': [1, 'Enter its password.'],
  'directory.root': [2, 'Tick a unit: nobody would be shipped.'],
  provider: [3, 'Enter how to sign in there.'],
  'provider.url': [3, 'Enter the address that the provider gave you.'],
  'provider.user': [3, 'Enter the user name.'],
  'provider.password': [3, 'Enter the password.'],
  'provider.token': [3, 'Enter the token.'],
};

export let state;

/** Goes on from a state that the service told. */
export function take(told) {
  state = told;
  return state;
}

let sent = Promise.resolve();

/**
 * Gives answers, one after the other as they were given; the state is then as the service has it. Whoever leaves the step
 * meanwhile takes none of them back.
 */
export function answer(answers) {
  const told = sent.then(() => ask('setup-answer', answers));
  sent = told.catch(() => undefined);
  return told.then(take);
}

/** Until the answers that were given have arrived. */
export const arrived = () => sent;

export const text = (key) => state.answers[key] ?? '';

export function password(key, properties = {}) {
  const known = state.secrets.includes(key);
  return h('input', { type: 'password', autocomplete: 'new-password', placeholder: known ? 'as it is' : '', ...properties });
}

/** Another key answers some as well. */
const given = (key) => !state.unanswered.includes(key);

/** In words for the page: what nobody answered yet is no mistake in a file. */
function words(failure) {
  if (state.withheld.includes(failure.key)) return 'It is not sent to another address: enter it again.';
  if (MISSING[failure.key] && !given(failure.key)) return MISSING[failure.key][1];
  return failure.cause + (failure.remedy ? `; to mend it: ${failure.remedy}` : '');
}

const asked = (one) => one.querySelector('input, textarea, select');

/** Puts each failure at its answer, and what has none here above them, with the step that has it. */
export function mark(root, failures) {
  for (const one of root.querySelectorAll('.field')) {
    one.querySelector('.wrong').textContent = '';
    asked(one).removeAttribute('aria-invalid');
  }
  const rest = root.querySelector('.rest');
  rest.replaceChildren();
  for (const failure of failures) {
    const said = words(failure);
    const missing = MISSING[failure.key] !== undefined && !given(failure.key);
    const place = [...root.querySelectorAll('.field')].find((one) => failure.key.startsWith(one.dataset.key) && !one.closest('[hidden]'));
    if (place && !(missing && place.closest('details'))) {
      place.querySelector('.wrong').textContent = said;
      asked(place).setAttribute('aria-invalid', 'true');
      const folded = place.closest('details');
      if (folded) folded.open = true;
    } else if (missing) {
      rest.append(trouble(place ? said : `Step ${MISSING[failure.key][0]}: ${said}`));
    } else {
      rest.append(trouble(`${failure.key ? `${failure.key}: ` : ''}${said}`));
    }
  }
}

function steps(into, tried) {
  into.replaceChildren(
    ...tried.steps.map((step) =>
      h('li', {}, chip(step.warns ? 'degraded' : step.passed ? 'up' : 'down', step.warns ? 'warning' : step.passed ? 'ok' : 'failed'), h('b', {}, step.name), h('span', {}, step.detail)),
    ),
  );
}

/**
 * A step with trials. `touch` names answers that were given, or passed over; `tell` tries a part with the service, or nothing if
 * there is none, and says what is wrong with that and with the answers that were touched.
 */
export function trial(root, results, signal) {
  let number = 0;
  let last = [];
  let warned = '';
  const touched = new Set();

  const hidden = (key) => root.querySelector(`[hidden] .field[data-key="${key}"]`) !== null;

  function say() {
    const again = state.withheld.filter((key) => root.querySelector(`.field[data-key="${key}"]`) !== null);
    for (const key of again) root.querySelector(`.field[data-key="${key}"] input`).placeholder = '';
    const absent = [...new Set([...touched, ...again])].filter((key) => MISSING[key] && !given(key) && !hidden(key)).map((key) => ({ key, cause: '', remedy: '' }));
    const odd = state.failures.filter((one) => touched.has(one.key));
    const all = [];
    for (const one of [...absent, ...last, ...odd]) {
      const covered = all.some((other) => other.key === one.key) || absent.some((other) => other.key.startsWith(`${one.key}.`));
      if (!covered) all.push(one); // that a section is not complete is said at what it lacks
    }
    mark(root, all);
    return all;
  }

  async function tell(part = '') {
    number += 1;
    const mine = number;
    if (part === '') {
      last = [];
      results.replaceChildren();
      root.removeAttribute('aria-busy');
      return say().length === 0;
    }
    root.setAttribute('aria-busy', 'true');
    let tried;
    try {
      tried = await ask('setup-try', { part }, signal);
    } finally {
      if (mine === number) root.removeAttribute('aria-busy');
    }
    if (mine !== number) return false; // a later answer is tried already
    steps(results, tried);
    last = tried.failures;
    const all = say();
    const warnings = tried.steps.filter((step) => step.warns).map((step) => step.detail).join(' ');
    const known = warnings === warned; // whoever saw a warning may go on
    warned = warnings;
    announce(all.length > 0 ? plural(all.length, 'problem') : warnings || REACHED[part] || 'All is well.');
    return all.length === 0 && known;
  }

  return { say, tell, touch: (...keys) => keys.forEach((key) => touched.add(key)) };
}

/** Has a field looked at when it is left empty. */
export function mind(one, key, check) {
  one.addEventListener('blur', () => {
    if (one.value.trim() !== '') return;
    check.touch(key);
    if (one.isConnected) check.say();
  });
}

export function frame(title, lead, ...children) {
  return card(title, h('p', { class: 'quiet' }, lead), h('div', { class: 'rest' }), children);
}
