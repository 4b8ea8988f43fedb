/**
 * Follows what changes. A stream goes on from the last event seen, so nothing is missed while the
 * connection is lost; who comes back after one asks again for what it shows.
 */
import { follow } from "./api.js";

const SILENCE = 40_000; // The services say something every 15 seconds.
const FIRST_PAUSE = 500, LONGEST_PAUSE = 10_000;

/** One stream; state is "live", "lost" or "refused". */
class Stream {
  constructor(path, onEvent, onState) {
    Object.assign(this, { path, onEvent, onState, last: null, state: "lost", pause: FIRST_PAUSE, opened: false });
    this.run();
  }

  async run() {
    for (;;) {
      const end = new AbortController();
      let watch = null;
      const alive = () => {
        clearTimeout(watch);
        watch = setTimeout(() => end.abort(), SILENCE);
      };
      try {
        await follow(this.path, this.last, {
          signal: end.signal,
          onLife: alive,
          onOpen: () => {
            alive();
            const again = this.opened;
            this.opened = true;
            this.pause = FIRST_PAUSE;
            this.turn("live", again);
          },
          onEvent: (event) => {
            this.last = event.id;
            this.onEvent(event);
          },
        });
        this.turn("lost");
      } catch (error) {
        this.turn(error.status === 401 || error.status === 403 ? "refused" : "lost", false, error);
      }
      clearTimeout(watch);
      await new Promise((resume) => {
        this.resume = resume;
        setTimeout(resume, this.pause);
      });
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    }
  }

  turn(state, again, error) {
    this.state = state;
    this.onState(state, again, error);
  }

  /** Now rather than after the pause: the network is back, or a key was given. */
  retry() {
    this.pause = FIRST_PAUSE;
    this.resume?.();
  }
}

/**
 * @param onChange told of each event that matters
 * @param onState told of the state of both streams together, and whether they come back from a loss
 */
export function live({ onFigures, onAlert, onState }) {
  const streams = [];
  const tell = (_, again, error) => {
    const states = streams.map((stream) => stream.state);
    onState(states.includes("refused") ? "refused" : states.every((state) => state === "live") ? "live" : "lost", Boolean(again), error);
  };
  streams.push(new Stream("stream", (event) => onFigures(event.data), tell));
  streams.push(new Stream("alerts/stream", (event) => onAlert(event.data), tell));
  addEventListener("online", () => streams.forEach((stream) => stream.retry()));
  document.addEventListener("visibilitychange", () => document.hidden || streams.forEach((stream) => stream.state === "live" || stream.retry()));
  return { retry: () => streams.forEach((stream) => stream.retry()) };
}
