//! The core's own tests, run as wasm: what holds natively must hold in the browser's machine too.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::tally::Tally;
use crate::build::wasm;
use crate::process;

pub(crate) fn run() -> Result<Tally> {
    wasm::add_target()?;
    let module = executable(wasm::cargo("test")?.args(["--package", "certlens", "--lib"]))?;
    let native = executable(&mut super::checked())?;
    // libtest prints nothing on this target, so its native twin says how many tests there are.
    let list = process::output(process::command(native).args(["--list", "--format", "terse"]))?;
    let tests = list.lines().filter(|line| line.ends_with(": test")).count();
    process::run(process::command("node").arg("tests/wasm.mjs").arg(module))
        .context("The core's tests stopped at the first failure, named above; those after it did not run")?;
    Ok(Tally { passed: u32::try_from(tests)?, ..Tally::default() })
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
