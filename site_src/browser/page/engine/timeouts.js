// How long the page waits for its engine.

// A loading worker that sends nothing for this long has stalled. A slow phone may take ten seconds between two messages.
export const STALL_SECONDS = 30;
// A request takes a millisecond. The engine has failed where it does not reply for this long.
export const REPLY_SECONDS = 10;
// A long request takes longer: a slow phone reads a history of years, a megabyte of text, in half a minute.
export const CHARACTERS_A_SECOND = 25_000;
// Time is counted in ticks. A laptop that slept for an hour has missed one tick, and not an hour.
export const TICKS = 10;
// What the page's security policy refuses fails like anything else. The event that tells it apart comes about the same time, before or
// after.
export const POLICY_MS = 50;
