package dev.runrate.standalone.up;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends this process at once, for a reason that leaves no time: as with {@code kill -9}, what was
 * accepted is kept, but PostgreSQL does not stay behind.
 */
final class Ending {
  private static final long LOOK_MS = 200;
  private static final long LIMIT_MS = 5_000;

  private final Platform platform;
  private final AtomicBoolean begun = new AtomicBoolean();

  Ending(Platform platform) {
    this.platform = platform;
  }

  /** Returns at once; the first reason counts. */
  void now(int status, String reason) {
    if (begun.getAndSet(true)) {
      return;
    }
    System.err.println("runrate: " + reason);
    halt(status);
  }

  /** Not by this process's shutdown hooks, one of which may wait for what has ended already. */
  private void halt(int status) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(LIMIT_MS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(status);
            });
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                platform.abandon();
              } finally {
                Runtime.getRuntime().halt(status);
              }
            });
  }

  /**
   * Ends with the launcher, which cannot pass on a kill -9.
   *
   * @param parent the process that started this one
   */
  void withParent(long parent) {
    Thread.ofPlatform()
        .daemon()
        .name("launcher-watch")
        .start(
            () -> {
              try {
                while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L)
                    == parent) {
                  Thread.sleep(LOOK_MS);
                }
                if (!begun.getAndSet(true)) {
                  halt(1);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
