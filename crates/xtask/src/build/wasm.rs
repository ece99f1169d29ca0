//! From Rust to wasm and the JS that loads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{canonical, names, order};
use crate::process;

pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// The smaller of two ways that RustCrypto has to compute the same.
const SMALL: &[&str] = &[
    // Rounds in a loop, not written out.
    r#"sha2_backend_soft="compact""#,
    // Wasm multiplies 64 bits to 64, so halves of 128 cost a function call each.
    r#"cpubits="32""#,
];

/// How the JS is to be loaded.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// As an ES module.
    Modules,
    /// As a plain script, which can stand inside a page and be handed to a worker as text.
    Script,
}

/// A module and what loads it.
pub(crate) struct Bound {
    pub(crate) js: String,
    pub(crate) wasm: Vec<u8>,
    pub(crate) typescript: String,
}

/// Has rustup add the target unless the toolchain has it.
pub(crate) fn add_target() -> Result<()> {
    let print = ["--print", "target-libdir", "--target", TRIPLE];
    let libraries = process::output(process::command("rustc").args(print))?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    ensure!(
        process::find("rustup").is_some(),
        "This Rust toolchain has no standard library for {TRIPLE}, and there is no rustup on PATH to add it. Install it, then build again."
    );
    process::run(process::command("rustup").args(["target", "add", TRIPLE]))
        .with_context(|| format!("{TRIPLE} could not be added. Check the network, then build again."))
}

/// Compiles what ships to browsers.
pub(crate) fn compile() -> Result<()> {
    process::run(&mut cargo("build")?)
}

/// Cargo set up for what ships to browsers, with no path of this machine in it.
///
/// Tests name the same packages as the build: others would ask for other features, and compile everything again.
pub(crate) fn cargo(command: &str) -> Result<Command> {
    let mut cargo = process::cargo();
    cargo.args([command, "--locked", "--profile", "wasm", "--target", TRIPLE]);
    cargo.args(["--package", "certlens", "--package", "certlens-js", "--package", "web"]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags()?);
    Ok(cargo)
}

/// The flags that make the same sources give the same bytes wherever they are built, and as few of them as may be.
fn flags() -> Result<String> {
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
    };
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"]))?;
    let mut flags = vec![
        format!("--remap-path-prefix={}=/cargo", cargo_home.display()),
        format!("--remap-path-prefix={sysroot}=/rust"),
        format!("--remap-path-prefix={}=/certlens", crate::root().display()),
    ];
    flags.extend(SMALL.iter().map(|cfg| format!("--cfg={cfg}")));
    Ok(flags.join("\u{1f}"))
}

/// Runs wasm-bindgen on a module for tests, and says where its script and the module to load are.
pub(crate) fn bind_file(module: &Path, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    Bindgen::new().web(true)?.input_path(module).generate(folder)?;
    let stem = module.file_stem().unwrap_or_default().to_string_lossy();
    // So that node takes the script for a module.
    let script = folder.join(format!("{stem}.mjs"));
    fs::rename(folder.join(format!("{stem}.js")), &script)?;
    Ok((script, folder.join(format!("{stem}_bg.wasm"))))
}

/// Runs wasm-bindgen on what `compile` made of `package`.
pub(crate) fn bind(package: &str, target: Target) -> Result<Bound> {
    let name = package.replace('-', "_");
    let folder = crate::root().join("target").join("xtask").join(&name);
    let input = crate::root().join("target").join(TRIPLE).join("wasm").join(format!("{name}.wasm"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut bindgen = Bindgen::new();
    match target {
        Target::Modules => bindgen.web(true)?,
        Target::Script => bindgen.no_modules(true)?,
    };
    bindgen
        .input_path(input)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The worker is given the module itself, the page finds it beside its script.
        .omit_default_module_path(false)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen could not read {name}.wasm"))?;
    if folder.join("snippets").exists() {
        bail!("A dependency of {package} brings JS files of its own, which the single file cannot hold.");
    }
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let module = fs::read(folder.join(format!("{name}_bg.wasm")))?;
    let (js, module) = names::shorten(&read(&format!("{name}.js"))?, &module)?;
    let module = order::by_likeness(&canonical::canonical(&module)?)?;
    Ok(Bound { js, wasm: module, typescript: read(&format!("{name}.d.ts"))? })
}
