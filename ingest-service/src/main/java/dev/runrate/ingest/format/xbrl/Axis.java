package dev.runrate.ingest.format.xbrl;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** By what an issuer divides its figures. In this order they are believed. */
public enum Axis {
  SEGMENTS(
      "segments",
      Set.of(
          "us-gaap:StatementBusinessSegmentsAxis",
          "us-gaap:SubsegmentsAxis",
          "ifrs-full:SegmentsAxis")),
  PRODUCTS(
      "products-and-services",
      Set.of(
          "srt:ProductOrServiceAxis",
          "us-gaap:ProductOrServiceAxis",
          "us-gaap:ProductsAndServicesAxis",
          "ifrs-full:ProductsAndServicesAxis")),
  GEOGRAPHY(
      "geography",
      Set.of(
          "srt:StatementGeographicalAxis",
          "us-gaap:StatementGeographicalAxis",
          "ifrs-full:GeographicalAreasAxis")),
  CUSTOMERS(
      "customers",
      Set.of(
          "srt:MajorCustomersAxis", "us-gaap:MajorCustomersAxis", "ifrs-full:MajorCustomersAxis"));

  private final String label;
  private final Set<String> names;

  Axis(String label, Set<String> names) {
    this.label = label;
    this.names = names;
  }

  static Optional<Axis> of(XbrlName axis) {
    String name = axis.toString();
    return Arrays.stream(values()).filter(each -> each.names.contains(name)).findFirst();
  }

  /** Whether its members make up the whole; of customers only the large ones are named. */
  boolean isComplete() {
    return this != CUSTOMERS;
  }

  @Override
  public String toString() {
    return label;
  }
}
