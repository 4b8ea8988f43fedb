package dev.runrate.alert.rule;

import dev.runrate.alert.rule.Footing.Move;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a figure is and what it would be if the other sources were right. A net margin of -60
 * percent from a loss of 150 and a revenue of 250 is -48 percent to those who say that the loss was
 * 120.
 *
 * @param readings the figure itself first; it alone where nothing is disputed
 * @param complete whether every reading could be worked out
 */
record Dispute(List<Figure> readings, boolean complete) {
  /** Of some sources about some concepts; more are no basis for any alert. */
  private static final int MOST_READINGS = 32;

  /** A hundredth of the revenue moves no margin by more than a point. */
  private static final BigDecimal SMALL = new BigDecimal("0.01");

  boolean isNone() {
    return complete && readings.size() == 1;
  }

  /**
   * @param conflicts of the period
   * @param matters which conflicts make a dispute
   */
  static Dispute about(
      Metric metric, Figure figure, List<Conflict> conflicts, Predicate<Conflict> matters) {
    if (conflicts.stream().noneMatch(matters)) {
      return new Dispute(List.of(figure), true);
    }
    Map<Concept, Move> footing = Footing.of(metric, figure);
    List<Figure> readings = List.of(figure);
    boolean complete = true;
    for (Map.Entry<Concept, Move> on : footing.entrySet()) {
      List<Conflict> disputes =
          conflicts.stream()
              .filter(matters)
              .filter(conflict -> conflict.concept() == on.getKey())
              .filter(conflict -> concerns(conflict, on.getValue(), figure))
              .filter(conflict -> on.getValue() != Move.SOMEHOW || isMaterial(conflict))
              .toList();
      List<Figure> more = new ArrayList<>(readings);
      for (Conflict dispute : disputes) {
        for (Figure reading : readings) {
          Optional<Figure> other = read(reading, dispute, on.getValue());
          complete &= other.isPresent();
          other.ifPresent(more::add);
        }
      }
      complete &= more.size() <= MOST_READINGS;
      readings = more.size() <= MOST_READINGS ? more : readings;
    }
    return new Dispute(List.copyOf(readings), complete);
  }

  /**
   * Operands may be on the basis of the figure, or reported, as the revenue under any margin is.
   */
  private static boolean concerns(Conflict conflict, Move move, Figure figure) {
    return conflict.basis().equals(figure.basis())
        || (move != Move.IS && conflict.basis().isReported());
  }

  /** Where the other reading cannot be worked out, at least its size is known to be small. */
  private static boolean isMaterial(Conflict conflict) {
    return Materiality.of(conflict).compareTo(SMALL) >= 0;
  }

  private static Optional<Figure> read(Figure figure, Conflict dispute, Move move) {
    Quantity won = dispute.winner().quantity();
    Quantity lost = dispute.loser().quantity();
    return switch (move) {
      case IS ->
          lost.unit().equals(figure.unit()) ? Optional.of(as(figure, lost)) : Optional.empty();
      case WITH -> share(lost, won).map(by -> as(figure, figure.quantity().times(by)));
      case AGAINST -> share(won, lost).map(by -> as(figure, figure.quantity().times(by)));
      case SOMEHOW -> Optional.empty();
    };
  }

  private static Optional<Quantity> share(Quantity of, Quantity in) {
    return of.unit().equals(in.unit()) ? of.dividedBy(in, Unit.RATIO) : Optional.empty();
  }

  private static Figure as(Figure figure, Quantity quantity) {
    return Figure.known(
        quantity, figure.how(), figure.basis(), figure.scenario(), figure.note(), figure.suspect());
  }
}
