package dev.runrate.alert.rule;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;

/**
 * Which figures of one metric may be set side by side: those of one basis and one unit that measure
 * the same thing. A net loss that stands in for the cash burn and a cash burn are two things, and
 * so are a quarter stretched to a year and a year that was reported, so two figures are alike in
 * whether they are a {@code proxy} and in whether they are {@code annualised}. The other ways lead
 * to the same thing by another road and do not matter: stated and derived, implied, translated.
 */
public final class Comparability {
  private Comparability() {}

  public static boolean allows(Figure one, Figure other) {
    return one.basis().equals(other.basis())
        && one.unit().equals(other.unit())
        && one.how().contains(How.PROXY) == other.how().contains(How.PROXY)
        && one.how().contains(How.ANNUALISED) == other.how().contains(How.ANNUALISED);
  }
}
