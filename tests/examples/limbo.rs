//! Answers the cases of an x509-limbo file: results on standard output, totals by namespace on standard error.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use tests::limbo::Limbo;
use tests::score::{self, Score};

fn main() -> ExitCode {
    let mut answers = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for file in std::env::args().skip(1) {
        let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        let cases: Limbo =
            match read.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
                Ok(cases) => cases,
                Err(error) => {
                    eprintln!("{file}: {error}");
                    return ExitCode::FAILURE;
                }
            };
        for case in &cases.testcases {
            let start = Instant::now();
            answers.push(case.answer());
            slowest = slowest.max((start.elapsed(), case.id.clone()));
        }
    }
    println!("{}", score::json(&answers));
    eprint!("{}", Score::of(&answers));
    eprintln!("slowest: {} in {} ms", slowest.1, slowest.0.as_millis());
    ExitCode::SUCCESS
}
