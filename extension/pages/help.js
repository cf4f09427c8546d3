// SPDX-License-Identifier: MPL-2.0
import { showPictures } from './picture.js';
import { byId, localize } from './text.js';

localize();
await showPictures();
// Firefox has scrolled to the part that an error links to before the pictures moved it.
byId(location.hash.slice(1))?.scrollIntoView();
