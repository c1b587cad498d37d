// Search over the sections of all pages, in the browser.
const field = document.getElementById('search');
const found = document.getElementById('found');
const up = document.body.dataset.up;
const MOST = 12;
const AROUND = 90;
let index = null;

function words(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(w => w);
}

function build() {
  // Names such as envelope.speed_scale are found by each of their words.
  lunr.tokenizer.separator = /[^\p{L}\p{N}]+/u;
  return lunr(function () {
    this.ref('id');
    this.field('title', {boost: 8});
    this.field('page', {boost: 3});
    this.field('text');
    // Every word counts, as it is written: these are often names.
    this.pipeline.remove(lunr.stopWordFilter);
    this.pipeline.remove(lunr.stemmer);
    window.reinsSections.forEach((s, id) => this.add({id, title: s.title, page: s.page, text: s.text}));
  });
}

function hits(query) {
  const asked = words(query);
  if (!asked.length) {
    return [];
  }
  index = index || build();
  return index.query(q => asked.forEach(word => q.term(word, {
    presence: lunr.Query.presence.REQUIRED,
    wildcard: lunr.Query.wildcard.TRAILING,
    usePipeline: false
  })));
}

function excerpt(text, asked) {
  const at = Math.max(0, text.toLowerCase().indexOf(asked[0]));
  const from = Math.max(0, at - AROUND);
  return (from > 0 ? '…' : '') + text.slice(from, at + AROUND) + (at + AROUND < text.length ? '…' : '');
}

function show() {
  const asked = words(field.value);
  const all = hits(field.value).slice(0, MOST);
  found.replaceChildren(...all.map(hit => {
    const section = window.reinsSections[hit.ref];
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = up + section.at;
    link.textContent = section.title && section.title !== section.page
      ? section.page + ': ' + section.title : section.page;
    const text = document.createElement('p');
    text.textContent = excerpt(section.text, asked);
    item.append(link, text);
    return item;
  }));
  if (asked.length && !all.length) {
    const item = document.createElement('li');
    item.textContent = 'Nothing is found. Try fewer or other words.';
    found.append(item);
  }
  found.hidden = !asked.length;
}

field.addEventListener('input', show);
found.addEventListener('click', () => { found.hidden = true; });
document.addEventListener('keydown', e => {
  if (e.key === '/' && document.activeElement !== field) {
    e.preventDefault();
    field.focus();
  } else if (e.key === 'Escape') {
    found.hidden = true;
  } else if (e.key === 'Enter' && document.activeElement === field) {
    found.querySelector('a')?.click();
  }
});
