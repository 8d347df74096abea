#include "mcp-runlog/export/html_script.hpp"

namespace runlog {

const std::string_view html_script = R"js(
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('scripted');
  const byId = (id) => document.getElementById(id);
  const controls = byId('controls');
  if (!controls) return;
  controls.hidden = false;

  const entries = [...document.querySelectorAll('li.entry')];
  const words = new Map();
  const wordsOf = (entry) => {
    if (!words.has(entry)) words.set(entry, entry.textContent.toLowerCase());
    return words.get(entry);
  };

  const filter = () => {
    const wanted = byId('find').value.toLowerCase().split(/\s+/).filter(Boolean);
    const errors = byId('errors').checked;
    const quiet = byId('quiet').checked;
    let shown = 0;
    for (const entry of entries) {
      const fits =
        (!errors || entry.classList.contains('error')) &&
        (!quiet || !(entry.classList.contains('c-quiet') || entry.classList.contains('again'))) &&
        wanted.every((word) => wordsOf(entry).includes(word));
      entry.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const chapter of document.querySelectorAll('details.chapter'))
      chapter.hidden = !chapter.querySelector('li.entry:not([hidden])');
    byId('found').textContent =
      shown === entries.length ? '' : `${shown} of ${entries.length} events`;
  };
  let waiting = 0;
  controls.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  controls.addEventListener('submit', (event) => event.preventDefault());

  const fold = (open) => {
    for (const details of document.querySelectorAll('.entry details')) details.open = open;
  };
  byId('unfold').addEventListener('click', () => fold(true));
  byId('fold').addEventListener('click', () => fold(false));

  const show = () => {
    const entry = byId(decodeURIComponent(location.hash.slice(1)));
    if (!entry || !entry.classList.contains('entry')) return;
    entry.hidden = false;
    const chapter = entry.closest('details.chapter');
    if (chapter) {
      chapter.hidden = false;
      chapter.open = true;
    }
    entry.scrollIntoView({block: 'center'});
  };
  addEventListener('hashchange', show);
  show();

  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId('find').focus();
    } else if (event.key === 'Escape' && typing && event.target.id === 'find') {
      event.target.value = '';
      filter();
    }
  });
})();
)js";

}  // namespace runlog
