//! The commands: one file each; `exit` owns the exit codes, `output` what is said where.
//!
//! A command reads its inputs, calls what decides, and writes. May not enter: decisions about what is right, which
//! belong to `check` and `build`.

mod accept;
mod args;
mod book;
mod broadcast;
mod call;
mod chain;
mod codes;
mod completions;
mod descriptor;
mod devnet;
mod drafted;
pub mod exit;
mod findings;
mod follow;
mod interrupt;
mod journal;
mod journal_codes;
mod load;
mod man;
mod output;
mod pack;
mod prove;
mod replace;
mod request;
mod request_batch;
mod request_message;
mod request_tx;
mod request_typed_data;
mod review;
mod secrets;
mod show;
mod watching;
mod window;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shared::Kind;

use exit::{CliError, EXIT_CODES, Exit};
use output::Output;

/// Coldframe's companion: builds signing requests, checks answers, broadcasts, remembers. It never holds a key.
///
/// Without a command it opens its window.
#[derive(Debug, Parser)]
#[command(name = "coldframe", version, arg_required_else_help = cfg!(not(feature = "window")), max_term_width = 110, after_help = EXIT_CODES)]
pub struct Cli {
    /// Print one JSON object for scripts instead of words
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    window: window::WindowArgs,
    #[command(subcommand)]
    command: Option<Command>,
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
    /// What was asked, answered and sent: list, show, verify, export
    #[command(subcommand)]
    Journal(journal::JournalCommand),
    /// Devices, keys, addresses, chains and contracts
    #[command(subcommand)]
    Book(book::BookCommand),
    /// Context packs: what a team knows of its contracts, signed, for stations that keep nothing
    #[command(subcommand)]
    Pack(pack::PackCommand),
    /// Watch what was sent until it is final
    Follow(follow::Follow),
    /// Build the request that speeds up or cancels a transaction which waits
    Replace(Box<replace::Replace>),
    /// Prove with nodes what a chain's state is, and show the proof to the station
    Prove(Box<prove::Prove>),
    /// Run a throw-away chain on this machine
    Devnet(devnet::DevnetCommand),
    /// What a review can warn of, and what to do then
    Findings(findings::Findings),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// Write the manual pages
    Man(man::Man),
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
    let Some(command) = cli.command else { return window::open(cli.window, output) };
    if let Err(error) = cli.window.refuse_before_a_command() {
        return fail(output, &error);
    }
    let done = match command {
        Command::Request(command) => command.run(output),
        Command::Show(command) => command.run(output),
        Command::Accept(command) => command.run(output),
        Command::Broadcast(command) => command.run(output),
        Command::Journal(command) => command.run(output),
        Command::Book(command) => command.run(output),
        Command::Pack(command) => command.run(output),
        Command::Follow(command) => command.run(output),
        Command::Replace(command) => command.run(output),
        Command::Prove(command) => command.run(output),
        Command::Devnet(command) => command.run(output),
        Command::Findings(command) => command.run(output),
        Command::Completions(command) => command.run(output),
        Command::Man(command) => command.run(output),
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
    fn every_command_has_an_example_in_its_help_and_every_one_that_ends_has_its_exit_codes() {
        fn look(above: &str, command: &clap::Command) {
            for command in command.get_subcommands() {
                let name = format!("{above} {}", command.get_name());
                let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("Example"), "{name}");
                if !command.has_subcommands() {
                    assert!(help.contains(EXIT_CODES), "{name}");
                }
                look(&name, command);
            }
        }
        look("coldframe", &Cli::command());
    }
}
