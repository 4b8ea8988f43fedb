package dev.runrate.ingest.format.xbrl;

import static dev.runrate.ingest.format.xbrl.Documents.CONTEXTS;
import static dev.runrate.ingest.format.xbrl.Documents.UNITS;
import static dev.runrate.ingest.format.xbrl.Documents.facts;
import static dev.runrate.ingest.format.xbrl.Documents.inline;
import static dev.runrate.ingest.format.xbrl.Documents.ofMembers;
import static dev.runrate.ingest.format.xbrl.Documents.read;
import static dev.runrate.ingest.format.xbrl.Documents.revenue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which dimensions make a segment, and which keep a fact out. */
class SegmentRulesTest {
  private static final String SEGMENTS = "us-gaap:StatementBusinessSegmentsAxis";
  private static final String PRODUCTS = "srt:ProductOrServiceAxis";
  private static final String PLACES = "srt:StatementGeographicalAxis";
  private static final String ITEMS = "srt:ConsolidationItemsAxis";
  private static final String OPERATING = "us-gaap:OperatingSegmentsMember";

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void segment(String[] axesAndMembers, String expected) throws Exception {
    ReadReport report =
        read(
            inline(
                ofMembers("m", axesAndMembers) + CONTEXTS + UNITS,
                revenue("m", "decimals=\"0\"", "5")));

    assertThat(report.errors()).isEmpty();
    if (expected.startsWith("left out: ")) {
      assertThat(report.facts()).isEmpty();
      assertThat(report.leftOut()).isEqualTo(Map.of(expected.substring("left out: ".length()), 1));
    } else {
      assertThat(facts(report))
          .containsExactly("Revenue " + expected + " 2025-04-28/2025-07-27 5 (0) USD");
    }
  }

  static Stream<Arguments> segment() {
    return Stream.of(
        of("compute-and-networking", SEGMENTS, "co:ComputeAndNetworkingSegmentMember"),
        of("oem-and-other", PRODUCTS, "co:OEMAndOtherMember"),
        of("google-cloud", SEGMENTS, "co:GoogleCloudMember"),
        of("united-states", PLACES, "country:US"),
        of("europe", PLACES, "srt:EuropeMember"),
        of("customer-a", "srt:MajorCustomersAxis", "co:CustomerAMember"),
        of("graphics", SEGMENTS, "co:GraphicsMember", ITEMS, OPERATING),
        of("left out: sum-of-segments", ITEMS, OPERATING),
        of("left out: sum-of-segments", SEGMENTS, "us-gaap:ReportableSegmentMember"),
        of("left out: reconciling-items", ITEMS, "us-gaap:IntersegmentEliminationMember"),
        of("left out: reconciling-items", SEGMENTS, "us-gaap:CorporateNonSegmentMember"),
        of("left out: several-axes", SEGMENTS, "co:GraphicsMember", PLACES, "country:US"),
        of(
            "left out: several-axes",
            SEGMENTS,
            "co:GraphicsMember",
            "us-gaap:RangeAxis",
            "us-gaap:XMember"),
        of(
            "left out: several-axes",
            SEGMENTS,
            "co:GraphicsMember",
            ITEMS,
            "us-gaap:IntersegmentEliminationMember"),
        of(
            "left out: other-axis",
            "us-gaap:StatementEquityComponentsAxis",
            "us-gaap:RetainedEarningsMember"),
        of("left out: other-axis", "co:OwnAxis", "co:OwnMember"));
  }

  private static Arguments of(String expected, String... axesAndMembers) {
    return arguments(axesAndMembers, expected);
  }

  @Test
  void aTypedMemberIsNoSegment() throws Exception {
    String typed =
        ofMembers("m", SEGMENTS, "co:X")
            .replaceAll("explicitMember", "typedMember")
            .replace(">co:X<", "><co:v>12</co:v><");

    ReadReport report = read(inline(typed + CONTEXTS + UNITS, revenue("m", "decimals=\"0\"", "5")));

    assertThat(report.leftOut()).isEqualTo(Map.of("typed-member", 1));
  }

  @Test
  void aSegmentWithoutDimensionsIsNotTheWhole() throws Exception {
    String old = ofMembers("m").replace("<xbrli:segment>", "<xbrli:segment><co:Cloud>x</co:Cloud>");

    ReadReport report = read(inline(old + CONTEXTS + UNITS, revenue("m", "decimals=\"0\"", "5")));

    assertThat(report.facts()).isEmpty();
    assertThat(report.leftOut()).isEqualTo(Map.of("other-axis", 1));
  }

