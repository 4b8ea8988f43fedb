package dev.runrate.standalone;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window. */
public final class Chromium implements AutoCloseable {
  public static final String MISSING =
      "no Chromium with its chromedriver was found (apt-get install chromium chromium-driver), so"
          + " nothing was tried in a browser";

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** It warns of each browser that is newer than itself; held, or the setting would be lost. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_MS = 20;

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Empty where there is none, or no driver for it. */
  public static Optional<Chromium> start(String language) {
    Optional<Path> browser = BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
    Optional<Path> chromedriver = onPath("chromedriver");
    if (browser.isEmpty() || chromedriver.isEmpty()) {
      return Optional.empty();
    }
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toFile());
    options.addArguments(
        "--headless=new", "--disable-gpu", "--hide-scrollbars", "--lang=" + language);
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to shut itself in where whoever runs it could open every door.
      options.addArguments("--no-sandbox");
    }
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
    LoggingPreferences log = new LoggingPreferences();
    log.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", log);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.get().toFile())
            .usingAnyFreePort()
            .build();
    return Optional.of(new Chromium(new ChromeDriver(service, options)));
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  // -- Where it looks, and how

  public void open(URI page) {
    driver.get(page.toString());
  }

  /** Goes to another view of the page that is open. */
  public void go(String hash) {
    js("location.hash = arguments[0]", hash);
  }

  public void back() {
    driver.navigate().back();
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  public void dark(boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  public void offline(boolean isOffline) {
    cdp("Network.enable", Map.of());
    cdp(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline", isOffline,
            "latency", 0,
            "downloadThroughput", -1,
            "uploadThroughput", -1));
  }

  public Map<String, Object> cdp(String command, Map<String, Object> parameters) {
    return driver.executeCdpCommand(command, parameters);
  }

  // -- What it sees

  /** Waits until an element is there. */
  public WebElement see(String css) {
    return until("there is no " + css, () -> Optional.of(driver.findElement(by(css))));
  }

  /** Waits until an element has a text in it. */
  public WebElement see(String css, String text) {
    return until(
        "no " + css + " says " + text,
        () ->
            driver.findElements(by(css)).stream()
                .filter(element -> element.getText().contains(text))
                .findFirst());
  }

  /** Waits until no such element is there. */
  public void miss(String css) {
    until(
        "there still is " + css,
        () -> driver.findElements(by(css)).isEmpty() ? Optional.of(true) : Optional.empty());
  }

  public List<WebElement> all(String css) {
    return driver.findElements(by(css));
  }

  /** What the elements say, in their order; of those that are not replaced meanwhile. */
  public List<String> texts(String css) {
    @SuppressWarnings("unchecked")
    List<String> texts =
        (List<String>)
            js("return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)", css);
    return new ArrayList<>(texts);
  }

  /** Something that is there, or not yet. */
  public interface Look<T> {
    Optional<T> at();
  }

  /** Waits until it is there. */
  public <T> T until(String otherwise, Look<T> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        Optional<T> found = look.at();
        if (found.isPresent()) {
          return found.get();
        }
        Thread.sleep(LOOK_AGAIN_MS);
      } catch (NoSuchElementException | StaleElementReferenceException e) {
        // The page is being drawn: look again.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError(
        otherwise + "; the page says:\n" + js("return document.body.innerText") + "\n" + log());
  }

  /** What the browser complains of. */
  public List<String> log() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  private static By by(String css) {
    return By.cssSelector(css);
  }

  // -- What it does

  public void click(String css) {
    until(
        "nothing to click at " + css,
        () -> {
          driver.findElement(by(css)).click();
          return Optional.of(true);
        });
  }

  /** Chooses the option of a select that has this value. */
  public void choose(String css, String value) {
    click(css + " option[value='" + value + "']");
  }

  /** Writes into a field as a person does, in place of what is there. */
  public void write(String css, String text) {
    WebElement field = see(css);
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    field.sendKeys(text);
  }

  /** Sets a field that has a picker, which a keyboard fills in the order of the language. */
  public void set(String css, String value) {
    see(css);
    js(
        "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            + " e.dispatchEvent(new Event('change', {bubbles: true}))",
        css,
        value);
  }

  /** Keys as they come, whatever has the focus. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  public Object js(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** The script's last argument is told when it is done. */
  public Object later(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return driver.executeAsyncScript(script, arguments);
  }

  public byte[] picture() {
    Map<String, Object> picture = cdp("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode((String) picture.get("data"));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
