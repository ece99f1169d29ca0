//! The chores of this repository: `cargo xtask build`, `serve` and `test`.

mod build;
mod process;
mod serve;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
usage: cargo xtask COMMAND

  build                 write the site, the single file and the JS package to dist/
  serve [--port N]      build, then serve dist/ on 127.0.0.1 (port 8080 unless told otherwise, 0 for any)
  test [--only PART]    check everything, or one part: lint, native, wasm or e2e
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments.as_slice() {
        ["build"] => build::run(),
        ["serve"] => serve::run("8080"),
        ["serve", "--port", port] => serve::run(port),
        ["test"] => return test::run(None),
        ["test", "--only", part] => return test::run(Some(part)),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("cargo xtask does not know `{}`.\n\n{HELP}", arguments.join(" "));
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .skip(2)
        .map(Path::to_path_buf)
        .next()
        .unwrap_or_default()
}
