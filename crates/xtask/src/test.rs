//! `cargo xtask test`: everything that must hold, with one line of counts at the end.

mod chromium;
mod end_to_end;
mod limbo;
mod tally;
mod wasm;

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Result;

use crate::process;
use tally::Tally;

/// What only ever runs in a browser.
const BROWSER: &[&str] = &["--package", "web", "--package", "certlens-js"];

struct Step {
    part: &'static str,
    title: &'static str,
    run: fn() -> Result<Tally>,
}

const STEPS: &[Step] = &[
    Step { part: "lint", title: "format", run: format },
    Step { part: "lint", title: "lints", run: lints },
    Step { part: "lint", title: "lints of what runs in the browser", run: browser_lints },
    Step { part: "lint", title: "licences, bans and sources", run: dependencies },
    Step { part: "native", title: "tests of the chores", run: chores },
    Step { part: "native", title: "tests of all else, with the suites", run: native },
    Step { part: "wasm", title: "the core's tests as wasm", run: wasm::run },
    Step { part: "wasm", title: "validation as wasm, against native", run: limbo::run },
    Step { part: "e2e", title: "build, and its pages in Chromium", run: end_to_end::run },
];

/// Runs all steps, or those of one part, whatever fails on the way.
pub(crate) fn run(only: Option<&str>) -> ExitCode {
    let steps: Vec<&Step> = STEPS.iter().filter(|step| only.is_none_or(|part| part == step.part)).collect();
    if steps.is_empty() {
        eprintln!("There is no such part to test. Choose lint, native, wasm or e2e.");
        return ExitCode::from(2);
    }
    let mut summary = Vec::new();
    let mut total = Tally::default();
    for (number, step) in steps.iter().enumerate() {
        println!("\n[{}/{}] {}", number + 1, steps.len(), step.title);
        let begin = Instant::now();
        let tally = (step.run)().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Tally::one_failure()
        });
        let seconds = begin.elapsed().as_secs();
        let mark = if tally.failed == 0 { "ok" } else { "FAILED" };
        summary.push(format!("{mark:<7}{:<38}{seconds:>5} s   {tally}", step.title));
        total.add(tally);
    }
    println!("\n{}\n", summary.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn format() -> Result<Tally> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Tally::default())
}

fn lints() -> Result<Tally> {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--locked", "--workspace", "--exclude", "web", "--exclude", "certlens-js"]);
    process::run(cargo.args(["--all-targets", "--", "-D", "warnings"]))?;
    Ok(Tally::default())
}

fn browser_lints() -> Result<Tally> {
    crate::build::wasm::add_target()?;
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--locked", "--target", crate::build::wasm::TRIPLE]).args(BROWSER);
    process::run(cargo.args(["--", "-D", "warnings"]))?;
    Ok(Tally::default())
}

fn dependencies() -> Result<Tally> {
    if process::find("cargo-deny").is_none() {
        return Ok(Tally::note("cargo-deny is not on PATH: deny.toml was not checked"));
    }
    process::run(process::cargo().args(["deny", "check", "licenses", "bans", "sources"]))?;
    Ok(Tally::default())
}

/// Apart from the rest: what they depend on is compiled already, and need not be fast.
fn chores() -> Result<Tally> {
    tally::count(process::cargo().args(["test", "--locked", "--package", "xtask"]))
}

fn native() -> Result<Tally> {
    tally::count(checked().arg("--no-fail-fast"))
}

/// `cargo test` for all that is neither a chore nor only for browsers, compiled once for every suite.
fn checked() -> Command {
    let mut cargo = process::cargo();
    cargo.args(["test", "--locked", "--profile", "checked", "--workspace", "--exclude", "xtask"]);
    cargo
}
