//! The command line: reads files, asks the core, prints what it says.

mod arguments;
mod diff;
mod inspect;
mod names;
mod output;
mod pair;
mod pins;
mod rules;

use std::io::Write as _;
use std::process::ExitCode;

use arguments::Command;

/// What a run amounts to.
enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings at or above `--fail-on`, or a refused handshake.
    Found,
    /// Nothing that could be read.
    Unreadable(String),
}

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(problem) => return usage(&problem),
    };
    let exit = match &command {
        Command::Help => output::print(arguments::HELP),
        Command::Version => output::print(concat!("certlens ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Inspect(inspect) => inspect::run(inspect),
        Command::Pair(pair) => pair::run(pair),
        Command::Pins(pins) => pins::run(pins),
        Command::Diff(diff) => diff::run(diff),
        Command::Names(names) => names::run(names),
        Command::Rules(rules) => rules::run(rules),
    };
    match exit {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::from(1),
        Ok(Exit::Unreadable(problem)) => usage(&problem),
        Err(problem) => usage(&problem.to_string()),
    }
}

/// Exit status 2, with the reason on standard error.
fn usage(problem: &str) -> ExitCode {
    // A closed standard error leaves nobody to tell.
    let _unheard = writeln!(std::io::stderr(), "certlens: {problem}\nSee `certlens --help`.");
    ExitCode::from(2)
}
