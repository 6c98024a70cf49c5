// The last step of the set-up: what would happen, what is written, and what comes after it.

import { chip, field, h, input, table, trouble } from './elements.js';
import { forecast } from './forecast.js';
import { ask, session } from './service.js';
import { answer, frame, mark, state, take, text } from './setup-form.js';

const ASK_AGAIN = 1000;

export function finish(signal) {
  const poll = input(text('directory.poll') || '60s');
  const seen = forecast(state.own ? 'Once this is in use, this happens' : 'If the service were started now, this would happen', (asked) => ask('setup-accounts', asked, signal));
  const differences = h('div', {});
  const saved = h('div', { 'aria-live': 'assertive' });
  const anyway = h('input', { type: 'checkbox', onchange: () => tell() });
  const refused = h('div', { class: 'refused', hidden: true }, h('p', { class: 'cause' }), h('label', {}, anyway, ' Save it anyway'));
  let refusal = state.preview.state === 'failed' ? state.preview.cause : '';
  let looking = false;
  let saving = false;
  let watching = 0;
  const save = h('button', { type: 'button', class: 'main', onclick: () => store() }, state.starts ? 'Save and start' : state.runs ? 'Save and reload' : 'Save');
  const root = frame(
    'Preview and save',
    state.own ? 'See what your changes would do at the provider before anything is written.' : 'See what a start would do at the provider before anything is written.',
    field('directory.poll', 'How often to ask the directory although it did not ring', poll, 'Changes are usually seen at once; this is the delay when that fails.'),
    h('div', { class: 'buttons turn' }, h('button', { type: 'button', onclick: () => preview() }, 'Preview')),
    seen.element,
    h('h3', {}, state.editing ? 'What changes in the configuration' : 'What is written'),
    h('p', { class: 'quiet' }, state.file),
    differences,
    refused,
    h('div', { class: 'actions' }, save),
    saved,
  );
  function tell() {
    differences.replaceChildren(
      state.changes.length === 0
        ? h('p', {}, 'Nothing is different from the configuration that is there.')
        : table(
            'Configuration',
            state.editing ? ['Key', 'Before', 'After'] : ['Key', 'Value'],
            state.changes.map((one) => (state.editing ? [one.key, one.before || '–', one.after || '–'] : [one.key, one.after])),
          ),
      ...state.changes.filter((one) => one.restart && state.runs).map((one) => h('p', { class: 'cause' }, `${one.key} is taken over by a restart of the service only.`)),
    );
    mark(root, state.failures);
    refused.hidden = refusal === '' || state.failures.length > 0;
    refused.firstChild.textContent = `It is not saved like this: ${refusal}`;
    save.disabled = looking || saving || state.failures.length > 0 || (state.own && state.changes.length === 0) || (refusal !== '' && !anyway.checked);
  }

  /** What stands against saving; whoever insists on it does so for this cause only. */
  function refuse(cause) {
    if (cause !== refusal) anyway.checked = false;
    refusal = cause;
    tell();
  }

  async function keep() {
    await answer({ set: { 'directory.poll': poll.value.trim() || '60s' } });
    tell();
  }

  async function preview() {
    await keep();
    if (state.failures.length > 0) return;
    looking = true;
    refuse('');
    await watch({ start: true });
  }

  /** Until the preview is over, whoever began it. */
  async function watch(asked) {
    watching += 1;
    const mine = watching;
    try {
      let told = await ask('setup-preview', asked, signal);
      while (mine === watching && told.state === 'running') {
        seen.show(told);
        looking = true;
        tell();
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN / 2));
        told = await ask('setup-preview', {}, signal);
      }
      if (mine !== watching) return;
      seen.show(told);
      refuse(told.state === 'failed' ? told.cause : '');
    } finally {
      if (mine === watching) {
        looking = false;
        tell();
      }
    }
  }

  async function write() {
    saving = true;
    tell();
    try {
      return await ask('setup-save', { force: anyway.checked }, signal);
    } finally {
      saving = false;
      tell();
    }
  }

  async function store() {
    await keep();
    if (state.failures.length > 0) return;
    const told = await write();
    if (!told.saved) {
      if (told.refused) refuse(told.refused);
      mark(root, told.failures);
      return;
    }
    refuse('');
    document.querySelector('.unsaved')?.remove();
    saved.replaceChildren(h('p', {}, chip('up', 'saved'), ` ${state.file}`), told.warnings.map((warning) => h('p', { class: 'cause' }, warning)));
    const { starts, runs, own } = state;
    if (runs) await reloaded();
    if (own) {
      take(await ask('setup', {}, signal));
      tell();
      return;
    }
    await ask('setup-end', {}, signal).catch(() => undefined); // the server may be gone before it has answered
    if (starts) await started();
    else if (runs) saved.append(h('p', {}, 'This page has ended.'));
    else saved.append(h('p', {}, 'A service that runs uses it after ', h('code', {}, 'adsync reload'), ', and else from its next start. This page has ended.'));
  }

  /** As `adsync reload` does: the service takes all of it over, or says why it goes on as it was. */
  async function reloaded() {
    const waiting = h('p', {}, 'The service reads it…');
    saved.append(waiting);
    let told = await ask('setup-reload', {}, signal);
    while (told.reloaded && told.running && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN / 2));
      told = await ask('setup-reload', { number: told.number }, signal);
    }
    waiting.replaceWith(
      told.reloaded
        ? h('p', {}, chip('up', 'reloaded'), ` ${told.message}.`)
        : trouble(`It is saved, but not in use: ${told.message}`),
    );
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
  tell();
  watch({}); // it may have begun before this page was opened, or be over since
  return { root, leave: async () => false };
}
