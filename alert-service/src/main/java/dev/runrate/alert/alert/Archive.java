package dev.runrate.alert.alert;

import dev.runrate.common.event.AlertEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where contents are that are not at hand. */
public interface Archive {
  /** All of them; each is there. */
  Map<Content, AlertEvent> read(Collection<Content> contents);

  /** Of lines that live in memory alone: the messages in order, numbered from 1. */
  final class InMemory implements Archive {
    private final List<AlertEvent> messages = new ArrayList<>();

    /** Keeps messages; answers their numbers. */
    public List<Long> add(List<AlertEvent> more) {
      List<Long> numbers = new ArrayList<>();
      for (AlertEvent message : more) {
        messages.add(message);
        numbers.add((long) messages.size());
      }
      return numbers;
    }

    @Override
    public Map<Content, AlertEvent> read(Collection<Content> contents) {
      Map<Content, AlertEvent> found = new HashMap<>();
      for (Content content : contents) {
        if (content instanceof Content.OfMessage(long number)) {
          found.put(content, messages.get((int) number - 1));
        }
      }
      return found;
    }
  }
}
