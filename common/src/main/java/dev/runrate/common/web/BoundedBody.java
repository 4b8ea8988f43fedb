package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;

/** Reads the body of a request up to a bound, so that nobody fills the memory with one. */
public final class BoundedBody {
  private BoundedBody() {}

  /**
   * @param most bytes; what is larger answers 413, and no more than this is read of it
   * @return at least one byte; a body that is missing answers 400
   */
  public static byte[] read(InputStream body, int most) throws IOException {
    byte[] bytes = body.readNBytes(most);
    if (bytes.length == 0) {
      throw ProblemException.unreadable("The body is missing.");
    }
    if (bytes.length == most && body.read() >= 0) {
      throw ProblemException.tooLarge("The body has more than " + most + " bytes.");
    }
    return bytes;
  }

  /** As JSON; a body that is none answers 400. */
  public static JsonNode json(InputStream body, int most) throws IOException {
    return Json.MAPPER.readTree(read(body, most));
  }
}
