package dev.runrate.common.messaging;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells a broken world, which may heal, from a bad message or a bug, which will not. */
public final class Faults {
  private Faults() {}

  public static boolean mayHeal(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return !isAboutTheData(sql);
      }
      if (cause instanceof IOException
          || cause instanceof InterruptedException
          || (cause instanceof KafkaException && !isSpringListenerFault(cause))
          || cause instanceof TransactionException) {
        return true;
      }
      if (cause instanceof DataAccessException && cause.getCause() == null) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpringListenerFault(Throwable cause) {
    return cause.getClass().getName().startsWith("org.springframework.kafka.listener.");
  }

  /**
   * SQL states 22 (data exception) and 23 (constraint violation) are the row's own fault, 42
   * (syntax, type) is a bug.
   */
  private static boolean isAboutTheData(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
  }
}
