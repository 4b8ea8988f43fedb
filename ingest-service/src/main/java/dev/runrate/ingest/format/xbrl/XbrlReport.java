package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.web.Problem.ContentError;
import java.util.List;
import java.util.Map;

/**
 * A document in the terms of the standard, before anybody asks what it means.
 *
 * @param facts in the order of the document, of the default target
 * @param labels of names, where labels came with the document
 * @param errors what makes it no report: facts without their context, say; each names the element
 * @param bytes how long it was, unpacked
 */
record XbrlReport(
    XbrlFormat format,
    List<XbrlFact> facts,
    Map<XbrlName, String> labels,
    List<ContentError> errors,
    long bytes) {}
