//! Answers against expectations, counted by namespace.

use std::collections::BTreeMap;
use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::exceptions::Disagreement;

/// What a suite answers for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actual {
    /// Accepted.
    Success,
    /// Refused, or not decided.
    Failure,
    /// Not tried.
    Skipped,
}

impl Actual {
    /// As the results of limbo spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
            Self::Skipped => "SKIPPED",
        }
    }
}

/// One case and its answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The case.
    pub id: String,
    /// What should come.
    pub expected: Actual,
    /// What came.
    pub actual: Actual,
    /// Why.
    pub context: String,
    /// How long it took.
    pub took: Duration,
}

impl Answer {
    /// The answer that `judge` gives.
    pub fn of(id: String, expected: Actual, judge: impl FnOnce() -> (Actual, String)) -> Self {
        // There is no clock in a bare wasm.
        let start = (!cfg!(target_family = "wasm")).then(Instant::now);
        let (actual, context) = judge();
        let took = start.map_or(Duration::ZERO, |start| start.elapsed());
        Self { id, expected, actual, context, took }
    }

    /// True if the answer is the one expected, or none was given.
    pub fn is_right(&self) -> bool {
        self.actual == self.expected || self.actual == Actual::Skipped
    }
}

/// Answers counted.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right: usize,
    false_accepts: usize,
    false_rejects: usize,
    skipped: usize,
}

/// Answers counted by namespace: what stands before the last `::` of an id, at most two parts.
#[derive(Debug, Default)]
pub struct Score(BTreeMap<String, Count>);

impl Score {
    /// The count of `answers`.
    pub fn of(answers: &[Answer]) -> Self {
        let mut score = Self::default();
        for answer in answers {
            let parts: Vec<&str> = answer.id.split("::").collect();
            let namespace = parts.split_last().map_or(String::new(), |(_, before)| {
                before.iter().take(2).copied().collect::<Vec<_>>().join("::")
            });
            for key in [namespace, "total".to_owned()] {
                let count = score.0.entry(key).or_default();
                match (answer.actual, answer.expected) {
                    (Actual::Skipped, _) => count.skipped += 1,
                    (actual, expected) if actual == expected => count.right += 1,
                    (Actual::Success, _) => count.false_accepts += 1,
                    _ => count.false_rejects += 1,
                }
            }
        }
        score
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:32} {:>6} {:>14} {:>14} {:>8}",
            "namespace", "right", "false accepts", "false rejects", "skipped"
        )?;
        for (namespace, count) in &self.0 {
            let Count { right, false_accepts, false_rejects, skipped } = count;
            writeln!(f, "{namespace:32} {right:>6} {false_accepts:>14} {false_rejects:>14} {skipped:>8}")?;
        }
        Ok(())
    }
}

/// The answers that are not the expected ones, for [`hold`](crate::exceptions::hold).
#[must_use]
pub fn disagreements(answers: &[Answer]) -> Vec<Disagreement> {
    let wrong = answers.iter().filter(|answer| !answer.is_right());
    wrong
        .map(|answer| {
            eprintln!("{}: {}", answer.id, answer.context);
            let (expected, ours) = (answer.expected.name().to_owned(), answer.actual.name().to_owned());
            Disagreement { id: answer.id.clone(), expected, ours }
        })
        .collect()
}

/// The answers as limbo's results are written.
pub fn json(answers: &[Answer]) -> String {
    let results: Vec<_> = answers
        .iter()
        .map(|answer| {
            serde_json::json!({"id": answer.id, "actual": answer.actual.name(), "context": answer.context})
        })
        .collect();
    serde_json::json!({ "results": results }).to_string()
}

/// Runs `answer` over the files named, prints the results on standard output, and the score and the slowest case on standard error.
pub fn print(
    files: impl Iterator<Item = String>,
    run: impl Fn(&str) -> Result<Vec<Answer>, serde_json::Error>,
) -> ExitCode {
    let mut answers = Vec::new();
    for file in files {
        let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        match read.and_then(|text| run(&text).map_err(|error| error.to_string())) {
            Ok(more) => answers.extend(more),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{}", json(&answers));
    eprint!("{}", Score::of(&answers));
    if let Some(slowest) = answers.iter().max_by_key(|answer| answer.took) {
        eprintln!("slowest: {} in {} ms", slowest.id, slowest.took.as_millis());
    }
    ExitCode::SUCCESS
}
