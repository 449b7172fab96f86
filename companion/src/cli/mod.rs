//! The commands: one file each; `exit` owns the exit codes, `output` what is said where.
//!
//! A command reads its inputs, calls what decides, and writes. May not enter: decisions about what is right, which
//! belong to `check` and `build`.

mod accept;
mod args;
mod broadcast;
mod completions;
mod devnet;
pub mod exit;
mod load;
mod output;
mod request;
mod request_message;
mod request_tx;
mod request_typed_data;
mod review;
mod secrets;
mod show;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shared::Kind;

use exit::{CliError, EXIT_CODES, Exit};
use output::Output;

/// Coldframe's companion: builds signing requests, checks answers, broadcasts. It never holds a key.
#[derive(Debug, Parser)]
#[command(name = "coldframe", version, arg_required_else_help = true, max_term_width = 110, after_help = EXIT_CODES)]
pub struct Cli {
    /// Print one JSON object for scripts instead of words
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a signing request and show it as text, pictures or an animation
    #[command(subcommand)]
    Request(request::RequestCommand),
    /// Say in words what codes are: texts, pictures or folders of pictures
    Show(show::Show),
    /// Check an answer against its request and make the signed transaction
    Accept(accept::Accept),
    /// Send a signed transaction, once it is recovered and compared
    Broadcast(broadcast::Broadcast),
    /// Run a throw-away chain on this machine
    Devnet(devnet::DevnetCommand),
    /// Print completions for a shell
    Completions(completions::Completions),
}

/// Runs the command of the process's arguments to its exit code.
pub fn run() -> ExitCode {
    let mut arguments = Vec::new();
    for argument in std::env::args_os() {
        let Ok(argument) = argument.into_string() else {
            return fail(
                Output::new(false),
                &CliError::usage("an argument is no UTF-8 text; rename the file"),
            );
        };
        arguments.push(argument);
    }
    let output = Output::new(arguments.iter().any(|argument| argument == "--json"));
    // Before the parser, whose messages repeat arguments.
    if let Err(error) = secrets::refuse_secrets(&arguments) {
        return fail(output, &error);
    }
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && output.is_json() => {
            return fail(output, &CliError::usage(error.render().to_string()));
        }
        Err(error) => {
            _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let done = match cli.command {
        Command::Request(command) => command.run(output),
        Command::Show(command) => command.run(output),
        Command::Accept(command) => command.run(output),
        Command::Broadcast(command) => command.run(output),
        Command::Devnet(command) => command.run(output),
        Command::Completions(command) => command.run(),
    };
    match done.and_then(|()| output::lost().map_or(Ok(()), unwritten)) {
        Ok(()) => Exit::Done.into(),
        Err(error) => fail(output, &error),
    }
}

fn unwritten(reason: &str) -> Result<(), CliError> {
    let message = format!(
        "the result cannot be written to standard output: {reason}; make room, or send it elsewhere, and run the same command again"
    );
    Err(CliError::new(Exit::Output, Kind::new("file"), message))
}

fn fail(output: Output, error: &CliError) -> ExitCode {
    output.json(&error.to_json());
    output.aside(format_args!("coldframe: {}", output::harmless(&error.to_string())));
    error.exit().into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example_or_exit_codes_in_its_help() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{}", command.get_name());
        }
    }
}
