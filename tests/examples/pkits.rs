//! Answers the cases of a PKITS file: results on standard output, totals by section on standard error.

use std::process::ExitCode;

use tests::{pkits, score};

fn main() -> ExitCode {
    score::print(std::env::args().skip(1), pkits::run)
}
