"""How long a page goes without drawing a frame."""

WATCH = """() => {
  window.longest = 0;
  let last = performance.now();
  const tick = (now) => { window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
"""Run in a page: from then on `longest` holds the longest time between two frames, in milliseconds."""
