// The frame of the page: signs in, routes, and keeps an eye on the session.
//
// A page is a module with `title` and `show(main, argument, signal, has)`, which builds it into `main` and goes on until the signal is
// aborted; `has(path)` tells whether there is another page. It is named in PAGES below, with a question that the service must answer for it, and its file in Assets.java.

import { announce, h, trouble } from './elements.js';
import * as service from './service.js';

const PAGES = [
  { path: '', title: 'Overview', question: 'overview', module: () => import('./overview.js') },
  { path: 'live', title: 'Live changes', question: 'overview', module: () => import('./live.js') },
  { path: 'person', title: 'A person', question: 'search', module: () => import('./person.js') },
  { path: 'setup', title: 'Set-up', question: 'setup', module: () => import('./setup.js') },
];

const main = document.getElementById('main');
const notice = document.getElementById('notice');
const failed = document.getElementById('failed');
const WARN_BEFORE = 90_000;
const LOOK_EVERY = 30_000;
const AGAIN_AFTER = 3000;

let shown = new AbortController();
let pages = null;
let again;

/** Which pages there are: while it is set up, a service has one. */
async function learn() {
  const { questions } = await service.session();
  pages = PAGES.filter((page) => questions.includes(page.question));
}

function links(current) {
  const nav = document.getElementById('pages');
  nav.hidden = current === null;
  document.getElementById('sign-out').hidden = current === null;
  if (current === null) document.getElementById('health').hidden = true;
  nav.replaceChildren(
    ...(pages ?? []).map((page) =>
      h('a', { href: `#/${page.path}`, 'aria-current': page === current ? 'page' : undefined }, page.title),
    ),
  );
}

function signInPage(message) {
  shown.abort();
  settle();
  links(null);
  notice.hidden = true;
  document.title = 'Sign in – ADSync';
  main.replaceChildren(
    h(
      'section',
      { class: 'card sign-in', 'aria-labelledby': 'sign-in' },
      h('h1', { id: 'sign-in' }, 'Sign in'),
      message ? h('p', { class: 'trouble', role: 'alert' }, message) : null,
      h('p', {}, 'On the machine that runs ADSync, as the account that runs it, make a link and open it:'),
      h('pre', {}, h('code', {}, 'adsync web')),
      h('p', { class: 'quiet' }, 'It signs in once, within five minutes. There is no password to remember, or to be guessed.'),
    ),
  );
}

/** Shows what the address names. */
async function route(moved = false) {
  if (!service.signedIn()) {
    signInPage('');
    return;
  }
  clearTimeout(again);
  if (pages === null) {
    try {
      await learn();
    } catch (failure) {
      cannotShow(failure);
      return;
    }
  }
  settle();
  const [path, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  const alone = pages.length === 1 ? pages[0] : undefined; // while it is set up
  const page = pages.find((one) => one.path === path) ?? alone;
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  links(page);
  document.title = `${page?.title ?? 'No such page'} – ADSync`;
  if (page === undefined) {
    main.replaceChildren(h('h1', {}, 'There is no such page'), h('p', {}, 'Go to the page ', h('a', { href: `#/${pages[0].path}` }, pages[0].title), '.'));
    if (moved) announce('There is no such page.');
    return;
  }
  try {
    const module = await page.module();
    if (signal.aborted) return;
    main.replaceChildren();
    if (moved) {
      main.focus({ preventScroll: true });
      window.scrollTo(0, 0);
      announce(page.title);
    }
    await module.show(main, decoded(rest.join('/')), signal, (path) => pages.some((one) => one.path === path));
  } catch (failure) {
    if (!signal.aborted) cannotShow(failure);
  }
}

/** Whoever types an address does not always encode it. */
function decoded(argument) {
  try {
    return decodeURIComponent(argument);
  } catch {
    return argument;
  }
}

/** Whether a failure is one that is no news: somebody went on to another page, or has to sign in. */
function expected(failure) {
  if (failure?.status === 401) signInPage('You were signed out.');
  return failure?.status === 401 || failure?.name === 'AbortError';
}

/** Instead of the page; a service that does not answer is asked again. */
function cannotShow(failure) {
  if (expected(failure)) return;
  const said = failure instanceof service.Refused ? failure.message : 'A part of it did not arrive, or is in error.';
  if (main.querySelector('.trouble')?.textContent !== said) {
    main.replaceChildren(
      h('h1', {}, 'This page cannot be shown'),
      trouble(said),
      h('p', {}, h('button', { type: 'button', onclick: () => location.reload() }, 'Try again')),
    );
  }
  if (failure.status === service.UNANSWERED) again = setTimeout(route, AGAIN_AFTER);
  else console.error(failure);
}

/** What was asked for by the way, and did not come: it is told where everybody sees it, until there is an answer or it is closed. */
function tell(failure) {
  const said = failure instanceof service.Refused ? failure.message : 'Something on this page is in error.';
  failed.replaceChildren(trouble(said), h('button', { type: 'button', class: 'plain', onclick: settle }, 'Close'));
  failed.dataset.unanswered = String(failure?.status === service.UNANSWERED);
  failed.hidden = false;
}

function settle() {
  failed.hidden = true;
  failed.replaceChildren();
}

/** Warns before the session is over, and lets it be kept. */
async function watch() {
  if (!service.signedIn()) return;
  try {
    const left = await service.session();
    const soon = Math.min(left.idle, left.end);
    if (soon > WARN_BEFORE + LOOK_EVERY) {
      notice.hidden = true;
      return;
    }
    const keep =
      left.idle < left.end
        ? h('button', { type: 'button', onclick: keepSession }, 'Stay signed in')
        : 'Make a new link with adsync web.';
    if (notice.hidden) {
      notice.replaceChildren(h('span', {}, 'You will be signed out in about two minutes. '), keep);
      notice.hidden = false;
    }
  } catch (failure) {
    expected(failure); // and else what the page itself asks tells it
  }
}

async function keepSession() {
  service.touched();
  await watch();
}

addEventListener('unhandledrejection', (event) => {
  if (!expected(event.reason)) tell(event.reason);
  if (event.reason instanceof service.Refused || event.reason?.name === 'AbortError') event.preventDefault();
});

addEventListener(service.ANSWERED, () => {
  if (failed.dataset.unanswered === 'true') settle();
});

for (const event of ['pointerdown', 'keydown']) addEventListener(event, service.touched, { passive: true });

document.getElementById('sign-out').addEventListener('click', async () => {
  await service.signOut().catch(() => undefined);
  signInPage('');
});

document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

addEventListener('storage', () => {
  if (!service.signedIn()) signInPage('You were signed out.');
});

addEventListener('hashchange', () => begin(true));

async function begin(moved) {
  const code = /^#sign-in=([\w-]+)$/.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, '', '#/'); // the code is in no history
    try {
      await service.signIn(code);
    } catch (failure) {
      if (!service.signedIn()) {
        signInPage(failure.message);
        return;
      }
    }
  }
  await route(moved);
}

begin(false);
setInterval(watch, LOOK_EVERY);
