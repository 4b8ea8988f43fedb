package dev.runrate.common.messaging;

import org.springframework.context.SmartLifecycle;

/** A component with an outbox of its own, which starts and stops with it. */
public abstract class OutboxOwner<K> implements SmartLifecycle {
  protected final Outbox<K> outbox;

  protected OutboxOwner(Outbox<K> outbox) {
    this.outbox = outbox;
  }

  Outbox<K> outbox() {
    return outbox;
  }

  @Override
  public void start() {
    outbox.start();
  }

  @Override
  public void stop() {
    outbox.stop();
  }

  @Override
  public boolean isRunning() {
    return outbox.isRunning();
  }
}
