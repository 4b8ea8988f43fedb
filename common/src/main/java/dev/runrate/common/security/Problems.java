package dev.runrate.common.security;

import dev.runrate.common.event.Json;
import dev.runrate.common.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;

/** Answers for those who do not come as far as an endpoint. */
final class Problems {
  private Problems() {}

  static void answer(
      HttpServletResponse response, int status, String type, String title, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(Json.MAPPER.writeValueAsBytes(Problem.of(status, type, title, detail)));
  }

  static void forbidden(HttpServletResponse response, String detail) throws IOException {
    answer(response, 403, "forbidden", "Forbidden", detail);
  }
}
