//! Judges the certificates of zlint's suite and prints for each of its lints that a rule of ours asks too whether it fails.

use std::process::ExitCode;
use std::{env, fs, io};

use tests::zlint::{self, Suite};

fn main() -> ExitCode {
    match all(env::args().skip(1)) {
        Ok((results, right)) => {
            eprintln!("{} pairs, {right} as expected", results.len());
            println!("{}", serde_json::json!({ "results": results }));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn all(files: impl Iterator<Item = String>) -> io::Result<(Vec<serde_json::Value>, usize)> {
    let (mut results, mut right) = (Vec::new(), 0);
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| io::Error::other(format!("{file}: {error}")))?;
        let suite: Suite = serde_json::from_str(&text)?;
        let codes = zlint::judge(&suite);
        for case in &suite.expected {
            let found = codes.get(case.file.as_str());
            let (actual, context) = match zlint::rules_for(&case.lint) {
                None => ("SKIPPED", String::new()),
                Some(ours) => {
                    let failing =
                        ours.iter().filter(|code| found.is_some_and(|found| found.contains(**code)));
                    let failing: Vec<&str> = failing.copied().collect();
                    (if failing.is_empty() { "SUCCESS" } else { "FAILURE" }, failing.join(", "))
                }
            };
            right += usize::from(actual == if case.is_failure() { "FAILURE" } else { "SUCCESS" });
            let id = format!("{}/{}", case.lint, case.file);
            results.push(serde_json::json!({ "id": id, "actual": actual, "context": context }));
        }
    }
    Ok((results, right))
}
