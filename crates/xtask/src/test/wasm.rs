//! The core's own tests, run as wasm: what holds natively must hold in the browser's machine too.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::tally::Tally;
use crate::build::wasm;
use crate::process;

pub(crate) fn run() -> Result<Tally> {
    wasm::add_target()?;
    let module = executable(wasm::cargo("test")?.arg("--lib"))?;
    let native = executable(&mut super::checked())?;
    // libtest prints nothing on this target, so its native twin says how many tests there are.
    let list = process::output(process::command(native).args(["--list", "--format", "terse"]))?;
    let tests = list.lines().filter(|line| line.ends_with(": test")).count();
    if process::run(&mut runner(module)).is_err() {
        println!("Once more, unoptimised, so that the failed test has its name:");
        let unoptimised = ["test", "--locked", "--target", wasm::TRIPLE, "--package", "certlens", "--lib"];
        let named = executable(process::cargo().args(unoptimised))?;
        process::run(&mut runner(named))
            .context("The test named above fails as wasm; those after it did not run")?;
        bail!("A test of the core fails as wasm, but only when optimised. Those after it did not run.");
    }
    Ok(Tally { passed: u32::try_from(tests)?, ..Tally::default() })
}

fn runner(module: PathBuf) -> Command {
    let mut node = process::command("node");
    node.arg("tests/wasm.mjs").arg(module);
    node
}

/// The core's unit tests as one program, which this `cargo test` would run among others.
fn executable(cargo: &mut Command) -> Result<PathBuf> {
    let messages = process::output(cargo.args(["--no-run", "--message-format", "json-render-diagnostics"]))?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name").is_some_and(|name| name == "certlens"))
        .filter(|message| message.pointer("/target/kind/0").is_some_and(|kind| kind == "lib"))
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .context("cargo did not say where it put the core's tests")
}
