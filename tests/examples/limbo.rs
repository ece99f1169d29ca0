//! Answers the cases of an x509-limbo file: results on standard output, totals by namespace on standard error.

use std::process::ExitCode;

use tests::{limbo, score};

fn main() -> ExitCode {
    score::print(std::env::args().skip(1), limbo::run)
}
