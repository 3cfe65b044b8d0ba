// Takes a change of the saved data back, part by part. A part that was changed once more since then stays as it is, whoever did that. What
// another tab has erased since then does not come back.

import { apply, changesBetween, flatten, isSame, unflatten } from "./parts.js";

/** @import {SavedData, Store} from "./store.js" */

/** @typedef {() => {isSaved: boolean, isWhole: boolean}} Undo takes a change back. `isWhole`: all of it */

/**
 * @param {Store} store
 * @param {SavedData} before
 * @param {SavedData} after
 * @returns {Undo | undefined} undefined where nothing changed
 */
export function createUndo(store, before, after) {
  const [old, changed] = [flatten(before), flatten(after)];
  const names = [...changesBetween(old, changed).keys()].filter((name) => !["version", "state"].includes(name));
  if (names.length === 0) return undefined;
  const erasures = store.countErasures();
  return () => {
    if (store.countErasures() > erasures) return { isSaved: true, isWhole: false };
    let isWhole = true;
    const isSaved = store.update((now) => {
      const parts = flatten(now);
      for (const name of names) {
        const is = parts.get(name);
        if (isSame(is, changed.get(name))) apply([[name, old.get(name)]], parts);
        else isWhole &&= isSame(is, old.get(name));
      }
      return unflatten(parts);
    });
    return { isSaved, isWhole };
  };
}

/**
 * Change the saved data so that it can be taken back. No other tab writes while a script runs, so what differs is this change.
 * @param {Store} store
 * @param {() => boolean} act
 * @returns {{isSaved: boolean, undo?: Undo}} `isSaved`: the reply of `act`
 */
export function record(store, act) {
  const before = store.load();
  const isSaved = act();
  return { isSaved, undo: createUndo(store, before, store.load()) };
}
