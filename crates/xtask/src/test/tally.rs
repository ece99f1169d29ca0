//! Counting tests by what their runners print.

use std::fmt;
use std::io::{BufRead, BufReader, Write, stdout};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How many tests passed and failed, and what else the summary should say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) note: Option<String>,
}

impl Tally {
    pub(crate) fn one_failure() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    pub(crate) fn note(note: &str) -> Self {
        Self { note: Some(note.to_owned()), ..Self::default() }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Adds what a line says, if it is one of the lines that cargo's or node's test runner ends with.
    fn read(&mut self, line: &str) {
        if line.starts_with("SKIPPED, NOTHING WAS CHECKED") {
            self.note = Some("suites without their corpora were SKIPPED".to_owned());
        } else if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split(['.', ';']) {
                match part.trim().split_once(' ') {
                    Some((count, "passed")) => self.passed += count.parse().unwrap_or(0),
                    Some((count, "failed")) => self.failed += count.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some((name, count)) = line.strip_prefix("ℹ ").and_then(|line| line.split_once(' ')) {
            match name {
                "pass" => self.passed += count.parse().unwrap_or(0),
                "fail" | "cancelled" => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.passed + self.failed > 0 {
            write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        }
        if self.passed + self.failed > 0 && self.note.is_some() {
            f.write_str("; ")?;
        }
        if let Some(note) = &self.note {
            f.write_str(note)?;
        }
        Ok(())
    }
}

/// Runs a test command, showing what it prints. Ending badly without a failed test is one failure.
pub(crate) fn count(command: &mut Command) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("the tests could not be started")?;
    let mut tally = Tally::default();
    let mut output = BufReader::new(child.stdout.take().context("the tests print nowhere")?);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line)? > 0 {
        stdout().write_all(&line)?;
        tally.read(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[(&str, u32, u32)] = &[
        (
            "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            12,
            0,
        ),
        ("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 1, 2),
        ("ℹ pass 7", 7, 0),
        ("ℹ fail 2", 0, 2),
        ("ℹ cancelled 1", 0, 1),
        ("ℹ skipped 4", 0, 0),
        ("test the result: 3 passed", 0, 0),
    ];

    #[test]
    fn suites_that_did_not_run_are_named_in_the_summary() {
        let mut tally = Tally { passed: 3, ..Tally::default() };
        tally.read("SKIPPED, NOTHING WAS CHECKED: corpora is not there; set CERTLENS_CORPORA");
        assert_eq!(tally.to_string(), "3 passed, 0 failed; suites without their corpora were SKIPPED");
    }

    #[test]
    fn closing_lines_are_counted() {
        for (line, passed, failed) in CASES {
            let mut tally = Tally::default();
            tally.read(line);
            assert_eq!((tally.passed, tally.failed), (*passed, *failed), "{line}");
        }
    }
}
