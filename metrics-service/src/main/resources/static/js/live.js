/**
 * Follows what changes. A stream goes on from the last event seen, so nothing is missed while the
 * connection is lost; who comes back after one asks again for what it shows.
 *
 * A browser has six connections for an address, whatever the number of its tabs. So a page that
 * nobody sees has no stream, also if the browser keeps it for its back button.
 */
import { follow } from "./api.js";

const SILENCE = 40_000; // The services say something every 15 seconds.
const FIRST_PAUSE = 500, LONGEST_PAUSE = 10_000;

/** One stream; state is "live", "lost" or "refused". */
class Stream {
  #path;
  #onEvent;
  #onState;
  #last = null;
  #pause = FIRST_PAUSE;
  #opened = false;
  #connection = null;
  #resume = () => {};
  state = "lost";

  constructor(path, onEvent, onState) {
    this.#path = path;
    this.#onEvent = onEvent;
    this.#onState = onState;
    this.#run();
  }

  async #run() {
    for (;;) {
      if (!document.hidden) await this.#follow();
      await new Promise((resume) => {
        this.#resume = resume;
        if (!document.hidden) setTimeout(resume, this.#pause);
      });
      this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
    }
  }

  /** Until the connection ends, whoever ends it. */
  async #follow() {
    const connection = this.#connection = new AbortController();
    let watch = null;
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => connection.abort(), SILENCE);
    };
    try {
      await follow(this.#path, this.#last, {
        signal: connection.signal,
        onLife: alive,
        onOpen: () => {
          alive();
          const again = this.#opened;
          this.#opened = true;
          this.#pause = FIRST_PAUSE;
          this.#turn("live", again);
        },
        onEvent: (event) => {
          this.#last = event.id;
          this.#onEvent(event);
        },
      });
      this.#turn("lost");
    } catch (error) {
      if (!document.hidden) this.#turn(error.status === 401 || error.status === 403 ? "refused" : "lost", false, error);
    }
    clearTimeout(watch);
  }

  #turn(state, again, error) {
    this.state = state;
    this.#onState(state, again, error);
  }

  /** Now rather than after the pause: the network is back, somebody looks, or a key was given. */
  retry() {
    this.#pause = FIRST_PAUSE;
    this.#resume();
  }

  end() {
    this.#connection?.abort();
  }
}

/**
 * @param onFigures told of each change of figures
 * @param onAlert told of each alert
 * @param onState told of the state of both streams together, and whether they come back from a loss
 */
export function live({ onFigures, onAlert, onState }) {
  const streams = [];
  const each = (what) => () => streams.forEach((stream) => stream[what]());
  const tell = (_, again, error) => {
    const states = streams.map((stream) => stream.state);
    onState(states.includes("refused") ? "refused" : states.every((state) => state === "live") ? "live" : "lost", Boolean(again), error);
  };
  streams.push(new Stream("stream", (event) => onFigures(event.data), tell));
  streams.push(new Stream("alerts/stream", (event) => onAlert(event.data), tell));
  addEventListener("online", each("retry"));
  addEventListener("offline", each("end"));
  addEventListener("pagehide", each("end"));
  addEventListener("pageshow", each("retry"));
  document.addEventListener("visibilitychange", () => each(document.hidden ? "end" : "retry")());
  return { retry: each("retry") };
}
