package dev.runrate.common.web;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.DidYouMean;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that an endpoint does not have: a misspelt {@code ?knownAt=} that is
 * passed over gives another answer than was asked for. What an endpoint has are the {@link
 * RequestParam}s of its method, and {@code format} if it answers a table; each is given once,
 * unless it takes several.
 */
public final class QueryParameters implements HandlerInterceptor {
  /** Says whether a table is answered as JSON or as CSV, where no header can. */
  static final String FORMAT = "format";

  private static final Set<String> FORMATS = Set.of("json", "csv");
  private static final String OURS = "dev.runrate.";

  /** Of a method, the names it knows, and whether each may be given several times. */
  private final Map<Method, SortedMap<String, Boolean>> known = new ConcurrentHashMap<>();

  /**
   * {@code ?name} and {@code ?name=true} are yes, {@code ?name=false} and nothing are no; whatever
   * else is refused.
   *
   * @param valueOrNull as it was given; null where it was not
   */
  public static boolean flag(String name, String valueOrNull) {
    if (valueOrNull == null || valueOrNull.equalsIgnoreCase("false")) {
      return false;
    }
    if (valueOrNull.isEmpty() || valueOrNull.equalsIgnoreCase("true")) {
      return true;
    }
    throw ProblemException.badRequest(
        "The parameter " + name + " is true or false, not " + valueOrNull + ".");
  }

  /**
   * What a parameter means.
   *
   * @throws ProblemException 400 with the reason why it means nothing
   */
  public static <T> T read(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> valid.value();
      case Checked.Invalid<T> invalid -> throw ProblemException.badRequest(invalid.message());
    };
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getQueryString() != null
        && handler instanceof HandlerMethod method
        // Not the framework's own, such as the page that tells of an error.
        && method.getBeanType().getName().startsWith(OURS)) {
      SortedMap<String, Boolean> names =
          known.computeIfAbsent(method.getMethod(), m -> namesOf(method));
      request.getParameterMap().forEach((name, values) -> check(name, values.length, names));
      String format = request.getParameter(FORMAT);
      if (format != null && names.containsKey(FORMAT) && !FORMATS.contains(format)) {
        throw ProblemException.badRequest(
            "The parameter format is json or csv, not " + format + ".");
      }
    }
    return true;
  }

  private static void check(String name, int times, SortedMap<String, Boolean> known) {
    if (!known.containsKey(name)) {
      throw ProblemException.badRequest(
          "There is no parameter "
              + name
              + " here"
              + DidYouMean.nearest(name, known.keySet())
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(".")
              + (known.isEmpty() ? " There are none." : " Known are " + names(known) + "."));
    }
    if (times > 1 && !known.get(name)) {
      throw ProblemException.badRequest("The parameter " + name + " is given " + times + " times.");
    }
  }

  private static String names(SortedMap<String, Boolean> known) {
    return String.join(", ", known.keySet());
  }

  private static SortedMap<String, Boolean> namesOf(HandlerMethod method) {
    SortedMap<String, Boolean> names = new TreeMap<>();
    if (method.getReturnType().getParameterType() == Tabular.class) {
      names.put(FORMAT, false);
    }
    for (MethodParameter parameter : method.getMethodParameters()) {
      RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
      if (annotation != null) {
        String name =
            annotation.name().isEmpty() ? parameter.getParameter().getName() : annotation.name();
        Class<?> type = parameter.getParameterType();
        names.put(name, type.isArray() || Collection.class.isAssignableFrom(type));
      }
    }
    return names;
  }
}
