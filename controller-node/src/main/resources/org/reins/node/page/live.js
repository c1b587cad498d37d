// The connection: events from the server, and the knowledge of whether they still come.
const SILENT_MS = 2000;
const AGAIN_MS = 1000;

/**
 * Listens, and tries again for ever after a broken connection.
 * @param heard called with the name of an event and its data
 * @param changed called with true when data comes, with false and the time of the last data when it does not
 */
export function listen(heard, changed) {
  let source = null;
  let last = 0;
  let live = false;
  let lastSeq = -1;

  function set(now) {
    if (now !== live) {
      live = now;
      changed(live, last);
    }
  }

  function open() {
    source?.close();
    source = new EventSource("events");
    for (const name of ["scene", "past", "report", "frame"]) {
      source.addEventListener(name, (e) => {
        const data = JSON.parse(e.data);
        last = Date.now();
        if (name === "frame") {
          // Frames in between were lost on a slow connection; a restarted server counts from the beginning.
          heard("lost", data.seq > lastSeq && lastSeq >= 0 ? data.seq - lastSeq - 1 : 0);
          lastSeq = data.seq;
        }
        heard(name, data);
        if (name === "frame") {
          set(true);
        }
      });
    }
  }

  open();
  let opened = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - last > SILENT_MS) {
      set(false);
      lastSeq = -1;
      if (now - Math.max(last, opened) > SILENT_MS) {
        // The browser tries again by itself, but not after a refusal, and not soon enough.
        opened = now;
        open();
      }
    }
  }, AGAIN_MS / 2);
}
