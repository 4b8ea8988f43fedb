package dev.runrate.ingest.fx;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Unit;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes reference rates in the layout of the ECB's {@code eurofxref-hist.csv}: a day a row, a
 * currency a column, units of the currency for one euro, {@code N/A} where there is none.
 *
 * <pre>
 * Date,USD,JPY,CNY,
 * 2026-04-13,1.1684,186.75,7.9827,
 * </pre>
 *
 * Old currencies that ISO 4217 has withdrawn are passed over; a table in the same layout from
 * another source can be put after it and adds its currencies (TWD, say).
 */
@RestController
class FxController {
  private static final long MOST_BYTES = 64L * 1024 * 1024;
  private static final int MOST_ERRORS = 100;
  private static final String NONE = "N/A";

  record Answer(int currencies, int days, long rates, int changedYears) {}

  private final FxRates rates;

  FxController(FxRates rates) {
    this.rates = rates;
  }

  @PutMapping(path = "/v1/fx-rates", consumes = "text/csv")
  Answer put(HttpServletRequest request) throws IOException {
    Caller.current().requireUnlimited();
    Map<FxRates.Key, SortedMap<LocalDate, BigDecimal>> table = new HashMap<>();
    List<ContentError> errors = new ArrayList<>();
    int days = 0;
    long count = 0;
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setAllowMissingColumnNames(true)
            .setTrailingDelimiter(true)
            .setIgnoreEmptyLines(true)
            .get();
    try (CSVParser rows =
        format.parse(
            new InputStreamReader(
                Body.stream(request, MOST_BYTES), StandardCharsets.UTF_8.newDecoder()))) {
      if (rows.getHeaderNames().isEmpty() || !rows.getHeaderNames().getFirst().equals("Date")) {
        errors.add(new ContentError("", "header", "the first column is Date"));
        throw ProblemException.invalid(errors);
      }
      Map<String, Unit> columns = currencies(rows.getHeaderNames());
      if (columns.isEmpty()
          || columns.size() < rows.getHeaderNames().stream().filter(columns::containsKey).count()) {
        errors.add(
            new ContentError("", "header", "a column per currency (ISO 4217), none of them twice"));
        throw ProblemException.invalid(errors);
      }
      for (CSVRecord row : rows) {
        long line = rows.getCurrentLineNumber();
        LocalDate day = day(row, line, errors);
        if (day == null) {
          continue;
        }
        if (!row.isConsistent()) {
          errors.add(
              new ContentError(
                  "/" + line, "columns", "the row has another number of cells than the header"));
          continue;
        }
        days++;
        for (var column : columns.entrySet()) {
          BigDecimal rate = rate(row, column.getKey(), line, errors);
          if (rate != null) {
            count++;
            table
                .computeIfAbsent(
                    new FxRates.Key(column.getValue(), day.getYear()), k -> new TreeMap<>())
                .put(day, rate);
          }
        }
        if (errors.size() >= MOST_ERRORS) {
          break;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      throw ProblemException.unreadable("Not CSV with a header: " + e.getMessage());
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    int currencies = (int) table.keySet().stream().map(FxRates.Key::currency).distinct().count();
    return new Answer(currencies, days, count, rates.put(table));
  }

  private static Map<String, Unit> currencies(List<String> header) {
    Map<String, Unit> columns = new HashMap<>();
    for (String name : header) {
      if (Unit.parse(name) instanceof Checked.Valid<Unit> valid
          && valid.value().isMoney()
          // The euro's rate to itself is no news, and could only be wrong.
          && !name.equals("EUR")) {
        columns.put(name, valid.value());
      }
    }
    return columns;
  }

  private static LocalDate day(CSVRecord row, long line, List<ContentError> errors) {
    try {
      LocalDate day = LocalDate.parse(row.get("Date"));
      if (day.getYear() >= PeriodExpression.FIRST_YEAR
          && day.getYear() <= PeriodExpression.LAST_YEAR) {
        return day;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    errors.add(new ContentError("/" + line + "/Date", "date", "not a date: " + row.get(0)));
    return null;
  }

  private static BigDecimal rate(
      CSVRecord row, String column, long line, List<ContentError> errors) {
    if (!row.isSet(column) || row.get(column).isEmpty() || row.get(column).equals(NONE)) {
      return null;
    }
    String text = row.get(column);
    if (!text.matches("\\d{1,12}(\\.\\d{1,12})?") || new BigDecimal(text).signum() == 0) {
      errors.add(
          new ContentError("/" + line + "/" + column, "rate", "not a positive rate: " + text));
      return null;
    }
    return new BigDecimal(text);
  }
}
