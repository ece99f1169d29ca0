//! The driver of x509-limbo as wasm: what it answers must be what it answers natively.

use tests::{limbo, score};
use wasm_bindgen::prelude::wasm_bindgen;

/// The results for a file of cases, as the native program prints them.
///
/// # Errors
/// The text is no file of cases.
#[wasm_bindgen]
pub fn answer(cases: &str) -> Result<String, String> {
    let answers = limbo::run(cases).map_err(|error| error.to_string())?;
    Ok(score::json(&answers))
}
