package dev.runrate.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a client of a stream gets when the table behind it goes away, as it does at the end. */
class EventTailEndTest {
  /** One event, then nothing any more. */
  private static final class Failing implements EventTail.Source {
    private boolean told;

    @Override
    public List<EventTail.Entry> after(EventTail.Cursor cursor, int limit) {
      if (told) {
        throw new DataAccessResourceFailureException("the pool is closed");
      }
      told = true;
      return List.of(new EventTail.Entry("7", 1, "alert", "{}"));
    }

    @Override
    public EventTail.Cursor now() {
      return EventTail.Cursor.START;
    }
  }

  @Test
  void streamThatHasBegunJustEnds() throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();

    new EventTail(new Failing()).stream(null, response);

    assertThat(response.getContentType()).startsWith("text/event-stream");
    assertThat(response.getContentAsString())
        .isEqualTo(": connected\n\nid: 7-1\nevent: alert\ndata: {}\n\n");
  }

  @Test
  void streamThatCannotBeginIsRefused() {
    MockHttpServletResponse response = new MockHttpServletResponse();
    EventTail tail =
        new EventTail(
            new EventTail.Source() {
              @Override
              public List<EventTail.Entry> after(EventTail.Cursor cursor, int limit) {
                return List.of();
              }

              @Override
              public EventTail.Cursor now() {
                throw new DataAccessResourceFailureException("the store is down");
              }
            });

    assertThatThrownBy(() -> tail.stream(null, response))
        .isInstanceOf(DataAccessResourceFailureException.class);
    assertThat(response.getContentType()).isNull();
  }
}
