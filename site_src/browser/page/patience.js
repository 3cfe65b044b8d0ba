// How long the page waits for its engine.

// Nothing at all from a loading worker for this long: not a byte, not a step. A slow phone may take ten seconds between two of them.
export const STALL_SECONDS = 30;
// A request that takes a millisecond has had no reply for this long.
export const REPLY_SECONDS = 10;
// A long request takes longer: a slow phone reads a history of years, a megabyte of text, in half a minute.
export const CHARACTERS_A_SECOND = 25_000;
// Time is counted in ticks, so that a laptop that slept for an hour has missed one tick and not an hour.
export const TICKS = 10;
// What the page's security policy refuses fails like anything else. The event that tells it apart comes about the same time, before or after.
export const POLICY_MS = 50;
