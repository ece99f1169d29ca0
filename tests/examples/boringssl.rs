//! Answers BoringSSL's chains and revocation cases: results on standard output, totals by kind on standard error.

use std::process::ExitCode;

use tests::{boringssl, score};

fn main() -> ExitCode {
    score::print(std::env::args().skip(1), |text| {
        boringssl::chains(text).or_else(|_| boringssl::revocation(text))
    })
}
