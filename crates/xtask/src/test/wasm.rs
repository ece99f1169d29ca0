//! The core's own tests, run as wasm: what holds natively must hold in the browser's machine too.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::tally::Tally;
use crate::process;

pub(crate) fn run() -> Result<Tally> {
    crate::build::add_target()?;
    let module = executable(&["--package", "certlens", "--lib", "--target", "wasm32-unknown-unknown"])?;
    let native = executable(super::NATIVE)?;
    // libtest prints nothing on this target, so its native twin says how many tests there are.
    let list = process::output(process::command(native).args(["--list", "--format", "terse"]))?;
    let tests = list.lines().filter(|line| line.ends_with(": test")).count();
    process::run(process::command("node").arg("tests/wasm.mjs").arg(module))
        .context("The core's tests stopped at the first failure, named above; those after it did not run")?;
    Ok(Tally { passed: u32::try_from(tests)?, ..Tally::default() })
}

/// The core's unit tests as one program, compiled with these arguments of `cargo test`.
fn executable(arguments: &[&str]) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--locked", "--no-run", "--message-format", "json-render-diagnostics"]);
    let messages = process::output(cargo.args(arguments))?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name").is_some_and(|name| name == "certlens"))
        .filter(|message| message.pointer("/target/kind/0").is_some_and(|kind| kind == "lib"))
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .context("cargo did not say where it put the core's tests")
}
