package dev.runrate.alert.judge;

import dev.runrate.common.event.Topics;
import dev.runrate.common.messaging.DeadLetters;
import dev.runrate.common.messaging.Republishing;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What only those who operate this service may ask. */
@RestController
class OperatingController {
  private static final List<String> HEARD = List.of(Topics.SNAPSHOTS);

  private final AlertRepository alerts;
  private final DeadLetters deadLetters;

  OperatingController(AlertRepository alerts, DeadLetters deadLetters) {
    this.alerts = alerts;
    this.deadLetters = deadLetters;
  }

  @PostMapping(path = "/v1/admin/republish", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Republishing.Marked> republish(@RequestBody JsonNode request) {
    return List.of(
        new Republishing.Marked("alerts", alerts.unpublish(Republishing.of(request).since())));
  }

  @GetMapping("/v1/admin/dead-letters")
  List<DeadLetters.Letter> deadLetters() {
    return deadLetters.list(HEARD);
  }

  @PostMapping(path = "/v1/admin/dead-letters/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Integer> replay(@RequestBody JsonNode nothing) {
    return Map.of("replayed", deadLetters.replay(HEARD));
  }
}
