// SPDX-License-Identifier: MPL-2.0
import { showPictures } from './picture.js';
import { byId, localize } from './text.js';

localize();
await showPictures();
// The part that a link from an error leads to had another place when Firefox went there.
byId(location.hash.slice(1))?.scrollIntoView();
