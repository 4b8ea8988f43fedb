package dev.runrate.alert.alert;

import java.util.Map;

/**
 * What the rules said of one period.
 *
 * @param revision of the snapshot it was said about; an older one is not listened to
 */
public record Judgement(long revision, Map<LineId, Entry> entries) {}