  @Test
  void whatASegmentSellsOutsideGoesBeforeWhatItSellsInAll() throws Exception {
    ReadReport report =
        read(
            inline(
                ofMembers("in-all", SEGMENTS, "co:GraphicsMember", ITEMS, OPERATING)
                    + ofMembers("outside", SEGMENTS, "co:GraphicsMember")
                    + CONTEXTS
                    + UNITS,
                revenue("in-all", "decimals=\"0\"", "12")
                    + revenue("outside", "decimals=\"0\"", "10")));

    assertThat(facts(report)).containsExactly("Revenue graphics 2025-04-28/2025-07-27 10 (0) USD");
    assertThat(report.leftOut()).isEqualTo(Map.of("before-eliminations", 1));
  }

  @Test
  void aProductThatBearsTheNameOfASegmentButIsAnotherIsLeftOut() throws Exception {
    ReadReport report =
        read(
            inline(
                ofMembers("segment", SEGMENTS, "co:AutomotiveSegmentMember")
                    + ofMembers("product", PRODUCTS, "co:AutomotiveMember")
                    + CONTEXTS
                    + UNITS,
                revenue("segment", "decimals=\"0\"", "12")
                    + revenue("product", "id=\"p\" decimals=\"0\"", "10")));

    assertThat(facts(report))
        .containsExactly("Revenue automotive 2025-04-28/2025-07-27 12 (0) USD");
    assertThat(Documents.codes(report.problems()))
        .containsExactly("segment-name /us-gaap:Revenues[@id='p']");
  }

  @Test
  void segmentsThatDoNotAddUpAreTold() throws Exception {
    assertThat(sums("90", "7", "100", ""))
        .isEqualTo(
            "us-gaap:Revenues of 2025-04-28/2025-07-27: the segments add up to 97; the whole is"
                + " 100, the difference 3 (no eliminations are told)");
  }

  @Test
  void eliminationsThatExplainTheDifferenceAreEnough() throws Exception {
    assertThat(sums("90", "17", "100", "7")).isNull();
  }

  @Test
  void eliminationsThatDoNotExplainItAreNamed() throws Exception {
    assertThat(sums("90", "17", "100", "2"))
        .contains("us-gaap:IntersegmentEliminationMember -2; the whole is 100, the difference -5");
  }

  @Test
  void aDifferenceWithinRoundingIsNone() throws Exception {
    assertThat(sums("90", "11", "100", "")).isNull();
  }

  /** Two segments, a whole and perhaps an elimination, each to the nearest one. */
  private static String sums(String one, String other, String whole, String elimination)
      throws Exception {
    ReadReport report =
        read(
            inline(
                ofMembers("a", SEGMENTS, "co:AMember", ITEMS, OPERATING)
                    + ofMembers("b", SEGMENTS, "co:BMember", ITEMS, OPERATING)
                    + ofMembers("e", ITEMS, "us-gaap:IntersegmentEliminationMember")
                    + CONTEXTS
                    + UNITS,
                revenue("decimals=\"0\"", whole)
                    + revenue("a", "decimals=\"0\"", one)
                    + revenue("b", "decimals=\"0\"", other)
                    + (elimination.isEmpty()
                        ? ""
                        : revenue("e", "decimals=\"0\" sign=\"-\"", elimination))));
    assertThat(report.facts()).hasSize(3);
    return report.problems().isEmpty() ? null : report.problems().getFirst().message();
  }

  @Test
  void partsOfAPartAreNotCountedTwice() throws Exception {
    ReadReport report =
        read(
            inline(
                ofMembers("dc", PRODUCTS, "co:DataCenterMember")
                    + ofMembers("c", PRODUCTS, "co:ComputeMember")
                    + ofMembers("n", PRODUCTS, "co:NetworkingMember")
                    + ofMembers("g", PRODUCTS, "co:GamingMember")
                    + CONTEXTS
                    + UNITS,
                revenue("dc", "decimals=\"0\"", "80")
                    + revenue("c", "decimals=\"0\"", "50")
                    + revenue("n", "decimals=\"0\"", "30")
                    + revenue("g", "decimals=\"0\"", "20")
                    + revenue("decimals=\"0\"", "100")));

    assertThat(report.facts()).hasSize(5);
    assertThat(report.problems()).isEmpty();
  }
}
