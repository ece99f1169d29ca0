//! Validation is the same natively and as wasm: the hand-written cases of x509-limbo, answered by both.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::tally::Tally;
use crate::build::wasm;
use crate::process;

pub(crate) fn run() -> Result<Tally> {
    let corpora = std::env::var_os("CERTLENS_CORPORA")
        .map_or_else(|| crate::root().join("../shared/corpora"), PathBuf::from);
    let suite = corpora.join("limbo/limbo-dev.json");
    if !suite.is_file() {
        return Ok(Tally::note("the corpora are not there: nothing was compared"));
    }
    let folder = crate::root().join("target/xtask/limbo");
    fs::create_dir_all(&folder)?;
    let cases = folder.join("cases.json");
    let count = hand_written(&fs::read_to_string(&suite)?, &cases)?;

    let mut native = process::cargo();
    native.args([
        "run",
        "--quiet",
        "--locked",
        "--profile",
        "checked",
        "--package",
        "tests",
        "--example",
        "limbo",
        "--",
    ]);
    let native = process::output(native.arg(&cases))?;

    wasm::add_target()?;
    let build = ["build", "--locked", "--profile", "checked", "--target", wasm::TRIPLE];
    process::run(process::cargo().args(build).args(["--package", "tests", "--example", "limbo_wasm"]))?;
    let module = crate::root().join("target").join(wasm::TRIPLE).join("checked/examples/limbo_wasm.wasm");
    let (script, module) = wasm::bind_file(&module, &folder)?;
    let mut node = process::command("node");
    let wasm = process::output(node.arg("tests/limbo.mjs").arg(script).arg(module).arg(&cases))?;

    let (native, wasm) = (results(&native)?, results(&wasm)?);
    ensure!(native.len() == count && wasm.len() == count, "not every case was answered");
    let differing: Vec<&Value> =
        native.iter().zip(&wasm).filter(|(native, wasm)| native != wasm).map(|(native, _)| native).collect();
    for case in &differing {
        println!("answered otherwise as wasm: {case}");
    }
    let failed = u32::try_from(differing.len())?;
    Ok(Tally { passed: u32::try_from(count)? - failed, failed, note: None })
}

/// Writes the cases that people wrote, which are all but those of BetterTLS; says how many.
fn hand_written(suite: &str, to: &PathBuf) -> Result<usize> {
    let mut suite: Value = serde_json::from_str(suite)?;
    let cases = suite.get_mut("testcases").and_then(Value::as_array_mut).context("the suite has no cases")?;
    let id = |case: &Value| case.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    cases.retain(|case| !id(case).starts_with("bettertls"));
    let count = cases.len();
    fs::write(to, suite.to_string())?;
    Ok(count)
}

fn results(output: &str) -> Result<Vec<Value>> {
    let mut output: Value = serde_json::from_str(output)?;
    match output.get_mut("results").map(Value::take) {
        Some(Value::Array(results)) => Ok(results),
        _ => bail!("the driver printed no results"),
    }
}
