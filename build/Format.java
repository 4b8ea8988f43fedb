import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java file below the current directory: {@code check} names the
 * files that would change and fails, {@code apply} rewrites them. The formatter itself takes only
 * file names, and a list of them made by a shell would not work everywhere.
 */
class Format {

  private static final List<String> CHECK = List.of("--dry-run", "--set-exit-if-changed");
  private static final List<String> APPLY = List.of("--replace");

  public static void main(String[] args) throws IOException {
    if (args[0].equals("skip")) {
      return;
    }
    List<String> options =
        switch (args[0]) {
          case "check" -> CHECK;
          case "apply" -> APPLY;
          default -> throw new IllegalArgumentException("check, apply or skip, not " + args[0]);
        };
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      Stream<String> sources =
          files
              .map(Path::normalize)
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> Stream.of("target", ".git").noneMatch(file.toString()::startsWith))
              .filter(file -> !file.toString().contains("/target/"))
              .map(Path::toString)
              .sorted();
      // Exits with 1 when a file differs, which fails the build.
      Main.main(Stream.concat(options.stream(), sources).toArray(String[]::new));
    }
  }
}
