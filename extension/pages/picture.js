// SPDX-License-Identifier: MPL-2.0
// Pictures of Firefox's own questions and of ours, in the person's language, light or dark as the page
// is. tests/screens/help.mjs takes them from the installed Firefox.
import { message } from './text.js';

/** Offers both pictures: Firefox chooses, also when the page turns dark later. */
function addDark(image, source) {
  const both = document.createElement('picture');
  const dark = document.createElement('source');
  dark.media = '(prefers-color-scheme: dark)';
  dark.srcset = source;
  image.replaceWith(both);
  both.append(dark, image);
}

/** Shows each `data-picture` of the page; resolves when their sizes are known. */
export function showPictures() {
  return Promise.all([...document.querySelectorAll('[data-picture]')].map((image) => {
    const { picture } = image.dataset;
    const source = `pictures/${message('language')}/${picture}`;
    image.alt = message(`help_picture_${picture}`);
    addDark(image, `${source}-dark.png`);
    image.src = `${source}.png`;
    return image.decode().catch(() => {}); // its alternative text is shown
  }));
}
