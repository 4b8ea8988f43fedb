package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;

/** Problems for requests that do not come as far as an endpoint, where {@link ProblemAdvice} is. */
public final class ProblemAnswer {
  private ProblemAnswer() {}

  public static void answer(
      HttpServletResponse response, int status, String type, String title, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(Json.MAPPER.writeValueAsBytes(Problem.of(status, type, title, detail)));
  }

  public static void forbidden(HttpServletResponse response, String detail) throws IOException {
    answer(response, 403, "forbidden", "Forbidden", detail);
  }
}
