package dev.runrate.common.web;

import dev.runrate.common.messaging.Faults;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** Turns whatever ends a request early into a problem answer; the stack goes to the log only. */
@RestControllerAdvice
public class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Problem> problem(ProblemException e) {
    HttpHeaders headers = new HttpHeaders();
    if (e.retryAfterSeconds() != null) {
      headers.set(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
    }
    return answer(e.problem(), headers);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
    String cause =
        e.getMostSpecificCause() instanceof JacksonException json
            ? json.getOriginalMessage()
            : "The body is missing or is not what its type says.";
    return answer(
        Problem.of(400, "unreadable", "Unreadable content", firstLine(cause)), new HttpHeaders());
  }

  /** The body ends too early, is not the gzip or the UTF-8 it seems to be, or not CSV. */
  @ExceptionHandler({
    EOFException.class,
    ZipException.class,
    CSVException.class,
    CharacterCodingException.class
  })
  ResponseEntity<Problem> brokenBody(IOException e) {
    return problem(
        ProblemException.unreadable(
            "The body is broken: " + e.getMessage() + ". Nothing was taken."));
  }

  @ExceptionHandler
  ResponseEntity<Problem> badParameter(MethodArgumentTypeMismatchException e) {
    return answer(
        Problem.of(
            400,
            "bad-request",
            "Bad request",
            "The parameter " + e.getName() + " cannot be read: " + e.getValue()),
        new HttpHeaders());
  }

  /** The client is gone; there is nobody to answer. */
  @ExceptionHandler
  void disconnected(AsyncRequestNotUsableException e) {
    LOG.debug("client disconnected", e);
  }

  @ExceptionHandler
  ResponseEntity<Problem> anythingElse(Exception e) {
    if (e instanceof ErrorResponse known) {
      return answer(known.getStatusCode(), known.getBody(), known.getHeaders());
    }
    if (isDisconnect(e)) {
      return null;
    }
    if (Faults.mayHeal(e)) {
      LOG.warn("a request met a broken dependency: {}", e.toString());
      return problem(ProblemException.unavailable("A store is not reachable; try again."));
    }
    LOG.error("a request failed", e);
    return answer(
        Problem.of(500, "internal", "Internal error", "The service failed; its log says why."),
        new HttpHeaders());
  }

  private static boolean isDisconnect(Exception e) {
    return e.getClass().getSimpleName().equals("ClientAbortException");
  }

  private static ResponseEntity<Problem> answer(
      HttpStatusCode status, ProblemDetail detail, HttpHeaders headers) {
    String title = detail.getTitle() == null ? "Request failed" : detail.getTitle();
    String type = title.toLowerCase(Locale.ROOT).replace(' ', '-');
    return answer(Problem.of(status.value(), type, title, detail.getDetail()), headers);
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static String firstLine(String text) {
    return text == null ? null : text.lines().findFirst().orElse(null);
  }
}
