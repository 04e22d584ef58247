// The page of the form with a script: what is typed is kept while it is typed,
// what there is to say of it comes by itself, and buttons do not load the page
// anew. Every request is the form's own post; the answer is the page as it is
// then, of which only what has changed is taken over. Without this script the
// same buttons post the same form.
'use strict';

(() => {
  const html = window.trustedTypes
    ? window.trustedTypes.createPolicy('trayapp', { createHTML: (s) => s })
    : { createHTML: (s) => s };
  const parse = (text) => new DOMParser().parseFromString(html.createHTML(text), 'text/html');
  const byId = (id, doc = document) => (id ? doc.getElementById(id) : null);
  const form = () => byId('form');
  const handedOver = () => 'after' in (form()?.dataset || {});
  const root = document.body.dataset.root;

  if (!root || !form()) return;

  // How long the typing must rest before something is said of it, and how
  // long what is typed may wait to be kept.
  const pause = 800, latest = 1000, beat = 5 * 60 * 1000, step = 700;
  // How long an answer may take before that is said, how often one is asked for
  // that did not come, and how many times.
  const patience = 6000, again = 1000, tries = 120;

  const touched = new Set();
  let typing = '', dirty = false, timer = 0, due = 0;
  let line = Promise.resolve(); // one request after the other
  let over = false; // the server is gone, or serves another page
  let doubt = false; // Send was pressed, and nothing was heard since

  // say shows one of the words that the page has for a program that does not
  // answer; none for ''.
  function say(what) {
    const p = byId('lost');
    if (!p) return;
    p.hidden = !what;
    p.className = what;
    p.textContent = p.dataset[what] || '';
  }

  // lost says what a missing answer means: before Send, when Send was pressed,
  // which may have been heard, and behind it, when nobody should send again.
  function lost(status, sends) {
    over = status === 403 || status === 409;
    doubt ||= !!sends;
    if (over) say('moved');
    else if (handedOver()) say('sent');
    else say(doubt ? 'perhaps' : 'lost');
  }

  // ask posts a body, or asks for the page as it is, and returns it; null, with
  // a word on the page, if it did not come. An answer may also break off behind
  // its headers: it is only one when all of it is here.
  async function ask(body, sends) {
    const address = body ? form().action : root;
    const late = setTimeout(() => say(handedOver() ? 'sent' : 'slow'), patience);
    try {
      const answer = await fetch(address, { method: body ? 'POST' : 'GET', body, headers: { 'X-Form': '1' }, cache: 'no-store' });
      if (!answer.ok) {
        lost(answer.status, sends);
        return null;
      }
      const text = await answer.text();
      doubt = false;
      say('');
      return parse(text);
    } catch {
      lost(0, sends);
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  // inLine does a thing when those before it are done. One that fails holds up
  // none of those behind it.
  function inLine(thing) {
    line = line.then(thing).catch(() => lost(0));
    return line;
  }

  // take replaces the children of what is live, and leaves the rest alone: a
  // word that is being written, and the place of the keyboard.
  function take(doc) {
    for (const now of document.querySelectorAll('[data-live]')) {
      const next = byId(now.id, doc);
      if (!next || next.innerHTML === now.innerHTML) continue;
      const had = now.contains(document.activeElement) ? document.activeElement.id : '';
      now.replaceChildren(...next.childNodes);
      if (had) (byId(had) || byId('status') || now).focus();
    }
    for (const now of form().querySelectorAll('[aria-describedby]')) {
      const next = byId(now.id, doc);
      if (!next) continue;
      if (next.hasAttribute('aria-invalid')) now.setAttribute('aria-invalid', 'true');
      else now.removeAttribute('aria-invalid');
    }
    if (doc.title) document.title = doc.title;
  }

  const ticks = (e) => e.type === 'radio' || e.type === 'checkbox';
  const lines = (s) => s.replace(/\r\n?/g, '\n');

  // swap takes the whole page over. What is unfolded stays so, and what was
  // typed since the post began is kept.
  function swap(doc, sent) {
    const before = form(), after = byId('form', doc);
    if (!after) {
      document.body.replaceChildren(...doc.body.childNodes);
      document.body.className = doc.body.className;
      document.title = doc.title;
      byId('top')?.focus();
      over = true;
      return;
    }
    const had = document.activeElement?.id, typed = new Map();
    for (const e of before.elements) {
      if (!e.id || !e.name || e.type === 'file' || e.tagName === 'BUTTON' || e.matches(':disabled')) continue;
      if (ticks(e)) {
        if (e.checked !== sent.getAll(e.name).includes(e.value)) typed.set(e.id, e.checked);
      } else if (lines(e.value) !== lines(sent.get(e.name) ?? '')) {
        typed.set(e.id, e.value);
      }
    }
    for (const d of before.querySelectorAll('details[id]')) {
      const next = byId(d.id, doc);
      if (next && d.open) next.open = true;
    }
    const [start, end] = [document.activeElement?.selectionStart, document.activeElement?.selectionEnd];
    const scrolled = before.querySelector('.scroll')?.scrollTop;
    before.replaceWith(after);
    if (scrolled && after.querySelector('.scroll')) after.querySelector('.scroll').scrollTop = scrolled;
    document.body.className = doc.body.className;
    document.title = doc.title;
    for (const [id, value] of typed) {
      const e = byId(id);
      if (!e) continue;
      if (ticks(e)) e.checked = value;
      else e.value = value;
      changed(e);
    }
    if (dirty) later();
    ready();
    const wanted = after.dataset.focus || ('after' in after.dataset ? 'after' : had);
    const to = byId(wanted);
    if (!to) return;
    unfold(to);
    to.focus();
    place(to, wanted === had ? start : null, end);
  }

  // place puts the caret where it was, or behind what is written.
  function place(e, start, end) {
    if (e.type !== 'text' && e.tagName !== 'TEXTAREA') return;
    const last = e.value.length;
    e.setSelectionRange(start ?? last, end ?? last);
  }

  function unfold(e) {
    for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
  }

  // keep posts what is typed.
  function keep() {
    clearTimeout(timer);
    timer = 0;
    if (!dirty || over || handedOver()) return line;
    dirty = false;
    due = 0;
    const body = new FormData(form());
    for (const name of ['file', 'picture']) body.delete(name);
    body.set('touched', [...touched].join(' '));
    body.set('typing', typing);
    return inLine(async () => {
      const doc = await ask(body);
      if (doc && 'after' in (byId('form', doc)?.dataset || {})) swap(doc, body); // Send was heard, and its answer was not
      else if (doc) take(doc);
      else if (!over) setTimeout(later, 2 * latest); // it could not be kept
    });
  }

  // later keeps in a while what is not kept yet.
  function later() {
    dirty = true;
    if (!timer) timer = setTimeout(keep, latest);
  }

  function changed(e) {
    if (e.name && !e.name.startsWith('mark-')) {
      dirty = true;
      touched.add(e.name);
    }
  }

  // rested has read what was kept while it was still being written, once
  // nobody writes any more.
  function rested() {
    typing = '';
    dirty = true;
    keep();
  }

  document.addEventListener('input', (ev) => {
    const e = ev.target;
    if (e.name?.startsWith('mark-')) return outline(e);
    if (e.type === 'file' || !e.name) return;
    changed(e);
    const words = e.type === 'text' || e.tagName === 'TEXTAREA';
    typing = words ? e.name : '';
    const now = Date.now();
    due ||= now + latest;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const rest = now + pause - Date.now();
      if (rest <= 0) typing = '';
      keep();
      if (typing) timer = setTimeout(rested, rest);
    }, words ? Math.max(0, Math.min(pause, due - now)) : 0);
  });

  document.addEventListener('change', (ev) => {
    const e = ev.target;
    if ('send' in (e.dataset || {}) && e.files.length) return act(new FormData(form()));
    if (e.name === 'helpdesk') return act(new FormData(form()));
  });

  document.addEventListener('focusout', (ev) => {
    const e = ev.target;
    if (!e.name || e.type === 'file' || e.tagName === 'BUTTON') return;
    typing = '';
    if (touched.has(e.name)) { dirty = true; keep(); }
  });

  // act does what a button says.
  function act(body, submitter) {
    clearTimeout(timer);
    timer = 0;
    dirty = false;
    typing = '';
    if (submitter?.name) body.set(submitter.name, submitter.value);
    body.set('touched', [...touched].join(' '));
    if (submitter) touched.clear();
    form().setAttribute('aria-busy', 'true');
    inLine(async () => {
      const doc = await ask(body, submitter?.value.startsWith('send'));
      form()?.removeAttribute('aria-busy');
      if (doc) swap(doc, body);
      else if (!over) setTimeout(later, 2 * latest); // what was typed just before is kept, at least
    });
  }

  document.addEventListener('submit', (ev) => {
    ev.preventDefault();
    if (form().hasAttribute('aria-busy')) return; // a second click is not a second ticket
    act(new FormData(form()), ev.submitter);
  });

  document.addEventListener('keydown', (ev) => {
    const send = byId('send') || document.querySelector('#question-yes[value="send-anyway"]');
    if (ev.key === 'Enter' && ev.ctrlKey && send) {
      ev.preventDefault();
      form().requestSubmit(send);
    } else if (ev.key === 'Enter' && ev.altKey) {
      const take = byId('take-' + document.activeElement?.id) || document.querySelector('.take');
      if (take) { ev.preventDefault(); form().requestSubmit(take); }
    } else if (ev.key === 'Escape' && byId('question-no')) {
      form().requestSubmit(byId('question-no'));
    }
  });

  // A picture that is pasted is a screenshot; files that are dropped go with
  // the ticket. A text stays where it is pasted.
  document.addEventListener('paste', (ev) => {
    const picture = [...(ev.clipboardData?.files || [])].find((f) => f.type.startsWith('image/'));
    if (!picture || !byId('picture')) return;
    ev.preventDefault();
    const body = new FormData(form());
    body.set('picture', picture, picture.name || 'picture.png');
    act(body);
  });
  document.addEventListener('dragover', (ev) => { if (ev.dataTransfer?.types.includes('Files')) ev.preventDefault(); });
  document.addEventListener('drop', (ev) => {
    if (!ev.dataTransfer?.files.length || !byId('file') || ev.target.type === 'file') return;
    ev.preventDefault();
    const body = new FormData(form());
    for (const f of ev.dataTransfer.files) body.append('file', f, f.name);
    act(body);
  });

  // outline shows the rectangle that the numbers beside a picture give.
  const sides = ['x', 'y', 'w', 'h'];
  const number = (n, side) => byId(`mark-${n}-${side}`);

  function outline(e) {
    const n = e.name.split('-')[1];
    const picture = document.querySelector(`.picture[data-shot="${n}"]`), img = picture?.querySelector('img');
    const box = picture?.querySelector('.rectangle');
    if (!box || !img) return;
    const [x, y, w, h] = sides.map((s) => Number(number(n, s).value) || 0);
    box.hidden = w <= 0 || h <= 0;
    box.style.left = `${(100 * x) / img.getAttribute('width')}%`;
    box.style.top = `${(100 * y) / img.getAttribute('height')}%`;
    box.style.width = `${(100 * w) / img.getAttribute('width')}%`;
    box.style.height = `${(100 * h) / img.getAttribute('height')}%`;
  }

  // A drag over a picture fills the numbers.
  function drawing(picture) {
    const n = picture.dataset.shot, img = picture.querySelector('img');
    let from = null;
    const at = (ev) => {
      const r = img.getBoundingClientRect(), width = Number(img.getAttribute('width')), height = Number(img.getAttribute('height'));
      const within = (v, most) => Math.round(Math.min(Math.max(v, 0), most));
      return [within(((ev.clientX - r.left) / r.width) * width, width), within(((ev.clientY - r.top) / r.height) * height, height)];
    };
    picture.classList.add('ready');
    picture.addEventListener('dragstart', (ev) => ev.preventDefault());
    picture.addEventListener('pointerdown', (ev) => {
      if (ev.button !== 0) return;
      from = at(ev);
      picture.setPointerCapture(ev.pointerId);
    });
    picture.addEventListener('pointermove', (ev) => {
      if (!from) return;
      const to = at(ev);
      const values = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
      sides.forEach((s, i) => { number(n, s).value = values[i]; });
      if (values[2] > 3 && values[3] > 3) byId('marks-' + n).open = true;
      outline(number(n, 'x'));
    });
    for (const end of ['pointerup', 'pointercancel']) picture.addEventListener(end, () => { from = null; });
  }

  // ready prepares a page that was taken over.
  function ready() {
    document.querySelectorAll('[data-draw]').forEach(drawing);
    follow();
  }

  // follow shows how far the ticket is that was sent, as long as more comes.
  function follow(missed = 0) {
    if (over || missed > tries || !('again' in form().dataset)) return;
    setTimeout(async () => {
      const doc = await ask(null);
      if (!doc) return follow(missed + 1);
      take(doc);
      if (byId('form', doc) && !('again' in byId('form', doc).dataset)) delete form().dataset.again;
      follow();
    }, missed ? again : step);
  }

  setInterval(() => { if (!over && !handedOver()) ask(null).then((doc) => { if (doc) take(doc); }); }, beat);
  addEventListener('pagehide', () => navigator.sendBeacon(`${root}away?page=${document.body.dataset.page}`));
  addEventListener('pageshow', (ev) => { if (ev.persisted) location.reload(); });
  addEventListener('beforeunload', () => { if (dirty) keep(); });

  const first = byId(form().dataset.focus || (handedOver() ? 'after' : 'subject'));
  if (first) { unfold(first); first.focus(); place(first); }
  ready();
})();
