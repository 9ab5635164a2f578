//! `cargo xtask <verb>`: everything a person or CI does with this repository, one verb per job.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool talks to the terminal"
)]

mod cargo;
mod edge;
mod failure;
mod folders;
mod hash;
mod port;
mod process;
mod report;
mod server;
mod setup;
mod site;
mod step;
mod stop;
mod tally;
mod verbs;

use failure::Failure;
use std::process::ExitCode;
use verbs::VERBS;

fn main() -> ExitCode {
    stop::listen();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Stopped) => {
            println!("stopped");
            ExitCode::from(130)
        }
        Err(Failure::Counted) => ExitCode::FAILURE,
        Err(Failure::Ended(state)) => ExitCode::from(state),
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        print_verbs();
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_verbs();
        return Ok(());
    }
    match VERBS.iter().find(|verb| verb.name == name) {
        Some(verb) => (verb.run)(rest),
        None => Err(Failure::told(
            format!("`{name}` is not a verb of cargo xtask."),
            "Run `cargo xtask` alone to see the list.",
        )),
    }
}

fn print_verbs() {
    println!("cargo xtask <verb>\n");
    for verb in VERBS {
        println!("  {:<7} {}", verb.name, verb.help);
    }
}
