// SPDX-License-Identifier: MPL-2.0
// Files that a person drops on a page, as from a file manager.

/** @param {Array} files [name, bytes or text] each */
export async function dropFiles(driver, files) {
  await driver.waitFor('#page:not([data-state=loading])');
  await driver.page((all) => {
    const carried = new DataTransfer();
    for (const [name, data] of all) {
      carried.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
    }
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
  }, files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
}
