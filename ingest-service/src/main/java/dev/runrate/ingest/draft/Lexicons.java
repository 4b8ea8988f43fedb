package dev.runrate.ingest.draft;

import dev.runrate.ingest.draft.reading.Lexicon;
import dev.runrate.ingest.draft.reading.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the lexicons: the shipped ones, language by language, and then whatever {@code *.tsv} a
 * user keeps in a directory. A new language is a new directory of files, named in {@link
 * #LANGUAGES}.
 */
public final class Lexicons {
  private static final List<String> LANGUAGES = List.of("zh", "en");
  private static final List<String> FILES =
      List.of("numbers", "times", "concepts", "cues", "names");

  private Lexicons() {}

  /** What is shipped. */
  public static Lexicon shipped() {
    return with(null);
  }

  /**
   * @param directoryOrNull of a user's own files, read in the order of their names
   * @throws IllegalArgumentException naming file and line where one cannot be read
   */
  public static Lexicon with(Path directoryOrNull) {
    List<Lexicon.File> files = new ArrayList<>();
    for (String language : LANGUAGES) {
      for (String file : FILES) {
        String name = language + "/" + file + ".tsv";
        files.add(new Lexicon.File(name, resource(name)));
      }
    }
    if (directoryOrNull != null) {
      files.addAll(own(directoryOrNull));
    }
    return Lexicon.parse(
        Script.parse(resource("zh/simplified.txt"), resource("zh/pinyin.txt")), files);
  }

  private static List<Lexicon.File> own(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      List<Lexicon.File> files = new ArrayList<>();
      for (Path path : paths.filter(each -> each.toString().endsWith(".tsv")).sorted().toList()) {
        files.add(new Lexicon.File(path.toString(), Files.readAllLines(path)));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be read", e);
    }
  }

  private static List<String> resource(String name) {
    try (InputStream in = Lexicons.class.getResourceAsStream("/draft/" + name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
