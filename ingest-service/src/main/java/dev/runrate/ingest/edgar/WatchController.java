package dev.runrate.ingest.edgar;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how the watch on EDGAR is doing. */
@RestController
class WatchController {
  private final EdgarWatch watch;

  WatchController(EdgarWatch watch) {
    this.watch = watch;
  }

  @GetMapping("/v1/watch")
  WatchAnswer get() {
    return watch.answer();
  }
}
