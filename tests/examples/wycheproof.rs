//! Runs Wycheproof files and prints what came of each vector as JSON; totals go to standard error.

use std::path::Path;
use std::process::ExitCode;
use std::{env, io};

use tests::wycheproof::{Actual, CaseResult, run};

fn main() -> ExitCode {
    match all(env::args().skip(1)) {
        Ok(results) => {
            report(&results);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn all(files: impl Iterator<Item = String>) -> io::Result<Vec<CaseResult>> {
    let mut results = Vec::new();
    for file in files {
        results.extend(run(Path::new(&file)).map_err(|error| io::Error::other(format!("{file}: {error}")))?);
    }
    Ok(results)
}

fn report(results: &[CaseResult]) {
    println!("{}", serde_json::json!({ "results": results }));
    let count = |matches: fn(&CaseResult) -> bool| results.iter().filter(|result| matches(result)).count();
    eprintln!(
        "{} vectors, {} false accepts, {} false rejects, {} skipped",
        results.len(),
        count(CaseResult::is_false_accept),
        count(CaseResult::is_false_reject),
        count(|result| result.actual == Actual::Skipped),
    );
    for result in results.iter().filter(|result| result.is_false_accept() || result.is_false_reject()) {
        eprintln!("{} {:?}: {}", result.id, result.actual, result.context);
    }
}
