package dev.runrate.standalone;

import dev.runrate.standalone.client.AlertsCommand;
import dev.runrate.standalone.client.AuditsCommand;
import dev.runrate.standalone.client.BacktestCommand;
import dev.runrate.standalone.client.ClientException;
import dev.runrate.standalone.client.CompareCommand;
import dev.runrate.standalone.client.ConflictsCommand;
import dev.runrate.standalone.client.CoverageCommand;
import dev.runrate.standalone.client.DeadLettersCommand;
import dev.runrate.standalone.client.DraftCommand;
import dev.runrate.standalone.client.EchoesCommand;
import dev.runrate.standalone.client.ExplainCommand;
import dev.runrate.standalone.client.ForecastsCommand;
import dev.runrate.standalone.client.ImportCommand;
import dev.runrate.standalone.client.IssuersCommand;
import dev.runrate.standalone.client.KeysCommand;
import dev.runrate.standalone.client.PostCommand;
import dev.runrate.standalone.client.RepublishCommand;
import dev.runrate.standalone.client.RulingCommand;
import dev.runrate.standalone.client.ShowCommand;
import dev.runrate.standalone.client.TrendCommand;
import dev.runrate.standalone.client.VerifyCommand;
import dev.runrate.standalone.client.WhatIfCommand;
import dev.runrate.standalone.operate.BackupCommand;
import dev.runrate.standalone.operate.RestoreCommand;
import dev.runrate.standalone.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "runrate",
    mixinStandardHelpOptions = true,
    version = "runrate 1.0.0",
    header = "Is AI making money yet? Filings in, figures and alerts out.",
    description = {
      "",
      "Start everything, with the examples:",
      "  @|bold runrate up --demo|@",
      "and in another terminal:",
      "  @|bold runrate issuers|@                      the league table",
      "  @|bold runrate show minimax|@                 all figures of one issuer",
      "  @|bold runrate explain zhipu net-margin 2024|@  where a number comes from",
      "  @|bold runrate conflicts openai|@             who contradicts whom",
      "  @|bold runrate audits openai|@                what cannot be true together",
      "  @|bold runrate alerts --follow|@              what changed for the worse or the better",
      ""
    },
    subcommands = {
      UpCommand.class,
      PostCommand.class,
      DraftCommand.class,
      ImportCommand.class,
      IssuersCommand.class,
      ShowCommand.class,
      ExplainCommand.class,
      ConflictsCommand.class,
      AuditsCommand.class,
      CoverageCommand.class,
      ForecastsCommand.class,
      EchoesCommand.class,
      CompareCommand.class,
      TrendCommand.class,
      WhatIfCommand.class,
      RulingCommand.class,
      AlertsCommand.class,
      BacktestCommand.class,
      KeysCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      RepublishCommand.class,
      DeadLettersCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Runrate {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Runrate())
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              if (e instanceof ClientException) {
                commandLine.getErr().println("runrate: " + e.getMessage());
                return 1;
              }
              throw e;
            });
  }
}
